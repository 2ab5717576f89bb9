//! Walk: along products whose places are their order, until enough of them have passed.
//!
//! What leads is taken in lists that grow, each of which goes through one test after the other. When that looks like
//! taking longer than joining the sets, these are joined and what is left is walked. Must not know where orders come from.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::lead::{Lead, Line};
use super::order::{Order, TESTED, fill_up};
use super::sieve::{Place, Sieve};
use super::snapshot::Doc;
use super::sorted::Sorted;

/// So many products are in the first list that goes through the tests together, …
const LIST_MIN: usize = 128;
/// … and in the longest.
const LIST_MAX: usize = 4_096;
/// A range of more products is not laid out to lead.
const LAID_MAX: u64 = 4_096;
/// Testing a product in a list costs as much as joining so many of a set.
const JOINED: u64 = 6;

impl Order<'_> {
    /// Returns the first `count` products that pass, of an order that is that of the places from the greatest number
    /// down.
    pub(super) fn walk_in_place(
        &self,
        sorted: &Sorted,
        sieve: &Sieve,
        place: Place<'_>,
        count: usize,
    ) -> Vec<Doc> {
        let alone = std::slice::from_ref(sieve);
        let tests = if let Sieve::All(list) = sieve { list.as_slice() } else { alone };
        let lead = Lead::of(tests, place);
        let mut walk = self.begin(sorted, |doc| sieve.passes(doc, place), count);
        if let Some(Sieve::Range(range)) = lead.narrow().filter(|range| range.most(place.size) <= LAID_MAX) {
            let mut docs = range.sorted.list(range.low, range.high);
            docs.sort_unstable();
            tests.iter().for_each(|test| test.keep(&mut docs, true, place));
            docs.into_iter().any(|doc| walk.meet(doc));
            return walk.end(self.skus);
        }
        let mut steps = Steps { docs: Vec::new(), many: LIST_MIN, taken: 0, last: None };
        let sets = lead.rest.iter().filter(|test| test.is_joined());
        // Sets that are joined are gone through whole, and what leads with each of them.
        let join = sets.map(|set| set.most(place.size).min(lead.count)).fold(lead.count, u64::saturating_add);
        let is_joined = lead.rest.iter().any(|test| test.is_joined());
        let give_up = |taken: u64, found: usize| {
            is_joined && ahead(taken, found, count, lead.count).saturating_mul(JOINED) > join
        };
        if steps.along(lead.line(0), &lead.rest, place, &mut walk, give_up) {
            return walk.end(self.skus);
        }
        let Some(from) = steps.last.and_then(|last| last.checked_add(1)) else { return walk.end(self.skus) };
        let (left, others) = lead.join(place);
        steps.along(Line::One(left.range(from..)), &others, place, &mut walk, |_, _| false);
        walk.end(self.skus)
    }

    /// Returns a walk along places that lie in order before its first step.
    pub(super) fn begin<'s, P: Fn(u32) -> bool>(
        &'s self,
        sorted: &'s Sorted,
        passes: P,
        count: usize,
    ) -> Walk<'s, P> {
        let loose: &[u32] =
            if sorted.is_settled() { &[] } else { sorted.loose_line(true, self.ties()).as_slice() };
        let found = Vec::with_capacity(count.min(TESTED));
        Walk { sorted, ties: self.ties(), loose: loose.iter().peekable(), passes, found, count }
    }
}

/// Returns how many products are likely still to be taken, after so many of which so many were found, of `all`.
fn ahead(taken: u64, found: usize, count: usize, all: u64) -> u64 {
    let [found, count] = [found, count].map(|number| u64::try_from(number).unwrap_or(u64::MAX));
    let each = taken / found.max(1);
    all.saturating_sub(taken).min(count.saturating_sub(found).saturating_mul(each))
}

/// Lists taken one after the other.
struct Steps {
    docs: Vec<u32>,
    many: usize,
    taken: u64,
    last: Option<u32>,
}

impl Steps {
    /// Goes along a line and puts each list to the tests, until enough are met or none are left: true; or until `give_up`
    /// says so of how many were taken and how many of them found: false.
    fn along<P: Fn(u32) -> bool>(
        &mut self,
        mut line: Line<'_>,
        tests: &[&Sieve],
        place: Place<'_>,
        walk: &mut Walk<'_, P>,
        give_up: impl Fn(u64, usize) -> bool,
    ) -> bool {
        loop {
            line.fill(&mut self.docs, self.many);
            let Some(last) = self.docs.last() else { return true };
            self.last = Some(*last);
            self.taken = self.taken.saturating_add(u64::try_from(self.docs.len()).unwrap_or(0));
            tests.iter().for_each(|test| test.keep(&mut self.docs, true, place));
            if self.docs.iter().any(|doc| walk.meet(*doc)) {
                return true;
            }
            if give_up(self.taken, walk.found.len()) {
                return false;
            }
            self.many = self.many.saturating_mul(2).min(LIST_MAX);
        }
    }
}

/// A walk along places that lie in order. Loose products and those without a number are put where they belong.
pub(super) struct Walk<'a, P> {
    sorted: &'a Sorted,
    ties: Option<&'a Sorted>,
    loose: Peekable<std::slice::Iter<'a, u32>>,
    passes: P,
    found: Vec<Doc>,
    count: usize,
}

impl<P: Fn(u32) -> bool> Walk<'_, P> {
    /// Takes the next product that passes in; returns true when that is enough.
    pub(super) fn meet(&mut self, doc: u32) -> bool {
        if self.sorted.loose.contains(doc) || self.sorted.get(doc).is_none() {
            return false;
        }
        let is_before = |loose: &&u32| self.sorted.compare(**loose, doc, true, self.ties) == Ordering::Less;
        while self.found.len() < self.count
            && let Some(before) = self.loose.next_if(is_before)
        {
            if (self.passes)(*before) {
                self.found.push(Doc(*before));
            }
        }
        if self.found.len() < self.count {
            self.found.push(Doc(doc));
        }
        self.found.len() == self.count
    }

    /// Returns what was found, with what is left.
    pub(super) fn end(mut self, skus: &Sorted) -> Vec<Doc> {
        let free = self.count - self.found.len();
        if free > 0 {
            let passing = self.loose.filter(|doc| (self.passes)(**doc));
            self.found.extend(passing.take(free).map(|doc| Doc(*doc)));
            fill_up(&mut self.found, self.sorted, skus, self.passes, self.count);
        }
        self.found
    }
}
