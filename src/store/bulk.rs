//! Bulk actions: one thing done to many relations in one transaction, each told in the audit, all of it kept so that it can
//! be read and taken back.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use serde_json::{Value, json};

use super::door::{Entry, Read, Refusal, Write};
use super::relation;
use super::schema::bulk;
use crate::domain::bulk::{Act, Bulk, COPIES_MAX, KEPT_DAYS, RELATIONS_MAX, SKIPPED_MAX, Skipped};
use crate::domain::change::Change;
use crate::domain::id::{BulkId, RelationId};
use crate::domain::problem::Problems;
use crate::domain::relation::NAME_CHARS_MAX;

/// The version of a relation that nobody has changed since it was made.
const FIRST_VERSION: i64 = 1;

/// What an act is done to: a relation as it stands, locked until the transaction ends.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Bool)]
    active: bool,
    #[diesel(sql_type = Bool)]
    readable: bool,
    #[diesel(sql_type = Bool)]
    deleted: bool,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

/// Does an act to relations, and keeps what became of it. `skipped` are those that the caller has ruled out already.
pub fn apply(
    w: &mut Write<'_>,
    act: Act,
    ids: &[RelationId],
    skipped: Vec<Skipped>,
) -> Result<Bulk, Refusal> {
    do_to(w, act, ids, Sorted { skipped, ..Sorted::default() })
}

