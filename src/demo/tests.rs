use std::collections::HashSet;

use super::product::Maker;
use super::{PRODUCTS, RELATIONS, SEED, catalogue, department, link, relation, word};
use crate::domain::id::TypeId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::product::Product;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft::Body;
use crate::domain::vocabulary::{RelationType, Vocabulary};

fn vocabulary(products: u64) -> Vocabulary {
    let made = catalogue::catalogue(products).unwrap();
    let kinds = ["related", "up-sell", "cross-sell"].into_iter().zip(1..);
    let types = kinds.map(|(key, id)| RelationType {
        id: TypeId(id),
        key: key.into(),
        label: Localised::plain(key.into()),
    });
    Vocabulary::new(made.stores, made.categories, made.attributes, types.collect(), Vec::new())
}

fn products(count: u64, seed: u64) -> Vec<Product> {
    let maker = Maker::new(&vocabulary(count), seed).unwrap();
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
    let known = vocabulary(PRODUCTS);
    for (_, leaf) in department::leaves() {
        assert!(known.find_categories(leaf.key).len() == 1, "{}", leaf.key);
        for fact in leaf.facts {
            assert!(known.attribute_by_key(fact.key()).is_some(), "{}", fact.key());
        }
    }
}

fn drafts(count: usize, seed: u64, products: u64) -> Vec<Draft> {
    relation::drafts(count, seed, products).map(Result::unwrap).collect()
}

#[test]
fn every_relation_checks_in_a_small_shop_and_in_a_large_one() {
    for (count, products) in [(RELATIONS, PRODUCTS), (RELATIONS + 200, PRODUCTS), (1_500, 120_000)] {
        let known = vocabulary(products);
        let drafts = drafts(count, SEED, products);
        assert_eq!(drafts.len(), count);
        for draft in &drafts {
            let mut draft = draft.clone();
            draft.key = crate::domain::text::slug(&draft.name);
            let checked = crate::domain::relation::check::check(&draft, &known);
            assert!(checked.problems.is_empty(), "{}: {:?}", draft.name, checked.problems);
        }
        let names: HashSet<&str> = drafts.iter().map(|draft| draft.name.as_str()).collect();
        assert_eq!(names.len(), drafts.len());
    }
}

#[test]
fn made_relations_are_of_every_sort_and_the_same_every_time() {
    let made = drafts(4_040, SEED, 100_000);
    assert_eq!(made, drafts(4_040, SEED, 100_000));
    assert_ne!(made, drafts(4_040, SEED + 1, 100_000));
    let made = &made[40..];
    let share =
        |holds: fn(&Draft) -> bool| made.iter().filter(|draft| holds(draft)).count() * 100 / made.len();
    let rules = |draft: &Draft| draft.target_rule.nodes.len() > 1;
    assert!((35..55).contains(&share(|draft| draft.source_kind == SourceKind::One)));
    assert!((15..35).contains(&share(|draft| draft.source_kind == SourceKind::List)));
    assert!((20..40).contains(&share(|draft| draft.source_kind == SourceKind::Rule)));
    let everywhere = made.iter().filter(|draft| draft.source_kind == SourceKind::All).count();
    assert!((1..40).contains(&everywhere), "{everywhere}");
    assert!((5..20).contains(&share(|draft| !draft.from.is_empty())));
    assert!((10..30).contains(&share(|draft| !draft.pins.is_empty())));
    assert!(made.iter().all(|draft| rules(draft) || !draft.pins.is_empty()));
    for draft in made.iter().filter(|draft| rules(draft)) {
        let conditions =
            draft.target_rule.nodes.iter().filter(|node| matches!(node.body, Body::Condition(_)));
        assert!((3..=8).contains(&conditions.count()), "{}", draft.name);
    }
    let kinds: HashSet<&str> = made.iter().map(|draft| draft.kind.as_str()).collect();
    let sorts: HashSet<&str> = made.iter().map(|draft| draft.sort.as_str()).collect();
    let priorities: HashSet<&str> = made.iter().map(|draft| draft.priority.as_str()).collect();
    assert_eq!((kinds.len(), sorts.len()), (3, 7));
    assert!(priorities.len() > 50);
}

#[test]
fn a_large_shop_knows_about_25_things_of_a_product_and_has_many_brands_and_categories() {
    let all = 200_000;
    let known = vocabulary(all);
    let maker = Maker::new(&known, SEED).unwrap();
    let some: Vec<Product> = (0..2_000).map(|n| maker.product(n * 97 + 1_000).unwrap()).collect();
    let carried = |product: &Product| {
        let of_variants = product.variants.iter().flat_map(|variant| variant.attributes.keys());
        product.attributes.keys().chain(of_variants).collect::<HashSet<_>>().len()
    };
    let mean = some.iter().map(carried).sum::<usize>() / some.len();
    assert!((24..=27).contains(&mean), "{mean} attributes");
    assert!(known.categories().len() > 2_000);
    let brand = known.attribute_by_key("brand").unwrap();
    assert!(brand.options.len() > 1_000);
    let brands: HashSet<_> =
        some.iter().map(|product| format!("{:?}", product.attributes[&brand.id])).collect();
    assert!(brands.len() > 400, "{}", brands.len());
    let levels: HashSet<usize> = some.iter().map(|product| product.categories.len()).collect();
    assert_eq!(levels, HashSet::from([1, 2]));
    let variants = some.iter().map(|product| product.variants.len()).sum::<usize>();
    assert!((2_400..4_000).contains(&variants), "{variants}");
    let rarely = some.iter().filter(|product| product.sold[1] <= 2).count();
    let often = some.iter().filter(|product| product.sold[1] > 500).count();
    assert!(rarely > 500 && (1..60).contains(&often), "{rarely} {often}");
}

#[test]
fn invented_words_differ() {
    let words: HashSet<String> = (0..11_520).map(word::word).collect();
    assert_eq!(words.len(), 11_520);
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
