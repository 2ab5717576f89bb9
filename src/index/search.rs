//! Search: products by what a person types, for pickers and lists.

use roaring::RoaringBitmap;

use super::compile::compares;
use super::snapshot::{Doc, Snapshot};
use crate::domain::locale::Locale;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::TextMatch;
use crate::domain::text::fold;

/// Fewer found products than this are put in order by themselves; for more the skus of all are gone through.
const FEW: u64 = 2_000;

/// Returns products whose sku or name holds every word of the query, at most `limit`: the sku itself first, then skus
/// and names that begin with it, then the rest, each by sku. An empty query gives the first ones by sku.
pub fn search(snapshot: &Snapshot, query: &str, locale: &Locale, limit: usize) -> Vec<Doc> {
    let query = fold(query);
    let exact = snapshot.find(&query);
    let mut found: Option<RoaringBitmap> = None;
    for word in query.split_whitespace() {
        let more = holding(snapshot, locale, TextMatch::Contains, word);
        found = Some(found.map_or_else(|| more.clone(), |found| found & &more));
    }
    let Some(mut found) = found else { return by_sku(snapshot, snapshot.all(), limit) };
    let mut listed: Vec<Doc> = exact.into_iter().take(limit).collect();
    listed.iter().for_each(|doc| {
        found.remove(doc.0);
    });
    let begins = holding(snapshot, locale, TextMatch::Begins, &query) & &found;
    listed.extend(by_sku(snapshot, &begins, limit.saturating_sub(listed.len())));
    found -= begins;
    listed.extend(by_sku(snapshot, &found, limit.saturating_sub(listed.len())));
    listed
}

/// Returns the products whose own sku, or whose name as it is read in the locale, compares so with a folded text.
fn holding(snapshot: &Snapshot, locale: &Locale, how: TextMatch, text: &str) -> RoaringBitmap {
    let words = snapshot.shelf().words();
    let hits = words.find(Field::Name, locale, how, &[text.to_owned()]);
    let mut asked = hits.maybe;
    // What has no name in the locale goes by what is read in its place.
    let unnamed = snapshot.all() - words.told(Field::Name, locale);
    if !unnamed.is_empty() {
        asked |= words.anywhere(Field::Name, how, text) & unnamed;
    }
    let is_hit = |doc: &u32| {
        let name = snapshot.product(Doc(*doc)).map(|view| fold(view.name(locale)));
        name.is_some_and(|name| compares(how, &name, text))
    };
    let named: RoaringBitmap = asked.iter().filter(is_hit).collect();
    words.own_skus(how, text) | hits.sure.as_ref() | named
}

/// Returns the first of a set in order of sku.
fn by_sku(snapshot: &Snapshot, set: &RoaringBitmap, limit: usize) -> Vec<Doc> {
    if limit == 0 || set.is_empty() {
        return Vec::new();
    }
    let mut listed = Vec::new();
    if set.len() < FEW {
        let sku = |doc: u32| Some((snapshot.product(Doc(doc))?.sku(), Doc(doc)));
        let mut skus: Vec<(String, Doc)> =
            set.iter().filter_map(sku).map(|(sku, doc)| (fold(sku), doc)).collect();
        skus.sort_unstable();
        listed.extend(skus.into_iter().map(|(_, doc)| doc).take(limit));
        return listed;
    }
    snapshot.shelf().words().skus(|doc| {
        if set.contains(doc) {
            listed.push(Doc(doc));
        }
        listed.len() < limit
    });
    listed
}
