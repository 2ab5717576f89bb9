//! Any rule that checks, over the demo shop: sets and single answers agree, and every *not* is the exact opposite.

use kindred::domain::rule::check::{Side, check};
use kindred::domain::rule::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};
use kindred::domain::rule::field::{Field, Kind};
use kindred::domain::rule::operator::Operator;
use kindred::domain::rule::tree::Rule;
use kindred::domain::vocabulary::Vocabulary;
use kindred::index::count::count;
use kindred::index::run::{is_match, matches};
use kindred::index::snapshot::Doc;
use kindred::work::demo::{self, Size};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use crate::world::World;

/// What a random row is made of; places in lists that depend on the one before.
type Seed = (Index, Index, Vec<Index>, u8, bool);

fn any_row() -> impl Strategy<Value = Seed> {
    (any::<Index>(), any::<Index>(), prop::collection::vec(any::<Index>(), 1..4), any::<u8>(), any::<bool>())
}

/// Returns a row that checks, or nearly so.
fn row(seed: &Seed, words: &Vocabulary) -> Condition {
    let (field, operator, values, choice, with_sub) = seed;
    let field = *field.get(&Field::all(words));
    let kind = field.kind(words).unwrap();
    let fitting: Vec<Operator> =
        Operator::ALL.iter().copied().filter(|operator| operator.fits(kind)).collect();
    let operator = *operator.get(&fitting);
    let pool = pool(field, kind, operator, words);
    let mut values: Vec<String> = values.iter().map(|value| value.get(&pool).clone()).collect();
    match operator.positive().unwrap_or(operator) {
        Operator::Between => {
            values.resize(2, values[0].clone());
            values.sort_by(|a, b| {
                a.parse::<f64>().unwrap_or(0.0).total_cmp(&b.parse::<f64>().unwrap_or(0.0)).then(a.cmp(b))
            });
        }
        Operator::Equal | Operator::In | Operator::AllIn | Operator::Contains
            if kind != Kind::Date && kind != Kind::YesNo => {}
        Operator::Below | Operator::SameParent => values.clear(),
        _ => values.truncate(1),
    }
    let is_number = matches!(kind, Kind::Number | Kind::Money);
    let from_source = (choice % 3 == 0).then(|| FromSource {
        field: field.id(words),
        mul: if is_number { vec!["0.5".into(), "1.5".into()] } else { Vec::new() },
        add: Vec::new(),
    });
    let from_source = from_source.map(|from| match operator.positive().unwrap_or(operator) {
        Operator::Between => from,
        _ => FromSource { mul: from.mul.into_iter().take(1).collect(), ..from },
    });
    Condition {
        field: field.id(words),
        operator: operator.as_str().into(),
        values,
        with_sub: *with_sub,
        from_source,
    }
}

/// Returns values of a field that some products have.
fn pool(field: Field, kind: Kind, operator: Operator, words: &Vocabulary) -> Vec<String> {
    let own = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    match kind {
        Kind::Text => own(&["a", "e", "Pro", "the", "M", "1", "-"]),
        Kind::Number | Kind::Money => own(&["0", "1", "4.2", "5", "20", "49.9", "99", "150", "1000"]),
        Kind::Date if matches!(operator, Operator::InLastDays | Operator::InNextDays) => {
            own(&["1", "30", "365"])
        }
        Kind::Date => own(&["2025-06-01", "2026-01-01", "2026-10-01", "2026-12-01"]),
        Kind::YesNo => own(&["yes", "no"]),
        Kind::Category => words.categories().iter().map(|category| category.key.clone()).collect(),
        Kind::Choice => match field {
            Field::Attribute(id) => {
                let options =
                    words.attribute(id).map(|attribute| attribute.options.as_slice()).unwrap_or_default();
                options.iter().map(|option| option.key.clone()).chain(["none".to_owned()]).collect()
            }
            Field::Store => words.stores().iter().map(|store| store.key.clone()).collect(),
            _ => own(&["active", "inactive"]),
        },
    }
}

