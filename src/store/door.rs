//! The two doors to the database, seen from inside: what a reader and a writer hold.
//!
//! Only `app` opens them. A [`Write`] is the only way to change anything; when its function ends well, the changes it
//! told are put into the change feed in the same transaction, and a writer that told no audit entry is rolled back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz};
use serde_json::{Value, json};

use super::schema::{audit, change};
use crate::domain::change::{Change, Version};
use crate::domain::problem::Problems;
use crate::domain::staff::Actor;

/// Audit entries of one insert; each binds seven values.
const AUDIT_ROWS: usize = 1_000;

/// Why a door's function gave up. Expected ones are few and typed; the rest is a fault.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing; the sentence says what was looked for.
    #[error("{0}")]
    NotFound(String),
    /// The actor may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// Somebody else changed it first; the sentence says what.
    #[error("{0}")]
    Stale(String),
    /// What was asked is not right, each problem at its place.
    #[error("{} problems", .0.0.len())]
    Problems(Problems),
    /// The database cannot be reached, is overloaded or is full: the same request may go through later.
    #[error("the database is not available: {0}")]
    Busy(String),
    /// Something is broken; the text is for the log alone.
    #[error("{0}")]
    Fault(String),
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match &error {
            Error::NotFound => Self::NotFound("There is nothing here.".into()),
            Error::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, info) => {
                Self::Busy(info.message().to_owned())
            }
            Error::DatabaseError(Kind::SerializationFailure, info) => Self::Busy(info.message().to_owned()),
            Error::DatabaseError(Kind::Unknown, info) if unavailable(info.message()) => {
                Self::Busy(info.message().to_owned())
            }
            _ => Self::Fault(error.to_string()),
        }
    }
}

/// Tells the messages of a server that is full, overloaded or going down from those of a broken query; libpq gives
/// diesel no code for them.
pub(super) fn unavailable(message: &str) -> bool {
    let signs = [
        "No space left",
        "canceling statement",
        "terminating connection",
        "server closed",
        "lock timeout",
        "too many clients",
        "the database system is",
        "could not write",
        "could not extend",
        "connection",
    ];
    signs.iter().any(|sign| message.contains(sign))
}

/// Returns the name of the constraint that an error broke, so that a store function can turn it into a problem.
pub fn broken_constraint(error: &diesel::result::Error) -> Option<&str> {
    match error {
        diesel::result::Error::DatabaseError(_, info) => info.constraint_name(),
        _ => None,
    }
}

/// What a reader holds: a connection inside a read-only transaction, and the time.
pub struct Read<'a> {
    /// The connection.
    pub conn: &'a mut PgConnection,
    /// The moment of the request.
    pub now: DateTime<Utc>,
}

/// What a writer holds: a connection inside a transaction, the time, who acts, and what it has told so far.
pub struct Write<'a> {
    /// The connection.
    pub conn: &'a mut PgConnection,
    /// The moment of the change.
    pub now: DateTime<Utc>,
    /// Who makes the change.
    pub actor: &'a Actor,
    changes: Vec<Change>,
    audited: bool,
}

/// One row of the audit, before it is written.
pub struct Entry<'a> {
    /// A verb: `publish`, `delete`.
    pub action: &'a str,
    /// A noun: `relation`.
    pub noun: &'a str,
    /// Which one.
    pub key: &'a str,
    /// What changed.
    pub detail: Value,
}

impl<'a> Write<'a> {
    /// Opens the writer inside a transaction; for `app` alone.
    pub fn open(conn: &'a mut PgConnection, now: DateTime<Utc>, actor: &'a Actor) -> Self {
        Self { conn, now, actor, changes: Vec::new(), audited: false }
    }

