//! Explanations as tables: rule, source and candidate in, lines out; and that verdicts are those of the evaluator.

use super::{Body, Told, explain};
use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::draft::Matching;
use crate::domain::rule::fixture;
use crate::domain::rule::tree::Rule;
use crate::index::Circumstances;
use crate::index::run::is_match;
use crate::index::sample::{here, shop};
use crate::index::snapshot::{Doc, Snapshot};
use crate::index::tests::Dice;

const SHOP: &str = "
    a cat=lenses brand=sony price=39.90 was=50 stock=3 series=Alpha_Seven weight=250.5 name=Wide_Lens name_de=Weitwinkel
    b cat=lenses|bags brand=canon price=49.90 stock=0 colour=silver|w1 weight=9|12 released=2026-11-01
    c cat=cameras price=none waterproof=no
    d cat=bags price=20 waterproof=yes / d-1 colour=silver weight=3 / d-2 colour=w1 weight=9
";

fn rule(shop: &Snapshot, text: &str) -> Rule {
    let checked = check(&fixture::rule(text), shop.vocabulary(), Side::Target);
    assert_eq!(checked.problems.0, [], "{text}");
    checked.rule.unwrap()
}

fn told(shop: &Snapshot, text: &str, source: &str, sku: &str) -> Told {
    let source = shop.find(source);
    explain(shop, &here(), &rule(shop, text), source, shop.find(sku).unwrap()).unwrap()
}

fn lines(told: &Told) -> Vec<String> {
    let line = |told: &&Told| match &told.body {
        Body::Condition(compared) => {
            Some(format!("{}: {}", compared.text(), if told.holds { "yes" } else { "no" }))
        }
        Body::Group { .. } => None,
    };
    told.flat().iter().filter_map(|(_, told)| line(told)).collect()
}

