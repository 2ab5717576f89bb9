//! Sift: a sieve in, the whole set of products that pass out.

use roaring::RoaringBitmap;

use super::sieve::{Place, Sieve};

/// So few products are tested as a list rather than put against a whole range.
const FEW: u64 = 50_000;
/// So many times fewer than in any set have to lie in a range for it to be laid out first.
const NARROW: u64 = 8;

impl Sieve {
    /// Returns the products that pass.
    pub fn sift(&self, place: Place<'_>) -> RoaringBitmap {
        match self {
            Self::Set(set) => set.as_ref().clone(),
            Self::Range(sorted, low, high) => sorted.range(*low, *high),
            Self::Not(inner) => place.snapshot.all() - inner.sift(place),
            Self::All(children) => {
                let parts = Parts::of(children);
                let (left, first) = parts.begin(place);
                let others = parts.others.iter().enumerate().filter(|(at, _)| Some(*at) != first);
                narrow(&others.map(|(_, child)| *child).collect::<Vec<_>>(), left, place)
            }
            Self::Any(children) => {
                let mut found = RoaringBitmap::new();
                for child in children {
                    match child {
                        Self::Set(set) => found |= set.as_ref(),
                        other => found |= other.sift(place),
                    }
                }
                found
            }
            Self::Each(each) => {
                let mut left = each.among.sift(place);
                left.retain(|doc| each.meets(doc, place));
                left
            }
            Self::Open(_) => RoaringBitmap::new(),
        }
    }

    /// Returns the products among `left` that pass.
    pub fn sift_among(&self, left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
        match self {
            Self::Set(set) => left & set.as_ref(),
            Self::Open(_) => RoaringBitmap::new(),
            Self::Not(inner) => match inner.as_ref() {
                Self::Set(set) => left - set.as_ref(),
                inner => left - inner.sift_among(left, place),
            },
            Self::All(children) => {
                let parts = Parts::of(children);
                narrow(&parts.others, parts.among(left.clone()), place)
            }
            Self::Any(children) => some(children, left, place),
            _ if left.len() <= FEW => listed(&[self], left, place),
            Self::Range(sorted, low, high) => {
                let mut found = sorted.range(*low, *high);
                found &= left;
                found
            }
            Self::Each(each) => {
                let mut left = each.among.sift_among(left, place);
                left.retain(|doc| each.meets(doc, place));
                left
            }
        }
    }
}

/// Returns the products among `left` that pass some: sets first, and of the rest each only what none has let through.
fn some(children: &[Sieve], left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let is_set = |child: &Sieve| match child {
        Sieve::Set(_) => true,
        Sieve::Not(inner) => matches!(inner.as_ref(), Sieve::Set(_)),
        _ => false,
    };
    let (sets, others): (Vec<&Sieve>, Vec<&Sieve>) = children.iter().partition(|child| is_set(child));
    let mut found = RoaringBitmap::new();
    sets.into_iter().for_each(|set| found |= set.sift_among(left, place));
    if others.is_empty() {
        return found;
    }
    let mut rest = left - &found;
    let mut others = others.into_iter().peekable();
    while let Some(other) = others.next() {
        let passing = other.sift_among(&rest, place);
        if others.peek().is_some() {
            rest -= &passing;
        }
        found |= passing;
    }
    found
}

/// The tests that all have to be passed: sets to be in, sets to be out of, and the rest.
pub(super) struct Parts<'a> {
    sets: Vec<&'a RoaringBitmap>,
    bars: Vec<&'a RoaringBitmap>,
    pub(super) others: Vec<&'a Sieve>,
}

impl<'a> Parts<'a> {
    /// Parts the tests; the smallest set comes first.
    pub(super) fn of(children: &'a [Sieve]) -> Self {
        let (mut sets, mut bars, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for child in children {
            match child {
                Sieve::Set(set) => sets.push(set.as_ref()),
                Sieve::Not(inner) => match inner.as_ref() {
                    Sieve::Set(set) => bars.push(set.as_ref()),
                    _ => others.push(child),
                },
                other => others.push(other),
            }
        }
        sets.sort_by_key(|set| set.len());
        Self { sets, bars, others }
    }

    /// Returns the smallest set that all have to be in.
    pub(super) fn smallest(&self) -> Option<&'a RoaringBitmap> {
        self.sets.first().copied()
    }

    /// Returns true when there is nothing to be joined with the smallest set.
    pub(super) fn is_plain(&self) -> bool {
        self.sets.len() <= 1 && self.bars.is_empty()
    }

    /// Returns the products that are in all sets they have to be in, and in none they must not; and which of the other
    /// tests these have been put to already.
    pub(super) fn begin(&self, place: Place<'_>) -> (RoaringBitmap, Option<usize>) {
        let all = place.snapshot.all();
        let least = self.smallest().map_or(all.len(), |set| set.len());
        let narrowest = self.others.iter().enumerate().filter_map(|(at, other)| match other {
            Sieve::Range(sorted, low, high) => Some((sorted.count(*low, *high), at, *other)),
            _ => None,
        });
        let narrowest = narrowest.min_by_key(|(count, ..)| *count);
        if let Some((_, at, range)) = narrowest.filter(|(count, ..)| count.saturating_mul(NARROW) < least) {
            return (self.among(range.sift(place)), Some(at));
        }
        let mut sets = self.sets.iter().copied();
        let mut left = match (sets.next(), sets.next()) {
            (Some(one), Some(other)) => one & other,
            (Some(one), None) => one.clone(),
            _ => {
                let is_any = |other: &&Sieve| matches!(other, Sieve::Any(_));
                let first = self.others.iter().position(is_any);
                let any = first.and_then(|at| self.others.get(at));
                let left = any.map_or_else(|| all.clone(), |any| any.sift(place));
                return (self.among(left), first);
            }
        };
        sets.for_each(|set| left &= set);
        self.bars.iter().for_each(|set| left -= *set);
        (left, None)
    }

    /// Returns those of some products that are in all sets they have to be in, and in none they must not.
    fn among(&self, mut left: RoaringBitmap) -> RoaringBitmap {
        self.sets.iter().for_each(|set| left &= *set);
        self.bars.iter().for_each(|set| left -= *set);
        left
    }
}

/// Returns the products among `left` that pass every one, as a list as soon as few are left.
fn narrow(mut children: &[&Sieve], mut left: RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    while let Some((first, rest)) = children.split_first() {
        if left.len() <= FEW && children.iter().all(|child| matches!(child, Sieve::Range(..))) {
            return listed(children, &left, place);
        }
        left = first.sift_among(&left, place);
        children = rest;
    }
    left
}

/// Returns the products among `left` that pass every one, tested as a list.
fn listed(children: &[&Sieve], left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let mut docs: Vec<u32> = left.iter().collect();
    children.iter().for_each(|child| child.keep(&mut docs, true, place));
    RoaringBitmap::from_sorted_iter(docs).unwrap_or_default()
}
