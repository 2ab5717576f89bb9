//! The first products of any rule in any order, compared with all that match one by one, sorted as they say themselves.

use super::super::apply::{News, apply};
use super::super::run::{Compiled, Run, is_match};
use super::super::sample::{here, product, shop, vocabulary};
use super::super::value::Asked;
use super::*;
use crate::domain::id::ProductId;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::fixture;
use crate::domain::rule::tree::Rule;
use crate::domain::text::fold;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn product(&mut self, number: usize) -> String {
        let mut line = format!("p{}", number * 7_919 % 100_003);
        for part in [
            ["", " cat=lenses", " cat=cameras|bags", " cat=cam-acc"],
            ["", " brand=sony", " brand=canon", " brand=x-co"],
            ["", " price=10", " price=9.99 was=15", " price=20 was=20"],
            ["", " stock=0", " stock=7", " off"],
            ["", " weight=1|9", " weight=10.5", " waterproof=yes"],
            ["", " name=Red_Lens", " name=lens_cap", " name=e\u{301}"],
            ["", " margin=7.5", " margin=30 viewed=4", " viewed=9 created=2020-01-01"],
            [" colour=silver", " / v1-N colour=silver / v2-N colour=w1 stock=0", "", ""],
        ] {
            line.push_str(&part[self.below(4)].replace("-N", &format!("-{number}")));
        }
        let sold = self.below(30) * self.below(2);
        let at = line.find(" / ").unwrap_or(line.len());
        line.insert_str(at, &format!(" sold={sold}"));
        line
    }

    fn rule(&mut self) -> &'static str {
        RULES[self.below(RULES.len())]
    }
}

const RULES: [&str; 17] = [
    "brand equal sony",
    "brand not_equal sony",
    "price less 15",
    "price not_between 9|11",
    "category equal cameras /sub",
    "all\n  category equal lenses\n  price less 15",
    "all\n  price equal 20\n  brand equal sony\n  name contains lens",
    "any\n  brand equal sony\n  all\n    price less 15\n    name contains red",
    "none\n  brand equal sony\n  attribute.weight greater 5",
    "all\n  brand equal @brand\n  price between @price *0.5|2 +0|0",
    "all\n  all same\n    attribute.colour in silver\n    stock greater 2\n  price is_not_empty",
    "name contains s c",
    "regular_price greater 12",
    "discount_percent equal 0",
    "all\n  price greater 9\n  price less 15",
    "all\n  price less 10\n  price greater 10",
    "all\n  attribute.weight greater 5\n  attribute.weight less 5",
];

/// What a product says of itself in an order, smallest first; a shuffle says nothing.
fn key(snapshot: &Snapshot, sort: Sort, doc: Doc) -> (bool, i64, String, String) {
    let circumstances = here();
    let view = snapshot.product(doc).unwrap();
    let product = view.whole().unwrap();
    let price = view.price(circumstances.store, circumstances.currency).map(|price| price.minor);
    let number = match sort {
        Sort::BestSelling => Some(-product.sold[1]),
        Sort::MostViewed => Some(-product.viewed[1]),
        Sort::PriceUp => price,
        Sort::PriceDown => price.map(|price| -price),
        Sort::Newest => Some(-product.created_at.timestamp_micros()),
        Sort::Margin => product.margin.map(|margin| -margin.0),
        Sort::Name | Sort::Sku | Sort::Shuffle => Some(0),
    };
    let name = if sort == Sort::Name { fold(view.name(&circumstances.locale)) } else { String::new() };
    (number.is_none(), number.unwrap_or(0), name, product.sku.fold().to_owned())
}

fn compare(snapshot: &Snapshot, rule: &Rule, source: Option<Doc>, written: &str) {
    let circumstances = here();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let (compiled, run) = (Compiled::new(snapshot, &asked, rule), Run::new(snapshot, &asked, source));
    let matching: Vec<Doc> =
        snapshot.docs().filter(|doc| is_match(snapshot, &circumstances, rule, source, *doc)).collect();
    let set = run.set(&compiled);
    assert_eq!(set.iter().map(Doc).collect::<Vec<_>>(), matching, "{written}");
    assert!(snapshot.docs().all(|doc| run.holds(&compiled, doc) == set.contains(doc.0)), "{written}");
    for sort in Sort::ALL {
        let order = snapshot.order(*sort, &circumstances, Throw { mix: 7, turn: 11 });
        let place = Place::new(snapshot, &asked);
        let mut wanted = matching.clone();
        wanted.sort_by_cached_key(|doc| key(snapshot, *sort, *doc));
        if *sort == Sort::Shuffle {
            wanted = order.first_of(&set, place, usize::MAX);
        }
        for count in [1, 3, 20, 500, usize::MAX] {
            let first: Vec<Doc> = wanted.iter().take(count).copied().collect();
            assert_eq!(run.first(&compiled, &order, count), first, "{count} by {sort:?}: {written}");
            assert_eq!(order.first_of(&set, place, count), first, "{count} of a set by {sort:?}: {written}");
        }
    }
}

