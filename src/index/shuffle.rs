//! Shuffle: products in an order that looks thrown and holds as long as the throw is the same.
//!
//! A throw puts products in a circle; a turn says at which of them it begins. So each of them comes first equally often,
//! and whoever has laid the circle once has every turn of it. Must not know what is shuffled for whom.

use super::shelf::stir;
use super::snapshot::Doc;

/// What a shuffle depends on besides the products.
#[derive(Debug, Clone, Copy, Default)]
pub struct Throw {
    /// How they lie in the circle.
    pub mix: u64,
    /// Where it begins.
    pub turn: u64,
}

impl Throw {
    /// Returns the place in a circle of so many where the turn begins; 0 for none.
    pub fn begin(self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.turn % count).unwrap_or(0)
    }

    /// Returns the first `count` products from where the turn begins. `side` is what each is thrown with; `sku` parts those
    /// with the same one.
    pub fn first(
        self,
        docs: impl Iterator<Item = u32>,
        count: usize,
        side: impl Fn(u32) -> u64,
        sku: impl Fn(u32) -> Option<i64>,
    ) -> Vec<Doc> {
        let mut circle: Vec<(u64, u32)> = docs.map(|doc| (stir(self.mix ^ stir(side(doc))), doc)).collect();
        let compare = |left: &(u64, u32), right: &(u64, u32)| {
            left.0.cmp(&right.0).then_with(|| sku(left.1).cmp(&sku(right.1)))
        };
        let begin = self.begin(circle.len());
        if begin > 0 {
            circle.select_nth_unstable_by(begin, compare);
        }
        let (before, behind) = circle.split_at_mut(begin);
        let mut found = Vec::with_capacity(count.min(behind.len() + before.len()));
        for part in [behind, before] {
            let free = count - found.len();
            let part = match free < part.len() {
                true => part.select_nth_unstable_by(free, compare).0,
                false => part,
            };
            part.sort_unstable_by(compare);
            found.extend(part.iter().map(|(_, doc)| Doc(*doc)));
        }
        found
    }
}
