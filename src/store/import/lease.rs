//! Who works on an import: whoever holds its lease. It hangs on a connection of its own, so that it ends with its process,
//! wherever that runs, and nobody has to guess from silence.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::State;
use crate::domain::id::ImportId;
use crate::store::door::{Entry, Read, Refusal, Write};
use crate::store::schema::import;

/// So long an import may be under way before its process has taken the lease.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// What is told of an import that ended while it was checked, and while it was applied.
const CHECK_ENDED: &str = "Kindred ended while it was checking this file. Nothing was changed. Apply the file as it is, or \
                           discard it and send it again to see first what it would change.";
const APPLY_ENDED: &str =
    "Kindred ended before this import did. What was written stays; apply the file again to write the rest.";

/// Says that this process works on an import, for as long as it lives.
pub struct Lease {
    _conn: PgConnection,
}

impl Lease {
    /// Takes the lease of an import; refuses while another process has it.
    pub fn take(database_url: &str, id: ImportId) -> Result<Self, Refusal> {
        let mut conn =
            PgConnection::establish(database_url).map_err(|error| Refusal::Busy(error.to_string()))?;
        let taken: Taken =
            diesel::sql_query("SELECT pg_try_advisory_lock(hashtextextended('import', $1)) AS taken")
                .bind::<BigInt, _>(id.0)
                .get_result(&mut conn)?;
        match taken.taken {
            true => Ok(Self { _conn: conn }),
            false => Err(Refusal::Stale("Another Kindred is working on this file.".into())),
        }
    }
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Returns true when nobody holds the lease of an import; nobody can take it before the transaction ends.
pub(super) fn is_free(conn: &mut PgConnection, id: ImportId) -> Result<bool, Refusal> {
    let taken: Taken =
        diesel::sql_query("SELECT pg_try_advisory_xact_lock(hashtextextended('import', $1)) AS taken")
            .bind::<BigInt, _>(id.0)
            .get_result(conn)?;
    Ok(taken.taken)
}

/// Marks what is under way in no process any more, and has been for longer than a time.
pub fn interrupt(write: &mut Write<'_>, longer: TimeDelta) -> Result<(), Refusal> {
    let under_way: Vec<(i64, String)> = import::table
        .select((import::id, import::state))
        .filter(import::state.eq_any([State::Checking.as_str(), State::Applying.as_str()]))
        .filter(import::updated_at.le(write.now - longer))
        .load(write.conn)?;
    write.unremarkable();
    for (id, state) in under_way {
        if !is_free(write.conn, ImportId(id))? {
            continue;
        }
        let failure = if state == State::Checking.as_str() { CHECK_ENDED } else { APPLY_ENDED };
        diesel::update(import::table.find(id))
            .set((
                import::state.eq(State::Interrupted.as_str()),
                import::failure.eq(failure),
                import::updated_at.eq(write.now),
            ))
            .execute(write.conn)?;
        let (key, detail) = (id.to_string(), serde_json::json!({"while": state}));
        write.audit(Entry { action: "interrupt", noun: "import", key: &key, detail })?;
    }
    Ok(())
}

/// Returns true when something is marked as under way.
pub fn is_any_under_way(read: &mut Read<'_>) -> Result<bool, Refusal> {
    let states = [State::Checking.as_str(), State::Applying.as_str()];
    let query = import::table.filter(import::state.eq_any(states));
    Ok(diesel::select(diesel::dsl::exists(query)).get_result(read.conn)?)
}
