//! Each: what one relation shows on each of many sources, for whoever wants all of them at once.
//!
//! A rule that does not compare with its source has one answer, of which each source leaves out its own family and what
//! is hidden on its page; one that does is answered for each.

use std::collections::HashSet;

use super::choose::{Ask, Context, Depth, Pick, by_itself};
use super::gate::{Gate, SourceOf};
use super::stage::Filling;
use crate::index::snapshot::{Doc, Snapshot, Standing};

/// So many more products than a relation's limit are looked for, so that most sources find enough without their family.
const SPARE: u32 = 64;

/// Returns what one relation shows for a source by itself, as [`super::choose::alone`] does, without reasons.
pub fn alone_picks(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    source: Option<Doc>,
) -> Vec<Pick> {
    let source = source.map(|doc| SourceOf::new(snapshot, doc));
    picks(snapshot, ask, standing, source.as_ref())
}

/// Calls back with every source and what the relation shows there by itself, in order.
pub fn each_source(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    sources: impl Iterator<Item = Doc>,
    mut told: impl FnMut(Doc, &[Pick]),
) {
    let relation = &standing.relation;
    let is_relative = relation.target.rule.as_ref().is_some_and(|rule| rule.is_relative());
    let limit = usize::try_from(relation.limit).unwrap_or(usize::MAX);
    let minimum = usize::try_from(relation.minimum).unwrap_or(usize::MAX);
    let shared = (!is_relative && relation.keep_current).then(|| {
        let mut wide = standing.clone();
        wide.relation.limit = relation.limit.saturating_add(SPARE);
        wide.relation.minimum = 0;
        let all = picks(snapshot, ask, &wide, None);
        let is_whole = u32::try_from(all.len()).is_ok_and(|count| count < wide.relation.limit);
        (all, is_whole)
    });
    for doc in sources {
        let source = SourceOf::new(snapshot, doc);
        let own = shared.as_ref().and_then(|(all, is_whole)| {
            let left = all.iter().filter(|pick| !source.leaves_out(pick.doc)).take(limit);
            let left: Vec<Pick> = left.map(|pick| Pick { source: Some(doc), ..pick.clone() }).collect();
            (*is_whole || left.len() == limit).then_some(left)
        });
        let mut own = own.unwrap_or_else(|| picks(snapshot, ask, standing, Some(&source)));
        if own.len() < minimum {
            own.clear();
        }
        told(doc, &own);
    }
}

fn picks(snapshot: &Snapshot, ask: &Ask<'_>, standing: &Standing, source: Option<&SourceOf>) -> Vec<Pick> {
    let (block, earlier) = (by_itself(), HashSet::new());
    let gate = Gate::new(snapshot, ask, block.stock_policy, Context::Nothing, &earlier);
    let mut filling = Filling::new(snapshot, ask, &block, gate, Depth::Picks);
    filling.relation(standing, source, false);
    filling.picks
}
