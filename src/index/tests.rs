//! The meaning of every test of the rule language, as tables: rule and source in, skus out. Each answer is also asked of
//! every product alone, so that sets and single products cannot disagree.

use super::build::build;
use super::sample::{self, everything, here, matching, relation, shop};
use super::{apply, count, offer, search};
use crate::domain::id::ProductId;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::field::Field;
use crate::domain::rule::fixture;

const SHOP: &str = "
    a cat=lenses brand=sony price=100 was=150 stock=3 sold=9 series=Alpha_Seven weight=250.5 name=Wide_Lens
    b cat=lenses|bags brand=canon price=110 stock=0 sold=7 colour=silver weight=9
    c cat=cam-acc brand=sony price=160 colour=silver|w1 waterproof=yes released=2026-11-01 label=new
    d cat=bags price=39.90 stock=5 name=ÉCRAN waterproof=no / d-1 colour=silver stock=2 / d-2 colour=w1 stock=3
    e brand=x-co price=none off series=STRASSE created=2020-02-29
    f cat=cameras brand=sony price=99.99 mount=e fits_mount=e weight=10|2000 rating=4.5 new_from=2026-11-01
";

fn table(cases: &[(&str, &str, &str)]) {
    let shop = shop(SHOP);
    for (rule, source, found) in cases {
        assert_eq!(matching(&shop, rule, source), *found, "{rule} for {source:?}");
    }
}

#[test]
fn text_compares_folded_and_by_code_point() {
    table(&[
        ("sku equal A", "", "a"),
        ("sku equal d-2", "", "d"),
        ("sku in a|D|zz", "", "a d"),
        ("name equal wide lens", "", "a"),
        ("name contains E L", "", "a"),
        ("name equal e\u{301}cran", "", "d"),
        ("name not_contains lens", "", "b c d e f"),
        ("name begins_with WIDE", "", "a"),
        ("name ends_with lens", "", "a"),
        ("attribute.series equal straße", "", "e"),
        ("attribute.series not_equal straße", "", "a b c d f"),
        ("attribute.series is_not_empty", "", "a e"),
        ("attribute.series is_empty", "", "b c d f"),
        ("sku less c", "", "a b"),
        ("sku greater_or_equal e", "", "e f"),
    ]);
}

#[test]
fn numbers_compare_as_numbers_and_money_exactly() {
    table(&[
        ("price equal 110", "", "b"),
        ("price less 100", "", "d f"),
        ("price between 99.99|110", "", "a b f"),
        ("price not_between 99.99|110", "", "c d e"),
        ("price in 100|160", "", "a c"),
        ("price is_empty", "", "e"),
        ("price not_equal 110", "", "a c d e f"),
        ("attribute.weight less 10", "", "b"),
        ("attribute.weight greater 9", "", "a f"),
        ("attribute.weight between 500|1000", "", ""),
        ("regular_price greater 149", "", "a c"),
        ("discount_percent greater 33.333333", "", "a"),
        ("discount_percent less 33.333334", "", "a b c d f"),
        ("discount_percent equal 33.333333", "", ""),
        ("stock equal 5", "", "d"),
        ("stock is_empty", "", "c e f"),
        ("rating greater_or_equal 4.5", "", "f"),
        ("sold_30d greater 7", "", "a"),
    ]);
}

#[test]
fn choices_yes_no_and_days_mean_what_was_fixed() {
    table(&[
        ("brand equal sony", "", "a c f"),
        ("brand not_equal sony", "", "b d e"),
        ("attribute.colour in w1", "", "c d"),
        ("attribute.colour not_in w1", "", "a b e f"),
        ("attribute.colour all_in silver|w1", "", "c d"),
        ("attribute.colour is_empty", "", "a e f"),
        ("brand contains on", "", "a b c f"),
        ("status equal inactive", "", "e"),
        ("in_stock equal true", "", "a c d e f"),
        ("on_sale equal true", "", "a"),
        ("attribute.waterproof equal false", "", "d"),
        ("attribute.waterproof not_equal true", "", "a b d e f"),
        ("is_new equal true", "", "f"),
        ("attribute.released equal 2026-11-01", "", "c"),
        ("attribute.released in_last_days 20", "", "c"),
        ("attribute.released in_last_days 19", "", ""),
        ("created_at less 2020-03-01", "", "e"),
        ("created_at between 2020-02-29|2020-02-29", "", "e"),
        ("attribute.released is_empty", "", "a b d e f"),
    ]);
}

