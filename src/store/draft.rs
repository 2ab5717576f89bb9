//! Drafts: editing sessions of relations, step by step.
//!
//! A draft belongs to one member of staff. It points at one of its steps; a new step drops those after it, and only the
//! last ones are kept. Steps are their author's own until they are published, and are the record of themselves, so they
//! need no audit entry.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};

use super::door::{Read, Refusal, Write};
use super::schema::{draft, draft_step, relation, staff};
use crate::codec;
use crate::domain::id::{DraftId, RelationId, StaffId};
use crate::domain::problem::{Problem, Problems};
use crate::domain::relation::draft::Draft;
use crate::domain::relation::step::{STEPS_MAX, Seen, Step};

/// A draft with the step it points at.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its number.
    pub id: DraftId,
    /// The relation it will change; none: it makes a new one.
    pub relation: Option<RelationId>,
    /// That relation's key; empty for none.
    pub relation_key: String,
    /// That relation was deleted meanwhile.
    pub relation_gone: bool,
    /// The version it was opened on; 0: none.
    pub based_on: i64,
    /// Whose it is.
    pub owner: StaffId,
    /// What people call them.
    pub owner_name: String,
    /// How many steps away from where it was opened.
    pub number: i64,
    /// There is a step before.
    pub can_undo: bool,
    /// There is a step after.
    pub can_redo: bool,
    /// When the last step was made.
    pub updated_at: DateTime<Utc>,
    /// What was being edited.
    pub focus: String,
    /// The step itself.
    pub step: Step,
}

/// How a step is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    /// As a new one.
    Next,
    /// In place of the last: the same field typed on, or only looked at differently.
    Again,
}

/// Which way the pointer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// To the step before.
    Back,
    /// To the step after.
    On,
}

/// Opens a draft.
pub fn insert(
    w: &mut Write<'_>,
    relation: Option<(RelationId, i64)>,
    owner: StaffId,
    step: &Step,
) -> Result<DraftId, Refusal> {
    let id: i64 = diesel::insert_into(draft::table)
        .values((
            draft::relation_id.eq(relation.map(|(id, _)| id.0)),
            draft::based_on.eq(relation.map_or(0, |(_, version)| version)),
            draft::staff_id.eq(owner.0),
            draft::step.eq(0_i64),
            draft::created_at.eq(w.now),
            draft::updated_at.eq(w.now),
        ))
        .returning(draft::id)
        .get_result(w.conn)?;
    put(w, DraftId(id), 0, step, "")?;
    w.own_work();
    Ok(DraftId(id))
}

/// Returns the draft that somebody has of a relation.
pub fn find_own(r: &mut Read<'_>, relation: RelationId, owner: StaffId) -> Result<Option<DraftId>, Refusal> {
    let own = draft::relation_id.eq(relation.0).and(draft::staff_id.eq(owner.0));
    let id: Option<i64> = draft::table
        .filter(own)
        .order(draft::updated_at.desc())
        .select(draft::id)
        .first(r.conn)
        .optional()?;
    Ok(id.map(DraftId))
}

/// Returns the drafts that somebody has, the last edited first, at most `limit`.
pub fn list_own(r: &mut Read<'_>, owner: StaffId, limit: i64) -> Result<Vec<Kept>, Refusal> {
    let ids: Vec<i64> = draft::table
        .select(draft::id)
        .filter(draft::staff_id.eq(owner.0))
        .order((draft::updated_at.desc(), draft::id.desc()))
        .limit(limit)
        .load(r.conn)?;
    ids.into_iter().map(|id| find(r, DraftId(id))).collect()
}

