//! Each: what one relation shows on each of many sources, for whoever wants all of them at once.
//!
//! A rule has one answer for all sources that it cannot tell apart: for every one where it does not compare with its
//! source, else for those that say the same where it does. Each source then leaves out its own family and what is hidden
//! on its page. What was read off a source for one relation is kept for the next.

use std::collections::{HashMap, HashSet};

use super::alike::Alike;
use super::choose::{Ask, Depth, Pick, by_itself};
use super::front::{Circle, Front, Ground};
use super::gate::SourceOf;
use super::order::Shuffle;
use super::stage::Filling;
use crate::domain::relation::Sort;
use crate::domain::rule::tree::Rule;
use crate::index::Circumstances;
use crate::index::run::Compiled;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// So many more products than a relation's limit are looked for, so that most sources find enough without their family.
const SPARE: usize = 8;
/// Most answers held at a time.
const HELD_MAX: usize = 50_000;
/// So many products are in the front of all sources, …
const FRONT: usize = if cfg!(test) { 8 } else { 1_024 };
/// … and in the one of those that say the same words.
const FRONT_OF_WORDS: usize = if cfg!(test) { 16 } else { 16_384 };
/// Most products of fronts held at a time, …
const FRONTS_MAX: usize = 4_000_000;
/// … and how often they are let go before no more are made: then most would not be used twice.
const FRONTS_TURNS: usize = 3;
/// From so many answers on, what sources have in common is worked out first.
const FRONT_FROM: usize = 4;
/// After so many tries it is seen whether a front is worth looking through: half of them have to have found enough.
const TRIED: usize = 32;

/// Returns what a source shows when it is not answered with others, for tests to compare with.
#[cfg(test)]
pub fn alone_picks(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    source: Option<Doc>,
) -> Vec<Pick> {
    let circumstances = ask.circumstances();
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let source = source.map(|doc| SourceOf::new(snapshot, doc));
    let ground = Ground { snapshot, ask, asked: &asked, standing, nothing: &HashSet::new() };
    picks(ground, source.as_ref(), 0)
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
        let relation = &standing.relation;
        let circumstances = self.circumstances.clone();
        let asked = Asked::new(&circumstances, self.snapshot.vocabulary());
        let (snapshot, ask, nothing) = (self.snapshot, self.ask, HashSet::new());
        let ground = Ground { snapshot, ask, asked: &asked, standing, nothing: &nothing };
        let limit = usize::try_from(relation.limit).unwrap_or(usize::MAX);
        let minimum = usize::try_from(relation.minimum).unwrap_or(usize::MAX);
        let rule = relation.target.rule.as_ref();
        let mut own = Vec::new();
        let mut tell = |doc, shown: &[Doc]| told(doc, if shown.len() < minimum { &[] } else { shown });
        // A frozen list may be every source's own.
        let circle = match (relation.keep_current, relation.sort) {
            (true, Sort::Shuffle) => rule.and_then(|rule| Turns::new(ground, rule)),
            (true, _) => return self.by_kind(ground, limit, sources, tell),
            (false, _) => None,
        };
        for doc in sources {
            own.clear();
            let source = SourceOf::new(snapshot, doc);
            match &circle {
                Some(circle) => circle.fill(ground, &source, limit, &mut own),
                None => own.extend(docs(picks(ground, Some(&source), 0))),
            }
            tell(doc, &own);
        }
    }

    fn by_kind(
        &mut self,
        ground: Ground<'_>,
        limit: usize,
        sources: impl Iterator<Item = Doc>,
        mut tell: impl FnMut(Doc, &[Doc]),
    ) {
        let (mut compared, words) = self.alike.take(ground.standing.relation.target.rule.as_ref());
        let mut answers = Answers::new(ground, limit.saturating_add(SPARE), words);
        let (mut kind, mut own) = (Vec::new(), Vec::new());
        for doc in sources {
            kind.clear();
            kind.extend(compared.iter_mut().map(|said| said.number(self.snapshot, ground.asked, doc)));
            let all = answers.of(&kind, doc);
            let first = all.get(..limit).unwrap_or(all);
            if self.is_single(doc) && !first.contains(&doc) {
                tell(doc, first);
                continue;
            }
            own.clear();
            let source = SourceOf::new(self.snapshot, doc);
            own.extend(all.iter().filter(|other| !source.leaves_out(**other)).take(limit));
            if own.len() < limit && all.len() >= answers.enough {
                own.clear();
                own.extend(docs(picks(ground, Some(&source), 0)));
            }
            tell(doc, &own);
        }
        self.alike.put(compared);
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

/// The turns of a shuffled relation's sources.
struct Turns {
    circle: Circle,
    day: chrono::NaiveDate,
}

/// What a relation shows, by kind of source, as if no source had a family.
struct Answers<'a> {
    ground: Ground<'a>,
    /// So many are looked for.
    enough: usize,
    /// So many numbers of a kind, in front, stand for what is no number.
    words: usize,
    known: HashMap<Vec<u32>, usize>,
    answers: Vec<Vec<Doc>>,
    /// The kind of the source before, and its answer's place.
    last: Option<(Vec<u32>, usize)>,
    parts: Option<Parts>,
}

