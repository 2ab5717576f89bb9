//! Order: in which order products come, and the first of those that pass a sieve.
//!
//! Four ways lead to the first few, and all come to the same: walk what lies in order and test each; or sift the front of
//! the order; or sift the whole set and walk the order until enough of it were met; or sift and choose among its products.
//! Where places lie in the order themselves, `walk` ends with the first few whatever they are; elsewhere it gives up after
//! some tests, so that a rule that lets little through costs a set and no more.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::cells::Cells;
use super::fact::Measure;
use super::shuffle::Throw;
use super::sieve::{Place, Sieve};
use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use crate::domain::locale::Locale;
use crate::domain::relation::Sort;
use crate::domain::rule::field::{Field, Window};

/// So many products are tested one by one, which is quickest where much passes.
pub(super) const TESTED: usize = 500;
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
    pub(super) skus: &'a Arc<Sorted>,
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
        let most = sieve.most(place.size);
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
        let (all, most) = (place.size, set.len());
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

    pub(super) fn line(&self) -> Option<(&Sorted, bool)> {
        match &self.by {
            By::Number(sorted, down) => Some((sorted, *down)),
            By::Sku => Some((self.skus, false)),
            By::Name(_) | By::Dice(..) => None,
        }
    }

    pub(super) fn ties(&self) -> Option<&Sorted> {
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
        let all = place.size;
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
        let all = place.size;
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
}

/// Adds products without a number, which come last, by sku.
pub(super) fn fill_up(
    found: &mut Vec<Doc>,
    sorted: &Sorted,
    skus: &Sorted,
    passes: impl Fn(u32) -> bool,
    count: usize,
) {
    if found.len() < count && sorted.filled() < skus.filled() {
        let rest = skus.line(false, None).filter(|doc| sorted.get(*doc).is_none() && passes(*doc));
        found.extend(rest.take(count - found.len()).map(Doc));
    }
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
mod large_tests;
#[cfg(test)]
mod tests;
