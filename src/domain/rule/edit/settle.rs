//! Settling: after a field or operator was changed, what was typed is kept where it still makes sense, and what does not
//! is taken out with a note that says so. Rows that were not changed stay as they are, even when they are wrong.

use chrono::NaiveDate;

use super::from_source;
use crate::domain::decimal::Decimal;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::{Body, Condition, Draft};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::vocabulary::Vocabulary;

/// Returns the operator that a new condition on a field of that kind begins with.
pub fn default_operator(kind: Kind) -> Operator {
    match kind {
        Kind::Text => Operator::Contains,
        Kind::Number | Kind::Money => Operator::GreaterOrEqual,
        Kind::Date => Operator::InLastDays,
        Kind::Choice | Kind::Category => Operator::In,
        Kind::YesNo => Operator::Equal,
    }
}

/// Fills in what a new condition on its field begins with.
pub fn begin(condition: &mut Condition, words: &Vocabulary) {
    let Some(kind) = Field::parse(&condition.field, words).and_then(|field| field.kind(words)) else {
        return;
    };
    condition.operator = default_operator(kind).as_str().to_owned();
    condition.with_sub = kind == Kind::Category;
    if kind == Kind::YesNo {
        condition.values = vec!["true".to_owned()];
    }
}

/// Makes the conditions whose field or operator differs from before fit; returns a note at each that lost something.
pub fn settle(draft: &mut Draft, before: &Draft, words: &Vocabulary) -> Problems {
    let mut notes = Problems::default();
    for node in &mut draft.nodes {
        let Body::Condition(condition) = &mut node.body else { continue };
        let old = before.find(&node.id).and_then(|old| match &old.body {
            Body::Condition(old) => Some(old),
            Body::Group { .. } => None,
        });
        let Some(old) = old else { continue };
        let Some(kind) = Field::parse(&condition.field, words).and_then(|field| field.kind(words)) else {
            continue;
        };
        let lost =
            if old.field == condition.field { Vec::new() } else { settle_field(condition, kind, words) };
        for value in lost.into_iter().chain(settle_operator(condition, old)) {
            notes.add(node.id.as_str(), value);
        }
    }
    notes
}

fn settle_field(condition: &mut Condition, kind: Kind, words: &Vocabulary) -> Vec<String> {
    if condition.operator.is_empty() && condition.values.is_empty() && condition.from_source.is_none() {
        begin(condition, words);
        return Vec::new();
    }
    if !Operator::parse(&condition.operator).is_some_and(|operator| operator.is_everyday(kind)) {
        condition.operator = default_operator(kind).as_str().to_owned();
    }
    if let Some(source) = &mut condition.from_source {
        *source = match kind {
            Kind::Number | Kind::Money => std::mem::take(source),
            _ => from_source(""),
        };
        source.field.clone_from(&condition.field);
    }
    condition.with_sub = kind == Kind::Category;
    let Some(field) = Field::parse(&condition.field, words) else { return Vec::new() };
    let name = field_name(field, words);
    let (kept, lost): (Vec<String>, Vec<String>) =
        std::mem::take(&mut condition.values).into_iter().partition(|value| fits(value, field, kind, words));
    condition.values = kept;
    if kind == Kind::YesNo && condition.values.is_empty() {
        condition.values = vec!["true".to_owned()];
    }
    lost.iter()
        .filter(|value| !value.is_empty())
        .map(|value| format!("Removed “{value}”: not a value of {name}."))
        .collect()
}

fn settle_operator(condition: &mut Condition, old: &Condition) -> Vec<String> {
    if old.operator == condition.operator {
        return Vec::new();
    }
    let keep = match Operator::parse(&condition.operator) {
        Some(Operator::IsEmpty | Operator::IsNotEmpty | Operator::Below | Operator::SameParent) => 0,
        Some(Operator::InLastDays | Operator::InNextDays) => 1,
        Some(Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual) => 1,
        Some(Operator::Between | Operator::NotBetween) => 2,
        _ => return Vec::new(),
    };
    let lost = condition.values.split_off(condition.values.len().min(keep));
    let why = if keep == 0 { "it takes no value" } else { "it takes fewer values" };
    lost.iter().filter(|value| !value.is_empty()).map(|value| format!("Removed “{value}”: {why}.")).collect()
}

fn field_name(field: Field, words: &Vocabulary) -> String {
    field.id(words).trim_start_matches("attribute.").replace('_', " ")
}

fn fits(value: &str, field: Field, kind: Kind, words: &Vocabulary) -> bool {
    match (kind, field) {
        (Kind::Choice, Field::Attribute(id)) => !words.find_options(id, value).is_empty(),
        (Kind::Choice, Field::Store) => words.store(value).is_some(),
        (Kind::Choice, _) => matches!(value, "active" | "inactive"),
        (Kind::Category, _) => !words.find_categories(value).is_empty(),
        (Kind::Number | Kind::Money, _) => Decimal::parse(value).is_ok(),
        (Kind::Date, _) => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
        (Kind::YesNo, _) => matches!(value, "true" | "false" | "1" | "0"),
        (Kind::Text, _) => true,
    }
}