fn do_to(w: &mut Write<'_>, act: Act, ids: &[RelationId], mut sorted: Sorted) -> Result<Bulk, Refusal> {
    let most = if act == Act::Copy { COPIES_MAX } else { RELATIONS_MAX };
    if ids.len() > most {
        let mut problems = Problems::default();
        problems
            .add("", format!("{} relations are more than {most} at once; narrow the list first.", ids.len()));
        return Err(Refusal::Problems(problems));
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    for row in rows(w, &ids)? {
        sorted.add(act, row);
    }
    let done = match act {
        Act::On | Act::Off => switch(w, act, &sorted.todo)?,
        Act::Copy => copy(w, &sorted.todo)?,
        Act::Delete => delete(w, &sorted.todo)?,
        Act::Restore => restore(w, &sorted.todo)?,
    };
    keep(w, act, done, sorted)
}

/// Takes a bulk action back, which is a bulk action of its own. What would be deleted by that, and was changed since, is
/// kept: nobody loses work.
pub fn undo(w: &mut Write<'_>, id: BulkId) -> Result<Bulk, Refusal> {
    let old = find(&mut w.as_read(), id)?;
    let open = bulk::table.filter(bulk::id.eq(id.0).and(bulk::undone_at.is_null()));
    if diesel::update(open).set(bulk::undone_at.eq(w.now)).execute(w.conn)? == 0 {
        return Err(Refusal::NotFound("This was taken back already.".into()));
    }
    let unchanged_since = Some(Since { at: old.at, are_copies: old.act == Act::Copy });
    do_to(w, old.act.undo(), &old.done, Sorted { unchanged_since, ..Sorted::default() })
}

/// Returns a bulk action.
pub fn find(r: &mut Read<'_>, id: BulkId) -> Result<Bulk, Refusal> {
    type Found = (String, Vec<Option<i64>>, i64, Value, DateTime<Utc>, String, Option<DateTime<Utc>>);
    let found: Option<Found> = bulk::table
        .filter(bulk::id.eq(id.0))
        .select((
            bulk::act,
            bulk::relation_ids,
            bulk::unchanged,
            bulk::skipped,
            bulk::at,
            bulk::by,
            bulk::undone_at,
        ))
        .first(r.conn)
        .optional()?;
    let gone = || {
        Refusal::NotFound(format!(
            "What was done to many at once is kept for {KEPT_DAYS} days; this is gone."
        ))
    };
    let (act, ids, unchanged, skipped, at, by, undone) = found.ok_or_else(gone)?;
    Ok(Bulk {
        id,
        act: Act::parse(&act).ok_or_else(gone)?,
        done: ids.into_iter().flatten().map(RelationId).collect(),
        unchanged: usize::try_from(unchanged).unwrap_or_default(),
        skipped: skipped.as_array().into_iter().flatten().map(read_skipped).collect(),
        at,
        by,
        is_undone: undone.is_some(),
    })
}

/// The relations of a bulk action, told apart by whether there is anything to do.
#[derive(Default)]
struct Sorted {
    todo: Vec<Row>,
    unchanged: usize,
    skipped: Vec<Skipped>,
    /// Only those that nobody has changed since are deleted.
    unchanged_since: Option<Since>,
}

/// When relations were made or brought back.
#[derive(Clone, Copy)]
struct Since {
    at: DateTime<Utc>,
    are_copies: bool,
}

impl Since {
    fn is_changed(self, row: &Row) -> bool {
        row.updated_at > self.at || (self.are_copies && row.version > FIRST_VERSION)
    }
}

impl Sorted {
    fn add(&mut self, act: Act, row: Row) {
        let wanted_deleted = act == Act::Restore;
        let reason = match (act, row.deleted == wanted_deleted) {
            (Act::Restore | Act::Delete, false) => return self.unchanged += 1,
            (_, false) => "It was deleted meanwhile.",
            (Act::Delete, _) if self.unchanged_since.is_some_and(|since| since.is_changed(&row)) => {
                "It was changed since, so it is kept; delete it by itself if nobody needs it."
            }
            (Act::On | Act::Off, _) if !row.readable => {
                "What is stored of it cannot be read; restore a version of it, or delete it."
            }
            (Act::On, _) if row.active => return self.unchanged += 1,
            (Act::Off, _) if !row.active => return self.unchanged += 1,
            _ => return self.todo.push(row),
        };
        self.skipped.push(Skipped { key: row.key, name: row.name, reason: reason.into() });
    }
}

fn rows(w: &mut Write<'_>, ids: &[i64]) -> Result<Vec<Row>, Refusal> {
    let sql = "SELECT id, key, coalesce(body->>'name', key) AS name, version, \
        coalesce(body->'active' <> 'false'::jsonb, true) AS active, \
        jsonb_typeof(body) = 'object' AS readable, deleted_at IS NOT NULL AS deleted, updated_at \
        FROM relation WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    Ok(diesel::sql_query(sql).bind::<Array<BigInt>, _>(ids).load(w.conn)?)
}

fn switch(w: &mut Write<'_>, act: Act, todo: &[Row]) -> Result<Vec<RelationId>, Refusal> {
    let ids = numbers(todo);
    diesel::sql_query(
        "UPDATE relation SET version = version + 1, body = jsonb_set(body, '{active}', to_jsonb($2)), \
         updated_at = $3, updated_by = $4 WHERE id = ANY($1)",
    )
    .bind::<Array<BigInt>, _>(&ids)
    .bind::<Bool, _>(act == Act::On)
    .bind::<Timestamptz, _>(w.now)
    .bind::<Text, _>(&w.actor.name)
    .execute(w.conn)?;
    diesel::sql_query(
        "INSERT INTO relation_version (relation_id, version, body, at, by) \
         SELECT id, version, body, updated_at, updated_by FROM relation WHERE id = ANY($1)",
    )
    .bind::<Array<BigInt>, _>(&ids)
    .execute(w.conn)?;
    let action = if act == Act::On { "resume" } else { "pause" };
    told(w, todo, action, |row| json!({"version": row.version + 1}))
}

fn delete(w: &mut Write<'_>, todo: &[Row]) -> Result<Vec<RelationId>, Refusal> {
    diesel::sql_query("UPDATE relation SET deleted_at = $2 WHERE id = ANY($1)")
        .bind::<Array<BigInt>, _>(numbers(todo))
        .bind::<Timestamptz, _>(w.now)
        .execute(w.conn)?;
    told(w, todo, "delete", |row| json!({"version": row.version}))
}

/// Brings relations back: those whose key is free together, the others one by one, each under a key like its old one.
fn restore(w: &mut Write<'_>, todo: &[Row]) -> Result<Vec<RelationId>, Refusal> {
    let free: Vec<i64> = diesel::sql_query(
        "UPDATE relation AS own SET deleted_at = NULL WHERE id = ANY($1) AND NOT EXISTS ( \
             SELECT FROM relation AS other WHERE other.key = own.key AND other.id <> own.id \
             AND (other.deleted_at IS NULL OR other.id = ANY($1))) RETURNING id",
    )
    .bind::<Array<BigInt>, _>(numbers(todo))
    .load::<Number>(w.conn)?
    .into_iter()
    .map(|number| number.id)
    .collect();
    let (back, others): (Vec<&Row>, Vec<&Row>) = todo.iter().partition(|row| free.contains(&row.id));
    let mut done = told(w, back, "restore", |_| json!({}))?;
    for row in others {
        relation::restore(w, RelationId(row.id))?;
        done.push(RelationId(row.id));
    }
    Ok(done)
}

fn copy(w: &mut Write<'_>, todo: &[Row]) -> Result<Vec<RelationId>, Refusal> {
    let ids: Vec<RelationId> = todo.iter().map(|row| RelationId(row.id)).collect();
    let mut copies = Vec::with_capacity(ids.len());
    for stored in relation::find_many(&mut w.as_read(), &ids)? {
        let mut draft = stored.draft;
        draft.key = String::new();
        draft.name = format!("Copy of {}", draft.name).chars().take(NAME_CHARS_MAX).collect();
        draft.active = false;
        copies.push(relation::insert(w, &draft)?.0);
    }
    Ok(copies)
}

/// Tells the audit and the feed of what was done to each; returns their numbers.
fn told<'a>(
    w: &mut Write<'_>,
    rows: impl IntoIterator<Item = &'a Row>,
    action: &str,
    detail: impl Fn(&Row) -> Value,
) -> Result<Vec<RelationId>, Refusal> {
    let mut ids = Vec::new();
    let entries = rows.into_iter().map(|row| {
        ids.push(RelationId(row.id));
        Entry { action, noun: "relation", key: &row.key, detail: detail(row) }
    });
    let entries: Vec<Entry<'_>> = entries.collect();
    w.audit_each(&entries)?;
    if !ids.is_empty() {
        w.tell(Change::Relations(ids.clone()));
    }
    Ok(ids)
}

