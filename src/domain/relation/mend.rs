//! Small repairs of a relation, each one press: what a finding offers, done to the draft.
//!
//! A repair that finds nothing to do says so, so that a second press changes nothing.

use super::draft::Draft;
use crate::domain::rule::check::meant::values;
use crate::domain::rule::draft::{Body, Condition, Matching, Node, NodeId};
use crate::domain::text::{fold, tidy};

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// In this row, this value instead of that.
    Take {
        /// The row.
        node: NodeId,
        /// What stands there.
        from: String,
        /// What is meant.
        to: String,
    },
    /// In this row, no value twice.
    Once(NodeId),
    /// In this row, not this value, unless it is the only one.
    Drop(NodeId, String),
    /// At most so many products.
    Limit(u32),
    /// In every store.
    EveryStore,
    /// This product is not to be in the rule's set.
    Without(String),
}

impl Mend {
    /// Does it; returns false when there is nothing to do any more.
    pub fn apply(&self, draft: &mut Draft) -> bool {
        match self {
            Self::Take { node, from, to } => in_row(draft, node, |values| {
                let from = fold(from);
                values
                    .iter()
                    .map(|value| if fold(value) == from { tidy(to) } else { value.clone() })
                    .collect()
            }),
            Self::Once(node) => in_row(draft, node, |values| {
                let mut seen = Vec::new();
                let mut once = values.to_vec();
                once.retain(|value| {
                    let folded = fold(value);
                    let is_new = !seen.contains(&folded);
                    seen.push(folded);
                    is_new
                });
                once
            }),
            Self::Drop(node, value) => in_row(draft, node, |values| without(values, value)),
            Self::Limit(limit) => {
                let typed = limit.to_string();
                let changes = draft.limit != typed;
                draft.limit = typed;
                changes
            }
            Self::EveryStore => draft.stores.take().is_some(),
            Self::Without(sku) => leave_out(draft, sku),
        }
    }
}

/// Returns the values less one; all of them when nothing would be left.
fn without(values: &[String], value: &str) -> Vec<String> {
    let value = fold(value);
    let rest: Vec<String> = values.iter().filter(|other| fold(other) != value).cloned().collect();
    if rest.is_empty() { values.to_vec() } else { rest }
}

fn in_row(draft: &mut Draft, node: &NodeId, change: impl Fn(&[String]) -> Vec<String>) -> bool {
    let row = draft.target_rule.nodes.iter_mut().find(|row| row.id == *node);
    match row.map(|row| &mut row.body) {
        Some(Body::Condition(row)) => {
            // A name with a comma in it is one value; taking it for two would change nothing that is looked for.
            let was = if row.values.len() == 1 { values(row) } else { row.values.clone() };
            let now = change(&was);
            let whole = change(&row.values);
            match (now != was, whole != row.values) {
                (_, true) => row.values = whole,
                (true, _) => row.values = now,
                _ => return false,
            }
            true
        }
        _ => false,
    }
}

