//! Addresses of the site's own pages, with every key and sku coded.

use crate::form::query::coded;

/// Returns the page of a relation.
pub fn relation(key: &str) -> String {
    format!("/relations/{}", coded(key))
}

/// Returns the page of a product in the back office.
pub fn product(sku: &str) -> String {
    format!("/products/{}", coded(sku))
}

/// Returns the page of a product in the shop preview.
pub fn shop_product(store: &str, sku: &str) -> String {
    format!("/shop/{}/product/{}", coded(store), coded(sku))
}

/// Returns the page that explains what a product's page shows of another product.
pub fn explain(on: &str, of: &str, store: &str, locale: &str) -> String {
    let of = if of.is_empty() { String::new() } else { format!("&of={}", coded(of)) };
    format!("/explain?on={}{of}&store={}&locale={}", coded(on), coded(store), coded(locale))
}
