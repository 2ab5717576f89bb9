//! Stores, categories and attributes of the demo shop. Their ids are running numbers that hold within one catalogue only;
//! whoever keeps them gives them ids of its own, and products are made against the vocabulary that comes back.

use super::department::{DEPARTMENTS, Fact, leaves};
use super::detail::{DETAILS, Values};
use super::{PRODUCTS, german, niche, word};
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::store::Store;
use crate::domain::text::slug;

/// Key, kind, unit, English and German name of every attribute that is no built-in; a unit makes no sense but for numbers.
const ATTRIBUTES: [(&str, AttributeKind, &str, &str, &str); 47] = {
    use AttributeKind::{Choice, Date, Number, Text, YesNo};
    [
        ("colour", Choice, "", "Colour", "Farbe"),
        ("size", Choice, "", "Size", "Größe"),
        ("material", Choice, "", "Material", "Material"),
        ("mount", Choice, "", "Mount", "Bajonett"),
        ("sensor", Choice, "", "Sensor", "Sensor"),
        ("resolution", Number, "MP", "Resolution", "Auflösung"),
        ("focal_length", Number, "mm", "Focal length", "Brennweite"),
        ("weather_sealed", YesNo, "", "Weather-sealed", "Wetterfest"),
        ("weight", Number, "g", "Weight", "Gewicht"),
        ("load", Number, "kg", "Load", "Tragkraft"),
        ("capacity", Number, "l", "Capacity", "Volumen"),
        ("charge", Number, "mAh", "Charge", "Ladung"),
        ("lug_width", Number, "mm", "Lug width", "Bandanstoß"),
        ("movement", Choice, "", "Movement", "Werk"),
        ("water_resistance", Number, "m", "Water resistance", "Wasserdicht bis"),
        ("strap_material", Choice, "", "Strap", "Band"),
        ("battery_life", Number, "h", "Battery life", "Laufzeit"),
        ("heart_rate", YesNo, "", "Heart rate", "Herzfrequenz"),
        ("places", Number, "", "Places", "Plätze"),
        ("persons", Number, "", "Persons", "Personen"),
        ("season", Choice, "", "Season", "Jahreszeit"),
        ("comfort", Number, "°C", "Comfort", "Komfortbereich"),
        ("fuel", Choice, "", "Fuel", "Brennstoff"),
        ("volume", Number, "ml", "Volume", "Inhalt"),
        ("dishwasher_safe", YesNo, "", "Dishwasher-safe", "Spülmaschinenfest"),
        ("brightness", Number, "lm", "Brightness", "Helligkeit"),
        ("diameter", Number, "cm", "Diameter", "Durchmesser"),
        ("induction", YesNo, "", "Induction", "Induktion"),
        ("width", Number, "cm", "Width", "Breite"),
        ("blade", Number, "cm", "Blade", "Klinge"),
        ("cups", Number, "", "Cups", "Tassen"),
        ("burrs", Choice, "", "Burrs", "Mahlwerk"),
        ("capacity_g", Number, "g", "Holds", "Fasst"),
        ("wireless", YesNo, "", "Wireless", "Kabellos"),
        ("connector", Choice, "", "Connectors", "Anschlüsse"),
        ("impedance", Number, "Ω", "Impedance", "Impedanz"),
        ("drive", Choice, "", "Drive", "Antrieb"),
        ("preamp", YesNo, "", "Phono preamp", "Phono-Vorstufe"),
        ("power", Number, "W", "Power", "Leistung"),
        ("gears", Number, "", "Gears", "Gänge"),
        ("rack", Choice, "", "Rack system", "Trägersystem"),
        ("height_adjustable", YesNo, "", "Height-adjustable", "Höhenverstellbar"),
        ("socket", Choice, "", "Socket", "Fassung"),
        ("dimmable", YesNo, "", "Dimmable", "Dimmbar"),
        ("colour_temperature", Number, "K", "Colour temperature", "Farbtemperatur"),
        ("designed_in", Text, "", "Designed in", "Entworfen in"),
        ("released", Date, "", "Released", "Erschienen"),
    ]
};

