//! The invented relations, 150 of them, and the mistakes planted among them.

use super::csv::Table;
use super::product::Product;
use super::rule::{Form, Rule, leaf};
use super::word::{BRANDS, CATEGORIES, FAMILIES};

/// Relations in all.
pub const MANY: usize = 150;
/// A list longer than this is told as long.
pub const LONG: usize = 50;

/// One relation.
pub struct Relation {
    pub key: String,
    pub owner: usize,
    pub upsell: bool,
    pub rule: Rule,
    pub form: Form,
    pub active: bool,
    pub current: bool,
    pub stores: &'static [&'static str],
    /// What is planted in it: name and detail; what follows from its set is worked out.
    pub planted: Vec<(&'static str, String)>,
}

/// Returns all relations.
pub fn relations(products: &[Product]) -> Vec<Relation> {
    (1..=MANY).map(|number| relation(number, products)).collect()
}

fn relation(number: usize, products: &[Product]) -> Relation {
    let owner = match number {
        149 => 148 * 7 % products.len(),
        _ => number * 7 % products.len(),
    };
    let (rule, planted) = match number {
        1..=50 => listed(number, owner, products),
        51..=85 => branded(number, owner, products),
        86..=100 => coloured(number, owner, products),
        101..=115 => measured(number),
        116..=125 => deep(number),
        _ => listed(number, owner, products),
    };
    let form =
        [Form::Stored, Form::Stored, Form::EmptyList, Form::Posted, Form::SmallLetters, Form::UnknownKeys]
            [number % 6];
    Relation {
        key: if number == 150 { "Prk-150".to_owned() } else { format!("pr-{number}") },
        owner,
        upsell: number.is_multiple_of(3) || number >= 148,
        rule,
        form,
        active: !(144..=147).contains(&number),
        current: !(134..=143).contains(&number),
        stores: match number {
            126..=133 => &[],
            148 => &["DE"],
            149 => &["AT"],
            number if number % 11 == 0 => &["DE"],
            _ => &["DE", "AT"],
        },
        planted,
    }
}