/// Keeps a product out of the rule's set: struck from the list that names it, else by a row of its own, else hidden.
fn leave_out(draft: &mut Draft, sku: &str) -> bool {
    let root = draft.target_rule.nodes.first().map(|node| (node.id.clone(), node.body.clone()));
    let Some((root, Body::Group { matching: Matching::All, .. })) = root else {
        let is_new = !draft.hidden.iter().any(|hidden| fold(hidden) == fold(sku));
        if is_new {
            draft.hidden.push(sku.to_owned());
        }
        return is_new;
    };
    let is_list = |node: &&Node| match &node.body {
        Body::Condition(row) => {
            let named = ["sku", "product_sku"].contains(&row.field.trim()) && row.operator.trim() == "in";
            named && !node.muted && node.parent.as_ref() == Some(&root)
        }
        Body::Group { .. } => false,
    };
    let lists: Vec<NodeId> =
        draft.target_rule.nodes.iter().filter(is_list).map(|node| node.id.clone()).collect();
    let holds = |draft: &Draft, id: &NodeId| match draft.target_rule.find(id).map(|node| &node.body) {
        Some(Body::Condition(row)) => values(row).iter().any(|value| fold(value) == fold(sku)),
        _ => false,
    };
    // What one list of an all-group does not name is not in the set.
    if lists.iter().any(|id| !holds(draft, id)) {
        return false;
    }
    if lists.iter().any(|id| in_row(draft, id, |values| without(values, sku))) {
        return true;
    }
    let says_so = |row: &Condition| row.field == "sku" && row.operator == "not_equal" && row.values == [sku];
    let nodes = &mut draft.target_rule.nodes;
    if nodes.iter().any(|node| matches!(&node.body, Body::Condition(row) if says_so(row))) {
        return false;
    }
    let free = (nodes.len()..).map(|number| NodeId::numbered('t', number));
    let Some(id) = free.into_iter().find(|id| nodes.iter().all(|node| node.id != *id)) else { return false };
    let row = Condition {
        field: "sku".into(),
        operator: "not_equal".into(),
        values: vec![sku.to_owned()],
        ..Condition::default()
    };
    nodes.push(Node { id, parent: Some(root), muted: false, body: Body::Condition(row) });
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::fixture::rule;

    fn node(number: usize) -> NodeId {
        NodeId::numbered('t', number)
    }

    /// Mends a rule and tells its rows, what is hidden, and that a second press changes nothing.
    fn mended(typed: &str, mend: &Mend) -> String {
        let mut draft = Draft { target_rule: rule(typed), ..Draft::new() };
        if !mend.apply(&mut draft) {
            return "nothing".into();
        }
        assert!(!mend.apply(&mut draft.clone()), "a second press: {typed}");
        let rows = draft.target_rule.nodes.iter().filter_map(|node| match &node.body {
            Body::Condition(row) => Some(format!("{} {} {}", row.field, row.operator, row.values.join("|"))),
            Body::Group { .. } => None,
        });
        rows.chain(draft.hidden.iter().map(|sku| format!("hidden {sku}"))).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_repair_does_what_it_says_once() {
        let take = |from: &str, to: &str| Mend::Take { node: node(1), from: from.into(), to: to.into() };
        let drop = |value: &str| Mend::Drop(node(1), value.into());
        let leave = |sku: &str| Mend::Without(sku.into());
        for (typed, mend, expected) in [
            ("brand equal Sonny", take("sonny", "Sony"), "brand equal Sony"),
            ("brand in canon,Sonny", take("Sonny", "Sony"), "brand in canon|Sony"),
            ("brand equal A, B", take("a, b", "A; B"), "brand equal A; B"),
            ("brand equal Sony", take("Sonny", "Sony"), "nothing"),
            ("sku in A,B, a ,C", Mend::Once(node(1)), "sku in A|B|C"),
            ("sku in A|B|A", Mend::Once(node(1)), "sku in A|B"),
            ("sku in A|B", Mend::Once(node(1)), "nothing"),
            ("sku in A|B", drop("b"), "sku in A"),
            ("sku equal A", drop("A"), "nothing"),
            ("sku in A,B", leave("a"), "sku in B"),
            ("sku in A", leave("A"), "sku in A; sku not_equal A"),
            ("brand equal sony", leave("A"), "brand equal sony; sku not_equal A"),
            (
                "any\n  brand equal sony\n  name equal x",
                leave("A"),
                "brand equal sony; name equal x; hidden A",
            ),
        ] {
            assert_eq!(mended(typed, &mend), expected, "{typed} {mend:?}");
        }
    }

    #[test]
    fn limits_and_stores_are_set() {
        let mut draft = Draft { stores: Some(Vec::new()), ..Draft::new() };
        assert!(Mend::EveryStore.apply(&mut draft) && !Mend::EveryStore.apply(&mut draft));
        assert!(Mend::Limit(50).apply(&mut draft) && !Mend::Limit(50).apply(&mut draft));
        assert_eq!((draft.stores, draft.limit.as_str()), (None, "50"));
    }
}
