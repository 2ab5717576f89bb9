//! One product and all its rows → the product as it should be, and what each row came to.
//!
//! Pure. Rows of the product come before those of its variants, whatever their order in the file. A row is taken whole
//! or not at all: it is tried on a copy first.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};

use super::gather::{Gathered, is_former_price, label_too, prices, store_too};
use super::names::Names;
use super::value::{keep_values_of, put_attribute, put_values};
use super::{Outcome, price};
use crate::codec::catalogue::{Fact, PriceFact, Record, TextField, Trouble};
use crate::domain::id::StoreId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::product::{Product, Variant};
use crate::domain::sku::Sku;

/// What a product's rows came to.
pub(super) struct Merged {
    /// The product, when it has to be written.
    pub product: Option<Product>,
    /// What each row came to, in order.
    pub rows: Vec<(u64, Outcome, Vec<Trouble>)>,
}

/// What merging needs to know.
pub(super) struct Around<'a, 'v> {
    /// What names mean.
    pub names: &'a Names<'v>,
    /// The folded sku of a variant → that of the product it belongs to already.
    pub owners: &'a HashMap<String, String>,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// The product under construction.
#[derive(Clone)]
struct State {
    product: Product,
    /// The form that a product without choices is bought in.
    own: Variant,
    is_there: bool,
    /// New variants whose rows said no price.
    unpriced: Vec<Sku>,
    /// What rows say together.
    gathered: Gathered,
}

/// Merges all rows of one product into it.
pub(super) fn merge(
    fold: &str,
    existing: Option<Product>,
    records: &[Record],
    around: &Around<'_, '_>,
) -> Merged {
    let Some(mut state) = State::begin(fold, &existing, records, around.now) else {
        return Merged { product: None, rows: Vec::new() };
    };
    let is_own = |record: &&Record| record.sku.fold() == fold;
    let mut ordered: Vec<&Record> = records.iter().collect();
    ordered.sort_by_key(|record| (!is_own(record), is_former_price(record)));
    let mut rows = Vec::with_capacity(records.len());
    for record in ordered {
        let mut troubles = record.troubles.clone();
        let tried = match troubles.iter().any(|trouble| trouble.refuses) {
            true => None,
            false => state.with(record, fold, around, &mut troubles),
        };
        let outcome = match tried {
            Some((next, outcome)) => {
                state = next;
                outcome
            }
            None => Outcome::Refused,
        };
        rows.push((record.line, outcome, troubles));
    }
    finish(state, existing, records, rows, around.now)
}

fn finish(
    state: State,
    existing: Option<Product>,
    records: &[Record],
    mut rows: Vec<(u64, Outcome, Vec<Trouble>)>,
    now: DateTime<Utc>,
) -> Merged {
    if !state.is_there {
        return Merged { product: None, rows };
    }
    let mut product = state.whole();
    let same = existing.as_ref().is_some_and(|existing| {
        let at = product.updated_at;
        product.updated_at = existing.updated_at;
        let same = *existing == product;
        product.updated_at = at;
        same
    });
    if same {
        // Rows that took each other back changed nothing in the end.
        for row in rows.iter_mut().filter(|row| row.1 != Outcome::Refused) {
            row.1 = Outcome::Unchanged;
        }
        return Merged { product: None, rows };
    }
    let says_when =
        records.iter().flat_map(|record| &record.facts).any(|fact| matches!(fact, Fact::UpdatedAt(_)));
    if !says_when {
        product.updated_at = now.trunc_subsecs(6);
    }
    Merged { product: Some(product), rows }
}

impl State {
    fn begin(fold: &str, existing: &Option<Product>, records: &[Record], now: DateTime<Utc>) -> Option<Self> {
        let own_row = records.iter().find(|record| record.sku.fold() == fold);
        let sku = match (existing, own_row) {
            (Some(product), _) => product.sku.clone(),
            (None, Some(record)) => record.sku.clone(),
            (None, None) => {
                records.first().and_then(|record| record.of.clone()).or_else(|| Sku::parse(fold).ok())?
            }
        };
        let mut product =
            existing.clone().unwrap_or_else(|| Product::blank(sku.clone(), now.trunc_subsecs(6)));
        let at = product.variants.iter().position(|variant| variant.sku == sku);
        let own = match at {
            Some(at) => product.variants.remove(at),
            None => Variant::blank(sku),
        };
        Some(Self {
            product,
            own,
            is_there: existing.is_some(),
            unpriced: Vec::new(),
            gathered: Gathered::default(),
        })
    }

