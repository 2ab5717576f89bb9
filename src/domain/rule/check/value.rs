//! The values of a constant right-hand side: cleaned, counted, and read as what the field holds.

use chrono::NaiveDate;

use super::condition::{Fault, Row};
use super::name;
use crate::domain::decimal::{Decimal, ONE, clip};
use crate::domain::money::{Currency, Money};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::{VALUE_CHARS_MAX, VALUES_MAX};
use crate::domain::text::{has_control, tidy};
use crate::domain::vocabulary::Vocabulary;

/// Most days that a relative date reaches.
const DAYS_MAX: u32 = 3_650;

/// Returns the values that are not empty, a text of several parted at its commas, within the limits.
pub(super) fn written(row: &Row<'_>) -> Result<Vec<String>, Fault> {
    let listed = matches!(row.operator, Operator::In | Operator::NotIn | Operator::AllIn);
    let alone = row.typed.values.len() == 1;
    let mut written: Vec<String> = Vec::new();
    for value in &row.typed.values {
        let parted = listed
            && value.contains(',')
            && match row.kind {
                Kind::Choice | Kind::Category => !name::is_known(row, value),
                Kind::Number | Kind::Money => true,
                Kind::Text | Kind::Date | Kind::YesNo => alone,
            };
        match parted {
            true => written.extend(value.split(',').map(tidy)),
            false => written.push(tidy(value)),
        }
        if written.len() > 2 * VALUES_MAX {
            break;
        }
    }
    written.retain(|value| !is_blank(value));
    let long = written.iter().find(|value| value.chars().count() > VALUE_CHARS_MAX);
    if let Some(long) = long {
        let message = format!("“{}” is longer than {VALUE_CHARS_MAX} characters; shorten it.", clip(long));
        return Err(Fault::Value(message));
    }
    if let Some(value) = written.iter().find(|value| has_control(value)) {
        let shown: String = value.chars().filter(|c| !c.is_control()).collect();
        return Err(Fault::Value(format!("“{}” holds a control character; type it anew.", clip(&shown))));
    }
    if written.len() > VALUES_MAX {
        return Err(Fault::Value("A list has at most 1,000 values; split this row in two.".into()));
    }
    if written.is_empty() {
        return Err(Fault::Value(missing(row).into()));
    }
    Ok(written)
}

/// Returns true for a text in which nothing can be read: white space and marks of no width.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
}

