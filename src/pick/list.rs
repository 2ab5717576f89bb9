//! The list of a relation: its pins, then its rule's products in order, given out one by one.
//!
//! Only as many are looked for as are asked for. The rule is compiled once for a snapshot; where its answer is the same
//! for every source, that is worked out once too.

use std::collections::HashSet;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::order::Shuffle;
use super::reason::Origin;
use super::stage::Filling;
use crate::domain::relation::Sort;
use crate::index::Circumstances;
use crate::index::answer::Key;
use crate::index::run::{Compiled, Run};
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// So many more of a rule's products than twice its relation's limit are looked for at first, …
const SPARE: usize = 8;
/// … and at most so many.
const FIRST_MAX: usize = 64;
/// How many times as many are looked for when those are used up.
const MORE: usize = 8;

/// A relation's candidates.
pub struct Listed<'a> {
    snapshot: &'a Snapshot,
    standing: &'a Standing,
    circumstances: Circumstances,
    today: chrono::NaiveDate,
    source: Option<Doc>,
    pins: std::vec::IntoIter<Doc>,
    frozen: bool,
    compiled: Option<Arc<Compiled>>,
    listed: Arc<Vec<Doc>>,
    is_whole: bool,
    next: usize,
}

impl<'a> Listed<'a> {
    /// Returns the candidates of a relation for a source.
    pub fn new(
        snapshot: &'a Snapshot,
        filling: &Filling<'_>,
        standing: &'a Standing,
        source: Option<Doc>,
    ) -> Self {
        let find = |sku: &crate::domain::sku::Sku| snapshot.find(sku.fold());
        let pins: Vec<Doc> = standing.relation.target.pins.iter().filter_map(find).collect();
        let mut list = Self {
            snapshot,
            standing,
            circumstances: filling.circumstances.clone(),
            today: filling.today,
            source,
            pins: pins.into_iter(),
            frozen: false,
            compiled: None,
            listed: Arc::default(),
            is_whole: true,
            next: 0,
        };
        if let Some(frozen) = list.frozen() {
            list.frozen = true;
            list.listed = Arc::new(frozen);
            return list;
        }
        list.is_whole = standing.relation.target.rule.is_none();
        list
    }

    /// Returns the candidates that were not given out, in no order that anybody asked for; to count them costs no look
    /// at each.
    pub fn rest(self, seen: &HashSet<Doc>) -> impl Iterator<Item = Doc> {
        let left = |doc: &Doc| !seen.contains(doc);
        let listed = if self.frozen { self.listed.as_slice() } else { &[] };
        let listed = listed.iter().copied().filter(left);
        let mut before: Vec<Doc> = self.pins.as_slice().iter().copied().filter(left).chain(listed).collect();
        before.reverse();
        let mut set = match (self.frozen, self.is_whole) {
            (true, _) => RoaringBitmap::new(),
            (false, true) => self.listed.iter().map(|doc| doc.0).collect(),
            (false, false) => self.answer(),
        };
        seen.iter().for_each(|doc| {
            set.remove(doc.0);
        });
        Rest { before, set: set.into_iter() }
    }

    /// Returns the next candidate.
    pub fn next(&mut self, _: &Filling<'_>) -> Option<(Doc, Origin)> {
        if let Some(doc) = self.pins.next() {
            return Some((doc, Origin::Pin(self.standing.key.clone())));
        }
        if !self.is_whole && self.next >= self.listed.len() {
            self.look_further();
        }
        let doc = self.listed.get(self.next).copied()?;
        self.next += 1;
        Some((doc, Origin::Rule(self.standing.key.clone())))
    }

