//! Labels to keys: what was typed as a label is written as the key of what it means, so that renaming it breaks nothing.
//!
//! Only where the meaning is plain; what is ambiguous, gone or wrong stays as it was typed, for `check` to name.

use super::draft::{Body, Condition, Draft};
use super::field::{Field, Kind};
use super::operator::Operator;
use crate::domain::vocabulary::Vocabulary;

/// Writes the values of choices and categories by key wherever a row names them as such.
pub fn by_key(draft: &mut Draft, vocabulary: &Vocabulary) {
    for node in &mut draft.nodes {
        if let Body::Condition(row) = &mut node.body {
            settle(row, vocabulary);
        }
    }
}

fn settle(row: &mut Condition, vocabulary: &Vocabulary) {
    let named = Operator::parse(&row.operator).map(|operator| operator.positive().unwrap_or(operator));
    let Some(named @ (Operator::Equal | Operator::In | Operator::AllIn)) = named else { return };
    let Some(field) = Field::parse(&row.field, vocabulary) else { return };
    if !matches!(field.kind(vocabulary), Some(Kind::Choice | Kind::Category)) {
        return;
    }
    let mut keys: Vec<String> = Vec::with_capacity(row.values.len());
    for value in &row.values {
        let whole = key(value, field, vocabulary);
        let parts = || value.split(',').map(|part| key(part, field, vocabulary)).collect::<Option<Vec<_>>>();
        let found = match whole {
            Some(key) => vec![key],
            None if named != Operator::Equal && value.contains(',') => {
                parts().unwrap_or_else(|| vec![value.clone()])
            }
            None => vec![value.clone()],
        };
        keys.extend(found);
    }
    // One key with a comma would be parted where it is read; as typed, it is known whole.
    if keys.iter().all(|key| !key.contains(',')) {
        row.values = keys;
    }
}

fn key(written: &str, field: Field, vocabulary: &Vocabulary) -> Option<String> {
    match field {
        Field::Category => match vocabulary.find_categories(written).as_slice() {
            [one] => Some(one.key.clone()),
            _ => None,
        },
        Field::Attribute(id) => match vocabulary.find_options(id, written).as_slice() {
            [one] => Some(one.key.clone()),
            _ => None,
        },
        Field::Store => vocabulary.store(written).map(|store| store.key.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::fixture::{rule, vocabulary};

    #[test]
    fn labels_become_keys_where_they_are_plain() {
        for (typed, kept) in [
            ("brand equal Sony", "sony"),
            ("brand in SONY|canon|Kodak", "sony|canon|Kodak"),
            ("brand not_in Sony, Canon", "sony|canon"),
            ("brand in Sony, Kodak", "Sony, Kodak"),
            ("brand equal X, Co", "x-co"),
            ("attribute.colour all_in Silver|White", "silver|White"),
            ("category in Lenses|Accessories", "lenses|Accessories"),
            ("store equal DE", "de"),
            ("brand contains Sony", "Sony"),
            ("name equal Sony", "Sony"),
            ("attribute.gone equal Sony", "Sony"),
        ] {
            let mut draft = rule(typed);
            by_key(&mut draft, &vocabulary());
            let Body::Condition(row) = &draft.nodes[1].body else { panic!() };
            assert_eq!(row.values.join("|"), kept, "{typed}");
        }
    }
}
