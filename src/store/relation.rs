//! Relations and their versions.
//!
//! The body is the relation as the API writes it. It is taken from Postgres as text: one hand-edited row that is nested
//! too deeply, or is no relation at all, must not keep the others from loading. Such a row comes back as an empty draft
//! of its key, which no check lets through, and so stands broken.

mod key;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};

use super::door::{Entry, Read, Refusal, Write};
use super::schema::{relation, relation_version};
use crate::codec;
use crate::domain::change::Change;
use crate::domain::id::{DraftId, RelationId};
use crate::domain::problem::Problems;
use crate::domain::relation::draft::Draft;
use crate::domain::text::tidy;

/// What a row says for itself that is no relation.
const UNREADABLE: &str =
    "What is stored of this relation cannot be read. Restore a version of it, or delete it.";

/// A relation as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its number.
    pub id: RelationId,
    /// Its key.
    pub key: String,
    /// Counts its versions from 1.
    pub version: i64,
    /// As published; whether it (still) checks is for `check` to say.
    pub draft: Draft,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last published or switched.
    pub updated_at: DateTime<Utc>,
    /// Who did.
    pub updated_by: String,
}

/// One version of a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// As published.
    pub draft: Draft,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// Keeps a new relation and returns its number and key; an empty key is made from the name.
pub fn insert(w: &mut Write<'_>, draft: &Draft) -> Result<(RelationId, String), Refusal> {
    insert_from(w, draft, None)
}

/// Keeps a new relation likewise, and remembers the editor's draft it came from.
pub fn insert_from(
    w: &mut Write<'_>,
    draft: &Draft,
    from: Option<DraftId>,
) -> Result<(RelationId, String), Refusal> {
    let typed = tidy(&draft.key);
    let key = if typed.is_empty() { key::free(w, &draft.name)? } else { typed };
    let body = codec::relation::write(&Draft { key: key.clone(), ..draft.clone() });
    let row = (
        relation::key.eq(&key),
        relation::version.eq(1_i64),
        relation::body.eq(&body),
        relation::created_at.eq(w.now),
        relation::created_by.eq(&w.actor.name),
        relation::updated_at.eq(w.now),
        relation::updated_by.eq(&w.actor.name),
    );
    let inserted =
        diesel::insert_into(relation::table).values(row).returning(relation::id).get_result::<i64>(w.conn);
    let id = RelationId(inserted.map_err(|error| key::taken(error, &key))?);
    keep_version(w, id, 1, &body)?;
    tell(w, "publish", id, &key, published(1, &draft.name, from))?;
    Ok((id, key))
}

/// Makes the draft the relation's next version, and returns that; refuses a draft of an older version as stale. The key
/// stays as it was first saved.
pub fn update(w: &mut Write<'_>, id: RelationId, based_on: i64, draft: &Draft) -> Result<i64, Refusal> {
    update_from(w, id, based_on, draft, None)
}

/// Makes the draft the next version likewise, and remembers the editor's draft it came from.
pub fn update_from(
    w: &mut Write<'_>,
    id: RelationId,
    based_on: i64,
    draft: &Draft,
    from: Option<DraftId>,
) -> Result<i64, Refusal> {
    let row = locked(w, id)?;
    let typed = tidy(&draft.key);
    if !typed.is_empty() && typed != row.key {
        let mut problems = Problems::default();
        problems.add(
            "key",
            format!("The key stays “{}”: it cannot be changed once a relation is saved.", row.key),
        );
        return Err(Refusal::Problems(problems));
    }
    if row.version != based_on {
        let by = &row.updated_by;
        return Err(Refusal::Stale(format!(
            "{by} changed this relation meanwhile: it is at version {}, and this is based on version {based_on}.",
            row.version
        )));
    }
    let draft = Draft { key: row.key.clone(), ..draft.clone() };
    let version = next_version(w, &row, &draft)?;
    super::frozen::delete(w, id)?;
    tell(w, "publish", id, &row.key, published(version, &draft.name, from))?;
    Ok(version)
}

/// What a relation stands at; nobody else changes it until the transaction ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub id: RelationId,
    /// Its version.
    pub version: i64,
    /// Who made that.
    pub by: String,
}

