//! A server's start: until it is ready from Postgres, and what it takes of the memory then. The yardsticks are reading the
//! catalogue's tables out of Postgres whole, by COPY, and the room they take there.

use std::io::Read;
use std::time::{Duration, Instant};

use super::super::figure::{Figure, float};
use super::super::place::{connect, failed};
use super::super::postgres::Yard;
use super::super::server::{Server, memory};
use super::super::spread::quickest;
use super::super::stage::Stage;
use crate::command::Failure;
use crate::store::schema::{price, product, variant};

/// From this on one start is enough.
const LONG: Duration = Duration::from_secs(30);
/// What the whole snapshot may take, in MiB.
const MEMORY_MAX: f64 = 1_024.0;
const MIB: f64 = 1_048_576.0;

/// Measures; the server has just become ready, and nobody has asked it anything.
pub fn rows(stage: &Stage, yard: &mut Yard, server: &Server) -> Result<Vec<Figure>, Failure> {
    let resident = float(memory(server.process(), "VmRSS")) / MIB;
    let highest = float(memory(server.process(), "VmHWM")) / MIB;
    let tables = float(yard.catalogue_bytes()?) / MIB;
    let mut turn = 0;
    let took = quickest(LONG, || {
        turn += 1;
        // The first was started before; a folder of its own each time, so that no snapshot file is found.
        match turn {
            1 => Ok(server.took),
            _ => Server::kindred(&stage.url, &stage.folder.join(format!("start-{turn}")))
                .map(|server| server.took),
        }
    })?;
    let copied = copied(stage)?;
    let mut figures = vec![
        stage.at_most("memory_resident", resident, "MiB", MEMORY_MAX, tables),
        stage.at_most("memory_highest_at_start", highest, "MiB", 1_536.0, tables),
        stage.at_most("ready_from_postgres", took, "s", 20.0, copied),
    ];
    for part in stage.snapshot().memory() {
        let name = format!("memory_of_{}", part.name.replace(' ', "_"));
        figures.push(stage.at_most(&name, float(part.bytes) / MIB, "MiB", MEMORY_MAX, tables));
    }
    Ok(figures)
}

/// Returns how many seconds reading the three tables takes.
fn copied(stage: &Stage) -> Result<f64, Failure> {
    // One connection each: what is not read to its end keeps the connection to itself.
    let mut conns = [connect(&stage.url)?, connect(&stage.url)?, connect(&stage.url)?];
    let [products, variants, prices] = &mut conns;
    let started = Instant::now();
    drain(diesel::copy_to(product::table).load_raw(products).map_err(failed)?)?;
    drain(diesel::copy_to(variant::table).load_raw(variants).map_err(failed)?)?;
    drain(diesel::copy_to(price::table).load_raw(prices).map_err(failed)?)?;
    Ok(started.elapsed().as_secs_f64())
}

fn drain(mut from: impl Read) -> Result<(), Failure> {
    std::io::copy(&mut from, &mut std::io::sink()).map(drop).map_err(|error| Failure(error.to_string()))
}
