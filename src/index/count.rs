//! Counts: how many products a rule matches, and what each of its nodes does to that number.
//!
//! The editor shows them after every action; they come from the evaluator that answers shoppers.

use super::Circumstances;
use super::snapshot::{Doc, Snapshot};
use crate::domain::rule::draft::NodeId;
use crate::domain::rule::tree::Rule;

/// What a rule matches, as numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many products match the whole rule.
    pub total: usize,
    /// Every group and condition, in reading order.
    pub nodes: Vec<NodeCount>,
    /// When nothing matches: the condition whose removal brings most back, and how many.
    pub rescue: Option<(NodeId, usize)>,
}

/// What one node does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeCount {
    /// Which one.
    pub node: NodeId,
    /// How many products match this node alone.
    pub count: usize,
    /// Matches of the rule without the node, less those with it: what it takes away; negative where it adds.
    pub effect: i64,
}

/// Returns the counts of a rule.
pub fn count(_snapshot: &Snapshot, _circumstances: &Circumstances, _rule: &Rule, _source: Option<Doc>) -> Counts {
    Counts::default()
}
