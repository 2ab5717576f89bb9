//! A Spryker shop's import folder, invented: same files, columns and quirks, own content, mistakes planted and listed.
//!
//! `cargo run --example spryker_folder` writes it to `tests/spryker`; it comes out the same on every machine. `mistakes.jsonl` beside the files says on which line what is wrong, worked out here, apart from the code
//! under test.

mod csv;
mod product;
mod relation;
mod rule;
mod shop;
mod word;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use relation::{relation_files, relations, store_file};

/// Returns where the folder is.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spryker")
}

/// Returns every file by its path within the folder.
pub fn made() -> BTreeMap<String, String> {
    let products = product::products();
    let relations = relations(&products);
    let (related, mistakes) = relation_files(&relations, &products);
    let (stock, twice) = shop::stock(&products);
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let common = [
        ("category.csv", shop::categories()),
        ("product_attribute_key.csv", shop::attribute_keys()),
        ("product_management_attribute.csv", shop::attributes()),
        ("product_abstract.csv", product::abstracts(&products)),
        ("product_concrete.csv", product::concrete_file(&products)),
        ("product_image.csv", shop::images(&products)),
        ("product_stock.csv", stock),
        ("product_label.csv", shop::labels(&products)),
        ("product_relation.csv", related),
        ("warehouse.csv", "name,is_active\nHall 1,1\nHall 2,1\n".to_owned()),
        ("glossary.csv", "key,translation,locale\npage.similar,You may also like,en_US\n".to_owned()),
    ];
    files.extend(common.map(|(name, text)| (format!("common/{name}"), text)));
    for (store, ..) in shop::STORES {
        let own = shop::store_files(store, &products).into_iter();
        let own = own.chain([("product_relation_store.csv", store_file(&relations, store))]);
        files.extend(own.map(|(name, text)| (format!("{store}/{name}"), text)));
    }
    files.insert("mistakes.jsonl".to_owned(), mistakes + &twice);
    files
}

#[test]
fn the_spryker_folder_is_what_the_maker_makes() {
    for (name, text) in made() {
        let path = folder().join(&name);
        let there = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        assert!(there == text, "{name} is not what the maker makes; see the head of this module");
    }
}

#[test]
fn the_spryker_folder_has_every_kind_of_mistake() {
    let files = made();
    let mistakes = &files["mistakes.jsonl"];
    for problem in [
        "no_match",
        "holds_owner",
        "respelt_value",
        "unknown_value",
        "unknown_field",
        "unknown_sku",
        "concrete_sku",
        "duplicate_sku",
        "untrimmed",
        "long",
        "no_store",
        "frozen",
        "twice",
    ] {
        assert!(mistakes.contains(&format!("\"problem\":\"{problem}\"")), "none is {problem}");
    }
    assert_eq!(files["common/product_relation.csv"].lines().count(), relation::MANY + 1);
}
