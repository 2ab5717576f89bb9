//! What is not products and relations: stores, categories, attributes, labels, prices, stock, images.

use super::csv::Table;
use super::product::Product;
use super::word::{CATEGORIES, COLOURS, MATERIALS, SUITED};

/// The stores: key, languages (the first its own), currencies (the first its own).
pub const STORES: [(&str, [&str; 2], &[&str]); 2] =
    [("DE", ["en_US", "de_DE"], &["EUR", "CHF"]), ("AT", ["de_DE", "en_US"], &["EUR"])];

/// Returns true when a product is sold in a store; one is sold in neither.
pub fn is_sold(product: &Product, store: &str) -> bool {
    product.number != 77 && (store == "DE" || product.number % 6 != 4)
}

/// Returns the files that a folder of one store has, by name; those of its products and relations are elsewhere.
pub fn store_files(store: &str, products: &[Product]) -> Vec<(&'static str, String)> {
    let (key, locales, currencies) = STORES.iter().find(|(key, ..)| *key == store).unwrap();
    let of = |columns: &[&str], rows: &[Vec<&str>]| {
        let mut table = Table::new(columns);
        for row in rows {
            let cells: Vec<(&str, &str)> = columns.iter().copied().zip(row.iter().copied()).collect();
            table.row(&cells);
        }
        table.text()
    };
    let money: Vec<Vec<&str>> = currencies
        .iter()
        .enumerate()
        .map(|(at, code)| vec![*code, *key, if at == 0 { "1" } else { "0" }])
        .collect();
    let sold: Vec<Vec<&str>> = products
        .iter()
        .filter(|product| is_sold(product, key))
        .map(|product| vec![product.sku.as_str(), key])
        .collect();
    let labels: Vec<Vec<&str>> = ["NEW", "TRADE", "CLEARANCE"].iter().map(|name| vec![*name, *key]).collect();
    vec![
        ("store.csv", of(&["name"], &[vec![key]])),
        ("locale_store.csv", of(&["locale_name", "store_name"], &locales.map(|locale| vec![locale, *key]))),
        ("default_locale_store.csv", of(&["locale_name", "store_name"], &[vec![locales[0], key]])),
        ("currency_store.csv", of(&["currency_code", "store_name", "is_default"], &money)),
        ("product_abstract_store.csv", of(&["abstract_sku", "store_name"], &sold)),
        ("product_label_store.csv", of(&["name", "store_name"], &labels)),
        (
            "category_store.csv",
            of(
                &["category_key", "included_store_names", "excluded_store_names"],
                &[vec!["werkhof", key, ""]],
            ),
        ),
        ("warehouse_store.csv", format!("\"warehouse_name\",\"store_name\"\n\"Hall 1\",\"{key}\"\n")),
        ("product_price.csv", prices(key, currencies, products)),
    ]
}

/// Returns `product_price.csv`: in cents, net and gross, abstract and concrete rows apart, ORIGINAL is what it cost before.
fn prices(store: &str, currencies: &[&str], products: &[Product]) -> String {
    let mut table = Table::new(&[
        "abstract_sku",
        "concrete_sku",
        "price_type",
        "store",
        "currency",
        "value_net",
        "value_gross",
        "price_data.volume_prices",
    ]);
    for product in products.iter().filter(|product| is_sold(product, store)) {
        let base = product.family.cents + (product.number as u64 * 137) % 4000;
        let mut skus = vec![("abstract_sku", product.sku.as_str(), base)];
        for (at, concrete) in
            product.concretes.iter().enumerate().filter(|(at, _)| *at == 0 || product.number % 3 > 0)
        {
            skus.push(("concrete_sku", concrete.sku.as_str(), base + at as u64 * 200));
        }
        for (column, sku, cents) in skus {
            for currency in currencies {
                let gross = if *currency == "CHF" { cents * 115 / 100 } else { cents };
                let volume = match (product.number % 40, column) {
                    (8, "abstract_sku") => format!(
                        "[{{\"quantity\":5,\"net_price\":{},\"gross_price\":{}}},{{\"quantity\":10,\"net_price\":{},\"gross_price\":{}}}]",
                        gross * 75 / 100,
                        gross * 9 / 10,
                        gross * 70 / 100,
                        gross * 8 / 10
                    ),
                    _ => String::new(),
                };
                let mut row = |kind: &str, gross: u64, volume: &str| {
                    let (net, gross) = ((gross * 100 / 119).to_string(), gross.to_string());
                    let net = if product.number % 50 == 9 { "" } else { &net };
                    table.row(&[
                        (column, sku),
                        ("price_type", kind),
                        ("store", store),
                        ("currency", currency),
                        ("value_net", net),
                        ("value_gross", &gross),
                        ("price_data.volume_prices", volume),
                    ]);
                };
                row("DEFAULT", gross, &volume);
                if product.number % 7 == 3 {
                    row("ORIGINAL", gross * 12 / 10, "");
                }
            }
        }
    }
    table.text()
}

