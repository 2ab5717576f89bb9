//! Sieve: a rule as it stands over one snapshot: sets, ranges of sorted numbers, and how they are joined.
//!
//! Names, labels, texts and trees of categories have become sets here; what depends on the source stays open until there
//! is one. One product is tested by looking into sets and cells; `sift` makes the whole set, `top` the first in order.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use super::value::{Asked, Reader};
use super::verify::Joined;
use crate::domain::rule::tree::Node;

/// The bits of a share of all: all is 1 << SHARE.
const SHARE: u32 = 20;

/// What lets products through.
#[derive(Debug, Clone)]
pub enum Sieve {
    /// Those in the set.
    Set(Arc<RoaringBitmap>),
    /// Those with a number between two, both included.
    Range(Arc<Sorted>, i64, i64),
    /// Those that the other holds back.
    Not(Box<Sieve>),
    /// Those that pass every one; without any: all.
    All(Vec<Sieve>),
    /// Those that pass some; without any: none.
    Any(Vec<Sieve>),
    /// Those that, each looked at by itself, meet what is asked.
    Each(Arc<Each>),
    /// Not known before there is a source.
    Open(Arc<Node>),
}

/// What no set tells: one variant has to meet several conditions, or a text holds several words.
#[derive(Debug)]
pub struct Each {
    /// What each is asked.
    pub asked: Joined,
    /// Holds none back that meets it.
    pub among: Sieve,
}

/// Where sieves are used: what is asked under which circumstances.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Of which snapshot.
    pub snapshot: &'a Snapshot,
    /// Under which circumstances.
    pub asked: &'a Asked<'a>,
}

impl Sieve {
    /// Returns the sieve that lets nothing through.
    pub fn nothing() -> Self {
        Self::Any(Vec::new())
    }

