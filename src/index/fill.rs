//! Fill: the shelf of all products of a snapshot, made by every core at once.
//!
//! Places are dealt out in slices of as many as one container of a set holds, so that what the slices make is put together
//! by laying it side by side. A product's facts are read once. Goes on to `shelf`.

use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::cells::Cells;
use super::cores::each;
use super::fact::{Ear, Measure, Teller, Term};
use super::label::Labelling;
use super::packed::Laid;
use super::shelf::{Shelf, toss};
use super::snapshot::Snapshot;
use super::sorted::Building;
use super::word::{Heard, Mouth, Run, Words};

mod slots;

use slots::Slots;

/// Places of one slice.
const SLICE: u32 = 0x1_0000;
/// From so many places on, marking bits takes less room than a list.
const MANY: usize = 4_096;
/// Bits of a mark.
const BITS: usize = 64;

/// What one slice makes.
struct Part {
    first: u32,
    terms: Vec<(Term, RoaringBitmap)>,
    numbers: Vec<(Measure, Building)>,
    words: Vec<Run>,
}

/// A slice that is being made.
#[derive(Default)]
struct Open {
    /// The place that is told of, counted from the first one of the slice.
    at: u16,
    terms: Slots<Term, Docs>,
    numbers: Slots<Measure, Building>,
}

/// Places of a slice in rising order.
enum Docs {
    Few(Vec<u16>),
    /// A bit for each place.
    Many(Vec<u64>),
}

impl Default for Docs {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Snapshot {
    /// Makes the sets and sorted numbers of all products anew.
    pub(super) fn stock_shelf(&mut self) {
        let places = u32::try_from(self.products.places()).unwrap_or(u32::MAX);
        let firsts: Vec<u32> = (0..places.div_ceil(SLICE)).map(|slice| slice * SLICE).collect();
        let teller = Teller::new(&self.vocabulary);
        let parts = each(firsts, |first| Part::of(self, &teller, first));
        self.shelf = join(parts);
        self.shelf.complete(&self.vocabulary);
    }
}

impl Part {
    fn of(snapshot: &Snapshot, teller: &Teller<'_>, first: u32) -> Self {
        let (mut open, mut heard) = (Open::default(), Heard::default());
        let (mut laid, mut mouth) = (Laid::default(), Mouth::default());
        for at in 0..=u16::MAX {
            let doc = first.saturating_add(at.into());
            let Some(record) = snapshot.products.get(doc) else { continue };
            open.at = at;
            laid.lay(record);
            teller.tell(&laid, &mut open);
            mouth.say(&laid, |field, locale, line| heard.put(doc, field, locale, line.texts()));
        }
        let terms = open.terms.all().map(|(term, docs)| (term, docs.set(first))).collect();
        Self { first, terms, numbers: open.numbers.all().collect(), words: heard.in_order() }
    }
}

impl Ear for Open {
    const WHOLE: bool = false;

    fn term(&mut self, term: Term) {
        if let Some(docs) = self.terms.get(term) {
            docs.add(self.at);
        }
    }

    fn number(&mut self, measure: Measure, number: i64) {
        if let Some(building) = self.numbers.get(measure) {
            building.add(self.at.into(), number);
        }
    }
}

impl Docs {
    /// Adds a place that does not come before the last one.
    fn add(&mut self, at: u16) {
        match self {
            Self::Few(few) if few.last() == Some(&at) => {}
            Self::Few(few) if few.len() < MANY => few.push(at),
            Self::Few(few) => {
                let mut many = vec![0; usize::from(u16::MAX) / BITS + 1];
                few.iter().for_each(|at| mark(&mut many, *at));
                mark(&mut many, at);
                *self = Self::Many(many);
            }
            Self::Many(many) => mark(many, at),
        }
    }

    /// Returns the set of the places, counted on from the first one of the slice.
    fn set(self, first: u32) -> RoaringBitmap {
        let mut set = match self {
            Self::Few(few) => {
                let docs = few.into_iter().map(|at| first.saturating_add(at.into()));
                RoaringBitmap::from_sorted_iter(docs).unwrap_or_default()
            }
            Self::Many(many) => {
                let bytes: Vec<u8> = many.into_iter().flat_map(u64::to_le_bytes).collect();
                RoaringBitmap::from_lsb0_bytes(first, &bytes)
            }
        };
        set.optimize();
        set
    }
}

fn mark(bits: &mut [u64], at: u16) {
    let at = usize::from(at);
    if let Some(bits) = bits.get_mut(at / BITS) {
        *bits |= 1 << (at % BITS);
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
    let by_sku: Vec<u32> = shelf.skus.line(false, None).collect();
    let sorted = each(numbers.into_iter().collect(), |(measure, building): (Measure, Building)| {
        (measure, Arc::new(building.done(by_sku.iter().copied())))
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