    /// Returns a reader of the same transaction.
    pub fn as_read(&mut self) -> Read<'_> {
        Read { conn: self.conn, now: self.now }
    }

    /// Tells the change feed what changed; written when the transaction ends.
    pub fn tell(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// Says that the change is to somebody's own unpublished work, which is its own record and needs no audit entry.
    pub fn own_work(&mut self) {
        self.audited = true;
    }

    /// Writes an audit entry in the same transaction.
    pub fn audit(&mut self, entry: Entry<'_>) -> Result<(), Refusal> {
        self.audit_each(&[entry])
    }

    /// Writes many audit entries in the same transaction; none is no entry.
    pub fn audit_each(&mut self, entries: &[Entry<'_>]) -> Result<(), Refusal> {
        for entries in entries.chunks(AUDIT_ROWS) {
            let row = |entry: &Entry<'_>| {
                (
                    audit::at.eq(self.now),
                    audit::staff_id.eq(self.actor.staff.map(|id| id.0)),
                    audit::actor.eq(self.actor.name.clone()),
                    audit::action.eq(entry.action.to_owned()),
                    audit::noun.eq(entry.noun.to_owned()),
                    audit::noun_key.eq(entry.key.to_owned()),
                    audit::detail.eq(entry.detail.clone()),
                )
            };
            let rows: Vec<_> = entries.iter().map(row).collect();
            diesel::insert_into(audit::table).values(rows).execute(self.conn)?;
            self.audited = true;
        }
        Ok(())
    }

    /// Says that nothing was changed that anybody would ask about: a session seen. The writer is kept without an entry.
    pub fn unremarkable(&mut self) {
        self.audited = true;
    }

    /// Ends the writer: refuses an unaudited one, puts its changes into the feed and returns the feed's new number, or
    /// none when nothing that the index knows has changed. The feed's row stays locked until the commit, which is what
    /// makes the log ordered and free of gaps.
    pub fn close(self) -> Result<Option<u64>, Refusal> {
        if !self.audited {
            return Err(Refusal::Fault("a change without an audit entry was rolled back".into()));
        }
        if self.changes.is_empty() {
            return Ok(None);
        }
        let told: Vec<Value> = self.changes.iter().map(to_json).collect();
        let number: i64 = diesel::sql_query("UPDATE feed SET version = version + 1 RETURNING version")
            .get_result::<Number>(self.conn)?
            .version;
        // The database's own clock, which never stands still: number and moment together tell one commit from any other.
        diesel::sql_query("INSERT INTO change (version, at, changes) VALUES ($1, clock_timestamp(), $2)")
            .bind::<BigInt, _>(number)
            .bind::<Jsonb, _>(Value::Array(told))
            .execute(self.conn)?;
        // Notifying takes a lock of the whole server at the commit; whoever changes something waits for the feed's row anyway.
        diesel::sql_query("SELECT pg_notify($1, $2)")
            .bind::<Text, _>(super::hint::CHANNEL)
            .bind::<Text, _>(number.to_string())
            .execute(self.conn)?;
        u64::try_from(number).map(Some).map_err(|_| Refusal::Fault("the feed went below zero".into()))
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    version: i64,
}

/// Returns what is written into the feed for a change.
fn to_json(told: &Change) -> Value {
    match told {
        Change::Products(ids) => json!({"products": ids.iter().map(|id| id.0).collect::<Vec<_>>()}),
        Change::Links(ids) => json!({"links": ids.iter().map(|id| id.0).collect::<Vec<_>>()}),
        Change::Relations(ids) => json!({"relations": ids.iter().map(|id| id.0).collect::<Vec<_>>()}),
        Change::Vocabulary => json!("vocabulary"),
        Change::Everything => json!("everything"),
    }
}

/// Returns the change that the feed's value tells; what cannot be read is taken as everything, which is always right.
pub fn from_json(told: &Value) -> Change {
    let ids =
        |name: &str| -> Option<Vec<i64>> { told.get(name)?.as_array()?.iter().map(Value::as_i64).collect() };
    if let Some(ids) = ids("products") {
        return Change::Products(ids.into_iter().map(crate::domain::id::ProductId).collect());
    }
    if let Some(ids) = ids("links") {
        return Change::Links(ids.into_iter().map(crate::domain::id::ProductId).collect());
    }
    if let Some(ids) = ids("relations") {
        return Change::Relations(ids.into_iter().map(crate::domain::id::RelationId).collect());
    }
    if told.as_str() == Some("vocabulary") { Change::Vocabulary } else { Change::Everything }
}

/// Returns where the feed stands.
pub fn feed_version(read: &mut Read<'_>) -> Result<Version, Refusal> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        epoch: String,
        #[diesel(sql_type = BigInt)]
        version: i64,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        at: Option<DateTime<Utc>>,
    }
    let row: Row = diesel::sql_query(
        "SELECT f.epoch::text AS epoch, f.version, c.at FROM feed f LEFT JOIN change c ON c.version = f.version",
    )
    .get_result(read.conn)?;
    Ok(Version { epoch: row.epoch, number: u64::try_from(row.version).unwrap_or(0), at: row.at })
}

/// One commit, as the feed tells it.
#[derive(Debug)]
pub struct Commit {
    /// Its number.
    pub number: u64,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// Returns what the feed tells after a number, in order, at most `count` commits.
pub fn feed_after(read: &mut Read<'_>, number: u64, count: i64) -> Result<Vec<Commit>, Refusal> {
    let after = i64::try_from(number).unwrap_or(i64::MAX);
    let rows: Vec<(i64, DateTime<Utc>, Value)> = change::table
        .select((change::version, change::at, change::changes))
        .filter(change::version.gt(after))
        .order(change::version)
        .limit(count)
        .load(read.conn)?;
    let told =
        |value: &Value| value.as_array().map(|list| list.iter().map(from_json).collect()).unwrap_or_default();
    let commit = |(number, at, changes): (i64, DateTime<Utc>, Value)| Commit {
        number: u64::try_from(number).unwrap_or(0),
        at,
        changes: told(&changes),
    };
    Ok(rows.into_iter().map(commit).collect())
}

/// Returns true when the feed still has every commit after a version, and that version is one of its own: one of before
/// a backup was restored is not, whatever its number.
pub fn is_followable(read: &mut Read<'_>, version: &Version) -> Result<bool, Refusal> {
    let number = i64::try_from(version.number).unwrap_or(i64::MAX);
    let at: Option<DateTime<Utc>> =
        change::table.select(change::at).find(number).first(read.conn).optional()?;
    let oldest: Option<i64> = change::table.select(diesel::dsl::min(change::version)).first(read.conn)?;
    Ok(at == version.at && oldest.is_some_and(|oldest| oldest <= number.saturating_add(1)))
}
