//! A product as a storefront reads it: an `abstract-products` resource, with what its variants differ in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::domain::attribute::{Attribute, AttributeValue};
use crate::domain::id::AttributeId;
use crate::domain::product::{Product, Variant};
use crate::domain::vocabulary::shown;
use crate::index::snapshot::View;
use crate::route::api::asked::Asked;
use crate::route::api::v1::answer::{escape, page};

/// More distinguishing attributes than these are told apart in one order only: all orders of four are 24 times as many.
const ORDERS_MAX: usize = 3;
/// What is not among a product's attributes: it has a resource of its own, or none.
const APART: [&str; 3] = ["label", "attribute_set", "product_type"];

/// Returns the address of a product.
pub fn address(sku: &str) -> String {
    format!("/glue/abstract-products/{}", escape(sku))
}

/// Returns a product's resource.
pub fn product(asked: &Asked, view: View<'_>) -> Value {
    let Some(whole) = view.whole() else { return Value::Null };
    let distinguishing = distinguishing(asked, &whole);
    let mut attributes = attributes(asked, &whole.attributes);
    let values = super_values(asked, &whole, &distinguishing);
    let names = names(asked, whole.attributes.keys().copied().chain(distinguishing.iter().map(|one| one.id)));
    attributes.retain(|key, _| !values.contains_key(key));
    json!({
        "type": "abstract-products",
        "id": view.sku(),
        "attributes": {
            "sku": view.sku(),
            "averageRating": whole.rating.and_then(|rating| rating.to_string().parse::<serde_json::Number>().ok()),
            "reviewCount": whole.review_count.unwrap_or(0),
            "name": view.name(&asked.locale),
            "description": whole.description.get(&asked.locale),
            "attributes": attributes,
            "superAttributesDefinition": distinguishing.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(),
            "superAttributes": values,
            "attributeMap": attribute_map(asked, &whole, &distinguishing, &values),
            "metaTitle": null,
            "metaKeywords": null,
            "metaDescription": null,
            "attributeNames": names,
            "url": page(asked, &view),
        },
        "links": {"self": address(view.sku())},
    })
}

/// Returns what a product or variant says for its attributes, by key.
pub fn attributes(asked: &Asked, values: &BTreeMap<AttributeId, AttributeValue>) -> Map<String, Value> {
    let told = values.iter().filter_map(|(id, value)| {
        let attribute = asked.snapshot.vocabulary().attribute(*id)?;
        let told = told(asked, attribute, value)?;
        (!APART.contains(&attribute.key.as_str())).then(|| (attribute.key.clone(), told))
    });
    told.collect()
}

/// Returns what attributes are called, by key.
pub fn names(asked: &Asked, ids: impl Iterator<Item = AttributeId>) -> Map<String, Value> {
    let named = ids.filter_map(|id| asked.snapshot.vocabulary().attribute(id));
    let named = named.filter(|attribute| !APART.contains(&attribute.key.as_str()));
    named.map(|one| (one.key.clone(), Value::from(shown(&one.label, &asked.locale, &one.key)))).collect()
}

/// Returns the attributes that active variants have values of their own for, in order of the vocabulary.
pub fn distinguishing<'a>(asked: &'a Asked, product: &Product) -> Vec<&'a Attribute> {
    let own: BTreeSet<AttributeId> =
        active(product).flat_map(|variant| variant.attributes.keys().copied()).collect();
    let all = asked.snapshot.vocabulary().attributes().iter();
    all.filter(|attribute| own.contains(&attribute.id)).collect()
}

fn active(product: &Product) -> impl Iterator<Item = &Variant> {
    product.variants.iter().filter(|variant| variant.active)
}

