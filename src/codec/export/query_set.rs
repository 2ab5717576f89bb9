//! A rule as Spryker stores it: all eight keys on every node, names instead of keys, every value one text.
//!
//! What a query set cannot say comes back as sentences, and no query set with them. Rows that are switched off and
//! groups that hold nothing are left out, as they are when the rule is answered.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::domain::attribute::AttributeOption;
use crate::domain::decimal::clip;
use crate::domain::id::{AttributeId, CategoryId, OptionId};
use crate::domain::locale::Locale;
use crate::domain::rule::draft::{Body, Condition, Draft, Matching, NodeId};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::rule::sentence::field_name;
use crate::domain::text::{fold, tidy};
use crate::domain::vocabulary::{Vocabulary, shown};

/// Deepest nesting that is written; `check` refuses far less.
const DEPTH_MAX: usize = 48;

/// Returns the query set of a rule, or what it cannot say.
pub fn write(draft: &Draft, speaker: &Speaker<'_>) -> Result<String, Vec<String>> {
    let (mut lacks, mut hushed) = (Vec::new(), HashSet::new());
    let mut depths: HashMap<&NodeId, usize> = HashMap::new();
    for node in &draft.nodes {
        let parent = node.parent.as_ref();
        let depth = parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1);
        depths.insert(&node.id, depth);
        if depth > DEPTH_MAX {
            return Err(vec!["Its groups are nested too deep to be written.".into()]);
        }
        if node.muted || parent.is_some_and(|parent| hushed.contains(parent)) {
            hushed.insert(&node.id);
        }
    }
    let mut below: HashMap<&NodeId, Vec<Value>> = HashMap::new();
    for node in draft.nodes.iter().rev().filter(|node| !hushed.contains(&node.id)) {
        let mut children = below.remove(&node.id).unwrap_or_default();
        children.reverse();
        let written = match &node.body {
            Body::Group { matching, same_variant } => {
                let lack = match (matching, same_variant) {
                    (Matching::None, _) => Some("It has a “none of” group."),
                    (_, true) => Some("It asks that one and the same variant meets several conditions."),
                    _ => None,
                };
                lacks.extend(lack.map(str::to_owned));
                let condition = if *matching == Matching::Any { "OR" } else { "AND" };
                (!children.is_empty()).then(|| group(condition, children))
            }
            Body::Condition(condition) => speaker.leaf(condition).map_err(|lack| lacks.push(lack)).ok(),
        };
        match (&node.parent, written) {
            (Some(parent), Some(json)) => below.entry(parent).or_default().push(json),
            (None, Some(json)) if lacks.is_empty() => return Ok(json.to_string()),
            _ => {}
        }
    }
    if lacks.is_empty() {
        lacks.push("It has no rule.".into());
    }
    lacks.reverse();
    lacks.dedup();
    Err(lacks)
}

/// Returns the query set of a list of skus. Spryker parts a list at its commas; with a sku that has one, each is a row.
pub fn listed(skus: &[String]) -> String {
    let leaf = |operator, value: &str| leaf_json("product_sku", "product_sku", "string", operator, value);
    match skus.iter().any(|sku| sku.contains(',')) {
        true => group("OR", skus.iter().map(|sku| leaf("equal", sku)).collect()).to_string(),
        false => group("AND", vec![leaf("in", &skus.join(","))]).to_string(),
    }
}

/// Returns the locale that names are written in: the one Spryker falls back on where a store speaks it, else the first.
fn spoken(vocabulary: &Vocabulary) -> Locale {
    let usual = Locale::default();
    let locales = vocabulary.locales();
    match locales.contains(&&usual) {
        true => usual,
        false => locales.first().map(|locale| (*locale).clone()).unwrap_or_default(),
    }
}

fn group(condition: &str, rules: Vec<Value>) -> Value {
    json!({"condition": condition, "rules": rules, "id": null, "field": null, "type": null, "input": null,
        "operator": null, "value": null})
}

fn leaf_json(id: &str, field: &str, kind: &str, operator: &str, value: &str) -> Value {
    json!({"condition": null, "rules": {}, "id": id, "field": field, "type": kind, "input": "text",
        "operator": operator, "value": value})
}

