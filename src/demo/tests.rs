use std::collections::HashSet;

use super::product::Maker;
use super::{PRODUCTS, RELATIONS, SEED, catalogue, department, link, relation};
use crate::domain::id::TypeId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::product::Product;
use crate::domain::vocabulary::{RelationType, Vocabulary};

fn vocabulary() -> Vocabulary {
    let made = catalogue::catalogue().unwrap();
    let kinds = ["related", "up-sell", "cross-sell"].into_iter().zip(1..);
    let types = kinds.map(|(key, id)| RelationType {
        id: TypeId(id),
        key: key.into(),
        label: Localised::plain(key.into()),
    });
    Vocabulary::new(made.stores, made.categories, made.attributes, types.collect(), Vec::new())
}

fn products(count: u64, seed: u64) -> Vec<Product> {
    let maker = Maker::new(&vocabulary(), seed).unwrap();
    (0..count).map(|number| maker.product(number).unwrap()).collect()
}

#[test]
fn one_seed_makes_one_shop_and_another_seed_another() {
    assert_eq!(products(60, 3), products(60, 3));
    assert_ne!(products(60, 3), products(60, 4));
    assert_eq!(products(60, 3)[..20], products(20, 3)[..], "a larger shop begins as the smaller one");
}

#[test]
fn skus_and_names_are_unique_and_everything_has_a_price_in_both_stores() {
    let all = products(4_000, SEED);
    let skus: HashSet<&str> = all.iter().map(|product| product.sku.fold()).collect();
    let names: HashSet<&String> = all.iter().filter_map(|product| product.name.any()).collect();
    assert_eq!((skus.len(), names.len()), (all.len(), all.len()));
    let variants: HashSet<&str> =
        all.iter().flat_map(|product| &product.variants).map(|variant| variant.sku.fold()).collect();
    assert_eq!(variants.len(), all.iter().map(|product| product.variants.len()).sum::<usize>());
    for product in &all {
        assert!(!product.categories.is_empty(), "{} lies nowhere", product.sku);
        for variant in &product.variants {
            assert_eq!(variant.prices.len(), 2, "{}", variant.sku);
            for price in &variant.prices {
                assert!(
                    price.amount.minor > 0
                        && price.regular.is_none_or(|regular| regular.minor > price.amount.minor)
                );
            }
        }
    }
}

#[test]
fn the_shop_has_something_of_everything() {
    let all = products(PRODUCTS, SEED);
    let german = Locale::parse("de_DE").unwrap();
    let share =
        |holds: fn(&Product) -> bool| all.iter().filter(|product| holds(product)).count() * 100 / all.len();
    assert!((8..30).contains(&share(|p| {
        p.variants.iter().any(|v| v.prices.iter().any(|price| price.regular.is_some()))
    })));
    assert!((2..20).contains(&share(|p| p.variants.iter().all(|v| v.stock == Some(0)))));
    assert!(share(|p| p.variants.len() > 1) > 50);
    assert!(share(|p| p.new_from.is_some()) >= 2);
    assert!(share(|p| p.stores.is_some()) >= 3);
    assert!(all.iter().all(|product| product.name.own.contains_key(&german)));
    let carried: HashSet<_> =
        all.iter().flat_map(|p| p.attributes.values()).map(|value| value.kind().as_str()).collect();
    assert_eq!(carried.len(), 5, "{carried:?}");
}

#[test]
fn every_picture_is_drawn() {
    for product in products(PRODUCTS, SEED) {
        let image = product.images[0].trim_start_matches("/art/").trim_end_matches(".svg");
        assert!(crate::page::art::draw(image).is_some(), "{image}");
    }
}

#[test]
fn every_option_of_a_leaf_is_known() {
    let known = vocabulary();
    for (_, leaf) in department::leaves() {
        assert!(known.find_categories(leaf.key).len() == 1, "{}", leaf.key);
        for fact in leaf.facts {
            assert!(known.attribute_by_key(fact.key()).is_some(), "{}", fact.key());
        }
    }
}

#[test]
fn every_relation_checks() {
    let known = vocabulary();
    let drafts = relation::drafts(RELATIONS + 200, SEED).unwrap();
    assert_eq!(drafts.len(), RELATIONS + 200);
    for draft in &drafts {
        let mut draft = draft.clone();
        draft.key = crate::domain::text::slug(&draft.name);
        let checked = crate::domain::relation::check::check(&draft, &known);
        assert!(checked.problems.is_empty(), "{}: {:?}", draft.name, checked.problems);
    }
    let names: HashSet<&str> = drafts.iter().map(|draft| draft.name.as_str()).collect();
    assert_eq!(names.len(), drafts.len());
}

#[test]
fn links_name_products_that_exist() {
    let skus: HashSet<String> =
        products(PRODUCTS, SEED).iter().map(|product| product.sku.as_str().to_owned()).collect();
    let rows = link::rows();
    assert_eq!(rows.len(), 150);
    for row in &rows {
        assert!(skus.contains(&row.source) && skus.contains(&row.target), "{row:?}");
        assert_ne!(row.source, row.target);
    }
    let distinct: HashSet<_> = rows.iter().map(|row| (row.kind, &row.source, &row.target)).collect();
    assert_eq!(distinct.len(), rows.len());
}
