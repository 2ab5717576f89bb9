//! A Spryker query set to a rule of ours: names to keys, lists parted and trimmed, what is not known told with what was
//! probably meant.
//!
//! A name means every category, or every value of an attribute, that is called so in some locale. A name that means nothing stays as it was written, so that the rule
//! is broken and matches nothing by it. Pure.

use std::collections::{HashMap, HashSet};

use crate::codec::catalogue::Trouble;
use crate::codec::query_builder;
use crate::domain::rule::by_key::by_key;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::draft::{Body, Condition, Draft};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::text::{fold, tidy};
use crate::domain::vocabulary::Vocabulary;

/// What rules are read with.
pub(super) struct Rules<'v> {
    vocabulary: &'v Vocabulary,
    /// Folded names → the keys of all categories that are called so in some locale.
    called: HashMap<String, Vec<&'v str>>,
}

impl<'v> Rules<'v> {
    /// Returns what rules are read with.
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        let mut called: HashMap<String, Vec<&'v str>> = HashMap::new();
        for category in vocabulary.categories() {
            for name in category.name.default.iter().chain(category.name.own.values()) {
                let keys = called.entry(fold(name)).or_default();
                if !keys.contains(&category.key.as_str()) {
                    keys.push(&category.key);
                }
            }
        }
        Self { vocabulary, called }
    }

    /// Reads a query set. What names something that is not known is among the troubles, which then refuse nothing: the rule
    /// is broken. What cannot be a rule at all is refused.
    pub(super) fn read(&self, text: &str) -> Result<(Draft, Vec<Trouble>), Vec<Trouble>> {
        let refuse = |message: &str| {
            Trouble::new(
                "rule",
                text,
                format!("{message} Mend the rule in the file, or make the relation by hand."),
            )
        };
        let mut draft = query_builder::read_text(text, 't').map_err(|problems| {
            problems.0.iter().map(|problem| refuse(&problem.message)).collect::<Vec<_>>()
        })?;
        for node in &mut draft.nodes {
            if let Body::Condition(row) = &mut node.body {
                self.settle(row);
            }
        }
        by_key(&mut draft, self.vocabulary);
        let checked = check(&draft, self.vocabulary, Side::Target);
        let is_gone = |place: &str| {
            let node = place.strip_suffix(".v").unwrap_or(place);
            checked.gone.iter().any(|gone| gone.as_str() == node)
        };
        let mut wrong = Vec::new();
        let mut unknown = Vec::new();
        for problem in &checked.problems.0 {
            match is_gone(&problem.place) {
                true => unknown.push(self.unknown(&draft, &problem.place, &problem.message)),
                false => wrong.push(refuse(&problem.message)),
            }
        }
        if wrong.is_empty() { Ok((draft, unknown)) } else { Err(wrong) }
    }

    fn settle(&self, row: &mut Condition) {
        row.operator = row.operator.trim().to_ascii_lowercase();
        row.field = match row.field.trim() {
            "spy_category_attribute.name" => "category".to_owned(),
            field => field.to_owned(),
        };
        let Some(field) = Field::parse(&row.field, self.vocabulary) else {
            // In our own spelling, in which the attribute that was meant is looked for.
            row.field = row.field.replacen("product.json.", "attribute.", 1);
            return;
        };
        row.field = field.id(self.vocabulary);
        let is_list = matches!(row.operator.as_str(), "in" | "not_in");
        if is_list {
            // Spryker parts lists at every comma, names with a comma in them included.
            row.values = row.values.iter().flat_map(|value| value.split(',')).map(tidy).collect();
            row.values.retain(|value| !value.is_empty());
        }
        let named = Operator::parse(&row.operator).map(|operator| operator.positive().unwrap_or(operator));
        if !matches!(named, Some(Operator::Equal | Operator::In)) {
            return;
        }
        match field {
            Field::Category => by_name(row, |name| self.called.get(&fold(name)).cloned().unwrap_or_default()),
            Field::Attribute(id) if field.kind(self.vocabulary) == Some(Kind::Choice) => {
                by_name(row, |name| {
                    let called = self.vocabulary.options_called(id, name);
                    called.into_iter().map(|option| option.key.as_str()).collect()
                })
            }
            _ => {}
        }
    }

    /// Returns the trouble of a name that is not known: the rule stays, broken.
    fn unknown(&self, draft: &Draft, place: &str, message: &str) -> Trouble {
        let node = place.strip_suffix(".v").unwrap_or(place);
        let row =
            draft.nodes.iter().find(|other| other.id.as_str() == node).and_then(|node| match &node.body {
                Body::Condition(row) => Some(row),
                Body::Group { .. } => None,
            });
        let field = row.and_then(|row| Field::parse(&row.field, self.vocabulary));
        let what = match field {
            Some(Field::Attribute(id)) => {
                self.vocabulary.attribute(id).map(|attribute| attribute.key.as_str())
            }
            Some(Field::Category) => Some("category"),
            _ => None,
        };
        let known = message.replace("is gone or was never there", "is not known");
        let sentence = what.map(|what| format!("{what} {known}")).unwrap_or(known);
        let value = row.map(|row| row.values.join(", ")).unwrap_or_default();
        Trouble::slight(
            "rule",
            &value,
            format!("{sentence} The relation is imported as broken: it shows nothing until that is mended."),
        )
    }
}

/// Puts the keys of all that a name means in its place; a name that means nothing stays.
fn by_name<'v>(row: &mut Condition, called: impl Fn(&str) -> Vec<&'v str>) {
    let mut keys: Vec<String> = Vec::new();
    for value in &row.values {
        let found = called(value);
        match found.is_empty() {
            true => keys.push(value.clone()),
            false => keys.extend(found.into_iter().map(str::to_owned)),
        }
    }
    let mut seen = HashSet::new();
    keys.retain(|key| seen.insert(fold(key)));
    if keys.len() > 1 {
        row.operator = match row.operator.as_str() {
            "equal" => "in".to_owned(),
            "not_equal" => "not_in".to_owned(),
            operator => operator.to_owned(),
        };
    }
    row.values = keys;
}

#[cfg(test)]
mod tests;
