//! The snapshot built from products that are in memory already. The yardstick is making the same products, which is plain
//! work of the same amount: every text and value is put together once.

use std::time::{Duration, Instant};

use super::super::figure::Figure;
use super::super::stage::{SEED, Stage};
use crate::command::Failure;
use crate::demo::product::Maker;
use crate::domain::id::ProductId;
use crate::index::build::{Builder, Rest};

/// Products made at once; only taking them in is timed.
const BATCH: u64 = 10_000;

/// How long building took, and how long making the products did, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Built {
    /// Building.
    pub took: f64,
    making: f64,
}

/// Measures without the yardstick, which comes with it.
pub fn measure(stage: &Stage) -> Result<Built, Failure> {
    let vocabulary = stage.snapshot().vocabulary().clone();
    let maker = Maker::new(&vocabulary, SEED).map_err(Failure)?;
    let mut builder = Builder::new(None, stage.at, vocabulary);
    let (mut building, mut making) = (Duration::ZERO, Duration::ZERO);
    let mut done = 0;
    while done < stage.size {
        let end = stage.size.min(done + BATCH);
        let started = Instant::now();
        let batch: Result<Vec<_>, String> = (done..end).map(|number| maker.product(number)).collect();
        let batch = batch.map_err(Failure)?;
        making += started.elapsed();
        let started = Instant::now();
        for (number, mut product) in (done..).zip(batch) {
            product.id = Some(ProductId(i64::try_from(number).unwrap_or(0) + 1));
            builder.product(product);
        }
        building += started.elapsed();
        done = end;
    }
    let started = Instant::now();
    let snapshot = builder.finish(Rest::default());
    building += started.elapsed();
    drop(snapshot);
    Ok(Built { took: building.as_secs_f64(), making: making.as_secs_f64() })
}

/// Returns what was measured beside the yardstick.
pub fn rows(stage: &Stage, built: Built) -> Vec<Figure> {
    vec![stage.at_most("build_from_memory", built.took, "s", 4.0, built.making)]
}
