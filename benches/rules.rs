//! Rules: how long they take to compile, to give their first twenty products, and to give all, over a demo shop in memory.
//!
//! `cargo bench --bench rules -- 100000` measures the rules of `kindred bench` without Postgres: [`Compiled::new`],
//! [`Run::first`] and [`Run::set`], and two rules that compare with their source. With a file named behind the number the
//! shop is kept in it and read from it the next time; with `each` behind that, every rule is told by itself. That the
//! first twenty are those of the whole set is checked on the way.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench stops where something is wrong")]

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use kindred::command::bench::rule::{RULES, random, relative};
use kindred::demo::catalogue::catalogue;
use kindred::demo::product::Maker;
use kindred::demo::seed::Seed;
use kindred::domain::change::Version;
use kindred::domain::id::ProductId;
use kindred::domain::product::Product;
use kindred::domain::relation::Sort;
use kindred::domain::rule::sentence::sentence;
use kindred::domain::rule::tree::Rule;
use kindred::domain::vocabulary::Vocabulary;
use kindred::index::build::{Builder, Rest};
use kindred::index::file::stream::{In, Out};
use kindred::index::file::{Drafts, FORMAT, read, write};
use kindred::index::run::{Compiled, Run};
use kindred::index::shuffle::Throw;
use kindred::index::snapshot::{Doc, Snapshot};
use kindred::index::value::Asked;

/// As in the application.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many products are asked for.
const FIRST: usize = 20;
/// How often everything is asked.
const TURNS: usize = 7;
/// There are no relations, so no drafts.
const NO_DRAFTS: Drafts<'_> = Drafts { write: &|_| String::new(), read: &|_| None };

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let size: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(20_000);
    let file = words.get(1).map(Path::new);
    let snapshot = match file.filter(|file| file.exists()) {
        Some(file) => kept(file),
        None => made(size),
    };
    if let Some(file) = file.filter(|file| !file.exists()) {
        keep(&snapshot, file);
    }
    for part in snapshot.memory() {
        println!("{:>9} KiB of {}", part.bytes / 1_024, part.name);
    }
    measure(&snapshot, size, words.iter().any(|word| word == "each"));
    beside(&snapshot);
}

fn made(size: u64) -> Snapshot {
    let made = catalogue(size).expect("the demo's catalogue");
    let words = Vocabulary::new(made.stores, made.categories, made.attributes, Vec::new(), Vec::new());
    let maker = Maker::new(&words, 7).expect("the demo's words");
    let started = Instant::now();
    let at = "2026-11-21T09:00:00Z".parse().expect("a moment");
    let version = Version { epoch: "bench".into(), number: 1, at: Some(at) };
    let mut builder = Builder::new(Some(version), at, words);
    for number in 0..size {
        let product = maker.product(number).expect("a product");
        let id = i64::try_from(number).ok().map(|number| ProductId(number + 1));
        builder.products(&[Product { id, ..product }]);
    }
    let taken = started.elapsed();
    let snapshot = builder.finish(Rest::default());
    println!("{size} products: taken in {taken:.1?}, built {:.1?}", started.elapsed() - taken);
    snapshot
}

fn keep(snapshot: &Snapshot, file: &Path) {
    let file = BufWriter::new(File::create(file).expect("a file"));
    let mut out = Out::begin(file, FORMAT).expect("a stream");
    write(snapshot, &NO_DRAFTS, &mut out).expect("a snapshot written");
    out.end().and_then(|mut file| file.flush()).expect("a file written");
}

fn kept(file: &Path) -> Snapshot {
    let file = File::open(file).expect("a file");
    let length = file.metadata().expect("a length").len();
    read(In::begin(BufReader::new(file), length, FORMAT).expect("a stream"), &NO_DRAFTS).expect("a snapshot")
}

fn measure(snapshot: &Snapshot, size: u64, each: bool) {
    let circumstances = snapshot.home().expect("a store");
    let words = snapshot.vocabulary();
    let asked = Asked::new(&circumstances, words);
    let maker = Maker::new(words, 7).expect("the demo's words");
    let rules: Vec<Rule> = random(&maker, words, size, RULES).expect("rules");
    let plans: Vec<Compiled> = rules.iter().map(|rule| Compiled::new(snapshot, &asked, rule)).collect();
    let compile = told("compile", &timed(&rules, |rule| drop(Compiled::new(snapshot, &asked, rule))));
    let run = Run::new(snapshot, &asked, None);
    let sorts = [Sort::BestSelling, Sort::PriceUp, Sort::Newest, Sort::Margin, Sort::Shuffle];
    let firsts = sorts.map(|sort| {
        let order = snapshot.order(sort, &circumstances, Throw::default());
        for plan in &plans {
            let all = order.first_of(&run.set(plan), run.place(), FIRST);
            assert_eq!(run.first(plan, &order, FIRST), all, "{}", sort.as_str());
        }
        let times = timed(&plans, |plan| drop(run.first(plan, &order, FIRST)));
        told(&format!("first 20 by {}", sort.as_str()), &times)
    });
    let full = told("full set", &timed(&plans, |plan| drop(run.set(plan))));
    if each {
        println!("\n  first20      full   compile  matches");
        for (at, (rule, plan)) in rules.iter().zip(&plans).enumerate() {
            let cell = |times: &[f64]| times.get(at).copied().unwrap_or(0.0);
            let [first, full, compile] = [firsts[0].as_slice(), &full, &compile].map(cell);
            let (matches, words) = (run.set(plan).len(), sentence(rule, words, &circumstances.locale));
            println!("{first:9.1} {full:9.1} {compile:9.1} {matches:8}  {words}");
        }
    }
}

fn beside(snapshot: &Snapshot) {
    let circumstances = snapshot.home().expect("a store");
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let order = snapshot.order(Sort::BestSelling, &circumstances, Throw::default());
    let mut seed = Seed::of(7, 3);
    let places = u64::try_from(snapshot.len()).expect("a size");
    let sources: Vec<Doc> =
        (0..200).map(|_| Doc(u32::try_from(seed.below(places)).expect("a place"))).collect();
    let rules = relative(snapshot.vocabulary()).expect("rules");
    let plans = rules.map(|rule| Compiled::new(snapshot, &asked, &rule));
    let pairs: Vec<(Doc, &Compiled)> =
        sources.iter().flat_map(|doc| plans.iter().map(|plan| (*doc, plan))).collect();
    told(
        "beside a source",
        &timed(&pairs, |(doc, plan)| {
            drop(Run::new(snapshot, &asked, Some(*doc)).first(plan, &order, FIRST));
        }),
    );
}

/// Returns for each the best of some turns, in microseconds, so that what else runs on the machine counts little. All
/// take their turn before the first has its next, so that little of it is still near the processor.
fn timed<T>(list: &[T], mut work: impl FnMut(&T)) -> Vec<f64> {
    let mut least = vec![f64::MAX; list.len()];
    for _ in 0..TURNS {
        for (one, least) in list.iter().zip(&mut least) {
            let started = Instant::now();
            work(one);
            *least = least.min(started.elapsed().as_secs_f64() * 1e6);
        }
    }
    least
}

fn told(name: &str, times: &[f64]) -> Vec<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at =
        |part: usize| sorted.get((sorted.len() * part / 100).min(sorted.len() - 1)).copied().unwrap_or(0.0);
    let [median, most, worst, last] = [50, 90, 99, 100].map(at);
    println!("{name:28} median {median:9.1}  p90 {most:9.1}  p99 {worst:9.1}  max {last:9.1} µs");
    times.to_vec()
}
