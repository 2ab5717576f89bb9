//! What relations show that are not kept current.

use super::*;
use crate::domain::relation::Frozen;
use crate::pick::freeze::freeze;

#[test]
fn a_frozen_list_is_shown_as_it_was_taken_and_filtered_when_shown() {
    let mut all = everything(SHOP);
    all.relations = vec![relation(7, "frozen", "brand equal sony", |draft| draft.keep_current = false)];
    let list = |source, targets: &[i64]| Frozen {
        relation: RelationId(7),
        source,
        locale: fixture::english(),
        targets: targets.iter().map(|id| ProductId(*id)).collect(),
    };
    all.frozen = vec![list(None, &[6, 7, 5, 99]), list(Some(ProductId(2)), &[3])];
    let shop = build(all);
    assert_eq!(shown(&shop, &related(&shop, "a")), "f e");
    assert_eq!(shown(&shop, &related(&shop, "b")), "c");
    assert_eq!(related(&shop, "a").left_out[&LeftOut::OutOfStock], 1);
}

#[test]
fn lists_are_taken_for_each_locale_and_for_each_source_where_it_matters() {
    let old = relations(vec![
        relation(1, "flat", "brand equal sony", |draft| draft.keep_current = false),
        relation(2, "each", "brand equal @brand", |draft| draft.keep_current = false),
        relation(3, "fresh", "brand equal sony", |_| {}),
    ]);
    let lists = |key: &str| freeze(&old, old.relation(key).unwrap()).unwrap();
    assert_eq!((lists("flat").len(), lists("each").len(), lists("fresh").len()), (2, 22, 0));
    let all = everything(&SHOP.replace("b cat=cameras brand=sony", "b cat=cameras brand=canon"));
    let relations = vec![relation(1, "flat", "brand equal sony", |draft| draft.keep_current = false)];
    let now = build(Everything { relations, frozen: lists("flat"), ..all });
    assert_eq!(shown(&now, &related(&now, "a")), "b c");
    let each = vec![relation(2, "each", "brand equal @brand", |draft| draft.keep_current = false)];
    let text = format!("{SHOP}\ng brand=sony price=1");
    let later = |locale: &str| {
        let mut frozen = lists("each");
        frozen.retain(|list| list.locale.as_str() == locale);
        build(Everything { relations: each.clone(), frozen, ..everything(&text) })
    };
    for locale in ["en_US", "de_DE", "none"] {
        let shop = later(locale);
        let told = ["a", "g"].map(|sku| shown(&shop, &related(&shop, sku)));
        // A locale that came later takes another's list, a source that came later has none; the rule answers what was
        // never frozen.
        let expected = if locale == "none" { ["b c g", "b c a"] } else { ["b c", ""] };
        assert_eq!(told, expected, "{locale}");
    }
}
