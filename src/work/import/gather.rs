//! What several rows of one import say together about one product: its pictures, its pieces in all warehouses, and which
//! prices its variants have of their own.
//!
//! Lives as long as the product's rows are merged; nothing of it is kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::names::Names;
use super::price::scope;
use crate::codec::catalogue::{Fact, PriceFact, Record, Trouble};
use crate::domain::attribute::AttributeValue;
use crate::domain::id::{AttributeId, StoreId};
use crate::domain::money::Currency;
use crate::domain::product::{Price, Product};

/// Where and in which currency a price holds.
type Scope = (Option<StoreId>, Currency);

/// What rows said so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    /// Pictures: of a variant, place, address.
    pictures: Vec<(bool, i64, String)>,
    /// Folded skus → pieces in all warehouses.
    pieces: HashMap<String, Option<i64>>,
    /// Prices that variants, by folded sku, said themselves.
    own: HashSet<(String, Scope)>,
    /// Prices of the product that hold for the other variants.
    shared: Vec<Scope>,
}

impl Gathered {
    /// Takes one more picture and returns all, the product's before its variants', each by its place.
    pub(super) fn picture(&mut self, is_variants: bool, place: i64, url: &str) -> Vec<String> {
        self.pictures.push((is_variants, place, url.to_owned()));
        // Sorting is stable: pictures of the same place stay in the order of the rows.
        self.pictures.sort_by_key(|(is_variants, place, _)| (*is_variants, *place));
        let mut urls: Vec<String> = Vec::new();
        for (_, _, url) in &self.pictures {
            if !urls.contains(url) && urls.len() < crate::codec::catalogue::VALUES_MAX {
                urls.push(url.clone());
            }
        }
        urls
    }

    /// Takes the pieces of one more warehouse and returns those of all.
    pub(super) fn pieces(&mut self, fold: &str, pieces: Option<i64>) -> Option<i64> {
        let sum = match self.pieces.get(fold) {
            None => pieces,
            Some(before) => before.zip(pieces).map(|(before, pieces)| before.saturating_add(pieces)),
        };
        self.pieces.insert(fold.to_owned(), sum);
        sum
    }

    /// Notes which prices a row says: its own where it is a variant's.
    pub(super) fn prices(&mut self, record: &Record, names: &Names<'_>) {
        for price in prices(record) {
            match scope(price, names) {
                Ok(scope) if price.is_shared => self.shared.push(scope),
                Ok(scope) => {
                    self.own.insert((record.sku.fold().to_owned(), scope));
                }
                Err(_) => {}
            }
        }
    }

    /// Puts the shared ones of these prices on every variant that said none itself.
    pub(super) fn share(&self, product: &mut Product, prices: &[Price]) {
        let scope = |price: &Price| (price.store, price.amount.currency);
        for price in prices.iter().filter(|price| self.shared.contains(&scope(price))) {
            for variant in &mut product.variants {
                if self.own.contains(&(variant.sku.fold().to_owned(), scope(price))) {
                    continue;
                }
                match variant.prices.iter_mut().find(|other| scope(other) == scope(price)) {
                    Some(other) => *other = price.clone(),
                    None => variant.prices.push(price.clone()),
                }
            }
        }
    }
}

/// Returns the prices that a row says.
pub(super) fn prices(record: &Record) -> impl Iterator<Item = &PriceFact> {
    record.facts.iter().filter_map(|fact| match fact {
        Fact::Price(price) => Some(price),
        _ => None,
    })
}

/// Returns true for a row that says only what something cost before, and so comes after the one that says the price.
pub(super) fn is_former_price(record: &Record) -> bool {
    prices(record).next().is_some() && prices(record).all(|price| price.amount.is_none())
}

/// Adds a store to those that sell a product.
pub(super) fn store_too(product: &mut Product, key: &str, names: &Names<'_>, troubles: &mut Vec<Trouble>) {
    let Some((id, _)) = names.store(key) else {
        let message = format!("There is no store “{key}”; import store.csv first, or mend the name.");
        troubles.push(Trouble::new("store_name", key, message));
        return;
    };
    let stores = product.stores.get_or_insert_default();
    if !stores.contains(&id) {
        stores.push(id);
        stores.sort();
    }
}

/// Adds a label to those that a product carries.
pub(super) fn label_too(all: &mut BTreeMap<AttributeId, AttributeValue>, label: &str, names: &Names<'_>) {
    let Some(known) = names.attribute("label") else { return };
    let Some(option) = names.option(known.id, label) else { return };
    let entry = all.entry(known.id).or_insert_with(|| AttributeValue::Choice(Vec::new()));
    if let AttributeValue::Choice(options) = entry
        && !options.contains(&option)
    {
        options.push(option);
    }
}