/// Returns how many drafts somebody has.
pub fn count_own(r: &mut Read<'_>, owner: StaffId) -> Result<usize, Refusal> {
    let count: i64 = draft::table.filter(draft::staff_id.eq(owner.0)).count().get_result(r.conn)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the draft of that number.
pub fn find(r: &mut Read<'_>, id: DraftId) -> Result<Kept, Refusal> {
    type Row = (Option<i64>, i64, i64, i64, DateTime<Utc>, String, Option<String>, Option<DateTime<Utc>>);
    let row: Option<Row> = draft::table
        .inner_join(staff::table)
        .left_join(relation::table)
        .filter(draft::id.eq(id.0))
        .select((
            draft::relation_id,
            draft::based_on,
            draft::staff_id,
            draft::step,
            draft::updated_at,
            staff::name,
            relation::key.nullable(),
            relation::deleted_at.nullable(),
        ))
        .first(r.conn)
        .optional()?;
    let (relation, based_on, owner, number, updated_at, owner_name, key, deleted_at) =
        row.ok_or_else(gone)?;
    // As text, so that one step that nests too deep is told by its own draft and stops no list.
    let (body, focus): (String, String) = draft_step::table
        .find((id.0, number))
        .select((sql::<Text>("draft_step.body::text"), draft_step::focus))
        .first(r.conn)?;
    let around: Vec<i64> = draft_step::table
        .filter(draft_step::draft_id.eq(id.0).and(draft_step::step.eq_any([number - 1, number + 1])))
        .select(draft_step::step)
        .load(r.conn)?;
    Ok(Kept {
        id,
        relation: relation.map(RelationId),
        relation_key: key.unwrap_or_default(),
        relation_gone: deleted_at.is_some(),
        based_on,
        owner: StaffId(owner),
        owner_name,
        number,
        can_undo: around.contains(&(number - 1)),
        can_redo: around.contains(&(number + 1)),
        updated_at,
        focus,
        step: from_json(&serde_json::from_str(&body).unwrap_or_default()),
    })
}

/// Keeps a step and points at it; what had been undone before is gone.
pub fn update(
    w: &mut Write<'_>,
    id: DraftId,
    step: &Step,
    focus: &str,
    record: Record,
) -> Result<(), Refusal> {
    let at = locked(w, id)?;
    let next = if record == Record::Next { at + 1 } else { at };
    if record == Record::Next {
        let stale = draft_step::step.gt(at).or(draft_step::step.le(next - STEPS_MAX));
        diesel::delete(draft_step::table.filter(draft_step::draft_id.eq(id.0).and(stale))).execute(w.conn)?;
    }
    put(w, id, next, step, focus)?;
    point(w, id, next)
}

/// Points at the step before or after, and returns what was edited between the two; stays where there is none.
pub fn turn(w: &mut Write<'_>, id: DraftId, turn: Turn) -> Result<String, Refusal> {
    let at = locked(w, id)?;
    let (to, changed_by) = if turn == Turn::Back { (at - 1, at) } else { (at + 1, at + 1) };
    let steps = draft_step::table.filter(draft_step::draft_id.eq(id.0));
    let known: i64 = steps.filter(draft_step::step.eq(to)).count().get_result(w.conn)?;
    let focus: Option<String> =
        draft_step::table.find((id.0, changed_by)).select(draft_step::focus).first(w.conn).optional()?;
    point(w, id, if known == 1 { to } else { at })?;
    Ok(focus.unwrap_or_default())
}

/// Bases a draft on another version of its relation.
pub fn rebase(w: &mut Write<'_>, id: DraftId, version: i64) -> Result<(), Refusal> {
    diesel::update(draft::table.find(id.0)).set(draft::based_on.eq(version)).execute(w.conn)?;
    w.own_work();
    Ok(())
}

/// Throws a draft away, with all its steps.
pub fn delete(w: &mut Write<'_>, id: DraftId) -> Result<(), Refusal> {
    diesel::delete(draft::table.find(id.0)).execute(w.conn)?;
    w.own_work();
    Ok(())
}

/// Takes a draft away to be published, once: of two who press at the same time the second is refused as not found.
pub fn take(w: &mut Write<'_>, id: DraftId) -> Result<(), Refusal> {
    let taken = diesel::delete(draft::table.find(id.0)).execute(w.conn)?;
    if taken == 0 { Err(gone()) } else { Ok(()) }
}

/// Throws away the drafts that nobody touched since then, and returns how many.
pub fn prune(w: &mut Write<'_>, since: DateTime<Utc>) -> Result<usize, Refusal> {
    let pruned = diesel::delete(draft::table.filter(draft::updated_at.lt(since))).execute(w.conn)?;
    w.own_work();
    Ok(pruned)
}

fn gone() -> Refusal {
    Refusal::NotFound("This draft is gone: it was published or discarded.".into())
}

/// Returns the step that the draft points at, and keeps others from moving it meanwhile.
fn locked(w: &mut Write<'_>, id: DraftId) -> Result<i64, Refusal> {
    let at: Option<i64> =
        draft::table.find(id.0).select(draft::step).for_update().first(w.conn).optional()?;
    at.ok_or_else(gone)
}

fn point(w: &mut Write<'_>, id: DraftId, at: i64) -> Result<(), Refusal> {
    diesel::update(draft::table.find(id.0))
        .set((draft::step.eq(at), draft::updated_at.eq(w.now)))
        .execute(w.conn)?;
    w.own_work();
    Ok(())
}

fn put(w: &mut Write<'_>, id: DraftId, at: i64, step: &Step, focus: &str) -> Result<(), Refusal> {
    let body = to_json(step);
    let row = (draft_step::body.eq(&body), draft_step::at.eq(w.now), draft_step::focus.eq(focus));
    diesel::insert_into(draft_step::table)
        .values((draft_step::draft_id.eq(id.0), draft_step::step.eq(at), row))
        .on_conflict((draft_step::draft_id, draft_step::step))
        .do_update()
        .set(row)
        .execute(w.conn)?;
    Ok(())
}

fn to_json(step: &Step) -> Value {
    let notes: Vec<Value> = step.notes.0.iter().map(|note| json!([note.place, note.message])).collect();
    let seen = &step.seen;
    json!({
        "relation": codec::draft::write(&step.relation),
        "seen": [seen.sku, seen.store, seen.at, seen.why],
        "notes": notes,
        "last": step.last,
    })
}

/// Reads a step; one that cannot be read is an empty one that says so.
fn from_json(body: &Value) -> Step {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let empty = Value::Null;
    let read = codec::draft::read(body.get("relation").unwrap_or(&empty));
    let is_read = read.is_ok();
    let relation = read.unwrap_or_else(|_| Draft::new());
    let seen = body.get("seen").unwrap_or(&empty);
    let notes = body.get("notes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let note = |note: &Value| Problem { place: text(note.get(0)), message: text(note.get(1)) };
    let mut notes = Problems(notes.iter().map(note).collect());
    if !is_read {
        notes.add("t0", "This step of the draft cannot be read; undo it, or discard the draft.");
    }
    Step {
        relation,
        seen: Seen {
            sku: text(seen.get(0)),
            store: text(seen.get(1)),
            at: text(seen.get(2)),
            why: text(seen.get(3)),
        },
        notes,
        last: body.get("last").and_then(Value::as_u64).unwrap_or(0),
    }
}
