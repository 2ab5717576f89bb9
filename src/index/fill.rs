//! Fill: the shelf of all products of a snapshot, made by every core at once.
//!
//! Places are dealt out in slices of as many as one container of a set holds, so that what the slices make is put together
//! by laying it side by side. A product's facts are read once. Goes on to `shelf`.

use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::cells::Cells;
use super::cores::each;
use super::fact::{Facts, Measure, Term};
use super::label::Labelling;
use super::shelf::{Shelf, toss};
use super::snapshot::Snapshot;
use super::sorted::Building;
use super::word::{Heard, Run, Words};

/// Places of one slice.
const SLICE: u32 = 0x1_0000;

/// What one slice makes.
struct Part {
    first: u32,
    terms: FxHashMap<Term, RoaringBitmap>,
    numbers: FxHashMap<Measure, Building>,
    words: Vec<Run>,
}

impl Snapshot {
    /// Makes the sets and sorted numbers of all products anew.
    pub(super) fn stock_shelf(&mut self) {
        let places = u32::try_from(self.products.places()).unwrap_or(u32::MAX);
        let firsts: Vec<u32> = (0..places.div_ceil(SLICE)).map(|slice| slice * SLICE).collect();
        let parts = each(firsts, |first| Part::of(self, first));
        self.shelf = join(parts);
    }
}

impl Part {
    fn of(snapshot: &Snapshot, first: u32) -> Self {
        let mut terms: FxHashMap<Term, Vec<u32>> = FxHashMap::default();
        let mut numbers: FxHashMap<Measure, Building> = FxHashMap::default();
        let mut heard = Heard::default();
        for at in 0..SLICE {
            let doc = first.saturating_add(at);
            let Some(record) = snapshot.products.get(doc) else { continue };
            let facts = Facts::of(&record, &snapshot.vocabulary);
            heard.put(doc, &facts.texts);
            for term in facts.terms {
                let docs = terms.entry(term).or_default();
                // Some terms are told several times, as a category that two others lie below.
                if docs.last() != Some(&doc) {
                    docs.push(doc);
                }
            }
            for (measure, number) in facts.numbers {
                numbers.entry(measure).or_default().add(at, number);
            }
        }
        let set = |docs: Vec<u32>| {
            let mut set = RoaringBitmap::from_sorted_iter(docs).unwrap_or_default();
            set.optimize();
            set
        };
        let terms = terms.into_iter().map(|(term, docs)| (term, set(docs))).collect();
        Self { first, terms, numbers, words: heard.in_order() }
    }
}

fn join(parts: Vec<Part>) -> Shelf {
    let mut terms: FxHashMap<Term, RoaringBitmap> = FxHashMap::default();
    let mut numbers: FxHashMap<Measure, Building> = FxHashMap::default();
    let mut runs = Vec::with_capacity(parts.len());
    for part in parts {
        for (term, set) in part.terms {
            *terms.entry(term).or_default() |= set;
        }
        for (measure, building) in part.numbers {
            numbers.entry(measure).or_default().join(part.first, building);
        }
        runs.push(part.words);
    }
    let mut shelf = Shelf { words: Words::of(runs), ..Shelf::default() };
    let mut skus = Labelling::default();
    let mut dice = Vec::new();
    shelf.words.each_sku(|sku, docs| {
        for (nth, doc) in docs.enumerate() {
            skus.add(nth == 0, doc);
            dice.push((doc, toss(sku)));
        }
    });
    shelf.skus = Arc::new(skus.done());
    shelf.dice = Arc::new(by_place(dice));
    let sorted = each(numbers.into_iter().collect(), |(measure, building): (Measure, Building)| {
        (measure, Arc::new(building.done(shelf.skus.line(false, None))))
    });
    shelf.numbers = sorted.into_iter().collect();
    for (term, set) in terms {
        shelf.terms.insert(term, Arc::new(set));
    }
    shelf
}

fn by_place(mut numbers: Vec<(u32, i64)>) -> Cells {
    numbers.sort_unstable();
    let mut cells = Building::default();
    numbers.into_iter().for_each(|(doc, number)| cells.add(doc, number));
    cells.cells()
}
