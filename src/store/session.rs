//! Sessions: who is signed in. The browser holds a random secret; the table holds only its hash.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::door::{Entry, Read, Refusal, Write};
use super::schema::{session, staff};
use crate::domain::id::StaffId;
use crate::domain::staff::{Actor, Role};

/// A session ends when nothing was done in it for so long.
pub const IDLE_MAX: TimeDelta = TimeDelta::hours(8);
/// A session ends so long after signing in, whatever was done.
pub const AGE_MAX: TimeDelta = TimeDelta::days(7);
/// Most sessions of one person; the oldest go.
const PER_STAFF_MAX: i64 = 20;

/// A session that holds.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who is signed in.
    pub actor: Actor,
    /// What every form of it must carry.
    pub form_token: String,
    /// When something was last done in it, as last written.
    pub seen_at: DateTime<Utc>,
}

type Row = (String, DateTime<Utc>, i64, String, String);

/// Returns the session of that hash, if it still holds.
pub fn find(read: &mut Read<'_>, id_hash: &[u8]) -> Result<Option<Session>, Refusal> {
    let row: Option<Row> = session::table
        .inner_join(staff::table)
        .select((session::form_token, session::seen_at, staff::id, staff::name, staff::role))
        .filter(session::id_hash.eq(id_hash).and(staff::active))
        .filter(session::seen_at.gt(read.now - IDLE_MAX).and(session::created_at.gt(read.now - AGE_MAX)))
        .first(read.conn)
        .optional()?;
    Ok(row.map(|(form_token, seen_at, id, name, role)| Session {
        actor: Actor { staff: Some(StaffId(id)), name, role: Role::parse(&role).unwrap_or(Role::Viewer) },
        form_token,
        seen_at,
    }))
}

/// Opens a session for the actor, and drops what has ended.
pub fn insert(
    write: &mut Write<'_>,
    staff_id: StaffId,
    id_hash: &[u8],
    form_token: &str,
) -> Result<(), Refusal> {
    let ended = session::seen_at.le(write.now - IDLE_MAX).or(session::created_at.le(write.now - AGE_MAX));
    diesel::delete(session::table.filter(ended)).execute(write.conn)?;
    diesel::insert_into(session::table)
        .values((
            session::id_hash.eq(id_hash),
            session::staff_id.eq(staff_id.0),
            session::form_token.eq(form_token),
            session::created_at.eq(write.now),
            session::seen_at.eq(write.now),
        ))
        .execute(write.conn)?;
    let surplus: Vec<Vec<u8>> = session::table
        .select(session::id_hash)
        .filter(session::staff_id.eq(staff_id.0))
        .order((session::created_at.desc(), session::id_hash))
        .offset(PER_STAFF_MAX)
        .load(write.conn)?;
    diesel::delete(session::table.filter(session::id_hash.eq_any(surplus))).execute(write.conn)?;
    let name = write.actor.name.clone();
    write.audit(Entry { action: "sign in", noun: "session", key: &name, detail: serde_json::json!({}) })
}

/// Notes that something was done in it.
pub fn touch(write: &mut Write<'_>, id_hash: &[u8]) -> Result<(), Refusal> {
    diesel::update(session::table.find(id_hash)).set(session::seen_at.eq(write.now)).execute(write.conn)?;
    write.unremarkable();
    Ok(())
}

/// Ends a session.
pub fn delete(write: &mut Write<'_>, id_hash: &[u8]) -> Result<(), Refusal> {
    diesel::delete(session::table.find(id_hash)).execute(write.conn)?;
    let name = write.actor.name.clone();
    write.audit(Entry { action: "sign out", noun: "session", key: &name, detail: serde_json::json!({}) })
}
