//! Front: the first products of what a relation's rule asks of many sources alike, of which each source takes its own.
//!
//! Most sources find enough among them, so that a rule over a large catalogue is answered once and then only looked
//! through. Who does not is answered by itself.

use std::collections::HashSet;

use super::choose::{Ask, Context, by_itself};
use super::gate::{Gate, SourceOf};
use crate::index::order::Order;
use crate::index::run::{Compiled, Run};
use crate::index::shuffle::Throw;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// Where fronts are made: of which relation, under which circumstances.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Of which snapshot.
    pub snapshot: &'a Snapshot,
    /// What is asked.
    pub ask: &'a Ask<'a>,
    /// The same, ready for rules.
    pub asked: &'a Asked<'a>,
    /// The relation.
    pub standing: &'a Standing,
    /// Nothing that came earlier.
    pub nothing: &'a HashSet<Doc>,
}

/// Products that may be shown, in the relation's order.
#[derive(Debug)]
pub struct Front {
    docs: Vec<Doc>,
    /// There are no others.
    is_whole: bool,
}

/// All products that a shuffled relation may show, as they lie in their circle.
#[derive(Debug)]
pub struct Circle {
    pins: Vec<Doc>,
    /// Each with its place among all that its rule matches.
    docs: Vec<(usize, Doc)>,
    matching: usize,
}

impl<'a> Ground<'a> {
    /// Returns the pins that may be shown, in order.
    pub fn pins(&self) -> Vec<Doc> {
        let mut pins = self.known_pins();
        pins.retain(self.may_show());
        pins
    }

    fn known_pins(&self) -> Vec<Doc> {
        let mut seen = HashSet::new();
        let pins = self.standing.relation.target.pins.iter();
        pins.filter_map(|sku| self.snapshot.find(sku.fold())).filter(|doc| seen.insert(*doc)).collect()
    }

    /// Returns what says of a product whether it passes every exclusion that holds for all sources.
    fn may_show(&self) -> impl Fn(&Doc) -> bool + use<'a> {
        let hidden = self.standing.relation.target.hidden.iter();
        let hidden: HashSet<Doc> = hidden.filter_map(|sku| self.snapshot.find(sku.fold())).collect();
        let gate = self.gate();
        move |doc| gate.reason(*doc, None).is_none() && !hidden.contains(doc)
    }

    /// Returns the gate of what shows by itself.
    pub fn gate(&self) -> Gate<'a> {
        Gate::new(self.snapshot, self.ask, by_itself().stock_policy, Context::Nothing, self.nothing)
    }

    fn order(&self) -> Order<'a> {
        self.snapshot.order(self.standing.relation.sort, self.asked.circumstances, Throw::default())
    }

    /// Adds the products of a front that match what is left to ask of a rule until there are `count`; false where some may
    /// be missing.
    pub fn fill(
        &self,
        front: &Front,
        left: &Compiled,
        source: Doc,
        count: usize,
        into: &mut Vec<Doc>,
    ) -> bool {
        let run = Run::new(self.snapshot, self.asked, Some(source));
        into.extend(run.among(left, &self.order(), &front.docs, count.saturating_sub(into.len())));
        front.is_whole || into.len() >= count
    }

    /// Returns the first products of a rule, or of a part of it, so many at most, that may be shown and are not pinned.
    pub fn front(&self, compiled: &Compiled, source: Option<Doc>, length: usize) -> Front {
        let found = Run::new(self.snapshot, self.asked, source).first(compiled, &self.order(), length);
        let (pins, may_show) = (self.known_pins(), self.may_show());
        let is_whole = found.len() < length;
        Front {
            docs: found.into_iter().filter(|doc| !pins.contains(doc) && may_show(doc)).collect(),
            is_whole,
        }
    }

    /// Returns the circle of a relation whose rule has one answer for all sources.
    pub fn circle(&self, compiled: &Compiled, throw: Throw) -> Circle {
        let sort = self.standing.relation.sort;
        let order = self.snapshot.order(sort, self.asked.circumstances, Throw { turn: 0, ..throw });
        let found = Run::new(self.snapshot, self.asked, None).first(compiled, &order, usize::MAX);
        let (pins, may_show, matching) = (self.known_pins(), self.may_show(), found.len());
        let docs = found.into_iter().enumerate();
        let docs = docs.filter(|(_, doc)| !pins.contains(doc) && may_show(doc)).collect();
        Circle { pins: self.pins(), docs, matching }
    }
}

impl Front {
    /// Returns how many products it holds.
    pub fn len(&self) -> usize {
        self.docs.len()
    }
}

impl Circle {
    /// Puts down the first `count` products from where a source's turn begins, without those that it leaves out.
    pub fn fill(&self, throw: Throw, source: &SourceOf, count: usize, into: &mut Vec<Doc>) {
        let begin = throw.begin(self.matching);
        let (before, behind) = self.docs.split_at(self.docs.partition_point(|(place, _)| *place < begin));
        let round = behind.iter().chain(before).map(|(_, doc)| doc);
        let left = self.pins.iter().chain(round).filter(|doc| !source.leaves_out(**doc));
        into.extend(left.take(count));
    }
}
