//! Look-ups: what the shelves know of a compiled test.

use chrono::{NaiveDate, TimeDelta, TimeZone, Utc};
use roaring::RoaringBitmap;

use super::compile::Plan;
use super::fact::{Measure, Term};
use super::run::Found;
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use super::verify::passes;
use crate::domain::attribute::AttributeKind;
use crate::domain::money::Currency;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::TextMatch;

/// Most candidates of a text that are asked at once.
const ASKED_MAX: u64 = 256;

impl Snapshot {
    /// Returns what the shelves know of a test.
    pub fn find_set(&self, plan: &Plan, asked: &Asked<'_>) -> Found {
        match plan {
            Plan::Never => Found::Exactly(RoaringBitmap::new()),
            Plan::Present(field) => self.present(*field, asked),
            Plan::Text(field, how, values) => self.text(plan, (*field, *how, values), asked),
            Plan::Numbers(field, currency, ranges) => self.numbers(*field, *currency, ranges, asked),
            Plan::Days(field, ranges) => self.days(*field, ranges, asked),
            Plan::AnyOption(_, options) => {
                Found::Exactly(self.any(options.iter().map(|id| Term::Option(*id))))
            }
            Plan::AllOptions(_, options) => {
                let sets = options.iter().map(|id| self.term(Term::Option(*id)));
                Found::Exactly(sets.reduce(|left, right| left & right).unwrap_or_default())
            }
            Plan::Active(wanted) => {
                let active = self.term(Term::Active);
                let yes = if wanted.contains(&true) { active.clone() } else { RoaringBitmap::new() };
                let no = if wanted.contains(&false) { self.all() - active } else { RoaringBitmap::new() };
                Found::Exactly(yes | no)
            }
            Plan::AnyStore(stores) if stores.is_empty() => Found::Exactly(RoaringBitmap::new()),
            Plan::AnyStore(stores) => {
                let named = self.any(stores.iter().map(|id| Term::Store(*id)));
                Found::Exactly(named | self.term(Term::EveryStore))
            }
            Plan::AnyCategory(categories) => {
                Found::Exactly(self.any(categories.iter().map(|id| Term::Category(*id))))
            }
            Plan::Is(field, wanted) => self.yes_no(*field, wanted, asked),
        }
    }

    fn term(&self, term: Term) -> RoaringBitmap {
        self.shelf().set(term).map(|set| set.as_ref().clone()).unwrap_or_default()
    }

