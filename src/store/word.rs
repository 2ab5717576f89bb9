//! What products refer to, changed: stores, categories, attributes and options that are there get other words or places.
//!
//! The caller writes the audit entry.

use diesel::prelude::*;

use super::door::{Refusal, Write};
use super::schema::{attribute, attribute_option, category, store};
use crate::codec::stored::write_localised;
use crate::domain::attribute::{Attribute, AttributeOption};
use crate::domain::category::Category;
use crate::domain::change::Change;
use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::store::Store;

/// Gives a store its name, time zone, locales and currencies.
pub fn change_store(write: &mut Write<'_>, changed: &Store) -> Result<(), Refusal> {
    let locales: Vec<&str> = changed.locales.iter().map(Locale::as_str).collect();
    let currencies: Vec<&str> = changed.currencies.iter().map(Currency::as_str).collect();
    // What is answered by locale and currency all over the index is read anew.
    write.tell(Change::Everything);
    diesel::update(store::table.find(changed.id.0))
        .set((
            store::name.eq(&changed.name),
            store::time_zone.eq(changed.time_zone.name()),
            store::locales.eq(locales),
            store::currencies.eq(currencies),
        ))
        .execute(write.conn)?;
    Ok(())
}

/// Puts the stores in an order.
pub fn arrange_stores(write: &mut Write<'_>, order: &[StoreId]) -> Result<(), Refusal> {
    write.tell(Change::Everything);
    for (id, position) in order.iter().zip(1_i32..) {
        diesel::update(store::table.find(id.0)).set(store::position.eq(position)).execute(write.conn)?;
    }
    Ok(())
}

/// Gives a category its names and its place in the tree.
pub fn change_category(write: &mut Write<'_>, changed: &Category) -> Result<(), Refusal> {
    write.tell(Change::Vocabulary);
    diesel::update(category::table.find(changed.id.0))
        .set((
            category::parent_id.eq(changed.parent.map(|parent| parent.0)),
            category::names.eq(write_localised(&changed.name)),
        ))
        .execute(write.conn)?;
    Ok(())
}

/// Gives an attribute its label, its kind, and whether a product carries several values. Another kind is for one that no
/// product has a value of.
pub fn change_attribute(write: &mut Write<'_>, changed: &Attribute) -> Result<(), Refusal> {
    write.tell(Change::Vocabulary);
    diesel::update(attribute::table.find(changed.id.0))
        .set((
            attribute::kind.eq(changed.kind.as_str()),
            attribute::multiple.eq(changed.multiple),
            attribute::labels.eq(write_localised(&changed.label)),
        ))
        .execute(write.conn)?;
    Ok(())
}

/// Gives an option its label.
pub fn change_option(write: &mut Write<'_>, changed: &AttributeOption) -> Result<(), Refusal> {
    write.tell(Change::Vocabulary);
    diesel::update(attribute_option::table.find(changed.id.0))
        .set(attribute_option::labels.eq(write_localised(&changed.label)))
        .execute(write.conn)?;
    Ok(())
}
