//! Ranked: products in the order of a number, as it was at one moment, with what finds a place in it quickly.

use std::sync::OnceLock;

use roaring::RoaringBitmap;

use super::cells::Cells;
use super::packed::bytes::{Cursor, put_row};

/// The number of every so many-th product is at hand.
const SAMPLE: usize = 32;
/// Into so many parts the order is cut for wide ranges.
const PARTS: usize = 32;
/// The order's ends of so many parts are at hand too.
const ENDS: [usize; 4] = [1, 2, 4, 8];
/// A range of fewer products is put together one by one.
const FEW: usize = if cfg!(test) { 32 } else { 8_192 };
/// One product in so many makes a set dense.
const DENSE: u64 = 64;
/// From so many products on, sorting by digits is quicker.
const MANY: usize = 4_096;
/// Bits of a digit whose counts stay near the core.
const FEW_BITS: u32 = 11;

/// Products in order.
#[derive(Debug, Default)]
pub struct Ranked {
    pub(super) docs: Vec<u32>,
    samples: Vec<i64>,
    /// From the greatest number down, the products come in the order of their places.
    pub(super) in_place: bool,
    wide: OnceLock<Wide>,
}

/// The sets of all products before each of some places.
#[derive(Debug)]
struct Wide {
    cuts: Vec<usize>,
    sets: Vec<RoaringBitmap>,
    /// The last parts, as many as [`ENDS`] says.
    tails: Vec<RoaringBitmap>,
}

impl Ranked {
    /// Returns the products of some numbers sorted by these; those of equal ones stay as `docs` names them.
    pub fn of(cells: &Cells, docs: impl Iterator<Item = u32>) -> Self {
        let Some((least, step, last)) = cells.steps() else { return Self::default() };
        let Ok(last) = u32::try_from(last) else {
            return Self::sort(docs.filter_map(|doc| Some((cells.get(doc)?, doc))).collect());
        };
        // The step in the upper half, the product in the lower one.
        let entry = |doc: u32| {
            let off = cells.get(doc)?.abs_diff(least);
            let steps = if step == 1 { off } else { off / step };
            Some(steps << 32 | u64::from(doc))
        };
        let mut known: Vec<u64> = Vec::with_capacity(cells.filled());
        known.extend(docs.filter_map(entry));
        let mut shift = 32;
        while shift < 64 && u64::from(last) >> (shift - 32) > 0 {
            known = by_few_bits(&known, shift);
            shift += FEW_BITS;
        }
        let number = |entry: &u64| least.wrapping_add_unsigned((entry >> 32).wrapping_mul(step));
        let doc = |entry: &u64| u32::try_from(entry & 0xffff_ffff).unwrap_or(0);
        let samples = known.iter().step_by(SAMPLE).map(number).collect();
        let in_place = is_in_place(known.iter().map(|entry| (entry >> 32, doc(entry))));
        Self { docs: known.iter().map(doc).collect(), samples, in_place, wide: OnceLock::new() }
    }

    /// Returns products sorted by number; those of equal ones stay as they came.
    pub fn sort(mut known: Vec<(i64, u32)>) -> Self {
        let least = known.iter().map(|(number, _)| *number).min().unwrap_or(0);
        let most = known.iter().map(|(number, _)| number.abs_diff(least)).max().unwrap_or(0);
        if known.len() < MANY {
            known.sort_by_key(|(number, _)| *number);
        } else {
            let mut shift = 0;
            while shift < 64 && most >> shift > 0 {
                known = by_digit(&known, |number| number.abs_diff(least) >> shift & 0xffff);
                shift += 16;
            }
        }
        let samples = known.iter().step_by(SAMPLE).map(|(number, _)| *number).collect();
        let in_place = is_in_place(known.iter().copied());
        Self {
            docs: known.into_iter().map(|(_, doc)| doc).collect(),
            samples,
            in_place,
            wide: OnceLock::new(),
        }
    }

