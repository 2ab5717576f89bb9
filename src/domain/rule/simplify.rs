//! Tells what a checked rule can never or must always be, in sentences beside the rows.
//!
//! Modest on purpose: it looks at what people do by mistake (two brands at once, a price below 5 and above 10, a list in
//! which nothing is left) and says nothing where it is not sure. Must not know the catalogue.

use super::draft::{Matching, NodeId};
use super::field::Field;
use super::tree::{Comparison, Condition, Group, Node, NumberMatch, Operand, Rule, Test, TextMatch};
use crate::domain::decimal::Decimal;
use crate::domain::problem::Problems;
use crate::domain::vocabulary::Vocabulary;

/// Returns a remark for every row or group that is never or always true. Remarks block nothing.
pub fn remarks(rule: &Rule, vocabulary: &Vocabulary) -> Problems {
    let mut remarks = Problems::default();
    group(&rule.root, vocabulary, &mut remarks);
    remarks
}

/// What is known of a node without asking the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Never,
    Always,
    Open,
}

fn group(group: &Group, vocabulary: &Vocabulary, remarks: &mut Problems) -> Truth {
    let truths: Vec<Truth> = group.children.iter().map(|child| node(child, vocabulary, remarks)).collect();
    let rows: Vec<&Condition> = group.children.iter().filter_map(as_row).collect();
    let clash = match group.matching {
        Matching::All => clash(&rows, vocabulary),
        Matching::Any | Matching::None => None,
    };
    if let Some((first, second, why)) = &clash {
        remarks.add(second.as_str(), format!("This can never hold together with row {first}: {why}."));
    }
    let has = |wanted: Truth| truths.contains(&wanted);
    let every = |wanted: Truth| truths.iter().all(|truth| *truth == wanted);
    let truth = match group.matching {
        Matching::All if has(Truth::Never) || clash.is_some() => Truth::Never,
        Matching::All if every(Truth::Always) => Truth::Always,
        Matching::Any if has(Truth::Always) => Truth::Always,
        Matching::Any if every(Truth::Never) => Truth::Never,
        Matching::None if has(Truth::Always) => Truth::Never,
        Matching::None if every(Truth::Never) => Truth::Always,
        _ => Truth::Open,
    };
    match truth {
        Truth::Never => remarks.add(group.id.as_str(), "Nothing can ever match this group."),
        Truth::Always => remarks.add(group.id.as_str(), "Every product matches this group."),
        Truth::Open => {}
    }
    truth
}

fn node(node: &Node, vocabulary: &Vocabulary, remarks: &mut Problems) -> Truth {
    let row = match node {
        Node::Group(inner) => return group(inner, vocabulary, remarks),
        Node::Condition(row) => row,
    };
    let truth = match (passes(row), row.negated) {
        (Truth::Open, _) => Truth::Open,
        (Truth::Never, false) | (Truth::Always, true) => Truth::Never,
        (Truth::Never, true) | (Truth::Always, false) => Truth::Always,
    };
    match truth {
        Truth::Never => remarks.add(row.id.as_str(), "Nothing can ever match this row."),
        Truth::Always => remarks.add(row.id.as_str(), "Every product matches this row."),
        Truth::Open => {}
    }
    truth
}

fn as_row(node: &Node) -> Option<&Condition> {
    match node {
        Node::Condition(row) => Some(row),
        Node::Group(_) => None,
    }
}

/// Tells whether the positive test can pass at all.
fn passes(row: &Condition) -> Truth {
    let is_empty = match &row.test {
        Test::Nothing => true,
        Test::AnyOption(options) => options.is_empty(),
        Test::AnyStore(stores) => stores.is_empty(),
        Test::AnyCategory { categories, .. } => categories.is_empty(),
        Test::Text { how: TextMatch::Less, values, .. } => values.iter().all(String::is_empty),
        Test::Number { .. } => interval(row).is_some_and(|(low, high)| low > high) || is_below_zero(row),
        _ => false,
    };
    if is_empty {
        return Truth::Never;
    }
    match (row.field, &row.test) {
        (Field::Sku | Field::Status | Field::InStock | Field::OnSale | Field::IsNew, Test::Present) => {
            Truth::Always
        }
        (
            Field::Sku,
            Test::Text { how: TextMatch::Contains | TextMatch::Begins | TextMatch::Ends, values, .. },
        ) if values.iter().any(String::is_empty) => Truth::Always,
        _ => Truth::Open,
    }
}

