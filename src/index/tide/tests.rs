use super::*;
use crate::domain::id::{ProductId, RelationId};
use crate::index::apply::{News, apply};
use crate::index::sample::{relation, shop};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_mark_changes_just_when_something_begins_or_ends_and_says_until_when_it_holds() {
    let snapshot = shop(
        "a1 price=10 from=2026-11-22 until=2026-11-23\n a2 price=10 new_from=2026-11-22 new_until=2026-11-24\n a3 price=10",
    );
    let tide = Tide::of(&snapshot);
    let mark = |text: &str| tide.mark(at(text));
    // Noon UTC of three days; and midnights in New York and Berlin.
    for (before, turn) in [
        ("2026-11-22T11:59:59Z", "2026-11-22T12:00:00Z"),
        ("2026-11-23T11:59:59Z", "2026-11-23T12:00:00Z"),
        ("2026-11-24T11:59:59Z", "2026-11-24T12:00:00Z"),
        ("2026-11-22T04:59:59Z", "2026-11-22T05:00:00Z"),
    ] {
        assert_ne!(mark(before).0, mark(turn).0, "{turn}");
        assert_eq!(mark(before).1, at(turn), "{turn}");
    }
    for (one, other) in
        [("2026-11-22T12:00:00Z", "2026-11-22T21:00:00Z"), ("2026-11-21T12:00:30Z", "2026-11-21T12:01:30Z")]
    {
        assert_eq!(mark(one).0, mark(other).0, "nothing lies between {one} and {other}");
    }
    assert_eq!(mark("2026-11-21T12:00:30Z").1, at("2026-11-21T12:01:00Z"), "looked at anew each minute");
}

#[test]
fn what_begins_between_two_minutes_is_known_to_the_microsecond() {
    let odd = at("2026-11-22T12:00:30.000007Z");
    let mut all = crate::index::sample::everything("a1 price=10\n a2 price=10");
    all.products[0].active_from = Some(odd);
    all.products[1].new_until = Some(odd + TimeDelta::seconds(10));
    let tide = Tide::of(&crate::index::build::build(all));
    let start = at("2026-11-22T12:00:00Z");
    assert_eq!(tide.mark(start).1, odd);
    assert_eq!(tide.mark(odd).1, odd + TimeDelta::seconds(10));
    assert_eq!(tide.mark(odd + TimeDelta::seconds(10)).1, at("2026-11-22T12:01:00Z"));
    assert_ne!(tide.mark(start).0, tide.mark(odd).0);
    assert_ne!(tide.mark(odd).0, tide.mark(odd + TimeDelta::seconds(10)).0);
}

#[test]
fn the_tide_of_the_next_snapshot_is_that_of_all_its_products_and_relations() {
    let text = "a1 price=10 from=2026-11-22 until=2026-11-23\n a2 price=10 from=2026-11-22\n a3 price=10";
    let old = shop(text);
    assert_eq!(old.tide().products.len(), 3, "as often as there are products");
    let product = |line: &str, id| Some(crate::index::sample::product(id, line, old.vocabulary()));
    let brief = relation(7, "brief", "price less 50", |draft| draft.until = "2026-11-25T09:00".into());
    for (products, relations) in [
        (vec![(1, product("a1 price=10 from=2026-11-24", 1))], vec![]),
        (vec![(1, None), (2, product("a2 price=11 from=2026-11-22 new_from=2026-11-22", 2))], vec![]),
        (vec![(4, product("a4 price=10 until=2026-11-30", 4))], vec![]),
        (vec![], vec![(RelationId(7), Some(brief))]),
        ((1..=100).map(|id| (id, product(&format!("a{id} price=1 from=2026-12-01"), id))).collect(), vec![]),
    ] {
        let products = products.into_iter().map(|(id, product)| (ProductId(id), product)).collect();
        let next = apply(&old, News { products, relations, ..News::default() });
        let (carried, fresh) = (next.tide.get().expect("worked out already"), Tide::of(&next));
        assert_eq!(carried.products, fresh.products);
        assert_eq!(carried.relations.turns, fresh.relations.turns);
        for day in 21..=30 {
            let at = at(&format!("2026-11-{day}T12:00:00Z"));
            assert_eq!(carried.mark(at), fresh.mark(at), "{at}");
        }
        assert!(carried.products != old.tide().products || !carried.relations.turns.is_empty());
    }
}
