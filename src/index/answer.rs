//! Answers: what was worked out once over a snapshot and holds as long as it does.
//!
//! Sets of rules that every page asks for are kept under what they depend on. The next snapshot begins with none, so
//! nothing here can be out of date. Bounded: when full, it is emptied.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use crate::domain::id::{RelationId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::relation::{Relation, Sort, Source};
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{DateMatch, Group, Node, Rule, Test};

use super::Circumstances;
use super::snapshot::Doc;

/// Most answers kept.
const ANSWERS_MAX: usize = 50_000;
/// Most products in all lists kept.
const LISTED_MAX: usize = 20_000_000;

/// Most questions asked to carry answers over; from there on working out what is needed again is quicker.
const ASKED_MAX: usize = 5_000;

/// What an answer depends on besides its rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    relation: RelationId,
    side: Side,
    store: StoreId,
    locale: Locale,
    currency: Currency,
    day: i64,
    sort: Option<Sort>,
}

/// Which of a relation's two rules is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Source,
    Target,
}

impl Key {
    /// Returns the key of a source rule's answer; none when the rule depends on the very moment and must be asked anew.
    pub fn of_source(
        relation: RelationId,
        rule: &Rule,
        circumstances: &Circumstances,
        today: i64,
    ) -> Option<Self> {
        Self::of(relation, Side::Source, rule, circumstances, today, None)
    }

    /// Returns the key of a target rule's answer, as a set or in an order; none likewise.
    pub fn of_target(
        relation: RelationId,
        rule: &Rule,
        circumstances: &Circumstances,
        today: i64,
        sort: Option<Sort>,
    ) -> Option<Self> {
        Self::of(relation, Side::Target, rule, circumstances, today, sort)
    }

    /// Returns the rule that was answered, as the relation has it.
    pub fn rule<'a>(&self, relation: &'a Relation) -> Option<&'a Rule> {
        match (self.side, &relation.source) {
            (Side::Source, Source::Rule(rule)) => Some(rule),
            (Side::Source, _) => None,
            (Side::Target, _) => relation.target.rule.as_ref(),
        }
    }

    /// Returns whose answer it is.
    pub fn relation(&self) -> RelationId {
        self.relation
    }

    /// Returns the circumstances it was answered under, at another moment.
    pub fn circumstances(&self, at: DateTime<Utc>) -> Circumstances {
        Circumstances { store: self.store, locale: self.locale.clone(), currency: self.currency, at }
    }

    fn of(
        relation: RelationId,
        side: Side,
        rule: &Rule,
        circumstances: &Circumstances,
        today: i64,
        sort: Option<Sort>,
    ) -> Option<Self> {
        let Circumstances { store, locale, currency, .. } = circumstances.clone();
        let day = match span(&rule.root) {
            Span::Always => 0,
            Span::Day => today,
            Span::Moment => return None,
        };
        Some(Self { relation, side, store, locale, currency, day, sort })
    }
}

/// All answers of a snapshot.
#[derive(Debug, Default)]
pub struct Answers {
    kept: RwLock<Kept>,
    by_sku: OnceLock<Arc<Vec<Doc>>>,
}

#[derive(Debug, Default)]
struct Kept {
    sets: HashMap<Key, Arc<RoaringBitmap>>,
    lists: HashMap<Key, Arc<Vec<Doc>>>,
    listed: usize,
}

impl Answers {
    /// Returns the kept set of a key, worked out first where there is none.
    pub fn set(&self, key: Option<Key>, work_out: impl FnOnce() -> RoaringBitmap) -> Arc<RoaringBitmap> {
        let Some(key) = key else { return Arc::new(work_out()) };
        if let Some(set) = self.read(|kept| kept.sets.get(&key).cloned()) {
            return set;
        }
        let set = Arc::new(work_out());
        if let Ok(mut kept) = self.kept.write() {
            if kept.sets.len() >= ANSWERS_MAX {
                kept.sets.clear();
            }
            kept.sets.insert(key, Arc::clone(&set));
        }
        set
    }

