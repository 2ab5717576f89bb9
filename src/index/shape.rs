//! Shape: a compiled test in, the sieve of what the shelves know of it out.
//!
//! Every test has one; what no set and no sorted number answers is asked of each product by itself when it comes to it.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta, TimeZone, Utc};
use roaring::RoaringBitmap;

use super::compile::Plan;
use super::fact::{Measure, Term};
use super::sieve::{Each, Sieve};
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use super::verify::{Joined, passes};
use crate::domain::attribute::AttributeKind;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::money::Currency;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::TextMatch;

/// Sets with fewer products in all are joined at once; larger ones when it is needed.
const JOINED: u64 = 30_000;
/// Most candidates that are asked at once.
const ASKED_MAX: u64 = 256;
/// More sets than these are joined at once whatever their size.
const APART: usize = 6;

/// What tests are shaped with.
pub struct Shaper<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked<'a>,
}

impl<'a> Shaper<'a> {
    /// Returns the shaper of a snapshot under some circumstances.
    pub fn new(snapshot: &'a Snapshot, asked: &'a Asked<'a>) -> Self {
        Self { snapshot, asked }
    }

    /// Returns how many products there are.
    pub fn size(&self) -> u64 {
        self.snapshot.all().len()
    }

    /// Returns the sieve of a test.
    pub fn sieve(&self, plan: &Plan) -> Sieve {
        match plan {
            Plan::Never => Sieve::nothing(),
            Plan::Present(field) => self.present(*field),
            Plan::Text(field, how, values) => self.text(plan, *field, *how, values),
            Plan::Spelt(field, ..) => self.each(plan, self.present(*field)),
            Plan::Numbers(field, currency, ranges) => self.numbers(plan, *field, *currency, ranges),
            Plan::Days(field, ranges) => self.any(ranges.iter().map(|range| self.days(*field, *range))),
            Plan::AnyOption(_, options) => self.any_option(options),
            Plan::AllOptions(_, lists) if lists.is_empty() => Sieve::nothing(),
            Plan::AllOptions(_, lists) => self.all(lists.iter().map(|options| self.any_option(options))),
            Plan::Active(wanted) => either(self.term(Term::Active), wanted),
            Plan::AnyStore(stores) if stores.is_empty() => Sieve::nothing(),
            Plan::AnyStore(stores) => {
                let named = stores.iter().map(|id| Term::Store(*id));
                self.any_term(named.chain([Term::EveryStore]))
            }
            Plan::AnyCategory(ids) => self.any_term(ids.iter().map(|id| Term::Category(*id))),
            Plan::Below(ids) => self.any_term(ids.iter().map(|id| Term::Below(*id))),
            Plan::Is(Field::Attribute(id), wanted) => {
                self.any_term(wanted.iter().map(|is| Term::YesNo(*id, *is)))
            }
            Plan::Is(field, wanted) => self.yes_no(plan, *field, wanted),
        }
    }

    fn term(&self, term: Term) -> Sieve {
        self.snapshot.shelf().set(term).map_or_else(Sieve::nothing, |set| Sieve::set(Arc::clone(set)))
    }

    fn any(&self, children: impl Iterator<Item = Sieve>) -> Sieve {
        Sieve::any(children.collect(), self.size())
    }

    fn all(&self, children: impl Iterator<Item = Sieve>) -> Sieve {
        Sieve::all(children.collect(), self.size())
    }

    fn any_term(&self, terms: impl Iterator<Item = Term>) -> Sieve {
        let known = |term| self.snapshot.shelf().set(term).map(|set| (term, set));
        let mut sets: Vec<(Term, &Arc<RoaringBitmap>)> = terms.filter_map(known).collect();
        let together: u64 = sets.iter().map(|(_, set)| set.len()).sum();
        if sets.len() > 1 && (together <= JOINED || sets.len() > APART) {
            sets.sort_by_key(|(_, set)| std::cmp::Reverse(set.len()));
            let terms = sets.iter().map(|(term, _)| *term).collect();
            let mut found = RoaringBitmap::new();
            let join = || {
                sets.into_iter().for_each(|(_, set)| found |= set.as_ref());
                found
            };
            return Sieve::set(self.snapshot.plans().joined(terms, join));
        }
        self.any(sets.into_iter().map(|(_, set)| Sieve::set(Arc::clone(set))))
    }

    /// What carries one of the options everywhere, or in the asked locale.
    fn any_option(&self, options: &[OptionId]) -> Sieve {
        let code = self.asked.circumstances.locale.code();
        self.any_term(options.iter().flat_map(|id| [Term::Option(*id), Term::OptionIn(*id, code)]))
    }

    fn range(&self, measure: Measure, low: i64, high: i64) -> Sieve {
        match self.snapshot.shelf().numbers(measure) {
            Some(sorted) if low <= high => Sieve::range(Arc::clone(sorted), low, high),
            _ => Sieve::nothing(),
        }
    }

