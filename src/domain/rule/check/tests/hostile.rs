//! Any draft at all: the gate lets no wrong tree through and never gives up.

use proptest::prelude::*;

use crate::domain::rule::check::{Side, check};
use crate::domain::rule::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};
use crate::domain::rule::fixture::{english, vocabulary};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::{DEPTH_MAX, sentence, simplify, tree};

const FIELDS: [&str; 16] = [
    "sku",
    "name",
    "category",
    "brand",
    "attribute.colour",
    "attribute.weight",
    "attribute.released",
    "attribute.waterproof",
    "status",
    "store",
    "price",
    "stock",
    "in_stock",
    "created_at",
    "attribute.gone",
    "",
];
const VALUES: [&str; 24] = [
    "",
    " ",
    "a",
    "Sony",
    "sony",
    "White",
    "Accessories",
    "lenses",
    "active",
    "us",
    "0",
    "-5",
    "12.5",
    "49.90 EUR",
    "9223372036854.775807",
    "-9223372036854.775807",
    "1e9",
    "2026-11-01",
    "2026-02-30",
    "true",
    "110 %",
    "1,2,,3",
    "a\u{0}b",
    "😀",
];

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(&VALUES[..]).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

fn any_condition() -> impl Strategy<Value = Body> {
    let field =
        || prop_oneof![9 => prop::sample::select(&FIELDS[..]).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    let operator = prop_oneof![
        9 => prop::sample::select(Operator::ALL).prop_map(|operator| operator.as_str().to_owned()),
        1 => "\\PC{0,5}"
    ];
    let list = |most| prop::collection::vec(any_value(), 0..most);
    let from = prop::option::weighted(
        0.3,
        (field(), list(3), list(3)).prop_map(|(field, mul, add)| FromSource { field, mul, add }),
    );
    (field(), operator, list(4), any::<bool>(), from).prop_map(
        |(field, operator, values, with_sub, from_source)| {
            Body::Condition(Condition { field, operator, values, with_sub, from_source })
        },
    )
}

fn any_node(names: usize) -> impl Strategy<Value = Node> {
    let group = (prop::sample::select(&[Matching::All, Matching::Any, Matching::None][..]), any::<bool>())
        .prop_map(|(matching, same_variant)| Body::Group { matching, same_variant });
    let name = move || (0..names).prop_map(|number| NodeId::numbered('t', number));
    (
        name(),
        prop::option::weighted(0.95, name()),
        prop::bool::weighted(0.1),
        prop_oneof![group, any_condition()],
    )
        .prop_map(|(id, parent, muted, body)| Node { id, parent, muted, body })
}

fn any_draft() -> impl Strategy<Value = Draft> {
    prop::collection::vec(any_node(40), 0..60).prop_map(|rest| {
        let mut nodes = Draft::empty('t').nodes;
        nodes.extend(rest);
        Draft { nodes }
    })
}

fn rows(group: &tree::Group, depth: usize) -> usize {
    assert!(depth <= DEPTH_MAX && !group.children.is_empty());
    let count = |child: &tree::Node| match child {
        tree::Node::Group(group) => rows(group, depth + 1),
        tree::Node::Condition(_) => 1,
    };
    group.children.iter().map(count).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_draft_is_checked_said_and_remarked(draft in any_draft(), on_source in any::<bool>()) {
        let (words, side) = (vocabulary(), if on_source { Side::Source } else { Side::Target });
        let checked = check(&draft, &words, side);
        prop_assert!(!checked.problems.is_empty() || (checked.unfinished.is_empty() && checked.gone.is_empty()));
        for problem in &checked.problems.0 {
            prop_assert!(problem.message.ends_with(['.', '?']) && !problem.message.contains('\0'), "{}", problem.message);
            let node = problem.place.strip_suffix(".v").unwrap_or(&problem.place);
            prop_assert!(draft.nodes.iter().any(|drafted| drafted.id.as_str() == node), "{}", problem.place);
        }
        if let Some(rule) = &checked.rule {
            let count = rows(&rule.root, 1);
            prop_assert!(count > 0 && count < draft.nodes.len());
            prop_assert!(!(on_source && rule.is_relative()));
            prop_assert!(!sentence::sentence(rule, &words, &english()).is_empty());
            simplify::remarks(rule, &words);
        }
    }

    #[test]
    fn a_row_makes_a_test_or_a_problem(body in any_condition()) {
        let words = vocabulary();
        let mut draft = Draft::empty('t');
        let (id, root) = (NodeId::numbered('t', 1), NodeId::numbered('t', 0));
        draft.nodes.push(Node { id: id.clone(), parent: Some(root), muted: false, body });
        let checked = check(&draft, &words, Side::Target);
        let left_out = checked.unfinished.contains(&id);
        prop_assert_eq!(checked.rule.is_none(), left_out);
        prop_assert_eq!(checked.problems.is_empty(), !left_out && checked.gone.is_empty());
    }
}
