//! The fields and operators that a row offers, in words.

use crate::domain::locale::Locale;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::sentence::field_name;
use crate::domain::vocabulary::Vocabulary;
use crate::form::rule::OF_SOURCE;
use crate::index::offer;
use crate::index::snapshot::Snapshot;
use crate::page::mark::Choice;
use crate::page::words::share;

/// Most attributes that are offered; those that most products carry come first.
const ATTRIBUTES_MAX: usize = 60;

/// Fields under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGroup {
    /// The heading.
    pub label: &'static str,
    /// The fields.
    pub fields: Vec<FieldOption>,
}

/// One field that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldOption {
    /// As in the rule JSON.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// On how many of a hundred products it is filled; empty where it is on all.
    pub fill: String,
}

/// Operators under one heading; the first group has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorGroup {
    /// The heading; empty for none.
    pub label: &'static str,
    /// The operators.
    pub choices: Vec<Choice>,
}

/// Returns the name of a field as a heading.
pub fn title(field: Field, words: &Vocabulary, locale: &Locale) -> String {
    let name = field_name(field, words, locale);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns every field that says something about some product.
pub fn groups(snapshot: &Snapshot, locale: &Locale) -> Vec<FieldGroup> {
    let words = snapshot.vocabulary();
    let mut groups: Vec<FieldGroup> = ["Essentials", "Numbers", "Dates", "Attributes"]
        .into_iter()
        .map(|label| FieldGroup { label, fields: Vec::new() })
        .collect();
    let mut filled: Vec<(usize, Field)> =
        Field::all(words).into_iter().map(|field| (offer::fill(snapshot, field).filled, field)).collect();
    filled.sort_by_key(|(count, field)| (!is_essential(*field, words), std::cmp::Reverse(*count)));
    for (count, field) in filled {
        let place = match field.kind(words) {
            _ if is_essential(field, words) => 0,
            Some(Kind::Number | Kind::Money) if !matches!(field, Field::Attribute(_)) => 1,
            Some(Kind::Date) if !matches!(field, Field::Attribute(_)) => 2,
            _ => 3,
        };
        let Some(group) = groups.get_mut(place) else { continue };
        let full = place == 3 && group.fields.len() >= ATTRIBUTES_MAX;
        if full || (count == 0 && place == 3) {
            continue;
        }
        let share = share(count, snapshot.len());
        let fill = if share == 100 || place < 3 { String::new() } else { format!(" · {share} %") };
        group.fields.push(FieldOption { id: field.id(words), label: title(field, words, locale), fill });
    }
    groups.retain(|group| !group.fields.is_empty());
    groups
}

fn is_essential(field: Field, words: &Vocabulary) -> bool {
    match field {
        Field::Category
        | Field::Price
        | Field::Name
        | Field::Sku
        | Field::InStock
        | Field::OnSale
        | Field::IsNew => true,
        Field::Attribute(id) => words.attribute(id).is_some_and(|attribute| attribute.built_in),
        _ => false,
    }
}

/// Returns the operators of a kind; those that compare with the product on the page only where there is one.
pub fn operators(kind: Kind, chosen: &str, relative: bool) -> Vec<OperatorGroup> {
    let choices = |is_apart: bool| -> Vec<Choice> {
        let offered = Operator::ALL.iter().filter(|operator| {
            // Below and beside are offered among those that compare with the product on the page.
            let is_own = !matches!(operator, Operator::Below | Operator::SameParent);
            // Of a yes or no what is more than itself is only ever brought along by a rule from elsewhere.
            let is_everyday = kind != Kind::YesNo || operator.is_everyday(kind);
            operator.fits(kind)
                && ((is_own && is_everyday) || operator.as_str() == chosen)
                && is_apart == apart(**operator, kind)
        });
        offered.map(|operator| Choice::new(operator.as_str(), word(*operator, kind), chosen)).collect()
    };
    let mut groups = vec![OperatorGroup { label: "", choices: choices(false) }];
    let label = match kind {
        Kind::Text => "In the order of letters",
        Kind::Choice | Kind::Category => "By its name",
        Kind::Number | Kind::Money | Kind::Date | Kind::YesNo => "As it is written",
    };
    let of_text = choices(true);
    if !of_text.is_empty() {
        groups.push(OperatorGroup { label, choices: of_text });
    }
    if relative {
        let choices = of_source(kind)
            .iter()
            .map(|(operator, word)| Choice::new(format!("{}{OF_SOURCE}", operator.as_str()), *word, chosen));
        groups.push(OperatorGroup {
            label: "Compared with the product on the page",
            choices: choices.collect(),
        });
    }
    groups
}

/// Operators under a heading of their own: rarely wanted, and read wrongly beside the others.
fn apart(operator: Operator, kind: Kind) -> bool {
    use Operator as O;
    let range = matches!(operator, O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual);
    match kind {
        Kind::Text => range,
        Kind::Choice | Kind::Category => operator.is_of_text(),
        Kind::Number | Kind::Money | Kind::Date | Kind::YesNo => !operator.is_everyday(kind),
    }
}

fn word(operator: Operator, kind: Kind) -> &'static str {
    use Operator as O;
    let date = kind == Kind::Date;
    let number = matches!(kind, Kind::Number | Kind::Money);
    match operator {
        O::Equal if date => "is on",
        O::Equal if number => "is exactly",
        O::Equal => "is",
        O::NotEqual => "is not",
        O::In if kind == Kind::Category => "is in any of",
        O::In => "is any of",
        O::NotIn if kind == Kind::Category => "is in none of",
        O::NotIn => "is none of",
        O::AllIn => "has all of",
        O::Contains => "contains",
        O::NotContains => "does not contain",
        O::BeginsWith => "begins with",
        O::NotBeginsWith => "does not begin with",
        O::EndsWith => "ends with",
        O::NotEndsWith => "does not end with",
        O::Less if date => "is before",
        O::Less if number => "is less than",
        O::Less => "sorts before",
        O::LessOrEqual if date => "is on or before",
        O::LessOrEqual if number => "is at most",
        O::LessOrEqual => "sorts up to",
        O::Greater if date => "is after",
        O::Greater if number => "is more than",
        O::Greater => "sorts after",
        O::GreaterOrEqual if date => "is on or after",
        O::GreaterOrEqual if number => "is at least",
        O::GreaterOrEqual => "sorts from",
        O::Between => "is between",
        O::NotBetween => "is not between",
        O::IsNotEmpty => "is set",
        O::IsEmpty => "is not set",
        O::InLastDays => "in the last … days",
        O::InNextDays => "in the next … days",
        O::Below => "is below one of its",
        O::SameParent => "is beside one of its",
    }
}

