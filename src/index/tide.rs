//! The tide: when time alone changes what is shown, with nothing changed in the catalogue.
//!
//! Days begin in the stores' time zones, relations, products and their being new begin and end, and hours of the week come
//! round. Two moments of the same mark are answered alike. Dates of links are not in it, since there may be millions; whoever
//! asks for a source looks at its own. Goes on to whoever keeps answers.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::fact::{Measure, Term};
use super::snapshot::{Doc, Snapshot};
use super::sorted::Sorted;
use crate::domain::relation::Schedule;
use crate::domain::rule::field::Field;

/// Microseconds of a minute: zones, weekdays and hours change on whole ones.
const MINUTE: i64 = 60_000_000;

/// Changed products whose moments take their places one by one; of more, all are read anew.
const ONE_BY_ONE: usize = 64;

/// What of a snapshot moves with time.
#[derive(Debug, Clone, Default)]
pub struct Tide {
    zones: Vec<Tz>,
    relations: Arc<Schedules>,
    /// Beginnings and ends of products, in order, each as often as there are products.
    products: Arc<Vec<i64>>,
    /// From and until when products are new.
    new: Vec<Arc<Sorted>>,
}

/// What of the relations moves with time.
#[derive(Debug, Default)]
struct Schedules {
    /// Beginnings and ends, in order.
    turns: Vec<i64>,
    /// Schedules with weekdays or hours.
    weekly: Vec<Schedule>,
}

impl Schedules {
    fn of(snapshot: &Snapshot, zones: &[Tz]) -> Self {
        let (mut turns, mut weekly) = (Vec::new(), Vec::new());
        for standing in snapshot.relations() {
            let schedule = &standing.relation.schedule;
            for zone in zones {
                turns.extend(schedule.begins(*zone));
                turns.extend(schedule.ends(*zone));
            }
            if schedule.hours.is_some() || !schedule.weekdays.is_empty() {
                weekly.push(schedule.clone());
            }
        }
        let mut turns: Vec<i64> = turns.iter().map(DateTime::timestamp_micros).collect();
        turns.sort_unstable();
        turns.dedup();
        Self { turns, weekly }
    }
}

impl Tide {
    /// Returns that of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let zones = zones(snapshot);
        let dated = snapshot.shelf().set(Term::Dated).into_iter().flat_map(|dated| dated.iter());
        let mut products: Vec<i64> = dated.flat_map(|doc| moments(snapshot, Doc(doc))).collect();
        products.sort_unstable();
        let relations = Arc::new(Schedules::of(snapshot, &zones));
        Self { relations, zones, products: Arc::new(products), new: new(snapshot) }
    }

    /// Returns that of the next snapshot, in which some products have changed.
    pub fn next(&self, old: &Snapshot, next: &Snapshot, changed: &[Doc]) -> Self {
        if changed.len() > ONE_BY_ONE {
            return Self::of(next);
        }
        let mut tide = Self { zones: zones(next), new: new(next), ..self.clone() };
        if tide.zones != self.zones || !Arc::ptr_eq(&old.relations, &next.relations) {
            tide.relations = Arc::new(Schedules::of(next, &tide.zones));
        }
        for doc in changed {
            let (was, is) = (moments(old, *doc), moments(next, *doc));
            if was == is {
                continue;
            }
            let turns = Arc::make_mut(&mut tide.products);
            for gone in was {
                if let Ok(at) = turns.binary_search(&gone) {
                    turns.remove(at);
                }
            }
            for fresh in is {
                turns.insert(turns.partition_point(|turn| *turn < fresh), fresh);
            }
        }
        tide
    }

    /// Returns what stands for all moments that are answered like this one, and until just before when they are.
    pub fn mark(&self, at: DateTime<Utc>) -> (u64, DateTime<Utc>) {
        let now = at.timestamp_micros();
        let passed = |turns: &[i64]| turns.partition_point(|turn| *turn <= now);
        let coming = |turns: &[i64]| turns.get(passed(turns)).copied().unwrap_or(i64::MAX);
        let (relations, products) = (&self.relations.turns, &self.products);
        let new: Vec<u64> = self.new.iter().map(|sorted| sorted.up_to(now)).collect();
        let mut hasher = DefaultHasher::new();
        (passed(relations), passed(products), &new).hash(&mut hasher);
        for zone in &self.zones {
            at.with_timezone(zone).date_naive().hash(&mut hasher);
            for schedule in &self.relations.weekly {
                schedule.is_on(at, *zone).hash(&mut hasher);
            }
        }
        let minute = (now.div_euclid(MINUTE) + 1).saturating_mul(MINUTE);
        let turn = coming(relations).min(coming(products));
        let news = self.new.iter().zip(new).map(|(sorted, count)| next(sorted, count, now, minute));
        let until = news.fold(minute.min(turn), i64::min);
        let until = DateTime::from_timestamp_micros(until);
        (hasher.finish(), until.unwrap_or(at + TimeDelta::microseconds(1)))
    }
}

fn zones(snapshot: &Snapshot) -> Vec<Tz> {
    let names: BTreeSet<&str> =
        snapshot.vocabulary().stores().iter().map(|store| store.time_zone.name()).collect();
    names.into_iter().filter_map(|name| name.parse().ok()).collect()
}

/// Returns when a product begins and ends to be sold, as far as it does.
fn moments(snapshot: &Snapshot, doc: Doc) -> Vec<i64> {
    let record = snapshot.record(doc);
    let rest = record.as_ref().and_then(|record| record.rest());
    let dates = rest.map(|rest| [rest.active_from, rest.active_until]);
    dates.into_iter().flatten().flatten().map(|date| date.timestamp_micros()).collect()
}

fn new(snapshot: &Snapshot) -> Vec<Arc<Sorted>> {
    let numbers = |field| snapshot.shelf().numbers(Measure::Plain(field)).cloned();
    [Field::NewFrom, Field::NewUntil].into_iter().filter_map(numbers).collect()
}

/// Returns the first moment behind one, up to a last, before which more numbers lie than so many.
fn next(sorted: &Sorted, count: u64, now: i64, last: i64) -> i64 {
    let (mut low, mut high) = (now, last);
    if sorted.up_to(last - 1) == count {
        return last;
    }
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        match sorted.up_to(middle) == count {
            true => low = middle,
            false => high = middle,
        }
    }
    high
}

#[cfg(test)]
mod tests;
