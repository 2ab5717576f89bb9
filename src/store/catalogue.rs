//! What products refer to: stores, categories, attributes and their options, put in where they are missing.
//!
//! Every function here is idempotent and never alters what is there, so an import may name the same thing a thousand
//! times. Keys are compared folded and kept as first written. The caller writes the audit entry.

use std::collections::HashMap;

use diesel::prelude::*;

use super::door::{Refusal, Write};
use super::schema::{attribute, attribute_option, category, store};
use crate::codec::stored::write_localised;
use crate::domain::attribute::AttributeKind;
use crate::domain::change::Change;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::text::fold;

/// A store that shall be there.
#[derive(Debug, Clone)]
pub struct NewStore {
    /// Its key.
    pub key: String,
    /// What people read.
    pub name: String,
    /// The time zone its schedules are meant in.
    pub time_zone: chrono_tz::Tz,
    /// Never empty.
    pub locales: Vec<Locale>,
    /// Never empty.
    pub currencies: Vec<Currency>,
}

/// A category that shall be there.
#[derive(Debug, Clone)]
pub struct NewCategory {
    /// Its key, unique in the whole tree.
    pub key: String,
    /// The key of the category it lies in, which is there already or comes before it in the list; none at the top.
    pub parent_key: Option<String>,
    /// Its name by locale.
    pub name: Localised<String>,
}

/// An attribute that shall be there.
#[derive(Debug, Clone)]
pub struct NewAttribute {
    /// Its key.
    pub key: String,
    /// What values it holds.
    pub kind: AttributeKind,
    /// True when a product may carry several values.
    pub multiple: bool,
    /// The unit that was stripped from its numbers.
    pub unit: Option<String>,
    /// What people call it.
    pub label: Localised<String>,
}

/// An option that shall be there.
#[derive(Debug, Clone)]
pub struct NewOption {
    /// Its key, unique within the attribute.
    pub key: String,
    /// What people call it.
    pub label: Localised<String>,
}

/// Puts in the stores that are missing and returns the numbers of all, in order.
pub fn ensure_stores(write: &mut Write<'_>, wanted: &[NewStore]) -> Result<Vec<StoreId>, Refusal> {
    let known: Vec<(String, i32)> = store::table.select((store::key, store::id)).load(write.conn)?;
    let mut known: HashMap<String, i32> = known.into_iter().map(|(key, id)| (fold(&key), id)).collect();
    let mut ids = Vec::with_capacity(wanted.len());
    for new in wanted {
        let id = match known.get(&fold(&new.key)) {
            Some(id) => *id,
            None => insert_store(write, new, known.len())?,
        };
        known.insert(fold(&new.key), id);
        ids.push(StoreId(id));
    }
    Ok(ids)
}

fn insert_store(write: &mut Write<'_>, new: &NewStore, position: usize) -> Result<i32, Refusal> {
    let locales: Vec<&str> = new.locales.iter().map(Locale::as_str).collect();
    let currencies: Vec<&str> = new.currencies.iter().map(Currency::as_str).collect();
    write.tell(Change::Vocabulary);
    Ok(diesel::insert_into(store::table)
        .values((
            store::key.eq(&new.key),
            store::name.eq(&new.name),
            store::time_zone.eq(new.time_zone.name()),
            store::locales.eq(locales),
            store::currencies.eq(currencies),
            store::position.eq(next(position)),
        ))
        .returning(store::id)
        .get_result(write.conn)?)
}

/// Puts in the categories that are missing, parents before children, and returns the numbers of all, in order.
pub fn ensure_categories(write: &mut Write<'_>, wanted: &[NewCategory]) -> Result<Vec<CategoryId>, Refusal> {
    let known: Vec<(String, i32)> = category::table.select((category::key, category::id)).load(write.conn)?;
    let mut known: HashMap<String, i32> = known.into_iter().map(|(key, id)| (fold(&key), id)).collect();
    let mut ids = Vec::with_capacity(wanted.len());
    for new in wanted {
        let id = match known.get(&fold(&new.key)) {
            Some(id) => *id,
            None => {
                let parent = new.parent_key.as_ref().and_then(|key| known.get(&fold(key)).copied());
                write.tell(Change::Vocabulary);
                diesel::insert_into(category::table)
                    .values((
                        category::key.eq(&new.key),
                        category::parent_id.eq(parent),
                        category::names.eq(write_localised(&new.name)),
                        category::position.eq(next(known.len())),
                    ))
                    .returning(category::id)
                    .get_result(write.conn)?
            }
        };
        known.insert(fold(&new.key), id);
        ids.push(CategoryId(id));
    }
    Ok(ids)
}

