//! Spelt: what one product says in a field of numbers or days, letter by letter, for rules that look at parts of it.
//!
//! Must not know rules or sets; `verify` compares what comes out.

use chrono::NaiveDate;

use super::value::{FINE_PER_MILLIONTH, Reader};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::spelling;

/// Returns the numbers, amounts of money in the asked currency or days of a field as they are spelt.
pub fn spelt(reader: Reader<'_>, field: Field) -> Vec<String> {
    match field.kind(reader.asked().vocabulary) {
        Some(Kind::Date) => reader.days(field).into_iter().filter_map(day).collect(),
        _ => reader.numbers(field, None).into_iter().map(number).collect(),
    }
}

/// Returns a number of the fine scale as it is spelt.
pub fn number(number: i128) -> String {
    spelling::millionths(number.div_euclid(FINE_PER_MILLIONTH))
}

/// Returns a day, counted from the common era, as it is spelt; none beyond the calendar.
pub fn day(day: i64) -> Option<String> {
    i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt).map(spelling::day)
}