#[test]
fn categories_are_taken_with_or_without_what_lies_below() {
    table(&[
        ("category equal cameras", "", "f"),
        ("category equal cameras /sub", "", "a b c f"),
        ("category not_equal cameras /sub", "", "d e"),
        ("category is_empty", "", "e"),
        ("category equal @category", "b", "a b d"),
        ("category equal @category", "e", ""),
        ("category not_equal @category", "e", "a b c d e f"),
        ("category equal @category /sub", "f", "a b c f"),
        ("category below", "f", "a b c"),
        ("category same_parent", "a", "a b c"),
        ("category same_parent", "f", ""),
        ("category contains acc", "", "c"),
    ]);
}

#[test]
fn a_value_of_the_source_is_reckoned_with_exactly() {
    table(&[
        ("brand equal @brand", "a", "a c f"),
        ("brand equal @brand", "d", ""),
        ("brand not_equal @brand", "d", "a b c d e f"),
        ("price between @price *1.1|1.6 +0|0", "a", "b c"),
        ("price between @price *1.1|1.6 +0|0", "e", ""),
        ("price not_between @price *1.1|1.6 +0|0", "e", "a b c d e f"),
        ("price greater @price", "a", "b c"),
        ("price between @price *1|1 +-0.01|10", "a", "a b f"),
        ("attribute.fits_mount equal @attribute.mount", "f", "f"),
        ("attribute.colour in @attribute.colour", "c", "b c d"),
        ("attribute.colour all_in @attribute.colour", "c", "c d"),
        ("attribute.colour all_in @attribute.colour", "a", ""),
        ("attribute.weight less @attribute.weight", "f", "a b f"),
        ("price greater @price", "", ""),
    ]);
}

#[test]
fn groups_nest_and_one_variant_may_be_asked_to_meet_all() {
    table(&[
        (
            "all\n  brand equal sony\n  any\n    price less 100\n    attribute.waterproof equal true",
            "",
            "c f",
        ),
        ("none\n  brand equal sony\n  attribute.colour in silver", "", "e"),
        ("none\n  brand equal sony\n  category equal bags", "", "e"),
        ("all\n  attribute.colour in silver\n  attribute.colour in w1", "", "c d"),
        ("all\n  all same\n    attribute.colour in silver\n    attribute.colour in w1", "", "c"),
        ("all\n  all same\n    attribute.colour in silver\n    stock greater 2", "", ""),
        ("all\n  all same\n    attribute.colour in w1\n    stock greater 2", "", "d"),
        ("all\n  brand equal sony\n  brand equal canon", "", ""),
    ]);
}

#[test]
fn counts_say_what_each_condition_does_and_which_one_to_remove() {
    let shop = shop(SHOP);
    let count = |text: &str| {
        let rule = check(&fixture::rule(text), shop.vocabulary(), Side::Target).rule.unwrap();
        count::count(&shop, &here(), &rule, None)
    };
    let told = count("all\n  brand equal sony\n  price less 120\n  any\n    sku equal a\n    sku equal f");
    assert_eq!(told.total, 2);
    let nodes: Vec<_> = told.nodes.iter().map(|node| (node.node.as_str(), node.count, node.effect)).collect();
    assert_eq!(nodes, [("t0", 2, 0), ("t1", 3, 0), ("t2", 4, 0), ("t3", 2, 0), ("t4", 1, -1), ("t5", 1, -1)]);
    let none = count("all\n  brand equal sony\n  brand equal canon\n  price less 120");
    assert_eq!((none.total, none.rescue), (0, Some((none.nodes[2].node.clone(), 2))));
}

