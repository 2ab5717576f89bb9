//! Directories: which product a sku or a number leads to, without keeping either.
//!
//! A sku is known by its scattered number; whether it is really the one is read off the product's record. A change copies
//! one piece. Must not know what the products are.

use std::sync::Arc;

use super::cores::each;

/// Pieces of the directory of skus.
const SHARDS: usize = 1_024;
/// Numbers of one page.
const PAGE: usize = 256;
/// Bits of a number that tell its place on a page.
const PAGE_BITS: u32 = 8;
/// No product.
const NONE: u32 = u32::MAX;

/// What a folded sku is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkuMark {
    shard: u32,
    own: u32,
}

/// Places by sku.
#[derive(Debug, Clone)]
pub struct BySku {
    /// Each in order of what skus scatter to.
    pub(super) shards: Vec<Arc<Vec<(u32, u32)>>>,
}

impl Default for BySku {
    fn default() -> Self {
        Self { shards: vec![Arc::default(); SHARDS] }
    }
}

impl BySku {
    /// Returns the first place of a folded sku that is really the one.
    pub fn find(&self, sku: &str, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let (shard, mark) = scatter(sku);
        let shard = self.shards.get(shard)?;
        let from = shard.partition_point(|(other, _)| *other < mark);
        let same = shard.iter().skip(from).take_while(|(other, _)| *other == mark);
        same.map(|(_, place)| *place).find(|place| is(*place))
    }

    /// Makes a folded sku lead to a place, besides those it leads to already.
    pub fn insert(&mut self, sku: &str, place: u32) {
        let (shard, mark) = scatter(sku);
        let Some(shard) = self.shards.get_mut(shard) else { return };
        if let Err(at) = shard.binary_search(&(mark, place)) {
            Arc::make_mut(shard).insert(at, (mark, place));
        }
    }

    /// Makes a folded sku lead to a place no more.
    pub fn remove(&mut self, sku: &str, place: u32) {
        let (shard, mark) = scatter(sku);
        let Some(shard) = self.shards.get_mut(shard) else { return };
        if let Ok(at) = shard.binary_search(&(mark, place)) {
            Arc::make_mut(shard).remove(at);
        }
    }

    /// Notes a folded sku by its mark while many come in; nothing is found before [`BySku::settle`].
    pub fn note(&mut self, mark: SkuMark, place: u32) {
        if let Some(shard) = usize::try_from(mark.shard).ok().and_then(|shard| self.shards.get_mut(shard)) {
            Arc::make_mut(shard).push((mark.own, place));
        }
    }

    /// Brings what was noted into order; `to` tells the final place of each.
    pub fn settle(&mut self, to: impl Fn(u32) -> Option<u32> + Sync) {
        each(self.shards.iter_mut().collect(), |shard| {
            let shard = Arc::make_mut(shard);
            for (_, place) in shard.iter_mut() {
                *place = to(*place).unwrap_or(NONE);
            }
            shard.sort_unstable();
            shard.dedup();
            shard.shrink_to_fit();
        });
    }

    /// Returns how many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.capacity() * size_of::<(u32, u32)>() + size_of::<Arc<()>>())
            .sum()
    }
}

impl SkuMark {
    /// Returns what a folded sku is known by.
    pub fn of(sku: &str) -> Self {
        let (shard, own) = scatter(sku);
        Self { shard: u32::try_from(shard).unwrap_or(0), own }
    }
}