/// Returns `category.csv`.
pub fn categories() -> String {
    let mut table = Table::new(&[
        "category_key",
        "parent_category_key",
        "name.de_DE",
        "meta_title.de_DE",
        "meta_description.de_DE",
        "meta_keywords.de_DE",
        "is_active",
        "is_in_menu",
        "is_clickable",
        "is_searchable",
        "is_root",
        "is_main",
        "node_order",
        "template_name",
        "name.en_US",
        "meta_title.en_US",
        "meta_description.en_US",
        "meta_keywords.en_US",
    ]);
    for (at, [key, parent, en, de]) in CATEGORIES.iter().enumerate() {
        let (root, order) = (if parent.is_empty() { "1" } else { "0" }, (at * 10).to_string());
        table.row(&[
            ("category_key", key),
            ("parent_category_key", parent),
            ("name.de_DE", de),
            ("name.en_US", en),
            ("meta_title.en_US", en),
            ("meta_title.de_DE", de),
            ("is_active", "1"),
            ("is_in_menu", "1"),
            ("is_clickable", "1"),
            ("is_searchable", "1"),
            ("is_root", root),
            ("is_main", "1"),
            ("node_order", &order),
            ("template_name", "Catalog (default)"),
        ]);
    }
    table.text()
}

/// An attribute: key, input type, several values, English name, German name; values follow from the words.
const ATTRIBUTES: [[&str; 5]; 8] = [
    ["brand", "text", "no", "Brand", "Marke"],
    ["colour", "text", "no", "Colour", "Farbe"],
    ["material", "text", "no", "Material", "Material"],
    ["weight_kg", "number", "no", "Weight (kg)", "Gewicht (kg)"],
    ["max-load", "number", "no", "Highest load (kg)", "Höchstlast (kg)"],
    ["suited_for", "text", "yes", "Suited for", "Geeignet für"],
    ["size", "text", "no", "Size", "Größe"],
    ["refillable", "text", "no", "Refillable", "Nachfüllbar"],
];

/// Returns `product_attribute_key.csv`; `voltage` is here, but has no declaration in the other file.
pub fn attribute_keys() -> String {
    let mut table = Table::new(&["attribute_key", "is_super"]);
    for key in ATTRIBUTES.iter().map(|row| row[0]).chain(["voltage"]) {
        let differs = ["colour", "size", "voltage"].contains(&key);
        table.row(&[("attribute_key", key), ("is_super", if differs { "1" } else { "0" })]);
    }
    table.text()
}

/// Returns `product_management_attribute.csv`: spaces behind commas, a value twice, lists that are empty, one never used.
pub fn attributes() -> String {
    let mut table = Table::new(&[
        "key",
        "input_type",
        "allow_input",
        "is_multiple",
        "values",
        "key_translation.en_US",
        "key_translation.de_DE",
        "value_translations.en_US",
        "value_translations.de_DE",
    ]);
    for [key, input, several, en, de] in ATTRIBUTES {
        let both = |words: &[[&str; 2]]| -> [String; 2] {
            [0, 1].map(|at| words.iter().map(|pair| pair[at]).collect::<Vec<_>>().join(", "))
        };
        let [values, german] = match key {
            "colour" => both(&COLOURS),
            "material" => both(&MATERIALS[..4]),
            "suited_for" => [SUITED.join(","), "Holz,Metall,Stein,Wand".to_owned()],
            "size" => ["S,M,L,M".to_owned(), "S,M,L,M".to_owned()],
            "refillable" => ["Yes, No".to_owned(), "ja, nein".to_owned()],
            _ => [String::new(), String::new()],
        };
        table.row(&[
            ("key", key),
            ("input_type", input),
            ("allow_input", if key == "colour" { "no" } else { "yes" }),
            ("is_multiple", several),
            ("values", &values),
            ("key_translation.en_US", en),
            ("key_translation.de_DE", de),
            ("value_translations.en_US", &values),
            ("value_translations.de_DE", &german),
        ]);
    }
    table.text()
}

