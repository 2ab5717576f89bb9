//! Order: in which order products come, and the first of those that pass a sieve.
//!
//! Three ways lead to the first few, and all come to the same: walk what lies in order and test each; or sift the whole
//! set and walk the order until enough of it were met; or sift and choose among its products. A walk gives up after some
//! tests, so that a rule that lets little through costs a set and no more.

use std::cmp::Ordering;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::cells::Cells;
use super::fact::Measure;
use super::shelf::stir;
use super::sieve::{Place, Sieve};
use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use crate::domain::locale::Locale;
use crate::domain::relation::Sort;
use crate::domain::rule::field::{Field, Window};

/// So many products are tested before a walk is weighed against the whole set.
const TESTED: usize = 1_500;
/// A walk with no more than these before it goes on all the same.
const AHEAD: u64 = 20_000;
/// Of so few products names are compared as they are, rather than all names of the shop put in order.
const NAMED: u64 = 2_000;
/// So many times farther than expected an order is walked along.
const FARTHER: u64 = 16;
/// Looking a product up for its number costs as much as so many steps along the order.
const STEPS: u64 = 4;

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
    /// The dice of the products, stirred with a seed.
    Dice(&'a Arc<Cells>, u64),
}

impl Snapshot {
    /// Returns a relation's order; a shuffle is that of the seed.
    pub fn order<'a>(&'a self, sort: Sort, circumstances: &'a Circumstances, seed: u64) -> Order<'a> {
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
            Sort::Shuffle => By::Dice(shelf.dice(), seed),
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
            let walked = match down && sorted.base.in_place {
                true => self.walk_in_place(sorted, sieve, place, count),
                false => self.walk(sorted, down, sieve, place, most, count),
            };
            if let Some(found) = walked {
                return found;
            }
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
            let whole = Sieve::Set(Arc::default());
            if down && sorted.base.in_place {
                return self
                    .in_place(sorted, set.iter(), &[], &whole, Some(set), place, count, |_| true)
                    .found;
            }
            // Of a large part of all, the first ones lie near the front.
            let expected = wanted.saturating_mul(all) / most.max(1);
            if expected < most.saturating_mul(STEPS) {
                // Where they do not, as of the dear ones by price, choosing among them costs less than walking on.
                let steps =
                    expected.saturating_mul(FARTHER).saturating_add(tested()).min(most.saturating_mul(STEPS));
                let steps = usize::try_from(steps).unwrap_or(usize::MAX);
                let line = sorted.line(down, self.ties()).take(steps).filter(|doc| set.contains(*doc));
                let found: Vec<Doc> = line.take(count).map(Doc).collect();
                if found.len() == count {
                    return found;
                }
            }
        }
        self.choose(set.iter().collect(), count)
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
    fn choose(&self, docs: Vec<u32>, count: usize) -> Vec<Doc> {
        let sku = |doc: u32| self.skus.get(doc).unwrap_or(i64::MAX);
        let number = |doc: u32| match &self.by {
            By::Number(sorted, down) => match sorted.get(doc) {
                Some(number) => (false, if *down { !number } else { number }),
                None => (true, 0),
            },
            By::Dice(dice, seed) => {
                let side = dice.get(doc).and_then(|side| u64::try_from(side).ok()).unwrap_or(0);
                (false, i64::from_ne_bytes(stir(seed ^ stir(side)).to_ne_bytes()))
            }
            By::Sku | By::Name(_) => (false, 0),
        };
        let mut keyed: Vec<((bool, i64), i64, u32)> =
            docs.into_iter().map(|doc| (number(doc), sku(doc), doc)).collect();
        cut(&mut keyed, count);
        keyed.into_iter().map(|(_, _, doc)| Doc(doc)).collect()
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
        sorted: &Sorted,
        down: bool,
        sieve: &Sieve,
        place: Place<'_>,
        most: u64,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let most_tests = TESTED.saturating_add(count.saturating_mul(4));
        let ahead = u64::try_from(count).ok()?.saturating_mul(place.snapshot.all().len()) / most.max(1);
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
        self.fill_up(&mut found, sorted, |doc| sieve.passes(doc, place), count);
        Some(found)
    }

