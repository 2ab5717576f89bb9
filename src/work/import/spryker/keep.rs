//! Changed stores, categories and attributes to the store, in one transaction.

use std::collections::HashMap;

use serde_json::json;

use super::words::Words;
use crate::app::App;
use crate::domain::attribute::Attribute;
use crate::domain::category::Category;
use crate::domain::id::CategoryId;
use crate::domain::staff::Actor;
use crate::store::catalogue::{self, NewAttribute, NewCategory, NewOption, NewStore};
use crate::store::door::{Entry, Refusal, Write};
use crate::store::word;

/// Writes what is new or changed.
pub(super) fn keep(app: &App, actor: &Actor, words: &Words) -> Result<(), Refusal> {
    app.write_aside(actor, |write| {
        stores(write, words)?;
        categories(write, words)?;
        attributes(write, words)?;
        let key = format!("{} categories", words.categories.len());
        write.audit(Entry { action: "import", noun: "vocabulary", key: &key, detail: json!({}) })
    })
}

fn stores(write: &mut Write<'_>, words: &Words) -> Result<(), Refusal> {
    for store in &words.stores {
        match words.before().store_by_id(store.id) {
            Some(before) if before == store => {}
            Some(_) => word::change_store(write, store)?,
            None => {
                let new = NewStore {
                    key: store.key.clone(),
                    name: store.name.clone(),
                    time_zone: store.time_zone,
                    locales: store.locales.clone(),
                    currencies: store.currencies.clone(),
                };
                catalogue::ensure_stores(write, &[new])?;
            }
        }
    }
    Ok(())
}

/// New ones are put in at the top first, since the one they lie in may come after them, and hung up then.
fn categories(write: &mut Write<'_>, words: &Words) -> Result<(), Refusal> {
    let is_changed =
        |category: &&Category| words.before().category(category.id).is_none_or(|before| before != *category);
    let changed: Vec<&Category> = words.categories.iter().filter(is_changed).collect();
    let is_new = |category: &&&Category| words.before().category(category.id).is_none();
    let new: Vec<&Category> = changed.iter().filter(is_new).copied().collect();
    let wanted = new.iter().map(|category| NewCategory {
        key: category.key.clone(),
        parent_key: None,
        name: category.name.clone(),
    });
    let ids = catalogue::ensure_categories(write, &wanted.collect::<Vec<_>>())?;
    let numbers: HashMap<CategoryId, CategoryId> = new.iter().map(|category| category.id).zip(ids).collect();
    let number = |id: CategoryId| numbers.get(&id).copied().unwrap_or(id);
    for category in changed {
        let (id, parent) = (number(category.id), category.parent.map(number));
        if parent.is_some() || id == category.id {
            word::change_category(write, &Category { id, parent, ..category.clone() })?;
        }
    }
    Ok(())
}

fn attributes(write: &mut Write<'_>, words: &Words) -> Result<(), Refusal> {
    for attribute in &words.attributes {
        let before = words.before().attribute(attribute.id);
        let id = match before {
            Some(before) if before == attribute => continue,
            Some(before) => {
                let renamed = Attribute { options: before.options.clone(), ..attribute.clone() };
                if renamed != *before {
                    word::change_attribute(write, attribute)?;
                }
                Some(attribute.id)
            }
            None => {
                let new = NewAttribute {
                    key: attribute.key.clone(),
                    kind: attribute.kind,
                    multiple: attribute.multiple,
                    unit: None,
                    label: attribute.label.clone(),
                };
                catalogue::ensure_attributes(write, &[new])?.first().copied()
            }
        };
        let known = before.map(|before| before.options.as_slice()).unwrap_or_default();
        let mut new = Vec::new();
        for option in &attribute.options {
            match known.iter().find(|before| before.id == option.id) {
                Some(before) if before == option => {}
                Some(_) => word::change_option(write, option)?,
                None => new.push(NewOption { key: option.key.clone(), label: option.label.clone() }),
            }
        }
        if let Some(id) = id.filter(|_| !new.is_empty()) {
            catalogue::ensure_options(write, id, &new)?;
        }
    }
    Ok(())
}
