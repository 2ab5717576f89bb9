//! Rotation between relations, as tables: what a draw depends on, how often who comes first, and who stops whom in it.

use chrono::{DateTime, Utc};

use super::*;

/// Sixty products alike, and relations that show one of the first three each, every one for all.
fn drawn(priorities: &[(&'static str, bool)]) -> Snapshot {
    let text: String = (0..60).map(|n| format!("p{n:02} cat=bags price=1\n")).collect();
    let mut all = everything(&text);
    let made = (1_i64..).zip(priorities).map(|(n, (priority, stops))| {
        relation(n, &format!("r{n}"), &format!("sku equal p{:02}", n - 1), |draft| {
            (draft.priority, draft.stop_here) = ((*priority).into(), *stops);
        })
    });
    all.relations = made.collect();
    all.relations.push(relation(9, "mix", "price equal 1", |draft| {
        (draft.kind, draft.sort) = ("up-sell".into(), "shuffle".into());
    }));
    build(all)
}

/// Returns what a block shows on each of many products at a moment.
fn on_each(shop: &Snapshot, block: &Block, at: DateTime<Utc>) -> Vec<String> {
    let locale = fixture::english();
    let asked = Ask { at, ..ask(&locale) };
    let of = |n: usize| {
        let source = Context::Product(shop.find(&format!("p{n:02}")).unwrap());
        shown(shop, &choose(shop, &asked, block, source, block.maximum, Depth::Picks))
    };
    (4..60).map(of).collect()
}

fn rotating(shop: &Snapshot, rotation: Rotation) -> Block {
    Block { rotation, ..shop.vocabulary().block("pdp-related").unwrap().clone() }
}

#[test]
fn a_draw_holds_from_midnight_to_midnight_on_the_stores_wall() {
    let shop = drawn(&[("1", false), ("1", false), ("1", false)]);
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let shuffled = shop.vocabulary().block("pdp-up-sell").unwrap().clone();
    let rotations = [Rotation::ByPriorityThenRandom, Rotation::WeightedRandom];
    let blocks = rotations.map(|rotation| rotating(&shop, rotation)).into_iter().chain([shuffled]);
    for block in blocks {
        // Midnight in New York is five hours later than in Greenwich in November.
        let [first, last, before, after] =
            ["2026-11-21T05:00:00Z", "2026-11-22T04:59:59Z", "2026-11-21T04:59:59Z", "2026-11-22T05:00:00Z"]
                .map(|text| on_each(&shop, &block, at(text)));
        assert_eq!(first, last, "{:?}", block.rotation);
        for other in [before, after] {
            let differ = first.iter().zip(&other).filter(|(one, other)| one != other).count();
            assert!(differ > 20, "{:?}: {differ} of 56 change from day to day", block.rotation);
        }
    }
}

#[test]
fn a_low_priority_has_its_chance_in_a_weighted_draw_alone() {
    let shop = drawn(&[("1", false), ("4", false)]);
    let firsts = |rotation: Rotation| -> usize {
        let block = Block { maximum: 1, ..rotating(&shop, rotation) };
        let days = (1..=10).map(|day| format!("2026-11-{day:02}T12:00:00Z").parse().unwrap());
        days.map(|at| on_each(&shop, &block, at).iter().filter(|told| *told == "p00").count()).sum()
    };
    assert_eq!(firsts(Rotation::ByPriority), 560);
    assert_eq!(firsts(Rotation::ByPriorityThenRandom), 560, "chance is among equals");
    // Weights 1 and 1/4: four in five.
    let weighted = firsts(Rotation::WeightedRandom);
    assert!((400..=490).contains(&weighted), "{weighted} of 560");
}

#[test]
fn of_several_that_stop_in_a_draw_the_highest_priority_counts() {
    let shop = drawn(&[("5", true), ("1", true), ("3", false)]);
    let told = on_each(&shop, &rotating(&shop, Rotation::WeightedRandom), now());
    for one in &told {
        assert!(one.ends_with("p01"), "nothing comes behind the relation of priority 1 that stops: {one}");
    }
    assert!(told.iter().any(|one| one.starts_with("p00 ")), "the one of priority 5 came before: {told:?}");
}