/// Yes-or-no and other attributes that few leaves have.
const RARE: [(&str, AttributeKind, &str, &str, &str); 5] = [
    ("lights_included", AttributeKind::YesNo, "", "Lights included", "Mit Beleuchtung"),
    ("rear_light", AttributeKind::YesNo, "", "Rear light", "Rücklicht"),
    ("security", AttributeKind::Number, "", "Security level", "Sicherheitsstufe"),
    ("switches", AttributeKind::Choice, "", "Switches", "Schalter"),
    ("diagonal", AttributeKind::Number, "″", "Diagonal", "Diagonale"),
];

/// The labels a product may carry.
pub const LABELS: [&str; 4] = ["Sale", "New", "Best seller", "Staff pick"];

/// Everything that products are made of.
pub struct Catalogue {
    /// Two stores with a currency each.
    pub stores: Vec<Store>,
    /// Three levels, parents before children.
    pub categories: Vec<Category>,
    /// The built-in ones first, each with its options.
    pub attributes: Vec<Attribute>,
}

/// Returns the catalogue of a shop of that many products; it is the same for every seed, and a larger one has all that a
/// smaller one has.
pub fn catalogue(products: u64) -> Result<Catalogue, String> {
    Ok(Catalogue {
        stores: stores()?,
        categories: categories(niche::count_at(products))?,
        attributes: attributes(products)?,
    })
}

fn stores() -> Result<Vec<Store>, String> {
    let store = |id, key: &str, name: &str, zone, locales: &[&str], currency| -> Result<Store, String> {
        let locales = locales.iter().map(|locale| Locale::parse(locale)).collect::<Result<_, _>>()?;
        let currencies = vec![Currency::parse(currency)?];
        Ok(Store {
            id: StoreId(id),
            key: key.into(),
            name: name.into(),
            time_zone: zone,
            locales,
            currencies,
        })
    };
    Ok(vec![
        store(1, "eu", "Harbour & Pine Europe", chrono_tz::Europe::Berlin, &["en_GB", "de_DE"], "EUR")?,
        store(2, "us", "Harbour & Pine US", chrono_tz::America::New_York, &["en_US"], "USD")?,
    ])
}

fn categories(niches: usize) -> Result<Vec<Category>, String> {
    let mut all: Vec<Category> = Vec::new();
    let mut add = |key: &str, name: [&str; 2], parent: Option<CategoryId>| -> Result<CategoryId, String> {
        let id = CategoryId(i32::try_from(all.len() + 1).map_err(|error| error.to_string())?);
        all.push(Category { id, key: key.into(), parent, name: bilingual(name)? });
        Ok(id)
    };
    for department in DEPARTMENTS {
        let top = add(department.key, department.name, None)?;
        for group in department.groups {
            let middle = add(group.key, group.name, Some(top))?;
            for leaf in group.leaves {
                add(leaf.key, leaf.name, Some(middle))?;
            }
        }
    }
    for number in 0..niches {
        for (_, leaf) in leaves() {
            let parent = all.iter().find(|category| category.key == leaf.key).map(|category| category.id);
            let Some((key, [english, german])) = niche::of(leaf, number) else { continue };
            let id = CategoryId(i32::try_from(all.len() + 1).map_err(|error| error.to_string())?);
            all.push(Category { id, key, parent, name: bilingual([&english, &german])? });
        }
    }
    Ok(all)
}

