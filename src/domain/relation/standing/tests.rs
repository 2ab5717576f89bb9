use chrono::NaiveTime;

use super::*;
use crate::domain::id::StoreId;
use crate::domain::moment::Moment;
use crate::domain::relation::{check, draft};
use crate::domain::rule::fixture::vocabulary;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn relation() -> Relation {
    let draft = draft::Draft {
        name: "N".into(),
        pins: vec!["A".into()],
        source_sku: "B".into(),
        ..draft::Draft::new()
    };
    check::check(&draft, &vocabulary()).relation
}

#[test]
fn a_relation_stands_as_it_should() {
    let words = vocabulary();
    let now = at("2026-06-01T12:00:00Z");
    let in_store = |change: &dyn Fn(&mut Relation), problems: &Problems| {
        let mut relation = relation();
        change(&mut relation);
        state(&relation, problems, &words.stores()[0], now)
    };
    let right = Problems::default();
    let mut broken = Problems::default();
    broken.add("t1", "Gone.");
    let (before, after) = (at("2026-05-01T00:00:00Z"), at("2026-07-01T00:00:00Z"));
    assert_eq!(in_store(&|_| {}, &right), State::Live);
    assert_eq!(in_store(&|_| {}, &broken), State::Broken);
    assert_eq!(in_store(&|r| r.active = false, &broken), State::Off);
    assert_eq!(in_store(&|r| r.stores = Some(vec![StoreId(2)]), &right), State::Nowhere);
    assert_eq!(in_store(&|r| r.stores = Some(vec![]), &right), State::Nowhere);
    let scheduled = State::Scheduled(after.with_timezone(&words.stores()[0].time_zone));
    let fixed = |at| Some(Moment::Fixed(at));
    assert_eq!(in_store(&|r| r.schedule.from = fixed(after), &right), scheduled);
    assert_eq!(in_store(&|r| r.schedule.from = fixed(now), &right), State::Live);
    assert_eq!(in_store(&|r| r.schedule.until = fixed(before), &right), State::Ended);
    assert_eq!(in_store(&|r| r.schedule.until = fixed(now), &right), State::Ended);
    assert_eq!(in_store(&|r| r.schedule.weekdays = vec![Weekday::Tue], &right), State::Resting);

    let mut only_berlin = relation();
    only_berlin.stores = Some(vec![StoreId(2)]);
    assert_eq!(state_anywhere(&only_berlin, &right, words.stores(), now), State::Live);
    only_berlin.stores = Some(vec![]);
    assert_eq!(state_anywhere(&only_berlin, &right, words.stores(), now), State::Nowhere);
}

#[test]
fn a_wall_time_begins_and_ends_in_each_store_by_its_own_clock() {
    let words = vocabulary();
    let [us, de] = [0, 1].map(|number: usize| words.stores()[number].clone());
    let wall = |text: &str| Moment::parse(text);
    let mut relation = relation();
    relation.schedule.from = wall("2026-06-01T09:00");
    relation.schedule.until = wall("2026-06-02T09:00");
    let right = Problems::default();
    let stands = |store: &Store, moment| state(&relation, &right, store, at(moment));
    for (moment, in_us, in_de) in [
        ("2026-06-01T06:59:59Z", "Scheduled", "Scheduled"),
        ("2026-06-01T07:00:00Z", "Scheduled", "Live"),
        ("2026-06-01T13:00:00Z", "Live", "Live"),
        ("2026-06-02T07:00:00Z", "Live", "Ended"),
        ("2026-06-02T13:00:00Z", "Ended", "Ended"),
    ] {
        let told = [stands(&us, moment), stands(&de, moment)].map(|state| format!("{state:?}"));
        assert!(told[0].starts_with(in_us) && told[1].starts_with(in_de), "{moment}: {told:?}");
    }
    let first = state_anywhere(&relation, &right, words.stores(), at("2026-06-01T00:00:00Z"));
    let State::Scheduled(first) = first else { panic!("{first:?}") };
    assert_eq!(first.to_string(), "2026-06-01 09:00:00 CEST");
    let ends = ends_first(&relation, &right, words.stores(), at("2026-06-01T13:00:00Z"));
    assert_eq!(ends.unwrap().to_string(), "2026-06-02 09:00:00 CEST");
}

#[test]
fn at_the_change_of_clocks_it_begins_early_and_ends_late() {
    let zone = chrono_tz::Europe::Berlin;
    let from = Schedule { from: Moment::parse("2026-10-25T02:30"), ..Schedule::default() };
    let until = Schedule { until: Moment::parse("2026-10-25T02:30"), ..Schedule::default() };
    let skipped = Schedule { from: Moment::parse("2026-03-29T02:30"), ..Schedule::default() };
    for (schedule, moment, on) in [
        (&from, "2026-10-25T00:29:59Z", false),
        (&from, "2026-10-25T00:30:00Z", true), // 02:30, the first time
        (&until, "2026-10-25T01:29:59Z", true),
        (&until, "2026-10-25T01:30:00Z", false), // 02:30, the second time
        (&skipped, "2026-03-29T00:59:59Z", false),
        (&skipped, "2026-03-29T01:00:00Z", true), // 03:00
    ] {
        assert_eq!(schedule.is_on(at(moment), zone), on, "{moment}");
    }
}

#[test]
fn weekdays_and_hours_follow_the_clock_on_the_wall() {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    let zone = chrono_tz::Europe::Berlin;
    let shop = Schedule {
        weekdays: vec![Weekday::Sun],
        hours: Some((time("02:30"), time("17:00"))),
        ..Schedule::default()
    };
    for (moment, on) in [
        ("2026-03-29T00:59:59Z", false), // 01:59:59, the clocks go forward
        ("2026-03-29T01:00:00Z", true),  // 03:00
        ("2026-03-29T14:59:59Z", true),  // 16:59:59 in summer time
        ("2026-03-29T15:00:00Z", false),
        ("2026-10-25T00:45:00Z", true),  // 02:45, the first time
        ("2026-10-25T01:15:00Z", false), // 02:15, the second time
        ("2026-10-25T01:45:00Z", true),
        ("2026-10-25T15:59:00Z", true), // 16:59 in winter time
        ("2026-10-26T10:00:00Z", false),
    ] {
        assert_eq!(shop.is_on(at(moment), zone), on, "{moment}");
    }
    let night = Schedule {
        weekdays: vec![Weekday::Mon],
        hours: Some((time("22:00"), time("04:00"))),
        ..Schedule::default()
    };
    for (moment, on) in [
        ("2026-06-01T19:59:00Z", false), // Monday 21:59
        ("2026-06-01T20:00:00Z", true),
        ("2026-06-02T01:59:00Z", true), // Tuesday 03:59 belongs to Monday's night
        ("2026-06-02T02:00:00Z", false),
        ("2026-06-02T20:00:00Z", false), // Tuesday 22:00
        ("2026-06-01T01:00:00Z", false), // Monday 03:00 would belong to Sunday's
    ] {
        assert_eq!(night.is_on(at(moment), zone), on, "{moment}");
    }
}
