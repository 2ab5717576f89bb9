//! What the store keeps as one piece: texts, attribute values and labels as jsonb, to domain values and back.
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
//! Reading is total: what is not of that shape (a hand-edited row) is left out. Goes on to `store` and to the index.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::{Locale, Localised};

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

/// Returns what is kept for the three texts of a product.
pub fn write_texts(
    name: &Localised<String>,
    description: &Localised<String>,
    url: &Localised<String>,
) -> Value {
    let mut all = Map::new();
    for (field, text) in [("name", name), ("description", description), ("url", url)] {
        let own = text.own.iter().map(|(locale, value)| (locale.as_str(), value));
        for (locale, value) in text.default.iter().map(|value| ("", value)).chain(own) {
            let entry = all.entry(locale).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(entry) = entry {
                entry.insert(field.to_owned(), Value::String(value.clone()));
            }
        }
    }
    Value::Object(all)
}

/// Returns the three texts of a product.
pub fn read_texts(json: &Value) -> Texts {
    let mut texts = Texts::default();
    for (locale, entry) in json.as_object().into_iter().flatten() {
        let text = |field: &str| entry.get(field).and_then(Value::as_str).map(str::to_owned);
        put(&mut texts.name, locale, text("name"));
        put(&mut texts.description, locale, text("description"));
        put(&mut texts.url, locale, text("url"));
    }
    texts
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

/// Returns what is kept for the attribute values of a product or variant.
pub fn write_attributes(values: &BTreeMap<AttributeId, AttributeValue>) -> Value {
    Value::Object(values.iter().map(|(id, value)| (id.to_string(), write_value(value))).collect())
}

/// Returns the attribute values of a product or variant.
pub fn read_attributes(json: &Value) -> BTreeMap<AttributeId, AttributeValue> {
    let pairs = json.as_object().into_iter().flatten();
    pairs.filter_map(|(id, value)| Some((AttributeId(id.parse().ok()?), read_value(value)?))).collect()
}

fn write_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Choice(options) => {
            json!({"c": options.iter().map(|option| option.0).collect::<Vec<_>>()})
        }
        AttributeValue::Number(numbers) => {
            json!({"n": numbers.iter().map(|number| number.0).collect::<Vec<_>>()})
        }
        AttributeValue::YesNo(yes) => json!({"b": yes}),
        AttributeValue::Date(days) => json!({"d": days.iter().map(NaiveDate::to_string).collect::<Vec<_>>()}),
        AttributeValue::Text(texts) => {
            let own = texts.own.iter().map(|(locale, list)| (locale.as_str(), list));
            let pairs = texts.default.iter().map(|list| ("", list)).chain(own);
            json!({"t": pairs.map(|(locale, list)| (locale.to_owned(), json!(list))).collect::<Map<_, _>>()})
        }
    }
}

fn read_value(json: &Value) -> Option<AttributeValue> {
    let (kind, value) = json.as_object()?.iter().next()?;
    let list = || value.as_array().into_iter().flatten();
    match kind.as_str() {
        "c" => {
            let ids = list().filter_map(Value::as_i64).filter_map(|id| i32::try_from(id).ok());
            Some(AttributeValue::Choice(ids.map(OptionId).collect()))
        }
        "n" => Some(AttributeValue::Number(list().filter_map(Value::as_i64).map(Decimal).collect())),
        "b" => value.as_bool().map(AttributeValue::YesNo),
        "d" => {
            let days = list().filter_map(Value::as_str).filter_map(|day| day.parse().ok());
            Some(AttributeValue::Date(days.collect()))
        }
        "t" => {
            let mut texts = Localised::default();
            for (locale, list) in value.as_object()? {
                let list = list.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                put(&mut texts, locale, Some(list));
            }
            Some(AttributeValue::Text(texts))
        }
        _ => None,
    }
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
mod tests {
    use super::*;

    fn german() -> Locale {
        Locale::parse("de_DE").unwrap()
    }

    #[test]
    fn what_is_kept_is_read_back_the_same() {
        let mut name = Localised::plain("Bag".to_owned());
        name.own.insert(german(), "Tasche".to_owned());
        let mut url = Localised::default();
        url.own.insert(german(), "/tasche".to_owned());
        let json = write_texts(&name, &Localised::default(), &url);
        assert_eq!(json, json!({"": {"name": "Bag"}, "de_DE": {"name": "Tasche", "url": "/tasche"}}));
        assert_eq!(read_texts(&json), Texts { name: name.clone(), description: Localised::default(), url });
        assert_eq!(read_localised(&write_localised(&name)), name);
        let mut texts = Localised::plain(vec!["a".to_owned(), "b".to_owned()]);
        texts.own.insert(german(), vec!["c".to_owned()]);
        let values = BTreeMap::from([
            (AttributeId(1), AttributeValue::Choice(vec![OptionId(4), OptionId(2)])),
            (AttributeId(2), AttributeValue::Number(vec![Decimal(-1_500_000)])),
            (AttributeId(3), AttributeValue::YesNo(false)),
            (AttributeId(4), AttributeValue::Date(vec![NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()])),
            (AttributeId(5), AttributeValue::Text(texts)),
        ]);
        assert_eq!(read_attributes(&write_attributes(&values)), values);
    }

    #[test]
    fn what_is_not_of_that_shape_is_left_out() {
        for json in
            [json!(null), json!([1]), json!({"x": {"c": [1]}}), json!({"1": {"z": 1}}), json!({"1": 5})]
        {
            assert!(read_attributes(&json).is_empty(), "{json}");
        }
        assert_eq!(read_texts(&json!({"": 5, "nonsense!": {"name": "x"}})), Texts::default());
    }
}