    fn any(&self, terms: impl Iterator<Item = Term>) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for term in terms {
            if let Some(set) = self.shelf().set(term) {
                found |= set.as_ref();
            }
        }
        found
    }

    fn present(&self, field: Field, asked: &Asked<'_>) -> Found {
        match field {
            Field::Store | Field::Status | Field::InStock | Field::OnSale | Field::IsNew => {
                Found::Exactly(self.all().clone())
            }
            Field::Category => Found::Exactly(self.term(Term::AnyCategory)),
            Field::Attribute(id) => match asked.vocabulary.kind(id) {
                Some(AttributeKind::Text) => self.told(field, asked),
                None => Found::Among(self.term(Term::Filled(id))),
                Some(_) => Found::Exactly(self.term(Term::Filled(id))),
            },
            Field::Price | Field::RegularPrice | Field::DiscountPercent => {
                let currency = asked.circumstances.currency;
                match self.knows(asked, currency) {
                    true => {
                        let measure = Measure::Price(asked.circumstances.store, currency);
                        Found::Exactly(self.shelf().range(measure, i64::MIN, i64::MAX))
                    }
                    false => Found::Unknown,
                }
            }
            Field::Sku => Found::Exactly(self.all().clone()),
            Field::Name | Field::Description | Field::Url => self.told(field, asked),
            _ => Found::Exactly(self.shelf().range(Measure::Plain(field), i64::MIN, i64::MAX)),
        }
    }

    /// Only products that have the text in some locales alone have to be asked.
    fn told(&self, field: Field, asked: &Asked<'_>) -> Found {
        let is_told = |doc: &u32| {
            let product = self.record(Doc(*doc));
            product.is_some_and(|product| Reader::product(asked, product).is_present(field))
        };
        let mut found = self.term(Term::Told(field));
        found.extend(self.term(Term::ToldSomewhere(field)).iter().filter(is_told));
        Found::Exactly(found)
    }

    /// A handful of candidates is asked at once, so that most tests on texts become sets.
    fn text(&self, plan: &Plan, test: (Field, TextMatch, &[String]), asked: &Asked<'_>) -> Found {
        let (field, how, values) = test;
        let mut hits = match field {
            Field::Sku | Field::Name | Field::Attribute(_) => {
                self.shelf().words().find(field, &asked.circumstances.locale, how, values)
            }
            Field::Description | Field::Url => {
                let told = [Term::Told(field), Term::ToldSomewhere(field)];
                return Found::Among(self.any(told.into_iter()));
            }
            _ => return Found::Exactly(RoaringBitmap::new()),
        };
        if let Field::Attribute(id) = field {
            // Options of an attribute that is no choice any more are texts all the same.
            let options = asked.vocabulary.attribute(id).map(|found| found.options.as_slice());
            hits.maybe |= self.any(options.unwrap_or_default().iter().map(|option| Term::Option(option.id)));
        }
        if hits.maybe.is_empty() {
            return Found::Exactly(hits.sure.as_ref().clone());
        }
        if hits.maybe.len() > ASKED_MAX {
            return Found::Among(hits.sure.as_ref() | hits.maybe);
        }
        let is_hit = |doc: &u32| {
            let product = self.record(Doc(*doc));
            product.is_some_and(|product| passes(plan, Reader::product(asked, product)))
        };
        let asked: RoaringBitmap = hits.maybe.iter().filter(is_hit).collect();
        Found::Exactly(hits.sure.as_ref() | asked)
    }

    /// Returns true when prices of the asked store are sorted in that currency.
    fn knows(&self, asked: &Asked<'_>, currency: Currency) -> bool {
        asked.vocabulary.store_by_id(asked.circumstances.store).is_some()
            && asked.vocabulary.currencies().contains(&&currency)
    }

    fn numbers(
        &self,
        field: Field,
        currency: Option<Currency>,
        ranges: &[(i128, i128)],
        asked: &Asked<'_>,
    ) -> Found {
        let currency = currency.unwrap_or(asked.circumstances.currency);
        let store = asked.circumstances.store;
        let measure = match field {
            Field::Price if self.knows(asked, currency) => Measure::Price(store, currency),
            Field::RegularPrice if self.knows(asked, currency) => Measure::RegularPrice(store, currency),
            Field::Price | Field::RegularPrice => return Found::Unknown,
            Field::DiscountPercent if self.knows(asked, currency) => {
                let mut found = RoaringBitmap::new();
                for (low, high) in ranges.iter().filter_map(|(low, high)| ends(*low, *high)) {
                    found |= self.shelf().range(Measure::Discount(store, currency), low, high);
                }
                return Found::Exactly(found);
            }
            field => Measure::Plain(field),
        };
        let Some(unit) = asked.fine_per_unit(field, currency) else { return Found::Unknown };
        let mut found = RoaringBitmap::new();
        for (low, high) in ranges {
            let low = low.div_euclid(unit) + i128::from(low.rem_euclid(unit) != 0);
            if let Some((low, high)) = ends(low, high.div_euclid(unit)) {
                found |= self.shelf().range(measure, low, high);
            }
        }
        Found::Exactly(found)
    }

    fn days(&self, field: Field, ranges: &[(i64, i64)], asked: &Asked<'_>) -> Found {
        let measure = Measure::Plain(field);
        let mut found = RoaringBitmap::new();
        for (low, high) in ranges {
            found |= match field {
                Field::Attribute(_) => self.shelf().range(measure, *low, *high),
                _ => {
                    let (from, until) = (day_start(asked, *low), day_start(asked, high.saturating_add(1)));
                    self.shelf().range(measure, from, until.saturating_sub(1))
                }
            };
        }
        Found::Exactly(found)
    }

    fn yes_no(&self, field: Field, wanted: &[bool], asked: &Asked<'_>) -> Found {
        let (store, currency) = (asked.circumstances.store, asked.circumstances.currency);
        let there = match field {
            Field::InStock => self.term(Term::InStock),
            Field::OnSale if self.knows(asked, currency) => self.term(Term::OnSale(store, currency)),
            Field::IsNew => self.new_at(asked.circumstances.at.timestamp_micros()),
            Field::Attribute(id) => {
                return Found::Exactly(self.any(wanted.iter().map(|is| Term::YesNo(id, *is))));
            }
            _ => return Found::Unknown,
        };
        let yes = if wanted.contains(&true) { there.clone() } else { RoaringBitmap::new() };
        let no = if wanted.contains(&false) { self.all() - there } else { RoaringBitmap::new() };
        Found::Exactly(yes | no)
    }

    /// Returns the products that are new at a moment: begun or without a beginning, not ended, and dated at all.
    fn new_at(&self, at: i64) -> RoaringBitmap {
        let (from, until) = (Measure::Plain(Field::NewFrom), Measure::Plain(Field::NewUntil));
        let undated =
            self.shelf().range(until, i64::MIN, i64::MAX) - self.shelf().range(from, i64::MIN, i64::MAX);
        (self.shelf().range(from, i64::MIN, at) | undated) - self.shelf().range(until, i64::MIN, at)
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
