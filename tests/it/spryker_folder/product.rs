//! The invented products, with what a rule can ask of them, and the files that carry them.

use super::csv::Table;
use super::word::{BRANDS, COLOURS, FAMILIES, Family, MATERIALS, SERIES, SUITED};

/// Products of each family.
pub const PER_FAMILY: usize = 20;

/// One abstract product.
pub struct Product {
    pub sku: String,
    pub family: &'static Family,
    /// Keys of the categories it lies in, the first its family's.
    pub categories: Vec<&'static str>,
    pub name: [String; 2],
    pub brand: &'static str,
    pub material: [&'static str; 2],
    pub weight: u64,
    pub suited: Vec<&'static str>,
    pub concretes: Vec<Concrete>,
    pub number: usize,
}

/// One concrete product and its value, English and German, of what its family differs in; none when it is the only one.
pub struct Concrete {
    pub sku: String,
    pub value: Option<[String; 2]>,
    pub active: bool,
}

impl Product {
    /// Returns every value, in any language, that the product or a concrete of it has for an attribute.
    pub fn values(&self, attribute: &str) -> Vec<String> {
        match attribute {
            "brand" => vec![self.brand.to_owned()],
            "material" => self.material.iter().map(|text| (*text).to_owned()).collect(),
            "weight_kg" => vec![self.weight.to_string()],
            "suited_for" => self.suited.iter().map(|text| (*text).to_owned()).collect(),
            "max-load" if self.number.is_multiple_of(5) => vec![(self.weight * 10).to_string()],
            named if named == self.family.differ => {
                self.concretes.iter().flat_map(|concrete| concrete.value.clone()).flatten().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Returns all products.
pub fn products() -> Vec<Product> {
    let places = (0..FAMILIES.len()).flat_map(|family| (0..PER_FAMILY).map(move |place| (family, place)));
    places.map(|(family, place)| product(family, place)).collect()
}

fn product(at: usize, place: usize) -> Product {
    let family = &FAMILIES[at];
    let number = at * PER_FAMILY + place;
    // The first few have skus that a spreadsheet would spoil.
    let sku = if number < 5 { format!("{:03}", number + 1) } else { format!("WH-{}", 1000 + number) };
    let brand = match number % 4 {
        0 => BRANDS[0],
        _ => BRANDS[1 + (number + at) % (BRANDS.len() - 1)],
    };
    let series = SERIES[(place * 7 + at * 3) % SERIES.len()];
    let mut name = [format!("{brand} {series} {}", family.en), format!("{brand} {} {series}", family.de)];
    if place == 3 {
        name = [format!("{} 24\" ", name[0]), format!("{} 24\" ", name[1])];
    }
    let mut categories = vec![family.category];
    if number % 10 == 7 {
        categories.push("sale");
    }
    let concretes = concretes(&sku, family, number);
    Product {
        family,
        categories,
        name,
        brand,
        material: MATERIALS[(number / 3) % MATERIALS.len()],
        weight: 1 + (number as u64 * 7) % 30,
        suited: SUITED
            .iter()
            .enumerate()
            .filter(|(bit, _)| number & (1 << bit) != 0)
            .map(|(_, it)| *it)
            .collect(),
        concretes,
        sku,
        number,
    }
}

fn concretes(sku: &str, family: &Family, number: usize) -> Vec<Concrete> {
    let many = number % 4;
    if number == 42 {
        return Vec::new();
    }
    let value = |at: usize| -> [String; 2] {
        let both = |text: &str| [text.to_owned(), text.to_owned()];
        match family.differ {
            "size" => both(["S", "M", "L", "24 x 36"][(number + at) % 4]),
            "voltage" => both(["12 V", "18 V", "36 V", "9 V"][(number + at) % 4]),
            _ => COLOURS[(number + at) % COLOURS.len()].map(str::to_owned),
        }
    };
    (0..many.max(1))
        .map(|at| Concrete {
            sku: format!("{sku}-{}", at + 1),
            value: (many > 0).then(|| value(at)),
            active: number % 23 != 11 || at > 0,
        })
        .collect()
}

/// Returns `product_abstract.csv`: attributes in numbered pairs of columns, plain and per locale.
pub fn abstracts(products: &[Product]) -> String {
    let mut columns: Vec<String> = "category_key,category_product_order,abstract_sku,tax_set_name,name.de_DE,name.en_US,\
         description.de_DE,description.en_US,url.de_DE,url.en_US,meta_title.de_DE,meta_title.en_US,meta_keywords.de_DE,\
         meta_keywords.en_US,meta_description.de_DE,meta_description.en_US"
        .split(',')
        .map(str::to_owned)
        .collect();
    columns.extend((1..=3).flat_map(attribute_columns));
    columns.extend(["color_code", "new_from", "new_to"].map(str::to_owned));
    columns.extend((4..=5).flat_map(attribute_columns));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new(&columns);
    for product in products {
        let cells = abstract_cells(product);
        let cells: Vec<(&str, &str)> =
            cells.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        table.row(&cells);
    }
    table.text()
}

fn abstract_cells(product: &Product) -> Vec<(String, String)> {
    let slug = product.sku.to_lowercase();
    let order: Vec<String> =
        (0..product.categories.len()).map(|at| (product.number + at).to_string()).collect();
    let noun = product.family;
    let mut cells = vec![
        ("category_key".to_owned(), product.categories.join(",")),
        ("category_product_order".to_owned(), order.join(",")),
        ("abstract_sku".to_owned(), product.sku.clone()),
        ("tax_set_name".to_owned(), "Standard Taxes".to_owned()),
        ("name.en_US".to_owned(), product.name[0].clone()),
        ("name.de_DE".to_owned(), product.name[1].clone()),
        (
            "description.en_US".to_owned(),
            format!(
                "<p>A {} made of <b>{}</b>.</p>\n<ul><li>Weighs {} kg, \"as it is\"</li></ul>",
                noun.en, product.material[0], product.weight
            ),
        ),
        (
            "description.de_DE".to_owned(),
            format!("<p>{} aus <b>{}</b>, {} kg schwer.</p>", noun.de, product.material[1], product.weight),
        ),
        ("url.en_US".to_owned(), format!("/en/{}-{slug}", noun.en.replace(' ', "-"))),
        ("url.de_DE".to_owned(), format!("/de/{}-{slug}", noun.category)),
        ("meta_keywords.en_US".to_owned(), format!("{},{}", noun.en, product.brand)),
    ];
    if product.number % 13 == 2 {
        cells.push(("new_from".to_owned(), "2026-10-01 00:00:00.000000".to_owned()));
        cells.push(("new_to".to_owned(), "2099-12-31 00:00:00.000000".to_owned()));
    }
    cells.extend(pair(1, "brand", product.brand, product.brand, product.brand));
    cells.extend(pair(2, "material", product.material[0], product.material[0], product.material[1]));
    cells.extend(pair(3, "weight_kg", &product.weight.to_string(), "", ""));
    if !product.suited.is_empty() {
        cells.extend(pair(4, "suited_for", &product.suited.join(","), "", ""));
    }
    if !product.values("max-load").is_empty() {
        cells.extend(pair(5, "max-load", &product.values("max-load")[0], "", ""));
    }
    cells
}

/// Returns `product_concrete.csv`.
pub fn concrete_file(products: &[Product]) -> String {
    let mut columns: Vec<String> =
        "abstract_sku,concrete_sku,name.de_DE,name.en_US,description.de_DE,description.en_US,\
         is_searchable.de_DE,is_searchable.en_US,bundled,is_quantity_splittable"
            .split(',')
            .map(str::to_owned)
            .collect();
    columns.extend(attribute_columns(1));
    columns.push("is_active".to_owned());
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new(&columns);
    for product in products {
        for concrete in &product.concretes {
            let mut cells = vec![
                ("abstract_sku".to_owned(), product.sku.clone()),
                ("concrete_sku".to_owned(), concrete.sku.clone()),
                ("is_searchable.de_DE".to_owned(), "1".to_owned()),
                ("is_searchable.en_US".to_owned(), "1".to_owned()),
                ("is_quantity_splittable".to_owned(), "1".to_owned()),
                ("is_active".to_owned(), u8::from(concrete.active).to_string()),
            ];
            let more = concrete.value.clone().unwrap_or_default();
            for (locale, at) in [("en_US", 0), ("de_DE", 1)] {
                let name = format!("{} {}", product.name[at].trim(), more[at]);
                cells.push((format!("name.{locale}"), name.trim().to_owned()));
            }
            if concrete.value.is_some() {
                cells.extend(pair(1, product.family.differ, &more[0], &more[0], &more[1]));
            }
            let cells: Vec<(&str, &str)> =
                cells.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            table.row(&cells);
        }
    }
    table.text()
}

fn attribute_columns(number: usize) -> Vec<String> {
    let pair = |ending: &str| [format!("attribute_key_{number}{ending}"), format!("value_{number}{ending}")];
    ["", ".de_DE", ".en_US"].iter().flat_map(|ending| pair(ending)).collect()
}

/// Returns one attribute's cells; a locale without a text leaves its pair empty.
fn pair(number: usize, key: &str, plain: &str, en: &str, de: &str) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (ending, value) in [("", plain), (".en_US", en), (".de_DE", de)] {
        if !value.is_empty() {
            cells.push((format!("attribute_key_{number}{ending}"), key.to_owned()));
            cells.push((format!("value_{number}{ending}"), value.to_owned()));
        }
    }
    cells
}
