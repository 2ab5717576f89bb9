//! What a file takes away: how many products and variants had a value before and have none after, field by field.
//!
//! Emptying is allowed. A file that empties much is often a slip of a spreadsheet, so the report says it before anybody
//! applies it. Pure.

use std::collections::BTreeMap;

use crate::domain::product::{Product, Variant};
use crate::domain::vocabulary::Vocabulary;

/// Fewer losses of a field than this are nobody's slip.
const FEW: u64 = 5;
/// So many in a hundred are many.
const MANY_PERCENT: u64 = 20;

/// The losses so far.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// What a field is called → how many had a value, and how many of these lose it.
    fields: BTreeMap<String, (u64, u64)>,
}

impl Losses {
    /// Compares a product that was there with what it becomes.
    pub(super) fn note(&mut self, before: &Product, after: &Product, words: &Vocabulary) {
        let (had, has) = (plain(before), plain(after));
        for ((field, had), (_, has)) in had.into_iter().zip(has) {
            self.count(field, had, has);
        }
        for id in before.attributes.keys() {
            let key = words.attribute(*id).map(|attribute| attribute.key.as_str()).unwrap_or("attribute");
            self.count(key, true, after.attributes.contains_key(id));
        }
        for old in &before.variants {
            let new = after.variants.iter().find(|variant| variant.sku == old.sku);
            self.count("variants", true, new.is_some());
            let Some(new) = new else { continue };
            self.count("price", !old.prices.is_empty(), !new.prices.is_empty());
            self.count("stock (pieces left)", is_left(old), is_left(new));
            for id in old.attributes.keys() {
                let key = words.attribute(*id).map(|attribute| attribute.key.as_str()).unwrap_or("attribute");
                self.count(key, true, new.attributes.contains_key(id));
            }
        }
    }

    fn count(&mut self, field: &str, had: bool, has: bool) {
        if !had {
            return;
        }
        let (all, lost) = match self.fields.get_mut(field) {
            Some(known) => known,
            None => self.fields.entry(field.to_owned()).or_default(),
        };
        *all = all.saturating_add(1);
        *lost = lost.saturating_add(u64::from(!has));
    }

    /// Returns a sentence for every field of which much is taken away.
    pub(super) fn notices(&self) -> Vec<String> {
        let many = self.fields.iter().filter(|(_, (all, lost))| {
            *lost >= FEW && lost.saturating_mul(100) > all.saturating_mul(MANY_PERCENT)
        });
        many.map(|(field, (all, lost))| {
            format!("Of {all} values of “{field}” that are there now, this file takes {lost} away. An empty cell clears what was there; if that is meant, all is well.")
        })
        .collect()
    }
}

fn plain(product: &Product) -> [(&'static str, bool); 6] {
    [
        ("active", product.active),
        ("name", product.name.any().is_some()),
        ("description", product.description.any().is_some()),
        ("url", product.url.any().is_some()),
        ("categories", !product.categories.is_empty()),
        ("images", !product.images.is_empty()),
    ]
}

fn is_left(variant: &Variant) -> bool {
    variant.stock.is_some_and(|pieces| pieces > 0)
}
