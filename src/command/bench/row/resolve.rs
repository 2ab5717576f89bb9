//! Every relation resolved for all its sources while shoppers ask: what other shops do at night, and Kindred never has to.
//!
//! A rule is answered once for all sources that it cannot tell apart; what each source shows is then looked at by itself.
//! The work runs on the servers' core beside the server that shoppers ask, giving way to it as background work does. When
//! it does not end within its time, what was done is carried on by the share of relations resolved. The yardstick is
//! keeping the lists in Postgres by COPY, which is only the last step of the same at night.

use std::time::{Duration, Instant};

use diesel::prelude::*;

use super::super::figure::{Figure, float};
use super::super::place::{connect, failed};
use super::super::server::Server;
use super::super::stage::Stage;
use super::http::{Beside, Shoppers};
use crate::command::Failure;
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::each::Round;
use crate::store::copy::{Lines, broken};

/// How long it may take until the rest is reckoned.
const TIME_MAX: Duration = Duration::from_secs(90);
/// The same for a shop that is too small to say anything.
const TIME_FEW: Duration = Duration::from_secs(2);
/// How many rows of lists are kept to learn what one costs.
const KEPT: usize = 100_000;

/// What was done.
struct Done {
    took: f64,
    rows: f64,
}

/// Measures.
pub fn rows(stage: &Stage, shoppers: &Shoppers, server: &Server) -> Result<Vec<Figure>, Failure> {
    let snapshot = stage.snapshot();
    let Beside { done, quiet, busy } =
        shoppers.beside(server, || resolve(stage, &snapshot.without_answers()))?;
    let kept = keep(stage)? * done.rows;
    Ok(vec![
        stage.at_most("resolve_all", done.took, "s", 60.0, kept),
        stage.at_most("resolve_all_shop_p99", busy * 1e3, "ms", quiet * 2.0 * 1e3, quiet * 1e3),
    ])
}

/// Resolves relation after relation and returns how long all take, and how many rows their lists have.
fn resolve(stage: &Stage, snapshot: &Snapshot) -> Done {
    let begun = Instant::now();
    let (circumstances, ask) = (stage.circumstances(), stage.ask());
    let time = if stage.is_patient() { TIME_MAX } else { TIME_FEW };
    let mut round = Round::new(snapshot, &ask);
    let (mut done, mut rows) = (0_usize, 0_usize);
    for standing in snapshot.relations().iter().take_while(|_| begun.elapsed() < time) {
        let sources = snapshot.source_set(standing, &circumstances);
        round.each(standing, sources.iter().map(Doc), |_, shown| rows += shown.len());
        done += 1;
    }
    let share = float(snapshot.relations().len()) / float(done).max(1.0);
    Done { took: begun.elapsed().as_secs_f64() * share, rows: float(rows) * share }
}

diesel::table! {
    yard_kept (source) {
        source -> BigInt,
        relation -> Text,
        place -> BigInt,
        target -> BigInt,
    }
}

/// Returns how many seconds keeping one row of a list takes.
fn keep(stage: &Stage) -> Result<f64, Failure> {
    let mut conn = connect(&stage.url)?;
    let table = "CREATE TABLE yard_kept (source bigint, relation text, place bigint, target bigint, \
        PRIMARY KEY (source, relation, place))";
    diesel::sql_query(table).execute(&mut conn).map_err(failed)?;
    let mut lines = Lines::default();
    let kept = if stage.is_patient() { KEPT } else { KEPT / 50 };
    for row in 0..kept {
        lines.plain(row / 8).text("a-relation-of-the-shop").plain(row % 8).plain(row * 7919 % kept).end();
    }
    let started = Instant::now();
    diesel::copy_from(yard_kept::table)
        .from_raw_data(yard_kept::table, |copy| copy.write_all(lines.as_bytes()).map_err(broken))
        .execute(&mut conn)
        .map_err(failed)?;
    Ok(started.elapsed().as_secs_f64() / float(kept))
}
