//! Said: the folded texts of one product that are kept by word.

use std::collections::{BTreeMap, BTreeSet};

use super::Texts;
use crate::domain::id::AttributeId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::rule::field::Field;
use crate::domain::text::fold;
use crate::index::fact::attribute_values;
use crate::index::packed::Record;
use crate::index::packed::field::Value;

/// Returns a product's skus, its own first, its name and its texts of attributes, by layer.
pub fn said(product: &Record<'_>) -> Texts {
    let variants = product.offers().map(|offer| fold(&offer.sku()));
    let skus = std::iter::once(fold(product.sku())).chain(variants);
    let mut texts: Texts = vec![((Field::Sku, None), skus.collect())];
    let named = product.read_name().unwrap_or_default();
    let name = |locale: Option<&Locale>| {
        let text = at(&named, locale).map(|text| fold(text)).filter(|text| !text.is_empty());
        text.into_iter().collect()
    };
    layers(Field::Name, named.own.keys(), name, &mut texts);
    let mut holders: BTreeMap<AttributeId, Vec<Localised<Vec<String>>>> = BTreeMap::new();
    for (id, value) in attribute_values(product) {
        if let Value::Texts(told) = value
            && let Some(told) = told.whole(product.book())
        {
            holders.entry(id).or_default().push(told);
        }
    }
    for (id, holders) in holders {
        let locales = holders.iter().flat_map(|holder| holder.own.keys());
        let told = |locale: Option<&Locale>| {
            let lists = holders.iter().filter_map(|holder| at(holder, locale));
            lists.flatten().map(|text| fold(text)).filter(|text| !text.is_empty()).collect()
        };
        layers(Field::Attribute(id), locales, told, &mut texts);
    }
    texts
}

/// Returns the value in a locale, or the one that holds everywhere.
fn at<'a, T>(text: &'a Localised<T>, locale: Option<&Locale>) -> Option<&'a T> {
    locale.map_or(text.default.as_ref(), |locale| text.get(locale))
}

/// Adds what is told everywhere, and what is told in each locale with texts of its own, where it differs.
fn layers<'a>(
    field: Field,
    own: impl Iterator<Item = &'a Locale>,
    told: impl Fn(Option<&Locale>) -> Vec<String>,
    into: &mut Texts,
) {
    let everywhere = told(None);
    for locale in own.collect::<BTreeSet<_>>() {
        let here = told(Some(locale));
        if here != everywhere {
            into.push(((field, Some(locale.clone())), here));
        }
    }
    if !everywhere.is_empty() {
        into.push(((field, None), everywhere));
    }
}