/// Returns `product_label.csv`: names of their own beside the translated ones, skus in one cell.
pub fn labels(products: &[Product]) -> String {
    let mut table = Table::new(&[
        "name",
        "is_active",
        "is_dynamic",
        "is_exclusive",
        "front_end_reference",
        "valid_from",
        "valid_to",
        "name.en_US",
        "name.de_DE",
        "product_abstract_skus",
        "priority",
    ]);
    let skus = |every: usize| -> String {
        let some = products.iter().filter(|product| product.number % every == 1);
        some.map(|product| product.sku.as_str()).collect::<Vec<_>>().join(",")
    };
    for (name, active, dynamic, en, de, skus) in [
        ("NEW", "1", "1", "New", "Neu", String::new()),
        ("TRADE", "1", "0", "Trade choice", "Profiwahl", skus(17)),
        ("CLEARANCE", "0", "0", "Clearance %", "Räumung %", skus(31)),
    ] {
        table.row(&[
            ("name", name),
            ("is_active", active),
            ("is_dynamic", dynamic),
            ("is_exclusive", "0"),
            ("front_end_reference", "badge"),
            ("name.en_US", en),
            ("name.de_DE", de),
            ("product_abstract_skus", &skus),
            ("priority", "1"),
        ]);
    }
    table.text()
}

/// Returns `product_stock.csv`, two halls, fractions, some never out of stock, one row twice; and that mistake.
pub fn stock(products: &[Product]) -> (String, String) {
    let mut mistake = String::new();
    let mut table = Table::new(&["concrete_sku", "name", "quantity", "is_never_out_of_stock", "is_bundle"]);
    for product in products {
        for (at, concrete) in product.concretes.iter().enumerate() {
            let (number, never) = (product.number, if product.number % 9 == 4 { "1" } else { "0" });
            let quantity = match number % 12 {
                0 => "0".to_owned(),
                5 => format!("{}.{}", number % 40, 254 + at),
                _ => (number % 37 + at).to_string(),
            };
            let mut row = |hall: &str, quantity: &str| {
                table.row(&[
                    ("concrete_sku", &concrete.sku),
                    ("name", hall),
                    ("quantity", quantity),
                    ("is_never_out_of_stock", never),
                    ("is_bundle", "0"),
                ]);
            };
            row("Hall 1", &quantity);
            if number % 8 == 1 {
                row("Hall 2", "3");
            }
            if number == 100 {
                row("Hall 1", &quantity);
                mistake.push_str(&format!(
                    "{{\"file\":\"common/product_stock.csv\",\"line\":{},\"key\":\"{}\",\"problem\":\"twice\",\"detail\":\"Hall 1\"}}\n",
                    table.next_line() - 1,
                    concrete.sku
                ));
            }
        }
    }
    (table.text(), mistake)
}

/// Returns `product_image.csv`: per locale, without a locale, of abstracts and of concretes.
pub fn images(products: &[Product]) -> String {
    let mut table = Table::new(&[
        "image_set_name",
        "external_url_large",
        "external_url_small",
        "locale",
        "abstract_sku",
        "concrete_sku",
        "sort_order",
        "product_image_key",
        "product_image_set_key",
    ]);
    let mut made = 0;
    let mut row = |locale: &str, column: &str, sku: &str, order: usize| {
        made += 1;
        let large = format!("https://images.example.org/{} {order}.jpg", sku.to_lowercase());
        let (small, order, key) =
            (format!("{large}?small"), order.to_string(), format!("product_image_{made}"));
        table.row(&[
            ("image_set_name", "default"),
            ("external_url_large", &large),
            ("external_url_small", &small),
            ("locale", locale),
            (column, sku),
            ("sort_order", &order),
            ("product_image_key", &key),
        ]);
    };
    for product in products.iter().filter(|product| product.number % 15 != 14) {
        for (at, locale) in ["de_DE", "en_US"].iter().enumerate() {
            row(if product.number % 5 == 0 { "" } else { locale }, "abstract_sku", &product.sku, at);
        }
        if let Some(concrete) = product.concretes.first().filter(|_| product.number % 3 == 0) {
            row("", "concrete_sku", &concrete.sku, 0);
        }
    }
    table.text()
}