    /// Returns the kept list of a key, worked out first where there is none.
    pub fn list(&self, key: Option<Key>, work_out: impl FnOnce() -> Vec<Doc>) -> Arc<Vec<Doc>> {
        let Some(key) = key else { return Arc::new(work_out()) };
        if let Some(list) = self.read(|kept| kept.lists.get(&key).cloned()) {
            return list;
        }
        let list = Arc::new(work_out());
        if let Ok(mut kept) = self.kept.write() {
            if kept.lists.len() >= ANSWERS_MAX || kept.listed >= LISTED_MAX {
                kept.lists.clear();
                kept.listed = 0;
            }
            kept.listed += list.len();
            kept.lists.insert(key, Arc::clone(&list));
        }
        list
    }

    /// Returns all products in order of sku, put in order first where that was not done yet.
    pub fn by_sku(&self, work_out: impl FnOnce() -> Vec<Doc>) -> Arc<Vec<Doc>> {
        Arc::clone(self.by_sku.get_or_init(|| Arc::new(work_out())))
    }

    /// Returns the answers that hold on in the next snapshot. Those of changed relations go, and after a change of
    /// products those that depend on the day. A few changed products are asked anew by `ask`, which says whether one
    /// matches; lists stay where none of them matched or matches. Many products make all go.
    pub fn carry(&self, changed: &Changed<'_>, ask: impl Fn(&Key, Doc) -> bool) -> Self {
        let carried = self.read(|kept| {
            let stays = |key: &Key| {
                !changed.relations.contains(&key.relation) && (changed.products.is_empty() || key.day == 0)
            };
            let keys: Vec<&Key> = kept.sets.keys().filter(|key| stays(key)).collect();
            if keys.len().saturating_mul(changed.products.len()) > ASKED_MAX {
                return None;
            }
            let mut next = Kept::default();
            for key in keys {
                let Some(set) = kept.sets.get(key) else { continue };
                let matched = |doc: &Doc| (*doc, set.contains(doc.0), ask(key, *doc));
                let asked: Vec<(Doc, bool, bool)> = changed.products.iter().map(matched).collect();
                if asked.iter().all(|(_, was, is)| !was && !is) {
                    next.keep_lists(kept, key);
                }
                let mut set = Arc::clone(set);
                for (doc, _, is) in asked.into_iter().filter(|(_, was, is)| was != is) {
                    let set = Arc::make_mut(&mut set);
                    if is {
                        set.insert(doc.0)
                    } else {
                        set.remove(doc.0)
                    };
                }
                next.sets.insert(key.clone(), set);
            }
            Some(next)
        });
        Self { kept: RwLock::new(carried.unwrap_or_default()), by_sku: OnceLock::new() }
    }

    fn read<T>(&self, f: impl FnOnce(&Kept) -> Option<T>) -> Option<T> {
        f(&*self.kept.read().ok()?)
    }
}

impl Kept {
    /// Takes the lists over that come from the same set.
    fn keep_lists(&mut self, from: &Self, set: &Key) {
        for sort in Sort::ALL {
            let key = Key { sort: Some(*sort), ..set.clone() };
            if let Some(list) = from.lists.get(&key) {
                self.listed += list.len();
                self.lists.insert(key, Arc::clone(list));
            }
        }
    }
}

/// What changed between two snapshots.
#[derive(Debug)]
pub struct Changed<'a> {
    /// The places of changed, new and deleted products.
    pub products: &'a [Doc],
    /// The changed and deleted relations.
    pub relations: &'a [RelationId],
}

/// How long an answer holds while the catalogue stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Span {
    Always,
    Day,
    Moment,
}

fn span(group: &Group) -> Span {
    let of = |child: &Node| match child {
        Node::Group(group) => span(group),
        Node::Condition(condition) => match (&condition.field, &condition.test) {
            (Field::IsNew, _) | (_, Test::IsAsSource(Field::IsNew)) => Span::Moment,
            (_, Test::Date(DateMatch::InLastDays(_) | DateMatch::InNextDays(_))) => Span::Day,
            _ => Span::Always,
        },
    };
    group.children.iter().map(of).max().unwrap_or(Span::Always)
}
