//! Spelling: how a number, a day or a yes or no reads where a rule looks at its letters, as it must read in a rule's value.
//!
//! Knows values alone; which of a product's values are asked is the index's to say.

use chrono::{Datelike, NaiveDate};

/// Places after the point that are spelt; what goes beyond them is cut.
const PLACES: usize = 6;

/// Returns millionths as a plain decimal without trailing zeros: `49.9`, `-0.5`, `12`.
pub fn millionths(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let one = 10_u128.pow(6);
    let (whole, part) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    let text = format!("{sign}{whole}.{part:0PLACES$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns a day as `2026-11-01`.
pub fn day(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Returns `yes` or `no`.
pub fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_without_trailing_zeros() {
        for (number, expected) in [
            (0, "0"),
            (12_000_000, "12"),
            (100_000_000, "100"),
            (49_900_000, "49.9"),
            (-500_000, "-0.5"),
            (33_333_333, "33.333333"),
            (1, "0.000001"),
        ] {
            assert_eq!(millionths(number), expected);
        }
    }

    #[test]
    fn days_are_spelt_with_four_two_and_two_digits() {
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 1, 9).unwrap()), "2026-01-09");
        assert_eq!(day(NaiveDate::from_ymd_opt(7, 12, 31).unwrap()), "0007-12-31");
    }
}