/// Puts in the attributes that are missing and returns the numbers of all, in order. One that is there keeps its kind;
/// it becomes one of several values where that is wanted.
pub fn ensure_attributes(
    write: &mut Write<'_>,
    wanted: &[NewAttribute],
) -> Result<Vec<AttributeId>, Refusal> {
    let known: Vec<(String, i32, bool)> =
        attribute::table.select((attribute::key, attribute::id, attribute::multiple)).load(write.conn)?;
    let mut known: HashMap<String, (i32, bool)> =
        known.into_iter().map(|(key, id, multiple)| (fold(&key), (id, multiple))).collect();
    let mut ids = Vec::with_capacity(wanted.len());
    for new in wanted {
        let id = match known.get(&fold(&new.key)).copied() {
            Some((id, multiple)) => {
                if new.multiple && !multiple {
                    write.tell(Change::Vocabulary);
                    diesel::update(attribute::table.filter(attribute::id.eq(id)))
                        .set(attribute::multiple.eq(true))
                        .execute(write.conn)?;
                }
                id
            }
            None => insert_attribute(write, new, known.len())?,
        };
        known.insert(fold(&new.key), (id, new.multiple));
        ids.push(AttributeId(id));
    }
    Ok(ids)
}

fn insert_attribute(write: &mut Write<'_>, new: &NewAttribute, position: usize) -> Result<i32, Refusal> {
    write.tell(Change::Vocabulary);
    Ok(diesel::insert_into(attribute::table)
        .values((
            attribute::key.eq(&new.key),
            attribute::kind.eq(new.kind.as_str()),
            attribute::built_in.eq(false),
            attribute::multiple.eq(new.multiple),
            attribute::unit.eq(&new.unit),
            attribute::labels.eq(write_localised(&new.label)),
            attribute::position.eq(next(position)),
        ))
        .returning(attribute::id)
        .get_result(write.conn)?)
}

/// Puts in the options of an attribute that are missing and returns the numbers of all, in order.
pub fn ensure_options(
    write: &mut Write<'_>,
    attribute: AttributeId,
    wanted: &[NewOption],
) -> Result<Vec<OptionId>, Refusal> {
    let known: Vec<(String, i32)> = attribute_option::table
        .select((attribute_option::key, attribute_option::id))
        .filter(attribute_option::attribute_id.eq(attribute.0))
        .load(write.conn)?;
    let mut known: HashMap<String, Option<i32>> =
        known.into_iter().map(|(key, id)| (fold(&key), Some(id))).collect();
    let mut rows = Vec::new();
    for new in wanted {
        if !known.contains_key(&fold(&new.key)) {
            rows.push((
                attribute_option::attribute_id.eq(attribute.0),
                attribute_option::key.eq(new.key.clone()),
                attribute_option::labels.eq(write_localised(&new.label)),
                attribute_option::position.eq(next(known.len())),
            ));
            known.insert(fold(&new.key), None);
        }
    }
    // A statement takes at most 65,535 values.
    for some in rows.chunks(10_000) {
        write.tell(Change::Vocabulary);
        let kept: Vec<(String, i32)> = diesel::insert_into(attribute_option::table)
            .values(some)
            .returning((attribute_option::key, attribute_option::id))
            .get_results(write.conn)?;
        known.extend(kept.into_iter().map(|(key, id)| (fold(&key), Some(id))));
    }
    let id = |new: &NewOption| known.get(&fold(&new.key)).copied().flatten().map(OptionId);
    wanted.iter().map(|new| id(new).ok_or_else(|| Refusal::Fault("an option was not kept".into()))).collect()
}

fn next(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).saturating_add(1)
}
