//! Shelves: for every term the set of products that carry it, and for every number the products in its order.
//!
//! What stands on them comes from `fact`; putting a product in or taking it out alters only its own terms' sets.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::fact::{Facts, Measure, Term};
use super::share::Shards;
use super::word::{self, Words};

/// Most entries of one block of a sorted list; a change copies one block.
const BLOCK: usize = 2_048;

/// One product in so many makes a set dense.
const DENSE: u64 = 64;

/// All sets and sorted numbers.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    terms: Shards<Term, Arc<RoaringBitmap>>,
    numbers: Shards<Measure, Arc<Sorted>>,
    words: Words,
}

impl Shelf {
    /// Returns the shelf of many products at once.
    pub fn build(facts: impl Iterator<Item = (u32, Facts)>) -> Self {
        let mut terms: std::collections::HashMap<Term, RoaringBitmap> = std::collections::HashMap::new();
        let mut numbers: std::collections::HashMap<Measure, Vec<(i64, u32)>> =
            std::collections::HashMap::new();
        let mut words = word::Builder::default();
        for (doc, facts) in facts {
            words.put(doc, &facts.texts);
            for term in &facts.terms {
                terms.entry(*term).or_default().insert(doc);
            }
            for (measure, number) in &facts.numbers {
                numbers.entry(*measure).or_default().push((*number, doc));
            }
        }
        let mut shelf = Self { words: words.finish(), ..Self::default() };
        for (term, set) in terms {
            shelf.terms.insert(term, Arc::new(set));
        }
        for (measure, list) in numbers {
            shelf.numbers.insert(measure, Arc::new(Sorted::build(list)));
        }
        shelf
    }

    /// Puts a product's facts in.
    pub fn put(&mut self, doc: u32, facts: &Facts) {
        self.words.put(doc, &facts.texts);
        for term in &facts.terms {
            if let Some(set) = self.terms.entry(*term, Arc::default) {
                Arc::make_mut(set).insert(doc);
            }
        }
        for (measure, number) in &facts.numbers {
            if let Some(sorted) = self.numbers.entry(*measure, Arc::default) {
                Arc::make_mut(sorted).insert((*number, doc));
            }
        }
    }

    /// Takes a product's facts out.
    pub fn take(&mut self, doc: u32, facts: &Facts) {
        self.words.take(doc, &facts.texts);
        for term in &facts.terms {
            if let Some(set) = self.terms.entry(*term, Arc::default) {
                Arc::make_mut(set).remove(doc);
            }
        }
        for (measure, number) in &facts.numbers {
            if let Some(sorted) = self.numbers.entry(*measure, Arc::default) {
                Arc::make_mut(sorted).remove((*number, doc));
            }
        }
    }

    /// Returns the words of names, skus and texts of attributes.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Returns the products that carry a term.
    pub fn set(&self, term: Term) -> Option<&Arc<RoaringBitmap>> {
        self.terms.get(&term)
    }

    /// Returns the products whose number lies between two, both included.
    pub fn range(&self, measure: Measure, low: i64, high: i64) -> RoaringBitmap {
        self.numbers.get(&measure).map(|sorted| sorted.range(low, high)).unwrap_or_default()
    }

    /// Returns how many bytes of memory all of it takes.
    pub fn memory(&self) -> usize {
        let sets: usize = self.terms.iter().map(|(_, set)| set.serialized_size() + 64).sum();
        let lists = self.numbers.iter().flat_map(|(_, sorted)| &sorted.blocks);
        sets + lists.map(|block| block.capacity() * size_of::<(i64, u32)>()).sum::<usize>()
    }

    /// Returns how many numbers there are of a measure: as many as products, where each has one at most.
    pub fn filled(&self, measure: Measure) -> usize {
        self.numbers.get(&measure).map_or(0, |sorted| sorted.blocks.iter().map(|block| block.len()).sum())
    }
}