    /// Adds products without a number, which come last, by sku.
    fn fill_up(&self, found: &mut Vec<Doc>, sorted: &Sorted, passes: impl Fn(u32) -> bool, count: usize) {
        if found.len() < count && sorted.filled() < self.skus.filled() {
            let rest = self.skus.line(false, None).filter(|doc| sorted.get(*doc).is_none() && passes(*doc));
            found.extend(rest.take(count - found.len()).map(Doc));
        }
    }

    /// Where products lie in their order, the smallest set that all have to be in is walked from its beginning.
    fn walk_in_place(
        &self,
        sorted: &Sorted,
        sieve: &Sieve,
        place: Place<'_>,
        count: usize,
    ) -> Option<Vec<Doc>> {
        let all = place.snapshot.all();
        let alone = std::slice::from_ref(sieve);
        let tests = if let Sieve::All(list) = sieve { list.as_slice() } else { alone };
        let sets = tests.iter().enumerate().filter_map(|(at, test)| match test {
            Sieve::Set(set) => Some((set.len(), at, set.as_ref())),
            _ => None,
        });
        let (along, at) =
            sets.min_by_key(|(len, _, _)| *len).map_or((all, None), |(_, at, set)| (set, Some(at)));
        if let Some(Sieve::Range(numbers, low, high)) = tests.first()
            && numbers.count(*low, *high) < u64::try_from(TESTED).ok()?.min(along.len())
        {
            let rest = tests.get(1..).unwrap_or_default();
            let docs = numbers.list(*low, *high).into_iter();
            let passing = docs.filter(|doc| rest.iter().all(|test| test.passes(*doc, place)));
            return Some(self.choose(passing.collect(), count));
        }
        let (before, after) = match at {
            Some(at) => (tests.get(..at).unwrap_or_default(), tests.get(at + 1..).unwrap_or_default()),
            None => (tests, [].as_slice()),
        };
        let rest: Vec<&Sieve> = before.iter().chain(after).collect();
        let left = along.len().saturating_sub(tested());
        let goes_on = |met: usize| ahead(met, count).map_or(left, |ahead| ahead.min(left)) <= AHEAD;
        let walk = self.in_place(sorted, along.iter(), &rest, sieve, None, place, count, goes_on);
        walk.is_done.then_some(walk.found)
    }

    /// Walks along places in order, and puts loose products and those without a number where they belong.
    #[expect(clippy::too_many_arguments, reason = "one walk for sieves and sets alike")]
    fn in_place(
        &self,
        sorted: &Sorted,
        along: impl Iterator<Item = u32>,
        rest: &[&Sieve],
        sieve: &Sieve,
        set: Option<&RoaringBitmap>,
        place: Place<'_>,
        count: usize,
        goes_on: impl Fn(usize) -> bool,
    ) -> Walked {
        let loose: &[u32] =
            if sorted.loose.is_empty() { &[] } else { sorted.loose_line(true, self.ties()).as_slice() };
        let passes = |doc: u32| set.map_or_else(|| sieve.passes(doc, place), |set| set.contains(doc));
        let mut loose = loose.iter().copied().filter(|doc| passes(*doc)).peekable();
        let mut found = Vec::with_capacity(count.min(TESTED));
        for (tested, doc) in along.enumerate() {
            if tested == TESTED && !goes_on(found.len())
                || tested > TESTED.saturating_mul(30) && set.is_none()
            {
                return Walked { found, is_done: false };
            }
            if sorted.loose.contains(doc) || !rest.iter().all(|test| test.passes(doc, place)) {
                continue;
            }
            if sorted.get(doc).is_none() {
                continue;
            }
            while found.len() < count
                && let Some(before) =
                    loose.next_if(|loose| sorted.compare(*loose, doc, true, self.ties()) == Ordering::Less)
            {
                found.push(Doc(before));
            }
            if found.len() < count {
                found.push(Doc(doc));
            }
            if found.len() == count {
                return Walked { found, is_done: true };
            }
        }
        found.extend(loose.take(count - found.len()).map(Doc));
        self.fill_up(&mut found, sorted, passes, count);
        Walked { found, is_done: true }
    }
}

fn tested() -> u64 {
    u64::try_from(TESTED).unwrap_or(u64::MAX)
}

/// Returns how many tests more it will take, as far as those so far tell; none where nothing was met yet.
fn ahead(met: usize, count: usize) -> Option<u64> {
    u64::try_from(TESTED.saturating_mul(count).checked_div(met)?).ok()
}

/// How far a walk came.
struct Walked {
    found: Vec<Doc>,
    is_done: bool,
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
