//! Keep: a rising list of products and a sieve in, the list without those held back out.
//!
//! The same as asking each product, in less time: a test goes along the whole list before the next one does.

use roaring::RoaringBitmap;

use super::sieve::{Place, Sieve};

/// From so many products on they are put against a set together.
const TOGETHER: usize = 64;

impl Sieve {
    /// Leaves the products of a rising list that pass, or those that do not.
    pub fn keep(&self, docs: &mut Vec<u32>, passing: bool, place: Place<'_>) {
        match self {
            Self::Set(set) if docs.len() < TOGETHER => docs.retain(|doc| set.contains(*doc) == passing),
            Self::Set(set) => part(docs, passing, |left| {
                if let Ok(asked) = RoaringBitmap::from_sorted_iter(left.iter().copied()) {
                    *left = (asked & set.as_ref()).iter().collect();
                }
            }),
            Self::Range(sorted, low, high) => sorted.keep(docs, *low, *high, passing),
            Self::Not(inner) => inner.keep(docs, !passing, place),
            Self::All(list) => {
                let through =
                    |left: &mut Vec<u32>| list.iter().for_each(|child| child.keep(left, true, place));
                part(docs, passing, through);
            }
            Self::Any(list) => {
                let held = |left: &mut Vec<u32>| list.iter().for_each(|child| child.keep(left, false, place));
                part(docs, !passing, held);
            }
            Self::Each(each) => part(docs, passing, |left| {
                each.among.keep(left, true, place);
                left.retain(|doc| each.meets(*doc, place));
            }),
            Self::Open(_) if passing => docs.clear(),
            Self::Open(_) => {}
        }
    }
}

/// Leaves the part of a list that `pick` leaves of it, or the other part.
fn part(docs: &mut Vec<u32>, picked: bool, pick: impl FnOnce(&mut Vec<u32>)) {
    if picked {
        return pick(docs);
    }
    let mut left = docs.clone();
    pick(&mut left);
    let mut left = left.into_iter().peekable();
    docs.retain(|doc| left.next_if_eq(doc).is_none());
}
