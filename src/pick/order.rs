//! Order: a set in, its products in a relation's order out. Ties break by sku, so that no two answers differ.

use roaring::RoaringBitmap;

use super::draw::draw;
use crate::domain::relation::Sort;
use crate::domain::text::fold;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot};

/// What a shuffle depends on.
#[derive(Debug, Clone, Copy)]
pub struct Shuffle<'a> {
    /// The day in the store.
    pub day: chrono::NaiveDate,
    /// The source's sku; empty for none.
    pub source: &'a str,
    /// The relation's key.
    pub relation: &'a str,
}

/// Returns the first `count` of a set in order, for no source and no relation in particular.
pub fn in_order(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    set: &RoaringBitmap,
    sort: Sort,
    count: usize,
) -> Vec<Doc> {
    let zone = snapshot.vocabulary().store_by_id(circumstances.store).map(|store| store.time_zone);
    let day = circumstances.at.with_timezone(&zone.unwrap_or_default()).date_naive();
    first(snapshot, circumstances, set, sort, Shuffle { day, source: "", relation: "" }, count)
}

type Key = (i128, String, String);

/// Returns the first `count` of a set in order.
pub fn first(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    set: &RoaringBitmap,
    sort: Sort,
    shuffle: Shuffle<'_>,
    count: usize,
) -> Vec<Doc> {
    let mut keyed: Vec<(Key, Doc)> = Vec::with_capacity(usize::try_from(set.len()).unwrap_or(0));
    for doc in set.iter().map(Doc) {
        if let Some(key) = key(snapshot, circumstances, doc, sort, shuffle) {
            keyed.push((key, doc));
        }
    }
    if count < keyed.len() {
        if count == 0 {
            return Vec::new();
        }
        keyed.select_nth_unstable(count);
        keyed.truncate(count);
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, doc)| doc).collect()
}

/// Smaller keys come first; what has no value comes last.
fn key(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    doc: Doc,
    sort: Sort,
    shuffle: Shuffle<'_>,
) -> Option<Key> {
    let view = snapshot.product(doc)?;
    let most = |number: Option<i64>| number.map_or(i128::MAX, |number| -i128::from(number));
    let price = || view.price(circumstances.store, circumstances.currency).map(|price| price.minor);
    let mut name = String::new();
    let number = match sort {
        Sort::BestSelling => most(view.sold().get(1).copied()),
        Sort::MostViewed => most(view.viewed().get(1).copied()),
        Sort::PriceUp => price().map_or(i128::MAX, i128::from),
        Sort::PriceDown => most(price()),
        Sort::Newest => most(Some(view.created_at().timestamp_micros())),
        Sort::Margin => most(view.margin().map(|margin| margin.0)),
        Sort::Name => {
            name = fold(view.name(&circumstances.locale));
            0
        }
        Sort::Sku => 0,
        Sort::Shuffle => i128::from(draw(shuffle.day, &[shuffle.source, shuffle.relation, &view.fold()])),
    };
    Some((number, name, view.fold()))
}
