//! The snapshot built from products that are in memory already, and how much of that comes after their records are written:
//! the part that is done again when all sets have to be made anew. The yardstick is making the same products, which is
//! plain work of the same amount: every text and value is put together once.

use std::time::{Duration, Instant};

use super::super::figure::Figure;
use super::super::spread::TURNS;
use super::super::stage::{SEED, Stage};
use crate::command::Failure;
use crate::demo::product::Maker;
use crate::domain::id::ProductId;
use crate::index::build::{Builder, Rest};

/// Products made at once; only taking them in is timed.
const BATCH: u64 = 10_000;
/// From this on once is enough.
const LONG: Duration = Duration::from_secs(30);

/// How long building took, its part behind the records, and how long making the products did, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Built {
    /// Building.
    pub took: f64,
    finishing: f64,
    making: f64,
}

/// Measures without the yardstick, which comes with it; the best of three where that is quick.
pub fn measure(stage: &Stage) -> Result<Built, Failure> {
    let (begun, mut best) = (Instant::now(), once(stage)?);
    for _ in 1..TURNS {
        if begun.elapsed() > LONG {
            break;
        }
        let again = once(stage)?;
        best = Built {
            took: best.took.min(again.took),
            finishing: best.finishing.min(again.finishing),
            making: best.making.min(again.making),
        };
    }
    Ok(best)
}

fn once(stage: &Stage) -> Result<Built, Failure> {
    let vocabulary = stage.snapshot().vocabulary().clone();
    let maker = Maker::new(&vocabulary, SEED).map_err(Failure)?;
    let mut builder = Builder::new(None, stage.at, vocabulary);
    let (mut building, mut making) = (Duration::ZERO, Duration::ZERO);
    let mut done = 0;
    while done < stage.size {
        let end = stage.size.min(done + BATCH);
        let started = Instant::now();
        let batch: Result<Vec<_>, String> = (done..end).map(|number| maker.product(number)).collect();
        let mut batch = batch.map_err(Failure)?;
        making += started.elapsed();
        for (number, product) in (done..).zip(&mut batch) {
            product.id = Some(ProductId(i64::try_from(number).unwrap_or(0) + 1));
        }
        let started = Instant::now();
        builder.products(&batch);
        building += started.elapsed();
        done = end;
    }
    let started = Instant::now();
    let snapshot = builder.finish(Rest::default());
    let finishing = started.elapsed();
    drop(snapshot);
    Ok(Built {
        took: (building + finishing).as_secs_f64(),
        finishing: finishing.as_secs_f64(),
        making: making.as_secs_f64(),
    })
}

/// Returns what was measured beside the yardstick.
pub fn rows(stage: &Stage, built: Built) -> Vec<Figure> {
    vec![
        stage.at_most("build_from_memory", built.took, "s", 4.0, built.making),
        stage.at_most("build_from_records", built.finishing, "s", 4.0, built.making),
    ]
}
