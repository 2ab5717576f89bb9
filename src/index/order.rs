//! Order: in which order products come, and the first of those that pass a sieve.
//!
//! Four ways lead to the first few, and all come to the same: walk what lies in order and test each; or sift the front of
//! the order; or sift the whole set and walk the order until enough of it were met; or sift and choose among its products. Where places lie in the
//! order themselves, a walk ends with the first few whatever they are; elsewhere it gives up after some tests, so that a
//! rule that lets little through costs a set and no more.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::cells::Cells;
use super::fact::Measure;
use super::shuffle::Throw;
use super::sieve::{Place, Sieve};
use super::sift::Parts;
use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use crate::domain::locale::Locale;
use crate::domain::relation::Sort;
use crate::domain::rule::field::{Field, Window};

/// So many products are tested one by one, which is quickest where much passes.
const TESTED: usize = 500;
/// So many products are in the first list that goes through the tests together, …
const LIST_MIN: usize = 256;
/// … and in the longest.
const LIST_MAX: usize = 8_192;
/// Where fewer products are likely to pass, all of them are sifted, …
const SIFTED: u64 = if cfg!(test) { 20 } else { 4_000 };
/// … else so much of the front of the order that so many times as many are likely to pass as are asked for.
const AHEAD: u64 = 4;
/// So many products are held at least while the first ones are chosen.
const HELD_MIN: usize = 256;
/// Of so few products names are compared as they are, rather than all names of the shop put in order.
const NAMED: u64 = 2_000;
/// A step along the order costs as much as choosing among so many products.
const STEP: u64 = 4;

/// An order of a snapshot's products. Ties break by sku.
pub struct Order<'a> {
    by: By<'a>,
    skus: &'a Arc<Sorted>,
}

