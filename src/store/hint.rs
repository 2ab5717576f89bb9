//! Hints: Postgres tells who listens that something was committed, so that replicas need not wait for their next look.
//!
//! Never the truth: a hint may be lost with its connection, come late or twice. Whoever hears one looks into the change
//! feed, and looks there now and then without one.

use diesel::prelude::*;

use super::door::Refusal;

/// The channel on which every commit is told by its number.
pub const CHANNEL: &str = "kindred_change";

/// A connection of its own that listens.
pub struct Listener {
    conn: PgConnection,
}

impl Listener {
    /// Connects and begins to listen.
    pub fn open(database_url: &str) -> Result<Self, Refusal> {
        let mut conn =
            PgConnection::establish(database_url).map_err(|error| Refusal::Busy(error.to_string()))?;
        diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(&mut conn)?;
        Ok(Self { conn })
    }

    /// Returns the highest number told since the last call, without waiting; none: nothing was. What cannot be read is
    /// passed over. Refuses when the connection is gone.
    pub fn heard(&mut self) -> Result<Option<u64>, Refusal> {
        let mut highest = None;
        for told in self.conn.notifications_iter() {
            highest = highest.max(told?.payload.parse().ok());
        }
        Ok(highest)
    }
}
