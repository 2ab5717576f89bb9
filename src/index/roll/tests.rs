use super::*;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::index::browse::{Wanted, browse};
use crate::index::build::{Everything, build};
use crate::index::handle::Handle;
use crate::index::sample::{everything, here, link, now, relation, skus};
use crate::index::shown_on::shown_on;

const SHOP: &str = "
    a cat=cameras brand=sony price=100
    b cat=cameras brand=sony price=110
    c cat=cameras brand=canon price=120
    d cat=bags brand=canon price=130
";

fn on_one(draft: &mut Draft, sku: &str) {
    draft.source_kind = SourceKind::One;
    draft.source_sku = sku.into();
}

/// Product 4 (d) has a link by hand to product 1 (a).
fn shop() -> Snapshot {
    let relations = vec![
        relation(1, "sony", "brand equal sony", |draft| on_one(draft, "a")),
        relation(2, "same", "brand equal @brand", |draft| draft.source_kind = SourceKind::All),
        relation(3, "pinned", "", |draft| {
            on_one(draft, "c");
            draft.pins = vec!["d".into(), "gone".into()];
            draft.active = false;
        }),
    ];
    build(Everything { relations, links: vec![link(1, 4, 1, 1)], ..everything(SHOP) })
}

#[test]
fn a_roll_tells_the_numbers_of_every_relation() {
    let roll = Roll::of(&shop(), now(), None);
    let told: Vec<(&str, usize, Option<usize>)> = roll
        .entries
        .iter()
        .map(|entry| (entry.standing.key.as_str(), entry.sources, entry.matches))
        .collect();
    assert_eq!(told, [("pinned", 1, Some(1)), ("same", 4, None), ("sony", 1, Some(2))]);
    assert_eq!(roll.covered, 4);
    assert!(roll.entries.iter().all(|entry| entry.text.contains(&entry.standing.key)));
}

#[test]
fn a_roll_is_kept_with_its_snapshot_and_made_anew_when_it_is_old() {
    let handle = Handle::default();
    handle.store(shop());
    let (_, first) = handle.roll(now());
    assert!(Arc::ptr_eq(&first, &handle.roll(now() + Duration::minutes(5)).1));
    assert!(!Arc::ptr_eq(&first, &handle.roll(now() + Duration::hours(1)).1));
    handle.store(shop());
    let (_, other) = handle.roll(now());
    assert!(!Arc::ptr_eq(&first.entries[0], &other.entries[0]), "another catalogue shares nothing");
}

#[test]
fn products_are_narrowed_by_search_category_and_gap() {
    let shop = shop();
    let locale = here().locale;
    let bags = shop.vocabulary().find_categories("bags")[0].id;
    let list = |query: &str, category, gap| {
        let found = browse(&shop, &Wanted { query, category, gap, locale: &locale }, now(), |_| (0, 2));
        (found.total, skus(&shop, found.page).join(" "))
    };
    assert_eq!(list("", None, None), (4, "a b".into()));
    assert_eq!(list("", Some(bags), None), (1, "d".into()));
    assert_eq!(list("C", None, None), (1, "c".into()), "a sku in any case");
    assert_eq!(list("c", Some(bags), None), (0, String::new()));
    assert_eq!(list("", None, Some(TypeId(1))), (0, String::new()), "a relation for all fills every gap");
    assert_eq!(list("", None, Some(TypeId(2))), (4, "a b".into()));
}

#[test]
fn a_product_is_told_the_pages_it_shows_on() {
    let shop = shop();
    let on = |sku: &str, linked: &[Doc], keep| {
        let found = shown_on(&shop, &here(), shop.find(sku).unwrap(), linked, keep);
        let first = skus(&shop, found.first.iter().map(|(doc, _)| *doc)).join(" ");
        (found.total, first, found.at_least)
    };
    assert_eq!(on("b", &[], 9), (1, "a".into(), false), "of its brand, and of the relation on a");
    assert_eq!(on("a", &[shop.find("d").unwrap()], 9), (2, "b d".into(), false), "by a link too");
    assert_eq!(on("d", &[], 9), (1, "c".into(), false), "a relation that is switched off brings nothing");
    assert_eq!(on("a", &[shop.find("d").unwrap()], 1).0, 2, "the number is whole though the list is cut");
}
