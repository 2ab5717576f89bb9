//! View: one product as readers see it, read off its record field by field.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::packed::Record;
use super::packed::field::Offers;
use super::packed::record::{Head, Rest, flag};
use super::value;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, ProductId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::money::{Currency, Money};
use crate::domain::product::Product;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;

/// One product as readers see it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    record: Record<'a>,
    vocabulary: &'a Vocabulary,
}

impl<'a> View<'a> {
    /// Returns the view of a record, whose ids are of that vocabulary.
    pub fn new(record: Record<'a>, vocabulary: &'a Vocabulary) -> Self {
        Self { record, vocabulary }
    }

    /// Returns the vocabulary its ids are of.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }

    /// Returns the record it is read off.
    pub fn record(&self) -> Record<'a> {
        self.record
    }

    /// Returns the whole product, unpacked; for what shows all of it.
    pub fn whole(&self) -> Option<Product> {
        self.record.whole()
    }

    fn head(&self) -> Option<Head<'a>> {
        self.record.head()
    }

    fn rest(&self) -> Option<Rest<'a>> {
        self.record.rest()
    }

    /// Returns the product's number.
    pub fn id(&self) -> ProductId {
        self.record.id().unwrap_or(ProductId(0))
    }

    /// Returns the sku as it was imported.
    pub fn sku(&self) -> &'a str {
        self.record.sku()
    }

    /// Returns the form that skus are compared by.
    pub fn fold(&self) -> String {
        fold(self.record.sku())
    }

    /// Returns the skus of all variants as they were imported.
    pub fn variant_skus(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        self.record.offers().map(|offer| offer.sku())
    }

    /// Returns what the variants are bought by: sku, stock, prices.
    pub fn offers(&self) -> Offers<'a> {
        self.record.offers()
    }

    /// Returns the name in the locale, else any, else the sku.
    pub fn name(&self, locale: &Locale) -> &'a str {
        self.record.name(locale).or_else(|| self.any_name()).unwrap_or_else(|| self.sku())
    }

    /// Returns any name: the one of no locale, else the first locale's.
    pub fn any_name(&self) -> Option<&'a str> {
        self.record.any_name()
    }

    /// Returns the addresses of pictures, the main one first.
    pub fn images(&self) -> Vec<String> {
        self.record.read_shown().map(|shown| shown.images).unwrap_or_default()
    }

    /// Returns the address of the main picture.
    pub fn image(&self) -> Option<String> {
        self.images().into_iter().next()
    }

    /// Returns the address of the product's page in the locale, else the one of no locale.
    pub fn url(&self, locale: &Locale) -> Option<String> {
        self.record.read_shown()?.url.get(locale).cloned()
    }

    /// Returns true unless it is never shown.
    pub fn is_active(&self) -> bool {
        self.record.has(flag::ACTIVE)
    }

    /// Returns the categories it lies in directly.
    pub fn categories(&self) -> Vec<CategoryId> {
        self.rest().map(|rest| rest.categories.categories().collect()).unwrap_or_default()
    }

    /// Returns true when a store sells it.
    pub fn is_sold_in(&self, store: StoreId) -> bool {
        let stores = self.rest().map(|rest| rest.stores);
        stores.is_some_and(|stores| stores.is_none_or(|mut stores| stores.any(|other| other == store.0)))
    }

    /// Returns pieces sold in the last 7, 30 and 90 days.
    pub fn sold(&self) -> [i64; 3] {
        self.head().map(|head| head.sold).unwrap_or_default()
    }

    /// Returns views in the last 7, 30 and 90 days.
    pub fn viewed(&self) -> [i64; 3] {
        self.head().map(|head| head.viewed).unwrap_or_default()
    }

    /// Returns when the shop made it.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.rest().map(|rest| rest.created_at).unwrap_or_default()
    }

    /// Returns its mean review.
    pub fn rating(&self) -> Option<Decimal> {
        self.rest()?.rating
    }

    /// Returns its margin, in percent of the price.
    pub fn margin(&self) -> Option<Decimal> {
        self.rest()?.margin
    }

    /// Returns an attribute that holds for all variants.
    pub fn attribute(&self, id: AttributeId) -> Option<AttributeValue> {
        self.record.attribute(id)?.whole(self.record.book())
    }

    /// Returns true when it is new at that moment and told since when.
    pub fn is_new(&self, at: DateTime<Utc>) -> bool {
        self.rest().is_some_and(|rest| {
            rest.new_from.is_some_and(|from| from <= at) && rest.new_until.is_none_or(|until| at < until)
        })
    }

    /// Returns what a shopper pays in a store and currency: the lowest of the active variants.
    pub fn price(&self, store: StoreId, currency: Currency) -> Option<Money> {
        value::variants_on_sale(&self.record, store, currency).map(|(minor, _)| Money { minor, currency })
    }

    /// Returns what that variant cost before, when it is on sale.
    pub fn regular_price(&self, store: StoreId, currency: Currency) -> Option<Money> {
        let (price, minor) = value::variants_on_sale(&self.record, store, currency)?;
        (price < minor).then_some(Money { minor, currency })
    }

    /// Returns the pieces in stock; `None` when some active variant is not counted, or none is active.
    pub fn stock(&self) -> Option<i64> {
        value::stock(&self.record)
    }

    /// Returns true when some active variant can be bought.
    pub fn in_stock(&self) -> bool {
        value::in_stock(&self.record)
    }

    /// Returns true when its dates let it be shown at that moment.
    pub fn is_in_date(&self, at: DateTime<Utc>) -> bool {
        self.rest().is_some_and(|rest| {
            rest.active_from.is_none_or(|from| from <= at) && rest.active_until.is_none_or(|until| at < until)
        })
    }

    /// Returns true when the product may be shown in that store at that moment.
    pub fn is_shown(&self, store: StoreId, at: DateTime<Utc>) -> bool {
        self.is_active() && self.is_in_date(at) && self.is_sold_in(store)
    }
}
