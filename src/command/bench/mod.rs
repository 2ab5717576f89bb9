//! `kindred bench`: how quick Kindred is, each figure beside a yardstick of the same run.
//!
//! `place` gives it databases and a folder of its own, `stage` a shop of one size, `row` measures, a file for each row of
//! the table, `figure` prints. `postgres`, `bare` and `load` are the yardsticks and the load generator. `docs/bench.md`
//! says what each row measures. Must not be needed by anything else.

pub mod bare;
mod figure;
mod load;
mod place;
mod postgres;
mod row;
mod rule;
mod server;
mod spread;
mod stage;

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use self::figure::{Figure, Target, float, head};
use self::place::Place;
use self::postgres::Yard;
use self::row::build::Built;
use self::row::http::Shoppers;
use self::server::Server;
use self::spread::Best;
use self::stage::Stage;
use super::Failure;
use crate::config::Config;

/// The sizes that are measured when none is named.
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
/// The growth rows compare a size with one so many times smaller.
const SMALLER: u64 = 100;
/// Fewest products of the smaller shop.
const SMALLEST: u64 = 100;
/// Most products of a shop that is measured.
const SIZE_MAX: u64 = 5_000_000;

/// What is typed after `kindred bench`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many products; left out, 10,000, 100,000 and 1,000,000 in turn
    #[arg(long)]
    size: Option<u64>,
    /// One line of JSON a figure
    #[arg(long)]
    json: bool,
    /// Serves recorded bytes; the bench starts this itself
    #[arg(long, hide = true)]
    bare: Option<PathBuf>,
}

/// Measures and prints.
pub fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    if let Some(file) = &arguments.bare {
        return bare::run(config, file);
    }
    let sizes = arguments.size.map_or(SIZES.to_vec(), |size| vec![size]);
    if sizes.iter().any(|size| !(SMALLEST..=SIZE_MAX).contains(size)) {
        return Err(Failure(format!("A bench is of {SMALLEST} to {SIZE_MAX} products.")));
    }
    if !server::can_choose() {
        say("there is no second core, or no taskset to choose it: load and server share what there is");
    }
    let begun = Instant::now();
    let mut known = Vec::new();
    for size in sizes {
        let place = Place::open(config)?;
        let smaller = (size / SMALLER).max(SMALLEST);
        if !known.iter().any(|growth: &Growth| growth.size == smaller) && smaller < size {
            let stage = Stage::make(config, &place, smaller)?;
            known.push(Looks::measure(&stage)?.growth(&stage));
            place.drop_databases();
        }
        let stage = Stage::make(config, &place, size)?;
        if !arguments.json {
            print!("{}", head(size));
        }
        let print = |figures: &[Figure]| {
            for figure in figures {
                match arguments.json {
                    true => println!("{}", figure.to_json()),
                    false => println!("{}", figure.to_line()),
                }
            }
        };
        let growth = measure(&stage, &place, &print)?;
        print(&grown(&stage, &known, &growth));
        known.push(growth);
    }
    say(&format!("the bench took {:.0} s", begun.elapsed().as_secs_f64()));
    Ok(())
}

/// Says how far the bench is, beside its figures.
fn say(sentence: &str) {
    eprintln!("bench: {sentence}.");
}

/// Measures every row of one size, and returns what the growth rows are made of.
fn measure(stage: &Stage, place: &Place, print: &dyn Fn(&[Figure])) -> Result<Growth, Failure> {
    let mut yard = Yard::make(stage)?;
    let looks = Looks::measure(stage)?;
    print(&row::answer::rows(stage, &mut yard, &looks.answers)?);
    print(&row::page::rows(stage, &mut yard, looks.page)?);
    print(&row::pair::rows(stage)?);
    print(&row::build::rows(stage, looks.built));
    let server = Server::kindred(&stage.url, &stage.folder.join("replica"))?;
    print(&row::start::rows(stage, &mut yard, &server)?);
    let mut shoppers = Shoppers::new(stage);
    print(&row::http::rows(stage, &mut shoppers, &server)?);
    print(&row::change::rows(stage, &server)?);
    print(&row::rename::rows(stage, &mut yard, &shoppers, &server)?);
    print(&row::resolve::rows(stage, &shoppers, &server)?);
    drop(server);
    print(&row::import::rows(stage, place)?);
    Ok(looks.growth(stage))
}

/// What was measured of one size, in seconds.
struct Growth {
    size: u64,
    values: Vec<(&'static str, f64)>,
}

/// What is measured in this process, of smaller shops too.
struct Looks {
    answers: Vec<(&'static str, f64)>,
    page: Best,
    built: Built,
}

impl Looks {
    fn measure(stage: &Stage) -> Result<Self, Failure> {
        let answers = row::answer::measure(stage)?;
        Ok(Self { answers, page: row::page::measure(stage)?, built: row::build::measure(stage)? })
    }

    /// Returns what the growth rows compare: look-ups, which may not grow in step with the shop, and what reads all of it.
    fn growth(self, stage: &Stage) -> Growth {
        let mut values = self.answers;
        values.extend([("page_block_median", self.page.median), ("page_block_p99", self.page.p99)]);
        values.push(("build_from_memory", self.built.took));
        values.push(("load_from_postgres", stage.loaded_in.as_secs_f64()));
        Growth { size: stage.size, values }
    }
}

/// Returns how many times a figure grew from the smaller shop to this one. The yardstick is how many times the shop did;
/// look-ups should stay below half of that.
fn grown(stage: &Stage, known: &[Growth], growth: &Growth) -> Vec<Figure> {
    let smaller =
        known.iter().filter(|smaller| smaller.size < growth.size).min_by_key(|smaller| smaller.size);
    let Some(smaller) = smaller else { return Vec::new() };
    let times = float(growth.size) / float(smaller.size);
    let figure = |((name, now), (_, then)): (&(&'static str, f64), &(&'static str, f64))| {
        let reads_all = matches!(*name, "build_from_memory" | "load_from_postgres");
        Figure {
            name: format!("growth_{name}"),
            size: stage.size,
            value: now / then.max(f64::MIN_POSITIVE),
            unit: "×",
            target: Target::AtMost(if reads_all { times } else { times / 2.0 }),
            yardstick: times,
        }
    };
    growth.values.iter().zip(&smaller.values).map(figure).collect()
}
