//! What the store keeps as one piece: texts, attribute values and labels as JSON, to domain values and back.
//!
//! Written so that reading is a single walk, since a million products are read at start:
//!
//! | column | JSON |
//! |---|---|
//! | `product.texts` | `{"": {"name": …, "description": …, "url": …}, "de_DE": {…}}`; what is missing is left out |
//! | `product.attributes`, `variant.attributes` | `{"17": value}` by attribute id |
//! | a value | `{"c": [option ids]}`, `{"n": [millionths]}`, `{"b": true}`, `{"d": ["2026-11-21"]}`, `{"t": {"": ["text"], "de_DE": ["Text"]}}` |
//! | `labels`, `names`, `titles` | `{"": "default", "de_DE": "own"}` |
//!
//! Reading is total: what is not of that shape (a hand-edited row) is left out. Of products there are a million, so they
//! are written and read without a tree of JSON in between; only a row of another shape is read by way of one. Goes on to
//! `store` and to the index.

mod lenient;
mod quick;
mod walk;
mod write;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::attribute::AttributeValue;
use crate::domain::id::AttributeId;
use crate::domain::locale::{Locale, Localised};

pub use write::{write_attributes, write_texts};

/// The three texts of a product.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    /// What shoppers read.
    pub name: Localised<String>,
    /// What shoppers read below it.
    pub description: Localised<String>,
    /// The address of the product's page.
    pub url: Localised<String>,
}

/// Returns the three texts of a product.
pub fn read_texts(json: &str) -> Texts {
    quick::texts(json).unwrap_or_else(|| lenient::texts(json))
}

/// Returns the attribute values of a product or variant.
pub fn read_attributes(json: &str) -> BTreeMap<AttributeId, AttributeValue> {
    quick::attributes(json).unwrap_or_else(|| lenient::attributes(json))
}

/// Returns what is kept for a text with translations.
pub fn write_localised(text: &Localised<String>) -> Value {
    let own = text.own.iter().map(|(locale, value)| (locale.as_str(), value));
    let pairs = text.default.iter().map(|value| ("", value)).chain(own);
    Value::Object(pairs.map(|(locale, value)| (locale.to_owned(), Value::String(value.clone()))).collect())
}

/// Returns a text with translations.
pub fn read_localised(json: &Value) -> Localised<String> {
    let mut text = Localised::default();
    for (locale, value) in json.as_object().into_iter().flatten() {
        put(&mut text, locale, value.as_str().map(str::to_owned));
    }
    text
}

fn put<T>(text: &mut Localised<T>, locale: &str, value: Option<T>) {
    let Some(value) = value else { return };
    if locale.is_empty() {
        text.default = Some(value);
    } else if let Ok(locale) = Locale::parse(locale) {
        text.own.insert(locale, value);
    }
}

#[cfg(test)]
mod tests;
