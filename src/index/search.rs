//! Search: products by what a person types, for pickers and lists.

use super::snapshot::{Doc, Snapshot};
use crate::domain::locale::Locale;

/// Returns products whose sku or name holds every word of the query, at most `limit`: the sku itself first, then skus
/// and names that begin with it, then the rest, each by sku. An empty query gives the first ones by sku.
pub fn search(_snapshot: &Snapshot, _query: &str, _locale: &Locale, _limit: usize) -> Vec<Doc> {
    Vec::new()
}
