//! Keep: a rising list of products and a sieve in, the list without those held back out.
//!
//! The same as asking each product, in less time: a test goes along the whole list before the next one does, so that the
//! memory it looks into is fetched for many products at once.

use std::cell::Cell;

use roaring::RoaringBitmap;
use roaring::bitmap::Iter;

use super::sieve::{BITS, Place, Sieve};

/// Fewer products are looked up in a set one by one.
const TOGETHER: usize = 8;
/// A set that holds more than so many products for each of a list is not gone along.
const STRIDE: u64 = 12;
/// So many products of a set are at hand when it is gone along.
const NEAR: usize = 128;

impl Sieve {
    /// Leaves the products of a rising list that pass, or those that do not.
    pub fn keep(&self, docs: &mut Vec<u32>, passing: bool, place: Place<'_>) {
        if docs.is_empty() {
            return;
        }
        match self {
            Self::Set(set, count) => keep_set(docs, (set, *count), passing, place),
            Self::Range(range) => range.sorted.keep(docs, range.low, range.high, passing),
            Self::Not(inner) => inner.keep(docs, !passing, place),
            Self::All(list) => {
                let through =
                    |left: &mut Vec<u32>| list.iter().for_each(|child| child.keep(left, true, place));
                part(docs, passing, through);
            }
            Self::Any(list) => {
                let held = |left: &mut Vec<u32>| list.iter().for_each(|child| child.keep(left, false, place));
                part(docs, !passing, held);
            }
            Self::Each(each) => part(docs, passing, |left| {
                each.among.keep(left, true, place);
                left.retain(|doc| each.meets(*doc, place));
            }),
            Self::Open(_) if passing => docs.clear(),
            Self::Open(_) => {}
        }
    }
}

/// Leaves the products of a list that are in a set of so many, or those that are not.
fn keep_set(docs: &mut Vec<u32>, (set, count): (&RoaringBitmap, u64), within: bool, place: Place<'_>) {
    let (Some(first), Some(last)) = (docs.first().copied(), docs.last().copied()) else { return };
    let all = place.size;
    let beside = count.saturating_mul(u64::from(last - first) + 1) / all.max(1);
    let most = u64::try_from(docs.len()).unwrap_or(u64::MAX).saturating_mul(STRIDE);
    if docs.len() < TOGETHER || count.saturating_mul(BITS) >= all || beside > most {
        return leave(docs, |doc| set.contains(doc) == within);
    }
    let mut along = Along { left: set.range(first..=last), near: [0; NEAR], at: 0, end: 0 };
    leave(docs, |doc| along.has(doc) == within);
}

/// A set that is gone along in step with a rising list.
struct Along<'a> {
    left: Iter<'a>,
    near: [u32; NEAR],
    at: usize,
    end: usize,
}

impl Along<'_> {
    /// Returns true when a product is in the set; none before it was asked after it.
    fn has(&mut self, doc: u32) -> bool {
        loop {
            let near = self.near.get(self.at..self.end).unwrap_or_default();
            let passed = near.iter().take_while(|member| **member < doc).count();
            self.at += passed;
            if let Some(member) = near.get(passed) {
                return *member == doc;
            }
            (self.at, self.end) = (0, self.left.next_many(&mut self.near).len());
            if self.end == 0 {
                return false;
            }
        }
    }
}

/// Leaves the products of a list of which `stays` is true. Nothing is decided by a jump, because which ones stay is not
/// to be foreseen.
#[inline]
fn leave(docs: &mut Vec<u32>, mut stays: impl FnMut(u32) -> bool) {
    let mut kept = 0;
    let open = Cell::from_mut(docs.as_mut_slice()).as_slice_of_cells();
    for cell in open {
        let doc = cell.get();
        if let Some(slot) = open.get(kept) {
            slot.set(doc);
        }
        kept += usize::from(stays(doc));
    }
    docs.truncate(kept);
}

/// Leaves the part of a list that `pick` leaves of it, or the other part.
fn part(docs: &mut Vec<u32>, picked: bool, pick: impl FnOnce(&mut Vec<u32>)) {
    if picked {
        return pick(docs);
    }
    let mut left = docs.clone();
    pick(&mut left);
    let mut next = 0;
    leave(docs, |doc| {
        let is_left = left.get(next) == Some(&doc);
        next += usize::from(is_left);
        !is_left
    });
}
