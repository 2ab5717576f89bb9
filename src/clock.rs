//! The clock: the only caller of `Utc::now`, so that previews and tests can say what time it is.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// Tells the time: the real one, one that stands still, or one that is moved by hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock(Hand);

#[derive(Debug, Clone, Copy, Default)]
enum Hand {
    #[default]
    Real,
    Fixed(DateTime<Utc>),
    Moved(&'static AtomicI64),
}

impl Clock {
    /// Returns the real clock.
    pub fn real() -> Self {
        Self(Hand::Real)
    }

    /// Returns a clock that stands still.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Hand::Fixed(at))
    }

    /// Returns a clock that shows what is in there: microseconds since 1970.
    pub fn moved(hand: &'static AtomicI64) -> Self {
        Self(Hand::Moved(hand))
    }

    /// Returns the moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> DateTime<Utc> {
        match self.0 {
            Hand::Real => Utc::now(),
            Hand::Fixed(at) => at,
            Hand::Moved(hand) => {
                DateTime::from_timestamp_micros(hand.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }
}
