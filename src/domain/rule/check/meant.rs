//! What a row names that is not there, value by value, and what was probably meant: for whoever offers to mend it.

use super::name::{names, nearest};
use crate::domain::attribute::AttributeKind;
use crate::domain::rule::draft::Condition;
use crate::domain::rule::field::Field;
use crate::domain::rule::operator::Operator;
use crate::domain::text::tidy;
use crate::domain::vocabulary::Vocabulary;

/// A value that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// As it stands in the row.
    pub written: String,
    /// The nearest that there is.
    pub meant: Option<String>,
}

/// Returns the values of a row one by one, trimmed: a single text of a list is parted at its commas.
pub fn values(typed: &Condition) -> Vec<String> {
    let listed =
        matches!(Operator::parse(&typed.operator), Some(Operator::In | Operator::NotIn | Operator::AllIn));
    let parted = match typed.values.as_slice() {
        [one] if listed => one.split(',').map(tidy).collect(),
        values => values.iter().map(|value| tidy(value)).collect::<Vec<_>>(),
    };
    parted.into_iter().filter(|value| !value.is_empty()).collect()
}

/// Returns the values of a row that name no option or category; none for rows that name nothing.
pub fn unknown(typed: &Condition, vocabulary: &Vocabulary) -> Vec<Unknown> {
    let named = Operator::parse(&typed.operator).map(|operator| operator.positive().unwrap_or(operator));
    if !matches!(named, Some(Operator::Equal | Operator::In | Operator::AllIn)) || typed.from_source.is_some()
    {
        return Vec::new();
    }
    let field = Field::parse(&typed.field, vocabulary);
    let options = |field| match field {
        Some(Field::Attribute(id)) => {
            vocabulary.attribute(id).filter(|known| known.kind == AttributeKind::Choice)
        }
        _ => None,
    };
    let (attribute, is_category) = (options(field), field == Some(Field::Category));
    if attribute.is_none() && !is_category {
        return Vec::new();
    }
    let is_known = |value: &str| match attribute {
        Some(attribute) => !vocabulary.find_options(attribute.id, value).is_empty(),
        None => !vocabulary.find_categories(value).is_empty(),
    };
    let whole: Vec<String> = typed.values.iter().map(|value| tidy(value)).collect();
    let values = if whole.iter().all(|value| is_known(value)) { whole } else { values(typed) };
    let missing = values.into_iter().filter(|value| !is_known(value));
    let meant = |written: &str| match attribute {
        Some(known) => nearest(written, known.options.iter().flat_map(|it| names(&it.key, &it.label))),
        None => nearest(written, vocabulary.categories().iter().flat_map(|it| names(&it.key, &it.name))),
    };
    missing.map(|written| Unknown { meant: meant(&written), written }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::draft::Body;
    use crate::domain::rule::fixture::{rule, vocabulary};

    #[test]
    fn each_value_that_names_nothing_is_told_with_the_nearest() {
        for (typed, expected) in [
            ("brand equal Sonny", "Sonny → Sony"),
            ("brand in sony,Cannon, Zyxwv", "Cannon → Canon|Zyxwv"),
            ("brand in x, co", ""),
            ("category equal Camera", "Camera → Cameras"),
            ("brand contains Sonny", ""),
            ("sku equal Sonny", ""),
            ("attribute.gone equal x", ""),
            ("brand equal @brand", ""),
        ] {
            let draft = rule(typed);
            let Body::Condition(row) = &draft.nodes[1].body else { panic!() };
            let told = unknown(row, &vocabulary()).into_iter().map(|found| match found.meant {
                Some(meant) => format!("{} → {meant}", found.written),
                None => found.written,
            });
            assert_eq!(told.collect::<Vec<_>>().join("|"), expected, "{typed}");
        }
    }
}
