//! A right-hand side taken from the product on the page.

use super::condition::{Fault, Right, Row, comparison, noun, text_match, unfit};
use super::{name, value};
use crate::domain::decimal::{Decimal, ONE, clip};
use crate::domain::money::Currency;
use crate::domain::rule::draft::FromSource;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::tree::{Comparison, DateMatch, NumberMatch, Operand, Test};

/// Largest factor: 100,000 %.
const FACTOR_MAX: Decimal = Decimal(1_000 * ONE);
/// Most days added to a date.
const DAYS_MAX: i64 = 3_650;

/// One factor and amount.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Change {
    mul: Decimal,
    add: Decimal,
}

const UNCHANGED: Change = Change { mul: Decimal(ONE), add: Decimal(0) };

pub(super) fn right(row: &Row<'_>) -> Result<Right, Fault> {
    if matches!(row.positive, Operator::Below | Operator::SameParent) {
        return category_walk(row);
    }
    let Some(typed) = &row.typed.from_source else { return Err(unfit(row)) };
    if typed.field.trim().is_empty() {
        return Err(Fault::Row("Choose which field of the product on the page it compares with.".into()));
    }
    let from = Field::parse(&typed.field, row.vocabulary);
    let Some((from, kind)) = from.and_then(|from| Some((from, from.kind(row.vocabulary)?))) else {
        return Err(Fault::Gone(name::field_gone(&typed.field, row.vocabulary)));
    };
    match (row.kind, kind) {
        (Kind::Number, Kind::Number) | (Kind::Money, Kind::Money) => number(row, typed, from),
        (Kind::Date, Kind::Date) => date(row, typed, from),
        _ => {
            unchanged(row, typed)?;
            plain(row, from, kind).map(Right::known)
        }
    }
}

/// `below` and `same parent` speak of the source's categories by themselves.
fn category_walk(row: &Row<'_>) -> Result<Right, Fault> {
    if row.typed.values.iter().any(|value| !value::is_blank(value)) && row.typed.from_source.is_none() {
        let message =
            "This compares with the categories of the product on the page and takes no value; remove it.";
        return Err(Fault::Value(message.into()));
    }
    let from = row.typed.from_source.as_ref().map(|from| from.field.trim()).unwrap_or_default();
    if !from.is_empty() && Field::parse(from, row.vocabulary) != Some(Field::Category) {
        return Err(Fault::Row(
            "This compares with the categories of the product on the page, not another field.".into(),
        ));
    }
    let below = row.positive == Operator::Below;
    Ok(Right::known(if below { Test::BelowSource } else { Test::SameParentAsSource }))
}

/// Returns the test of kinds that are not reckoned with.
fn plain(row: &Row<'_>, from: Field, kind: Kind) -> Result<Test, Fault> {
    let same = matches!(row.positive, Operator::Equal | Operator::In);
    let is_choice = |field| matches!(field, Field::Attribute(_));
    match (row.kind, kind) {
        (Kind::YesNo, Kind::YesNo) if same => Ok(Test::IsAsSource(from)),
        (Kind::Category, Kind::Category) if same => {
            Ok(Test::CategoryOfSource { with_sub: row.typed.with_sub })
        }
        (Kind::Choice, Kind::Choice)
            if same && (row.field == from || (is_choice(row.field) && is_choice(from))) =>
        {
            Ok(Test::OptionOfSource(from))
        }
        (Kind::Choice, Kind::Choice)
            if row.positive == Operator::AllIn && is_choice(row.field) && is_choice(from) =>
        {
            Ok(Test::AllOptionsOfSource(from))
        }
        _ if name::has_labels(row.field, row.kind) && name::has_labels(from, kind) => {
            let how = text_match(row.positive).ok_or_else(|| unfit(row))?;
            Ok(Test::TextOfSource { how, from })
        }
        (left, right) if left == right => Err(unfit(row)),
        (left, right) => {
            let (left, right) = (noun(left), noun(right).to_lowercase());
            Err(Fault::Row(format!(
                "{left} cannot be compared with {right}; choose another field of the product on the page."
            )))
        }
    }
}

fn number(row: &Row<'_>, typed: &FromSource, from: Field) -> Result<Right, Fault> {
    if row.positive == Operator::Between && typed.mul.iter().any(|text| text.trim().is_empty()) {
        return Err(Fault::Value(
            "Give both percentages, from and to; 100 is its value as it stands.".into(),
        ));
    }
    let (changes, currency) = changes(row, typed)?;
    let operand = |change: Change| Operand::Source { from, mul: change.mul, add: change.add };
    let how = match (row.positive, changes.as_slice()) {
        (Operator::Between, [low, high]) => {
            refuse_reversed(row, *low, *high)?;
            NumberMatch::Between(operand(*low), operand(*high))
        }
        (Operator::Between, [both]) => NumberMatch::Between(operand(*both), operand(*both)),
        (operator, [change]) => NumberMatch::Compare(compared(row, operator)?, operand(*change)),
        _ => return Err(one_change()),
    };
    Ok(Right::known(Test::Number { how, currency }))
}

