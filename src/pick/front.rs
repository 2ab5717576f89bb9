//! Front: the first products of what a relation's rule asks of all sources alike, of which each source takes its own.
//!
//! Most sources find enough among them, so that a rule over a large catalogue is answered once and then only looked
//! through. Who does not is answered by itself.

use std::collections::HashSet;

use super::choose::{Ask, Context, by_itself};
use super::gate::Gate;
use crate::index::run::{Compiled, Run};
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// So many products are looked for.
const LONG: usize = 4_096;

/// Products that may be shown, in the relation's order.
pub struct Front {
    pins: Vec<Doc>,
    docs: Vec<Doc>,
    /// There are no others.
    is_whole: bool,
    /// What depends on the source.
    open: Compiled,
}

impl Front {
    /// Returns the front of a relation whose order is the same for all sources; none without a rule.
    pub fn new(snapshot: &Snapshot, ask: &Ask<'_>, standing: &Standing, asked: &Asked<'_>) -> Option<Self> {
        let target = &standing.relation.target;
        let (fixed, open) = Compiled::new(snapshot, asked, target.rule.as_ref()?).parted();
        let (block, earlier) = (by_itself(), HashSet::new());
        let gate = Gate::new(snapshot, ask, block.stock_policy, Context::Nothing, &earlier);
        let hidden: HashSet<Doc> = target.hidden.iter().filter_map(|sku| snapshot.find(sku.fold())).collect();
        let may_show = |doc: &Doc| gate.reason(*doc, None).is_none() && !hidden.contains(doc);
        let mut seen = HashSet::new();
        let pins = target.pins.iter().filter_map(|sku| snapshot.find(sku.fold()));
        let pins: Vec<Doc> = pins.filter(|doc| seen.insert(*doc)).filter(may_show).collect();
        let order = snapshot.order(standing.relation.sort, asked.circumstances, 0);
        let found = Run::new(snapshot, asked, None).first(&fixed, &order, LONG);
        let is_whole = found.len() < LONG;
        let docs = found.into_iter().filter(|doc| !seen.contains(doc)).filter(may_show).collect();
        Some(Self { pins, docs, is_whole, open })
    }

    /// Returns the first `count` of a source, its own family among them; none where some may be missing.
    pub fn first(
        &self,
        snapshot: &Snapshot,
        asked: &Asked<'_>,
        source: Doc,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let mut found: Vec<Doc> = self.pins.iter().copied().take(count).collect();
        let run = Run::new(snapshot, asked, Some(source));
        found.extend(run.among(&self.open, &self.docs, count - found.len()));
        (self.is_whole || found.len() == count).then_some(found)
    }
}
