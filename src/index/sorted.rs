//! Sorted: the numbers of one measure, by product and in order.
//!
//! The order is made once and left alone; a product whose number changed since is *loose*: it is asked by itself until
//! enough are loose for the order to be made anew. So a change costs one piece of cells, and a range or the next product
//! in order is found without looking at the others. Must not know what is measured.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;

use super::cells::{Cells, NONE};
use super::packed::bytes::{Cursor, put_count, put_number, put_row, put_set};
use super::ranked::Ranked;
use super::share::PIECE;

/// So many loose products are always borne, …
const LOOSE_MIN: usize = 1_024;
/// … and one in so many.
const LOOSE_PART: usize = 32;

/// The numbers of one measure.
#[derive(Debug, Clone, Default)]
pub struct Sorted {
    pub(super) cells: Cells,
    /// All numbers of products with several; their first one is in the cells too. They are always loose.
    pub(super) more: Arc<BTreeMap<u32, Arc<[i64]>>>,
    pub(super) base: Arc<Ranked>,
    pub(super) loose: RoaringBitmap,
    pub(super) lines: [OnceLock<Arc<Vec<u32>>>; 2],
}

/// Numbers while they come in, in order of their places.
#[derive(Debug, Default)]
pub struct Building {
    cells: Cells,
    open: Vec<i64>,
    more: BTreeMap<u32, Vec<i64>>,
}

impl Building {
    /// Adds a number of a place that does not come before the last one; a second one of the same place joins the first.
    pub fn add(&mut self, doc: u32, number: i64) {
        let Ok(at) = usize::try_from(doc) else { return };
        while self.cells.places() + PIECE <= at {
            self.cells.close(&mut self.open);
        }
        if self.open.is_empty() {
            self.open.resize(PIECE, NONE);
        }
        let Some(cell) = self.open.get_mut(at - self.cells.places()) else { return };
        match *cell {
            NONE => *cell = number.max(NONE + 1),
            first => self.more.entry(doc).or_insert_with(|| vec![first]).push(number),
        }
    }

    /// Lays what came in for the places from `first` on, counted from there, behind what came in before; a piece of cells
    /// has to begin there.
    pub fn join(&mut self, first: u32, mut next: Self) {
        self.close();
        next.close();
        self.cells.join(usize::try_from(first).unwrap_or(0), next.cells);
        self.more.extend(next.more.into_iter().map(|(doc, list)| (first + doc, list)));
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.cells.close(&mut self.open);
        }
    }

    /// Returns the numbers by their places alone.
    pub fn cells(mut self) -> Cells {
        self.close();
        self.cells
    }

    /// Returns the numbers sorted; equal ones in the order in which `ties` names the places.
    pub fn done(mut self, ties: impl Iterator<Item = u32>) -> Sorted {
        self.close();
        let more: BTreeMap<u32, Arc<[i64]>> =
            self.more.into_iter().map(|(doc, list)| (doc, Arc::from(list))).collect();
        let loose: RoaringBitmap = more.keys().copied().collect();
        let base = Arc::new(Ranked::of(&self.cells, ties.filter(|doc| !loose.contains(*doc))));
        Sorted { cells: self.cells, more: Arc::new(more), base, loose, lines: Default::default() }
    }
}

impl Sorted {
    /// Returns the first number of a product.
    #[inline]
    pub fn get(&self, doc: u32) -> Option<i64> {
        self.cells.get(doc)
    }

    /// Returns true when some number of a product lies between two, both included.
    #[inline]
    pub fn holds(&self, doc: u32, low: i64, high: i64) -> bool {
        let is_within = |number: i64| low <= number && number <= high;
        match self.cells.get(doc) {
            None => false,
            Some(first) if is_within(first) => true,
            Some(_) if self.more.is_empty() => false,
            Some(_) => self.more.get(&doc).is_some_and(|list| list.iter().copied().any(is_within)),
        }
    }