fn missing(row: &Row<'_>) -> &'static str {
    match (row.kind, row.positive) {
        (_, Operator::Between) => "Type both ends: from and to.",
        (Kind::Number | Kind::Money | Kind::Date | Kind::YesNo, part) if part.is_of_part() => "Type a value.",
        (Kind::Choice | Kind::Category, _) => "Choose at least one value.",
        (Kind::Number | Kind::Money, _) => "Type a number.",
        (Kind::Date, Operator::InLastDays | Operator::InNextDays) => "Type a number of days.",
        (Kind::Date, _) => "Choose a day.",
        (Kind::YesNo, _) => "Choose yes or no.",
        (Kind::Text, _) => "Type a value.",
    }
}

/// Refuses more than one value.
pub(super) fn one<'a>(_row: &Row<'_>, written: &'a [String]) -> Result<&'a str, Fault> {
    match written {
        [one] => Ok(one),
        _ => Err(not_one(written)),
    }
}

/// Returns the refusal of several values where one is asked.
pub(super) fn not_one(written: &[String]) -> Fault {
    Fault::Value(format!(
        "This takes one value; there are {}. Keep one, or give each a row in an any-group.",
        written.len()
    ))
}

/// Returns the refusal of one or many values where two are asked.
pub(super) fn not_two(written: &[String]) -> Fault {
    Fault::Value(match written.len() {
        0 | 1 => "Type both ends: from and to.".into(),
        many => format!("“Between” takes two values, from and to; there are {many}."),
    })
}

/// Returns the refusal of ends in the wrong order.
pub(super) fn reversed(written: &[String]) -> Fault {
    let end = |at: usize| written.get(at).map(|value| clip(value)).unwrap_or_default();
    Fault::Value(format!("From “{}” to “{}” is the wrong way round; swap them.", end(0), end(1)))
}

/// Returns numbers, money in major units, and the one currency they are written in.
pub(super) fn numbers(row: &Row<'_>, written: &[String]) -> Result<(Vec<Decimal>, Option<Currency>), Fault> {
    let mut numbers = Vec::with_capacity(written.len());
    let mut currencies: Vec<Option<Currency>> = Vec::new();
    for text in written {
        let (number, currency) = number(row.field, row.kind, text, row.vocabulary).map_err(Fault::Value)?;
        numbers.push(number);
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    match currencies.as_slice() {
        [] => Ok((numbers, None)),
        [currency] => Ok((numbers, *currency)),
        _ => Err(Fault::Value("Write all amounts of one row in the same currency.".into())),
    }
}

/// Reads one number of a field: money with or without a currency, others with or without their unit.
pub(super) fn number(
    field: Field,
    kind: Kind,
    text: &str,
    vocabulary: &Vocabulary,
) -> Result<(Decimal, Option<Currency>), String> {
    if kind == Kind::Money {
        return money(text, vocabulary);
    }
    let unit = match field {
        Field::DiscountPercent | Field::Margin => Some("%"),
        Field::Attribute(id) => vocabulary.attribute(id).and_then(|attribute| attribute.unit.as_deref()),
        _ => None,
    };
    let bare = unit.filter(|unit| !unit.is_empty()).and_then(|unit| text.trim_end().strip_suffix(unit));
    Decimal::parse(bare.unwrap_or(text)).map(|number| (number, None))
}

/// Reads `49.90`, which is of the asked store's currency, or `49.90 USD`.
fn money(text: &str, vocabulary: &Vocabulary) -> Result<(Decimal, Option<Currency>), String> {
    let amount = text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let code = text.trim().strip_prefix(amount).unwrap_or_default();
    let amount = amount.trim_end();
    if code.len() != 3 || Decimal::parse(amount).is_err() {
        return Decimal::parse(text).map(|number| (number, None));
    }
    let currency = Currency::parse(code)?;
    let taken = vocabulary.currencies();
    if !taken.contains(&&currency) {
        let names: Vec<&str> = taken.iter().map(|currency| currency.as_str()).collect();
        return Err(format!("No store takes {currency}; the stores take {}.", names.join(", ")));
    }
    let minor = Money::parse(amount, currency)?.minor;
    let number = minor.checked_mul(ONE / currency.minor_per_major()).map(Decimal);
    number.map(|number| (number, Some(currency))).ok_or_else(|| format!("“{}” is out of range.", clip(text)))
}

/// Returns yes or no for each value.
pub(super) fn yes_nos(written: &[String]) -> Result<Vec<bool>, Fault> {
    let read = |text: &String| match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        other => Err(Fault::Value(format!("“{}” is neither yes nor no.", clip(other)))),
    };
    written.iter().map(read).collect()
}

/// Returns a number of days.
pub(super) fn days(row: &Row<'_>, written: &[String]) -> Result<u32, Fault> {
    let days = one(row, written)?.parse::<u32>().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    days.ok_or_else(|| Fault::Value("Give a whole number of days from 1 to 3,650.".into()))
}

/// Returns days written `2026-11-01`.
pub(super) fn dates(written: &[String]) -> Result<Vec<NaiveDate>, Fault> {
    let refuse =
        |text: &String| Fault::Value(format!("“{}” is not a day; write it like 2026-11-01.", clip(text)));
    written.iter().map(|text| date(text).ok_or_else(|| refuse(text))).collect()
}

fn date(text: &str) -> Option<NaiveDate> {
    let is_digits =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !is_digits(year, 4) || !is_digits(month, 2) || !is_digits(day, 2) {
        return None;
    }
    let year: i32 = year.parse().ok().filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}
