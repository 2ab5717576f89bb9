//! Shelves: for every term the set of products that carry it, for every number the products by it and in its order.
//!
//! What stands on them comes from `fact`; a changed product alters only what it no longer carries or newly does.

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::cells::Cells;
use super::fact::{Facts, Measure, Term, upwards};
use super::names::Names;
use super::share::Shards;
use super::sorted::Sorted;
use super::word::Words;
use crate::domain::id::CategoryId;
use crate::domain::vocabulary::Vocabulary;

/// All sets and sorted numbers.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    pub(super) terms: Shards<Term, Arc<RoaringBitmap>>,
    pub(super) numbers: HashMap<Measure, Arc<Sorted>>,
    /// The skus as labels: what breaks every tie.
    pub(super) skus: Arc<Sorted>,
    /// What a shuffle throws each product with, drawn from its sku alone.
    pub(super) dice: Arc<Cells>,
    pub(super) names: Arc<Names>,
    pub(super) words: Words,
}

impl Shelf {
    /// Puts a product's new facts in the place of its old ones.
    pub fn change(&mut self, doc: u32, mut old: Facts, mut new: Facts) {
        for facts in [&mut old, &mut new] {
            facts.terms.sort_unstable();
            facts.terms.dedup();
            facts.numbers.sort_by_key(|(measure, _)| *measure);
        }
        for term in old.terms.iter().filter(|term| new.terms.binary_search(term).is_err()) {
            if let Some(set) = self.terms.entry(*term, Arc::default) {
                Arc::make_mut(set).remove(doc);
            }
        }
        for term in new.terms.iter().filter(|term| old.terms.binary_search(term).is_err()) {
            if let Some(set) = self.terms.entry(*term, Arc::default) {
                Arc::make_mut(set).insert(doc);
            }
        }
        if old.texts != new.texts {
            self.words.take(doc, &old.texts);
            self.words.put(doc, &new.texts);
        }
        let (old, new) = (by_measure(&old), by_measure(&new));
        for (measure, numbers) in &new {
            if old.get(measure) != Some(numbers) {
                self.put(*measure, doc, numbers);
            }
        }
        for measure in old.keys().filter(|measure| !new.contains_key(measure)) {
            self.put(*measure, doc, &[]);
        }
    }

    fn put(&mut self, measure: Measure, doc: u32, numbers: &[i64]) {
        Arc::make_mut(self.numbers.entry(measure).or_default()).set(doc, numbers);
    }

    /// Gives products whose sku is new, another or gone their place among the skus; `sku` tells that of any product.
    pub fn rename(&mut self, fresh: Vec<(u32, Option<String>)>, sku: impl Fn(u32) -> Option<String>) {
        if fresh.is_empty() {
            return;
        }
        let dice = Arc::make_mut(&mut self.dice);
        for (doc, sku) in &fresh {
            dice.set(*doc, sku.as_deref().map(toss));
        }
        for numbers in self.numbers.values_mut() {
            for (doc, _) in fresh.iter().filter(|(doc, _)| numbers.get(*doc).is_some()).collect::<Vec<_>>() {
                Arc::make_mut(numbers).loosen(*doc);
            }
        }
        Arc::make_mut(&mut self.skus).label(fresh, None, sku);
    }

    /// Makes orders anew from which too many products have moved.
    pub fn settle(&mut self) {
        for numbers in self.numbers.values_mut().filter(|numbers| numbers.is_unsettled()) {
            Arc::make_mut(numbers).merge(Some(&self.skus));
        }
    }

    /// Works out anew what lies below which category.
    pub fn regroup(&mut self, vocabulary: &Vocabulary) {
        let mut below: HashMap<CategoryId, RoaringBitmap> = HashMap::new();
        for category in vocabulary.categories() {
            below.entry(category.id).or_default();
            let Some(set) = self.set(Term::Category(category.id)) else { continue };
            for upper in upwards(category.id, vocabulary) {
                *below.entry(upper).or_default() |= set.as_ref();
            }
        }
        for (category, set) in below {
            self.terms.insert(Term::Below(category), Arc::new(set));
        }
    }

    /// Adds the terms that follow from others: what lies below and in any category, and which choices are filled.
    pub fn complete(&mut self, vocabulary: &Vocabulary) {
        self.regroup(vocabulary);
        let mut any = RoaringBitmap::new();
        for set in vocabulary.categories().iter().filter_map(|known| self.set(Term::Category(known.id))) {
            any |= set.as_ref();
        }
        self.join(Term::AnyCategory, any);
        for attribute in vocabulary.attributes() {
            let mut filled = RoaringBitmap::new();
            for option in &attribute.options {
                if let Some(set) = self.set(Term::Option(option.id)) {
                    filled |= set.as_ref();
                }
            }
            self.join(Term::Filled(attribute.id), filled);
        }
    }

    fn join(&mut self, term: Term, mut docs: RoaringBitmap) {
        if docs.is_empty() {
            return;
        }
        if let Some(known) = self.set(term) {
            docs |= known.as_ref();
        }
        docs.optimize();
        self.terms.insert(term, Arc::new(docs));
    }

    /// Returns the words of names, skus and texts of attributes.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Returns the products that carry a term.
    pub fn set(&self, term: Term) -> Option<&Arc<RoaringBitmap>> {
        self.terms.get(&term)
    }

    /// Returns the numbers of a measure.
    pub fn numbers(&self, measure: Measure) -> Option<&Arc<Sorted>> {
        self.numbers.get(&measure)
    }

    /// Returns the skus as labels, in order.
    pub fn skus(&self) -> &Arc<Sorted> {
        &self.skus
    }

    /// Returns what a shuffle throws each product with.
    pub fn dice(&self) -> &Arc<Cells> {
        &self.dice
    }

    /// Returns how many products have a number of a measure.
    pub fn filled(&self, measure: Measure) -> usize {
        self.numbers.get(&measure).map_or(0, |sorted| sorted.filled())
    }

    /// Returns how many bytes of memory sets, numbers and orders take.
    pub fn memory(&self) -> usize {
        let sets: usize = self.terms.iter().map(|(_, set)| set.serialized_size() + 64).sum();
        let numbers: usize = self.numbers.values().map(|sorted| sorted.bytes()).sum();
        sets + numbers + self.skus.bytes() + self.dice.bytes()
    }
}

fn by_measure(facts: &Facts) -> HashMap<Measure, Vec<i64>> {
    let mut lists: HashMap<Measure, Vec<i64>> = HashMap::new();
    for (measure, number) in &facts.numbers {
        lists.entry(*measure).or_default().push(*number);
    }
    lists
}

/// Returns a number that looks random and is always the same for the same sku.
pub(super) fn toss(sku: &str) -> i64 {
    let eat = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let state = stir(sku.bytes().fold(0xcbf2_9ce4_8422_2325, eat));
    i64::from(u32::try_from(state >> 32).unwrap_or(0))
}

/// Returns a number in whose every bit each bit of the one given counts.
pub fn stir(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
