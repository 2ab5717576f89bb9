//! What is kept of a product, read by way of a tree of JSON: slower, and whatever is not of the shape is left out alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Texts, put};
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::Localised;

/// Returns the three texts of a product.
pub(super) fn texts(json: &str) -> Texts {
    let json: Value = serde_json::from_str(json).unwrap_or_default();
    let mut texts = Texts::default();
    for (locale, entry) in json.as_object().into_iter().flatten() {
        let text = |field: &str| entry.get(field).and_then(Value::as_str).map(str::to_owned);
        put(&mut texts.name, locale, text("name"));
        put(&mut texts.description, locale, text("description"));
        put(&mut texts.url, locale, text("url"));
    }
    texts
}

/// Returns the attribute values of a product or variant.
pub(super) fn attributes(json: &str) -> BTreeMap<AttributeId, AttributeValue> {
    let json: Value = serde_json::from_str(json).unwrap_or_default();
    let pairs = json.as_object().into_iter().flatten();
    pairs.filter_map(|(id, value)| Some((AttributeId(id.parse().ok()?), value_of(value)?))).collect()
}

fn value_of(json: &Value) -> Option<AttributeValue> {
    let (kind, value) = json.as_object()?.iter().next()?;
    let list = || value.as_array().into_iter().flatten();
    match kind.as_str() {
        "c" => {
            let ids = list().filter_map(Value::as_i64).filter_map(|id| i32::try_from(id).ok());
            Some(AttributeValue::Choice(ids.map(OptionId).collect()))
        }
        "o" => {
            let mut options = Localised::default();
            for (locale, list) in value.as_object()? {
                let ids = list.as_array()?.iter().filter_map(Value::as_i64);
                let ids = ids.filter_map(|id| i32::try_from(id).ok()).map(OptionId).collect();
                put(&mut options, locale, Some(ids));
            }
            Some(AttributeValue::ChoiceByLocale(options))
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
