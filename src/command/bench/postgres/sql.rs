//! A checked rule as a condition of SQL on the yardstick's table; of the rule language just as much as random rules use.

use chrono::NaiveDate;

use super::super::rule::NUMBERS;
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::id::CategoryId;
use crate::domain::rule::draft::Matching;
use crate::domain::rule::field::{Field, Window};
use crate::domain::rule::tree::{
    Comparison, Condition, DateMatch, Group, Node, NumberMatch, Operand, Rule, Test, TextMatch,
};
use crate::domain::vocabulary::Vocabulary;

/// Returns the condition; none where the rule asks what the table cannot answer.
pub fn condition_of(rule: &Rule, vocabulary: &Vocabulary) -> Option<String> {
    group(&rule.root, vocabulary)
}

fn group(group: &Group, vocabulary: &Vocabulary) -> Option<String> {
    let children: Option<Vec<String>> = group.children.iter().map(|child| node(child, vocabulary)).collect();
    let children = children?;
    Some(match group.matching {
        Matching::All => format!("({})", children.join(" AND ")),
        Matching::Any => format!("({})", children.join(" OR ")),
        Matching::None => format!("NOT coalesce({}, false)", children.join(" OR ")),
    })
}

fn node(node: &Node, vocabulary: &Vocabulary) -> Option<String> {
    match node {
        Node::Group(inner) => group(inner, vocabulary),
        Node::Condition(condition) => {
            let positive = test(condition, vocabulary)?;
            Some(if condition.negated { format!("NOT coalesce({positive}, false)") } else { positive })
        }
    }
}

fn test(condition: &Condition, vocabulary: &Vocabulary) -> Option<String> {
    Some(match (&condition.field, &condition.test) {
        (_, Test::AnyOption(options)) => {
            let list: Vec<String> = options.iter().map(|option| option.0.to_string()).collect();
            format!("options && '{{{}}}'::int[]", list.join(","))
        }
        (_, Test::AnyCategory { categories, with_sub }) => within(categories, *with_sub),
        (Field::InStock, Test::Is(holds)) => format!("(stock > 0) = {holds}"),
        (Field::Attribute(id), Test::Is(holds)) => {
            format!("flags @> '{{{}}}'::int[]", id.0 * 2 + i32::from(*holds))
        }
        (Field::Name, Test::Text { how: TextMatch::Contains, values, .. }) => {
            let like = |value: &String| format!("name LIKE '%{}%'", value.replace('\'', "''"));
            format!("({})", values.iter().map(like).collect::<Vec<_>>().join(" OR "))
        }
        (field, Test::Number { how, currency: None }) => number(column(*field, vocabulary)?, how)?,
        (Field::CreatedAt, Test::Date(how)) => date(how)?,
        _ => return None,
    })
}

fn within(categories: &[CategoryId], with_sub: bool) -> String {
    let list: Vec<String> = categories.iter().map(|id| id.0.to_string()).collect();
    let column = if with_sub { "cats" } else { "leaves" };
    format!("{column} && '{{{}}}'::int[]", list.join(","))
}

/// Returns a field's column, and how many millionths one of its units is.
fn column(field: Field, vocabulary: &Vocabulary) -> Option<(&'static str, i64)> {
    Some(match field {
        Field::Price => ("price", ONE / 100),
        Field::Stock => ("stock", ONE),
        Field::Rating => ("rating", 1),
        Field::Sold(Window::Month) => ("sold", ONE),
        Field::Attribute(id) => {
            let key = &vocabulary.attribute(id)?.key;
            let place = NUMBERS.iter().position(|known| known == key)?;
            (["n1", "n2", "n3"].get(place).copied()?, ONE)
        }
        _ => return None,
    })
}

fn number((column, unit): (&str, i64), how: &NumberMatch) -> Option<String> {
    let constant = |operand: &Operand<Decimal>| match operand {
        Operand::Constant(number) => Some(number.0.checked_div(unit)?),
        Operand::Source { .. } => None,
    };
    Some(match how {
        NumberMatch::Compare(comparison, right) => {
            format!("{column} {} {}", sign(*comparison), constant(right)?)
        }
        NumberMatch::Between(low, high) => {
            format!("{column} BETWEEN {} AND {}", constant(low)?, constant(high)?)
        }
        NumberMatch::AnyOf(_) => return None,
    })
}

fn date(how: &DateMatch) -> Option<String> {
    let constant = |operand: &Operand<NaiveDate>| match operand {
        Operand::Constant(day) => Some(*day),
        Operand::Source { .. } => None,
    };
    match how {
        DateMatch::Compare(comparison, right) => {
            Some(format!("created {} '{}'", sign(*comparison), constant(right)?))
        }
        _ => None,
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}
