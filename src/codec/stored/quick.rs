//! What is kept of a product, read in one walk over the text. Anything that is not of the shape ends the walk: `None`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Formatter;
use std::marker::PhantomData;

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::Texts;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::{Locale, Localised};

/// Returns the three texts of a product.
pub(super) fn texts(json: &str) -> Option<Texts> {
    let Pairs(entries): Pairs<Key<'_>, Entry> = serde_json::from_str(json).ok()?;
    let mut texts = Texts::default();
    for (locale, entry) in entries {
        if locale.0.is_empty() {
            texts.name.default = entry.name;
            texts.description.default = entry.description;
            texts.url.default = entry.url;
            continue;
        }
        let locale = Locale::parse(&locale.0).ok()?;
        let pairs = [
            (&mut texts.name, entry.name),
            (&mut texts.description, entry.description),
            (&mut texts.url, entry.url),
        ];
        for (text, value) in pairs {
            if let Some(value) = value {
                text.own.insert(locale.clone(), value);
            }
        }
    }
    Some(texts)
}

/// Returns the attribute values of a product or variant.
pub(super) fn attributes(json: &str) -> Option<BTreeMap<AttributeId, AttributeValue>> {
    let Pairs(pairs): Pairs<Id, Kept> = serde_json::from_str(json).ok()?;
    Some(pairs.into_iter().map(|(id, value)| (AttributeId(id.0), value.0)).collect())
}

/// The members of an object, in their order.
struct Pairs<K, V>(Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Pairs<K, V> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Walk<K, V>(PhantomData<(K, V)>);
        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Walk<K, V> {
            type Value = Pairs<K, V>;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        json.deserialize_map(Walk(PhantomData))
    }
}

/// The name of a member, not copied where it holds no escape.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The name of a member that is a number.
struct Id(i32);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Walk;
        impl Visitor<'_> for Walk {
            type Value = Id;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number in quotes")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
                text.parse().map(Id).map_err(E::custom)
            }
        }
        json.deserialize_str(Walk)
    }
}

/// The texts of one locale.
#[derive(serde::Deserialize)]
struct Entry {
    name: Option<String>,
    description: Option<String>,
    url: Option<String>,
}

/// A value with its kind.
struct Kept(AttributeValue);

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Kept;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("a value with its kind")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kept, A::Error> {
                let Some(kind) = map.next_key::<Key<'de>>()? else { return Err(A::Error::custom("no kind")) };
                let value = match kind.0.as_ref() {
                    "c" => AttributeValue::Choice(
                        map.next_value::<Vec<i32>>()?.into_iter().map(OptionId).collect(),
                    ),
                    "o" => {
                        let options = localised(map.next_value::<Pairs<Key<'_>, Vec<i32>>>()?, OptionId);
                        AttributeValue::ChoiceByLocale(options.ok_or_else(|| A::Error::custom("no locale"))?)
                    }
                    "n" => AttributeValue::Number(
                        map.next_value::<Vec<i64>>()?.into_iter().map(Decimal).collect(),
                    ),
                    "b" => AttributeValue::YesNo(map.next_value()?),
                    "d" => AttributeValue::Date(map.next_value::<Vec<NaiveDate>>()?),
                    "t" => AttributeValue::Text(
                        localised(map.next_value::<Pairs<Key<'_>, Vec<String>>>()?, |text| text)
                            .ok_or_else(|| A::Error::custom("no locale"))?,
                    ),
                    _ => return Err(A::Error::custom("an unknown kind")),
                };
                match map.next_entry::<IgnoredAny, IgnoredAny>()? {
                    None => Ok(Kept(value)),
                    Some(_) => Err(A::Error::custom("two kinds")),
                }
            }
        }
        json.deserialize_map(Walk)
    }
}

fn localised<T, U>(pairs: Pairs<Key<'_>, Vec<T>>, make: impl Fn(T) -> U) -> Option<Localised<Vec<U>>> {
    let mut texts = Localised::default();
    for (locale, list) in pairs.0 {
        let list = list.into_iter().map(&make).collect();
        match locale.0.is_empty() {
            true => texts.default = Some(list),
            false => {
                texts.own.insert(Locale::parse(&locale.0).ok()?, list);
            }
        }
    }
    Some(texts)
}
