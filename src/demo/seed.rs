//! Chance that is none: SplitMix64, so that one seed gives one shop on every machine.

/// A source of numbers.
#[derive(Debug, Clone)]
pub struct Seed(u64);

impl Seed {
    /// Returns the source for one product of a seed; products do not depend on each other, so they can be made in any order.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut source =
            Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        source.number();
        source
    }

    /// Returns the next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to just below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.number().checked_rem(end).unwrap_or(0)
    }

    /// Returns a number below `end`, small ones far more often: each doubling is as likely as the one before.
    pub fn few_often(&mut self, end: usize) -> usize {
        let doublings = u64::from(end.checked_ilog2().unwrap_or(0)) + 1;
        let low = 1_u64 << self.below(doublings).min(62);
        let drawn = low + self.below(low);
        usize::try_from(drawn - 1).unwrap_or(0) % end.max(1)
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).unsigned_abs().saturating_add(1);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Returns true that many times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Returns one of the list; none of an empty one.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(list.len()).unwrap_or(0));
        list.get(usize::try_from(place).unwrap_or(0))
    }
}
