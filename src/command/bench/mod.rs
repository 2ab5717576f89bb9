//! `kindred bench`: how quick Kindred is, each figure beside a yardstick of the same run.
//!
//! `place` gives it databases and a folder of its own, `stage` a shop of one size, `row` measures, a file for each row of
//! the table, `sheet` prints what `figure` holds. `postgres`, `bare` and `load` are the yardsticks and the load generator. `docs/bench.md`
//! says what each row measures. Must not be needed by anything else.

pub mod bare;
mod figure;
mod load;
mod machine;
mod place;
mod postgres;
mod row;
pub mod rule;
mod server;
mod sheet;
mod spread;
mod stage;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;

use self::figure::{Figure, Target, float};
use self::place::Place;
use self::postgres::Yard;
use self::row::build::Built;
use self::row::http::Shoppers;
use self::server::Server;
use self::sheet::Sheet;
use self::spread::Best;
use self::stage::Stage;
use super::Failure;
use crate::config::Config;

/// The sizes that are measured when none is named.
const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
/// The growth rows compare a size with one so many times smaller, …
const SMALLER: u64 = 100;
/// … of at least so many products, where the size allows for three times as many: fewer are too quick to be timed.
const SMALLER_MIN: u64 = 1_000;
/// Fewest products of a shop that is measured.
const SMALLEST: u64 = 100;
/// Most products of a shop that is measured.
const SIZE_MAX: u64 = 5_000_000;
/// How long one size may take; what has not begun by then is not measured any more.
const TIME_MAX: Duration = Duration::from_secs(38 * 60);

/// What is typed after `kindred bench`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// How many products; left out, 10,000, 100,000 and 1,000,000 in turn
    #[arg(long)]
    size: Option<u64>,
    /// Only these groups of rows, with commas, as docs/bench.md names them; left out, all
    #[arg(long, value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(GROUPS))]
    rows: Vec<String>,
    /// One line of JSON a figure
    #[arg(long)]
    json: bool,
    /// Serves recorded bytes; the bench starts this itself
    #[arg(long, hide = true)]
    bare: Option<PathBuf>,
}

/// The groups of rows in the order in which they are measured.
const GROUPS: [&str; 11] =
    ["rules", "page", "pair", "build", "start", "http", "change", "rename", "resolve", "import", "growth"];

/// Measures and prints. Ends badly when a row could not be measured, after all others.
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
    let (begun, mut known, mut missing) = (Instant::now(), Vec::new(), 0);
    for size in sizes {
        if let Some(given) = machine::given() {
            let (percent, longest) = (given.percent, given.longest.as_secs_f64() * 1e3);
            say(&format!(
                "the machine gives its two cores {percent:.0} % of their time, with gaps up to {longest:.0} ms"
            ));
        }
        let sheet = Sheet::begin(size, arguments.json, &arguments.rows, TIME_MAX);
        let place = Place::open(config)?;
        if let Some(smaller) = smaller(size).filter(|_| sheet.wants("growth"))
            && !known.iter().any(|growth: &Growth| growth.size == smaller)
        {
            let made = Stage::make(config, &place, smaller).and_then(|stage| {
                Ok(Growth { size: smaller, values: Looks::measure(&stage)?.growth(&stage) })
            });
            known.extend(made.inspect_err(|failure| say(&failure.0)).ok());
            place.drop_databases();
        }
        sheet.head();
        if let Some(stage) = sheet.attempt("shop", || Stage::make(config, &place, size)) {
            known.extend(measure(&stage, &place, &sheet, &known));
        }
        missing += sheet.missing();
    }
    say(&format!("the bench took {:.0} s", begun.elapsed().as_secs_f64()));
    match missing {
        0 => Ok(()),
        missing => Err(Failure(format!("{missing} of the bench's parts could not be measured."))),
    }
}

/// Returns the size that a size is compared with; none when it is as small itself.
fn smaller(size: u64) -> Option<u64> {
    Some((size / SMALLER).max(SMALLER_MIN.min(size / 3)).max(SMALLEST)).filter(|smaller| *smaller < size)
}

/// Says how far the bench is, beside its figures.
fn say(sentence: &str) {
    eprintln!("bench: {sentence}.");
}

/// Measures every row of one size, and returns what the growth rows of a larger one are made of. What fails is told and
/// stops nothing else.
fn measure(stage: &Stage, place: &Place, sheet: &Sheet, known: &[Growth]) -> Option<Growth> {
    let any = |groups: &[&str]| groups.iter().any(|group| sheet.wants(group));
    let mut growth = Growth { size: stage.size, values: Vec::new() };
    if any(&["rules", "page", "build", "growth"]) {
        let looks = sheet.attempt("rules", || Looks::measure(stage))?;
        let yard = || Yard::make(stage);
        let mut yard = if any(&["rules", "page"]) { sheet.attempt("rules", yard) } else { None };
        if let Some(yard) = &mut yard {
            sheet.rows("rules", || row::answer::rows(stage, yard, &looks.answers));
            sheet.rows("page", || row::page::rows(stage, yard, looks.page));
        }
        sheet.rows("build", || Ok(row::build::rows(stage, looks.built)));
        growth.values = looks.growth(stage);
        sheet.rows("growth", || Ok(grown(stage, known, &growth)));
    }
    sheet.rows("pair", || row::pair::rows(stage));
    if any(&["start", "http", "change", "rename", "resolve"]) {
        serving(stage, sheet);
    }
    sheet.rows("import", || row::import::rows(stage, place));
    Some(growth)
}

/// Measures what takes a running server.
fn serving(stage: &Stage, sheet: &Sheet) {
    let folder = stage.folder.join("replica");
    let Some(server) = sheet.attempt("start", || Server::kindred(&stage.url, &folder)) else { return };
    sheet.rows("start", || row::start::rows(stage, &server));
    let mut shoppers = Shoppers::new(stage);
    sheet.rows("http", || row::http::rows(stage, &mut shoppers, &server));
    sheet.rows("change", || row::change::rows(stage, &server));
    sheet.rows("rename", || row::rename::rows(stage, &shoppers, &server));
    sheet.rows("resolve", || row::resolve::rows(stage, &shoppers, &server));
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
    fn growth(self, stage: &Stage) -> Vec<(&'static str, f64)> {
        let mut values = self.answers;
        values.extend([("page_block_median", self.page.median), ("page_block_p99", self.page.p99)]);
        values.push(("build_from_memory", self.built.took));
        values.push(("load_from_postgres", stage.loaded_in.as_secs_f64()));
        values.push(("memory", stage.snapshot().memory().iter().map(|part| float(part.bytes)).sum()));
        values
    }
}

/// What grows in step with the shop; everything else is a look-up.
const READS_ALL: [&str; 3] = ["build_from_memory", "load_from_postgres", "memory"];

/// Returns how many times a figure grew from the smaller shop to this one. The yardstick is how many times the shop did;
/// look-ups should stay below half of that.
fn grown(stage: &Stage, known: &[Growth], growth: &Growth) -> Vec<Figure> {
    let smaller =
        known.iter().filter(|smaller| smaller.size < growth.size).min_by_key(|smaller| smaller.size);
    let Some(smaller) = smaller else { return Vec::new() };
    let times = float(growth.size) / float(smaller.size);
    let figure = |((name, now), (_, then)): (&(&'static str, f64), &(&'static str, f64))| {
        let reads_all = READS_ALL.contains(name);
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