    /// Leaves the products of a rising list of which some number lies between two, both included, or those of which none
    /// does.
    pub fn keep(&self, docs: &mut Vec<u32>, low: i64, high: i64, within: bool) {
        if self.more.is_empty() {
            return self.cells.keep(docs, low, high, within);
        }
        docs.retain(|doc| self.holds(*doc, low, high) == within);
    }

    /// Returns true when no product has several numbers.
    pub fn is_single(&self) -> bool {
        self.more.is_empty()
    }

    /// Returns true when no product is loose.
    pub fn is_settled(&self) -> bool {
        self.loose.is_empty()
    }

    /// Returns how many products have a number.
    pub fn filled(&self) -> usize {
        self.cells.filled()
    }

    /// Returns the products that have a number between two, both included.
    pub fn range(&self, low: i64, high: i64) -> RoaringBitmap {
        let (from, to) = self.places(low, high);
        let mut found = self.base.between(from, to);
        if !self.loose.is_empty() {
            found -= &self.loose;
            found.extend(self.loose.iter().filter(|doc| self.holds(*doc, low, high)));
        }
        found
    }

    /// Returns the products that have a number between two, both included, in no order.
    pub fn list(&self, low: i64, high: i64) -> Vec<u32> {
        let (from, to) = self.places(low, high);
        let known = self.base.docs.get(from..to).unwrap_or_default().iter().copied();
        let mut found: Vec<u32> = known.filter(|doc| !self.loose.contains(*doc)).collect();
        found.extend(self.loose.iter().filter(|doc| self.holds(*doc, low, high)));
        found
    }

    /// Returns how many products have a number between two at most, loose ones all counted.
    pub fn count(&self, low: i64, high: i64) -> u64 {
        let (from, to) = self.places(low, high);
        u64::try_from(to - from).unwrap_or(u64::MAX).saturating_add(self.loose.len())
    }

    fn places(&self, low: i64, high: i64) -> (usize, usize) {
        if low > high {
            return (0, 0);
        }
        let from = self.place(|number| number < low);
        (from, self.place(|number| number <= high).max(from))
    }

    /// Returns a count that grows with the numbers up to so much, and stays where none lies between: of how many products
    /// the number is no higher, loose ones counted at their old place as well.
    pub fn up_to(&self, number: i64) -> u64 {
        let known = self.place(|own| own <= number);
        let loose = self.loose.iter().filter(|doc| self.get(*doc).is_some_and(|own| own <= number));
        u64::try_from(known + loose.count()).unwrap_or(u64::MAX)
    }

    /// Returns the place in the order before which all products that are not loose lie before a border.
    pub(super) fn place(&self, is_before: impl Fn(i64) -> bool) -> usize {
        let (from, block) = self.base.block(&is_before);
        let lies_before = |doc: u32| self.cells.get(doc).is_some_and(&is_before);
        let within = match self.loose.is_empty() {
            true => block.partition_point(|doc| lies_before(*doc)),
            false => {
                let border = |doc: &u32| !self.loose.contains(*doc) && !lies_before(*doc);
                block.iter().position(border).unwrap_or(block.len())
            }
        };
        from + within
    }

    /// Gives a product its numbers in the place of its old ones.
    pub fn set(&mut self, doc: u32, numbers: &[i64]) {
        let first = numbers.first().copied();
        if self.cells.get(doc) == first && numbers.len() <= 1 && !self.more.contains_key(&doc) {
            return;
        }
        self.cells.set(doc, first);
        if numbers.len() > 1 {
            Arc::make_mut(&mut self.more).insert(doc, Arc::from(numbers));
        } else if self.more.contains_key(&doc) {
            Arc::make_mut(&mut self.more).remove(&doc);
        }
        self.loosen(doc);
    }

    /// Makes a product loose, because what breaks its ties has changed.
    pub fn loosen(&mut self, doc: u32) {
        self.loose.insert(doc);
        self.lines = Default::default();
    }

