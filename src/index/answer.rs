//! Answers: what was worked out once over a snapshot and holds as long as it does.
//!
//! Sets of rules that every page asks for are kept under what they depend on. The next snapshot begins with none, so
//! nothing here can be out of date. Bounded: when full, it is emptied.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use roaring::RoaringBitmap;

use crate::domain::id::{RelationId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::relation::Sort;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{DateMatch, Group, Node, Rule, Test};

use super::Circumstances;
use super::snapshot::Doc;

/// Most answers kept.
const ANSWERS_MAX: usize = 50_000;
/// Most products in all lists kept.
const LISTED_MAX: usize = 20_000_000;

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

    fn read<T>(&self, f: impl FnOnce(&Kept) -> Option<T>) -> Option<T> {
        f(&*self.kept.read().ok()?)
    }
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
