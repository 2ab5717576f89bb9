//! A whole Spryker shop: its folder, and every one of its rules held against a plain reading of the files.

use std::collections::{BTreeMap, BTreeSet};

use kindred::domain::staff::Role;
use serde_json::Value;

use crate::spryker_files::{apply, refused};
use crate::spryker_folder::folder;
use crate::world::World;

type Row = BTreeMap<String, String>;
type Values = BTreeMap<(String, String), BTreeSet<String>>;

/// Returns the rows of a file of the folder.
fn rows(name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    let mut all: Vec<Vec<String>> = vec![vec![String::new()]];
    let (mut quoted, mut letters) = (false, text.chars().peekable());
    while let Some(letter) = letters.next() {
        let row = all.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                row.last_mut().unwrap().push(letters.next().unwrap())
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => all.push(vec![String::new()]),
            letter => row.last_mut().unwrap().push(letter),
        }
    }
    let names = all.remove(0);
    let filled = all.into_iter().filter(|row| row.len() == names.len());
    filled.map(|row| names.iter().cloned().zip(row).collect()).collect()
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Returns an attribute and the names of each of its declared values.
fn names_of_values(row: &Row) -> (String, Vec<BTreeSet<String>>) {
    let lists = ["values", "value_translations.en_US", "value_translations.de_DE"]
        .map(|column| row[column].split(',').map(fold).collect::<Vec<_>>());
    let names = |at: usize| lists.iter().filter_map(|list| list.get(at).cloned()).collect();
    (row["key"].clone(), (0..lists[0].len()).map(names).collect())
}

/// A shop as its files say it.
struct Shop {
    /// Names of each category, in every language.
    categories: BTreeMap<String, BTreeSet<String>>,
    /// Attributes that take several values, and numbers.
    multiple: BTreeSet<String>,
    numbers: BTreeSet<String>,
    /// Attributes → the names, in every language, of each of their declared values.
    declared: BTreeMap<String, Vec<BTreeSet<String>>>,
    /// Products: the names of their categories, and their values by attribute and locale.
    products: BTreeMap<String, (BTreeSet<String>, Values)>,
}

impl Shop {
    fn read() -> Self {
        let names = |row: &Row| [fold(&row["name.en_US"]), fold(&row["name.de_DE"])].into();
        let declared = |column: &str, wanted: &str| {
            let rows = rows("common/product_management_attribute.csv").into_iter();
            rows.filter(|row| row[column] == wanted).map(|row| row["key"].clone()).collect()
        };
        let categories = rows("common/category.csv");
        let mut shop = Self {
            categories: categories.iter().map(|row| (row["category_key"].clone(), names(row))).collect(),
            multiple: declared("is_multiple", "yes"),
            numbers: declared("input_type", "number"),
            declared: rows("common/product_management_attribute.csv").iter().map(names_of_values).collect(),
            products: BTreeMap::new(),
        };
        for row in rows("common/product_abstract.csv") {
            let categories =
                row["category_key"].split(',').flat_map(|key| shop.categories[key.trim()].clone());
            let product = (categories.collect(), shop.values(&row));
            shop.products.insert(row["abstract_sku"].clone(), product);
        }
        for row in rows("common/product_concrete.csv") {
            for (name, values) in shop.values(&row) {
                let (_, all) = shop.products.get_mut(&row["abstract_sku"]).unwrap();
                all.entry(name).or_default().extend(values);
            }
        }
        shop
    }

    fn values(&self, row: &Row) -> Values {
        let mut all = Values::new();
        for (column, value) in
            row.iter().filter(|(column, value)| column.starts_with("value_") && !value.is_empty())
        {
            let key = &row[&column.replace("value_", "attribute_key_")];
            let locale = column.split_once('.').map(|(_, locale)| locale).unwrap_or_default();
            let parts: Vec<&str> = match self.multiple.contains(key) {
                true => value.split(',').collect(),
                false => vec![value],
            };
            let values = all.entry((key.clone(), locale.to_owned())).or_default();
            values.extend(parts.into_iter().map(|part| self.meant(key, part)));
        }
        all
    }

    /// Returns the one name of a value that goes by several.
    fn meant(&self, key: &str, written: &str) -> String {
        let name = fold(written);
        let values = self.declared.get(key).into_iter().flatten();
        let named = values.into_iter().find(|names| names.contains(&name)).and_then(|names| names.first());
        named.cloned().unwrap_or(name)
    }

