//! The clock: the only caller of `Utc::now`, so that previews and tests can say what time it is.

use chrono::{DateTime, Utc};

/// Tells the time: the real one, or one that stands still.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
}

impl Clock {
    /// Returns the real clock.
    pub fn real() -> Self {
        Self { fixed: None }
    }

    /// Returns a clock that stands still.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self { fixed: Some(at) }
    }

    /// Returns the moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(Utc::now)
    }
}
