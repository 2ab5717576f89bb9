//! Imports as they are kept: where the file lies, how far they are, what came of them, and their problems.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::door::{Entry, Read, Refusal, Write};
use super::schema::{import, import_problem};
use crate::domain::id::ImportId;

mod lease;

pub use lease::{GRACE, Lease, interrupt, is_any_under_way};

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The dry run is under way.
    Checking,
    /// The dry run is done: it waits to be applied.
    Checked,
    /// It is being written.
    Applying,
    /// It is written.
    Applied,
    /// It could not be read or written.
    Failed,
    /// Its process ended before it did.
    Interrupted,
    /// Nobody wants it any more.
    Discarded,
}

impl State {
    /// Returns the state's name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Discarded => "discarded",
        }
    }

    fn parse(text: &str) -> Self {
        let all =
            [Self::Checking, Self::Checked, Self::Applying, Self::Applied, Self::Failed, Self::Discarded];
        all.into_iter().find(|state| state.as_str() == text).unwrap_or(Self::Interrupted)
    }
}

/// An import as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its number.
    pub id: ImportId,
    /// The name the file came with.
    pub file_name: String,
    /// Where the file lies; none once it is no longer needed.
    pub file_path: Option<String>,
    /// The format's name; empty while it is not told.
    pub format: String,
    /// How far it is.
    pub state: State,
    /// Rows written, while it is applied.
    pub rows_done: i64,
    /// The size of the file.
    pub bytes_total: i64,
    /// How many rows came to what, as `work::import` wrote it.
    pub counts: Value,
    /// Why it failed.
    pub failure: Option<String>,
    /// Who brought it.
    pub by: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// When it last got on.
    pub updated_at: DateTime<Utc>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line.
    pub line: i64,
    /// The column; empty for the whole row.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What to do.
    pub message: String,
    /// True when the row was not taken.
    pub refused: bool,
}

/// What became of an import.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// How far it is now.
    pub state: State,
    /// The format's name.
    pub format: &'a str,
    /// How many rows came to what.
    pub counts: Value,
    /// Why it failed.
    pub failure: Option<&'a str>,
    /// Its problems, in place of those before.
    pub problems: &'a [Problem],
}

type Row = (
    i64,
    String,
    Option<String>,
    String,
    String,
    i64,
    i64,
    Value,
    Option<String>,
    String,
    DateTime<Utc>,
    DateTime<Utc>,
);

/// An import that is not kept yet.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// The name the file came with.
    pub file_name: &'a str,
    /// Where the file lies.
    pub file_path: Option<&'a str>,
    /// The format's name; empty: to be told from the file.
    pub format: &'a str,
    /// The size of the file.
    pub bytes: i64,
}

/// Keeps a new import, about to be checked.
pub fn insert(write: &mut Write<'_>, new: &New<'_>) -> Result<ImportId, Refusal> {
    let id: i64 = diesel::insert_into(import::table)
        .values((
            import::file_name.eq(new.file_name),
            import::file_path.eq(new.file_path),
            import::format.eq(new.format),
            import::state.eq(State::Checking.as_str()),
            import::bytes_done.eq(0),
            import::bytes_total.eq(new.bytes),
            import::counts.eq(json!({})),
            import::by.eq(&write.actor.name),
            import::created_at.eq(write.now),
            import::updated_at.eq(write.now),
        ))
        .returning(import::id)
        .get_result(write.conn)?;
    write.audit(Entry {
        action: "upload",
        noun: "import",
        key: &id.to_string(),
        detail: json!({"file": new.file_name}),
    })?;
    Ok(ImportId(id))
}

