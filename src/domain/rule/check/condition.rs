//! One row: its field, its operator, and which test its right-hand side makes.

use std::collections::HashSet;

use super::{Checked, Side, name, source, value};
use crate::domain::decimal::clip;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::{self, NodeId};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::spelling::yes_no as spelt;
use crate::domain::rule::tree::{Comparison, Condition, DateMatch, NumberMatch, Operand, Test, TextMatch};
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;

/// A row whose field and operator are known and fit each other.
pub(super) struct Row<'a> {
    pub(super) typed: &'a draft::Condition,
    pub(super) field: Field,
    pub(super) kind: Kind,
    /// As chosen.
    pub(super) operator: Operator,
    /// The one it negates, else itself.
    pub(super) positive: Operator,
    pub(super) vocabulary: &'a Vocabulary,
}

/// Why a right-hand side makes no test.
pub(super) enum Fault {
    /// Unfinished or wrong: the row is left out. A sentence for the row.
    Row(String),
    /// Unfinished or wrong: the row is left out. A sentence for the value.
    Value(String),
    /// The source's field is gone: the row matches nothing. A sentence for the row.
    Gone(String),
}

/// What a right-hand side makes.
pub(super) struct Right {
    pub(super) test: Test,
    /// Sentences about names that are gone or ambiguous and so match nothing.
    pub(super) gone: Vec<String>,
}

impl Right {
    /// Returns the right-hand side in which every name is known.
    pub(super) fn known(test: Test) -> Self {
        Self { test, gone: Vec::new() }
    }
}

pub(super) fn check(
    id: &NodeId,
    typed: &draft::Condition,
    vocabulary: &Vocabulary,
    side: Side,
    checked: &mut Checked,
) -> Option<Condition> {
    let operator = Operator::parse(&typed.operator);
    let negated = operator.is_some_and(|operator| operator.positive().is_some());
    let made = match row(typed, operator, vocabulary) {
        Ok(row) => right(&row, side).map(|right| (row.field, right)),
        Err(fault) => Err(fault),
    };
    let (field, test) = match made {
        Ok((field, right)) => {
            mark_gone(id, right.gone, checked);
            (field, right.test)
        }
        Err(Fault::Gone(message)) => {
            checked.problems.add(id.as_str(), message);
            checked.gone.push(id.clone());
            // The field is gone too, perhaps; any will do for a test that nothing passes.
            (Field::parse(&typed.field, vocabulary).unwrap_or(Field::Sku), Test::Nothing)
        }
        Err(fault) => {
            leave_out(id, fault, &mut checked.problems);
            checked.unfinished.push(id.clone());
            return None;
        }
    };
    Some(Condition { id: id.clone(), field, negated, test })
}

fn mark_gone(id: &NodeId, gone: Vec<String>, checked: &mut Checked) {
    if !gone.is_empty() {
        checked.gone.push(id.clone());
    }
    for message in gone {
        checked.problems.add(format!("{id}.v"), message);
    }
}

fn leave_out(id: &NodeId, fault: Fault, problems: &mut Problems) {
    match fault {
        Fault::Row(message) | Fault::Gone(message) => problems.add(id.as_str(), message),
        Fault::Value(message) => problems.add(format!("{id}.v"), message),
    }
}

fn row<'a>(
    typed: &'a draft::Condition,
    operator: Option<Operator>,
    vocabulary: &'a Vocabulary,
) -> Result<Row<'a>, Fault> {
    if typed.field.trim().is_empty() {
        return Err(Fault::Row("Choose a field.".into()));
    }
    let field = Field::parse(&typed.field, vocabulary);
    let Some((field, kind)) = field.and_then(|field| Some((field, field.kind(vocabulary)?))) else {
        return Err(Fault::Gone(name::field_gone(&typed.field, vocabulary)));
    };
    let Some(operator) = operator else {
        return Err(Fault::Row(match typed.operator.trim() {
            "" => "Choose how it compares.".into(),
            written => format!("There is no operator “{}”; choose how it compares.", clip(written)),
        }));
    };
    if !operator.fits(kind) {
        let called = operator.as_str().replace('_', " ");
        return Err(Fault::Row(format!("{} does not take “{called}”; choose another operator.", noun(kind))));
    }
    let positive = operator.positive().unwrap_or(operator);
    Ok(Row { typed, field, kind, operator, positive, vocabulary })
}

/// Returns what a kind is called at the beginning of a sentence.
pub(super) fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "A text",
        Kind::Number => "A number",
        Kind::Money => "An amount of money",
        Kind::Date => "A date",
        Kind::Choice => "A choice",
        Kind::Category => "A category",
        Kind::YesNo => "A yes or no",
    }
}

fn right(row: &Row<'_>, side: Side) -> Result<Right, Fault> {
    if row.positive == Operator::IsNotEmpty {
        return Ok(Right::known(Test::Present));
    }
    let is_relative =
        row.typed.from_source.is_some() || matches!(row.positive, Operator::Below | Operator::SameParent);
    if is_relative && side == Side::Source {
        let message = "There is no product on the page to compare with here: this rule says on which pages it shows. Give a value instead.";
        return Err(Fault::Row(message.into()));
    }
    if is_relative {
        return source::right(row);
    }
    let written = value::written(row)?;
    match row.kind {
        Kind::Text => text(row, &written),
        Kind::Choice | Kind::Category if text_match(row.positive).is_some_and(|how| how != TextMatch::Is) => {
            text(row, &written)
        }
        Kind::Choice | Kind::Category => name::right(row, &written),
        _ if row.operator.is_of_part() => text(row, &written),
        Kind::Number | Kind::Money => number(row, &written),
        Kind::Date => date(row, &written),
        Kind::YesNo => yes_no(row, &written),
    }
}

