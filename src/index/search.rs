//! Search: products by what a person types, for pickers and lists.

use super::snapshot::{Doc, Snapshot};
use crate::domain::locale::Locale;
use crate::domain::text::fold;

/// Returns products whose sku or name holds every word of the query, at most `limit`: the sku itself first, then skus
/// and names that begin with it, then the rest, each by sku. An empty query gives the first ones by sku.
pub fn search(snapshot: &Snapshot, query: &str, locale: &Locale, limit: usize) -> Vec<Doc> {
    let query = fold(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return snapshot.in_sku_order().iter().take(limit).copied().collect();
    }
    let exact = snapshot.find(&query);
    let mut found: Vec<(u8, &str, Doc)> = Vec::new();
    for doc in snapshot.docs() {
        let Some(view) = snapshot.product(doc) else { continue };
        let sku = view.whole().sku.fold();
        let name = fold(view.name(locale));
        let holds = |word: &&str| sku.contains(*word) || name.contains(*word);
        if Some(doc) == exact {
            found.push((0, sku, doc));
        } else if words.iter().all(holds) {
            let begins = sku.starts_with(&query) || name.starts_with(&query);
            found.push((if begins { 1 } else { 2 }, sku, doc));
        }
    }
    if limit < found.len() && limit > 0 {
        found.select_nth_unstable(limit);
    }
    found.truncate(limit);
    found.sort_unstable();
    found.into_iter().map(|(_, _, doc)| doc).collect()
}