fn news(dice: &mut Dice, snapshot: &Snapshot, count: usize, next: i64) -> News {
    let words = vocabulary();
    let mut products = Vec::new();
    for number in 0..count {
        let known = snapshot.docs().nth(dice.below(snapshot.len())).unwrap();
        let id = snapshot.product(known).unwrap().id();
        if products.iter().any(|(other, _)| *other == id) {
            continue;
        }
        let sku = snapshot.product(known).unwrap().sku().to_owned();
        let line = dice.product(9_000 + usize::try_from(next).unwrap() + number);
        // One goes, one is new, one gets another sku, the others stay who they are.
        let (id, product) = match dice.below(6) {
            0 => (id, None),
            1 => {
                let id = next + i64::try_from(number).unwrap();
                (ProductId(id), Some(product(id, &line, &words)))
            }
            2 => (id, Some(product(id.0, &line, &words))),
            _ => {
                let (_, rest) = line.split_once(' ').unwrap();
                let rest = rest.split(" / ").next().unwrap();
                (id, Some(product(id.0, &format!("{sku} {rest}"), &words)))
            }
        };
        products.push((id, product));
    }
    News { products, at: snapshot.at, ..News::default() }
}

#[test]
fn the_first_of_any_order_are_those_of_all_that_match_before_and_after_changes() {
    let mut dice = Dice(11);
    for (size, changes, rules) in [(60, 9, 14), (300, 40, 14), (4_000, 1_300, 1)] {
        let lines: Vec<String> = (0..size).map(|number| dice.product(number)).collect();
        let mut snapshot = shop(&lines.join("\n"));
        for turn in 0..4 {
            for _ in 0..rules {
                let written = dice.rule();
                let checked = check(&fixture::rule(written), snapshot.vocabulary(), Side::Target);
                let source = snapshot.docs().nth(dice.below(snapshot.len()));
                compare(&snapshot, &checked.rule.unwrap(), source, written);
            }
            let next = 20_000 + turn * 5_000;
            snapshot = apply(&snapshot, news(&mut dice, &snapshot, changes, next));
        }
    }
}

#[test]
fn a_list_is_left_as_its_products_pass_one_by_one() {
    let mut dice = Dice(5);
    let lines: Vec<String> = (0..2_000).map(|number| dice.product(number)).collect();
    let snapshot = shop(&lines.join("\n"));
    let snapshot = apply(&snapshot, news(&mut dice, &snapshot, 100, 20_000));
    let circumstances = here();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let place = Place::new(&snapshot, &asked);
    let all: Vec<u32> = snapshot.docs().map(|doc| doc.0).collect();
    let order = snapshot.order(Sort::BestSelling, &circumstances, Throw::default());
    for written in RULES {
        let rule = check(&fixture::rule(written), snapshot.vocabulary(), Side::Target).rule.unwrap();
        let run = Run::new(&snapshot, &asked, snapshot.docs().nth(dice.below(all.len())));
        let compiled = Compiled::new(&snapshot, &asked, &rule);
        for passing in [true, false] {
            let mut left = all.clone();
            run.filled(&compiled).keep(&mut left, passing, place);
            let one_by_one = all.iter().copied().filter(|doc| run.holds(&compiled, Doc(*doc)) == passing);
            assert_eq!(left, one_by_one.collect::<Vec<_>>(), "{passing}: {written}");
        }
        let mut whole: Vec<Doc> = run.set(&compiled).iter().map(Doc).collect();
        whole.sort_by_cached_key(|doc| key(&snapshot, Sort::BestSelling, *doc));
        for count in [1, 20, 300, 1_000] {
            let first: Vec<Doc> = whole.iter().take(count).copied().collect();
            assert_eq!(run.first(&compiled, &order, count), first, "{count}: {written}");
        }
    }
}

#[test]
fn a_shuffle_holds_for_its_throw_differs_with_it_and_puts_each_first_equally_often() {
    let lines: Vec<String> = (0..200).map(|number| format!("s{number}")).collect();
    let snapshot = shop(&lines.join("\n"));
    let circumstances = here();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let place = Place::new(&snapshot, &asked);
    let first = |mix, turn, count| {
        let order = snapshot.order(Sort::Shuffle, &circumstances, Throw { mix, turn });
        order.first_of(snapshot.all(), place, count)
    };
    assert_eq!(first(1, 2, 10), first(1, 2, 10));
    for (mix, turn) in [(1, 0), (0, 10)] {
        let shuffles = (0..50).flat_map(|throw| first(throw * mix, throw * turn, 10));
        let all: std::collections::BTreeSet<Doc> = shuffles.collect();
        assert!(all.len() > 150, "{} of 200 in fifty shuffles of ten", all.len());
    }
    let circle = first(9, 0, 200);
    for turn in 0..200 {
        let round: Vec<Doc> = circle.iter().cycle().skip(turn).take(200).copied().collect();
        for count in [1, 7, 150, 200, 500] {
            assert_eq!(first(9, u64::try_from(turn).unwrap(), count), round[..count.min(200)]);
        }
    }
}