fn keep(w: &mut Write<'_>, act: Act, done: Vec<RelationId>, sorted: Sorted) -> Result<Bulk, Refusal> {
    let Sorted { unchanged, skipped, .. } = sorted;
    diesel::delete(bulk::table.filter(bulk::at.lt(w.now - Duration::days(KEPT_DAYS)))).execute(w.conn)?;
    let written: Vec<Value> = skipped
        .iter()
        .take(SKIPPED_MAX)
        .map(|one| json!({"key": one.key, "name": one.name, "reason": one.reason}))
        .collect();
    let id: i64 = diesel::insert_into(bulk::table)
        .values((
            bulk::act.eq(act.as_str()),
            bulk::relation_ids.eq(done.iter().map(|id| id.0).collect::<Vec<_>>()),
            bulk::unchanged.eq(i64::try_from(unchanged).unwrap_or(i64::MAX)),
            bulk::skipped.eq(Value::Array(written)),
            bulk::at.eq(w.now),
            bulk::by.eq(&w.actor.name),
        ))
        .returning(bulk::id)
        .get_result(w.conn)?;
    if done.is_empty() {
        w.unremarkable();
    }
    let (at, by) = (w.now, w.actor.name.clone());
    Ok(Bulk { id: BulkId(id), act, done, unchanged, skipped, at, by, is_undone: false })
}

fn read_skipped(written: &Value) -> Skipped {
    let text = |name: &str| written.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Skipped { key: text("key"), name: text("name"), reason: text("reason") }
}

fn numbers(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| row.id).collect()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    id: i64,
}