type Made = (Rule, Vec<(&'static str, String)>);

/// A list of skus; its written order is not that of the products.
fn listed(number: usize, owner: usize, products: &[Product]) -> Made {
    let places = (0..3 + number % 4).map(|at| (owner + 31 + at * 43) % products.len());
    let mut skus: Vec<String> = places.map(|at| products[at].sku.clone()).collect();
    let mut planted = Vec::new();
    let mut between = ",";
    match number {
        7 | 19 => {
            planted.push(("duplicate_sku", skus[1].clone()));
            skus.push(skus[1].clone());
        }
        33 | 137 => {
            planted.push(("duplicate_sku", skus[0].clone()));
            skus.push(format!(" {}", skus[0].to_lowercase()));
        }
        11 | 23 | 41 | 139 => {
            planted.push(("untrimmed", skus.join(", ")));
            between = ", ";
        }
        13 | 29 => skus.push(products[owner].sku.clone()),
        17 | 47 => {
            planted.push(("unknown_sku", format!("WH-9{number}")));
            skus.push(format!("WH-9{number}"));
        }
        37 => {
            planted.push(("concrete_sku", products[26].concretes[0].sku.clone()));
            skus.push(products[26].concretes[0].sku.clone());
        }
        44 => return (Rule::All(vec![leaf("product_sku", "equal", &skus[0])]), planted),
        _ => {}
    }
    (Rule::All(vec![leaf("product_sku", "in", &skus.join(between))]), planted)
}

/// A category and a brand by name, in either language.
fn branded(number: usize, owner: usize, products: &[Product]) -> Made {
    let own = products[owner].family.category;
    let both = |brand: &str, category: &str| {
        Rule::All(vec![
            leaf("product_category_name", "equal", category),
            leaf("product.json.brand", "equal", brand),
        ])
    };
    let unknown = |what: &'static str, value: &str| vec![(what, value.to_owned())];
    match number {
        52 | 61 | 70 | 79 => (both(products[owner].brand, named(own, number)), Vec::new()),
        55 => (both("Grunwald", "Saws"), unknown("respelt_value", "Grünwald")),
        64 => (both("Kestrel and Sons", "Drills"), unknown("respelt_value", "Kestrel & Sons")),
        58 => (both("Ironbark", "Painters Tools"), unknown("respelt_value", "Painter's Tools")),
        67 => (both("Ironbark", "Pots, Planter & Boxes"), unknown("respelt_value", "Pots, Planters & Boxes")),
        76 => (both("Zyxwvut 900", "Hammers"), unknown("unknown_value", "Zyxwvut 900")),
        73 => {
            let rule = vec![
                leaf("product_category_name", "equal", "Wall Paints"),
                leaf("product.json.colour", "equal", "sliver"),
            ];
            (Rule::All(rule), unknown("respelt_value", "silver"))
        }
        _ => {
            let others = FAMILIES.iter().cycle().skip(number).filter(|family| family.category != own);
            let brands = BRANDS.iter().cycle().skip(number);
            let pairs = others.zip(brands).map(|(family, brand)| both(brand, named(family.category, number)));
            (pairs.into_iter().find(|rule| found(rule, products) > 0).unwrap(), Vec::new())
        }
    }
}

/// A category and one of two colours: the shape of the tutorial; and categories of one product, which never met before.
fn coloured(number: usize, owner: usize, products: &[Product]) -> Made {
    let category = |key: &str| leaf("product_category_name", "equal", named(key, number));
    let rule = match number {
        90 => vec![category("sale"), category("paint")],
        93 => vec![category("hammers"), category("saws")],
        96 => vec![category("planters"), leaf("product.json.colour", "equal", "red")],
        99 => vec![leaf("product_created_at", "less", "2001-01-01")],
        _ => {
            let own = products[owner].family.category;
            let keys = ["pliers", "measuring", "power-accessories", "watering", "paint"];
            let key = keys.iter().cycle().skip(number).find(|key| **key != own).unwrap();
            let colour = |value: &str| leaf("product.json.colour", "equal", value);
            let colours = if number.is_multiple_of(2) { ["silver", "white"] } else { ["blau", "grün"] };
            vec![category(key), Rule::Any(colours.iter().map(|value| colour(value)).collect())]
        }
    };
    (Rule::All(rule), Vec::new())
}

/// Attributes of every kind, and sets that are far too large.
fn measured(number: usize) -> Made {
    let brand = |value: &str| leaf("product.json.brand", "equal", value);
    let mut planted = Vec::new();
    let rules = match number {
        101 => vec![leaf("product.json.colour", "in", "red,blue"), brand("O'Malley")],
        102 => {
            planted.push(("untrimmed", "red, blue".to_owned()));
            vec![leaf("product.json.colour", "in", "red, blue"), brand("Hask+Co")]
        }
        103 => vec![leaf("product.json.material", "equal", "black-grey, RAL 7021"), brand("Tellus")],
        104 => vec![leaf("product.json.weight_kg", "greater", "9"), brand("Bluewater")],
        105 => vec![leaf("product.json.max-load", "less", "100")],
        106 => vec![leaf("product.json.suited_for", "equal", "metal"), brand("Marlow 1862")],
        107 => vec![leaf("product.json.voltage", "equal", "18 V"), brand("GRÜNWALD")],
        108 => vec![brand("Ironbark")],
        109 => vec![leaf("product.json.suited_for", "equal", "wood")],
        110 => vec![Rule::Any(
            ["Hammers", "Saws", "Drills"].map(|name| leaf("product_category_name", "equal", name)).into(),
        )],
        111 => vec![leaf("product_category_name", "equal", "Accessories")],
        112 => {
            planted.push(("unknown_field", "farbton".to_owned()));
            vec![leaf("product.json.farbton", "equal", "red")]
        }
        113 => vec![leaf("product.json.weight_kg", "greater", "30")],
        114 => vec![leaf("product.json.material", "equal", "Buchenholz"), brand("Vireo")],
        _ => vec![leaf("product.json.size", "equal", "24 x 36"), brand("Nordhammer")],
    };
    (Rule::All(rules), planted)
}

/// Groups in groups, which the first system evaluates wrongly from the third level on.
fn deep(number: usize) -> Made {
    let category = |name: &str| leaf("product_category_name", "equal", name);
    let brand = |at: usize| leaf("product.json.brand", "equal", BRANDS[(number + at) % BRANDS.len()]);
    let colour = |value: &str| leaf("product.json.colour", "equal", value);
    let metal = || leaf("product.json.suited_for", "equal", "metal");
    let rule = match number % 5 {
        0 => Rule::All(vec![
            category("Pliers & Cutters"),
            Rule::Any(vec![brand(0), Rule::All(vec![colour("red"), metal()])]),
        ]),
        1 => Rule::Any(vec![
            Rule::All(vec![category("Hammers"), Rule::Any(vec![brand(1), brand(2)])]),
            Rule::All(vec![category("Saws"), brand(3)]),
        ]),
        2 => Rule::All(vec![Rule::Any(vec![
            brand(0),
            Rule::All(vec![brand(1), Rule::Any(vec![metal(), category("Drills")])]),
        ])]),
        3 => Rule::Any(vec![
            brand(0),
            Rule::All(vec![category("Watering"), Rule::Any(vec![colour("blue"), colour("black")])]),
        ]),
        _ => {
            Rule::All(vec![Rule::All(vec![Rule::All(vec![Rule::All(vec![category("Sanders"), brand(4)])])])])
        }
    };
    (rule, Vec::new())
}

fn named(key: &str, number: usize) -> &'static str {
    let row = CATEGORIES.iter().find(|row| row[0] == key).unwrap();
    row[if number.is_multiple_of(3) { 3 } else { 2 }]
}

fn found(rule: &Rule, products: &[Product]) -> usize {
    products.iter().filter(|product| rule.matches(product)).count()
}

/// Returns `product_relation.csv` and the mistakes in it, one JSON object a line.
pub fn relation_files(relations: &[Relation], products: &[Product]) -> (String, String) {
    let mut table = Table::new(&[
        "product_relation_key",
        "product",
        "relation_type",
        "rule",
        "is_active",
        "is_rebuild_scheduled",
    ]);
    let mut mistakes = String::new();
    for relation in relations {
        for (problem, detail) in problems(relation, products) {
            mistakes.push_str(&format!(
                "{{\"file\":\"common/product_relation.csv\",\"line\":{},\"key\":\"{}\",\"problem\":\"{problem}\",\"detail\":\"{detail}\"}}\n",
                table.next_line(), relation.key
            ));
        }
        table.row(&[
            ("product_relation_key", &relation.key),
            ("product", &products[relation.owner].sku),
            ("relation_type", if relation.upsell { "up-selling" } else { "related-products" }),
            ("rule", &relation.rule.json(relation.form)),
            ("is_active", if relation.active { "1" } else { "0" }),
            ("is_rebuild_scheduled", if relation.current { "1" } else { "0" }),
        ]);
    }
    (table.text(), mistakes)
}

/// Returns what is wrong with a relation. The set of one that names something unknown is not judged: the name explains it.
fn problems(relation: &Relation, products: &[Product]) -> Vec<(&'static str, String)> {
    let mut told = relation.planted.clone();
    let unknown = |(problem, _): &(&str, String)| {
        matches!(*problem, "respelt_value" | "unknown_value" | "unknown_field")
    };
    if !told.iter().any(unknown) {
        let many = found(&relation.rule, products);
        if many == 0 {
            told.push(("no_match", String::new()));
        }
        if many > LONG {
            told.push(("long", many.to_string()));
        }
        if relation.rule.matches(&products[relation.owner]) {
            told.push(("holds_owner", products[relation.owner].sku.clone()));
        }
    }
    if relation.stores.is_empty() {
        told.push(("no_store", String::new()));
    }
    if !relation.current {
        told.push(("frozen", String::new()));
    }
    told
}

/// Returns `product_relation_store.csv` of a store.
pub fn store_file(relations: &[Relation], store: &str) -> String {
    let mut table = Table::new(&["product_relation_key", "store_name"]);
    for relation in relations.iter().filter(|relation| relation.stores.contains(&store)) {
        table.row(&[("product_relation_key", &relation.key), ("store_name", store)]);
    }
    table.text()
}
