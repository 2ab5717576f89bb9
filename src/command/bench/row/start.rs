//! A server's start: until it is ready from Postgres and until it answers shops from its snapshot file, and what it takes
//! of the memory then. The yardsticks are reading the catalogue's tables out of Postgres whole, by COPY, the room they take
//! there, and reading the file's bytes with their check sum.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::super::figure::{Figure, float};
use super::super::place::{connect, failed};
use super::super::server::{Server, memory};
use super::super::spread::quickest;
use super::super::stage::Stage;
use super::page::BLOCK;
use crate::command::Failure;
use crate::demo::product::sku_of;
use crate::store::schema::{price, product, variant};
use crate::work::keep::{self, Keeper};

/// From this on one start is enough.
const LONG: Duration = Duration::from_secs(15);
/// What the whole snapshot may take, in MiB.
const MEMORY_MAX: f64 = 1_024.0;
const MIB: f64 = 1_048_576.0;
/// Bytes of the file read at once for the yardstick.
const PIECE: usize = 1 << 20;

/// Measures; the server has just become ready, and nobody has asked it anything.
pub fn rows(stage: &Stage, server: &Server) -> Result<Vec<Figure>, Failure> {
    let resident = float(memory(server.process(), "VmRSS")) / MIB;
    let highest = float(memory(server.process(), "VmHWM")) / MIB;
    let tables = float(catalogue_bytes(stage)?) / MIB;
    let mut turn = 0;
    let took = quickest(stage.turns(), LONG, || {
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
    figures.extend(from_file(stage, tables)?);
    for part in stage.snapshot().memory() {
        let name = format!("memory_of_{}", part.name.replace(' ', "_"));
        figures.push(stage.at_most(&name, float(part.bytes) / MIB, "MiB", MEMORY_MAX, tables));
    }
    Ok(figures)
}

/// Starts servers that find the snapshot's file in their folder, each until it answers a product page's block.
fn from_file(stage: &Stage, tables: f64) -> Result<Vec<Figure>, Failure> {
    let folder = stage.folder.join("kept");
    let keeper = Keeper::new(&folder, &stage.url);
    keeper.write(&stage.snapshot()).map_err(|error| Failure(error.to_string()))?;
    let path = format!("/api/v1/blocks/{BLOCK}?sku={}", sku_of(0));
    let (mut took, mut read) = (f64::INFINITY, f64::INFINITY);
    let (mut resident, mut highest) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..stage.turns() {
        let server = Server::kindred_until(&stage.url, &folder, &path)?;
        took = took.min(server.took.as_secs_f64());
        resident = resident.min(float(memory(server.process(), "VmRSS")) / MIB);
        highest = highest.min(float(memory(server.process(), "VmHWM")) / MIB);
        drop(server);
        read = read.min(summed(&folder.join(keep::NAME)).map_err(|error| Failure(error.to_string()))?);
    }
    Ok(vec![
        stage.at_most("ready_from_file", took, "s", 2.0, read),
        stage.at_most("memory_from_file", resident, "MiB", MEMORY_MAX, tables),
        stage.at_most("memory_highest_from_file", highest, "MiB", 1_536.0, tables),
    ])
}

/// Returns how many seconds reading a file and its check sum takes.
fn summed(file: &Path) -> std::io::Result<f64> {
    let started = Instant::now();
    let mut file = std::fs::File::open(file)?;
    let (mut sum, mut piece) = (flate2::Crc::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            count => sum.update(piece.get(..count).unwrap_or_default()),
        }
    }
    std::hint::black_box(sum.sum());
    Ok(started.elapsed().as_secs_f64())
}

/// Returns how many bytes the tables of the catalogue take, indexes included.
fn catalogue_bytes(stage: &Stage) -> Result<u64, Failure> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    let query = "SELECT (pg_total_relation_size('product') + pg_total_relation_size('variant') + \
        pg_total_relation_size('price'))::bigint AS bytes";
    let row: Row = diesel::sql_query(query).get_result(&mut connect(&stage.url)?).map_err(failed)?;
    Ok(u64::try_from(row.bytes).unwrap_or(0))
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
