//! Rows that wait for the others of their product, so that each product is merged once and whole.
//!
//! Where more wait than may, about half of the products are put off: their rows are let go, and the file is read once
//! more for them. So the outcome is the same whatever the number of rows and their order. Knows nothing of what rows say.

use std::collections::HashMap;

use super::survey::hash;
use crate::codec::catalogue::Record;

/// What waits, and what is put off.
pub(super) struct Waiting {
    rows: HashMap<String, Vec<Record>>,
    count: usize,
    most: usize,
    /// The place of the next row.
    place: u32,
    turn: Turn,
    later: Vec<Turn>,
    is_first: bool,
}

/// Products that one reading of the file is about.
#[derive(Debug, Clone, Copy)]
struct Turn {
    /// The first and the last hash of their folded skus.
    from: u64,
    to: u64,
    /// Products whose last row is no later than this are done already.
    done: Option<u32>,
}

impl Waiting {
    /// Returns an empty one in which so many rows may wait, before the first reading.
    pub(super) fn new(most: usize) -> Self {
        Self {
            rows: HashMap::new(),
            count: 0,
            most,
            place: 0,
            turn: Turn { from: 0, to: u64::MAX, done: None },
            later: Vec::new(),
            is_first: true,
        }
    }

    /// Returns true while the file is read for the first time.
    pub(super) fn is_first(&self) -> bool {
        self.is_first
    }

    /// Takes the next row, which is about the product of that folded sku, whose last row has the place `last`. Returns all
    /// rows of the product when this is the last one.
    pub(super) fn take(&mut self, fold: &str, last: Option<u32>, record: Record) -> Option<Vec<Record>> {
        let place = self.place;
        self.place = self.place.saturating_add(1);
        if !self.turn.has(fold, last) {
            return None;
        }
        if last.is_none_or(|last| last <= place) {
            let mut records = self.rows.remove(fold).unwrap_or_default();
            self.count = self.count.saturating_sub(records.len());
            records.push(record);
            return Some(records);
        }
        match self.rows.get_mut(fold) {
            Some(records) => records.push(record),
            None => drop(self.rows.insert(fold.to_owned(), vec![record])),
        }
        self.count += 1;
        if self.count > self.most {
            self.put_off(place);
        }
        None
    }

    /// Ends a reading; returns true when the file is to be read once more, for what was put off.
    pub(super) fn again(&mut self) -> bool {
        self.is_first = false;
        self.place = 0;
        let next = self.later.pop();
        self.turn = next.unwrap_or(self.turn);
        next.is_some()
    }

    /// Lets go of the upper half of the products that wait. One product alone waits, however many rows it has.
    fn put_off(&mut self, place: u32) {
        let mut hashes: Vec<u64> = self.rows.keys().map(|fold| hash(fold)).collect();
        hashes.sort_unstable();
        let middle = hashes.get(hashes.len() / 2).copied();
        let Some(middle) = middle.filter(|middle| hashes.first().is_some_and(|first| first < middle)) else {
            return;
        };
        self.rows.retain(|fold, _| hash(fold) < middle);
        self.count = self.rows.values().map(Vec::len).sum();
        let done = self.turn.done.map_or(place, |done| done.max(place));
        self.later.push(Turn { from: middle, to: self.turn.to, done: Some(done) });
        self.turn.to = middle.saturating_sub(1);
    }
}

impl Turn {
    fn has(&self, fold: &str, last: Option<u32>) -> bool {
        let hash = hash(fold);
        let is_done = self.done.is_some_and(|done| last.is_none_or(|last| last <= done));
        self.from <= hash && hash <= self.to && !is_done
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::sku::Sku;

    #[test]
    fn every_product_comes_whole_and_once_however_few_rows_may_wait() {
        // Rows of 40 products in four files, one after the other; some products are in the first two alone.
        let skus: Vec<String> = (0..4)
            .flat_map(|file| (0..40).map(move |product| (file, product)))
            .filter(|(file, product)| *file < 2 || product % 3 != 0)
            .map(|(_, product)| format!("p{product}"))
            .collect();
        let last: BTreeMap<&String, u32> = skus.iter().zip(0..).collect();
        let whole: BTreeMap<&str, Vec<u64>> =
            skus.iter().zip(1..).fold(BTreeMap::new(), |mut all, (sku, line)| {
                all.entry(sku.as_str()).or_insert_with(Vec::new).push(line);
                all
            });
        for (most, readings) in [(1_000, 1), (100, 2), (30, 5), (1, 40), (0, 40)] {
            let (mut waiting, mut read, mut came) = (Waiting::new(most), 0, BTreeMap::new());
            loop {
                read += 1;
                assert_eq!(waiting.is_first(), read == 1);
                for (sku, line) in skus.iter().zip(1..) {
                    let record = Record::new(line, Sku::parse(sku).unwrap());
                    if let Some(records) = waiting.take(sku, last.get(sku).copied(), record) {
                        let lines = records.iter().map(|record| record.line).collect::<Vec<_>>();
                        assert_eq!(came.insert(sku.as_str(), lines), None, "{sku} came twice");
                    }
                    assert!(waiting.count <= most.max(4), "{} of {most}", waiting.count);
                }
                if !waiting.again() {
                    break;
                }
            }
            assert_eq!(came, whole, "{most}");
            assert!(read <= readings, "{read} readings with {most} rows");
        }
    }
}
