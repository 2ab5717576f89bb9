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
/// A set of at least one in so many products is kept as bits, and each is looked up at once.
pub const BITS: u64 = 16;
/// What testing one product takes, in about nanoseconds: looked up among bits, …
const LOOK: u64 = 10;
/// … searched in a list, at most, …
const SEARCH: u64 = 40;
/// … compared with a range, …
const COMPARE: u64 = 12;
/// … and taken apart.
const APART: u64 = 2_000;

/// What lets products through.
#[derive(Debug, Clone)]
pub enum Sieve {
    /// Those in the set, which are so many.
    Set(Arc<RoaringBitmap>, u64),
    /// Those with a number between two.
    Range(Range),
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

/// Numbers between two, both included.
#[derive(Debug, Clone)]
pub struct Range {
    /// Which numbers.
    pub sorted: Arc<Sorted>,
    /// From here …
    pub low: i64,
    /// … to here.
    pub high: i64,
    /// How many products have one at most.
    pub count: u64,
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
    /// Of how many products.
    pub size: u64,
}

impl<'a> Place<'a> {
    /// Returns where sieves are used.
    pub fn new(snapshot: &'a Snapshot, asked: &'a Asked<'a>) -> Self {
        Self { snapshot, asked, size: snapshot.all().len() }
    }
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

    /// Returns the sieve of a set.
    pub fn set(set: Arc<RoaringBitmap>) -> Self {
        match set.len() {
            0 => Self::nothing(),
            count => Self::Set(set, count),
        }
    }

    /// Returns the sieve of the numbers between two, both included.
    pub fn range(sorted: Arc<Sorted>, low: i64, high: i64) -> Self {
        match sorted.count(low, high) {
            0 => Self::nothing(),
            count => Self::Range(Range { sorted, low, high, count }),
        }
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

    /// Returns the sieve of what passes every one, those in front that cost least for what they hold back; `all` products
    /// there are.
    pub fn all(children: Vec<Self>, all: u64) -> Self {
        let mut flat: Vec<Self> = Vec::with_capacity(children.len());
        let mut waiting = children;
        waiting.reverse();
        while let Some(child) = waiting.pop() {
            match child {
                Self::All(inner) => waiting.extend(inner.into_iter().rev()),
                Self::Any(inner) if inner.is_empty() => return Self::nothing(),
                Self::Range(range) => match narrower(&mut flat, range) {
                    Self::Range(range) if range.is_all(all) => {}
                    Self::Range(range) => flat.push(Self::Range(range)),
                    _ => return Self::nothing(),
                },
                Self::Set(_, count) if count >= all => {}
                other if flat.iter().any(|known| known.is(&other)) => {}
                other if flat.iter().any(|known| known.bars(&other)) => return Self::nothing(),
                other => flat.push(other),
            }
        }
        spare(&mut flat, |test| if let Self::Any(some) = test { some } else { &[] }, Self::lies_in);
        let least = flat.iter().map(|child| child.most(all)).min().unwrap_or(all);
        let turn = |child: &Self| {
            let held = all.saturating_sub(child.most(all)).max(1);
            (child.cost(), child.toll(least, all).saturating_mul(all) / held)
        };
        joined(flat, turn, Self::All)
    }

    /// Returns the sieve of what passes some, those in front that cost least for what they let through.
    pub fn any(children: Vec<Self>, all: u64) -> Self {
        let mut flat: Vec<Self> = Vec::with_capacity(children.len());
        let mut waiting = children;
        waiting.reverse();
        while let Some(child) = waiting.pop() {
            match child {
                Self::Any(inner) => waiting.extend(inner.into_iter().rev()),
                Self::All(inner) if inner.is_empty() => return Self::everything(),
                Self::Set(_, count) if count >= all => return Self::everything(),
                Self::Range(range) if range.is_all(all) => return Self::everything(),
                other if flat.iter().any(|known| known.is(&other)) => {}
                other if flat.iter().any(|known| known.bars(&other)) => return Self::everything(),
                other => flat.push(other),
            }
        }
        let turn =
            |child: &Self| (child.cost(), child.toll(all, all).saturating_mul(all) / child.most(all).max(1));
        joined(flat, turn, Self::Any)
    }

    /// Returns true when both are surely the same.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Set(own, _), Self::Set(set, _)) => Arc::ptr_eq(own, set),
            (Self::Range(own), Self::Range(range)) => {
                Arc::ptr_eq(&own.sorted, &range.sorted) && (own.low, own.high) == (range.low, range.high)
            }
            (Self::Not(own), Self::Not(inner)) => own.is(inner),
            (Self::Each(own), Self::Each(each)) => Arc::ptr_eq(own, each),
            (Self::All(own), Self::All(list)) | (Self::Any(own), Self::Any(list)) => {
                own.len() == list.len() && own.iter().zip(list).all(|(own, other)| own.is(other))
            }
            _ => false,
        }
    }

