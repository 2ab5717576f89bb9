//! Search: products by what a person types, for pickers and lists.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::Circumstances;
use super::snapshot::{Doc, Snapshot};
use super::value::Asked;
use crate::domain::locale::Locale;
use crate::domain::rule::field::Field;
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
    let Some(home) = snapshot.home() else { return Vec::new() };
    let circumstances = Circumstances { locale: locale.clone(), ..home };
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let (skus, names) = (snapshot.texts(&asked, Field::Sku), snapshot.texts(&asked, Field::Name));
    let finders: Vec<Finder<'_>> = words.iter().map(|word| Finder::new(word.as_bytes())).collect();
    let mut found: Vec<(u8, &str, Doc)> = Vec::new();
    for doc in snapshot.docs() {
        let Some(sku) = skus.first(doc) else { continue };
        // What has no name in the locale goes by what is read in its place.
        let other = || snapshot.product(doc).map(|view| fold(view.name(locale))).unwrap_or_default();
        let name = names.first(doc).map_or_else(|| Cow::Owned(other()), Cow::Borrowed);
        let holds =
            |word: &Finder<'_>| word.find(sku.as_bytes()).is_some() || word.find(name.as_bytes()).is_some();
        if Some(doc) == exact {
            found.push((0, sku, doc));
        } else if finders.iter().all(holds) {
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
