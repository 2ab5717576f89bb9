//! What every random catalogue can name: stores, categories, attributes and options, as rows and as the oracle knows them.
//!
//! Chosen for trouble: labels that fold to one another, labels that two options share, options without a label, a time
//! zone whose clock skips and repeats midnight, currencies with no, two and three places.

use serde_json::{Value, json};

use super::fold::fold;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Money,
    Date,
    Choice,
    Category,
    YesNo,
}

/// A field of the rule language: its id, its kind, and its attribute's number where it is one.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub id: &'static str,
    pub kind: Kind,
    pub attribute: Option<i32>,
}

const fn field(id: &'static str, kind: Kind) -> Field {
    Field { id, kind, attribute: None }
}

const fn own(id: &'static str, kind: Kind, attribute: i32) -> Field {
    Field { id, kind, attribute: Some(attribute) }
}

pub const FIELDS: &[Field] = &[
    field("sku", Kind::Text),
    field("name", Kind::Text),
    field("description", Kind::Text),
    field("url", Kind::Text),
    own("attribute.note", Kind::Text, 17),
    own("attribute.tags", Kind::Text, 18),
    field("category", Kind::Category),
    own("brand", Kind::Choice, 1),
    own("label", Kind::Choice, 2),
    own("attribute_set", Kind::Choice, 3),
    own("product_type", Kind::Choice, 4),
    own("attribute.colour", Kind::Choice, 10),
    own("attribute.mount", Kind::Choice, 11),
    own("attribute.fits", Kind::Choice, 12),
    field("status", Kind::Choice),
    field("store", Kind::Choice),
    field("price", Kind::Money),
    field("regular_price", Kind::Money),
    field("discount_percent", Kind::Number),
    field("margin", Kind::Number),
    field("stock", Kind::Number),
    field("rating", Kind::Number),
    field("reviews", Kind::Number),
    field("sold_7d", Kind::Number),
    field("sold_30d", Kind::Number),
    field("sold_90d", Kind::Number),
    field("viewed_7d", Kind::Number),
    field("viewed_30d", Kind::Number),
    field("viewed_90d", Kind::Number),
    own("attribute.weight", Kind::Number, 13),
    own("attribute.focal", Kind::Number, 14),
    field("in_stock", Kind::YesNo),
    field("on_sale", Kind::YesNo),
    field("is_new", Kind::YesNo),
    own("attribute.waterproof", Kind::YesNo, 15),
    field("created_at", Kind::Date),
    field("updated_at", Kind::Date),
    field("new_from", Kind::Date),
    field("new_until", Kind::Date),
    own("attribute.released", Kind::Date, 16),
];

/// Returns the field of an id.
pub fn find(id: &str) -> Field {
    *FIELDS.iter().find(|field| field.id == id).unwrap()
}

