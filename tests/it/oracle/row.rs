//! Random conditions: any field, any operator it takes, any right-hand side that checks.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::case::{Rhs, Row};
use super::random::{DAYS, TEXTS};
use super::words::{CATEGORIES, CURRENCIES, FIELDS, Field, Kind, OPTIONS};

/// The operators of every kind, after the documented table.
const ANY: &[&str] = &["equal", "not_equal", "is_empty", "is_not_empty"];
const LIST: &[&str] = &["in", "not_in"];
const PART: &[&str] =
    &["contains", "not_contains", "begins_with", "not_begins_with", "ends_with", "not_ends_with"];
const ORDER: &[&str] = &["less", "less_or_equal", "greater", "greater_or_equal"];
const BETWEEN: &[&str] = &["between", "not_between"];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "9",
    "10",
    "20",
    "100",
    "1.5",
    "-1.5",
    "0.1",
    "33.333333",
    "33.333334",
    "0.000001",
    "-0.000001",
    "9223372036854.775807",
    "49.9",
    "54.89",
    "54.90",
    "0.005",
    "+3",
    "007",
    ".5",
    "2.",
    "50",
    "66.666666",
];
const FACTORS: &[&str] = &["1", "0", "1.1", "0.5", "2", "110 %", "33.3333 %", "0.333333", "1000", ""];
const AMOUNTS: &[&str] = &["0", "5", "-5", "0.01", "-0.000001", "", "1000000"];

/// Chance, drawn once for a whole row.
#[derive(Debug, Clone)]
struct Dice {
    operator: Index,
    values: Vec<Index>,
    relative: bool,
    from: Index,
    mul: Vec<Index>,
    add: Vec<Index>,
    currency: Option<&'static str>,
    flag: bool,
}

/// Returns rows.
pub fn any_row() -> impl Strategy<Value = Row> {
    let few = |most| prop::collection::vec(any::<Index>(), 0..=most);
    let currency = proptest::option::weighted(0.3, select(CURRENCIES).prop_map(|(code, _)| code));
    let values = prop::collection::vec(any::<Index>(), 1..=3);
    let dice = (
        any::<Index>(),
        values,
        prop::bool::weighted(0.35),
        any::<Index>(),
        few(2),
        few(2),
        currency,
        any::<bool>(),
    )
        .prop_map(|(operator, values, relative, from, mul, add, currency, flag)| Dice {
            operator,
            values,
            relative,
            from,
            mul,
            add,
            currency,
            flag,
        });
    (select(FIELDS), dice).prop_map(|(field, dice)| row(field, &dice))
}

fn operators(field: Field) -> Vec<&'static str> {
    let mut all = [ANY, LIST, PART, ORDER].concat();
    match field.kind {
        Kind::Text | Kind::Choice | Kind::YesNo => {}
        Kind::Number | Kind::Money => all.extend(BETWEEN),
        Kind::Date => all.extend([BETWEEN, &["in_last_days", "in_next_days"]].concat()),
        Kind::Category => all.extend(["below", "same_parent"]),
    }
    if field.kind == Kind::Choice && field.attribute.is_some() {
        all.push("all_in");
    }
    all
}

fn is_list(operator: &str) -> bool {
    ["equal", "not_equal", "in", "not_in"].contains(&operator)
}

fn row(field: Field, dice: &Dice) -> Row {
    let operator = *dice.operator.get(&operators(field));
    let with_sub = field.kind == Kind::Category && dice.flag;
    let mut row = Row { field: field.id, operator, values: Vec::new(), joined: false, with_sub, rhs: None };
    if ["is_empty", "is_not_empty", "below", "same_parent"].contains(&operator) {
        return row;
    }
    if dice.relative && !["in_last_days", "in_next_days"].contains(&operator) {
        row.rhs = rhs(field, operator, dice);
    }
    if row.rhs.is_none() {
        row.values = values(field, operator, dice);
        row.joined = dice.flag && ["in", "not_in", "all_in"].contains(&operator);
    }
    row
}

/// Returns a right-hand side of the source that the field takes under the operator.
fn rhs(field: Field, operator: &str, dice: &Dice) -> Option<Rhs> {
    let same = is_list(operator);
    let part = PART.contains(&operator);
    let fits = |from: &&Field| match (field.kind, from.kind) {
        (Kind::Number | Kind::Money | Kind::Date, _) if part => false,
        (Kind::YesNo, _) => same && from.kind == Kind::YesNo,
        (Kind::Number, Kind::Number) | (Kind::Money, Kind::Money) | (Kind::Date, Kind::Date) => true,
        (Kind::Choice, _) if field.attribute.is_none() => same && from.id == field.id,
        (_, Kind::Choice) if from.attribute.is_none() => false,
        (Kind::Choice, Kind::Choice) => true,
        (Kind::Text | Kind::Choice | Kind::Category, Kind::Text | Kind::Choice | Kind::Category) => {
            operator != "all_in"
        }
        _ => false,
    };
    let fitting: Vec<&Field> = FIELDS.iter().filter(fits).collect();
    if fitting.is_empty() {
        return None;
    }
    let from = dice.from.get(&fitting);
    let (mul, add) = match field.kind {
        Kind::Number | Kind::Money => changes(field, operator, dice),
        Kind::Date => (Vec::new(), days(operator, dice)),
        _ => (Vec::new(), Vec::new()),
    };
    Some(Rhs { source: from.id, mul, add })
}

fn is_between(operator: &str) -> bool {
    BETWEEN.contains(&operator)
}