    /// Returns the list that was frozen at publish, when the relation is not kept current and was frozen. While it was
    /// not, its rule answers.
    fn frozen(&self) -> Option<Vec<Doc>> {
        let snapshot = self.snapshot;
        if self.standing.relation.keep_current || !snapshot.is_live(self.standing) {
            return None;
        }
        let source = self.source.and_then(|doc| snapshot.product(doc)).map(|view| view.id());
        let list = snapshot.standing().frozen(self.standing.id, source, &self.circumstances.locale)?;
        Some(list.iter().filter_map(|id| snapshot.find_id(*id)).collect())
    }

    fn look_further(&mut self) {
        let sort = self.standing.relation.sort;
        let kept = self.key(Some(sort)).filter(|_| !self.is_relative() && sort != Sort::Shuffle);
        let limit = usize::try_from(self.standing.relation.limit).unwrap_or(usize::MAX);
        let at_first = limit.saturating_mul(2).saturating_add(SPARE).min(FIRST_MAX);
        let count = if self.listed.is_empty() { at_first } else { self.listed.len().saturating_mul(MORE) };
        let kept = kept.filter(|_| count == at_first);
        let compiled = self.compiled();
        let answers = self.snapshot.answers();
        self.listed = answers.list(kept, || self.first(compiled.as_deref(), count));
        self.compiled = compiled;
        self.is_whole = self.listed.len() < count;
    }

    fn first(&self, compiled: Option<&Compiled>, count: usize) -> Vec<Doc> {
        let Some(compiled) = compiled else { return Vec::new() };
        let source = self.source.and_then(|doc| self.snapshot.product(doc)).map(|view| view.fold());
        let source = source.unwrap_or_default();
        let shuffle = Shuffle { day: self.today, source: &source, relation: &self.standing.key };
        let order = self.snapshot.order(self.standing.relation.sort, &self.circumstances, shuffle.throw());
        let asked = Asked::new(&self.circumstances, self.snapshot.vocabulary());
        Run::new(self.snapshot, &asked, self.source).first(compiled, &order, count)
    }

    fn answer(&self) -> RoaringBitmap {
        let asked = Asked::new(&self.circumstances, self.snapshot.vocabulary());
        let compiled = self.compiled();
        let answer = || {
            let run = Run::new(self.snapshot, &asked, self.source);
            compiled.map(|compiled| run.set(&compiled)).unwrap_or_default()
        };
        let key = self.key(None).filter(|_| !self.is_relative());
        self.snapshot.answers().set(key, answer).as_ref().clone()
    }

    fn is_relative(&self) -> bool {
        self.standing.relation.target.rule.as_ref().is_some_and(|rule| rule.is_relative())
    }

    /// Returns the compiled rule; that of a live relation is kept in the snapshot.
    fn compiled(&self) -> Option<Arc<Compiled>> {
        if let Some(compiled) = &self.compiled {
            return Some(Arc::clone(compiled));
        }
        let rule = self.standing.relation.target.rule.as_ref()?;
        let asked = Asked::new(&self.circumstances, self.snapshot.vocabulary());
        let make = || Compiled::new(self.snapshot, &asked, rule);
        Some(match self.key(None) {
            Some(key) => self.snapshot.plans().plan(key, self.standing.version, make),
            None => Arc::new(make()),
        })
    }

    /// Returns what the answer is kept under; none for drafts.
    fn key(&self, sort: Option<Sort>) -> Option<Key> {
        let rule = self.standing.relation.target.rule.as_ref()?;
        if !self.snapshot.is_live(self.standing) {
            return None;
        }
        let today = Asked::new(&self.circumstances, self.snapshot.vocabulary()).today;
        Key::of_target(self.standing.id, rule, &self.circumstances, today, sort)
    }
}

/// The candidates that were not given out.
struct Rest {
    /// Those in a list, the last one first.
    before: Vec<Doc>,
    set: roaring::bitmap::IntoIter,
}

impl Iterator for Rest {
    type Item = Doc;

    fn next(&mut self) -> Option<Doc> {
        self.before.pop().or_else(|| self.set.next().map(Doc))
    }

    fn count(self) -> usize {
        self.before.len() + self.set.len()
    }
}
