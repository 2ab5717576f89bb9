//! What is kept of a product, read in one walk over the text, without anything in between. Whatever `write` would not have
//! written (but for blanks between signs) ends the walk: `None`, and the lenient way is taken.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Texts;
use super::walk::Walk;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::{Locale, Localised};

/// Returns the three texts of a product.
pub(super) fn texts(json: &str) -> Option<Texts> {
    let mut walk = Walk::new(json);
    let (mut texts, mut locales) = (Texts::default(), Vec::new());
    walk.members(|walk| {
        let locale = locale(walk)?;
        if locales.contains(&locale) {
            return None;
        }
        walk.members(|walk| {
            let text = match walk.name()?.as_ref() {
                "name" => &mut texts.name,
                "description" => &mut texts.description,
                "url" => &mut texts.url,
                _ => return None,
            };
            put(text, locale.as_ref(), walk.text()?.into_owned())
        })?;
        locales.push(locale);
        Some(())
    })?;
    walk.end()?;
    Some(texts)
}

/// Returns the attribute values of a product or variant.
pub(super) fn attributes(json: &str) -> Option<BTreeMap<AttributeId, AttributeValue>> {
    let mut walk = Walk::new(json);
    let mut values = BTreeMap::new();
    walk.members(|walk| {
        let id = AttributeId(walk.quoted(Walk::small)?);
        walk.sign(b':')?;
        let value = value(walk)?;
        values.insert(id, value).is_none().then_some(())
    })?;
    walk.end()?;
    Some(values)
}

/// Reads a value with its kind.
fn value(walk: &mut Walk<'_>) -> Option<AttributeValue> {
    walk.sign(b'{')?;
    let value = match walk.letter()? {
        b'c' => AttributeValue::Choice(walk.list(option)?),
        b'o' => AttributeValue::ChoiceByLocale(by_locale(walk, option)?),
        b'n' => AttributeValue::Number(walk.list(|walk| walk.number().map(Decimal))?),
        b'b' => AttributeValue::YesNo(walk.truth()?),
        b'd' => AttributeValue::Date(walk.list(day)?),
        b't' => AttributeValue::Text(by_locale(walk, |walk| walk.text().map(Cow::into_owned))?),
        _ => return None,
    };
    walk.sign(b'}')?;
    Some(value)
}

fn option(walk: &mut Walk<'_>) -> Option<OptionId> {
    walk.small().map(OptionId)
}

fn day(walk: &mut Walk<'_>) -> Option<NaiveDate> {
    walk.quoted(|walk| {
        let year = i32::try_from(walk.digits(4)?).ok()?;
        let month = walk.next(b'-').then(|| walk.digits(2))??;
        let day = walk.next(b'-').then(|| walk.digits(2))??;
        NaiveDate::from_ymd_opt(year, month, day)
    })
}

/// Reads lists by locale, the one of no locale under an empty name.
fn by_locale<'a, T>(
    walk: &mut Walk<'a>,
    one: impl Fn(&mut Walk<'a>) -> Option<T> + Copy,
) -> Option<Localised<Vec<T>>> {
    let mut lists = Localised::default();
    walk.members(|walk| {
        let locale = locale(walk)?;
        put(&mut lists, locale.as_ref(), walk.list(one)?)
    })?;
    Some(lists)
}

/// Reads the name of a member that is a locale, or none.
fn locale(walk: &mut Walk<'_>) -> Option<Option<Locale>> {
    match walk.name()?.as_ref() {
        "" => Some(None),
        name => Locale::parse(name).ok().map(Some),
    }
}

/// Puts in what a locale says; twice is no shape.
fn put<T>(into: &mut Localised<T>, locale: Option<&Locale>, value: T) -> Option<()> {
    let before = match locale {
        Some(locale) => into.own.insert(locale.clone(), value),
        None => into.default.replace(value),
    };
    before.is_none().then_some(())
}