    /// Returns true when so many products are loose that the order should be made anew.
    pub fn is_unsettled(&self) -> bool {
        let loose = usize::try_from(self.loose.len()).unwrap_or(usize::MAX).saturating_sub(self.more.len());
        loose > LOOSE_MIN.max(self.base.docs.len() / LOOSE_PART)
    }

    /// Makes the order anew: what stayed is in order, the loose ones are put between. Equal numbers are told apart by
    /// `ties`.
    pub fn merge(&mut self, ties: Option<&Self>) {
        let stayed = self.base.docs.iter().copied().filter(|doc| !self.loose.contains(*doc));
        let mut fresh: Vec<u32> = self
            .loose
            .iter()
            .filter(|doc| self.cells.get(*doc).is_some() && !self.more.contains_key(doc))
            .collect();
        fresh.sort_unstable_by(|left, right| self.compare(*left, *right, false, ties));
        let mut fresh = fresh.into_iter().peekable();
        let mut docs = Vec::with_capacity(self.cells.filled());
        for doc in stayed {
            while let Some(before) =
                fresh.next_if(|fresh| self.compare(*fresh, doc, false, ties) == Ordering::Less)
            {
                docs.push(before);
            }
            docs.push(doc);
        }
        docs.extend(fresh);
        self.base = Arc::new(Ranked::new(docs, |doc| self.cells.get(doc).unwrap_or(0)));
        self.loose = self.more.keys().copied().collect();
        self.lines = Default::default();
    }

    /// Compares two products by their first numbers, `down` from the greatest, then by `ties`. What has no number comes
    /// last either way.
    #[inline]
    pub fn compare(&self, left: u32, right: u32, down: bool, ties: Option<&Self>) -> Ordering {
        let numbers = match (self.get(left), self.get(right)) {
            (Some(left), Some(right)) if down => right.cmp(&left),
            (Some(left), Some(right)) => left.cmp(&right),
            (left, right) => left.is_none().cmp(&right.is_none()),
        };
        let tie = |ties: &Self| ties.get(left).cmp(&ties.get(right));
        numbers.then_with(|| ties.map_or(Ordering::Equal, tie))
    }

    /// Returns the loose products that have a number, in order.
    pub(super) fn loose_line(&self, down: bool, ties: Option<&Self>) -> &Arc<Vec<u32>> {
        let [up, falling] = &self.lines;
        (if down { falling } else { up }).get_or_init(|| {
            let mut line: Vec<u32> = self.loose.iter().filter(|doc| self.get(*doc).is_some()).collect();
            line.sort_unstable_by(|left, right| self.compare(*left, *right, down, ties));
            Arc::new(line)
        })
    }

    /// Adds the numbers as bytes.
    pub fn put(&self, into: &mut Vec<u8>) {
        self.cells.put(into);
        put_count(into, self.more.len());
        for (doc, numbers) in self.more.iter() {
            put_number(into, u64::from(*doc));
            put_row(into, numbers, i64::to_le_bytes);
        }
        self.base.put(into);
        put_set(into, &self.loose);
    }

    /// Reads numbers; `None` for damage.
    pub fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let cells = Cells::read(from)?;
        let mut more = BTreeMap::new();
        for _ in 0..from.count()? {
            let doc = u32::try_from(from.number()?).ok()?;
            more.insert(doc, Arc::from(from.row(i64::from_le_bytes)?));
        }
        let (base, loose) = (Arc::new(Ranked::read(from)?), from.set()?);
        Some(Self { cells, more: Arc::new(more), base, loose, lines: Default::default() })
    }

    /// Returns about how many bytes the numbers take.
    pub fn bytes(&self) -> usize {
        self.cells.bytes() + self.base.bytes() + self.loose.serialized_size() + self.more.len() * 64
    }
}

#[cfg(test)]
mod tests;
