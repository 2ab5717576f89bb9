//! Run: a checked rule in, the set of products that match out.
//!
//! Conditions with a set or a sorted list on the shelves are answered from there; the rest is asked of each product that
//! the others left. [`is_match`] asks one product alone and comes to the same.

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::compile::{Plan, compile};
use super::packed::Record;
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use super::verify::passes;
use crate::domain::rule::draft::{Matching, NodeId};
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Condition, Group, Node, Rule};

/// Returns all products that match, whatever their status or stock. A condition on the source's value matches nothing
/// where no source is given.
pub fn matches(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    rule: &Rule,
    source: Option<Doc>,
) -> RoaringBitmap {
    let asked = Asked::new(circumstances, snapshot.vocabulary());
    Run::new(snapshot, &asked, source).group(&rule.root, snapshot.all())
}

/// Returns true when that one product matches.
pub fn is_match(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    rule: &Rule,
    source: Option<Doc>,
    doc: Doc,
) -> bool {
    let asked = Asked::new(circumstances, snapshot.vocabulary());
    let run = Run::new(snapshot, &asked, source);
    snapshot.record(doc).is_some_and(|product| run.group_holds(&rule.root, Reader::product(&asked, product)))
}

/// One question: the circumstances and the source are set, nodes can be asked one after the other.
pub struct Run<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked<'a>,
    source: Option<Reader<'a>>,
    kept: HashMap<NodeId, Arc<RoaringBitmap>>,
}

impl<'a> Run<'a> {
    /// Returns the question.
    pub fn new(snapshot: &'a Snapshot, asked: &'a Asked<'a>, source: Option<Doc>) -> Self {
        let source =
            source.and_then(|doc| snapshot.record(doc)).map(|product| Reader::product(asked, product));
        Self { snapshot, asked, source, kept: HashMap::new() }
    }

    /// Keeps the whole set of every condition outside same-variant groups, so that they can be put together in many ways.
    pub fn keep(&mut self, group: &Group) {
        for child in &group.children {
            match child {
                Node::Group(inner) if !inner.same_variant => self.keep(inner),
                Node::Group(_) => {}
                Node::Condition(condition) => {
                    let set = self.condition(condition, self.snapshot.all());
                    self.kept.insert(condition.id.clone(), Arc::new(set));
                }
            }
        }
    }

    /// Returns the products among `within` that match a group.
    pub fn group(&self, group: &Group, within: &RoaringBitmap) -> RoaringBitmap {
        if group.children.is_empty() || within.is_empty() {
            return RoaringBitmap::new();
        }
        if group.same_variant {
            return self.same_variant(group, within);
        }
        let mut children: Vec<&Node> = group.children.iter().collect();
        children.sort_by_key(|child| self.cost(child));
        match group.matching {
            Matching::All => {
                let mut left = within.clone();
                for child in children {
                    left = self.node(child, &left);
                }
                left
            }
            Matching::Any => self.any(&children, within),
            Matching::None => within - self.any(&children, within),
        }
    }

    fn any(&self, children: &[&Node], within: &RoaringBitmap) -> RoaringBitmap {
        let (mut found, mut left) = (RoaringBitmap::new(), within.clone());
        for child in children {
            let more = self.node(child, &left);
            left -= &more;
            found |= more;
        }
        found
    }

    /// Returns the products among `within` that match a node.
    pub fn node(&self, node: &Node, within: &RoaringBitmap) -> RoaringBitmap {
        match node {
            Node::Group(group) => self.group(group, within),
            Node::Condition(condition) => match self.kept.get(&condition.id) {
                Some(set) => within & set.as_ref(),
                None => self.condition(condition, within),
            },
        }
    }

    /// Sets come first, then groups, then what has to be asked of each product.
    fn cost(&self, node: &Node) -> u8 {
        match node {
            Node::Group(group) => 1 + u8::from(group.same_variant),
            Node::Condition(condition) => match compile(condition, self.asked, self.source) {
                Plan::Text(Field::Description | Field::Url, ..) => 3,
                _ => 0,
            },
        }
    }

    fn condition(&self, condition: &Condition, within: &RoaringBitmap) -> RoaringBitmap {
        let plan = compile(condition, self.asked, self.source);
        let positive = match self.snapshot.find_set(&plan, self.asked) {
            Found::Exactly(set) => set & within,
            Found::Among(set) => self.ask(&plan, &(set & within)),
            Found::Unknown => self.ask(&plan, within),
        };
        if condition.negated { within - positive } else { positive }
    }

    fn ask(&self, plan: &Plan, among: &RoaringBitmap) -> RoaringBitmap {
        self.filter(among, |product| passes(plan, Reader::product(self.asked, product)))
    }

    fn filter(&self, among: &RoaringBitmap, holds: impl Fn(Record<'a>) -> bool) -> RoaringBitmap {
        let is_kept = |doc: &u32| self.snapshot.record(Doc(*doc)).is_some_and(&holds);
        among.iter().filter(is_kept).collect()
    }

    /// Sets say what some variant carries, which is not enough here; conditions that must hold on attributes of any
    /// variant narrow the candidates, then each is asked variant by variant.
    fn same_variant(&self, group: &Group, within: &RoaringBitmap) -> RoaringBitmap {
        let mut among = within.clone();
        if group.matching == Matching::All {
            for child in &group.children {
                let Node::Condition(condition) = child else { continue };
                let plan = compile(condition, self.asked, self.source);
                if !condition.negated && matches!(plan, Plan::AnyOption(..) | Plan::AllOptions(..)) {
                    among = self.condition(condition, &among);
                }
            }
        }
        self.filter(&among, |product| self.group_holds(group, Reader::product(self.asked, product)))
    }

    /// Returns true when one product, or one variant, matches a group.
    pub fn group_holds(&self, group: &Group, candidate: Reader<'a>) -> bool {
        if group.children.is_empty() {
            return false;
        }
        if group.same_variant && !candidate.is_variant() {
            let mut active = candidate.each_variant().peekable();
            if active.peek().is_some() {
                return active.any(|variant| self.joined(group, variant));
            }
        }
        self.joined(group, candidate)
    }

    fn joined(&self, group: &Group, candidate: Reader<'a>) -> bool {
        let mut children = group.children.iter();
        match group.matching {
            Matching::All => children.all(|child| self.node_holds(child, candidate)),
            Matching::Any => children.any(|child| self.node_holds(child, candidate)),
            Matching::None => !children.any(|child| self.node_holds(child, candidate)),
        }
    }

    fn node_holds(&self, node: &Node, candidate: Reader<'a>) -> bool {
        match node {
            Node::Group(group) => self.group_holds(group, candidate),
            Node::Condition(condition) => {
                let plan = compile(condition, self.asked, self.source);
                passes(&plan, candidate) != condition.negated
            }
        }
    }
}

/// What the shelves know of a test.
pub enum Found {
    /// These and no others pass.
    Exactly(RoaringBitmap),
    /// Others do not pass; these have to be asked.
    Among(RoaringBitmap),
    /// Each has to be asked.
    Unknown,
}