/// Returns what a relation stands at, and holds it until the transaction ends.
pub fn hold(w: &mut Write<'_>, key: &str) -> Result<Held, Refusal> {
    let row = locked_by_key(w, key)?;
    Ok(Held { id: RelationId(row.id), version: row.version, by: row.updated_by })
}

/// Switches a relation on or off, as a version of its own; does nothing when it is so already.
pub fn switch(w: &mut Write<'_>, key: &str, active: bool) -> Result<RelationId, Refusal> {
    let row = locked_by_key(w, key)?;
    let id = RelationId(row.id);
    let action = if active { "resume" } else { "pause" };
    let mut draft = row.draft();
    if draft.active == active {
        audit(w, action, &row.key, json!({"version": row.version, "unchanged": true}))?;
        return Ok(id);
    }
    draft.active = active;
    let version = next_version(w, &row, &draft)?;
    tell(w, action, id, &row.key, json!({"version": version}))?;
    Ok(id)
}

/// Deletes a relation; it can be restored.
pub fn delete(w: &mut Write<'_>, key: &str) -> Result<RelationId, Refusal> {
    let row = locked_by_key(w, key)?;
    diesel::update(relation::table.find(row.id)).set(relation::deleted_at.eq(w.now)).execute(w.conn)?;
    tell(w, "delete", RelationId(row.id), &row.key, json!({"version": row.version}))?;
    Ok(RelationId(row.id))
}

/// Brings a deleted relation back and returns its key: its old one, or one like it when another relation has taken that
/// meanwhile. One that is not deleted stays as it is.
pub fn restore(w: &mut Write<'_>, id: RelationId) -> Result<String, Refusal> {
    let row: Option<(String, Value)> = relation::table
        .find(id.0)
        .select((relation::key, relation::body))
        .for_update()
        .first(w.conn)
        .optional()?;
    let (old, mut body) = row.ok_or_else(gone)?;
    let key = if key::is_taken(w, &old, id)? { key::free(w, &old)? } else { old };
    if let Some(written) = body.get_mut("key") {
        *written = json!(key);
    }
    let nothing: Option<DateTime<Utc>> = None;
    diesel::update(relation::table.find(id.0))
        .set((relation::deleted_at.eq(nothing), relation::key.eq(&key), relation::body.eq(&body)))
        .execute(w.conn)
        .map_err(|error| key::taken(error, &key))?;
    tell(w, "restore", id, &key, json!({}))?;
    Ok(key)
}

/// Returns every relation that is not deleted, by key.
pub fn list(r: &mut Read<'_>) -> Result<Vec<Stored>, Refusal> {
    let rows: Vec<Row> = relation::table
        .filter(relation::deleted_at.is_null())
        .order(relation::key)
        .select(columns!())
        .load(r.conn)?;
    Ok(rows.into_iter().map(Row::into_stored).collect())
}

/// Returns the relation of that key that is not deleted.
pub fn find(r: &mut Read<'_>, key: &str) -> Result<Stored, Refusal> {
    let row: Option<Row> = relation::table
        .filter(relation::key.eq(key).and(relation::deleted_at.is_null()))
        .select(columns!())
        .first(r.conn)
        .optional()?;
    row.map(Row::into_stored).ok_or_else(|| unknown(key))
}

/// Returns who made a relation.
pub fn author(r: &mut Read<'_>, id: RelationId) -> Result<String, Refusal> {
    let by: Option<String> =
        relation::table.find(id.0).select(relation::created_by).first(r.conn).optional()?;
    by.ok_or_else(gone)
}

/// Returns those of the relations that are not deleted.
pub fn find_many(r: &mut Read<'_>, ids: &[RelationId]) -> Result<Vec<Stored>, Refusal> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<Row> = relation::table
        .filter(relation::id.eq_any(ids).and(relation::deleted_at.is_null()))
        .order(relation::key)
        .select(columns!())
        .load(r.conn)?;
    Ok(rows.into_iter().map(Row::into_stored).collect())
}

