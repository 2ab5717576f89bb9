//! Each: what one relation shows on each of many sources, for whoever wants all of them at once.
//!
//! A rule has one answer for all sources that it cannot tell apart: for every one where it does not compare with its
//! source, else for those of which the conditions on the source say the same. Each source then leaves out its own family
//! and what is hidden on its page.

use std::collections::{HashMap, HashSet};

use super::choose::{Ask, Context, Depth, Pick, by_itself};
use super::gate::{Gate, SourceOf};
use super::stage::Filling;
use crate::domain::relation::Sort;
use crate::domain::rule::tree::{Condition, Group, Node};
use crate::index::compile::{Plan, compile};
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::{Asked, Reader};

/// So many more products than a relation's limit are looked for, so that most sources find enough without their family.
const SPARE: usize = 32;
/// Most answers held at a time.
const HELD_MAX: usize = 10_000;

/// Returns what one relation shows for a source by itself, as [`super::choose::alone`] does, without reasons.
pub fn alone_picks(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    source: Option<Doc>,
) -> Vec<Pick> {
    let source = source.map(|doc| SourceOf::new(snapshot, doc));
    picks(snapshot, ask, standing, source.as_ref(), 0)
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
    let circumstances = ask.circumstances();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let mut relative = Vec::new();
    if let Some(rule) = &relation.target.rule {
        conditions(&rule.root, &mut relative);
    }
    // A shuffle is every source's own, and a frozen list may be.
    let is_shared = relation.keep_current && relation.sort != Sort::Shuffle;
    let limit = usize::try_from(relation.limit).unwrap_or(usize::MAX);
    let minimum = usize::try_from(relation.minimum).unwrap_or(usize::MAX);
    let mut held: HashMap<String, Vec<Pick>> = HashMap::new();
    for doc in sources {
        let source = SourceOf::new(snapshot, doc);
        if !is_shared {
            told(doc, &picks(snapshot, ask, standing, Some(&source), 0));
            continue;
        }
        if held.len() > HELD_MAX {
            held.clear();
        }
        let all = held
            .entry(said(snapshot, &asked, &relative, doc))
            .or_insert_with(|| picks(snapshot, ask, standing, Some(&SourceOf::without_family(doc)), SPARE));
        let left = all.iter().filter(|pick| !source.leaves_out(pick.doc)).take(limit);
        let mut own: Vec<Pick> = left.map(|pick| Pick { source: Some(doc), ..pick.clone() }).collect();
        let is_whole = all.len() < limit.saturating_add(SPARE);
        if own.len() < limit && !is_whole {
            own = picks(snapshot, ask, standing, Some(&source), 0);
        }
        if own.len() < minimum {
            own.clear();
        }
        told(doc, &own);
    }
}

/// Adds the conditions that compare with the source.
fn conditions<'a>(group: &'a Group, into: &mut Vec<&'a Condition>) {
    for child in &group.children {
        match child {
            Node::Group(inner) => conditions(inner, into),
            Node::Condition(condition) if condition.test.is_relative() => into.push(condition),
            Node::Condition(_) => {}
        }
    }
}

/// Returns what conditions on the source come to for one: the same for sources that they cannot tell apart.
fn said(snapshot: &Snapshot, asked: &Asked<'_>, relative: &[&Condition], doc: Doc) -> String {
    let reader = snapshot.record(doc).map(|product| Reader::product(asked, product));
    let plans: Vec<Plan> = relative.iter().map(|condition| compile(condition, asked, reader)).collect();
    format!("{plans:?}")
}

fn picks(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    source: Option<&SourceOf>,
    spare: usize,
) -> Vec<Pick> {
    let (block, earlier) = (by_itself(), HashSet::new());
    let gate = Gate::new(snapshot, ask, block.stock_policy, Context::Nothing, &earlier);
    let mut filling = Filling::new(snapshot, ask, &block, gate, Depth::Picks);
    filling.spare = spare;
    filling.relation(standing, source, false);
    filling.picks
}