enum By<'a> {
    /// A number, `down` from the greatest; what has none comes last.
    Number(Arc<Sorted>, bool),
    Sku,
    Name(&'a Locale),
    /// What each product is thrown with, and the throw.
    Dice(&'a Arc<Cells>, Throw),
}

impl Snapshot {
    /// Returns a relation's order; a shuffle is that of the throw.
    pub fn order<'a>(&'a self, sort: Sort, circumstances: &'a Circumstances, throw: Throw) -> Order<'a> {
        let shelf = self.shelf();
        let price = Measure::Price(circumstances.store, circumstances.currency);
        let by = |measure, down| By::Number(shelf.numbers(measure).cloned().unwrap_or_default(), down);
        let by = match sort {
            Sort::BestSelling => by(Measure::Plain(Field::Sold(Window::Month)), true),
            Sort::MostViewed => by(Measure::Plain(Field::Viewed(Window::Month)), true),
            Sort::PriceUp => by(price, false),
            Sort::PriceDown => by(price, true),
            Sort::Newest => by(Measure::Plain(Field::CreatedAt), true),
            Sort::Margin => by(Measure::Plain(Field::Margin), true),
            Sort::Name => By::Name(&circumstances.locale),
            Sort::Sku => By::Sku,
            Sort::Shuffle => By::Dice(shelf.dice(), throw),
        };
        Order { by, skus: shelf.skus() }
    }
}

impl Order<'_> {
    /// Returns the first `count` products that pass.
    pub fn first(&self, sieve: &Sieve, place: Place<'_>, count: usize) -> Vec<Doc> {
        let most = sieve.most(place.snapshot.all().len());
        if count == 0 || most == 0 {
            return Vec::new();
        }
        let wanted = u64::try_from(count).unwrap_or(u64::MAX);
        if let Some((sorted, down)) = self.line()
            && wanted < most
        {
            if down && sorted.base.in_place {
                return self.walk_in_place(sorted, sieve, place, count);
            }
            let quick = self.walk((sorted, down), sieve, place, count);
            if let Some(found) = quick.or_else(|| self.sift_front((sorted, down), sieve, place, count)) {
                return found;
            }
        }
        if let By::Name(locale) = self.by
            && let Some(names) = place.snapshot.known_names(locale)
        {
            return Order { by: By::Number(names, false), skus: self.skus }.first(sieve, place, count);
        }
        self.first_of(&sieve.sift(place), place, count)
    }

    /// Returns the first `count` products of a set.
    pub fn first_of(&self, set: &RoaringBitmap, place: Place<'_>, count: usize) -> Vec<Doc> {
        let (all, most) = (place.snapshot.all().len(), set.len());
        let wanted = u64::try_from(count).unwrap_or(u64::MAX);
        if count == 0 {
            return Vec::new();
        }
        if let By::Name(locale) = self.by {
            return self.by_name(locale, set, place, count);
        }
        if let Some((sorted, down)) = self.line()
            && wanted < most
        {
            if down && sorted.base.in_place {
                let mut walk = self.begin(sorted, |doc| set.contains(doc), count);
                set.iter().any(|doc| walk.meet(doc));
                return walk.end(self.skus);
            }
            // Of a large part of all, the first ones lie near the front.
            let (expected, steps) = (wanted.saturating_mul(all) / most.max(1), most / STEP);
            if expected < steps {
                // Where they do not, as of the dear ones by price, no more is lost than choosing among them costs.
                let steps = usize::try_from(steps).unwrap_or(usize::MAX);
                let line = sorted.line(down, self.ties()).take(steps).filter(|doc| set.contains(*doc));
                let found: Vec<Doc> = line.take(count).map(Doc).collect();
                if found.len() == count {
                    return found;
                }
            }
        }
        self.choose(set.iter(), count)
    }

    fn line(&self) -> Option<(&Sorted, bool)> {
        match &self.by {
            By::Number(sorted, down) => Some((sorted, *down)),
            By::Sku => Some((self.skus, false)),
            By::Name(_) | By::Dice(..) => None,
        }
    }

    fn ties(&self) -> Option<&Sorted> {
        match self.by {
            By::Sku => None,
            _ => Some(self.skus),
        }
    }

    /// Chooses among products in any order.
    fn choose(&self, docs: impl Iterator<Item = u32>, count: usize) -> Vec<Doc> {
        match &self.by {
            By::Number(sorted, true) => self.least(docs, count, |doc| sorted.get(doc).map(|number| !number)),
            By::Number(sorted, false) => self.least(docs, count, |doc| sorted.get(doc)),
            By::Dice(dice, throw) => {
                let side = |doc| dice.get(doc).and_then(|side| u64::try_from(side).ok()).unwrap_or(0);
                throw.first(docs, count, side, |doc| self.skus.get(doc))
            }
            By::Sku | By::Name(_) => self.least(docs, count, |doc| self.skus.get(doc)),
        }
    }

    /// Returns the products of the least numbers, those without one last. Only a few are held at a time: whatever comes
    /// behind enough others is let go. Skus are only looked up where numbers do not tell products apart.
    fn least(
        &self,
        docs: impl Iterator<Item = u32>,
        count: usize,
        number: impl Fn(u32) -> Option<i64>,
    ) -> Vec<Doc> {
        let (mut held, mut without) = (Vec::new(), Vec::new());
        let (mut last, mut most) = (i64::MAX, count.saturating_mul(2).max(HELD_MIN));
        for doc in docs {
            match number(doc) {
                Some(number) if number <= last => held.push((number, doc)),
                Some(_) => {}
                None => without.push(doc),
            }
            if held.len() >= most {
                last = held.select_nth_unstable_by_key(count - 1, |(number, _)| *number).1.0;
                held.retain(|(number, _)| *number <= last);
                most = most.max(held.len().saturating_mul(2));
            }
        }
        let sku = |doc: u32| self.skus.get(doc).unwrap_or(i64::MAX);
        let mut keyed: Vec<_> = held.into_iter().map(|(number, doc)| (number, sku(doc), doc)).collect();
        cut(&mut keyed, count);
        let mut found: Vec<Doc> = keyed.into_iter().map(|(_, _, doc)| Doc(doc)).collect();
        if found.len() < count {
            let mut rest: Vec<_> = without.into_iter().map(|doc| (sku(doc), doc)).collect();
            cut(&mut rest, count - found.len());
            found.extend(rest.into_iter().map(|(_, doc)| Doc(doc)));
        }
        found
    }

    fn by_name(&self, locale: &Locale, set: &RoaringBitmap, place: Place<'_>, count: usize) -> Vec<Doc> {
        let known = place.snapshot.known_names(locale);
        if known.is_none() && set.len() <= NAMED {
            let name = |doc: u32| place.snapshot.sorting_name(Doc(doc), locale);
            let sku = |doc: u32| self.skus.get(doc);
            let mut keyed: Vec<_> = set.iter().map(|doc| (name(doc), sku(doc), doc)).collect();
            cut(&mut keyed, count);
            return keyed.into_iter().map(|(_, _, doc)| Doc(doc)).collect();
        }
        let names = known.unwrap_or_else(|| place.snapshot.names(locale));
        Order { by: By::Number(names, false), skus: self.skus }.first_of(set, place, count)
    }

    /// Walks along the order where so much passes that it will not take long.
    fn walk(
        &self,
        (sorted, down): (&Sorted, bool),
        sieve: &Sieve,
        place: Place<'_>,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let most_tests = TESTED.saturating_add(count.saturating_mul(4));
        let all = place.snapshot.all().len();
        let ahead = u64::try_from(count).ok()?.saturating_mul(all) / sieve.likely(all).max(1);
        if ahead > u64::try_from(most_tests).ok()? {
            return None;
        }
        let mut found = Vec::with_capacity(count.min(TESTED));
        for (tested, doc) in sorted.line(down, self.ties()).enumerate() {
            if tested >= most_tests {
                return None;
            }
            if sieve.passes(doc, place) {
                found.push(Doc(doc));
                if found.len() == count {
                    return Some(found);
                }
            }
        }
        fill_up(&mut found, sorted, self.skus, |doc| sieve.passes(doc, place), count);
        Some(found)
    }

    /// Sifts only what lies at the front of the order, where that is likely to hold enough.
    fn sift_front(
        &self,
        (sorted, down): (&Sorted, bool),
        sieve: &Sieve,
        place: Place<'_>,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let all = place.snapshot.all().len();
        let likely = sieve.likely(all);
        if likely < SIFTED {
            return None;
        }
        let wanted = u64::try_from(count).ok()?.saturating_mul(AHEAD);
        let front = usize::try_from(wanted.saturating_mul(all) / likely).ok()?;
        let (front, others) = sorted.base.end(front, down)?;
        let passing = match sorted.loose.is_empty() {
            true => sieve.sift_among(front, place),
            false => sieve.sift_among(&(front | &sorted.loose), place),
        };
        let found = self.first_of(&passing, place, count);
        // All loose ones are among them; of the others none comes before the next one in the order.
        let is_settled = |doc: &&u32| !sorted.loose.contains(**doc);
        let next = if down { others.iter().rfind(is_settled) } else { others.iter().find(is_settled) };
        let (last, next) = (sorted.get(found.last()?.0)?, sorted.get(*next?)?);
        let is_before = if down { last > next } else { last < next };
        (found.len() == count && is_before).then_some(found)
    }

    /// Where products lie in their order, the smallest set that all have to be in is walked from its beginning. When that
    /// takes long, all sets are joined, and what is left goes through the other tests in lists.
    fn walk_in_place(&self, sorted: &Sorted, sieve: &Sieve, place: Place<'_>, count: usize) -> Vec<Doc> {
        let alone = std::slice::from_ref(sieve);
        let tests = if let Sieve::All(list) = sieve { list.as_slice() } else { alone };
        let parts = Parts::of(tests);
        let along = parts.smallest().unwrap_or_else(|| place.snapshot.all());
        if let Some(Sieve::Range(numbers, low, high)) = tests.first()
            && numbers.count(*low, *high) < tested().min(along.len())
        {
            let rest = tests.get(1..).unwrap_or_default();
            let docs = numbers.list(*low, *high).into_iter();
            let passing = docs.filter(|doc| rest.iter().all(|test| test.passes(*doc, place)));
            return self.choose(passing, count);
        }
        let is_along = |test: &&Sieve| matches!(test, Sieve::Set(set) if std::ptr::eq(set.as_ref(), along));
        let rest: Vec<&Sieve> = tests.iter().filter(|test| !is_along(test)).collect();
        let mut walk = self.begin(sorted, |doc| sieve.passes(doc, place), count);
        let mut last = None;
        for doc in along.iter().take(TESTED) {
            last = Some(doc);
            if rest.iter().all(|test| test.passes(doc, place)) && walk.meet(doc) {
                return walk.end(self.skus);
            }
        }
        let Some(from) = last.and_then(|last| last.checked_add(1)) else { return walk.end(self.skus) };
        let (joined, done) = match parts.is_plain() && parts.smallest().is_some() {
            true => (None, None),
            false => {
                let (joined, done) = parts.begin(place);
                (Some(joined), done)
            }
        };
        let others = parts.others.iter().enumerate().filter(|(at, _)| Some(*at) != done);
        let others: Vec<&Sieve> = others.map(|(_, test)| *test).collect();
        let mut left = joined.as_ref().unwrap_or(along).range(from..);
        let mut list = vec![0; LIST_MIN];
        loop {
            let mut docs = left.next_many(&mut list).to_vec();
            if docs.is_empty() {
                return walk.end(self.skus);
            }
            others.iter().for_each(|test| test.keep(&mut docs, true, place));
            if docs.into_iter().any(|doc| walk.meet(doc)) {
                return walk.end(self.skus);
            }
            list.resize(list.len().saturating_mul(2).min(LIST_MAX), 0);
        }
    }

    /// Returns a walk along places that lie in order before its first step.
    fn begin<'s, P: Fn(u32) -> bool>(&'s self, sorted: &'s Sorted, passes: P, count: usize) -> Walk<'s, P> {
        let loose: &[u32] =
            if sorted.loose.is_empty() { &[] } else { sorted.loose_line(true, self.ties()).as_slice() };
        let found = Vec::with_capacity(count.min(TESTED));
        Walk { sorted, ties: self.ties(), loose: loose.iter().peekable(), passes, found, count }
    }
}

