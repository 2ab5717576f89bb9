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

use super::snapshot::Snapshot;
use super::sorted::Sorted;
use crate::domain::relation::Schedule;
use crate::domain::rule::field::Field;

/// Microseconds of a minute: zones, weekdays and hours change on whole ones.
const MINUTE: i64 = 60_000_000;

/// What of a snapshot moves with time.
#[derive(Debug, Default)]
pub struct Tide {
    zones: Vec<Tz>,
    /// Beginnings and ends, in order.
    turns: Vec<i64>,
    /// Schedules with weekdays or hours.
    weekly: Vec<Schedule>,
    /// From and until when products are new.
    new: Vec<Arc<Sorted>>,
}

impl Tide {
    /// Returns that of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let zones: BTreeSet<&str> =
            snapshot.vocabulary().stores().iter().map(|store| store.time_zone.name()).collect();
        let zones: Vec<Tz> = zones.into_iter().filter_map(|name| name.parse().ok()).collect();
        let mut turns = Vec::new();
        let mut weekly = Vec::new();
        for standing in snapshot.relations() {
            let schedule = &standing.relation.schedule;
            for zone in &zones {
                turns.extend(schedule.begins(*zone));
                turns.extend(schedule.ends(*zone));
            }
            if schedule.hours.is_some() || !schedule.weekdays.is_empty() {
                weekly.push(schedule.clone());
            }
        }
        for doc in snapshot.shelf().set(Term::Dated).into_iter().flat_map(|dated| dated.iter()) {
            let record = snapshot.record(super::snapshot::Doc(doc));
            if let Some(rest) = record.as_ref().and_then(|record| record.rest()) {
                turns.extend(rest.active_from);
                turns.extend(rest.active_until);
            }
        }
        let mut turns: Vec<i64> = turns.iter().map(DateTime::timestamp_micros).collect();
        turns.sort_unstable();
        turns.dedup();
        let numbers = |field| snapshot.shelf().numbers(Measure::Plain(field)).cloned();
        let new = [Field::NewFrom, Field::NewUntil].into_iter().filter_map(numbers).collect();
        Self { zones, turns, weekly, new }
    }

    /// Returns what stands for all moments that are answered like this one, and until just before when they are.
    pub fn mark(&self, at: DateTime<Utc>) -> (u64, DateTime<Utc>) {
        let now = at.timestamp_micros();
        let passed = self.turns.partition_point(|turn| *turn <= now);
        let new: Vec<u64> = self.new.iter().map(|sorted| sorted.up_to(now)).collect();
        let mut hasher = DefaultHasher::new();
        (passed, &new).hash(&mut hasher);
        for zone in &self.zones {
            at.with_timezone(zone).date_naive().hash(&mut hasher);
            for schedule in &self.weekly {
                schedule.is_on(at, *zone).hash(&mut hasher);
            }
        }
        let minute = (now.div_euclid(MINUTE) + 1).saturating_mul(MINUTE);
        let turn = self.turns.get(passed).copied().unwrap_or(i64::MAX);
        let news = self.new.iter().zip(new).map(|(sorted, count)| next(sorted, count, now, minute));
        let until = news.fold(minute.min(turn), i64::min);
        let until = DateTime::from_timestamp_micros(until);
        (hasher.finish(), until.unwrap_or(at + TimeDelta::microseconds(1)))
    }
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
