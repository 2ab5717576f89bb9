//! The flat list as a tree: who lies in which group, within the limits of size and depth.

use std::collections::HashMap;

use super::Checked;
use crate::domain::rule::draft::{Body, Draft, Node, NodeId};
use crate::domain::rule::{DEPTH_MAX, NODES_MAX};

/// A row that has its place in the tree. A parent stands before its children.
pub(super) struct Row<'a> {
    pub(super) node: &'a Node,
    /// The group it lies in, as a place in the list of rows; none for the root.
    pub(super) parent: Option<usize>,
    /// How deep it lies; the root is 1.
    depth: usize,
    /// It, or a group it lies in, is muted.
    pub(super) muted: bool,
    /// How many rows lie in it directly, muted ones and those that are left out included.
    pub(super) children: usize,
}

/// Returns the rows that have a place; those without are named as problems.
pub(super) fn arrange<'a>(draft: &'a Draft, checked: &mut Checked) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let Some(root) = draft.nodes.first() else {
        checked.problems.add("", "The rule is empty: add a condition.");
        return rows;
    };
    if root.parent.is_some() || !matches!(root.body, Body::Group { .. }) {
        checked.problems.add(root.id.as_str(), "A rule begins with a group that holds all its rows.");
        checked.unfinished.push(root.id.clone());
        return rows;
    }
    if draft.nodes.len() > NODES_MAX {
        let count = draft.nodes.len();
        let message =
            format!("A rule has at most {NODES_MAX} rows and groups; this one has {count}. Split it in two.");
        checked.problems.add(root.id.as_str(), message);
    }
    // A row's place by its name; none for one that was left out, so that its children are left out without a word.
    let mut places: HashMap<&NodeId, Option<usize>> = HashMap::new();
    for node in draft.nodes.iter().take(NODES_MAX) {
        if places.contains_key(&node.id) {
            checked
                .problems
                .add(node.id.as_str(), format!("Two rows are called “{}”; the second is left out.", node.id));
            continue;
        }
        let place = place(node, &rows, &places, checked);
        let parent = node.parent.as_ref().and_then(|named| places.get(named).copied().flatten());
        if let Some(parent) = parent.and_then(|at| rows.get_mut(at)) {
            parent.children += 1;
        }
        places.insert(&node.id, place.as_ref().map(|_| rows.len()));
        rows.extend(place);
    }
    rows
}

fn place<'a>(
    node: &'a Node,
    rows: &[Row<'a>],
    places: &HashMap<&NodeId, Option<usize>>,
    checked: &mut Checked,
) -> Option<Row<'a>> {
    let Some(named) = &node.parent else {
        if rows.is_empty() {
            return Some(Row { node, parent: None, depth: 1, muted: node.muted, children: 0 });
        }
        return leave_out(node, "This row lies in no group; remove it and add it anew.", checked);
    };
    let at = match places.get(named) {
        Some(Some(at)) => *at,
        Some(None) => return None,
        None => {
            return leave_out(
                node,
                "The group this row lies in is not there; remove it and add it anew.",
                checked,
            );
        }
    };
    let parent = rows.get(at)?;
    if !matches!(parent.node.body, Body::Group { .. }) {
        return leave_out(node, "Only a group can hold rows; move this one out.", checked);
    }
    let row = Row {
        node,
        parent: Some(at),
        depth: parent.depth + 1,
        muted: node.muted || parent.muted,
        children: 0,
    };
    if matches!(node.body, Body::Group { .. }) && row.depth > DEPTH_MAX {
        let message = format!("Groups nest at most {DEPTH_MAX} deep; move this one further out.");
        return leave_out(node, &message, checked);
    }
    Some(row)
}

fn leave_out<'a>(node: &'a Node, message: &str, checked: &mut Checked) -> Option<Row<'a>> {
    checked.problems.add(node.id.as_str(), message);
    checked.unfinished.push(node.id.clone());
    None
}
