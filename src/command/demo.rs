//! `kindred demo`: a shop of any size; and the demo shop that an empty database gets at the start.

use std::time::Instant;

use clap::Args;

use super::{Failure, Opened, open};
use crate::config::{Config, Demo};
use crate::demo::{PRODUCTS, RELATIONS, SEED};
use crate::work::demo::{Size, make, make_if_empty};

/// Most products of one demo shop.
const PRODUCTS_MAX: u64 = 5_000_000;
/// Most relations of one demo shop.
const RELATIONS_MAX: usize = 100_000;

/// What is typed after `kindred demo`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many products; each has a price in both stores
    #[arg(long, default_value_t = PRODUCTS)]
    products: u64,
    /// How many relations
    #[arg(long, default_value_t = RELATIONS)]
    relations: usize,
    /// The same seed makes the same shop
    #[arg(long, default_value_t = SEED)]
    seed: u64,
}

/// Makes the shop and says how it went.
pub fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.products > PRODUCTS_MAX || arguments.relations > RELATIONS_MAX {
        return Err(Failure(format!(
            "A demo shop has at most {PRODUCTS_MAX} products and {RELATIONS_MAX} relations."
        )));
    }
    let opened = open(config)?;
    let size = Size { products: arguments.products, relations: arguments.relations, seed: arguments.seed };
    let started = Instant::now();
    let made = make(&opened.app, size, |done| {
        if done % 50_000 == 0 {
            println!("{done} products …");
        }
    })?;
    let seconds = started.elapsed().as_secs_f32();
    println!(
        "The shop has {} products; {} relations and {} links were added. It took {seconds:.1} s.",
        made.products, made.relations, made.links
    );
    Ok(())
}

/// Makes the usual demo shop at the start where the settings want it and the database is empty.
pub fn fill(config: &Config, opened: &Opened) -> Result<(), Failure> {
    let is_wanted = match config.demo {
        Demo::IfPrivate => opened.private.is_some(),
        Demo::IfEmpty => true,
        Demo::Never => false,
    };
    if is_wanted && let Some(made) = make_if_empty(&opened.app)? {
        tracing::info!(
            products = made.products,
            relations = made.relations,
            links = made.links,
            "the demo shop is made"
        );
    }
    Ok(())
}
