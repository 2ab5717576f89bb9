//! Sift: a sieve in, the whole set of products that pass out.

use roaring::RoaringBitmap;

use super::lead::Lead;
use super::ranked::set_of;
use super::sieve::{Place, Sieve};

/// So few products are put to all tests as a list; of more, sets are joined first.
const LISTED: u64 = 256;
/// So few products are compared with numbers as a list rather than put against a whole range.
const COMPARED: u64 = 150_000;
/// From so many products on, marking bits makes a set quicker than adding one to the other.
const MANY: usize = 2_048;

impl Sieve {
    /// Returns the products that pass.
    pub fn sift(&self, place: Place<'_>) -> RoaringBitmap {
        match self {
            Self::Set(set, _) => set.as_ref().clone(),
            Self::Range(range) => range.sorted.range(range.low, range.high),
            Self::Not(inner) => everything(place) - inner.sift(place),
            Self::All(children) => all(children, place),
            Self::Any(children) => {
                let mut found = RoaringBitmap::new();
                for child in children {
                    match child {
                        Self::Set(set, _) => found |= set.as_ref(),
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
            Self::Set(set, _) => left & set.as_ref(),
            Self::Open(_) => RoaringBitmap::new(),
            Self::Not(inner) => match inner.as_ref() {
                Self::Set(set, _) => left - set.as_ref(),
                inner => left - inner.sift_among(left, place),
            },
            Self::All(children) => narrow(children.iter().collect(), left.clone(), place),
            Self::Any(children) => some(children, left, place),
            _ if left.len() <= COMPARED => listed(&[self], left, place),
            Self::Range(range) => {
                let mut found = range.sorted.range(range.low, range.high);
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

/// Returns all products, as bits: taking some out of long runs would be slow.
pub(super) fn everything(place: Place<'_>) -> RoaringBitmap {
    let mut all = place.snapshot.all().clone();
    all.remove_run_compression();
    all
}

/// Returns the products that pass every one: a short lead is put to the tests as a list, of a long one sets are joined.
fn all(children: &[Sieve], place: Place<'_>) -> RoaringBitmap {
    let lead = Lead::of(children, place);
    if lead.count > LISTED {
        let (left, others) = lead.join(place);
        return narrow(others, left, place);
    }
    let mut docs = Vec::new();
    lead.line(0).fill(&mut docs, usize::try_from(lead.count).unwrap_or(usize::MAX));
    lead.rest.iter().for_each(|test| test.keep(&mut docs, true, place));
    gathered(&docs)
}

impl<'a> Lead<'a> {
    /// Returns the products that lead and pass all sets, and the tests to which these have not been put yet.
    pub(super) fn join(&self, place: Place<'_>) -> (RoaringBitmap, Vec<&'a Sieve>) {
        let (mut sets, mut others): (Vec<&Sieve>, Vec<&Sieve>) =
            self.rest.iter().partition(|test| test.is_joined());
        sets.sort_by_cached_key(|set| set.most(place.size));
        let least = others.iter().copied().min_by_key(|test| test.most(place.size));
        let begins = if self.is_all(place) { least } else { self.narrow() };
        if let Some(begins) = begins {
            others.retain(|other| !std::ptr::eq(*other, begins));
            let mut left = begins.sift(place);
            if !self.is_all(place) {
                match self.single() {
                    Some(set) => left &= set,
                    None => left &= self.whole(place),
                }
            }
            return (joined(sets, left, place), others);
        }
        match (self.single(), sets.first()) {
            (Some(own), Some(Sieve::Set(set, _))) => {
                let left = own & set.as_ref();
                (joined(sets.split_off(1), left, place), others)
            }
            _ => (joined(sets, self.whole(place), place), others),
        }
    }
}

/// Returns those of some products that pass sets.
fn joined(sets: Vec<&Sieve>, mut left: RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    for set in sets {
        match set {
            Sieve::Set(set, _) => left &= set.as_ref(),
            other => left = other.sift_among(&left, place),
        }
    }
    left
}

/// Returns the products among `left` that pass some: sets first, and of the rest each only what none has let through.
fn some(children: &[Sieve], left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let (sets, others): (Vec<&Sieve>, Vec<&Sieve>) = children.iter().partition(|child| child.is_joined());
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

/// Returns the products among `left` that pass every one: of many, sets are joined first, then numbers compared.
fn narrow(children: Vec<&Sieve>, mut left: RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let (sets, others): (Vec<&Sieve>, Vec<&Sieve>) = match left.len() > LISTED {
        true => children.into_iter().partition(|child| child.is_joined()),
        false => (Vec::new(), children),
    };
    left = joined(sets, left, place);
    let (compared, others): (Vec<&Sieve>, Vec<&Sieve>) = match (LISTED..=COMPARED).contains(&left.len()) {
        true => others.into_iter().partition(|child| child.is_compared()),
        false => (Vec::new(), others),
    };
    if !compared.is_empty() {
        left = listed(&compared, &left, place);
    }
    let mut others = others.as_slice();
    while let Some((first, rest)) = others.split_first() {
        if left.len() <= LISTED {
            return listed(others, &left, place);
        }
        left = first.sift_among(&left, place);
        others = rest;
    }
    left
}

/// Returns the products among `left` that pass every one, tested as a list.
fn listed(children: &[&Sieve], left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let mut docs = vec![0; usize::try_from(left.len()).unwrap_or(usize::MAX)];
    let filled = left.iter().next_many(&mut docs).len();
    docs.truncate(filled);
    children.iter().for_each(|child| child.keep(&mut docs, true, place));
    gathered(&docs)
}

/// Returns the set of a rising list.
fn gathered(docs: &[u32]) -> RoaringBitmap {
    match docs.len() < MANY {
        true => RoaringBitmap::from_sorted_iter(docs.iter().copied()).unwrap_or_default(),
        false => set_of(docs),
    }
}