/// Texts as they are read; several values are a list.
fn told(asked: &Asked, attribute: &Attribute, value: &AttributeValue) -> Option<Value> {
    let texts: Vec<String> = match value {
        AttributeValue::Text(texts) => texts.get(&asked.locale)?.clone(),
        AttributeValue::Number(list) => list.iter().map(ToString::to_string).collect(),
        AttributeValue::Choice(_) | AttributeValue::ChoiceByLocale(_) => {
            let list = value.read_options(&asked.locale);
            let known = attribute.options.iter().filter(|option| list.contains(&option.id));
            known.map(|option| shown(&option.label, &asked.locale, &option.key).to_owned()).collect()
        }
        AttributeValue::YesNo(is) => vec![is.to_string()],
        AttributeValue::Date(list) => list.iter().map(ToString::to_string).collect(),
    };
    match texts.as_slice() {
        [] => None,
        [one] => Some(Value::from(one.as_str())),
        many => Some(Value::from(many)),
    }
}

fn variant_value(asked: &Asked, attribute: &Attribute, variant: &Variant) -> Option<String> {
    match told(asked, attribute, variant.attributes.get(&attribute.id)?)? {
        Value::String(text) => Some(text),
        Value::Array(list) => Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

/// Every value that variants differ in, by key, each once.
fn super_values(asked: &Asked, product: &Product, attributes: &[&Attribute]) -> Map<String, Value> {
    let values = |attribute: &Attribute| {
        let mut values: Vec<String> =
            active(product).filter_map(|variant| variant_value(asked, attribute, variant)).collect();
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        values
    };
    attributes.iter().map(|one| (one.key.clone(), Value::from(values(one)))).collect()
}

fn attribute_map(
    asked: &Asked,
    product: &Product,
    attributes: &[&Attribute],
    values: &Map<String, Value>,
) -> Value {
    let mut tree = Map::new();
    let mut by_variant = Map::new();
    for variant in active(product) {
        let own: Vec<(&str, String)> = attributes
            .iter()
            .filter_map(|one| Some((one.key.as_str(), variant_value(asked, one, variant)?)))
            .collect();
        let flat: Map<String, Value> =
            own.iter().map(|(key, value)| ((*key).to_owned(), Value::from(value.as_str()))).collect();
        by_variant.insert(variant.sku.to_string(), Value::Object(flat));
        let steps: Vec<String> = own.iter().map(|(key, value)| format!("{key}:{value}")).collect();
        grow(&mut tree, &steps, variant.sku.as_str(), attributes.len() <= ORDERS_MAX);
    }
    let skus: Vec<&str> = active(product).map(|variant| variant.sku.as_str()).collect();
    json!({
        "super_attributes": values,
        "product_concrete_ids": skus,
        "attribute_variants": tree,
        "attribute_variant_map": by_variant,
    })
}

/// Puts a variant into the tree that a shopper's choices walk down, in every order of them or in the given one.
fn grow(tree: &mut Map<String, Value>, steps: &[String], sku: &str, in_every_order: bool) {
    for (at, step) in steps.iter().enumerate().take(if in_every_order { steps.len() } else { 1 }) {
        let Some(branch) =
            tree.entry(step.clone()).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
        else {
            continue;
        };
        let rest: Vec<String> = steps
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, step)| step.clone())
            .collect();
        if rest.is_empty() {
            branch.insert("id_product_concrete".into(), sku.into());
        } else {
            grow(branch, &rest, sku, in_every_order);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_lead_to_a_variant_in_every_order() {
        let mut tree = Map::new();
        grow(&mut tree, &["colour:Red".into(), "size:M".into()], "a-1", true);
        grow(&mut tree, &["colour:Red".into(), "size:L".into()], "a-2", true);
        assert_eq!(
            Value::Object(tree),
            json!({
                "colour:Red": {"size:M": {"id_product_concrete": "a-1"}, "size:L": {"id_product_concrete": "a-2"}},
                "size:M": {"colour:Red": {"id_product_concrete": "a-1"}},
                "size:L": {"colour:Red": {"id_product_concrete": "a-2"}},
            })
        );
        let mut tree = Map::new();
        grow(&mut tree, &["a:1".into(), "b:2".into()], "x", false);
        assert_eq!(Value::Object(tree), json!({"a:1": {"b:2": {"id_product_concrete": "x"}}}));
        let mut tree = Map::new();
        grow(&mut tree, &[], "x", true);
        assert!(tree.is_empty());
    }
}
