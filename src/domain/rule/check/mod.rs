//! The gate of the rule language: a draft in, a tree that can always be evaluated out, with all that is wrong.
//!
//! Total: any draft, however hostile, is checked in bounded time and depth. Three things can be wrong with a row:
//! *unfinished* ("Choose a field.") and *wrong* ("“ten” is not a number") rows are left out of the tree and named in
//! [`Checked::unfinished`]; a name that is *gone* stays in the tree, matches nothing, and is named in [`Checked::gone`].
//! `shape` arranges the flat list, `condition` reads one row, `value`, `name` and `source` read its right-hand side.
//! Must not know how a rule is answered.

mod condition;
pub mod meant;
mod name;
mod shape;
mod source;
mod value;

use super::draft::{Body, Draft, NodeId};
use super::tree::{Group, Node, Rule};
use crate::domain::problem::Problems;
use crate::domain::vocabulary::Vocabulary;

/// Which side of a relation a rule speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The products it is shown on: nothing to compare with, so no right-hand side of the source.
    Source,
    /// The products it shows.
    Target,
}

/// What the gate lets through.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What can be evaluated; none when no row is finished.
    pub rule: Option<Rule>,
    /// All that is wrong, at `t4` or `t4.v`; empty: the rule is right and whole.
    pub problems: Problems,
    /// Rows left out of the tree because they are unfinished or wrong; muted rows are not among them.
    pub unfinished: Vec<NodeId>,
    /// Rows in the tree that name something that is gone or was never there.
    pub gone: Vec<NodeId>,
}

/// Checks a draft against what can be named.
pub fn check(draft: &Draft, vocabulary: &Vocabulary, side: Side) -> Checked {
    let mut checked =
        Checked { rule: None, problems: Problems::default(), unfinished: Vec::new(), gone: Vec::new() };
    let rows = shape::arrange(draft, &mut checked);
    let mut made: Vec<Option<Node>> = Vec::with_capacity(rows.len());
    for row in &rows {
        made.push(match &row.node.body {
            _ if row.muted => None,
            Body::Condition(typed) => {
                condition::check(&row.node.id, typed, vocabulary, side, &mut checked).map(Node::Condition)
            }
            Body::Group { matching, same_variant } => {
                if row.children == 0 {
                    checked.problems.add(row.node.id.as_str(), empty_group(row.parent));
                    checked.unfinished.push(row.node.id.clone());
                }
                let (id, matching, same_variant) = (row.node.id.clone(), *matching, *same_variant);
                Some(Node::Group(Group { id, matching, same_variant, children: Vec::new() }))
            }
        });
    }
    checked.rule = assemble(&rows, made);
    checked
}

fn empty_group(parent: Option<usize>) -> &'static str {
    match parent {
        None => "The rule is empty: add a condition.",
        Some(_) => "This group is empty: add a condition to it, or remove it.",
    }
}

/// Hangs every row on its group, the last first; a group into which nothing came is left out.
fn assemble(rows: &[shape::Row<'_>], mut made: Vec<Option<Node>>) -> Option<Rule> {
    for row in rows.iter().rev() {
        let node = match made.pop().flatten() {
            Some(Node::Group(mut group)) => {
                group.children.reverse();
                if group.children.is_empty() {
                    continue;
                }
                Node::Group(group)
            }
            Some(node) => node,
            None => continue,
        };
        let Some(parent) = row.parent else {
            return match node {
                Node::Group(root) => Some(Rule { root }),
                Node::Condition(_) => None,
            };
        };
        if let Some(Some(Node::Group(group))) = made.get_mut(parent) {
            group.children.push(node);
        }
    }
    None
}

#[cfg(test)]
mod tests;
