//! Order: a set in, its first products in a relation's order out. The order itself is the index's.

use roaring::RoaringBitmap;

use super::draw::draw;
use crate::domain::relation::Sort;
use crate::index::Circumstances;
use crate::index::shuffle::Throw;
use crate::index::sieve::Place;
use crate::index::snapshot::{Doc, Snapshot};
use crate::index::value::Asked;

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

impl Shuffle<'_> {
    /// Returns the throw: a relation's circle is another one each day, and each source begins elsewhere in it.
    pub fn throw(&self) -> Throw {
        Throw { mix: draw(self.day, &[self.relation]), turn: draw(self.day, &[self.source, self.relation]) }
    }
}

/// Returns the first `count` of a set in order.
pub fn first(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    set: &RoaringBitmap,
    sort: Sort,
    shuffle: Shuffle<'_>,
    count: usize,
) -> Vec<Doc> {
    let asked = &Asked::new(circumstances, snapshot.vocabulary());
    snapshot.order(sort, circumstances, shuffle.throw()).first_of(set, Place::new(snapshot, asked), count)
}
