//! Suggestions: conditions made of what the product on the page is, one press each.

use crate::domain::locale::Locale;
use crate::domain::rule::draft::{Body, Condition, Draft, FromSource, NodeId};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::form::intent::write_chip;
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::draft::field::title;

/// Most suggestions of values.
const CHIPS_MAX: usize = 10;
/// Most values in one suggestion.
const VALUES_MAX: usize = 4;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What people read: `Brand: Kamori`.
    pub label: String,
    /// What the button posts.
    pub pressed: String,
}

/// Returns the suggestions for a target rule, less what it already asks.
pub fn chips(snapshot: &Snapshot, draft: &Draft, source: Option<Doc>, locale: &Locale) -> Vec<Chip> {
    let root = draft.nodes.first().map_or_else(|| NodeId::numbered('t', 0), |node| node.id.clone());
    let words = snapshot.vocabulary();
    let mut found: Vec<(String, Condition)> = Vec::new();
    if let Some(product) = source.and_then(|doc| snapshot.whole(doc)) {
        found.extend(brand_and_category(words, &product, locale));
        found.extend(attributes(words, &product, locale).take(CHIPS_MAX));
    }
    found.push(("Same brand".into(), of_source("brand", "equal", &[])));
    found.push(("Same category".into(), of_source("category", "equal", &[])));
    found.push(("10–60 % dearer".into(), of_source("price", "between", &["1.1", "1.6"])));
    found.push(("Cheaper".into(), of_source("price", "less", &["1"])));
    found.push(("In stock".into(), constant("in_stock", vec!["true".into()])));
    let asked = |condition: &Condition| {
        draft.nodes.iter().any(|node| match &node.body {
            Body::Condition(known) => {
                known.field == condition.field
                    && known.from_source == condition.from_source
                    && condition.values.iter().all(|value| known.values.contains(value))
            }
            Body::Group { .. } => false,
        })
    };
    found.retain(|(_, condition)| !asked(condition) && Field::parse(&condition.field, words).is_some());
    found
        .into_iter()
        .map(|(label, condition)| Chip { label, pressed: write_chip(&root, &condition) })
        .collect()
}

fn constant(field: &str, values: Vec<String>) -> Condition {
    let operator = if field == "in_stock" { "equal" } else { "in" };
    Condition {
        field: field.into(),
        operator: operator.into(),
        values,
        with_sub: field == "category",
        from_source: None,
    }
}

fn of_source(field: &str, operator: &str, mul: &[&str]) -> Condition {
    let mul = mul.iter().map(|factor| (*factor).to_owned()).collect();
    let from_source = Some(FromSource { field: field.into(), mul, add: Vec::new() });
    Condition { field: field.into(), operator: operator.into(), from_source, ..Condition::default() }
}

type Found = Vec<(String, Condition)>;

fn brand_and_category(
    words: &Vocabulary,
    product: &crate::domain::product::Product,
    locale: &Locale,
) -> Found {
    let mut found = Vec::new();
    let brand = words.attribute_by_key("brand").and_then(|brand| product.attributes.get(&brand.id));
    let brand = brand.and_then(|value| value.options(locale).first().copied());
    if let Some((_, option)) = brand.and_then(|id| words.option(id)) {
        let label = format!("Brand: {}", shown(&option.label, locale, &option.key));
        found.push((label, constant("brand", vec![option.key.clone()])));
    }
    let deepest = product.categories.iter().max_by_key(|id| words.path(**id).len());
    if let Some(category) = deepest.and_then(|id| words.category(*id)) {
        let label = format!("Category: {}", shown(&category.name, locale, &category.key));
        found.push((label, constant("category", vec![category.key.clone()])));
    }
    found
}

fn attributes<'a>(
    words: &'a Vocabulary,
    product: &'a crate::domain::product::Product,
    locale: &'a Locale,
) -> impl Iterator<Item = (String, Condition)> + 'a {
    let mut joined: Vec<(crate::domain::id::AttributeId, Vec<crate::domain::id::OptionId>)> = Vec::new();
    let active = product.variants.iter().filter(|variant| variant.active);
    let own = active.flat_map(|variant| &variant.attributes);
    for (id, value) in product.attributes.iter().chain(own) {
        let options = value.options(locale);
        match joined.iter_mut().find(|(known, _)| known == id) {
            Some((_, known)) => known.extend(options),
            None => joined.push((*id, options)),
        }
    }
    joined.into_iter().filter_map(move |(id, mut options)| {
        options.sort_unstable();
        options.dedup();
        let attribute = words.attribute(id).filter(|attribute| !attribute.built_in)?;
        let field = Field::Attribute(id);
        if options.is_empty() || options.len() > VALUES_MAX || field.kind(words) != Some(Kind::Choice) {
            return None;
        }
        let options: Vec<_> =
            options.iter().filter_map(|option| words.option(*option)).map(|(_, option)| option).collect();
        let labels: Vec<&str> =
            options.iter().map(|option| shown(&option.label, locale, &option.key)).collect();
        let label = format!("{}: {}", title(field, words, locale), labels.join(" or "));
        let values = options.iter().map(|option| option.key.clone()).collect();
        Some((label, constant(&format!("attribute.{}", attribute.key), values)))
    })
}
