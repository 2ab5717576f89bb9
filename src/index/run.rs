//! Run: a checked rule in, the products that match out.
//!
//! A rule is *compiled* once over a snapshot; then it gives its whole set, its first products in an order, or says of
//! one product whether it matches. Whoever asks again and again keeps the [`Compiled`]; it holds as long as the
//! snapshot, the circumstances' day and the rule do. [`is_match`] reads one product instead and comes to the same.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::compile::{Plan, compile};
use super::order::Order;
use super::shape::Shaper;
use super::sieve::{Each, Place, Sieve};
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use super::verify::Joined;
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
    Run::new(snapshot, &asked, source).set(&Compiled::new(snapshot, &asked, rule))
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
    let source = source.and_then(|doc| snapshot.record(doc));
    let source = source.map(|product| Reader::product(&asked, product));
    let joined = Joined::of(&rule.root, &asked, source);
    snapshot.record(doc).is_some_and(|product| joined.holds(Reader::product(&asked, product)))
}

/// A rule over one snapshot, ready to be answered for any source.
#[derive(Debug, Clone)]
pub struct Compiled {
    sieve: Sieve,
    relative: bool,
}

impl Compiled {
    /// Returns the rule ready to be answered.
    pub fn new(snapshot: &Snapshot, asked: &Asked<'_>, rule: &Rule) -> Self {
        let bench = Bench { shaper: Shaper::new(snapshot, asked), asked, source: Given::Open };
        Self { sieve: bench.group(&rule.root), relative: rule.is_relative() }
    }

    /// Returns true when each source has its own answer.
    pub fn is_relative(&self) -> bool {
        self.relative
    }

    /// Returns about how many bytes it holds.
    pub fn bytes(&self) -> usize {
        self.sieve.bytes()
    }

    /// Returns what the rule asks of all sources alike, and what depends on the source; what passes both passes the rule.
    pub fn without_source(&self) -> (Self, Self) {
        self.parted(|_| true)
    }

    /// Returns what does not depend on the source's numbers, and what does; likewise.
    pub fn without_numbers(&self) -> (Self, Self) {
        self.parted(compares_numbers)
    }

    fn parted(&self, is_meant: fn(&Node) -> bool) -> (Self, Self) {
        let alone = std::slice::from_ref(&self.sieve);
        let children = if let Sieve::All(list) = &self.sieve { list.as_slice() } else { alone };
        let (behind, before): (Vec<Sieve>, Vec<Sieve>) =
            children.iter().cloned().partition(|child| has_open(child, is_meant));
        let part = |list| Self { sieve: Sieve::All(list), relative: true };
        (part(before), part(behind))
    }
}

/// One question: the circumstances and the source are set, rules and nodes can be asked one after the other.
pub struct Run<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked<'a>,
    source: Option<Reader<'a>>,
    place: Place<'a>,
    kept: HashMap<NodeId, Sieve>,
}

impl<'a> Run<'a> {
    /// Returns the question.
    pub fn new(snapshot: &'a Snapshot, asked: &'a Asked<'a>, source: Option<Doc>) -> Self {
        let source =
            source.and_then(|doc| snapshot.record(doc)).map(|product| Reader::product(asked, product));
        Self { snapshot, asked, source, place: Place::new(snapshot, asked), kept: HashMap::new() }
    }

    /// Returns the products that match a compiled rule.
    pub fn set(&self, compiled: &Compiled) -> RoaringBitmap {
        self.filled(compiled).sift(self.place())
    }

    /// Returns the first `count` products in an order that match a compiled rule.
    pub fn first(&self, compiled: &Compiled, order: &Order<'_>, count: usize) -> Vec<Doc> {
        order.first(&self.filled(compiled), self.place(), count)
    }

    /// Returns the first `count` of a list in an order that match a compiled rule.
    pub fn among(&self, compiled: &Compiled, order: &Order<'_>, list: &[Doc], count: usize) -> Vec<Doc> {
        let (sieve, place) = (self.filled(compiled), self.place());
        let list = window(&sieve, order, list);
        list.iter().filter(|doc| sieve.passes(doc.0, place)).take(count).copied().collect()
    }

    /// Returns true when a product matches a compiled rule.
    pub fn holds(&self, compiled: &Compiled, doc: Doc) -> bool {
        self.filled(compiled).passes(doc.0, self.place())
    }

