use super::*;
use crate::domain::relation::draft::SourceKind;
use crate::domain::relation::kind::Source;
use crate::domain::rule::{
    self,
    fixture::{rule, vocabulary},
};

/// A change to a good draft, and what it makes wrong.
type Case<'a> = (&'a dyn Fn(&mut Draft), &'a str);

/// Returns a draft that is right.
fn good() -> Draft {
    Draft {
        name: "Same brand".into(),
        source_sku: "A-1".into(),
        target_rule: rule("brand equal @brand"),
        ..Draft::new()
    }
}

/// Returns what is wrong with a good draft after a change, one `place: sentence` a line.
fn wrong(change: impl FnOnce(&mut Draft)) -> String {
    let mut draft = good();
    change(&mut draft);
    told(&check(&draft, &vocabulary()).problems)
}

fn told(problems: &Problems) -> String {
    problems
        .0
        .iter()
        .map(|problem| format!("{}: {}", problem.place, problem.message))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_good_draft_makes_its_relation() {
    let mut draft = good();
    draft.stores = Some(vec!["DE".into(), "us".into(), "de".into()]);
    draft.limit = String::new();
    draft.hours = ["09:00".into(), "24:00".into()];
    draft.weekdays = vec!["sun".into(), "Mon".into(), "mon".into()];
    let checked = check(&draft, &vocabulary());
    assert_eq!((told(&checked.problems), told(&checked.warnings)), (String::new(), String::new()));
    let relation = checked.relation;
    assert_eq!(
        (relation.key.as_str(), relation.limit, relation.minimum, relation.priority),
        ("same-brand", 100, 0, 100)
    );
    assert_eq!(relation.stores, Some(vec![StoreId(2), StoreId(1)]));
    assert_eq!(relation.schedule.weekdays.len(), 2);
    assert!(relation.target.rule.is_some());
}

#[test]
fn every_wrong_field_says_what_to_do() {
    let cases: Vec<Case> = vec![
        (&|d| d.name = " \u{200b}".into(), "name: Give the relation a name."),
        (&|d| d.name = "é".repeat(256), "name: A name has at most 255 characters; shorten it."),
        (&|d| d.name = "a\u{0}b".into(), "name: The name holds a control character; type it anew."),
        (&|d| d.key = "a\u{7}b".into(), "key: The key holds a control character; type it anew."),
        (&|d| d.key = "ä".repeat(256), "key: A key has at most 255 characters; shorten it."),
        (&|d| d.key = "..".into(), "key: “..” is kept for an address of Kindred; choose another key."),
        (&|d| d.key = "new".into(), "key: “new” is kept for an address of Kindred; choose another key."),
        (
            &|d| d.kind = "upsel".into(),
            "type: There is no type “upsel”; there are related, up-sell, cross-sell.",
        ),
        (&|d| d.kind = String::new(), "type: Choose a type."),
        (&|d| d.priority = String::new(), "priority: Give a whole number from 1 to 1000."),
        (&|d| d.priority = "0".into(), "priority: Give a whole number from 1 to 1000."),
        (&|d| d.priority = "+5".into(), "priority: Give a whole number from 1 to 1000."),
        (&|d| d.limit = "101".into(), "limit: Give a whole number from 1 to 100."),
        (&|d| d.limit = "1.5".into(), "limit: Give a whole number from 1 to 100."),
        (&|d| d.limit = "99999999999999999999".into(), "limit: Give a whole number from 1 to 100."),
        (
            &|d| d.minimum = "9".into(),
            "minimum: With at most 8 products it can never have 9; lower this or raise the limit.",
        ),
        (
            &|d| d.sort = "name;drop".into(),
            "sort: There is no order “name;drop”; there are best_selling, most_viewed, price, price_desc, newest, name, margin, sku, shuffle.",
        ),
        (&|d| d.stores = Some(vec!["uk".into()]), "stores: The store “uk” is gone or was never there."),
        (&|d| d.from = "soon".into(), "from: “soon” is not a date and time; write it like 2026-12-01T09:00."),
        (
            &|d| d.from = "2026-02-30T10:00".into(),
            "from: “2026-02-30T10:00” is not a date and time; write it like 2026-12-01T09:00.",
        ),
        (
            &|d| d.until = "2026-01-01T00:00:60".into(),
            "until: “2026-01-01T00:00:60” is not a date and time; write it like 2026-12-01T09:00.",
        ),
        (
            &|d| d.until = "2026-01-01T00:00:00+99:99".into(),
            "until: “2026-01-01T00:00:00+99:99” is not a date and time; write it like 2026-12-01T09:00.",
        ),
        (
            &|d| (d.from, d.until) = ("2026-02-01".into(), "2026-02-01".into()),
            "until: The end lies before the beginning; move one of them.",
        ),
        (
            &|d| d.weekdays = vec!["noday".into()],
            "weekdays: “noday” is not a weekday; write mon, tue, wed, thu, fri, sat or sun.",
        ),
        (&|d| d.hours[0] = "09:00".into(), "hours: Give both times of day, from and until."),
        (
            &|d| d.hours = ["25:00".into(), "09:00".into()],
            "hours: “25:00” is not a time of day; write it like 09:00.",
        ),
        (
            &|d| d.hours = ["09:00".into(), "09:00".into()],
            "hours: From and until are the same time of day; leave both empty for all day.",
        ),
        (&|d| d.note = "n".repeat(2_001), "note: A note has at most 2000 characters; shorten it."),
        (&|d| d.source_sku = " ".into(), "source_sku: Give the sku of the product it shows on."),
        (&|d| d.source_sku = "A\u{7}".into(), "source_sku: The sku holds a control character."),
        (&|d| d.source_kind = SourceKind::List, "source_skus: List at least one sku."),
        (
            &|d| d.pins = vec!["A".into(), "B\u{0}".into()],
            "pins: Number 2: The sku holds a control character.",
        ),
        (
            &|d| d.target_rule = rule::draft::Draft::empty('t'),
            "t0: Say which products it shows: add a condition, or pin a product.",
        ),
        (
            &|d| d.target_rule = rule("~brand equal Sony"),
            "t0: Say which products it shows: add a condition, or pin a product.",
        ),
        (&|d| d.target_rule = rule("brand equal"), "t1.v: Choose at least one value."),
        (
            &|d| (d.source_kind, d.source_rule) = (SourceKind::Rule, rule("~brand equal Sony")),
            "t0: Every row of this rule is muted: it shows on no product.",
        ),
        (
            &|d| (d.source_kind, d.source_rule) = (SourceKind::Rule, rule("brand equal @brand")),
            "t1: There is no product on the page to compare with here: this rule says on which pages it shows. Give a value instead.",
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(wrong(change), expected);
    }
}

#[test]
fn a_list_of_skus_holds_each_once_and_at_most_so_many() {
    let list = |count: usize| (0..count).map(|number| format!("A-{number}")).collect::<Vec<_>>();
    let with = |skus: Vec<String>| Draft { source_kind: SourceKind::List, source_skus: skus, ..good() };
    let checked = check(&with(vec!["a".into(), " A ".into(), "".into(), "b".into()]), &vocabulary());
    let Source::List(skus) = checked.relation.source else { panic!() };
    assert_eq!(skus.len(), 2);
    assert!(check(&with(list(10_000)), &vocabulary()).problems.is_empty());
    assert_eq!(
        told(&check(&with(list(10_001)), &vocabulary()).problems),
        "source_skus: A list has at most 10,000 skus; this one has 10001."
    );
}

#[test]
fn what_is_allowed_but_odd_is_a_warning() {
    let mut draft = good();
    draft.stores = Some(Vec::new());
    draft.segments = Some(Vec::new());
    draft.pins = vec!["x".into()];
    draft.hidden = vec!["X".into()];
    let checked = check(&draft, &vocabulary());
    assert_eq!(told(&checked.problems), "");
    assert_eq!(
        told(&checked.warnings),
        "hidden: “x” is pinned and hidden; hidden wins.\n\
         stores: No store is ticked: this shows nowhere.\n\
         segments: No segment is chosen: this shows to nobody."
    );
}

#[test]
fn a_moment_is_read_by_each_stores_own_clock() {
    for (typed, us, de) in [
        ("2026-12-01T09:00", "2026-12-01T14:00:00Z", "2026-12-01T08:00:00Z"),
        ("2026-12-01", "2026-12-01T05:00:00Z", "2026-11-30T23:00:00Z"),
        ("2026-12-01T09:00:00-03:00", "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z"),
        ("2026-03-29T02:30", "2026-03-29T06:30:00Z", "2026-03-29T01:00:00Z"), // not there in Berlin: 03:00
        ("2026-10-25T02:30", "2026-10-25T06:30:00Z", "2026-10-25T00:30:00Z"), // twice there: the first
    ] {
        let draft = Draft { from: typed.into(), ..good() };
        let schedule = check(&draft, &vocabulary()).relation.schedule;
        let begins = |number: usize| schedule.begins(vocabulary().stores()[number].time_zone).unwrap();
        let told = [begins(0), begins(1)].map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        assert_eq!(told, [us, de], "{typed}");
    }
}

#[test]
fn an_end_before_the_beginning_in_some_store_is_refused() {
    let told = "until: The end lies before the beginning; move one of them.";
    // 09:00 by the wall is 14:00 UTC in New York and 08:00 UTC in Berlin
    for (stores, until, expected) in [
        (Some(vec!["de"]), "2026-12-01T10:00Z", ""),
        (Some(vec!["us"]), "2026-12-01T10:00Z", told),
        (None, "2026-12-01T10:00Z", told),
        (None, "2026-12-01T15:00Z", ""),
        (None, "2026-12-01T09:01", ""),
        (None, "2026-12-01T08:59", told),
    ] {
        let stores = stores.map(|keys| keys.into_iter().map(str::to_owned).collect());
        let wrong =
            wrong(|d| (d.stores, d.from, d.until) = (stores, "2026-12-01T09:00".into(), until.into()));
        assert_eq!(wrong, expected, "{until}");
    }
}

#[test]
fn a_moment_lies_in_years_that_somebody_can_mean() {
    for typed in ["9999-12-31T23:59:59Z", "1969-12-31T23:59", "3000-01-01"] {
        assert!(wrong(|d| d.until = typed.into()).contains("is not a date and time"), "{typed}");
    }
}