/// Returns the versions of a relation, the newest first.
pub fn versions(r: &mut Read<'_>, id: RelationId) -> Result<Vec<Version>, Refusal> {
    let rows: Vec<(i64, String, DateTime<Utc>, String, String)> = relation_version::table
        .inner_join(relation::table)
        .filter(relation_version::relation_id.eq(id.0))
        .order(relation_version::version.desc())
        .select((
            relation_version::version,
            sql::<Text>("relation_version.body::text"),
            relation_version::at,
            relation_version::by,
            relation::key,
        ))
        .load(r.conn)?;
    let version = |(version, body, at, by, key): (i64, String, _, _, String)| Version {
        version,
        draft: draft_of(&body, &key),
        at,
        by,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The columns of [`Row`], in its order.
macro_rules! columns {
    () => {
        (
            relation::id,
            relation::key,
            relation::version,
            sql::<Text>("relation.body::text"),
            relation::created_at,
            relation::updated_at,
            relation::updated_by,
        )
    };
}
use columns;

#[derive(Queryable)]
struct Row {
    id: i64,
    key: String,
    version: i64,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    updated_by: String,
}

impl Row {
    fn draft(&self) -> Draft {
        draft_of(&self.body, &self.key)
    }

    fn into_stored(self) -> Stored {
        Stored {
            id: RelationId(self.id),
            version: self.version,
            draft: self.draft(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
            key: self.key,
        }
    }
}

fn draft_of(body: &str, key: &str) -> Draft {
    let json: Option<Value> = serde_json::from_str(body).ok();
    let unreadable = || Draft { name: key.to_owned(), note: UNREADABLE.into(), ..Draft::new() };
    let draft = json.and_then(|json| codec::relation::read(&json).ok()).unwrap_or_else(unreadable);
    Draft { key: key.to_owned(), ..draft }
}

/// Returns a living relation's row, locked until the transaction ends.
fn locked(w: &mut Write<'_>, id: RelationId) -> Result<Row, Refusal> {
    let living = relation::table.find(id.0).filter(relation::deleted_at.is_null());
    let row: Option<Row> = living.select(columns!()).for_update().first(w.conn).optional()?;
    row.ok_or_else(gone)
}

fn locked_by_key(w: &mut Write<'_>, key: &str) -> Result<Row, Refusal> {
    let living = relation::table.filter(relation::key.eq(key)).filter(relation::deleted_at.is_null());
    let row: Option<Row> = living.select(columns!()).for_update().first(w.conn).optional()?;
    row.ok_or_else(|| unknown(key))
}

fn next_version(w: &mut Write<'_>, row: &Row, draft: &Draft) -> Result<i64, Refusal> {
    let (body, version) = (codec::relation::write(draft), row.version + 1);
    diesel::update(relation::table.find(row.id))
        .set((
            relation::version.eq(version),
            relation::body.eq(&body),
            relation::updated_at.eq(w.now),
            relation::updated_by.eq(&w.actor.name),
        ))
        .execute(w.conn)?;
    keep_version(w, RelationId(row.id), version, &body)?;
    Ok(version)
}

fn keep_version(w: &mut Write<'_>, id: RelationId, version: i64, body: &Value) -> Result<(), Refusal> {
    diesel::insert_into(relation_version::table)
        .values((
            relation_version::relation_id.eq(id.0),
            relation_version::version.eq(version),
            relation_version::body.eq(body),
            relation_version::at.eq(w.now),
            relation_version::by.eq(&w.actor.name),
        ))
        .execute(w.conn)?;
    Ok(())
}

fn published(version: i64, name: &str, from: Option<DraftId>) -> Value {
    match from {
        Some(draft) => json!({"version": version, "name": name, "draft": draft.0}),
        None => json!({"version": version, "name": name}),
    }
}

fn tell(w: &mut Write<'_>, action: &str, id: RelationId, key: &str, detail: Value) -> Result<(), Refusal> {
    w.tell(Change::Relations(vec![id]));
    audit(w, action, key, detail)
}

fn audit(w: &mut Write<'_>, action: &str, key: &str, detail: Value) -> Result<(), Refusal> {
    w.audit(Entry { action, noun: "relation", key, detail })
}

fn unknown(key: &str) -> Refusal {
    Refusal::NotFound(format!("There is no relation “{key}”."))
}

fn gone() -> Refusal {
    Refusal::NotFound("This relation was deleted meanwhile.".into())
}
