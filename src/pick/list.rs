//! The list of a relation: its pins, then its rule's products in order, given out one by one.
//!
//! Only as many are put in order as are asked for; the sets and first products of rules that are the same for every
//! source are worked out once for a snapshot.

use std::collections::HashSet;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::order::{Shuffle, first};
use super::reason::Origin;
use super::stage::Filling;
use crate::domain::relation::Sort;
use crate::index::answer::Key;
use crate::index::run::matches;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::index::value::Asked;

/// How many of a rule's products are put in order at first.
const FIRST: usize = 500;

/// A relation's candidates.
pub struct Listed<'a> {
    standing: &'a Standing,
    source: Option<Doc>,
    pins: std::vec::IntoIter<Doc>,
    frozen: bool,
    set: Arc<RoaringBitmap>,
    listed: Arc<Vec<Doc>>,
    next: usize,
}

impl<'a> Listed<'a> {
    /// Returns the candidates of a relation for a source.
    pub fn new(
        snapshot: &Snapshot,
        filling: &Filling<'_>,
        standing: &'a Standing,
        source: Option<Doc>,
    ) -> Self {
        let find = |sku: &crate::domain::sku::Sku| snapshot.find(sku.fold());
        let pins: Vec<Doc> = standing.relation.target.pins.iter().filter_map(find).collect();
        let mut list = Self {
            standing,
            source,
            pins: pins.into_iter(),
            frozen: false,
            set: Arc::default(),
            listed: Arc::default(),
            next: 0,
        };
        if let Some(frozen) = list.frozen(snapshot, filling) {
            list.frozen = true;
            list.listed = Arc::new(frozen);
            return list;
        }
        list.set = list.answer(snapshot, filling);
        list.listed = list.ordered(snapshot, filling, FIRST);
        list
    }

    /// Returns the candidates that were not given out, in no order that anybody asked for.
    pub fn rest(self, seen: &HashSet<Doc>) -> impl Iterator<Item = Doc> {
        let listed = if self.frozen { self.listed.as_slice() } else { &[] };
        let set: Vec<Doc> = self.set.iter().map(Doc).filter(|doc| !seen.contains(doc)).collect();
        let frozen: Vec<Doc> = listed.iter().copied().filter(|doc| !seen.contains(doc)).collect();
        self.pins.filter(|doc| !seen.contains(doc)).chain(frozen).chain(set).collect::<Vec<_>>().into_iter()
    }

    /// Returns the next candidate.
    pub fn next(&mut self, filling: &Filling<'_>) -> Option<(Doc, Origin)> {
        if let Some(doc) = self.pins.next() {
            return Some((doc, Origin::Pin(self.standing.key.clone())));
        }
        let whole = usize::try_from(self.set.len()).unwrap_or(usize::MAX);
        if !self.frozen && self.next >= self.listed.len() && self.listed.len() < whole {
            self.listed = Arc::new(self.order(filling.snapshot, filling, whole));
        }
        let doc = self.listed.get(self.next).copied()?;
        self.next += 1;
        Some((doc, Origin::Rule(self.standing.key.clone())))
    }

    /// Returns the list that was frozen at publish, when the relation is not kept current and has one.
    fn frozen(&self, snapshot: &Snapshot, filling: &Filling<'_>) -> Option<Vec<Doc>> {
        if self.standing.relation.keep_current || !snapshot.is_live(self.standing) {
            return None;
        }
        let source = self.source.and_then(|doc| snapshot.product(doc)).map(|view| view.id());
        let list = snapshot.standing().frozen(self.standing.id, source, &filling.circumstances.locale)?;
        Some(list.iter().filter_map(|id| snapshot.find_id(*id)).collect())
    }

    fn answer(&self, snapshot: &Snapshot, filling: &Filling<'_>) -> Arc<RoaringBitmap> {
        let Some(rule) = &self.standing.relation.target.rule else { return Arc::default() };
        let circumstances = &filling.circumstances;
        let answer = || matches(snapshot, circumstances, rule, self.source);
        snapshot.answers().set(self.key(snapshot, filling, None), answer)
    }

    fn ordered(&self, snapshot: &Snapshot, filling: &Filling<'_>, count: usize) -> Arc<Vec<Doc>> {
        let sort = self.standing.relation.sort;
        let key = self.key(snapshot, filling, Some(sort)).filter(|_| sort != Sort::Shuffle);
        snapshot.answers().list(key, || self.order(snapshot, filling, count))
    }

    fn order(&self, snapshot: &Snapshot, filling: &Filling<'_>, count: usize) -> Vec<Doc> {
        let source = self.source.and_then(|doc| snapshot.product(doc)).map(|view| view.fold());
        let source = source.unwrap_or_default();
        let shuffle = Shuffle { day: filling.today, source: &source, relation: &self.standing.key };
        let sort = self.standing.relation.sort;
        first(snapshot, &filling.circumstances, &self.set, sort, shuffle, count)
    }

    /// Returns what the answer is kept under; none for drafts and for rules that each source answers for itself.
    fn key(&self, snapshot: &Snapshot, filling: &Filling<'_>, sort: Option<Sort>) -> Option<Key> {
        let rule = self.standing.relation.target.rule.as_ref()?;
        if rule.is_relative() || !snapshot.is_live(self.standing) {
            return None;
        }
        let circumstances = &filling.circumstances;
        let today = Asked::new(circumstances, snapshot.vocabulary()).today;
        Key::of_target(self.standing.id, rule, circumstances, today, sort)
    }
}
