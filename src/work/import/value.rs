//! Values of an attribute, as a file writes them, to values of its kind. The kind never changes for a file's sake: what
//! does not fit is a trouble.

use std::collections::{BTreeMap, HashSet};

use super::kind;
use super::names::{Known, Names};
use crate::codec::catalogue::Trouble;
use crate::domain::attribute::{AttributeKind, AttributeValue};
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::rule::VALUE_CHARS_MAX;
use crate::domain::text::fold;

/// Puts the values of one cell onto a product or variant, or tells why they do not fit the attribute's kind.
pub(super) fn put_attribute(
    all: &mut BTreeMap<AttributeId, AttributeValue>,
    key: &str,
    locale: &Option<Locale>,
    values: &[String],
    names: &Names<'_>,
    troubles: &mut Vec<Trouble>,
) {
    let Some(known) = names.attribute(key) else { return };
    if let Some(locale) = locale {
        if known.kind == AttributeKind::Text {
            put_texts(all, known.id, locale, values);
        } else {
            let message = "Only text attributes have translations; this value is left out.";
            troubles.push(Trouble::slight(key, &values.join("|"), message));
        }
        return;
    }
    if values.is_empty() {
        clear(all, known.id);
        return;
    }
    let unit = known.unit.as_deref();
    let value = match known.kind {
        AttributeKind::Text => {
            let own = match all.remove(&known.id) {
                Some(AttributeValue::Text(texts)) => texts.own,
                _ => BTreeMap::new(),
            };
            Ok(AttributeValue::Text(Localised { default: Some(values.to_vec()), own }))
        }
        AttributeKind::Choice => {
            let mut ids: Vec<_> = values.iter().filter_map(|value| names.option(known.id, value)).collect();
            let mut seen = HashSet::new();
            ids.retain(|id| seen.insert(*id));
            Ok(AttributeValue::Choice(ids))
        }
        AttributeKind::Number => values
            .iter()
            .map(|value| number(value, unit))
            .collect::<Result<_, _>>()
            .map(AttributeValue::Number),
        AttributeKind::YesNo => yes_no(values).map(AttributeValue::YesNo),
        AttributeKind::Date => {
            values.iter().map(|value| day(value)).collect::<Result<_, _>>().map(AttributeValue::Date)
        }
    };
    match value {
        Ok(value) => {
            all.insert(known.id, value);
        }
        Err(sentence) => troubles.push(Trouble::new(key, &values.join("|"), sentence)),
    }
}

/// Puts the value of an attribute, for all and by locale, in the place of what was there. It is one value, unless the
/// attribute takes several: then it is parted at its commas. No value at all takes away what was there.
pub(super) fn put_values(
    all: &mut BTreeMap<AttributeId, AttributeValue>,
    key: &str,
    values: &Localised<String>,
    names: &Names<'_>,
    troubles: &mut Vec<Trouble>,
) {
    let Some(known) = names.attribute(key) else { return };
    if values.any().is_none() {
        all.remove(&known.id);
        return;
    }
    match known.kind {
        AttributeKind::Text => {
            let common = values.default.as_deref().map(|text| names.parted(known, text)).unwrap_or_default();
            let own = values.own.iter().map(|(locale, text)| {
                // In a locale with texts of its own the default ones do not hold by themselves; here both do.
                let mut texts = names.parted(known, text);
                texts.extend(common.iter().cloned());
                let mut seen = HashSet::new();
                texts.retain(|text| seen.insert(fold(text)));
                (locale.clone(), texts)
            });
            let own = own.collect();
            let default = Some(common.clone()).filter(|texts| !texts.is_empty());
            all.insert(known.id, AttributeValue::Text(Localised { default, own }));
        }
        AttributeKind::Choice => match choice(known, values, names, troubles) {
            Some(value) => drop(all.insert(known.id, value)),
            None => drop(all.remove(&known.id)),
        },
        _ => {
            let (one, mut unfit) = (values.any().cloned(), Vec::new());
            put_attribute(all, key, &None, one.as_slice(), names, &mut unfit);
            troubles.extend(unfit.into_iter().map(|trouble| Trouble {
                message: format!("{} The value is left out.", trouble.message),
                refuses: false,
                ..trouble
            }));
        }
    }
}