#[test]
fn a_line_says_what_the_product_has_and_what_is_asked_of_it() {
    let shop = shop(SHOP);
    let mut wrong = Vec::new();
    for (text, source, sku, line) in [
        ("price greater_or_equal @price *1.1", "a", "b", "price $49.90 ≥ 110 % of $39.90 = $43.89: yes"),
        ("price less @price *1.1", "a", "b", "price $49.90 < 110 % of $39.90 = $43.89: no"),
        (
            "price greater_or_equal @price *1.1",
            "c",
            "b",
            "price $49.90 ≥ the source’s price, but the source has no price: no",
        ),
        (
            "price not_equal @price",
            "c",
            "b",
            "price $49.90 ≠ the source’s price, but the source has no price: yes",
        ),
        (
            "price greater_or_equal @price *1.1",
            "a",
            "c",
            "has no price; wanted: ≥ 110 % of $39.90 = $43.89: no",
        ),
        ("price greater @price", "a", "b", "price $49.90 > the source’s price $39.90: yes"),
        (
            "price between @price *1.1|1.6",
            "a",
            "b",
            "price $49.90 is between 110 % of $39.90 = $43.89 and 160 % of $39.90 = $63.84: yes",
        ),
        (
            "price between @price *1|1 +-5|5",
            "a",
            "d",
            "price $20.00 is between the source’s price $39.90 − $5.00 = $34.90 and the source’s price $39.90 + $5.00 = $44.90: no",
        ),
        (
            "price less @regular_price *0.333",
            "a",
            "d",
            "price $20.00 < 33.3 % of the source’s regular price $50.00 = $16.65: no",
        ),
        ("price in 20|30", "", "d", "price $20.00 is one of $20.00 or $30.00: yes"),
        ("price not_between 10|20", "", "d", "price $20.00 is not between $10.00 and $20.00: no"),
        ("discount_percent greater 20", "", "a", "discount 20.2 % > 20 %: yes"),
        ("attribute.weight less 10", "", "b", "weight 9 g, 12 g < 10 g: yes"),
        (
            "attribute.weight less @attribute.weight",
            "b",
            "d",
            "weight 3 g, 9 g < the source’s weight 9 g or 12 g: yes",
        ),
        ("brand equal @brand", "a", "b", "brand Canon is the source’s brand Sony: no"),
        ("brand not_equal @brand", "a", "b", "brand Canon is not the source’s brand Sony: yes"),
        (
            "brand equal @brand",
            "d",
            "b",
            "brand Canon is the source’s brand, but the source has no brand: no",
        ),
        ("brand not_equal @brand", "a", "d", "has no brand; wanted: not the source’s brand Sony: yes"),
        ("brand in sony|canon", "", "b", "brand Canon is Sony or Canon: yes"),
        ("brand is_empty", "", "d", "has no brand; wanted: not set: yes"),
        (
            "attribute.colour all_in silver|w1",
            "",
            "b",
            "colour Silver, White has all of Silver and White: yes",
        ),
        ("attribute.colour contains hit", "", "b", "colour Silver, White contains “hit”: yes"),
        ("attribute.series begins_with alpha", "", "a", "series “Alpha Seven” begins with “alpha”: yes"),
        ("name contains LENS", "", "a", "name “Wide Lens” contains “LENS”: yes"),
        ("price contains 9.9", "", "a", "price $39.90 contains “9.9”: yes"),
        ("price not_ends_with 9", "", "a", "price $39.90 does not end with “9”: no"),
        (
            "created_at begins_with 2026-12",
            "",
            "a",
            "creation date 21 November 2026 begins with “2026-12”: no",
        ),
        ("sku equal d-2", "", "d", "sku “d”, “d-1”, “d-2” is d-2: yes"),
        (
            "category equal cameras /sub",
            "",
            "b",
            "category Cameras › Lenses, Bags is in Cameras or below; Lenses lies below Cameras: yes",
        ),
        ("category equal cameras", "", "b", "category Cameras › Lenses, Bags is in Cameras: no"),
        (
            "category equal @category",
            "a",
            "b",
            "category Cameras › Lenses, Bags is one of the source’s categories Cameras › Lenses: yes",
        ),
        (
            "category below",
            "c",
            "a",
            "category Cameras › Lenses is below one of the source’s categories Cameras; Lenses lies below Cameras: yes",
        ),
        ("in_stock equal true", "", "b", "is out of stock; wanted: in stock: no"),
        ("in_stock equal false", "", "b", "is out of stock: yes"),
        ("on_sale equal true", "", "a", "is on sale: yes"),
        ("attribute.waterproof equal true", "", "c", "waterproof no is yes: no"),
        ("attribute.waterproof equal true", "", "a", "has no waterproof; wanted: yes: no"),
        (
            "attribute.released in_last_days 30",
            "",
            "b",
            "released 1 November 2026 is in the last 30 days, that is since 22 October 2026: yes",
        ),
        (
            "attribute.released less 2026-10-31",
            "",
            "b",
            "released 1 November 2026 is before 31 October 2026: no",
        ),
        (
            "created_at less @attribute.released",
            "b",
            "a",
            "creation date 21 November 2026 is before the source’s released 1 November 2026: no",
        ),
        ("status equal inactive", "", "a", "status active is inactive: no"),
        (
            "price equal @price",
            "",
            "b",
            "price $49.90 is the same as its price, but there is no product to compare with: no",
        ),
    ] {
        let said = lines(&told(&shop, text, source, sku));
        if said != [line] {
            wrong.push(format!("{text}: {said:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn one_value_of_several_is_told_to_pass() {
    let shop = shop(SHOP);
    let own = |text: &str, sku: &str| {
        let told = told(&shop, text, "a", sku);
        let (_, last) = *told.flat().last().unwrap();
        let Body::Condition(compared) = last.body.clone() else { panic!("{text}") };
        let said =
            compared.own.into_iter().map(|own| format!("{}{}", own.text, if own.passes { "!" } else { "" }));
        said.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(own("attribute.colour in silver", "b"), "Silver! White");
    assert_eq!(own("attribute.colour not_in w1", "b"), "Silver White!");
    assert_eq!(own("attribute.weight greater 10", "b"), "9 g 12 g!");
    assert_eq!(own("category equal bags", "b"), "Cameras › Lenses Bags!");
}

#[test]
fn text_and_money_are_those_of_the_asked_store_and_locale() {
    let shop = shop(SHOP);
    let german = Locale::parse("de_DE").unwrap();
    let euro = crate::domain::money::Currency::parse("EUR").unwrap();
    let there = Circumstances { store: StoreId(2), locale: german, currency: euro, ..here() };
    let rule = rule(&shop, "all\n  name contains lens\n  price less @price");
    let found = explain(&shop, &there, &rule, shop.find("b"), shop.find("a").unwrap()).unwrap();
    assert_eq!(
        lines(&found),
        ["name “Weitwinkel” contains “lens”: no", "price €39.90 < the source’s price €49.90: yes"]
    );
}

#[test]
fn a_group_of_one_variant_is_told_of_the_variant_that_comes_nearest() {
    let shop = shop(SHOP);
    let variant = |told: &Told| match &told.body {
        Body::Group { variant, .. } => (told.holds, variant.clone().unwrap()),
        Body::Condition(_) => panic!(),
    };
    let met = told(&shop, "all same\n  attribute.colour in w1\n  attribute.weight greater 5", "", "d");
    assert_eq!(variant(&met), (true, "d-2".into()));
    assert_eq!(lines(&met), ["colour White is White: yes", "weight 9 g > 5 g: yes"]);
    let missed = told(
        &shop,
        "all same\n  attribute.colour in silver\n  price greater 5\n  attribute.weight greater 5",
        "",
        "d",
    );
    assert_eq!(variant(&missed), (false, "d-1".into()));
    assert_eq!(
        lines(&missed),
        ["colour Silver is Silver: yes", "price $20.00 > $5.00: yes", "weight 3 g > 5 g: no"]
    );
}

#[test]
fn what_the_verdict_hangs_on_is_marked() {
    let shop = shop(SHOP);
    let decisive = |text: &str, sku: &str| {
        told(&shop, text, "a", sku)
            .decisive()
            .iter()
            .map(|(compared, _)| compared.field.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        decisive("all\n  brand equal @brand\n  price less 30\n  in_stock equal false", "b"),
        "brand price"
    );
    assert_eq!(decisive("any\n  brand equal @brand\n  price less 60", "b"), "price");
    assert_eq!(decisive("none\n  brand equal @brand\n  price less 60", "b"), "price");
    assert_eq!(
        decisive("all\n  price less 60\n  none\n    brand equal sony\n    in_stock equal true", "b"),
        "price brand availability"
    );
}

/// Returns whether every verdict of an explanation follows from those below it, and the root's is the evaluator's.
fn is_sound(shop: &Snapshot, rule: &Rule, source: Option<Doc>, doc: Doc, told: &Told) -> bool {
    let follows = told.flat().iter().all(|(_, told)| match &told.body {
        Body::Group { matching, children, .. } => {
            let mut verdicts = children.iter().map(|child| child.holds);
            told.holds
                == match matching {
                    Matching::All => verdicts.all(|holds| holds),
                    Matching::Any => verdicts.any(|holds| holds),
                    Matching::None => !verdicts.any(|holds| holds),
                }
        }
        // A line that says nothing, or says "no value" of one that passes, would be no explanation.
        Body::Condition(compared) => !compared.text().is_empty() && !compared.asked.is_empty(),
    });
    follows && told.holds == is_match(shop, &here(), rule, source, doc)
}

#[test]
fn verdicts_are_those_of_the_evaluator_for_any_rule_and_product() {
    let mut dice = Dice(11);
    let (mut held, mut asked) = (0, 0);
    for _ in 0..8 {
        let catalogue: Vec<String> = (0..20).map(|number| dice.product(number)).collect();
        let shop = shop(&catalogue.join("\n"));
        for _ in 0..12 {
            let rule = rule(&shop, &dice.rule(0));
            let source = shop.find(&format!("p{}", dice.below(21)));
            for doc in shop.docs() {
                let mut told = explain(&shop, &here(), &rule, source, doc).unwrap();
                assert!(is_sound(&shop, &rule, source, doc, &told), "{rule:?} {told:#?}");
                (held, asked) = (held + usize::from(told.holds), asked + 1);
                told.holds = !told.holds;
                assert!(!is_sound(&shop, &rule, source, doc, &told), "a wrong verdict would be found");
            }
        }
    }
    assert!(held > 100 && asked - held > 100, "{held} of {asked} held: both verdicts were tried");
}
