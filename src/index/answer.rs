//! Answers: what was worked out once over a snapshot and holds as long as it does.
//!
//! Sets and first products of rules that every page asks for are kept under what they depend on. The next snapshot takes
//! over those that its changes cannot have touched. Bounded in bytes: when full, it is emptied.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, RwLock};

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

/// Most bytes of all sets kept, and of all lists kept.
const BYTES_MAX: usize = 32 << 20;
/// Bytes that an answer takes besides its products: its key, its place, its counters.
const OVERHEAD: usize = 256;

/// Most questions asked to carry answers over; from there on working out what is needed again is quicker.
const ASKED_MAX: usize = 20_000;

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
}

#[derive(Debug, Default)]
struct Kept {
    sets: HashMap<Key, Arc<RoaringBitmap>>,
    set_bytes: usize,
    lists: HashMap<Key, Arc<Vec<Doc>>>,
    list_bytes: usize,
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
            kept.keep_set(key, Arc::clone(&set));
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
            kept.keep_list(key, Arc::clone(&list));
        }
        list
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
                next.keep_set(key.clone(), set);
            }
            Some(next)
        });
        Self { kept: RwLock::new(carried.unwrap_or_default()) }
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
                self.keep_list(key, Arc::clone(list));
            }
        }
    }

    fn keep_set(&mut self, key: Key, set: Arc<RoaringBitmap>) {
        let bytes = set.serialized_size() + OVERHEAD;
        if self.set_bytes + bytes > BYTES_MAX {
            self.sets.clear();
            self.set_bytes = 0;
        }
        if bytes <= BYTES_MAX && self.sets.insert(key, set).is_none() {
            self.set_bytes += bytes;
        }
    }

    fn keep_list(&mut self, key: Key, list: Arc<Vec<Doc>>) {
        let bytes = list.len() * size_of::<Doc>() + OVERHEAD;
        if self.list_bytes + bytes > BYTES_MAX {
            self.lists.clear();
            self.list_bytes = 0;
        }
        if bytes <= BYTES_MAX && self.lists.insert(key, list).is_none() {
            self.list_bytes += bytes;
        }
    }
}

/// What changed between two snapshots.
#[derive(Debug)]
pub struct Changed<'a> {
    /// The places of changed, new and deleted products.
    pub products: &'a [Doc],
    /// The changed and deleted relations, and those whose answers depend on words that changed.
    pub relations: &'a HashSet<RelationId>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::category::Category;
    use crate::domain::locale::Localised;
    use crate::domain::rule::fixture;
    use crate::domain::vocabulary::Vocabulary;
    use crate::index::apply::{News, apply};
    use crate::index::build::{Everything, build};
    use crate::index::sample::{everything, here, relation};
    use crate::index::snapshot::Snapshot;

    #[test]
    fn what_is_kept_stays_within_its_bytes() {
        let Circumstances { store, locale, currency, .. } = here();
        let key = |relation| Key {
            relation: RelationId(relation),
            side: Side::Target,
            store,
            locale: locale.clone(),
            currency,
            day: 0,
            sort: None,
        };
        let answers = Answers::default();
        for relation in 0..200 {
            let list = answers.list(Some(key(relation)), || vec![Doc(7); 100_000]);
            let set = answers.set(Some(key(relation)), || (0..100_000).map(|doc| doc * 3).collect());
            assert_eq!((list.len(), set.len()), (100_000, 100_000));
            let kept = answers.kept.read().unwrap();
            assert!(kept.list_bytes <= BYTES_MAX && kept.set_bytes <= BYTES_MAX);
            let held: usize = kept.lists.values().map(|list| list.len() * 4 + OVERHEAD).sum();
            assert_eq!((kept.list_bytes, kept.lists.is_empty(), kept.sets.is_empty()), (held, false, false));
        }
        let again = answers.list(Some(key(199)), || panic!("kept"));
        assert_eq!(again.len(), 100_000);
    }

    #[test]
    fn answers_outlive_a_vocabulary_that_changes_nothing_they_depend_on() {
        use crate::domain::relation::draft::SourceKind;
        let on = |id, key: &str, rule: &str| {
            relation(id, key, "price less 50", |draft| {
                (draft.source_kind, draft.source_rule) = (SourceKind::Rule, fixture::rule(rule));
            })
        };
        let relations = vec![
            on(1, "plain", "brand equal sony"),
            on(2, "label", "category contains cam"),
            on(3, "branch", "category equal cameras /sub"),
        ];
        let old = build(Everything { relations, ..everything("a cat=lenses brand=sony price=1") });
        let set = |shop: &Snapshot, key| shop.source_set(shop.relation(key).unwrap(), &here());
        let kept = |change: &dyn Fn(&mut Vec<Category>)| {
            let known = old.vocabulary();
            let mut categories = known.categories().to_vec();
            change(&mut categories);
            let (stores, attributes) = (known.stores().to_vec(), known.attributes().to_vec());
            let (types, blocks) = (known.types().to_vec(), known.blocks().to_vec());
            let vocabulary = Vocabulary::new(stores, categories, attributes, types, blocks);
            let before = ["plain", "label", "branch"].map(|key| set(&old, key));
            let new = apply(&old, News { vocabulary: Some(vocabulary), ..News::default() });
            let after = ["plain", "label", "branch"].map(|key| set(&new, key));
            let same = before.iter().zip(&after).map(|(before, after)| Arc::ptr_eq(before, after));
            (same.collect::<Vec<_>>(), after.map(|set| set.len()))
        };
        assert_eq!(kept(&|_| {}), (vec![true; 3], [1, 0, 1]));
        let rename = |list: &mut Vec<Category>| list[1].name = Localised::plain("Cam lenses".into());
        assert_eq!(kept(&rename), (vec![true, false, true], [1, 1, 1]));
        let part = |list: &mut Vec<Category>| list[1].parent = None;
        assert_eq!(kept(&part), (vec![false; 3], [1, 0, 0]));
    }
}