/// Takes away the values of all attributes but these, the label and what says which kind of product it is.
pub(super) fn keep_values_of(
    all: &mut BTreeMap<AttributeId, AttributeValue>,
    keys: &[String],
    names: &Names<'_>,
) {
    let kept = keys.iter().map(String::as_str).chain(["label", "attribute_set", "product_type"]);
    let kept: Vec<AttributeId> = kept.filter_map(|key| names.attribute(key)).map(|known| known.id).collect();
    all.retain(|id, _| kept.contains(id));
}

/// Returns the options that the value of an attribute means, for all and by locale; one of a locale beside those for all.
fn choice(
    known: &Known,
    values: &Localised<String>,
    names: &Names<'_>,
    troubles: &mut Vec<Trouble>,
) -> Option<AttributeValue> {
    let mut options = |locale: Option<&Locale>, text: &String| {
        let mut ids: Vec<OptionId> = Vec::new();
        for part in names.parted(known, text) {
            match names.spoken_option(known.id, locale, &part) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => troubles.push(Trouble::slight(
                    &known.key,
                    &part,
                    format!(
                        "A value to choose has at most {VALUE_CHARS_MAX} characters; this one is left out."
                    ),
                )),
            }
        }
        ids
    };
    let common = values.default.as_ref().map(|text| options(None, text)).unwrap_or_default();
    let mut own = BTreeMap::new();
    for (locale, text) in &values.own {
        let mut ids = options(Some(locale), text);
        ids.retain(|id| !common.contains(id));
        if !ids.is_empty() {
            own.insert(locale.clone(), ids);
        }
    }
    match (common.is_empty(), own.is_empty()) {
        (true, true) => None,
        (_, true) => Some(AttributeValue::Choice(common)),
        (is_empty, false) => {
            let default = (!is_empty).then_some(common);
            Some(AttributeValue::ChoiceByLocale(Localised { default, own }))
        }
    }
}

fn put_texts(
    all: &mut BTreeMap<AttributeId, AttributeValue>,
    id: AttributeId,
    locale: &Locale,
    values: &[String],
) {
    let entry = all.entry(id).or_insert_with(|| AttributeValue::Text(Localised::default()));
    if let AttributeValue::Text(texts) = entry {
        match values.is_empty() {
            true => texts.own.remove(locale),
            false => texts.own.insert(locale.clone(), values.to_vec()),
        };
        if texts.any().is_none() {
            all.remove(&id);
        }
    }
}

/// Takes a value away; translations of a text stay.
fn clear(all: &mut BTreeMap<AttributeId, AttributeValue>, id: AttributeId) {
    if let Some(AttributeValue::Text(texts)) = all.get_mut(&id)
        && !texts.own.is_empty()
    {
        texts.default = None;
        return;
    }
    all.remove(&id);
}

fn number(value: &str, unit: Option<&str>) -> Result<Decimal, String> {
    match kind::number(value) {
        Some((number, written)) if written.is_empty() || Some(written) == unit => Ok(number),
        Some((_, written)) => Err(match unit {
            Some(unit) => format!("This attribute is in {unit}, not in {written}."),
            None => format!("This attribute takes numbers without a unit, not in {written}."),
        }),
        None => Err("This attribute takes numbers; write one like 12.5.".into()),
    }
}

fn yes_no(values: &[String]) -> Result<bool, String> {
    let refuse = || "This attribute takes one yes or no.".to_owned();
    match values {
        [one] => crate::codec::catalogue::yes_no(one).ok_or_else(refuse),
        _ => Err(refuse()),
    }
}

fn day(value: &str) -> Result<chrono::NaiveDate, String> {
    crate::codec::catalogue::moment::parse(value).map(|at| at.date_naive())
}