    /// Returns the product after a row, and what the row came to; nothing where it cannot be taken.
    fn with(
        &self,
        record: &Record,
        fold: &str,
        around: &Around<'_, '_>,
        troubles: &mut Vec<Trouble>,
    ) -> Option<(Self, Outcome)> {
        let mut next = self.clone();
        let before = troubles.len();
        let is_own = record.sku.fold() == fold;
        let is_new = if is_own && record.partial && !next.is_there {
            troubles.push(unknown(&record.sku));
            false
        } else if is_own {
            next.product_row(record, fold, around, troubles);
            let is_new = !next.is_there;
            next.is_there = true;
            is_new
        } else if next.is_there {
            next.variant_row(record, fold, around, troubles)
        } else {
            let of = record.of.as_ref().map(Sku::as_str).unwrap_or(fold);
            let message = format!(
                "There is no product “{of}” that this could be a variant of: its row is missing or was refused."
            );
            troubles.push(Trouble::new("sku", record.sku.as_str(), message));
            false
        };
        if troubles.iter().skip(before).any(|trouble| trouble.refuses) {
            return None;
        }
        let outcome = match is_new {
            true => Outcome::Added,
            false if next.product == self.product && next.own == self.own => Outcome::Unchanged,
            false => Outcome::Changed,
        };
        Some((next, outcome))
    }

    fn product_row(
        &mut self,
        record: &Record,
        fold: &str,
        around: &Around<'_, '_>,
        troubles: &mut Vec<Trouble>,
    ) {
        for fact in &record.facts {
            self.product_fact(fact, around, troubles);
        }
        price_facts(&mut self.own, record, around.names, troubles);
        self.gathered.prices(record, around.names);
        if let Some(of) = owner(&record.sku, fold, around) {
            troubles.push(taken(&record.sku, of));
        }
        for nested in &record.nested {
            self.variant_row(nested, fold, around, troubles);
        }
        if let Some(variants) = record.variants.as_ref().filter(|variants| !variants.is_empty()) {
            let place = |sku: &Sku| variants.iter().position(|variant| variant == sku);
            self.product.variants.retain(|variant| place(&variant.sku).is_some());
            self.product.variants.sort_by_key(|variant| place(&variant.sku));
        }
    }

