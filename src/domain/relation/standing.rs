//! How a relation stands at a moment in a store: live, off, scheduled, resting, ended, broken or nowhere.

use chrono::{DateTime, Datelike, Utc, Weekday};
use chrono_tz::Tz;

use super::kind::{Relation, Schedule};
use crate::domain::problem::Problems;
use crate::domain::store::Store;

/// How a relation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Shown.
    Live,
    /// Switched off.
    Off,
    /// Shown from this moment on; the store's clock shows it so.
    Scheduled(DateTime<Tz>),
    /// Within its dates, but outside its weekdays or hours.
    Resting,
    /// Its time is over.
    Ended,
    /// It names something that is gone, or is otherwise not right: shoppers see nothing of it.
    Broken,
    /// It is not for this store, or for none.
    Nowhere,
}

/// Returns how a relation stands in one store. Who switched it off need not be told that it is broken as well.
pub fn state(relation: &Relation, problems: &Problems, store: &Store, at: DateTime<Utc>) -> State {
    if !relation.active {
        return State::Off;
    }
    if !problems.is_empty() {
        return State::Broken;
    }
    if relation.stores.as_ref().is_some_and(|stores| !stores.contains(&store.id)) {
        return State::Nowhere;
    }
    let (schedule, zone) = (&relation.schedule, store.time_zone);
    if schedule.ends(zone).is_some_and(|until| until <= at) {
        return State::Ended;
    }
    match schedule.begins(zone) {
        Some(from) if at < from => State::Scheduled(from.with_timezone(&zone)),
        _ if schedule.is_on(at, zone) => State::Live,
        _ => State::Resting,
    }
}

/// Returns how a relation stands over all stores: as in the store where it comes furthest, and begins first.
pub fn state_anywhere(
    relation: &Relation,
    problems: &Problems,
    stores: &[Store],
    at: DateTime<Utc>,
) -> State {
    let states = stores.iter().map(|store| state(relation, problems, store, at));
    let begins = |state: &State| match state {
        State::Scheduled(from) => Some(from.to_utc()),
        _ => None,
    };
    states.min_by_key(|state| (rank(*state), begins(state))).unwrap_or(State::Nowhere)
}

/// Returns when a relation that is shown in some store, or rests there, ends first, as that store's clock shows it.
pub fn ends_first(
    relation: &Relation,
    problems: &Problems,
    stores: &[Store],
    at: DateTime<Utc>,
) -> Option<DateTime<Tz>> {
    let is_shown =
        |store: &&Store| matches!(state(relation, problems, store, at), State::Live | State::Resting);
    let ends = stores.iter().filter(is_shown).filter_map(|store| {
        relation.schedule.ends(store.time_zone).map(|until| until.with_timezone(&store.time_zone))
    });
    ends.min()
}

fn rank(state: State) -> u8 {
    match state {
        State::Live => 0,
        State::Resting => 1,
        State::Scheduled(_) => 2,
        State::Ended => 3,
        State::Broken => 4,
        State::Off => 5,
        State::Nowhere => 6,
    }
}

impl Schedule {
    /// Returns the moment from which on it shows in a time zone: the first, where the clock shows it twice.
    pub fn begins(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.from.map(|from| from.first(zone))
    }

    /// Returns the moment just before which it ends in a time zone: the last, where the clock shows it twice.
    pub fn ends(&self, zone: Tz) -> Option<DateTime<Utc>> {
        self.until.map(|until| until.last(zone))
    }

    /// Returns true when the schedule is on at that moment in that time zone.
    ///
    /// Weekdays and hours are those of the clock on the wall, so nothing jumps when clocks do. Hours over midnight belong
    /// to the weekday on which they begin.
    pub fn is_on(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        if self.begins(zone).is_some_and(|from| at < from) || self.ends(zone).is_some_and(|until| until <= at)
        {
            return false;
        }
        let wall = at.with_timezone(&zone).naive_local();
        let (today, time) = (wall.weekday(), wall.time());
        match self.hours {
            None => self.has(today),
            Some((from, until)) if from < until => self.has(today) && from <= time && time < until,
            Some((from, until)) => {
                (self.has(today) && from <= time) || (self.has(today.pred()) && time < until)
            }
        }
    }

    fn has(&self, weekday: Weekday) -> bool {
        self.weekdays.is_empty() || self.weekdays.contains(&weekday)
    }
}

#[cfg(test)]
mod tests;
