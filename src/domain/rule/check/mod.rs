//! The gate of the rule language: a draft in, a tree that can always be evaluated out, with all that is wrong.
//!
//! Total: any draft, however hostile, is checked in bounded time and depth. Rows that are unfinished or wrong are left
//! out of the tree and named; a name that is gone stays in it and matches nothing. Must not know how a rule is answered.

use super::draft::{Draft, NodeId};
use super::tree::Rule;
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
pub fn check(_draft: &Draft, _vocabulary: &Vocabulary, _side: Side) -> Checked {
    Checked { rule: None, problems: Problems::default(), unfinished: Vec::new(), gone: Vec::new() }
}