fn attributes(products: u64) -> Result<Vec<Attribute>, String> {
    let brands = brands(products);
    let sets = DEPARTMENTS.iter().map(|department| department.name[0]);
    let mut all = vec![
        built_in("brand", ["Brand", "Marke"], brands.iter().map(String::as_str).collect())?,
        built_in("label", ["Label", "Kennzeichen"], LABELS.to_vec())?,
        built_in("attribute_set", ["Attribute set", "Attributsatz"], sets.collect())?,
        built_in("product_type", ["Product type", "Produkttyp"], vec!["Configurable", "Simple"])?,
    ];
    for (key, kind, unit, english, german) in ATTRIBUTES.into_iter().chain(RARE) {
        all.push(Attribute {
            id: AttributeId(0),
            key: key.into(),
            kind,
            built_in: false,
            multiple: holds_several(key),
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
            label: bilingual([english, german])?,
            options: options(words_of(key))?,
        });
    }
    for detail in DETAILS.iter().filter(|_| products > PRODUCTS) {
        let words = detail.words();
        all.push(Attribute {
            id: AttributeId(0),
            key: detail.key.into(),
            kind: detail.kind(),
            built_in: false,
            multiple: matches!(detail.values, Values::Several(_)),
            unit: (!detail.unit.is_empty()).then(|| detail.unit.to_owned()),
            label: bilingual(detail.name)?,
            options: options(words.iter().map(String::as_str).collect())?,
        });
    }
    number(&mut all)?;
    Ok(all)
}

/// Returns the names of all brands: the departments' own first, then as many invented ones as that many products have.
fn brands(products: u64) -> Vec<String> {
    let own = DEPARTMENTS.iter().flat_map(|department| department.brands).map(str::to_owned);
    let known = DEPARTMENTS.first().map_or(0, |department| department.brands.len());
    let ranks = known..word::brands_at(products);
    let invented = ranks.flat_map(|rank| {
        DEPARTMENTS.iter().enumerate().map(move |(place, department)| word::brand(department, place, rank))
    });
    own.chain(invented).collect()
}

fn built_in(key: &str, label: [&str; 2], words: Vec<&str>) -> Result<Attribute, String> {
    Ok(Attribute {
        id: AttributeId(0),
        key: key.into(),
        kind: AttributeKind::Choice,
        built_in: true,
        multiple: key == "label",
        unit: None,
        label: bilingual(label)?,
        options: options(words)?,
    })
}

/// Returns every option that some leaf uses for an attribute, in the order of the leaves.
fn words_of(key: &str) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for (_, leaf) in leaves() {
        let facts = leaf.facts.iter().filter(|fact| fact.key() == key);
        let named = facts.flat_map(|fact| match fact {
            Fact::One(_, words) | Fact::Several(_, words) => *words,
            _ => &[],
        });
        words.extend(named);
        match key {
            "colour" => words.extend(leaf.colours),
            "size" => words.extend(leaf.sizes),
            _ => {}
        }
    }
    let mut seen = std::collections::HashSet::new();
    words.retain(|word| seen.insert(*word));
    words
}

fn holds_several(key: &str) -> bool {
    leaves()
        .iter()
        .any(|(_, leaf)| leaf.facts.iter().any(|fact| matches!(fact, Fact::Several(name, _) if *name == key)))
}

fn options(words: Vec<&str>) -> Result<Vec<AttributeOption>, String> {
    let option = |word: &str| -> Result<AttributeOption, String> {
        let english = capital(word);
        Ok(AttributeOption {
            id: OptionId(0),
            key: slug(word),
            label: bilingual([&english, german::word(&english)])?,
        })
    };
    words.into_iter().map(option).collect()
}

/// Gives every attribute and option the number of its place.
fn number(attributes: &mut [Attribute]) -> Result<(), String> {
    let mut options = 0;
    for (place, attribute) in attributes.iter_mut().enumerate() {
        attribute.id = AttributeId(i32::try_from(place + 1).map_err(|error| error.to_string())?);
        for option in &mut attribute.options {
            options += 1;
            option.id = OptionId(options);
        }
    }
    Ok(())
}

/// Returns a text that reads the same everywhere but in German.
pub fn bilingual([english, german]: [&str; 2]) -> Result<Localised<String>, String> {
    let mut text = Localised::plain(english.to_owned());
    if german != english {
        text.own.insert(Locale::parse("de_DE")?, german.to_owned());
    }
    Ok(text)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