/// A thing's texts by locale.
type Texts = &'static [(&'static str, &'static str)];
/// A store: number, key, name, time zone, locales, currencies.
type Store =
    (i32, &'static str, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

/// The shop's own attributes: number, key, kind, may have several values, unit.
pub const ATTRIBUTES: &[(i32, &str, &str, bool, Option<&str>)] = &[
    (10, "colour", "choice", true, None),
    (11, "mount", "choice", false, None),
    (12, "fits", "choice", true, None),
    (13, "weight", "number", false, Some("kg")),
    (14, "focal", "number", true, Some("mm")),
    (15, "waterproof", "yes_no", false, None),
    (16, "released", "date", true, None),
    (17, "note", "text", false, None),
    (18, "tags", "text", true, None),
];

/// The kind of every attribute's values as the store keeps them.
pub const CARRIED: &[(i32, char)] = &[
    (1, 'c'),
    (2, 'c'),
    (3, 'c'),
    (4, 'c'),
    (10, 'c'),
    (11, 'c'),
    (12, 'c'),
    (13, 'n'),
    (14, 'n'),
    (15, 'b'),
    (16, 'd'),
    (17, 't'),
    (18, 't'),
];

/// Options: number, attribute, key, labels by locale.
pub const OPTIONS: &[(i32, i32, &str, Texts)] = &[
    (101, 1, "sony", &[("", "Sony")]),
    (102, 1, "canon", &[("", "Canon"), ("de_DE", "Kanon")]),
    (103, 1, "strasse", &[("", "Straße")]),
    (104, 1, "ist", &[("", "İstanbul")]),
    (111, 2, "fresh", &[("", "New")]),
    (112, 2, "sale", &[("de_DE", "Ausverkauf")]),
    (113, 2, "eco", &[]),
    (121, 3, "camera", &[("", "Camera")]),
    (122, 3, "lens", &[("", "Lens")]),
    (131, 4, "simple", &[("", "Simple")]),
    (132, 4, "configurable", &[("", "Sony")]),
    (141, 10, "silver", &[("", "Silver")]),
    (142, 10, "white", &[("", "White"), ("de_DE", "Weiß")]),
    (143, 10, "black", &[("", "Black")]),
    (144, 10, "grey-1", &[("", "Grey")]),
    (145, 10, "grey-2", &[("", "grey")]),
    (151, 11, "e", &[("", "E-Mount")]),
    (152, 11, "ef", &[("", "EF")]),
    (153, 11, "weiss", &[("", "WEISS")]),
    (161, 12, "fits-e", &[("", "e-mount")]),
    (162, 12, "fits-ef", &[("", "EF")]),
    (163, 12, "fits-sony", &[("", "Sony")]),
    (164, 12, "fits-e-2", &[("", "E-MOUNT")]),
];

/// Categories: number, key, names by locale. Their parents are chosen anew in every case.
pub const CATEGORIES: &[(i32, &str, Texts)] = &[
    (201, "cameras", &[("", "Cameras"), ("de_DE", "Kameras")]),
    (202, "lenses", &[("", "Lenses")]),
    (203, "bags", &[("", "Bags")]),
    (204, "cam-acc", &[("", "Accessories")]),
    (205, "bag-acc", &[("", "Accessories"), ("de_DE", "Zubehör")]),
    (206, "sony", &[("", "Sony")]),
    (207, "büro", &[("de_DE", "Büro & Straße")]),
    (208, "unnamed", &[]),
];

pub const STORES: &[Store] = &[
    (1, "us", "US Shop", "America/New_York", &["en_US", "es_US"], &["USD", "EUR"]),
    (2, "de", "Straße", "Europe/Berlin", &["de_DE", "en_US"], &["EUR"]),
    (3, "cu", "İsla", "America/Havana", &["es_CU"], &["JPY", "KWD"]),
];

pub const LOCALES: &[&str] = &["en_US", "es_US", "de_DE", "es_CU"];
/// Currencies with their places.
pub const CURRENCIES: &[(&str, u32)] = &[("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)];

fn labels(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(locale, text)| ((*locale).to_owned(), json!(text)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Returns the rows of the small lists, each with its table.
pub fn rows() -> Vec<(&'static str, Value)> {
    let stores = STORES.iter().map(|(id, key, name, zone, locales, currencies)| {
        json!({"id": id, "key": key, "name": name, "time_zone": zone, "locales": locales, "currencies": currencies, "position": id})
    });
    let categories = CATEGORIES
        .iter()
        .map(|(id, key, names)| json!({"id": id, "key": key, "names": labels(names), "position": id}));
    let attributes = ATTRIBUTES.iter().map(|(id, key, kind, multiple, unit)| {
        json!({"id": id, "key": key, "kind": kind, "built_in": false, "multiple": multiple, "unit": unit,
               "labels": {"": key}, "position": id})
    });
    let options = OPTIONS.iter().map(|(id, attribute, key, pairs)| {
        json!({"id": id, "attribute_id": attribute, "key": key, "labels": labels(pairs), "position": id})
    });
    vec![
        ("store", stores.collect()),
        ("category", categories.collect()),
        ("attribute", attributes.collect()),
        ("attribute_option", options.collect()),
    ]
}

/// Returns the number of what a name means in a list: by key, else by a label that only one has.
fn named<'a>(written: &str, list: impl Iterator<Item = (i32, &'a str, Vec<&'a str>)> + Clone) -> Option<i32> {
    let written = fold(written);
    if let Some((id, ..)) = list.clone().find(|(_, key, _)| fold(key) == written) {
        return Some(id);
    }
    let mut found = list.filter(|(_, _, labels)| labels.iter().any(|label| fold(label) == written));
    match (found.next(), found.next()) {
        (Some((id, ..)), None) => Some(id),
        _ => None,
    }
}

/// Returns the option that a name means.
pub fn option(attribute: i32, written: &str) -> Option<i32> {
    let own = OPTIONS.iter().filter(move |(_, of, ..)| *of == attribute);
    named(
        written,
        own.map(|(id, _, key, labels)| (*id, *key, labels.iter().map(|(_, label)| *label).collect())),
    )
}

/// Returns the category that a name means.
pub fn category(written: &str) -> Option<i32> {
    let all = CATEGORIES.iter();
    named(written, all.map(|(id, key, names)| (*id, *key, names.iter().map(|(_, name)| *name).collect())))
}

/// Returns the store that a name means.
pub fn store(written: &str) -> Option<i32> {
    named(written, STORES.iter().map(|(id, key, name, ..)| (*id, *key, vec![*name])))
}