/// What rules are said with; made once for many.
#[derive(Debug)]
pub struct Speaker<'a> {
    vocabulary: &'a Vocabulary,
    locale: Locale,
    /// Folded names → all categories that are called so in some locale.
    called: HashMap<String, Vec<CategoryId>>,
}

impl<'a> Speaker<'a> {
    /// Returns what rules over a vocabulary are said with.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        let mut called: HashMap<String, Vec<CategoryId>> = HashMap::new();
        for category in vocabulary.categories() {
            for name in category.name.default.iter().chain(category.name.own.values()) {
                called.entry(fold(name)).or_default().push(category.id);
            }
        }
        Self { vocabulary, locale: spoken(vocabulary), called }
    }

    /// Returns the row, or the group of rows, that says what a condition does.
    fn leaf(&self, typed: &Condition) -> Result<Value, String> {
        let field = Field::parse(&typed.field, self.vocabulary);
        let called = self.called_field(&typed.field, field);
        if typed.from_source.is_some() {
            return Err(format!("“{called}” is compared with the product on the page."));
        }
        let (id, column, kind) = self.names(&typed.field, field)?;
        let operator = match Operator::parse(&typed.operator) {
            Some(operator) if is_known(operator) => operator,
            strange => {
                let word = strange.and_then(word).map_or_else(|| clip(&typed.operator), str::to_owned);
                return Err(format!("“{called}” is compared by “{word}”."));
            }
        };
        let what = field.and_then(|field| field.kind(self.vocabulary));
        let values = self.values(typed, field, what, operator)?;
        let negative = operator.positive().is_some();
        let (one, list, many) = match negative {
            true => (Operator::NotEqual, Operator::NotIn, "AND"),
            false => (Operator::Equal, Operator::In, "OR"),
        };
        let row = |operator: Operator, value: &str| leaf_json(&id, column, kind, operator.as_str(), value);
        match values.as_slice() {
            [] => Err(format!("“{called}” is compared with nothing.")),
            [value] if operator == list && (value.contains(',') || typed.values.len() > 1) => {
                Ok(row(one, value))
            }
            [value] => Ok(row(operator, value)),
            _ if operator != one && operator != list => {
                Err(format!("“{called}” is compared with several values at once."))
            }
            values if values.iter().any(|value| value.contains(',')) => {
                Ok(group(many, values.iter().map(|value| row(one, value)).collect()))
            }
            values => Ok(row(list, &values.join(","))),
        }
    }

    /// Returns what a field is called here; one that is gone goes by what was typed.
    fn called_field(&self, typed: &str, field: Option<Field>) -> String {
        field.map_or_else(|| clip(typed), |field| field_name(field, self.vocabulary, &self.locale))
    }

    /// Returns what Spryker calls a field: its id, its column and its type.
    fn names(
        &self,
        typed: &str,
        field: Option<Field>,
    ) -> Result<(String, &'static str, &'static str), String> {
        let attribute =
            |key: &str| (format!("product.json.{key}"), "spy_product_abstract.attributes", "string");
        let lack = || Err(format!("“{}” is not a field there.", self.called_field(typed, field)));
        match field {
            Some(Field::Sku) => Ok(("product_sku".into(), "product_sku", "string")),
            Some(Field::Name) => Ok(("product_name".into(), "product_name", "string")),
            Some(Field::CreatedAt) => Ok(("product_created_at".into(), "product_created_at", "date")),
            Some(Field::Category) => {
                Ok(("product_category_name".into(), "spy_category_attribute.name", "string"))
            }
            Some(Field::Attribute(id)) => match self.vocabulary.attribute(id) {
                Some(known) if !known.built_in || known.key == "brand" => Ok(attribute(&known.key)),
                _ => lack(),
            },
            Some(_) => lack(),
            // An attribute that is gone keeps the name it had.
            None => typed
                .strip_prefix("attribute.")
                .or_else(|| typed.strip_prefix("product.json."))
                .map(attribute)
                .map_or_else(lack, Ok),
        }
    }

    fn values(
        &self,
        typed: &Condition,
        field: Option<Field>,
        kind: Option<Kind>,
        operator: Operator,
    ) -> Result<Vec<String>, String> {
        let listed = matches!(operator, Operator::In | Operator::NotIn);
        let named = listed || matches!(operator, Operator::Equal | Operator::NotEqual);
        let parted = self.parted(typed, field, listed);
        match (field, kind) {
            (Some(Field::Category), _) if named => self.categories(&parted, typed.with_sub),
            (Some(Field::Attribute(id)), Some(Kind::Choice)) if named => self.options(id, &parted),
            _ => Ok(parted),
        }
    }

    /// Returns the values one by one: a single text of a list is parted at its commas, unless it is one name.
    fn parted(&self, typed: &Condition, field: Option<Field>, listed: bool) -> Vec<String> {
        let is_name = |value: &str| match field {
            Some(Field::Category) => !self.vocabulary.find_categories(value).is_empty(),
            Some(Field::Attribute(id)) => !self.vocabulary.find_options(id, value).is_empty(),
            _ => false,
        };
        let mut parted: Vec<String> = Vec::new();
        for value in &typed.values {
            match listed && typed.values.len() == 1 && value.contains(',') && !is_name(value) {
                true => parted.extend(value.split(',').map(tidy)),
                false => parted.push(tidy(value)),
            }
        }
        parted.retain(|value| !value.is_empty());
        parted
    }

    /// Returns the names of values of an attribute: what each is called, else its key; a name that means others too is no
    /// way to say these.
    fn options(&self, attribute: AttributeId, written: &[String]) -> Result<Vec<String>, String> {
        let found = |value: &String| match self.vocabulary.find_options(attribute, value).as_slice() {
            [one] => Ok(*one),
            _ => Err(value.clone()),
        };
        let found: Vec<Result<&AttributeOption, String>> = written.iter().map(found).collect();
        let meant: HashSet<OptionId> = found.iter().flatten().map(|option| option.id).collect();
        let is_plain = |name: &&str| {
            let called = self.vocabulary.options_called(attribute, name);
            called.iter().all(|option| meant.contains(&option.id))
        };
        let mut names: Vec<String> = Vec::new();
        for option in &found {
            let name = match option {
                Err(unknown) => unknown.clone(),
                Ok(option) => {
                    let label = shown(&option.label, &self.locale, &option.key);
                    let name = [label, &option.key].into_iter().find(is_plain);
                    let lack = || format!("“{}” is the name of several values.", clip(label));
                    name.ok_or_else(lack)?.to_owned()
                }
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Returns the names of categories; a name that means others too is no way to say these.
    fn categories(&self, written: &[String], with_sub: bool) -> Result<Vec<String>, String> {
        let (mut ids, mut names): (Vec<CategoryId>, Vec<String>) = (Vec::new(), Vec::new());
        for value in written {
            match self.vocabulary.find_categories(value).as_slice() {
                [one] if with_sub => ids.extend(self.vocabulary.subtree(one.id)),
                [one] => ids.push(one.id),
                _ => names.push(value.clone()),
            }
        }
        let meant: HashSet<CategoryId> = ids.iter().copied().collect();
        for id in ids {
            let Some(category) = self.vocabulary.category(id) else { continue };
            let name = shown(&category.name, &self.locale, &category.key);
            let others = self.called.get(&fold(name)).map(Vec::as_slice).unwrap_or_default();
            if others.iter().any(|other| !meant.contains(other)) {
                return Err(format!("“{}” is the name of several categories.", clip(name)));
            }
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }
}

/// Returns true for the operators that Spryker's engine knows.
fn is_known(operator: Operator) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Equal
            | O::NotEqual
            | O::In
            | O::NotIn
            | O::Less
            | O::LessOrEqual
            | O::Greater
            | O::GreaterOrEqual
            | O::Contains
            | O::NotContains
            | O::BeginsWith
            | O::NotBeginsWith
            | O::EndsWith
            | O::NotEndsWith
    )
}

/// Returns what is said of an operator that Spryker's engine does not know.
fn word(operator: Operator) -> Option<&'static str> {
    use Operator as O;
    match operator {
        O::AllIn => Some("has all of"),
        O::Between => Some("is between"),
        O::NotBetween => Some("is not between"),
        O::IsEmpty => Some("is not set"),
        O::IsNotEmpty => Some("is set"),
        O::InLastDays => Some("in the last days"),
        O::InNextDays => Some("in the next days"),
        O::Below => Some("is below one of its"),
        O::SameParent => Some("is beside one of its"),
        _ => None,
    }
}
