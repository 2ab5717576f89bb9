//! What is kept of a product, written straight to text.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use crate::domain::attribute::AttributeValue;
use crate::domain::id::AttributeId;
use crate::domain::locale::Localised;

/// Returns the JSON that is kept for the three texts of a product.
pub fn write_texts(
    name: &Localised<String>,
    description: &Localised<String>,
    url: &Localised<String>,
) -> String {
    let fields = [("name", name), ("description", description), ("url", url)];
    let mut locales: Vec<&str> = Vec::new();
    for (_, text) in fields {
        let own = text.own.keys().map(|locale| locale.as_str());
        for locale in text.default.iter().map(|_| "").chain(own) {
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
    }
    let mut json = String::with_capacity(512);
    list(&mut json, ('{', '}'), locales, |json, locale| {
        string(json, locale);
        json.push(':');
        let said = fields.iter().filter_map(|(field, text)| {
            let own = || text.own.iter().find(|(known, _)| known.as_str() == locale).map(|(_, value)| value);
            let value = if locale.is_empty() { text.default.as_ref() } else { own() };
            value.map(|value| (field, value))
        });
        list(json, ('{', '}'), said, |json, (field, value)| {
            string(json, field);
            json.push(':');
            string(json, value);
        });
    });
    json
}

/// Returns the JSON that is kept for the attribute values of a product or variant.
pub fn write_attributes(values: &BTreeMap<AttributeId, AttributeValue>) -> String {
    let mut json = String::with_capacity(32 * values.len() + 2);
    list(&mut json, ('{', '}'), values, |json, (id, value)| {
        json.push('"');
        plain(json, id);
        json.push_str("\":");
        write_value(json, value);
    });
    json
}

fn write_value(json: &mut String, value: &AttributeValue) {
    let brackets = ('[', ']');
    match value {
        AttributeValue::Choice(options) => {
            json.push_str("{\"c\":");
            list(json, brackets, options, |json, option| plain(json, option.0));
        }
        AttributeValue::ChoiceByLocale(options) => {
            json.push_str("{\"o\":");
            by_locale(json, options, |json, option| plain(json, option.0));
        }
        AttributeValue::Number(numbers) => {
            json.push_str("{\"n\":");
            list(json, brackets, numbers, |json, number| plain(json, number.0));
        }
        AttributeValue::YesNo(yes) => {
            json.push_str("{\"b\":");
            plain(json, yes);
        }
        AttributeValue::Date(days) => {
            json.push_str("{\"d\":");
            list(json, brackets, days, |json, day| {
                json.push('"');
                plain(json, day);
                json.push('"');
            });
        }
        AttributeValue::Text(texts) => {
            json.push_str("{\"t\":");
            by_locale(json, texts, |json, text| string(json, text));
        }
    }
    json.push('}');
}

/// Writes lists by locale, the one of no locale under an empty name.
fn by_locale<T>(json: &mut String, lists: &Localised<Vec<T>>, write: impl Fn(&mut String, &T)) {
    let own = lists.own.iter().map(|(locale, own)| (locale.as_str(), own));
    let pairs = lists.default.iter().map(|own| ("", own)).chain(own);
    list(json, ('{', '}'), pairs, |json, (locale, own)| {
        string(json, locale);
        json.push(':');
        list(json, ('[', ']'), own, |json, one| write(json, one));
    });
}

/// Writes entries between two signs, a comma between each.
fn list<T>(
    json: &mut String,
    (open, close): (char, char),
    entries: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    json.push(open);
    for (at, entry) in entries.into_iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        write(json, entry);
    }
    json.push(close);
}

/// Writes what needs no escape.
fn plain(json: &mut String, value: impl Display) {
    // Writing into a text cannot fail.
    let _done = write!(json, "{value}");
}

/// Writes a text in quotes. The zero character, which Postgres cannot keep, is left out.
fn string(json: &mut String, text: &str) {
    json.push('"');
    let mut from = 0;
    for (at, byte) in
        text.bytes().enumerate().filter(|(_, byte)| *byte < 0x20 || matches!(byte, b'"' | b'\\'))
    {
        // All these are one byte long, so both ends lie between characters.
        json.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        match byte {
            b'"' => json.push_str("\\\""),
            b'\\' => json.push_str("\\\\"),
            b'\n' => json.push_str("\\n"),
            b'\r' => json.push_str("\\r"),
            b'\t' => json.push_str("\\t"),
            0 => {}
            byte => plain(json, format_args!("\\u{byte:04x}")),
        }
    }
    json.push_str(text.get(from..).unwrap_or_default());
    json.push('"');
}