/// A rule in parts, with what was worked out of each.
struct Parts {
    pins: Vec<Doc>,
    /// What depends on the source, and the front of the rest.
    open: Compiled,
    front: Front,
    tried: usize,
    missed: usize,
    /// What does not depend on the source's numbers, and what does.
    words: Compiled,
    numbers: Compiled,
    fronts: HashMap<Vec<u32>, Front>,
    held: usize,
    turns: usize,
}

impl Turns {
    fn new(ground: Ground<'_>, rule: &Rule) -> Option<Self> {
        let day = ground.asked.circumstances.at.with_timezone(&ground.asked.zone).date_naive();
        let compiled = Compiled::new(ground.snapshot, ground.asked, rule);
        let throw = Shuffle { day, source: "", relation: &ground.standing.key }.throw();
        (!compiled.is_relative()).then(|| Self { circle: ground.circle(&compiled, throw), day })
    }

    fn fill(&self, ground: Ground<'_>, source: &SourceOf, limit: usize, into: &mut Vec<Doc>) {
        let sku = ground.snapshot.product(source.doc).map(|view| view.fold()).unwrap_or_default();
        let shuffle = Shuffle { day: self.day, source: &sku, relation: &ground.standing.key };
        self.circle.fill(shuffle.throw(), source, limit, into);
    }
}

impl<'a> Answers<'a> {
    fn new(ground: Ground<'a>, enough: usize, words: usize) -> Self {
        let (known, answers) = (HashMap::new(), Vec::new());
        Self { ground, enough, words, known, answers, last: None, parts: None }
    }

    /// Returns the answer for the kind that a source is of.
    fn of(&mut self, kind: &[u32], doc: Doc) -> &[Doc] {
        let last = self.last.as_ref().filter(|(last, _)| last == kind).map(|(_, at)| *at);
        let at = last.or_else(|| self.known.get(kind).copied()).unwrap_or_else(|| {
            if self.answers.len() >= HELD_MAX {
                (self.known, self.answers) = (HashMap::new(), Vec::new());
            }
            let answer = self.answer(kind, doc);
            self.known.insert(kind.to_vec(), self.answers.len());
            self.answers.push(answer);
            self.answers.len() - 1
        });
        if last.is_none() {
            self.last = Some((kind.to_vec(), at));
        }
        self.answers.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    fn answer(&mut self, kind: &[u32], doc: Doc) -> Vec<Doc> {
        let (ground, enough) = (self.ground, self.enough);
        if self.answers.len() == FRONT_FROM && self.parts.is_none() {
            self.parts = Parts::new(ground);
        }
        let words = kind.get(..self.words).filter(|words| !words.is_empty() && words.len() < kind.len());
        let found = self.parts.as_mut().and_then(|parts| parts.answer(ground, words, doc, enough));
        found.unwrap_or_else(|| docs(picks(ground, Some(&SourceOf::without_family(doc)), SPARE)).collect())
    }
}

impl Parts {
    /// Returns a relation's rule in parts; none without a rule.
    fn new(ground: Ground<'_>) -> Option<Self> {
        let rule = ground.standing.relation.target.rule.as_ref()?;
        let compiled = Compiled::new(ground.snapshot, ground.asked, rule);
        let (fixed, open) = compiled.without_source();
        let (words, numbers) = compiled.without_numbers();
        let front = ground.front(&fixed, None, FRONT);
        let (pins, fronts) = (ground.pins(), HashMap::new());
        Some(Self { pins, open, front, tried: 0, missed: 0, words, numbers, fronts, held: 0, turns: 0 })
    }

    /// Returns the answer for a source: from the front for all, else from the one for all that say the same words; none
    /// where some may be missing.
    fn answer(
        &mut self,
        ground: Ground<'_>,
        words: Option<&[u32]>,
        doc: Doc,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let pins: Vec<Doc> = self.pins.iter().copied().take(count).collect();
        let mut found = pins.clone();
        if self.tried < TRIED || self.missed * 2 < self.tried {
            self.tried += 1;
            if ground.fill(&self.front, &self.open, doc, count, &mut found) {
                return Some(found);
            }
            self.missed += 1;
        }
        let words = words.filter(|_| self.turns < FRONTS_TURNS)?;
        found = pins;
        if self.held >= FRONTS_MAX {
            (self.fronts, self.held) = (HashMap::new(), 0);
            self.turns += 1;
        }
        if !self.fronts.contains_key(words) {
            let front = ground.front(&self.words, Some(doc), FRONT_OF_WORDS);
            self.held += front.len() + words.len();
            self.fronts.insert(words.to_vec(), front);
        }
        ground.fill(self.fronts.get(words)?, &self.numbers, doc, count, &mut found).then_some(found)
    }
}

fn docs(picks: Vec<Pick>) -> impl Iterator<Item = Doc> {
    picks.into_iter().map(|pick| pick.doc)
}

fn picks(ground: Ground<'_>, source: Option<&SourceOf>, spare: usize) -> Vec<Pick> {
    let block = by_itself();
    let mut filling = Filling::new(ground.snapshot, ground.ask, &block, ground.gate(), Depth::Picks);
    filling.spare = spare;
    filling.relation(ground.standing, source, false);
    filling.picks
}