    /// Returns true when what passes this one surely passes the other.
    fn lies_in(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Range(own), Self::Range(range)) => {
                Arc::ptr_eq(&own.sorted, &range.sorted) && range.low <= own.low && own.high <= range.high
            }
            _ => self.is(other),
        }
    }

    /// Returns true when one is surely the opposite of the other.
    fn bars(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Not(inner), other) | (other, Self::Not(inner)) => inner.is(other),
            _ => false,
        }
    }

    /// Returns about how many nanoseconds testing a product takes, of so many that are tested one after the other, of
    /// `all` there are.
    fn toll(&self, count: u64, all: u64) -> u64 {
        let sum =
            |list: &[Self]| list.iter().map(|child| child.toll(count, all)).fold(2, u64::saturating_add);
        match self {
            Self::Set(_, held) if held.saturating_mul(BITS) >= all => LOOK,
            Self::Set(_, held) => (4 + held / count.max(1)).min(SEARCH),
            Self::Range(_) => COMPARE,
            Self::Not(inner) => inner.toll(count, all),
            Self::All(list) | Self::Any(list) => sum(list),
            Self::Each(each) => each.among.toll(count, all).saturating_add(APART),
            Self::Open(_) => COMPARE,
        }
    }

    /// What takes a product apart is asked last.
    fn cost(&self) -> u8 {
        match self {
            Self::Each(_) => 2,
            Self::Open(_) => 1,
            Self::Not(inner) => inner.cost(),
            Self::All(list) | Self::Any(list) => list.iter().map(Self::cost).max().unwrap_or(0),
            Self::Set(..) | Self::Range(_) => 0,
        }
    }

    /// Returns how many products pass at most, of `all` there are.
    pub fn most(&self, all: u64) -> u64 {
        match self {
            Self::Set(_, count) => *count,
            Self::Range(range) => range.count.min(all),
            Self::Not(inner) => match inner.as_ref() {
                Self::Set(_, count) => all.saturating_sub(*count),
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
            Self::Set(set, _) => set.contains(doc),
            Self::Range(range) => range.sorted.holds(doc, range.low, range.high),
            Self::Not(inner) => !inner.passes(doc, place),
            Self::All(list) => list.iter().all(|child| child.passes(doc, place)),
            Self::Any(list) => list.iter().any(|child| child.passes(doc, place)),
            Self::Each(each) => each.among.passes(doc, place) && each.meets(doc, place),
            Self::Open(_) => false,
        }
    }

    /// Returns about how many bytes of its own it holds; sets that others hold too are theirs.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Set(set, _) if Arc::strong_count(set) == 1 => set.serialized_size(),
            Self::Not(inner) => inner.bytes(),
            Self::All(list) | Self::Any(list) => list.iter().map(Self::bytes).sum(),
            Self::Each(each) => each.among.bytes(),
            Self::Set(..) | Self::Range(_) | Self::Open(_) => 64,
        }
    }
}

/// Takes out the groups of which a part is settled by another test: of "a, and a or b" the second says nothing.
fn spare(
    flat: &mut Vec<Sieve>,
    parts: impl Fn(&Sieve) -> &[Sieve],
    settles: impl Fn(&Sieve, &Sieve) -> bool,
) {
    let is_spare =
        |test: &Sieve| parts(test).iter().any(|part| flat.iter().any(|known| settles(known, part)));
    let spare: Vec<bool> = flat.iter().map(is_spare).collect();
    let mut spare = spare.into_iter();
    flat.retain(|_| !spare.next().unwrap_or(false));
}

/// Takes a range of the same numbers out and returns what both have in common. Where a product may have several numbers,
/// each range may be met by another one.
fn narrower(flat: &mut Vec<Sieve>, range: Range) -> Sieve {
    let is_same =
        |sieve: &Sieve| matches!(sieve, Sieve::Range(other) if Arc::ptr_eq(&other.sorted, &range.sorted));
    let place = flat.iter().position(is_same).filter(|_| range.sorted.is_single());
    match place.map(|at| flat.remove(at)) {
        Some(Sieve::Range(other)) => {
            Sieve::range(range.sorted, other.low.max(range.low), other.high.min(range.high))
        }
        _ => Sieve::Range(range),
    }
}

impl Range {
    /// Returns true when every product surely has a number in it.
    fn is_all(&self, all: u64) -> bool {
        self.count >= all && self.sorted.is_settled()
    }
}

impl Each {
    /// Returns true when a product meets what is asked.
    pub fn meets(&self, doc: u32, place: Place<'_>) -> bool {
        let product = place.snapshot.record(Doc(doc));
        product.is_some_and(|product| self.asked.holds(Reader::product(place.asked, product)))
    }
}

/// Puts those in front whose turn is first; one alone needs no group around it.
fn joined(mut flat: Vec<Sieve>, turn: impl Fn(&Sieve) -> (u8, u64), group: fn(Vec<Sieve>) -> Sieve) -> Sieve {
    flat.sort_by_cached_key(turn);
    let is_alone = flat.len() == 1;
    match flat.pop_if(|_| is_alone) {
        Some(only) => only,
        None => group(flat),
    }
}