/// Returns how an operator compares texts.
pub(super) fn text_match(operator: Operator) -> Option<TextMatch> {
    Some(match operator {
        Operator::Equal | Operator::In => TextMatch::Is,
        Operator::Contains => TextMatch::Contains,
        Operator::BeginsWith => TextMatch::Begins,
        Operator::EndsWith => TextMatch::Ends,
        Operator::Less => TextMatch::Less,
        Operator::LessOrEqual => TextMatch::LessOrEqual,
        Operator::Greater => TextMatch::Greater,
        Operator::GreaterOrEqual => TextMatch::GreaterOrEqual,
        _ => return None,
    })
}

/// Returns how an operator compares ordered values.
pub(super) fn comparison(operator: Operator) -> Option<Comparison> {
    Some(match operator {
        Operator::Equal | Operator::In => Comparison::Equal,
        Operator::Less => Comparison::Less,
        Operator::LessOrEqual => Comparison::LessOrEqual,
        Operator::Greater => Comparison::Greater,
        Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// Returns the refusal of an operator that fits the kind but not this right-hand side.
pub(super) fn unfit(row: &Row<'_>) -> Fault {
    let called = row.operator.as_str().replace('_', " ");
    Fault::Row(format!("“{called}” cannot be asked about this; choose another operator."))
}

fn text(row: &Row<'_>, written: &[String]) -> Result<Right, Fault> {
    let how = text_match(row.positive).ok_or_else(|| unfit(row))?;
    let is_ordered = comparison(row.positive).is_some() && how != TextMatch::Is;
    if is_ordered {
        value::one(row, written)?;
    }
    let mut seen = HashSet::new();
    let pairs = written.iter().map(|value| (fold(value), value.clone()));
    let (values, written): (_, Vec<String>) = pairs.filter(|(value, _)| seen.insert(value.clone())).unzip();
    Ok(Right { test: Test::Text { how, values, written }, gone: Vec::new() })
}

fn number(row: &Row<'_>, written: &[String]) -> Result<Right, Fault> {
    let (numbers, currency) = value::numbers(row, written)?;
    let how = match (row.positive, numbers.as_slice()) {
        (Operator::Between, [low, high]) if low > high => return Err(value::reversed(written)),
        (Operator::Between, [low, high]) => {
            NumberMatch::Between(Operand::Constant(*low), Operand::Constant(*high))
        }
        (Operator::Between, _) => return Err(value::not_two(written)),
        (Operator::Equal | Operator::In, _) => {
            let mut numbers = numbers;
            numbers.sort();
            numbers.dedup();
            NumberMatch::AnyOf(numbers)
        }
        (operator, [number]) => {
            let comparison = comparison(operator).ok_or_else(|| unfit(row))?;
            NumberMatch::Compare(comparison, Operand::Constant(*number))
        }
        _ => return Err(value::not_one(written)),
    };
    Ok(Right::known(Test::Number { how, currency }))
}

fn date(row: &Row<'_>, written: &[String]) -> Result<Right, Fault> {
    if matches!(row.positive, Operator::InLastDays | Operator::InNextDays) {
        let days = value::days(row, written)?;
        let is_past = row.positive == Operator::InLastDays;
        let how = if is_past { DateMatch::InLastDays(days) } else { DateMatch::InNextDays(days) };
        return Ok(Right::known(Test::Date(how)));
    }
    let dates = value::dates(written)?;
    let how = match (row.positive, dates.as_slice()) {
        (Operator::Between, [from, to]) if from > to => return Err(value::reversed(written)),
        (Operator::Between, [from, to]) => {
            DateMatch::Between(Operand::Constant(*from), Operand::Constant(*to))
        }
        (Operator::Between, _) => return Err(value::not_two(written)),
        (Operator::Equal | Operator::In, [_, _, ..]) => {
            let mut dates = dates;
            dates.sort_unstable();
            dates.dedup();
            DateMatch::AnyOf(dates)
        }
        (operator, [date]) => {
            let comparison = comparison(operator).ok_or_else(|| unfit(row))?;
            DateMatch::Compare(comparison, Operand::Constant(*date))
        }
        _ => return Err(value::not_one(written)),
    };
    Ok(Right::known(Test::Date(how)))
}

/// One of the two is meant by itself; both, and what sorts before or after one, by how they are spelt.
fn yes_no(row: &Row<'_>, written: &[String]) -> Result<Right, Fault> {
    let said = value::yes_nos(written)?;
    if comparison(row.positive) != Some(Comparison::Equal) {
        value::one(row, written)?;
    }
    let is_all = |yes: bool| said.iter().all(|one| *one == yes);
    match (row.positive, is_all(true), is_all(false)) {
        (Operator::Equal | Operator::In, true, _) => Ok(Right::known(Test::Is(true))),
        (Operator::Equal | Operator::In, _, true) => Ok(Right::known(Test::Is(false))),
        _ => text(row, &said.iter().map(|yes| spelt(*yes).to_owned()).collect::<Vec<_>>()),
    }
}