/// Fields that hold no negative number.
fn is_below_zero(row: &Condition) -> bool {
    let counted = matches!(
        row.field,
        Field::Price
            | Field::RegularPrice
            | Field::Rating
            | Field::Reviews
            | Field::Sold(_)
            | Field::Viewed(_)
    );
    let Test::Number { how, .. } = &row.test else { return false };
    counted
        && match how {
            NumberMatch::AnyOf(numbers) => numbers.iter().all(|number| number.0 < 0),
            NumberMatch::Compare(Comparison::Less, Operand::Constant(number)) => number.0 <= 0,
            NumberMatch::Compare(Comparison::LessOrEqual | Comparison::Equal, Operand::Constant(number)) => {
                number.0 < 0
            }
            NumberMatch::Between(_, Operand::Constant(high)) => high.0 < 0,
            _ => false,
        }
}

/// Returns the first two rows that exclude each other, and why.
fn clash(rows: &[&Condition], vocabulary: &Vocabulary) -> Option<(NodeId, NodeId, &'static str)> {
    for (at, second) in rows.iter().enumerate() {
        for first in rows.iter().take(at) {
            if let Some(why) = excludes(first, second, vocabulary) {
                return Some((first.id.clone(), second.id.clone(), why));
            }
        }
    }
    None
}

fn excludes(first: &Condition, second: &Condition, vocabulary: &Vocabulary) -> Option<&'static str> {
    if first.field != second.field {
        return None;
    }
    if first.test == second.test && first.negated != second.negated {
        return Some("one says the opposite of the other");
    }
    if first.negated || second.negated {
        return unset(first, second).then_some("one asks that nothing is set, the other that something is");
    }
    match (&first.test, &second.test) {
        (Test::Is(left), Test::Is(right)) => (left != right).then_some("it cannot be both yes and no"),
        (Test::Active(left), Test::Active(right)) => {
            (left != right).then_some("it cannot be both active and inactive")
        }
        (Test::AnyOption(left), Test::AnyOption(right)) if is_single(first.field, vocabulary) => {
            let apart =
                !left.is_empty() && !right.is_empty() && left.iter().all(|option| !right.contains(option));
            apart.then_some("a product has only one value here; use “any of” for several")
        }
        (Test::Number { currency: left, .. }, Test::Number { currency: right, .. }) if left == right => {
            let ((low, high), (other_low, other_high)) = (interval(first)?, interval(second)?);
            let one_number = is_one_number(first.field);
            (one_number && low.max(other_low) > high.min(other_high)).then_some("no number lies in both")
        }
        _ => None,
    }
}

/// Returns true when one row asks for a value and the other for none. A price in another currency than the store's may
/// be there where the store's is not.
fn unset(first: &Condition, second: &Condition) -> bool {
    let asks_none = |row: &Condition| row.negated && row.test == Test::Present;
    let asks_some =
        |row: &Condition| !row.negated && !matches!(row.test, Test::Number { currency: Some(_), .. });
    (asks_none(first) && asks_some(second)) || (asks_none(second) && asks_some(first))
}

/// Attributes marked as multiple, and those of variants, may carry two options at once: only built-in ones are sure.
fn is_single(field: Field, vocabulary: &Vocabulary) -> bool {
    match field {
        Field::Attribute(id) => {
            vocabulary.attribute(id).is_some_and(|attribute| attribute.built_in && !attribute.multiple)
        }
        _ => false,
    }
}

/// Fields of which a product has one number at most; attributes may have several.
fn is_one_number(field: Field) -> bool {
    !matches!(field, Field::Attribute(_))
}

/// Returns the numbers that a row with constants lets pass, as millionths, both ends included.
fn interval(row: &Condition) -> Option<(i64, i64)> {
    let Test::Number { how, .. } = &row.test else { return None };
    match how {
        NumberMatch::AnyOf(numbers) => {
            let (low, high) = (numbers.iter().min()?, numbers.iter().max()?);
            Some((low.0, high.0))
        }
        NumberMatch::Compare(comparison, Operand::Constant(Decimal(number))) => Some(match comparison {
            Comparison::Equal => (*number, *number),
            Comparison::Less => (i64::MIN, number.saturating_sub(1)),
            Comparison::LessOrEqual => (i64::MIN, *number),
            Comparison::Greater => (number.saturating_add(1), i64::MAX),
            Comparison::GreaterOrEqual => (*number, i64::MAX),
        }),
        NumberMatch::Between(Operand::Constant(low), Operand::Constant(high)) => Some((low.0, high.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