fn date(row: &Row<'_>, typed: &FromSource, from: Field) -> Result<Right, Fault> {
    let (changes, _) = changes(row, typed)?;
    let is_days = |change: &Change| {
        change.mul == UNCHANGED.mul && change.add.0 % ONE == 0 && (change.add.0 / ONE).abs() <= DAYS_MAX
    };
    if !changes.iter().all(is_days) {
        return Err(Fault::Value("To a date only whole days are added, at most 3,650 either way.".into()));
    }
    let operand = |change: Change| Operand::Source { from, mul: change.mul, add: change.add };
    let how = match (row.positive, changes.as_slice()) {
        (Operator::Between, [low, high]) => {
            refuse_reversed(row, *low, *high)?;
            DateMatch::Between(operand(*low), operand(*high))
        }
        (Operator::Between, [both]) => DateMatch::Between(operand(*both), operand(*both)),
        (operator, [change]) => DateMatch::Compare(compared(row, operator)?, operand(*change)),
        _ => return Err(one_change()),
    };
    Ok(Right::known(Test::Date(how)))
}

fn compared(row: &Row<'_>, operator: Operator) -> Result<Comparison, Fault> {
    comparison(operator).ok_or_else(|| unfit(row))
}

fn one_change() -> Fault {
    Fault::Value("Only “between” takes two percentages or amounts; keep one.".into())
}

/// Ends that cross for every source. A factor reverses only where no value can be negative.
fn refuse_reversed(row: &Row<'_>, low: Change, high: Change) -> Result<(), Fault> {
    let by_amount = low.mul == high.mul && low.add > high.add;
    let by_factor = row.kind == Kind::Money && low.mul > high.mul && low.add >= high.add;
    match by_amount || by_factor {
        true => Err(Fault::Value("From and to are the wrong way round; swap them.".into())),
        false => Ok(()),
    }
}

/// Returns one or two factors and amounts, a single one standing for both, and the currency of the amounts.
fn changes(row: &Row<'_>, typed: &FromSource) -> Result<(Vec<Change>, Option<Currency>), Fault> {
    if typed.mul.len() > 2 || typed.add.len() > 2 {
        return Err(Fault::Value(
            "There are at most two percentages and two amounts, for from and to.".into(),
        ));
    }
    let mul = typed.mul.iter().map(|text| factor(text)).collect::<Result<Vec<_>, _>>()?;
    let mut add = Vec::new();
    let mut currency = None;
    for text in &typed.add {
        let (amount, written) = amount(row, text)?;
        if currency.is_some() && written.is_some() && currency != written {
            return Err(Fault::Value("Write all amounts of one row in the same currency.".into()));
        }
        currency = currency.or(written);
        add.push(amount);
    }
    let change = |at: usize| Change {
        mul: mul.get(at).or(mul.last()).copied().unwrap_or(UNCHANGED.mul),
        add: add.get(at).or(add.last()).copied().unwrap_or(UNCHANGED.add),
    };
    let changes = if mul.len() > 1 || add.len() > 1 { vec![change(0), change(1)] } else { vec![change(0)] };
    Ok((changes, currency))
}

/// Reads `1.1`, or `110 %`.
fn factor(text: &str) -> Result<Decimal, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(UNCHANGED.mul);
    }
    let factor = match text.strip_suffix('%') {
        Some(percent) => {
            let percent = Decimal::parse(percent.trim()).map_err(Fault::Value)?;
            if percent.0 % 100 != 0 {
                return Err(Fault::Value(format!(
                    "“{}” has more than four places after the point.",
                    clip(text)
                )));
            }
            Decimal(percent.0 / 100)
        }
        None => Decimal::parse(text).map_err(Fault::Value)?,
    };
    match (Decimal(0)..=FACTOR_MAX).contains(&factor) {
        true => Ok(factor),
        false => Err(Fault::Value("The percentage lies between 0 and 100,000 %.".into())),
    }
}

fn amount(row: &Row<'_>, text: &str) -> Result<(Decimal, Option<Currency>), Fault> {
    match text.trim() {
        "" => Ok((UNCHANGED.add, None)),
        text => value::number(row.field, row.kind, text, row.vocabulary).map_err(Fault::Value),
    }
}

/// Refuses a factor or amount on a field that is not reckoned with; neutral ones are let pass.
fn unchanged(row: &Row<'_>, typed: &FromSource) -> Result<(), Fault> {
    let neutral = |texts: &[String], value: Decimal| {
        texts
            .iter()
            .all(|text| text.trim().is_empty() || Decimal::parse(text).is_ok_and(|number| number == value))
    };
    match neutral(&typed.mul, UNCHANGED.mul) && neutral(&typed.add, UNCHANGED.add) {
        true => Ok(()),
        false => {
            let kind = noun(row.kind);
            Err(Fault::Value(format!("{kind} is not reckoned with; remove the percentage and the amount.")))
        }
    }
}