    /// Returns a compiled rule with the source's values in it.
    pub(super) fn filled<'b>(&self, compiled: &'b Compiled) -> Cow<'b, Sieve> {
        match compiled.relative {
            true => Cow::Owned(self.bench().fill(&compiled.sieve)),
            false => Cow::Borrowed(&compiled.sieve),
        }
    }

    /// Returns where sieves are used.
    pub fn place(&self) -> Place<'a> {
        self.place
    }

    fn bench(&self) -> Bench<'_> {
        let shaper = Shaper::new(self.snapshot, self.asked);
        Bench { shaper, asked: self.asked, source: Given::Source(self.source) }
    }

    /// Keeps every condition outside same-variant groups compiled, so that they can be put together in many ways. Equal
    /// ones of a group are compiled once.
    pub fn keep(&mut self, group: &Group) {
        let mut known: Vec<&Condition> = Vec::new();
        for child in &group.children {
            match child {
                Node::Group(inner) if !inner.same_variant => self.keep(inner),
                Node::Group(_) => {}
                Node::Condition(condition) => {
                    let same = known.iter().find(|known| is_same(known, condition));
                    let sieve = same.and_then(|same| self.kept.get(&same.id).cloned());
                    let sieve = sieve.unwrap_or_else(|| self.bench().condition(condition));
                    self.kept.insert(condition.id.clone(), sieve);
                    known.push(condition);
                }
            }
        }
    }

    /// Returns the products among `within` that match a group.
    pub fn group(&self, group: &Group, within: &RoaringBitmap) -> RoaringBitmap {
        self.sieve_of(group).sift_among(within, self.place())
    }

    /// Returns the products among `within` that match a node.
    pub fn node(&self, node: &Node, within: &RoaringBitmap) -> RoaringBitmap {
        match node {
            Node::Group(group) => self.group(group, within),
            Node::Condition(condition) => self.sieve_of_condition(condition).sift_among(within, self.place()),
        }
    }

    fn sieve_of(&self, group: &Group) -> Sieve {
        let bench = self.bench();
        if group.same_variant {
            return bench.group(group);
        }
        let child = |node: &Node| match node {
            Node::Group(group) => self.sieve_of(group),
            Node::Condition(condition) => self.sieve_of_condition(condition),
        };
        bench.join(group.matching, group.children.iter().map(child).collect())
    }

    fn sieve_of_condition(&self, condition: &Condition) -> Sieve {
        self.kept.get(&condition.id).cloned().unwrap_or_else(|| self.bench().condition(condition))
    }
}

/// What is known of the source while a rule is compiled.
#[derive(Clone, Copy)]
enum Given<'a> {
    /// It comes later.
    Open,
    /// This one, or none at all.
    Source(Option<Reader<'a>>),
}

/// What rules are compiled with.
struct Bench<'a> {
    shaper: Shaper<'a>,
    asked: &'a Asked<'a>,
    source: Given<'a>,
}