    fn filled(&self, measure: Measure) -> Sieve {
        self.range(measure, i64::MIN, i64::MAX)
    }

    fn present(&self, field: Field) -> Sieve {
        match field {
            Field::Store | Field::Status | Field::InStock | Field::OnSale | Field::IsNew | Field::Sku => {
                Sieve::everything()
            }
            Field::Category => self.term(Term::AnyCategory),
            Field::Attribute(id) => match self.asked.vocabulary.kind(id) {
                Some(AttributeKind::Text) => self.told(field),
                None => self.ask(&Plan::Present(field), self.carriers(id)),
                Some(AttributeKind::Choice) => self.chosen(id),
                Some(_) => self.term(Term::Filled(id)),
            },
            Field::Price | Field::RegularPrice | Field::DiscountPercent => {
                match self.prices(self.asked.circumstances.currency) {
                    Some((price, ..)) => self.filled(price),
                    None => self.each(&Plan::Present(field), Sieve::everything()),
                }
            }
            Field::Name | Field::Description | Field::Url => self.told(field),
            _ => self.filled(Measure::Plain(field)),
        }
    }

    /// Only products that have the text in some locales alone have to be asked.
    fn told(&self, field: Field) -> Sieve {
        let everywhere = self.term(Term::Told(field));
        match self.snapshot.shelf().set(Term::ToldSomewhere(field)).filter(|set| !set.is_empty()) {
            None => everywhere,
            Some(somewhere) => {
                self.any([everywhere, self.ask(&Plan::Present(field), Arc::clone(somewhere))].into_iter())
            }
        }
    }

    /// Only products that carry options in some locales alone have to be asked.
    fn chosen(&self, id: AttributeId) -> Sieve {
        let field = Field::Attribute(id);
        let somewhere = self.snapshot.shelf().set(Term::ToldSomewhere(field));
        let Some(somewhere) = somewhere.filter(|set| !set.is_empty()) else {
            return self.term(Term::Filled(id));
        };
        let sure = Sieve::set(Arc::new(self.carriers(id).as_ref() - somewhere.as_ref()));
        self.any([sure, self.ask(&Plan::Present(field), Arc::clone(somewhere))].into_iter())
    }

    /// Asks each of some products: a handful at once, so that most tests become sets.
    fn ask(&self, plan: &Plan, among: Arc<RoaringBitmap>) -> Sieve {
        if among.len() > ASKED_MAX {
            return self.each(plan, Sieve::set(among));
        }
        let passes = |doc: &u32| {
            let product = self.snapshot.record(Doc(*doc));
            product.is_some_and(|product| passes(plan, Reader::product(self.asked, product)))
        };
        Sieve::set(Arc::new(among.iter().filter(passes).collect()))
    }

    fn carriers(&self, id: AttributeId) -> Arc<RoaringBitmap> {
        self.snapshot.shelf().set(Term::Filled(id)).cloned().unwrap_or_default()
    }

    /// Texts are kept by word; what the words do not tell is asked.
    fn text(&self, plan: &Plan, field: Field, how: TextMatch, values: &[String]) -> Sieve {
        let mut hits = match field {
            Field::Sku | Field::Name | Field::Attribute(_) => {
                let locale = &self.asked.circumstances.locale;
                self.snapshot.shelf().words().find(field, locale, how, values)
            }
            Field::Description | Field::Url => {
                let told = [Term::Told(field), Term::ToldSomewhere(field)];
                return self.each(plan, self.any_term(told.into_iter()));
            }
            _ => return Sieve::nothing(),
        };
        if let Field::Attribute(id) = field {
            // Options of an attribute that is no choice any more are texts all the same.
            let options = self.asked.vocabulary.attribute(id).map(|found| found.options.as_slice());
            let code = self.asked.circumstances.locale.code();
            for option in options.unwrap_or_default() {
                for term in [Term::Option(option.id), Term::OptionIn(option.id, code)] {
                    if let Some(set) = self.snapshot.shelf().set(term) {
                        hits.maybe |= set.as_ref();
                    }
                }
            }
        }
        let sure = Sieve::set(hits.sure);
        if hits.maybe.is_empty() {
            return sure;
        }
        self.any([sure, self.ask(plan, hits.maybe.into())].into_iter())
    }

    /// Returns the sieve that looks at each product by itself.
    fn each(&self, plan: &Plan, among: Sieve) -> Sieve {
        let asked = Joined::Test { plan: plan.clone(), negated: false };
        Sieve::Each(Arc::new(Each { asked, among }))
    }

    /// Returns the measures of price, regular price and discount where those of the asked store are sorted in that
    /// currency.
    fn prices(&self, currency: Currency) -> Option<(Measure, Measure, Measure)> {
        let store = self.asked.circumstances.store;
        let is_known = self.asked.vocabulary.store_by_id(store).is_some()
            && self.asked.vocabulary.currencies().contains(&&currency);
        is_known.then_some((
            Measure::Price(store, currency),
            Measure::RegularPrice(store, currency),
            Measure::Discount(store, currency),
        ))
    }