/// Returns the piece a sku belongs to and what it is known by there.
fn scatter(sku: &str) -> (usize, u32) {
    let mut mixed: u64 = 0x51_7c_c1_b7_27_22_0a_95;
    for chunk in sku.as_bytes().chunks(8) {
        let word = chunk.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        mixed = (mixed.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    mixed = (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^= mixed >> 32;
    let shard = usize::try_from(mixed >> 32).unwrap_or(0) % SHARDS;
    (shard, u32::try_from(mixed & 0xffff_ffff).unwrap_or(0))
}

/// Places by number. Numbers of a shop lie close together, so they are kept by page.
#[derive(Debug, Clone, Default)]
pub struct ById {
    /// In order; each with the numbers' common part before it.
    pub(super) pages: Vec<(i64, Arc<Vec<u32>>)>,
}

impl ById {
    /// Returns the place of a number.
    pub fn find(&self, id: i64) -> Option<u32> {
        let (page, at) = leaf(id);
        let page = self.page(page).ok()?;
        let (_, places) = self.pages.get(page)?;
        places.get(at).copied().filter(|place| *place != NONE)
    }

    /// Makes a number lead to a place, or nowhere.
    pub fn set(&mut self, id: i64, place: Option<u32>) {
        let (number, at) = leaf(id);
        let page = match self.page(number) {
            Ok(page) => page,
            Err(_) if place.is_none() => return,
            Err(page) => {
                self.pages.insert(page, (number, Arc::new(vec![NONE; PAGE])));
                page
            }
        };
        let slot = self.pages.get_mut(page).and_then(|(_, places)| Arc::make_mut(places).get_mut(at));
        if let Some(slot) = slot {
            *slot = place.unwrap_or(NONE);
        }
    }

    /// Moves every place to where `to` tells.
    pub fn settle(&mut self, to: impl Fn(u32) -> Option<u32>) {
        for (_, places) in &mut self.pages {
            for place in Arc::make_mut(places).iter_mut().filter(|place| **place != NONE) {
                *place = to(*place).unwrap_or(NONE);
            }
        }
    }

    /// Returns how many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        self.pages.len() * (PAGE * size_of::<u32>() + size_of::<(i64, Arc<Vec<u32>>)>() + 40)
    }

    /// Returns which page a number is on, or where that page belongs. Mostly the pages follow one another.
    fn page(&self, number: i64) -> Result<usize, usize> {
        let first = self.pages.first().map_or(0, |(first, _)| *first);
        let near = number.checked_sub(first).and_then(|ahead| usize::try_from(ahead).ok());
        match near.filter(|near| self.pages.get(*near).is_some_and(|(other, _)| *other == number)) {
            Some(page) => Ok(page),
            None => self.pages.binary_search_by_key(&number, |(number, _)| *number),
        }
    }
}

fn leaf(id: i64) -> (i64, usize) {
    (id >> PAGE_BITS, usize::try_from(id & 0xff).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_leads_to_its_places_until_it_is_taken_out() {
        let mut skus = BySku::default();
        for n in 0..5_000 {
            skus.note(SkuMark::of(&format!("sku-{n}")), n);
        }
        skus.settle(|place| Some(place + 1));
        let mut next = skus.clone();
        next.insert("sku-7", 9_000);
        next.remove("sku-8", 9);
        assert_eq!(skus.find("sku-7", |_| true), Some(8));
        assert_eq!(next.find("sku-7", |place| place == 9_000), Some(9_000));
        assert_eq!((next.find("sku-8", |_| true), skus.find("sku-8", |_| true)), (None, Some(9)));
        assert_eq!(next.find("sku-x", |_| true), None);
    }

    #[test]
    fn a_number_leads_to_its_place_wherever_it_lies() {
        let mut ids = ById::default();
        let far = [i64::MIN, -1, 0, 255, 256, 1_000_000, i64::MAX];
        for (place, id) in (0..).zip(far) {
            ids.set(id, Some(place));
        }
        let mut next = ids.clone();
        next.set(-1, None);
        next.set(77_777_777, None);
        next.settle(|place| Some(place + 1));
        for (place, id) in (0..).zip(far) {
            assert_eq!(ids.find(id), Some(place));
            assert_eq!(next.find(id), (id != -1).then_some(place + 1), "{id}");
        }
        assert_eq!((ids.find(1), next.pages.len()), (None, 6));
    }
}
