use std::sync::Arc;

use super::*;
use crate::domain::id::CategoryId;
use crate::domain::locale::Localised;
use crate::domain::relation::draft::SourceKind;
use crate::index::apply::{News, apply};
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, here, relation};
use crate::index::snapshot::Snapshot;

const TARGETS: [(&str, &str); 10] = [
    ("option", "brand in sony"),
    ("other", "brand in canon"),
    ("label", "brand contains Son"),
    ("labels of the source", "attribute.series equal @brand"),
    ("colour", "attribute.colour in silver"),
    ("as the source", "brand equal @brand"),
    ("across", "attribute.fits_mount equal @attribute.mount"),
    ("below", "category equal cameras /sub"),
    ("name", "category contains Lens"),
    ("price", "price less 50"),
];

fn shop() -> Snapshot {
    let relations = (1..)
        .zip(TARGETS)
        .map(|(id, (key, rule))| relation(id, key, rule, |draft| draft.source_kind = SourceKind::All));
    let text = "a cat=lenses brand=sony colour=silver price=10 series=Sony fits_mount=e
        b cat=bags brand=canon price=90 series=Neu mount=e";
    build(Everything { relations: relations.collect(), ..everything(text) })
}

/// What a vocabulary is made of.
struct Lists {
    stores: Vec<crate::domain::store::Store>,
    categories: Vec<Category>,
    attributes: Vec<Attribute>,
}

fn changed(old: &Snapshot, change: impl FnOnce(&mut Lists)) -> Snapshot {
    let known = old.vocabulary();
    let mut lists = Lists {
        stores: known.stores().to_vec(),
        categories: known.categories().to_vec(),
        attributes: known.attributes().to_vec(),
    };
    change(&mut lists);
    let Lists { stores, categories, attributes } = lists;
    let vocabulary =
        Vocabulary::new(stores, categories, attributes, known.types().to_vec(), known.blocks().to_vec());
    apply(old, News { vocabulary: Some(vocabulary), ..News::default() })
}

/// Returns the relations that are other ones than before, and of those that are broken with a star.
fn other(old: &Snapshot, new: &Snapshot) -> String {
    let is_other = |key: &str| !Arc::ptr_eq(old.relation(key).unwrap(), new.relation(key).unwrap());
    let mark = |key: &str| if new.relation(key).unwrap().problems.is_empty() { "" } else { "*" };
    let keys = TARGETS.iter().filter(|(key, _)| is_other(key)).map(|(key, _)| format!("{key}{}", mark(key)));
    keys.collect::<Vec<_>>().join(", ")
}

/// Returns what a relation matches on the page of a product, asked of the plans that are kept.
fn matched(shop: &Snapshot, key: &str, source: &str) -> String {
    use crate::index::run::{Compiled, Run};
    use crate::index::value::Asked;
    let (standing, circumstances) = (shop.relation(key).unwrap(), here());
    let rule = standing.relation.target.rule.as_ref().unwrap();
    let asked = Asked::new(&circumstances, shop.vocabulary());
    let key = crate::index::answer::Key::of_target(standing.id, rule, &circumstances, asked.today, None);
    let make = || Compiled::new(shop, &asked, rule);
    let plan = shop.plans().plan(key.unwrap(), standing.version, make);
    let set = Run::new(shop, &asked, shop.find(source)).set(&plan);
    crate::index::sample::skus(shop, set.iter().map(crate::index::snapshot::Doc)).join(" ")
}

fn all_matched(shop: &Snapshot) -> Vec<(&'static str, String)> {
    TARGETS.iter().map(|(key, _)| (*key, matched(shop, key, "b"))).collect()
}

/// Asserts that what is kept answers as a shop does that was never asked before.
fn assert_fresh(shop: &Snapshot) {
    let fresh = Snapshot { plans: Arc::default(), ..shop.clone() };
    assert_eq!(all_matched(shop), all_matched(&fresh));
}

fn option<'a>(lists: &'a mut Lists, key: &str) -> &'a mut AttributeOption {
    let mut options = lists.attributes.iter_mut().flat_map(|attribute| &mut attribute.options);
    options.find(|option| option.key == key).unwrap()
}

