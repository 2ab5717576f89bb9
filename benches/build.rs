//! Build: how long a snapshot takes to be built from products in memory, by its two halves: taking products in, and all that
//! is made of them together.
//!
//! `cargo bench --bench build -- 200000 3` builds a demo shop of so many products so many times and tells the best; what
//! the products themselves take to make is told beside. Without the `kindred bench` around it, it is what to profile.

#![allow(clippy::expect_used, reason = "a bench stops where something is wrong")]

use std::time::{Duration, Instant};

use kindred::demo::catalogue::catalogue;
use kindred::demo::product::Maker;
use kindred::domain::id::ProductId;
use kindred::domain::product::Product;
use kindred::domain::vocabulary::Vocabulary;
use kindred::index::build::{Builder, Rest};

/// As in the application.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Products made at once; only taking them in is timed.
const BATCH: u64 = 10_000;

fn main() {
    let numbers: Vec<u64> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let size = numbers.first().copied().unwrap_or(20_000);
    let turns = numbers.get(1).copied().unwrap_or(1);
    let made = catalogue(size).expect("the demo's catalogue");
    let words = Vocabulary::new(made.stores, made.categories, made.attributes, Vec::new(), Vec::new());
    let maker = Maker::new(&words, 7).expect("the demo's words");
    let mut best = [Duration::MAX; 3];
    for _ in 0..turns {
        for (best, took) in best.iter_mut().zip(once(&maker, &words, size)) {
            *best = took.min(*best);
        }
    }
    let [making, taking, finishing] = best;
    println!("{size} products: made in {making:.2?}; taken in in {taking:.2?}, finished in {finishing:.2?}");
}

fn once(maker: &Maker, words: &Vocabulary, size: u64) -> [Duration; 3] {
    let mut builder = Builder::new(None, "2026-11-21T09:00:00Z".parse().expect("a moment"), words.clone());
    let (mut making, mut taking) = (Duration::ZERO, Duration::ZERO);
    for first in (0..size).step_by(usize::try_from(BATCH).expect("a small number")) {
        let started = Instant::now();
        let product = |number: u64| {
            let id = i64::try_from(number).ok().map(|number| ProductId(number + 1));
            Product { id, ..maker.product(number).expect("a product") }
        };
        let batch: Vec<Product> = (first..size.min(first + BATCH)).map(product).collect();
        making += started.elapsed();
        let started = Instant::now();
        builder.products(&batch);
        taking += started.elapsed();
    }
    let started = Instant::now();
    std::hint::black_box(builder.finish(Rest::default()));
    [making, taking, started.elapsed()]
}