/// Numbers with their products, in order; in blocks, so that a change copies little.
#[derive(Debug, Clone, Default)]
struct Sorted {
    blocks: Vec<Arc<Vec<(i64, u32)>>>,
}

impl Sorted {
    fn build(mut list: Vec<(i64, u32)>) -> Self {
        list.sort_unstable();
        list.dedup();
        Self { blocks: list.chunks(BLOCK / 2).map(|block| Arc::new(block.to_vec())).collect() }
    }

    /// Returns the place of the block where an entry is or belongs: the last one that begins at or before it.
    fn block(&self, entry: (i64, u32)) -> usize {
        let after = self.blocks.partition_point(|block| block.first().is_some_and(|first| *first <= entry));
        after.saturating_sub(1)
    }

    fn insert(&mut self, entry: (i64, u32)) {
        let at = self.block(entry);
        let Some(block) = self.blocks.get_mut(at) else {
            self.blocks.push(Arc::new(vec![entry]));
            return;
        };
        let block = Arc::make_mut(block);
        if let Err(place) = block.binary_search(&entry) {
            block.insert(place, entry);
        }
        if block.len() > BLOCK {
            let upper = block.split_off(BLOCK / 2);
            self.blocks.insert(at + 1, Arc::new(upper));
        }
    }

    fn remove(&mut self, entry: (i64, u32)) {
        let at = self.block(entry);
        let Some(block) = self.blocks.get_mut(at) else { return };
        let Ok(place) = block.binary_search(&entry) else { return };
        let block = Arc::make_mut(block);
        block.remove(place);
        if block.is_empty() {
            self.blocks.remove(at);
        }
    }

    fn range(&self, low: i64, high: i64) -> RoaringBitmap {
        let mut docs: Vec<u32> = Vec::new();
        if low > high {
            return RoaringBitmap::new();
        }
        let from = self.block((low, 0));
        for block in self.blocks.iter().skip(from) {
            let start = block.partition_point(|(number, _)| *number < low);
            let end = block.partition_point(|(number, _)| *number <= high);
            docs.extend(block.get(start..end).unwrap_or_default().iter().map(|(_, doc)| *doc));
            if end < block.len() {
                break;
            }
        }
        set_of(docs)
    }
}

/// Returns the set of products in any order. Of many, marking bits is quicker than sorting.
pub(super) fn set_of(mut docs: Vec<u32>) -> RoaringBitmap {
    let last = docs.iter().max().map_or(0, |doc| u64::from(*doc));
    let is_dense = u64::try_from(docs.len()).is_ok_and(|count| count.saturating_mul(DENSE) > last);
    let Some(bytes) = usize::try_from(last / 8 + 1).ok().filter(|_| is_dense) else {
        docs.sort_unstable();
        return docs.into_iter().collect();
    };
    let mut bits = vec![0_u8; bytes];
    for doc in docs {
        let place = usize::try_from(doc / 8).ok().and_then(|at| bits.get_mut(at));
        if let Some(byte) = place {
            *byte |= 1 << (doc % 8);
        }
    }
    RoaringBitmap::from_lsb0_bytes(0, &bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sorted_list_answers_ranges_before_and_after_changes() {
        let mut sorted = Sorted::build((0..5_000).map(|n| (i64::from(n % 100), n)).collect());
        assert_eq!(sorted.range(10, 11).len(), 100);
        for n in 5_000..9_000 {
            sorted.insert((10, n));
        }
        assert_eq!(sorted.range(10, 10).len(), 4_050);
        for n in 5_000..9_000 {
            sorted.remove((10, n));
        }
        sorted.remove((10, 77));
        assert_eq!((sorted.range(10, 10).len(), sorted.range(-5, 200).len()), (50, 5_000));
        assert!(sorted.range(12, 90).iter().all(|doc| (12..=90).contains(&(doc % 100))));
        assert_eq!((sorted.range(11, 10).len(), Sorted::default().range(0, 9).len()), (0, 0));
    }
}
