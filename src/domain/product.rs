//! A product whole: what a shopper chooses on a page, with its variants, prices and stock.
//!
//! This is the shape in which imports bring it, the store keeps it and the index takes it in. A product without visible
//! choices has one variant of the same sku.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::attribute::AttributeValue;
use super::decimal::Decimal;
use super::id::{AttributeId, CategoryId, ProductId, StoreId};
use super::locale::Localised;
use super::money::Money;
use super::sku::Sku;

/// One product.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Its number; none before it is first kept.
    pub id: Option<ProductId>,
    /// Unique among products.
    pub sku: Sku,
    /// False: never shown.
    pub active: bool,
    /// Shown from this moment on.
    pub active_from: Option<DateTime<Utc>>,
    /// Shown until just before this moment.
    pub active_until: Option<DateTime<Utc>>,
    /// "Is new" from this moment on.
    pub new_from: Option<DateTime<Utc>>,
    /// "Is new" until just before this moment.
    pub new_until: Option<DateTime<Utc>>,
    /// What shoppers read.
    pub name: Localised<String>,
    /// What shoppers read below it; plain text or simple HTML, never trusted as HTML.
    pub description: Localised<String>,
    /// The shop's address of the product's page, absolute or a path.
    pub url: Localised<String>,
    /// Values that hold for all variants.
    pub attributes: BTreeMap<AttributeId, AttributeValue>,
    /// The categories it lies in directly.
    pub categories: Vec<CategoryId>,
    /// The stores that sell it; none given: every store.
    pub stores: Option<Vec<StoreId>>,
    /// Addresses of pictures, the main one first.
    pub images: Vec<String>,
    /// Mean review, 0 to 5.
    pub rating: Option<Decimal>,
    /// Number of reviews.
    pub review_count: Option<i64>,
    /// Percent of the price.
    pub margin: Option<Decimal>,
    /// Pieces sold in the last 7, 30 and 90 days.
    pub sold: [i64; 3],
    /// Views in the last 7, 30 and 90 days.
    pub viewed: [i64; 3],
    /// When the shop made it.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Never empty once kept.
    pub variants: Vec<Variant>,
}

impl Product {
    /// Returns a product that is sold everywhere and says nothing else; it has no variant yet.
    pub fn blank(sku: Sku, now: DateTime<Utc>) -> Self {
        Self {
            id: None,
            sku,
            active: true,
            active_from: None,
            active_until: None,
            new_from: None,
            new_until: None,
            name: Localised::default(),
            description: Localised::default(),
            url: Localised::default(),
            attributes: BTreeMap::new(),
            categories: Vec::new(),
            stores: None,
            images: Vec::new(),
            rating: None,
            review_count: None,
            margin: None,
            sold: [0; 3],
            viewed: [0; 3],
            created_at: now,
            updated_at: now,
            variants: Vec::new(),
        }
    }
}

/// One buyable form of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Unique among variants.
    pub sku: Sku,
    /// False: not bought, not counted.
    pub active: bool,
    /// Values of this form alone.
    pub attributes: BTreeMap<AttributeId, AttributeValue>,
    /// Pieces in stock; none given: not counted, always there.
    pub stock: Option<i64>,
    /// At most one a store and currency.
    pub prices: Vec<Price>,
}

impl Variant {
    /// Returns a variant that is on sale, without a price and not counted.
    pub fn blank(sku: Sku) -> Self {
        Self { sku, active: true, attributes: BTreeMap::new(), stock: None, prices: Vec::new() }
    }
}

/// What a variant costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// The store it holds in; none given: every store that sells in the currency and has no price of its own.
    pub store: Option<StoreId>,
    /// What the shopper pays.
    pub amount: Money,
    /// What it cost before, when it is on sale; in the same currency.
    pub regular: Option<Money>,
}