    fn matches(&self, rule: &Value, sku: &str, locale: &str) -> bool {
        if let Some(rules) = rule["rules"].as_array().filter(|rules| !rules.is_empty()) {
            let mut each = rules.iter().map(|rule| self.matches(rule, sku, locale));
            return match rule["condition"].as_str().unwrap().to_lowercase().as_str() {
                "and" => each.all(|yes| yes),
                _ => each.any(|yes| yes),
            };
        }
        let (categories, values) = &self.products[sku];
        let (id, value) = (rule["id"].as_str().unwrap(), rule["value"].as_str().unwrap());
        let key = id.strip_prefix("product.json.").unwrap_or_default();
        let of =
            |locale: &str| values.get(&(key.to_owned(), locale.to_owned())).into_iter().flatten().cloned();
        let held: BTreeSet<String> = match id {
            "product_sku" => [fold(sku)].into(),
            "product_category_name" => categories.clone(),
            _ => of("").chain(of(locale)).collect(),
        };
        let wanted = self.meant(key, value);
        let compare = |held: &String| match self.numbers.contains(key) {
            true => held.parse::<f64>().unwrap().total_cmp(&wanted.parse().unwrap()),
            false => held.cmp(&wanted),
        };
        match rule["operator"].as_str().unwrap() {
            "equal" => held.contains(&wanted),
            "in" => value.split(',').any(|part| held.contains(&self.meant(key, part))),
            "greater" => held.iter().any(|held| compare(held).is_gt()),
            "less" => held.iter().any(|held| compare(held).is_lt()),
            operator => panic!("{operator}"),
        }
    }
}

#[test]
fn a_whole_spryker_shop_comes_over_and_its_rules_mean_what_they_say() {
    let world = World::new();
    let first = apply(&world, &folder());
    assert_eq!(first.failure, None);
    let snapshot = world.app.snapshot();
    assert_eq!((snapshot.len(), snapshot.relations().len()), (260, 150));
    let mistakes = std::fs::read_to_string(folder().join("mistakes.jsonl")).unwrap();
    let planted = |kinds: &[&str]| -> BTreeSet<String> {
        let lines = mistakes.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let meant = lines.filter(|line| kinds.contains(&line["problem"].as_str().unwrap()));
        meant.map(|line| line["key"].as_str().unwrap().to_owned()).collect()
    };
    let twice = mistakes.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let twice: Vec<(String, u64)> = twice
        .filter(|line| line["problem"] == "twice")
        .map(|line| (line["file"].as_str().unwrap().to_owned(), line["line"].as_u64().unwrap()))
        .collect();
    let not_taken: Vec<(String, u64)> =
        refused(&first).into_iter().map(|(file, line)| (file.to_owned(), line)).collect();
    assert_eq!((not_taken, twice.len()), (twice, 1), "{:?}", first.problems);
    let broken = snapshot.relations().iter().filter(|standing| !standing.problems.is_empty());
    let broken: BTreeSet<String> = broken.map(|standing| standing.key.clone()).collect();
    assert_eq!(broken, planted(&["respelt_value", "unknown_value", "unknown_field"]));
    let frozen = snapshot.relations().iter().filter(|standing| snapshot.standing().has_frozen(standing.id));
    assert_eq!(frozen.map(|standing| standing.key.clone()).collect::<BTreeSet<_>>(), planted(&["frozen"]));

    let (shop, caller) = (Shop::read(), world.caller(Role::Viewer));
    for row in rows("common/product_relation.csv") {
        if row["rule"].contains("product_created_at") {
            continue;
        }
        let rule: Value = serde_json::from_str(&row["rule"]).unwrap();
        for locale in ["en_US", "de_DE"] {
            let key = &row["product_relation_key"];
            let address =
                format!("/api/v1/relations/{key}/targets?raw=1&limit=1000&store=DE&locale={locale}");
            let answer = caller.get(&address);
            assert_eq!(answer.status, 200, "{key}: {}", answer.text());
            let items = answer.json()["items"].as_array().unwrap().clone();
            let got: BTreeSet<String> =
                items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect();
            let skus = shop.products.keys().filter(|sku| shop.matches(&rule, sku, locale));
            assert_eq!(got, skus.cloned().collect(), "{key} in {locale}: {}", row["rule"]);
        }
    }

    let second = apply(&world, &folder()).counts;
    assert_eq!((second.added, second.changed, second.refused), (0, 0, 1));
}