    /// Returns the sieve that lets all through.
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Returns the opposite.
    pub fn opposite(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            Self::All(list) if list.is_empty() => Self::nothing(),
            Self::Any(list) if list.is_empty() => Self::everything(),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Returns the sieve of what passes every one, those in front that let least through; `all` products there are.
    pub fn all(children: Vec<Self>, all: u64) -> Self {
        let mut flat: Vec<(u8, u64, Self)> = Vec::with_capacity(children.len());
        let mut waiting = children;
        waiting.reverse();
        while let Some(child) = waiting.pop() {
            match child {
                Self::All(inner) => waiting.extend(inner.into_iter().rev()),
                Self::Any(inner) if inner.is_empty() => return Self::nothing(),
                Self::Range(sorted, low, high) => {
                    let Some((low, high)) = narrower(&mut flat, &sorted, low, high) else {
                        return Self::nothing();
                    };
                    let range = Self::Range(sorted, low, high);
                    flat.push((0, range.most(all), range));
                }
                other => flat.push((other.cost(), other.most(all), other)),
            }
        }
        joined(flat, Self::All)
    }

    /// Returns the sieve of what passes some, those in front that let most through.
    pub fn any(children: Vec<Self>, all: u64) -> Self {
        let mut flat: Vec<(u8, u64, Self)> = Vec::with_capacity(children.len());
        let mut waiting = children;
        waiting.reverse();
        while let Some(child) = waiting.pop() {
            match child {
                Self::Any(inner) => waiting.extend(inner.into_iter().rev()),
                Self::All(inner) if inner.is_empty() => return Self::everything(),
                other => flat.push((other.cost(), u64::MAX - other.most(all), other)),
            }
        }
        joined(flat, Self::Any)
    }

    /// What takes a product apart is asked last.
    fn cost(&self) -> u8 {
        match self {
            Self::Each(_) => 2,
            Self::Open(_) => 1,
            Self::Not(inner) => inner.cost(),
            Self::All(list) | Self::Any(list) => list.iter().map(Self::cost).max().unwrap_or(0),
            Self::Set(_) | Self::Range(..) => 0,
        }
    }

    /// Returns how many products pass at most, of `all` there are.
    pub fn most(&self, all: u64) -> u64 {
        match self {
            Self::Set(set) => set.len(),
            Self::Range(sorted, low, high) => sorted.count(*low, *high).min(all),
            Self::Not(inner) => match inner.as_ref() {
                Self::Set(set) => all.saturating_sub(set.len()),
                _ => all,
            },
            Self::All(list) => list.iter().map(|child| child.most(all)).min().unwrap_or(all),
            Self::Any(list) => list.iter().map(|child| child.most(all)).fold(0, u64::saturating_add).min(all),
            Self::Each(each) => each.among.most(all),
            Self::Open(_) => all,
        }
    }

    /// Returns how many products are likely to pass, of `all` there are: tests that all have to be passed are taken to
    /// hang together, the next one half as much as the one before.
    pub fn likely(&self, all: u64) -> u64 {
        let Self::All(list) = self else { return self.most(all) };
        let mut counts: Vec<u64> = list.iter().map(|child| child.likely(all)).collect();
        counts.sort_unstable();
        let root = |share: u64| (share << SHARE).isqrt();
        let mut counts = counts.into_iter();
        let least = counts.next().unwrap_or(all);
        let shares = (1..4).zip(counts).map(|(turn, count)| {
            let share = (count.min(all) << SHARE) / all.max(1);
            (0..turn).fold(share, |share, _| root(share))
        });
        shares.fold(least, |likely, share| likely.saturating_mul(share) >> SHARE)
    }

    /// Returns true when a product passes. What is still open lets nothing through.
    pub fn passes(&self, doc: u32, place: Place<'_>) -> bool {
        match self {
            Self::Set(set) => set.contains(doc),
            Self::Range(sorted, low, high) => sorted.holds(doc, *low, *high),
            Self::Not(inner) => !inner.passes(doc, place),
            Self::All(list) => list.iter().all(|child| child.passes(doc, place)),
            Self::Any(list) => list.iter().any(|child| child.passes(doc, place)),
            Self::Each(each) => each.among.passes(doc, place) && each.meets(doc, place),
            Self::Open(_) => false,
        }
    }

    /// Returns about how many bytes of its own it holds; sets of the shelves count too.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Set(set) => set.serialized_size(),
            Self::Not(inner) => inner.bytes(),
            Self::All(list) | Self::Any(list) => list.iter().map(Self::bytes).sum(),
            Self::Each(each) => each.among.bytes(),
            Self::Range(..) | Self::Open(_) => 64,
        }
    }
}

/// Takes a range of the same numbers out and returns what both have in common; none: nothing. Where a product may have
/// several numbers, each range may be met by another one.
fn narrower(
    flat: &mut Vec<(u8, u64, Sieve)>,
    sorted: &Arc<Sorted>,
    low: i64,
    high: i64,
) -> Option<(i64, i64)> {
    let is_same = |sieve: &Sieve| matches!(sieve, Sieve::Range(other, ..) if Arc::ptr_eq(other, sorted));
    let place = flat.iter().position(|(_, _, sieve)| is_same(sieve)).filter(|_| sorted.is_single());
    let (low, high) = match place.map(|at| flat.remove(at)) {
        Some((_, _, Sieve::Range(_, other_low, other_high))) => (low.max(other_low), high.min(other_high)),
        _ => (low, high),
    };
    (low <= high).then_some((low, high))
}

impl Each {
    /// Returns true when a product meets what is asked.
    pub fn meets(&self, doc: u32, place: Place<'_>) -> bool {
        let product = place.snapshot.record(Doc(doc));
        product.is_some_and(|product| self.asked.holds(Reader::product(place.asked, product)))
    }
}

/// Puts the cheapest tests in front, those of one cost by their other number; one alone needs no group around it.
fn joined(mut flat: Vec<(u8, u64, Sieve)>, group: fn(Vec<Sieve>) -> Sieve) -> Sieve {
    flat.sort_by_key(|(cost, order, _)| (*cost, *order));
    let mut children: Vec<Sieve> = flat.into_iter().map(|(_, _, child)| child).collect();
    let is_alone = children.len() == 1;
    match children.pop_if(|_| is_alone) {
        Some(only) => only,
        None => group(children),
    }
}