    fn numbers(
        &self,
        plan: &Plan,
        field: Field,
        currency: Option<Currency>,
        ranges: &[(i128, i128)],
    ) -> Sieve {
        let currency = currency.unwrap_or(self.asked.circumstances.currency);
        let prices = self.prices(currency);
        let money = matches!(field, Field::Price | Field::RegularPrice | Field::DiscountPercent);
        if money && prices.is_none() {
            return self.each(plan, Sieve::everything());
        }
        let unit = self.asked.fine_per_unit(field, currency).unwrap_or(1);
        let one = |(low, high): &(i128, i128)| {
            let low = low.div_euclid(unit) + i128::from(low.rem_euclid(unit) != 0);
            let Some((low, high)) = ends(low, high.div_euclid(unit)) else { return Sieve::nothing() };
            match (field, prices) {
                (Field::Price, Some((price, ..))) => self.range(price, low, high),
                (Field::RegularPrice, Some((price, regular, _))) => {
                    let own = self.term(Term::OwnRegular(self.asked.circumstances.store, currency));
                    let same = [own.opposite(), self.range(price, low, high)];
                    self.any([self.range(regular, low, high), self.all(same.into_iter())].into_iter())
                }
                (Field::DiscountPercent, Some((price, _, discount))) => {
                    let cheaper = self.range(discount, low, high);
                    if low > 0 || high < 0 {
                        return cheaper;
                    }
                    let same = [self.filled(price), self.filled(discount).opposite()];
                    self.any([cheaper, self.all(same.into_iter())].into_iter())
                }
                _ => self.range(Measure::Plain(field), low, high),
            }
        };
        self.any(ranges.iter().map(one))
    }

    fn days(&self, field: Field, (low, high): (i64, i64)) -> Sieve {
        if let Field::Attribute(_) = field {
            return self.range(Measure::Plain(field), low, high);
        }
        let (from, until) = (day_start(self.asked, low), day_start(self.asked, high.saturating_add(1)));
        self.range(Measure::Plain(field), from, until.saturating_sub(1))
    }

    fn yes_no(&self, plan: &Plan, field: Field, wanted: &[bool]) -> Sieve {
        let (store, currency) = (self.asked.circumstances.store, self.asked.circumstances.currency);
        match field {
            Field::InStock => either(self.term(Term::InStock), wanted),
            Field::OnSale if self.prices(currency).is_some() => {
                either(self.term(Term::OnSale(store, currency)), wanted)
            }
            Field::IsNew => either(self.new_at(self.asked.circumstances.at.timestamp_micros()), wanted),
            _ => self.each(plan, Sieve::everything()),
        }
    }

    /// New at a moment: begun or without a beginning, not ended, and dated at all.
    fn new_at(&self, at: i64) -> Sieve {
        let (from, until) = (Measure::Plain(Field::NewFrom), Measure::Plain(Field::NewUntil));
        let undated = self.all([self.filled(until), self.filled(from).opposite()].into_iter());
        let begun = self.any([self.range(from, i64::MIN, at), undated].into_iter());
        self.all([begun, self.range(until, i64::MIN, at).opposite()].into_iter())
    }
}

/// Returns the sieve of what says any of the wanted.
fn either(yes: Sieve, wanted: &[bool]) -> Sieve {
    match (wanted.contains(&true), wanted.contains(&false)) {
        (true, true) => Sieve::everything(),
        (true, false) => yes,
        (false, true) => yes.opposite(),
        (false, false) => Sieve::nothing(),
    }
}

/// Returns a range cut to what the shelves can hold; none when all of it lies beyond.
fn ends(low: i128, high: i128) -> Option<(i64, i64)> {
    let low = i64::try_from(low.max(i64::MIN.into())).ok()?;
    let high = i64::try_from(high.min(i64::MAX.into())).ok()?;
    Some((low, high))
}

/// Returns the first moment of a day in the store, in microseconds. Where the clock skips midnight it is the first
/// moment after the gap; beyond the calendar it is the end of time.
fn day_start(asked: &Asked<'_>, day: i64) -> i64 {
    let end = if day < 0 { i64::MIN } else { i64::MAX };
    let Some(date) = i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt) else {
        return end;
    };
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    let mut at = midnight;
    for _ in 0..=24 * 60 {
        if let Some(moment) = asked.zone.from_local_datetime(&at).earliest() {
            return moment.with_timezone(&Utc).timestamp_micros();
        }
        let Some(next) = at.checked_add_signed(TimeDelta::minutes(1)) else { return end };
        at = next;
    }
    midnight.and_utc().timestamp_micros()
}