fn node(number: usize, parent: Option<usize>, body: Body) -> Node {
    let name = |number| NodeId::numbered('t', number);
    Node { id: name(number), parent: parent.map(name), muted: false, body }
}

fn group(matching: Matching) -> Body {
    Body::Group { matching, same_variant: false }
}

/// Returns the rule when the rows check, what is gone left in it.
fn checked(nodes: Vec<Node>, words: &Vocabulary) -> Option<Rule> {
    let checked = check(&Draft { nodes }, words, Side::Target);
    checked.rule.filter(|_| checked.unfinished.is_empty())
}

/// Runs a test on many values; one that has nothing to say about a value rejects it, and may not do so too often.
fn run<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config =
        Config { cases: 200, failure_persistence: None, max_global_rejects: 4_000, ..Config::default() };
    TestRunner::new(config).run(&strategy, test).unwrap_or_else(|error| panic!("{error}"));
}

fn nothing_to_say() -> Result<(), TestCaseError> {
    Err(TestCaseError::reject("not such a rule"))
}

fn shop() -> World {
    let world = World::at("2026-11-21T09:00:00Z");
    demo::make(&world.app, Size { products: 200, relations: 1, seed: 7 }, |_| {}).unwrap();
    world
}

#[test]
fn a_negative_row_is_the_exact_opposite_of_its_positive() {
    let world = shop();
    let snapshot = world.app.snapshot();
    let (words, home) = (snapshot.vocabulary(), snapshot.home().unwrap());
    run((any_row(), any::<Index>()), |(seed, source)| {
        let typed = row(&seed, words);
        let Some(positive) = Operator::parse(&typed.operator).and_then(Operator::positive) else {
            return nothing_to_say();
        };
        let rule = |operator: &str| {
            let row = Condition { operator: operator.into(), ..typed.clone() };
            checked(vec![node(0, None, group(Matching::All)), node(1, Some(0), Body::Condition(row))], words)
        };
        let (Some(no), Some(yes)) = (rule(&typed.operator), rule(positive.as_str())) else {
            return nothing_to_say();
        };
        let docs: Vec<Doc> = snapshot.docs().collect();
        for source in [None, Some(*source.get(&docs))] {
            let (no, yes) = (matches(&snapshot, &home, &no, source), matches(&snapshot, &home, &yes, source));
            prop_assert!((&no & &yes).is_empty(), "both hold: {:?}", typed);
            prop_assert_eq!(no.len() + yes.len(), snapshot.all().len(), "{:?}", typed);
        }
        Ok(())
    });
}

#[test]
fn a_set_holds_exactly_those_that_match_alone() {
    let world = shop();
    let snapshot = world.app.snapshot();
    let (words, home) = (snapshot.vocabulary(), snapshot.home().unwrap());
    let docs: Vec<Doc> = snapshot.docs().collect();
    let join = prop::sample::select(vec![Matching::All, Matching::Any, Matching::None]);
    let rows = prop::collection::vec((any_row(), any::<bool>()), 1..6);
    run((join.clone(), join, rows, any::<Index>()), |(outer, inner, rows, source)| {
        let mut nodes = vec![node(0, None, group(outer)), node(1, Some(0), group(inner))];
        for (seed, deep) in &rows {
            let parent = if *deep { 1 } else { 0 };
            nodes.push(node(nodes.len(), Some(parent), Body::Condition(row(seed, words))));
        }
        if !rows.iter().any(|(_, deep)| *deep) {
            nodes.remove(1);
        }
        let Some(rule) = checked(nodes, words) else { return nothing_to_say() };
        let source = Some(*source.get(&docs));
        let set = matches(&snapshot, &home, &rule, source);
        for doc in &docs {
            prop_assert_eq!(
                set.contains(doc.0),
                is_match(&snapshot, &home, &rule, source, *doc),
                "{:?} {:?}",
                doc,
                rule
            );
        }
        let counts = count(&snapshot, &home, &rule, source);
        prop_assert_eq!(u64::try_from(counts.total).unwrap(), set.len());
        Ok(())
    });
}
