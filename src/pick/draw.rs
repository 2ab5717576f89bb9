//! The draw: chance that holds for a day and a source, so that a shopper who comes back sees the same.

use chrono::NaiveDate;

/// Returns a number that looks random, always the same for the same day and words.
pub fn draw(day: NaiveDate, words: &[&str]) -> u64 {
    use chrono::Datelike;
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    day.num_days_from_ce().to_le_bytes().into_iter().for_each(&mut eat);
    for word in words {
        word.bytes().for_each(&mut eat);
        eat(0);
    }
    // The last words alone would hardly reach the high bits; this stirs them.
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Returns the place of a ticket in a draw in which weight 1 / `priority` wins: smaller ones come first.
pub fn weighted(ticket: u64, priority: u32) -> f64 {
    let high = u32::try_from(ticket >> 32).unwrap_or(0);
    let even = (f64::from(high) + 1.0) / (f64::from(u32::MAX) + 2.0);
    -even.ln() * f64::from(priority.max(1))
}
