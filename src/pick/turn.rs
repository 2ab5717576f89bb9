//! Turn: the links of a product in the order in which they show.

use crate::domain::id::ProductId;
use crate::domain::link::Link;
use crate::domain::text::fold;
use crate::index::snapshot::Snapshot;

/// Joins two lists of links that are in order already, by position, then the other product's sku; to look a sku up is
/// only needed where positions are equal.
pub fn in_turn<'a>(
    snapshot: &Snapshot,
    there: impl Iterator<Item = (&'a Link, ProductId)>,
    back: impl Iterator<Item = (&'a Link, ProductId)>,
) -> Vec<(&'a Link, ProductId)> {
    let sku = |id: ProductId| Some(fold(snapshot.product(snapshot.find_id(id)?)?.sku()));
    let (mut there, mut back) = (there.peekable(), back.peekable());
    let mut joined = Vec::with_capacity(there.size_hint().0);
    loop {
        let is_back = match (there.peek(), back.peek()) {
            (Some((one, target)), Some((other, source))) => {
                let by_sku = || (sku(*source), other.id).cmp(&(sku(*target), one.id));
                other.position.cmp(&one.position).then_with(by_sku).is_lt()
            }
            (None, Some(_)) => true,
            (_, None) => false,
        };
        match if is_back { back.next() } else { there.next() } {
            Some(link) => joined.push(link),
            None => return joined,
        }
    }
}
