//! Run: a checked rule in, the set of products that match out.

use roaring::RoaringBitmap;

use super::Circumstances;
use super::snapshot::{Doc, Snapshot};
use crate::domain::rule::tree::Rule;

/// Returns all products that match, whatever their status or stock. A condition on the source's value matches nothing
/// where no source is given.
pub fn matches(_s: &Snapshot, _c: &Circumstances, _rule: &Rule, _source: Option<Doc>) -> RoaringBitmap {
    RoaringBitmap::new()
}

/// Returns true when that one product matches.
pub fn is_match(_s: &Snapshot, _c: &Circumstances, _rule: &Rule, _source: Option<Doc>, _doc: Doc) -> bool {
    false
}
