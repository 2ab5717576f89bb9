//! A product and a variant of which nothing is said yet.

use chrono::{DateTime, Utc};

use crate::domain::locale::Localised;
use crate::domain::product::{Product, Variant};
use crate::domain::sku::Sku;

/// Returns a product that is sold everywhere and says nothing else.
pub(super) fn product(sku: Sku, now: DateTime<Utc>) -> Product {
    Product {
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
        attributes: std::collections::BTreeMap::new(),
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

/// Returns a variant that is on sale, without a price and not counted.
pub(super) fn variant(sku: Sku) -> Variant {
    Variant {
        sku,
        active: true,
        attributes: std::collections::BTreeMap::new(),
        stock: None,
        prices: Vec::new(),
    }
}
