//! Counts: how many products a rule matches, and what each of its nodes does to that number.
//!
//! The editor shows them after every action; they come from the evaluator that answers shoppers.

use roaring::RoaringBitmap;

use super::Circumstances;
use super::run::Run;
use super::snapshot::{Doc, Snapshot};
use super::value::Asked;
use crate::domain::rule::draft::{Matching, NodeId};
use crate::domain::rule::tree::{Group, Node, Rule};

/// What a rule matches, as numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many products match the whole rule.
    pub total: usize,
    /// Every group and condition, in reading order.
    pub nodes: Vec<NodeCount>,
    /// When nothing matches: the condition, else the group, whose removal brings most back, and how many.
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
pub fn count(snapshot: &Snapshot, circumstances: &Circumstances, rule: &Rule, source: Option<Doc>) -> Counts {
    let asked = Asked::new(circumstances, snapshot.vocabulary());
    let mut run = Run::new(snapshot, &asked, source);
    run.keep(&rule.root);
    let total = run.group(&rule.root, snapshot.all());
    let mut tally =
        Tally { run: &run, all: snapshot.all(), root: &rule.root, total: total.len(), nodes: Vec::new() };
    tally.nodes.push(NodeCount { node: rule.root.id.clone(), count: size(&total), effect: 0 });
    tally.children(&rule.root, false);
    let conditions = tally.nodes.iter().filter(|node| total.is_empty() && node.effect > 0);
    // A single condition is the smaller cut; where none helps, a whole group may.
    let key = |node: &&NodeCount| (is_condition(&rule.root, &node.node), node.effect);
    let best = conditions.max_by_key(key);
    let rescue = best.map(|node| (node.node.clone(), usize::try_from(node.effect).unwrap_or(0)));
    Counts { total: size(&total), rescue, nodes: tally.nodes }
}

struct Tally<'a> {
    run: &'a Run<'a>,
    all: &'a RoaringBitmap,
    root: &'a Group,
    total: u64,
    nodes: Vec<NodeCount>,
}

impl Tally<'_> {
    fn children(&mut self, group: &Group, in_same_variant: bool) {
        let same_variant = in_same_variant || group.same_variant;
        for child in &group.children {
            let id = id_of(child);
            let alone = self.alone(child, same_variant);
            let effect = signed(self.without(id)) - signed(self.total);
            self.nodes.push(NodeCount { node: id.clone(), count: size(&alone), effect });
            if let Node::Group(inner) = child {
                self.children(inner, same_variant);
            }
        }
    }

    /// Inside a group that one variant must meet, a node alone is still a matter of one variant.
    fn alone(&self, node: &Node, same_variant: bool) -> RoaringBitmap {
        if !same_variant {
            return self.run.node(node, self.all);
        }
        let children = vec![node.clone()];
        let id = id_of(node).clone();
        self.run.group(&Group { id, matching: Matching::All, same_variant: true, children }, self.all)
    }

    /// A group that loses its last child goes with it; a rule that loses its last condition asks for nothing, so that
    /// every product is left.
    fn without(&self, id: &NodeId) -> u64 {
        match less(self.root, id) {
            Some(root) => self.run.group(&root, self.all).len(),
            None => self.all.len(),
        }
    }
}

fn less(group: &Group, id: &NodeId) -> Option<Group> {
    let mut children = Vec::with_capacity(group.children.len());
    for child in &group.children {
        match child {
            child if id_of(child) == id => {}
            Node::Group(inner) => children.extend(less(inner, id).map(Node::Group)),
            Node::Condition(_) => children.push(child.clone()),
        }
    }
    (!children.is_empty()).then(|| Group { children, ..group.clone() })
}

fn is_condition(group: &Group, id: &NodeId) -> bool {
    group.children.iter().any(|child| match child {
        Node::Group(inner) => is_condition(inner, id),
        Node::Condition(condition) => condition.id == *id,
    })
}

fn id_of(node: &Node) -> &NodeId {
    match node {
        Node::Group(group) => &group.id,
        Node::Condition(condition) => &condition.id,
    }
}

fn size(set: &RoaringBitmap) -> usize {
    usize::try_from(set.len()).unwrap_or(usize::MAX)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