/// Takes the one turn in which a checked import may be applied; refuses while another one has it.
pub fn begin(write: &mut Write<'_>, id: ImportId) -> Result<(), Refusal> {
    take_turn(write, id)?;
    let may = [State::Checked.as_str(), State::Interrupted.as_str()];
    let taken = diesel::update(import::table.filter(import::id.eq(id.0)).filter(import::state.eq_any(may)))
        .set((
            import::state.eq(State::Applying.as_str()),
            import::bytes_done.eq(0),
            import::failure.eq(None::<String>),
            import::updated_at.eq(write.now),
        ))
        .execute(write.conn)?;
    if taken == 0 {
        return Err(Refusal::Stale(
            "This file is not checked yet, being applied, or applied already.".into(),
        ));
    }
    write.audit(Entry { action: "apply", noun: "import", key: &id.to_string(), detail: json!({}) })
}

/// Keeps a new import and takes the turn for it at once, without a check before.
pub fn begin_new(write: &mut Write<'_>, new: &New<'_>) -> Result<ImportId, Refusal> {
    let id = insert(write, new)?;
    take_turn(write, id)?;
    diesel::update(import::table.filter(import::id.eq(id.0)))
        .set(import::state.eq(State::Applying.as_str()))
        .execute(write.conn)?;
    Ok(id)
}

fn take_turn(write: &mut Write<'_>, id: ImportId) -> Result<(), Refusal> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('import', 0))").execute(write.conn)?;
    let others: Vec<(i64, String, DateTime<Utc>)> = import::table
        .select((import::id, import::file_name, import::updated_at))
        .filter(import::state.eq(State::Applying.as_str()))
        .filter(import::id.ne(id.0))
        .load(write.conn)?;
    for (other, name, updated_at) in others {
        if updated_at > write.now - GRACE || !lease::is_free(write.conn, ImportId(other))? {
            let message = format!("“{name}” is being applied now. Apply this file when it is done.");
            return Err(Refusal::Stale(message));
        }
    }
    Ok(())
}

/// Takes back an import that waits to be applied, or was interrupted; what was written stays.
pub fn discard(write: &mut Write<'_>, id: ImportId) -> Result<(), Refusal> {
    let may = [State::Checked.as_str(), State::Interrupted.as_str()];
    let done = diesel::update(import::table.filter(import::id.eq(id.0)).filter(import::state.eq_any(may)))
        .set((import::state.eq(State::Discarded.as_str()), import::updated_at.eq(write.now)))
        .execute(write.conn)?;
    if done == 0 {
        return Err(Refusal::Stale("This file is being worked on, applied or discarded already.".into()));
    }
    write.audit(Entry { action: "discard", noun: "import", key: &id.to_string(), detail: json!({}) })
}