#[test]
fn a_label_changes_what_compares_with_it_and_leaves_everything_else_as_it_is() {
    let old = shop();
    assert!(old.relations().iter().all(|standing| standing.problems.is_empty()));
    let before = all_matched(&old);
    let of = |key: &str| before.iter().find(|(known, _)| *known == key).unwrap().1.clone();
    assert_eq!((of("label"), of("option"), of("labels of the source")), ("a".into(), "a".into(), "".into()));
    let new = changed(&old, |lists| option(lists, "canon").label = Localised::plain("Neu".into()));
    assert_eq!(matched(&new, "labels of the source", "b"), "b");
    let new = changed(&new, |lists| option(lists, "sony").label = Localised::plain("Tone".into()));
    assert_eq!(other(&old, &new), "", "a renamed option breaks nothing");
    assert!(Arc::ptr_eq(&old.relations, &new.relations));
    assert_eq!(matched(&new, "label", "b"), "");
    assert_fresh(&new);
    let mount = |lists: &mut Lists| option(lists, "e").label = Localised::plain("E".into());
    let new = changed(&new, mount);
    assert_eq!((of("across"), matched(&new, "across", "b")), ("a".into(), "".into()));
    assert_fresh(&new);
    let names = |lists: &mut Lists| lists.categories[3].name = Localised::plain("Lens bags".into());
    let new = changed(&old, names);
    assert_eq!((matched(&new, "name", "b"), matched(&old, "name", "b")), ("a b".into(), "a".into()));
    assert_fresh(&new);
}

#[test]
fn what_is_gone_breaks_exactly_the_relations_that_name_it() {
    let old = shop();
    let _asked = all_matched(&old);
    let gone = |lists: &mut Lists, key: &str| {
        lists
            .attributes
            .iter_mut()
            .for_each(|attribute| attribute.options.retain(|option| option.key != key));
    };
    let new = changed(&old, |lists| gone(lists, "sony"));
    assert_eq!(other(&old, &new), "option*");
    assert_fresh(&new);
    let back = changed(&new, |lists| lists.attributes = old.vocabulary().attributes().to_vec());
    assert_eq!(other(&new, &back), "option", "it is mended when the option is back");
    assert_eq!(all_matched(&back), all_matched(&old));
    let new = changed(&old, |lists| lists.attributes.retain(|attribute| attribute.key != "colour"));
    assert_eq!(other(&old, &new), "colour*");
    assert_fresh(&new);
    let new = changed(&old, |lists| lists.categories.retain(|category| category.key != "cameras"));
    assert_eq!(other(&old, &new), "below*");
    assert_fresh(&new);
}

#[test]
fn a_category_that_is_moved_changes_what_lies_below() {
    let old = shop();
    assert_eq!(matched(&old, "below", "b"), "a");
    let new = changed(&old, |lists| lists.categories[1].parent = None);
    assert_eq!((other(&old, &new), matched(&new, "below", "b")), ("".into(), "".into()));
    let new = changed(&new, |lists| lists.categories[3].parent = Some(CategoryId(1)));
    assert_eq!(matched(&new, "below", "b"), "b");
    assert_fresh(&new);
}

#[test]
fn what_a_store_is_like_is_seen_at_once() {
    let old = shop();
    let _asked = all_matched(&old);
    let currency = |code| crate::domain::money::Currency::parse(code).unwrap();
    let new = changed(&old, |lists| lists.stores[0].currencies = vec![currency("EUR")]);
    assert_fresh(&new);
    let rule = |shop: &Snapshot| shop.relation("price").unwrap().relation.target.rule.clone().unwrap();
    let euro = crate::index::Circumstances { currency: currency("EUR"), ..here() };
    assert_eq!(crate::index::run::matches(&new, &euro, &rule(&new), None).len(), 1);
    assert!(!new.course().is_of(old.course()), "prices are others");
    let zone = |shop: &Snapshot| shop.tide().mark("2026-11-22T04:30:00Z".parse().unwrap()).0;
    let _tide = old.tide();
    let new = changed(&old, |lists| lists.stores[0].time_zone = chrono_tz::Asia::Tokyo);
    assert_ne!(zone(&old), zone(&new));
    assert!(!new.course().is_of(old.course()), "days begin at other moments");
}

#[test]
fn what_compares_by_what_it_is_and_not_by_what_it_is_called_is_not_asked_anew() {
    let vocabulary = |label: &str| {
        let old = shop();
        let new = changed(&old, |lists| option(lists, "sony").label = Localised::plain(label.into()));
        Difference::between(old.vocabulary(), new.vocabulary())
    };
    let said = vocabulary("Tone");
    let shop = shop();
    let compared = shop.relations().iter().filter(|standing| said.is_compared_by(standing));
    let keys: Vec<&str> = compared.map(|standing| standing.key.as_str()).collect();
    assert_eq!(keys, ["label", "labels of the source"]);
    assert!(!shop.relations().iter().any(|standing| vocabulary("Sony").is_compared_by(standing)));
}