    fn product_fact(&mut self, fact: &Fact, around: &Around<'_, '_>, troubles: &mut Vec<Trouble>) {
        let product = &mut self.product;
        match fact {
            Fact::Active(active) => product.active = *active,
            Fact::ActiveFrom(at) => product.active_from = *at,
            Fact::ActiveUntil(at) => product.active_until = *at,
            Fact::NewFrom(at) => product.new_from = *at,
            Fact::NewUntil(at) => product.new_until = *at,
            Fact::Text(TextField::Name, locale, text) => put_text(&mut product.name, locale, text.clone()),
            Fact::Text(TextField::Description, locale, text) => {
                put_text(&mut product.description, locale, text.clone())
            }
            Fact::Text(TextField::Url, locale, text) => put_text(&mut product.url, locale, text.clone()),
            Fact::Categories(paths) => {
                let mut ids = Vec::with_capacity(paths.len());
                for id in paths.iter().filter_map(|path| around.names.category(path)) {
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                product.categories = ids;
            }
            Fact::Stores(keys) => {
                product.stores = keys.as_ref().and_then(|keys| stores(keys, around.names, troubles))
            }
            Fact::Images(images) => product.images.clone_from(images),
            Fact::Attribute(key, locale, values) => {
                put_attribute(&mut product.attributes, key, locale, values, around.names, troubles);
            }
            Fact::Stock(stock) => self.own.stock = *stock,
            Fact::Rating(rating) => product.rating = *rating,
            Fact::Reviews(count) => product.review_count = *count,
            Fact::Margin(margin) => product.margin = *margin,
            Fact::Sold(window, count) => put_count(&mut product.sold, *window, *count),
            Fact::Viewed(window, count) => put_count(&mut product.viewed, *window, *count),
            Fact::CreatedAt(at) => product.created_at = *at,
            Fact::UpdatedAt(at) => product.updated_at = *at,
            Fact::Values(key, values) => {
                put_values(&mut product.attributes, key, values, around.names, troubles);
            }
            Fact::ValuesOf(keys) => keep_values_of(&mut product.attributes, keys, around.names),
            Fact::StoreToo(key) => store_too(product, key, around.names, troubles),
            Fact::LabelToo(label) => label_too(&mut product.attributes, label, around.names),
            Fact::Picture(place, url) => product.images = self.gathered.picture(false, *place, url),
            Fact::Pieces(pieces) => self.own.stock = self.gathered.pieces(self.own.sku.fold(), *pieces),
            Fact::Price(_) | Fact::Links(_) => {}
        }
    }

    /// Takes a variant's row; returns true when the variant is new.
    fn variant_row(
        &mut self,
        record: &Record,
        fold: &str,
        around: &Around<'_, '_>,
        troubles: &mut Vec<Trouble>,
    ) -> bool {
        if let Some(of) = owner(&record.sku, fold, around) {
            troubles.push(taken(&record.sku, of));
            return false;
        }
        let at = self.product.variants.iter().position(|variant| variant.sku == record.sku);
        if at.is_none() && record.partial {
            troubles.push(unknown(&record.sku));
            return false;
        }
        let mut variant = match at.and_then(|at| self.product.variants.get(at)) {
            Some(variant) => variant.clone(),
            None => Variant::blank(record.sku.clone()),
        };
        for fact in &record.facts {
            match fact {
                Fact::Active(active) => variant.active = *active,
                Fact::Stock(stock) => variant.stock = *stock,
                Fact::Attribute(key, locale, values)
                    if !matches!(key.as_str(), "attribute_set" | "product_type") =>
                {
                    put_attribute(&mut variant.attributes, key, locale, values, around.names, troubles);
                }
                Fact::Values(key, values) => {
                    put_values(&mut variant.attributes, key, values, around.names, troubles);
                }
                Fact::ValuesOf(keys) => keep_values_of(&mut variant.attributes, keys, around.names),
                Fact::Picture(place, url) => self.product.images = self.gathered.picture(true, *place, url),
                Fact::Pieces(pieces) => {
                    variant.stock = self.gathered.pieces(variant.sku.fold(), *pieces);
                }
                _ => {}
            }
        }
        price_facts(&mut variant, record, around.names, troubles);
        self.gathered.prices(record, around.names);
        match at.and_then(|at| self.product.variants.get_mut(at)) {
            Some(old) => *old = variant,
            None => {
                if variant.prices.is_empty() {
                    self.unpriced.push(variant.sku.clone());
                }
                self.product.variants.push(variant);
            }
        }
        at.is_none()
    }

    /// Returns the product with its variants: its own form alone where there is no other. A new variant that says no
    /// price costs what its product says.
    fn whole(self) -> Product {
        let mut product = self.product;
        if product.variants.is_empty() {
            product.variants.push(self.own);
            return product;
        }
        let is_unpriced =
            |variant: &&mut Variant| variant.prices.is_empty() && self.unpriced.contains(&variant.sku);
        for variant in product.variants.iter_mut().filter(is_unpriced) {
            variant.prices.clone_from(&self.own.prices);
        }
        self.gathered.share(&mut product, &self.own.prices);
        product
    }
}

/// Returns the other product that a variant belongs to already.
fn owner<'a>(sku: &Sku, fold: &str, around: &'a Around<'_, '_>) -> Option<&'a str> {
    around.owners.get(sku.fold()).map(String::as_str).filter(|owner| *owner != fold)
}

fn unknown(sku: &Sku) -> Trouble {
    let message = format!(
        "There is no product or variant “{sku}”: its own row is missing or was refused. Import that first, or mend the sku."
    );
    Trouble::new("sku", sku.as_str(), message)
}

fn taken(sku: &Sku, of: &str) -> Trouble {
    let message = format!("“{sku}” belongs to the product “{of}” already; take it away there first.");
    Trouble::new("sku", sku.as_str(), message)
}

fn price_facts(variant: &mut Variant, record: &Record, names: &Names<'_>, troubles: &mut Vec<Trouble>) {
    let prices: Vec<&PriceFact> = prices(record).collect();
    if let Err(trouble) = price::put(variant, &prices, names) {
        troubles.push(trouble);
    }
}

fn put_text(text: &mut Localised<String>, locale: &Option<Locale>, value: Option<String>) {
    match (locale, value) {
        (None, value) => text.default = value,
        (Some(locale), Some(value)) => {
            text.own.insert(locale.clone(), value);
        }
        (Some(locale), None) => {
            text.own.remove(locale);
        }
    }
}

fn put_count(counts: &mut [i64; 3], window: usize, count: i64) {
    if let Some(place) = counts.get_mut(window) {
        *place = count;
    }
}

/// Returns the stores of these keys. A file may name shops that Kindred does not have; where it has none of them, the
/// product is sold in every store.
fn stores(keys: &[String], names: &Names<'_>, troubles: &mut Vec<Trouble>) -> Option<Vec<StoreId>> {
    let mut ids: Vec<StoreId> = keys.iter().filter_map(|key| names.store(key)).map(|(id, _)| id).collect();
    if ids.is_empty() {
        return None;
    }
    ids.sort();
    ids.dedup();
    for key in keys.iter().filter(|key| names.store(key).is_none()) {
        troubles.push(Trouble::slight("stores", key, format!("There is no store “{key}”; it is left out.")));
    }
    Some(ids)
}