fn of_source(kind: Kind) -> &'static [(Operator, &'static str)] {
    use Operator as O;
    match kind {
        Kind::Text => &[
            (O::Equal, "is the same"),
            (O::NotEqual, "is not the same"),
            (O::Contains, "contains its"),
            (O::NotContains, "does not contain its"),
            (O::BeginsWith, "begins with its"),
        ],
        Kind::Choice => {
            &[(O::Equal, "is the same"), (O::NotEqual, "is not the same"), (O::AllIn, "has all of its")]
        }
        Kind::Category => &[
            (O::Equal, "is the same"),
            (O::NotEqual, "is not the same"),
            (O::Below, "is below one of its"),
            (O::SameParent, "is beside one of its"),
        ],
        Kind::Number | Kind::Money => &[
            (O::Between, "is between … % of its"),
            (O::NotBetween, "is not between … % of its"),
            (O::GreaterOrEqual, "is at least … % of its"),
            (O::LessOrEqual, "is at most … % of its"),
            (O::Greater, "is more than … % of its"),
            (O::Less, "is less than … % of its"),
            (O::Equal, "is exactly … % of its"),
        ],
        Kind::Date => &[
            (O::Greater, "is after its"),
            (O::Less, "is before its"),
            (O::Equal, "is on the same day"),
            (O::Between, "is within days of its"),
        ],
        Kind::YesNo => &[(O::Equal, "is the same"), (O::NotEqual, "is not the same")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_that_fits_a_field_is_offered_once() {
        let kinds =
            [Kind::Text, Kind::Number, Kind::Money, Kind::Date, Kind::Choice, Kind::Category, Kind::YesNo];
        for kind in kinds {
            let groups = operators(kind, "", false);
            let mut offered: Vec<String> =
                groups.into_iter().flat_map(|group| group.choices).map(|choice| choice.value).collect();
            let fitting = Operator::ALL.iter().filter(|operator| operator.fits(kind));
            let mut fitting: Vec<&str> = fitting.map(|operator| operator.as_str()).collect();
            fitting.retain(|operator| !["below", "same_parent"].contains(operator));
            if kind == Kind::YesNo {
                fitting
                    .retain(|operator| ["equal", "not_equal", "is_empty", "is_not_empty"].contains(operator));
            }
            offered.sort();
            fitting.sort_unstable();
            assert_eq!(offered, fitting, "{kind:?}");
        }
    }
}