impl Bench<'_> {
    fn node(&self, node: &Node) -> Sieve {
        match node {
            Node::Group(group) => self.group(group),
            Node::Condition(condition) => self.condition(condition),
        }
    }

    fn group(&self, group: &Group) -> Sieve {
        if group.same_variant && !group.children.is_empty() {
            return self.same_variant(group);
        }
        // Whichever way they are joined, saying the same twice says it once.
        let is_first = |(at, child): &(usize, &Node)| {
            let before = group.children.iter().take(*at);
            !before.into_iter().any(|known| is_same_node(known, child))
        };
        let children = group.children.iter().enumerate().filter(is_first);
        self.join(group.matching, children.map(|(_, child)| self.node(child)).collect())
    }

    fn join(&self, matching: Matching, children: Vec<Sieve>) -> Sieve {
        let size = self.shaper.size();
        match matching {
            _ if children.is_empty() => Sieve::nothing(),
            Matching::All => Sieve::all(children, size),
            Matching::Any => Sieve::any(children, size),
            Matching::None => Sieve::any(children, size).opposite(),
        }
    }

    fn condition(&self, condition: &Condition) -> Sieve {
        let source = match self.source {
            Given::Open if condition.test.is_relative() => {
                return Sieve::Open(Arc::new(Node::Condition(condition.clone())));
            }
            Given::Open => None,
            Given::Source(source) => source,
        };
        let sieve = self.shaper.sieve(&compile(condition, self.asked, source));
        if condition.negated { sieve.opposite() } else { sieve }
    }

    /// Returns a sieve with what was open filled.
    fn fill(&self, sieve: &Sieve) -> Sieve {
        let all = |list: &[Sieve]| list.iter().map(|child| self.fill(child)).collect::<Vec<_>>();
        match sieve {
            Sieve::Open(node) => self.node(node),
            Sieve::Not(inner) => self.fill(inner).opposite(),
            Sieve::All(list) => Sieve::all(all(list), self.shaper.size()),
            Sieve::Any(list) => Sieve::any(all(list), self.shaper.size()),
            other => other.clone(),
        }
    }

    /// Sets say what some variant carries, which is not enough here: each product is asked variant by variant, of those
    /// that the sets leave.
    fn same_variant(&self, group: &Group) -> Sieve {
        let source = match self.source {
            Given::Open if is_relative(group) => {
                return Sieve::Open(Arc::new(Node::Group(group.clone())));
            }
            Given::Open => None,
            Given::Source(source) => source,
        };
        let asked = Joined::of(group, self.asked, source);
        let among = self.among_group(group, source);
        Sieve::Each(Arc::new(Each { asked, among }))
    }

    /// Returns a sieve that holds none back of which a variant can meet the group.
    fn among_group(&self, group: &Group, source: Option<Reader<'_>>) -> Sieve {
        let child = |node: &Node| match node {
            Node::Group(group) => self.among_group(group, source),
            Node::Condition(condition) => self.among(condition, source),
        };
        match group.matching {
            Matching::None => Sieve::everything(),
            matching => self.join(matching, group.children.iter().map(child).collect()),
        }
    }

    /// What is the product's own holds for its variants alike; what a variant carries, some variant must.
    fn among(&self, condition: &Condition, source: Option<Reader<'_>>) -> Sieve {
        let plan = compile(condition, self.asked, source);
        let by_variant = matches!(
            condition.field,
            Field::Price | Field::RegularPrice | Field::DiscountPercent | Field::Stock | Field::OnSale
        );
        let carried = matches!(condition.field, Field::Attribute(_) | Field::Sku | Field::InStock);
        let says_no = matches!(&plan, Plan::Is(Field::InStock, wanted) if wanted.contains(&false));
        match condition.negated {
            _ if by_variant || says_no => Sieve::everything(),
            true if carried => Sieve::everything(),
            true => self.shaper.sieve(&plan).opposite(),
            false => self.shaper.sieve(&plan),
        }
    }
}

/// Returns true when two conditions ask the same, whatever they are called.
fn is_same(left: &Condition, right: &Condition) -> bool {
    (left.field, left.negated) == (right.field, right.negated) && left.test == right.test
}

fn is_same_node(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Condition(left), Node::Condition(right)) => is_same(left, right),
        _ => false,
    }
}

fn is_relative(group: &Group) -> bool {
    group.children.iter().any(|child| match child {
        Node::Group(group) => is_relative(group),
        Node::Condition(condition) => condition.test.is_relative(),
    })
}

/// Returns the part of a list in an order outside of which nothing passes, as far as a range of the order's own numbers
/// tells.
fn window<'a>(sieve: &Sieve, order: &Order<'_>, list: &'a [Doc]) -> &'a [Doc] {
    let Some((sorted, down)) = order.line().filter(|(sorted, _)| sorted.is_single()) else { return list };
    let alone = std::slice::from_ref(sieve);
    let tests = if let Sieve::All(list) = sieve { list.as_slice() } else { alone };
    let range = tests.iter().find_map(|test| match test {
        Sieve::Range(range) if std::ptr::eq(range.sorted.as_ref(), sorted) => Some((range.low, range.high)),
        _ => None,
    });
    let Some((low, high)) = range else { return list };
    let place = |is_before: &dyn Fn(i64) -> bool| {
        list.partition_point(|doc| sorted.get(doc.0).is_some_and(is_before))
    };
    let (from, to) = match down {
        true => (place(&|number| number > high), place(&|number| number >= low)),
        false => (place(&|number| number < low), place(&|number| number <= high)),
    };
    list.get(from..to).unwrap_or_default()
}

/// Returns true when a sieve holds something open that is meant.
fn has_open(sieve: &Sieve, is_meant: fn(&Node) -> bool) -> bool {
    match sieve {
        Sieve::Open(node) => is_meant(node),
        Sieve::Not(inner) => has_open(inner, is_meant),
        Sieve::All(list) | Sieve::Any(list) => list.iter().any(|child| has_open(child, is_meant)),
        Sieve::Set(..) | Sieve::Range(_) | Sieve::Each(_) => false,
    }
}

fn compares_numbers(node: &Node) -> bool {
    match node {
        Node::Group(group) => group.children.iter().any(compares_numbers),
        Node::Condition(condition) => condition.test.is_of_numbers(),
    }
}