    /// Returns products that are in order already.
    pub fn new(docs: Vec<u32>, number: impl Fn(u32) -> i64) -> Self {
        let known: Vec<(i64, u32)> = docs.iter().map(|doc| (number(*doc), *doc)).collect();
        let samples = known.iter().step_by(SAMPLE).map(|(number, _)| *number).collect();
        Self { docs, samples, in_place: is_in_place(known.iter().copied()), wide: OnceLock::new() }
    }

    /// Returns the few products among which a border lies, and the place of the first of them.
    pub fn block(&self, is_before: impl Fn(i64) -> bool) -> (usize, &[u32]) {
        let after = self.samples.partition_point(|number| is_before(*number));
        let Some(from) = after.checked_sub(1).map(|block| block * SAMPLE) else { return (0, &[]) };
        let to = (from + SAMPLE).min(self.docs.len());
        (from, self.docs.get(from..to).unwrap_or_default())
    }

    /// Returns the set of the products between two places.
    pub fn between(&self, from: usize, to: usize) -> RoaringBitmap {
        let slice = |from: usize, to: usize| set_of(self.docs.get(from..to).unwrap_or_default());
        if to.saturating_sub(from) < FEW || self.docs.len() < FEW * 4 {
            return slice(from, to.max(from));
        }
        let wide = self.wide.get_or_init(|| Wide::of(&self.docs));
        let ((begin, before), (end, until)) = (wide.nearest(from), wide.nearest(to));
        let mut found = match (before, until) {
            (_, None) => RoaringBitmap::new(),
            (None, Some(until)) => until.clone(),
            (Some(before), Some(until)) => until - before,
        };
        // First all that is missing, then all that is too much: a border's slice may reach over the whole range.
        if from < begin {
            found |= slice(from, begin);
        }
        if end < to {
            found |= slice(end, to);
        }
        if begin < from {
            found -= slice(begin, from);
        }
        if to < end {
            found -= slice(to, end);
        }
        found
    }

    /// Returns a set of the first products, or of the last ones, that holds so many or a little more, and the others in
    /// order; none where that would be much of all, or all are few.
    pub fn end(&self, count: usize, last: bool) -> Option<(&RoaringBitmap, &[u32])> {
        if self.docs.len() < FEW * 4 {
            return None;
        }
        let parts = count.saturating_mul(PARTS).div_ceil(self.docs.len());
        let at = ENDS.iter().position(|end| parts <= *end)?;
        let parts = *ENDS.get(at)?;
        let wide = self.wide.get_or_init(|| Wide::of(&self.docs));
        if last {
            let cut = wide.cuts.len().checked_sub(parts + 1).and_then(|cut| wide.cuts.get(cut))?;
            return Some((wide.tails.get(at)?, self.docs.get(..*cut)?));
        }
        Some((wide.sets.get(parts - 1)?, self.docs.get(*wide.cuts.get(parts)?..)?))
    }

    /// Adds the order as bytes; what finds wide ranges is made anew when it is asked for.
    pub fn put(&self, into: &mut Vec<u8>) {
        put_row(into, &self.docs, u32::to_le_bytes);
        put_row(into, &self.samples, i64::to_le_bytes);
        into.push(u8::from(self.in_place));
    }

    /// Reads an order; `None` for damage.
    pub fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let (docs, samples) = (from.row(u32::from_le_bytes)?, from.row(i64::from_le_bytes)?);
        Some(Self { docs, samples, in_place: from.byte()? == 1, wide: OnceLock::new() })
    }

    /// Returns about how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let sets = self.wide.get().into_iter().flat_map(|wide| wide.sets.iter().chain(&wide.tails));
        let wide: usize = sets.map(RoaringBitmap::serialized_size).sum();
        self.docs.len() * 4 + self.samples.len() * 8 + wide
    }
}

