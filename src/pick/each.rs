//! Each: what one relation shows on each of many sources, for whoever wants all of them at once.
//!
//! A rule has one answer for all sources that it cannot tell apart: for every one where it does not compare with its
//! source, else for those that say the same where it does. Each source then leaves out its own family and what is hidden
//! on its page. What was read off a source for one relation is kept for the next.

use std::collections::{HashMap, HashSet};

use super::alike::Alike;
use super::choose::{Ask, Context, Depth, Pick, by_itself};
use super::front::Front;
use super::gate::{Gate, SourceOf};
use super::stage::Filling;
use crate::domain::relation::Sort;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// So many more products than a relation's limit are looked for, so that most sources find enough without their family.
const SPARE: usize = 8;
/// Most answers held at a time.
const HELD_MAX: usize = 50_000;
/// From so many answers on, what all sources have in common is worked out first.
const FRONT_FROM: usize = 4;

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

/// Goes from source to source, relation after relation, over one snapshot.
pub struct Round<'a> {
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    circumstances: Circumstances,
    alike: Alike,
    /// By place: whether a source leaves out nothing but itself; none: it was not looked at yet.
    single: Vec<Option<bool>>,
}

impl<'a> Round<'a> {
    /// Returns a round before its first relation.
    pub fn new(snapshot: &'a Snapshot, ask: &'a Ask<'a>) -> Self {
        let circumstances = ask.circumstances();
        Self { snapshot, ask, circumstances, alike: Alike::default(), single: Vec::new() }
    }

    /// Calls back with every source and what the relation shows there by itself, in order.
    pub fn each(
        &mut self,
        standing: &Standing,
        sources: impl Iterator<Item = Doc>,
        mut told: impl FnMut(Doc, &[Doc]),
    ) {
        let (snapshot, ask, relation) = (self.snapshot, self.ask, &standing.relation);
        let circumstances = self.circumstances.clone();
        let asked = Asked::new(&circumstances, snapshot.vocabulary());
        // A shuffle is every source's own, and a frozen list may be.
        let is_shared = relation.keep_current && relation.sort != Sort::Shuffle;
        let compared = self.alike.of(relation.target.rule.as_ref());
        let limit = usize::try_from(relation.limit).unwrap_or(usize::MAX);
        let minimum = usize::try_from(relation.minimum).unwrap_or(usize::MAX);
        let mut answers = Answers::new(snapshot, ask, standing, &asked, limit.saturating_add(SPARE));
        let (mut kind, mut own) = (Vec::new(), Vec::new());
        for doc in sources {
            own.clear();
            if !is_shared {
                own.extend(docs(picks(snapshot, ask, standing, Some(&SourceOf::new(snapshot, doc)), 0)));
                told(doc, &own);
                continue;
            }
            self.alike.kind(&compared, snapshot, &asked, doc, &mut kind);
            let all = answers.of(&kind, doc);
            let first = all.get(..limit).unwrap_or(all);
            let shown = if self.is_single(doc) && !first.contains(&doc) {
                first
            } else {
                let source = SourceOf::new(snapshot, doc);
                own.extend(all.iter().filter(|other| !source.leaves_out(**other)).take(limit));
                if own.len() < limit && all.len() >= answers.enough {
                    own.clear();
                    own.extend(docs(picks(snapshot, ask, standing, Some(&source), 0)));
                }
                own.as_slice()
            };
            told(doc, if shown.len() < minimum { &[] } else { shown });
        }
    }

    fn is_single(&mut self, doc: Doc) -> bool {
        let Ok(place) = usize::try_from(doc.0) else { return false };
        if let Some(Some(known)) = self.single.get(place) {
            return *known;
        }
        let is = SourceOf::new(self.snapshot, doc).is_single();
        if self.single.len() <= place {
            self.single.resize(place.saturating_add(1), None);
        }
        if let Some(single) = self.single.get_mut(place) {
            *single = Some(is);
        }
        is
    }
}

/// What a relation shows, by kind of source, as if no source had a family.
struct Answers<'a> {
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    standing: &'a Standing,
    asked: &'a Asked<'a>,
    /// So many are looked for.
    enough: usize,
    held: HashMap<Vec<u32>, Vec<Doc>>,
    made: usize,
    front: Option<Front>,
}

impl<'a> Answers<'a> {
    fn new(
        snapshot: &'a Snapshot,
        ask: &'a Ask<'a>,
        standing: &'a Standing,
        asked: &'a Asked<'a>,
        enough: usize,
    ) -> Self {
        Self { snapshot, ask, standing, asked, enough, held: HashMap::new(), made: 0, front: None }
    }

    /// Returns the answer for the kind that a source is of.
    fn of(&mut self, kind: &[u32], doc: Doc) -> &[Doc] {
        if !self.held.contains_key(kind) {
            if self.held.len() >= HELD_MAX {
                self.held.clear();
            }
            let answer = self.answer(doc);
            self.held.insert(kind.to_vec(), answer);
        }
        self.held.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    fn answer(&mut self, doc: Doc) -> Vec<Doc> {
        let Self { snapshot, ask, standing, asked, enough, .. } = *self;
        self.made += 1;
        if self.made == FRONT_FROM {
            self.front = Front::new(snapshot, ask, standing, asked);
        }
        let found = self.front.as_ref().and_then(|front| front.first(snapshot, asked, doc, enough));
        found.unwrap_or_else(|| {
            docs(picks(snapshot, ask, standing, Some(&SourceOf::without_family(doc)), SPARE)).collect()
        })
    }
}

fn docs(picks: Vec<Pick>) -> impl Iterator<Item = Doc> {
    picks.into_iter().map(|pick| pick.doc)
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