/// Percentages and amounts; of two, the first is the lower one.
fn changes(field: Field, operator: &str, dice: &Dice) -> (Vec<String>, Vec<String>) {
    let most = if is_between(operator) { 2 } else { 1 };
    let pick = |indices: &[Index], pool: &[&str]| -> Vec<String> {
        indices.iter().take(most).map(|index| (*index.get(pool)).to_owned()).collect()
    };
    let mut mul = pick(&dice.mul, FACTORS);
    let mut add = pick(&dice.add, AMOUNTS);
    // A percentage between two that is left blank is unfinished.
    mul.retain(|text| most == 1 || !text.is_empty());
    let factor = |text: &String| match (text.strip_suffix(" %"), text.as_str()) {
        (_, "") => 1.0,
        (Some(percent), _) => number(percent) / 100.0,
        (None, factor) => number(factor),
    };
    mul.sort_by(|left, right| factor(left).total_cmp(&factor(right)));
    add.sort_by(|left, right| number(left).total_cmp(&number(right)));
    if let (Kind::Money, Some(currency)) = (field.kind, dice.currency) {
        for amount in &mut add {
            let whole = ["0", "5", "-5", "1000000"].contains(&amount.as_str());
            if whole {
                *amount = format!("{amount} {currency}");
            }
        }
    }
    (mul, add)
}

fn days(operator: &str, dice: &Dice) -> Vec<String> {
    let most = if is_between(operator) { 2 } else { 1 };
    let pool = [-3_650_i64, -1, 0, 1, 30];
    let mut days: Vec<i64> = dice.add.iter().take(most).map(|index| *index.get(&pool)).collect();
    days.sort_unstable();
    days.iter().map(i64::to_string).collect()
}

fn values(field: Field, operator: &str, dice: &Dice) -> Vec<String> {
    let count = match operator {
        "between" | "not_between" => 2,
        _ if ORDER.contains(&operator) || operator.ends_with("_days") => 1,
        _ => dice.values.len(),
    };
    let picked = (0..count).map(|at| dice.values[at % dice.values.len()]);
    let pool = pool(field, operator);
    let mut values: Vec<String> = picked.map(|index| index.get(&pool).clone()).collect();
    if let (Kind::Money, Some(currency), false) = (field.kind, dice.currency, PART.contains(&operator)) {
        let places = CURRENCIES.iter().find(|(code, _)| *code == currency).map_or(0, |(_, places)| *places);
        let fits = |value: &String| {
            let after = value.split_once('.').map_or("", |(_, after)| after).trim_end_matches('0').len();
            after <= usize::try_from(places).unwrap()
        };
        if values.iter().all(fits) {
            values.iter_mut().for_each(|value| *value = format!("{value} {currency}"));
        }
    }
    if is_between(operator) {
        order(field.kind, &mut values);
    }
    values
}

fn order(kind: Kind, values: &mut [String]) {
    match kind {
        Kind::Date => values.sort(),
        _ => values.sort_by(|left, right| number(left).total_cmp(&number(right))),
    }
}

/// Returns the number that a text begins with; 0 for none.
fn number(text: &str) -> f64 {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ').parse().unwrap_or(0.0)
}

fn pool(field: Field, operator: &str) -> Vec<String> {
    let own = |list: &[&str]| -> Vec<String> { list.iter().map(|text| (*text).to_owned()).collect() };
    let by_name = is_list(operator) || operator == "all_in";
    match (field.kind, field.attribute, field.id) {
        (Kind::Number | Kind::Money, ..) if PART.contains(&operator) => {
            own(&["1", "0", "9", ".", "-", "5", "10", "33.", ".5", ".99", "49.9", "00", "x"])
        }
        (Kind::Date, ..) if PART.contains(&operator) => {
            own(&["20", "2026", "-1", "1", "-03-", "0", "202", "29", "2026-11", "x"])
        }
        (Kind::YesNo, ..) if PART.contains(&operator) => own(&["y", "ES", "no", "o", "e", "true", "1", "n"]),
        (Kind::Number, Some(13), _) => [own(NUMBERS), own(&["1.5 kg", "20kg"])].concat(),
        (Kind::Number | Kind::Money, ..) => own(NUMBERS),
        (Kind::Date, ..) if operator.ends_with("_days") => own(&["1", "30", "365", "3650"]),
        (Kind::Date, ..) => own(DAYS),
        (Kind::YesNo, ..) => own(&["true", "no", "1", "0", "Yes"]),
        (Kind::Category, ..) if by_name => {
            let named = CATEGORIES.iter().map(|(_, key, _)| (*key).to_owned());
            named.chain(own(&["Kameras", "LENSES", "Accessories", "gone"])).collect()
        }
        (Kind::Choice, Some(attribute), _) if by_name => {
            let keys =
                OPTIONS.iter().filter(|(_, of, ..)| *of == attribute).map(|(_, _, key, _)| (*key).to_owned());
            keys.chain(own(&["Sony", "STRASSE", "Grey", "ef", "gone"])).collect()
        }
        (Kind::Choice, None, "status") if by_name => own(&["active", "INACTIVE", "gone"]),
        (Kind::Choice, None, _) if by_name => own(&["us", "DE", "cu", "Strasse", "gone"]),
        (_, _, "status") => own(&["active", "inactive", "act", "IN", "e"]),
        _ => {
            let pieces =
                own(&["s", "S", "ss", "ß", "e", "i", "\u{307}", "é", "o", "A", "1", "x y", "-", "a"]);
            own(TEXTS).into_iter().filter(|text| !text.contains(',')).chain(pieces).collect()
        }
    }
}