impl Wide {
    fn of(docs: &[u32]) -> Self {
        let (mut cuts, mut sets) = (vec![0], Vec::with_capacity(PARTS));
        let mut all = RoaringBitmap::new();
        for part in docs.chunks(docs.len().div_ceil(PARTS).max(1)) {
            all |= set_of(part);
            cuts.push(cuts.last().copied().unwrap_or(0) + part.len());
            sets.push(all.clone());
        }
        let tail = |end: &usize| {
            let before = sets.len().checked_sub(end + 1).and_then(|before| sets.get(before));
            before.map_or_else(RoaringBitmap::new, |before| &all - before)
        };
        let tails = ENDS.iter().map(tail).collect();
        Self { cuts, sets, tails }
    }

    /// Returns the cut next to a place with the set before it; none for the empty one.
    fn nearest(&self, place: usize) -> (usize, Option<&RoaringBitmap>) {
        let after = self.cuts.partition_point(|cut| *cut < place);
        let near = [after.saturating_sub(1), after];
        let cut = |at: &usize| self.cuts.get(*at).map(|cut| (cut.abs_diff(place), *cut, *at));
        let (_, cut, at) = near.iter().filter_map(cut).min().unwrap_or((0, 0, 0));
        (cut, at.checked_sub(1).and_then(|at| self.sets.get(at)))
    }
}

/// Returns true when the products come in order of their places from the greatest number down, those of equal numbers as
/// they are.
fn is_in_place<N: PartialEq>(known: impl Iterator<Item = (N, u32)>) -> bool {
    // The first product of the numbers before, the first one and the last one of this number.
    let (mut before, mut group): (Option<u32>, Option<(N, u32, u32)>) = (None, None);
    for (number, doc) in known {
        match &mut group {
            Some((same, _, last)) if *same == number => {
                if doc <= *last || before.is_some_and(|before| doc >= before) {
                    return false;
                }
                *last = doc;
            }
            _ => {
                before = group.map(|(_, first, _)| first);
                if before.is_some_and(|before| doc >= before) {
                    return false;
                }
                group = Some((number, doc, doc));
            }
        }
    }
    true
}

/// Sorts by the bits of one digit from a place on; equal ones stay as they came.
fn by_few_bits(known: &[u64], shift: u32) -> Vec<u64> {
    let mask = (1 << FEW_BITS) - 1;
    let digit = |entry: u64| usize::try_from(entry >> shift & mask).unwrap_or(0);
    let mut places = vec![0_usize; 1 << FEW_BITS];
    for entry in known {
        if let Some(count) = places.get_mut(digit(*entry)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut sorted = vec![0; known.len()];
    for entry in known {
        let Some(place) = places.get_mut(digit(*entry)) else { continue };
        if let Some(cell) = sorted.get_mut(*place) {
            *cell = *entry;
        }
        *place += 1;
    }
    sorted
}

/// Sorts by one digit of sixteen bits; equal ones stay as they came.
fn by_digit(known: &[(i64, u32)], digit: impl Fn(i64) -> u64) -> Vec<(i64, u32)> {
    let digit = |number: i64| usize::try_from(digit(number)).unwrap_or(0);
    let mut places = vec![0_usize; 0x1_0000];
    for (number, _) in known {
        if let Some(count) = places.get_mut(digit(*number)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut sorted = vec![(0, 0); known.len()];
    for entry in known {
        let Some(place) = places.get_mut(digit(entry.0)) else { continue };
        if let Some(cell) = sorted.get_mut(*place) {
            *cell = *entry;
        }
        *place += 1;
    }
    sorted
}

/// Returns the set of products in any order. Of many, marking bits is quicker than sorting.
pub fn set_of(docs: &[u32]) -> RoaringBitmap {
    let last = docs.iter().max().map_or(0, |doc| u64::from(*doc));
    let is_dense = u64::try_from(docs.len()).is_ok_and(|count| count.saturating_mul(DENSE) > last);
    let Some(bytes) = usize::try_from(last / 8 + 1).ok().filter(|_| is_dense) else {
        let mut docs = docs.to_vec();
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
