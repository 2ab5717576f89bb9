//! Lead: of tests that all have to be passed, the one whose products are gone through, and the rest they are put to.
//!
//! What leads is the smallest set, or the smallest group of sets of which some is enough; without any, all products do.
//! `walk` goes along it in lists until enough have passed, `sift` through all of it.

use std::iter::Peekable;

use roaring::RoaringBitmap;
use roaring::bitmap::Iter;

use super::sieve::{Place, Sieve};
use super::sift::everything;

/// More sets than these are no lead.
const SETS_MAX: usize = 4;
/// So many times fewer than lead have to lie in a range for it to be laid out first.
pub(super) const NARROW: u64 = 8;

/// What leads, and what is left to be asked.
pub(super) struct Lead<'a> {
    sets: Vec<&'a RoaringBitmap>,
    /// How many products lead at most.
    pub(super) count: u64,
    /// The other tests, those in front that cost least for what they hold back.
    pub(super) rest: Vec<&'a Sieve>,
}

impl<'a> Lead<'a> {
    /// Parts tests that all have to be passed.
    pub(super) fn of(tests: &'a [Sieve], place: Place<'a>) -> Self {
        let sets = |test: &&Sieve| test.is_sets();
        let lead = tests.iter().filter(sets).min_by_key(|test| test.most(place.size));
        let rest = tests.iter().filter(|test| lead.is_none_or(|lead| !std::ptr::eq(lead, *test)));
        let (sets, count) = match lead {
            Some(lead) => (lead.sets(), lead.most(place.size)),
            None => (vec![place.snapshot.all()], place.size),
        };
        Self { sets, count, rest: rest.collect() }
    }

    /// Returns true when every product leads.
    pub(super) fn is_all(&self, place: Place<'_>) -> bool {
        self.count >= place.size
    }

    /// Returns the products that lead, from one on, in order.
    pub(super) fn line(&self, from: u32) -> Line<'a> {
        match self.sets.as_slice() {
            [set] => Line::One(set.range(from..)),
            sets => Line::Several(sets.iter().map(|set| set.range(from..).peekable()).collect()),
        }
    }

    /// Returns the set of those that lead.
    pub(super) fn whole(&self, place: Place<'_>) -> RoaringBitmap {
        if self.is_all(place) {
            return everything(place);
        }
        let mut sets = self.sets.iter();
        let mut whole = sets.next().map(|set| (*set).clone()).unwrap_or_default();
        sets.for_each(|set| whole |= *set);
        whole
    }

    /// Returns the set that leads where it is a single one.
    pub(super) fn single(&self) -> Option<&'a RoaringBitmap> {
        match self.sets.as_slice() {
            [set] => Some(set),
            _ => None,
        }
    }

    /// Returns the test of which a range so narrow passes that it leads better.
    pub(super) fn narrow(&self) -> Option<&'a Sieve> {
        let ranges = self.rest.iter().copied().filter(|test| matches!(test, Sieve::Range(_)));
        let narrowest = ranges.min_by_key(|range| range.most(u64::MAX));
        narrowest.filter(|range| range.most(u64::MAX).saturating_mul(NARROW) < self.count)
    }
}

impl Sieve {
    /// Returns true for a set, and for a few sets of which some is enough.
    fn is_sets(&self) -> bool {
        match self {
            Self::Set(..) => true,
            Self::Any(list) => {
                (1..=SETS_MAX).contains(&list.len())
                    && list.iter().all(|child| matches!(child, Self::Set(..)))
            }
            _ => false,
        }
    }

    fn sets(&self) -> Vec<&RoaringBitmap> {
        match self {
            Self::Set(set, _) => vec![set],
            Self::Any(list) => list.iter().flat_map(Self::sets).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns true when sets alone tell what passes.
    pub(super) fn is_joined(&self) -> bool {
        match self {
            Self::Not(inner) => matches!(inner.as_ref(), Self::Set(..)),
            other => other.is_sets(),
        }
    }

    /// Returns true when numbers alone tell what passes.
    pub(super) fn is_compared(&self) -> bool {
        match self {
            Self::Range(_) => true,
            Self::Not(inner) => inner.is_compared(),
            Self::All(list) | Self::Any(list) => list.iter().all(Self::is_compared),
            Self::Set(..) | Self::Each(_) | Self::Open(_) => false,
        }
    }
}

/// Products in order, to be taken in lists.
pub(super) enum Line<'a> {
    /// Those of a set.
    One(Iter<'a>),
    /// Those of any of some sets.
    Several(Vec<Peekable<Iter<'a>>>),
}

impl Line<'_> {
    /// Puts the next products into a list, so many at most.
    pub(super) fn fill(&mut self, list: &mut Vec<u32>, count: usize) {
        match self {
            Self::One(set) => {
                list.resize(count, 0);
                let filled = set.next_many(list).len();
                list.truncate(filled);
            }
            Self::Several(sets) => {
                list.clear();
                while list.len() < count {
                    let Some(next) = sets.iter_mut().filter_map(|set| set.peek().copied()).min() else {
                        return;
                    };
                    for set in sets.iter_mut() {
                        set.next_if_eq(&next);
                    }
                    list.push(next);
                }
            }
        }
    }
}
