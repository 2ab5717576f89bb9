//! The audit: who did what, read newest first. Rows are written by the door alone and never changed.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use serde_json::Value;

use super::door::{Read, Refusal};
use super::schema::audit;
use crate::domain::id::{DraftId, StaffId};

/// Most names that are offered to choose from.
const OFFERED_MAX: i64 = 200;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a name, a token or a command.
    pub actor: String,
    /// A verb: `publish`.
    pub action: String,
    /// A noun: `relation`.
    pub noun: String,
    /// Which one.
    pub key: String,
    /// What changed.
    pub detail: Value,
}

/// Which changes are asked for; an empty text means any.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The noun.
    pub noun: String,
    /// Who.
    pub actor: String,
    /// Part of the key.
    pub key: String,
    /// A noun that is passed over.
    pub except: String,
    /// How many newer ones are passed over.
    pub skip: usize,
    /// At most this many.
    pub size: usize,
}

/// Returns the changes asked for, the newest first.
pub fn list(read: &mut Read<'_>, wanted: &Wanted) -> Result<Vec<Line>, Refusal> {
    type Row = (DateTime<Utc>, String, String, String, String, Value);
    let rows: Vec<Row> = matching(wanted)
        .select((audit::at, audit::actor, audit::action, audit::noun, audit::noun_key, audit::detail))
        .order(audit::id.desc())
        .offset(whole(wanted.skip))
        .limit(whole(wanted.size))
        .load(read.conn)?;
    let line = |(at, actor, action, noun, key, detail): Row| Line { at, actor, action, noun, key, detail };
    Ok(rows.into_iter().map(line).collect())
}

/// Returns how many changes there are of those asked for.
pub fn count(read: &mut Read<'_>, wanted: &Wanted) -> Result<usize, Refusal> {
    let count: i64 = matching(wanted).count().get_result(read.conn)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Returns everybody who ever changed something, by name.
pub fn actors(read: &mut Read<'_>) -> Result<Vec<String>, Refusal> {
    Ok(audit::table.select(audit::actor).distinct().order(audit::actor).limit(OFFERED_MAX).load(read.conn)?)
}

/// Returns every noun that ever was changed, by name.
pub fn nouns(read: &mut Read<'_>) -> Result<Vec<String>, Refusal> {
    Ok(audit::table.select(audit::noun).distinct().order(audit::noun).limit(OFFERED_MAX).load(read.conn)?)
}

/// Returns the key of the relation that somebody published from an editor's draft; none when nobody of that number did.
pub fn published_from(
    read: &mut Read<'_>,
    staff: StaffId,
    draft: DraftId,
) -> Result<Option<String>, Refusal> {
    let from = sql::<Bool>("detail @> jsonb_build_object('draft', ").bind::<BigInt, _>(draft.0).sql(")");
    let publishing = audit::noun.eq("relation").and(audit::action.eq("publish"));
    let key = audit::table
        .filter(audit::staff_id.eq(staff.0).and(publishing).and(from))
        .order(audit::id.desc())
        .select(audit::noun_key)
        .first(read.conn)
        .optional()?;
    Ok(key)
}

/// Returns the keys of the relations that somebody published in a span of time, both ends included.
pub fn published_by(
    read: &mut Read<'_>,
    actor: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<String>, Refusal> {
    let publishing = audit::noun.eq("relation").and(audit::action.eq("publish"));
    let keys = audit::table
        .filter(publishing.and(audit::actor.eq(actor)).and(audit::at.between(from, until)))
        .select(audit::noun_key)
        .distinct()
        .load(read.conn)?;
    Ok(keys)
}

fn matching(wanted: &Wanted) -> audit::BoxedQuery<'_, diesel::pg::Pg> {
    let mut query = audit::table.into_boxed();
    if !wanted.noun.is_empty() {
        query = query.filter(audit::noun.eq(&wanted.noun));
    }
    if !wanted.except.is_empty() {
        query = query.filter(audit::noun.ne(&wanted.except));
    }
    if !wanted.actor.is_empty() {
        query = query.filter(audit::actor.eq(&wanted.actor));
    }
    if !wanted.key.is_empty() {
        query = query.filter(audit::noun_key.ilike(format!("%{}%", escaped(&wanted.key))));
    }
    query
}

/// Returns the text with what `LIKE` reads as a sign taken literally.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
