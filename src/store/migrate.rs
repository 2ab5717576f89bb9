//! The schema: the migrations, embedded, and run by one process at a time.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::door::{Refusal, unavailable};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
/// The number of the lock that lets one process migrate at a time.
const LOCK: i64 = 0x006b_696e_6472_6564;

/// Creates a database if it is missing; the address is that of another database of the same server.
pub fn create_database(url: &str, name: &str) -> Result<(), Refusal> {
    let mut conn = connect(url)?;
    match conn.batch_execute(&format!("CREATE DATABASE \"{}\"", name.replace('"', "\"\""))) {
        Err(error)
            if !error.to_string().contains("already exists")
                && !error.to_string().contains("duplicate key") =>
        {
            Err(error.into())
        }
        _ => Ok(()),
    }
}

/// Brings the schema up to this executable's, and returns the names of the migrations that ran.
pub fn run(url: &str) -> Result<Vec<String>, Refusal> {
    let mut conn = connect(url)?;
    locked(&mut conn, |conn| {
        let known = conn.applied_migrations().map_err(fault)?;
        let ours = MigrationHarness::<diesel::pg::Pg>::pending_migrations(conn, MIGRATIONS).map_err(fault)?;
        if ours.is_empty() && known.len() > count() {
            return Err(Refusal::Fault(
                "The database was made by a newer Kindred. Start that one, or restore a backup of before."
                    .into(),
            ));
        }
        let ran = conn.run_pending_migrations(MIGRATIONS).map_err(fault)?;
        Ok(ran.iter().map(ToString::to_string).collect())
    })
}

/// Takes every migration back, the last first; for tests of their way back.
pub fn revert_all(url: &str) -> Result<(), Refusal> {
    let mut conn = connect(url)?;
    locked(&mut conn, |conn| conn.revert_all_migrations(MIGRATIONS).map(|_| ()).map_err(fault))
}

/// Returns how many migrations have yet to run.
pub fn pending(url: &str) -> Result<usize, Refusal> {
    let mut conn = connect(url)?;
    conn.pending_migrations(MIGRATIONS).map(|list| list.len()).map_err(fault)
}

fn count() -> usize {
    use diesel::migration::MigrationSource;
    MigrationSource::<diesel::pg::Pg>::migrations(&MIGRATIONS).map(|list| list.len()).unwrap_or(usize::MAX)
}

fn connect(url: &str) -> Result<PgConnection, Refusal> {
    PgConnection::establish(url).map_err(|error| Refusal::Busy(error.to_string()))
}

fn locked<T>(
    conn: &mut PgConnection,
    f: impl FnOnce(&mut PgConnection) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    conn.batch_execute(&format!("SET client_min_messages = warning; SELECT pg_advisory_lock({LOCK})"))?;
    let done = f(conn);
    let freed = conn.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"));
    let value = done?;
    freed?;
    Ok(value)
}

fn fault(error: impl std::fmt::Display) -> Refusal {
    let text = error.to_string();
    if unavailable(&text) { Refusal::Busy(text) } else { Refusal::Fault(text) }
}