#[test]
fn values_are_offered_with_their_counts() {
    let shop = shop(SHOP);
    let offered = |field: &str| {
        let field = Field::parse(field, shop.vocabulary()).unwrap();
        let told = offer::values(&shop, &here(), field)
            .into_iter()
            .map(|offer| format!("{} {}", offer.label, offer.count));
        told.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(offered("brand"), "Sony 3, Canon 1, X, Co 1");
    assert_eq!(
        offered("category"),
        "Cameras 4, Cameras › Lenses 2, Cameras › Accessories 1, Bags 2, Bags › Accessories 0"
    );
    assert_eq!(offered("in_stock"), "yes 5, no 1");
    assert_eq!(offered("price"), "");
    assert_eq!(offer::fill(&shop, Field::Price).filled, 5);
}

#[test]
fn search_finds_by_words_the_sku_first() {
    let shop = shop("ab name=Red_lens\n b name=lens_cap\n lens name=A_thing\n z name=cap");
    let found = |query: &str| sample::skus(&shop, search(&shop, query, &fixture::english(), 10)).join(" ");
    assert_eq!(
        (found("lens").as_str(), found("cap lens").as_str(), found("B").as_str()),
        ("lens b ab", "b", "b ab")
    );
    assert_eq!(found("").as_str(), "ab b lens z");
}

#[test]
fn applying_changes_comes_to_the_same_as_building_anew() {
    let old = shop(SHOP);
    let changed =
        [(1, "a cat=bags brand=canon price=1"), (5, "e brand=sony price=7"), (9, "g brand=sony price=8")];
    let vocabulary = sample::vocabulary();
    let mut products: Vec<_> = changed
        .iter()
        .map(|(id, line)| (ProductId(*id), Some(sample::product(*id, line, &vocabulary))))
        .collect();
    products.push((ProductId(3), None));
    let links = vec![sample::link(1, 9, 1, 1)];
    let sources = vec![ProductId(9)];
    let news = apply::News { products, links, sources, ..apply::News::default() };
    let next = apply::apply(&old, news);
    let fresh = build(everything(
        "a cat=bags brand=canon price=1\n b cat=lenses|bags brand=canon price=110 stock=0 sold=7 colour=silver weight=9
         d cat=bags price=39.90 stock=5 name=ÉCRAN waterproof=no / d-1 colour=silver stock=2 / d-2 colour=w1 stock=3
         e brand=sony price=7\n f cat=cameras brand=sony price=99.99 mount=e fits_mount=e weight=10|2000 rating=4.5 new_from=2026-11-01
         g brand=sony price=8",
    ));
    for rule in [
        "brand equal sony",
        "category equal bags",
        "price less 50",
        "brand is_empty",
        "attribute.weight less 50",
        "attribute.colour in silver",
        "sku equal c",
        "price greater @price",
        "in_stock equal false",
        "name contains a",
    ] {
        assert_eq!(matching(&next, rule, "e"), matching(&fresh, rule, "e"), "{rule}");
    }
    assert_eq!(matching(&old, "brand equal sony", ""), "a c f");
    assert_eq!(
        (next.len(), next.find("c"), next.links(ProductId(9), crate::domain::id::TypeId(1)).len()),
        (6, None, 1)
    );
}

#[test]
fn a_relation_is_found_by_its_source() {
    let mut all = everything(SHOP);
    all.relations = vec![
        relation(1, "rule", "price less 50", |draft| {
            draft.source_kind = crate::domain::relation::draft::SourceKind::Rule;
            draft.source_rule = fixture::rule("brand equal sony");
        }),
        relation(2, "one", "price less 50", |draft| {
            draft.source_kind = crate::domain::relation::draft::SourceKind::One;
            draft.source_sku = "D-1".into();
            draft.priority = "1".into();
        }),
        relation(3, "all", "price less 50", |_| {}),
    ];
    let shop = build(all);
    let on = |sku: &str| {
        let found = shop.relations_on(shop.find(sku).unwrap());
        found.iter().map(|standing| standing.key.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((on("a").as_str(), on("d").as_str(), on("b").as_str()), ("all rule", "one all", "all"));
    let sources = |key: &str| shop.sources_of(shop.relation(key).unwrap());
    assert_eq!((sources("rule"), sources("one"), sources("all")), (3, 1, 6));
}

#[test]
fn kept_answers_follow_a_changed_product() {
    let relations = || {
        let sony = |draft: &mut crate::domain::relation::draft::Draft| {
            draft.source_kind = crate::domain::relation::draft::SourceKind::Rule;
            draft.source_rule = fixture::rule("brand equal sony");
        };
        vec![relation(1, "sony", "price less 150", sony), relation(2, "canon", "brand equal canon", |_| {})]
    };
    let old = build(super::build::Everything { relations: relations(), ..everything(SHOP) });
    let told = |shop: &super::snapshot::Snapshot| {
        let sources = |key: &str| shop.sources_of(shop.relation(key).unwrap());
        let on = |sku: &str| shop.find(sku).map(|doc| shop.relations_on(doc).len());
        (sources("sony"), sources("canon"), on("a"), on("b"), on("c"))
    };
    assert_eq!(told(&old), (3, 6, Some(2), Some(1), Some(2)));
    let vocabulary = sample::vocabulary();
    let line = |id, line| (ProductId(id), Some(sample::product(id, line, &vocabulary)));
    let products = vec![line(1, "a brand=canon"), line(2, "b brand=sony"), (ProductId(3), None)];
    let next = apply::apply(&old, apply::News { products, ..apply::News::default() });
    assert_eq!(told(&next), (2, 5, Some(1), Some(2), None));
    assert_eq!(told(&old), (3, 6, Some(2), Some(1), Some(2)));
    let gone = vec![(crate::domain::id::RelationId(1), None)];
    let next = apply::apply(&next, apply::News { relations: gone, ..apply::News::default() });
    assert_eq!((next.relations().len(), next.relations_on(next.find("b").unwrap()).len()), (1, 1));
}

/// Numbers that look random and are the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    pub(super) fn product(&mut self, number: usize) -> String {
        let mut line = format!("p{number}");
        for part in [
            ["", " cat=lenses", " cat=cameras|bags", " cat=cam-acc"],
            ["", " brand=sony", " brand=canon", " brand=x-co"],
            ["", " price=10", " price=9.99 was=15", " price=20 was=20"],
            ["", " stock=0", " stock=7", " off"],
            ["", " weight=1|9", " weight=10.5", " waterproof=yes"],
            ["", " name=STRASSE", " name=Straße_x", " name=e\u{301}"],
            ["", " released=2026-11-21", " new_from=2026-11-20", " created=2020-01-01"],
            [
                "",
                " / v1-N colour=silver",
                " / v1-N colour=w1 stock=0 / v2-N colour=silver weight=3",
                " / v1-N colour=silver|w1 off",
            ],
        ] {
            line.push_str(&self.pick(&part).replace("-N", &format!("-{number}")));
        }
        line
    }

    pub(super) fn rule(&mut self, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        let same = if self.below(5) == 0 { " same" } else { "" };
        let mut text = format!("{indent}{}{same}\n", self.pick(&["all", "any", "none"]));
        for _ in 0..=self.below(3) {
            if depth < 3 && self.below(3) == 0 {
                text.push_str(&self.rule(depth + 1));
            } else {
                text.push_str(&format!("{indent}  {}\n", self.pick(&CONDITIONS)));
            }
        }
        text
    }
}

const CONDITIONS: [&str; 40] = [
    "sku in p1|v1-2|P3",
    "sku not_begins_with p",
    "name contains STRASSE",
    "name not_equal é",
    "name is_empty",
    "category equal cameras /sub",
    "category not_in lenses|bags",
    "category equal @category",
    "category below",
    "category same_parent",
    "category is_not_empty",
    "brand in sony|canon",
    "brand not_equal @brand",
    "brand is_empty",
    "attribute.colour all_in silver|w1",
    "attribute.colour not_in silver",
    "attribute.colour in @attribute.colour",
    "attribute.colour contains hit",
    "price less_or_equal 10",
    "price not_between 9.99|10",
    "price equal @price",
    "price between @price *0.5|2 +0|0",
    "price greater @price *1 +-0.01",
    "regular_price greater 10",
    "price is_empty",
    "discount_percent greater 33.3",
    "discount_percent equal 0",
    "stock greater 0",
    "stock is_empty",
    "in_stock equal false",
    "on_sale equal true",
    "is_new equal true",
    "attribute.weight between 2|10",
    "attribute.weight not_equal 9",
    "attribute.weight less @attribute.weight",
    "attribute.waterproof equal true",
    "attribute.released in_last_days 3",
    "created_at less 2026-11-21",
    "status equal inactive",
    "attribute.released equal @attribute.released",
];

#[test]
fn sets_and_single_products_agree_on_any_rule() {
    let mut dice = Dice(7);
    for _ in 0..20 {
        let catalogue: Vec<String> = (0..25).map(|number| dice.product(number)).collect();
        let shop = shop(&catalogue.join("\n"));
        for _ in 0..25 {
            let (rule, source) = (dice.rule(0), format!("p{}", dice.below(26)));
            matching(&shop, &rule, &source);
        }
    }
}