/// Returns the imports whose file nobody needs any more: done with, or waiting since before that moment.
pub fn left_over(read: &mut Read<'_>, before: DateTime<Utc>) -> Result<Vec<Stored>, Refusal> {
    let done = [State::Applied.as_str(), State::Failed.as_str(), State::Discarded.as_str()];
    let waits = [State::Checked.as_str(), State::Interrupted.as_str()];
    let rows: Vec<Row> = import::table
        .filter(import::file_path.is_not_null())
        .filter(import::state.eq_any(done).or(import::state.eq_any(waits).and(import::updated_at.lt(before))))
        .order(import::id)
        .load(read.conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Returns where the files of all imports lie.
pub fn files(read: &mut Read<'_>) -> Result<Vec<String>, Refusal> {
    let paths = import::table.select(import::file_path).filter(import::file_path.is_not_null());
    let paths: Vec<Option<String>> = paths.load(read.conn)?;
    Ok(paths.into_iter().flatten().collect())
}

/// Notes how many rows are done, of how many; part of the transaction that wrote them.
pub fn progress(write: &mut Write<'_>, id: ImportId, rows: u64, of: u64) -> Result<(), Refusal> {
    // What the check found stays; only an import without one is told its length here.
    diesel::update(import::table.filter(import::id.eq(id.0)).filter(import::counts.eq(json!({}))))
        .set(import::counts.eq(json!({"rows": of})))
        .execute(write.conn)?;
    diesel::update(import::table.filter(import::id.eq(id.0)))
        .set((
            import::bytes_done.eq(i64::try_from(rows).unwrap_or(i64::MAX)),
            import::updated_at.eq(write.now),
        ))
        .execute(write.conn)?;
    Ok(())
}

/// Keeps what became of an import.
pub fn finish(write: &mut Write<'_>, id: ImportId, outcome: &Outcome<'_>) -> Result<(), Refusal> {
    diesel::update(import::table.filter(import::id.eq(id.0)))
        .set((
            import::state.eq(outcome.state.as_str()),
            import::format.eq(outcome.format),
            import::counts.eq(&outcome.counts),
            import::failure.eq(outcome.failure),
            import::updated_at.eq(write.now),
        ))
        .execute(write.conn)?;
    diesel::delete(import_problem::table.filter(import_problem::import_id.eq(id.0))).execute(write.conn)?;
    let rows: Vec<_> = outcome
        .problems
        .iter()
        .map(|problem| {
            (
                import_problem::import_id.eq(id.0),
                import_problem::line.eq(problem.line),
                import_problem::column_name.eq(problem.column.replace('\0', "")),
                import_problem::value.eq(problem.value.replace('\0', "")),
                import_problem::message.eq(problem.message.replace('\0', "")),
                import_problem::refused.eq(problem.refused),
            )
        })
        .collect();
    diesel::insert_into(import_problem::table).values(rows).execute(write.conn)?;
    let action = outcome.state.as_str();
    write.audit(Entry { action, noun: "import", key: &id.to_string(), detail: outcome.counts.clone() })
}

/// Forgets where the file lies, which is about to be deleted.
pub fn forget_file(write: &mut Write<'_>, id: ImportId) -> Result<(), Refusal> {
    diesel::update(import::table.filter(import::id.eq(id.0)))
        .set(import::file_path.eq(None::<String>))
        .execute(write.conn)?;
    write.audit(Entry { action: "delete file", noun: "import", key: &id.to_string(), detail: json!({}) })
}

/// Returns the newest imports.
pub fn list(read: &mut Read<'_>, count: i64) -> Result<Vec<Stored>, Refusal> {
    let rows: Vec<Row> = import::table.order(import::id.desc()).limit(count).load(read.conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Returns one import.
pub fn find(read: &mut Read<'_>, id: ImportId) -> Result<Stored, Refusal> {
    let row: Option<Row> = import::table.filter(import::id.eq(id.0)).first(read.conn).optional()?;
    row.map(from_row).ok_or_else(|| Refusal::NotFound(format!("There is no import {id}.")))
}

/// Returns the problems of an import, and how many are kept.
pub fn problems(
    read: &mut Read<'_>,
    id: ImportId,
    offset: i64,
    count: i64,
) -> Result<(Vec<Problem>, i64), Refusal> {
    let of = import_problem::table.filter(import_problem::import_id.eq(id.0));
    let total: i64 = of.count().get_result(read.conn)?;
    let rows: Vec<(i64, String, String, String, bool)> = of
        .select((
            import_problem::line,
            import_problem::column_name,
            import_problem::value,
            import_problem::message,
            import_problem::refused,
        ))
        .order(import_problem::id)
        .offset(offset)
        .limit(count)
        .load(read.conn)?;
    let problem = |(line, column, value, message, refused): (i64, String, String, String, bool)| Problem {
        line,
        column,
        value,
        message,
        refused,
    };
    Ok((rows.into_iter().map(problem).collect(), total))
}

fn from_row(row: Row) -> Stored {
    let (
        id,
        file_name,
        file_path,
        format,
        state,
        done,
        bytes_total,
        counts,
        failure,
        by,
        created_at,
        updated_at,
    ) = row;
    Stored {
        id: ImportId(id),
        file_name,
        file_path,
        format,
        state: State::parse(&state),
        rows_done: done,
        bytes_total,
        counts,
        failure,
        by,
        created_at,
        updated_at,
    }
}