/// A walk along places that lie in order. Loose products and those without a number are put where they belong.
struct Walk<'a, P> {
    sorted: &'a Sorted,
    ties: Option<&'a Sorted>,
    loose: Peekable<std::slice::Iter<'a, u32>>,
    passes: P,
    found: Vec<Doc>,
    count: usize,
}

impl<P: Fn(u32) -> bool> Walk<'_, P> {
    /// Takes the next product that passes in; returns true when that is enough.
    fn meet(&mut self, doc: u32) -> bool {
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
    fn end(mut self, skus: &Sorted) -> Vec<Doc> {
        let free = self.count - self.found.len();
        if free > 0 {
            let passing = self.loose.filter(|doc| (self.passes)(**doc));
            self.found.extend(passing.take(free).map(|doc| Doc(*doc)));
            fill_up(&mut self.found, self.sorted, skus, self.passes, self.count);
        }
        self.found
    }
}

/// Adds products without a number, which come last, by sku.
fn fill_up(found: &mut Vec<Doc>, sorted: &Sorted, skus: &Sorted, passes: impl Fn(u32) -> bool, count: usize) {
    if found.len() < count && sorted.filled() < skus.filled() {
        let rest = skus.line(false, None).filter(|doc| sorted.get(*doc).is_none() && passes(*doc));
        found.extend(rest.take(count - found.len()).map(Doc));
    }
}

fn tested() -> u64 {
    u64::try_from(TESTED).unwrap_or(u64::MAX)
}

/// Leaves the first `count`, in order.
fn cut<T: Ord>(keyed: &mut Vec<T>, count: usize) {
    if count < keyed.len() {
        keyed.select_nth_unstable(count);
        keyed.truncate(count);
    }
    keyed.sort_unstable();
}

#[cfg(test)]
mod tests;
