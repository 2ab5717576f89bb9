//! Rules: how long they take to compile, to give their first twenty products, and to give all, over a demo shop in memory.
//!
//! `cargo bench --bench rules -- 100000` measures [`Compiled::new`], [`Run::first`] and [`Run::set`] for 200 random
//! rules and for two that compare with their source; without Postgres. `kindred bench` sets the same beside its
//! yardsticks.

#![allow(clippy::expect_used, reason = "a bench stops where something is wrong")]

use std::time::Instant;

use kindred::codec::query_builder;
use kindred::demo::catalogue::catalogue;
use kindred::demo::product::Maker;
use kindred::demo::seed::Seed;
use kindred::domain::attribute::AttributeValue;
use kindred::domain::id::ProductId;
use kindred::domain::product::Product;
use kindred::domain::relation::Sort;
use kindred::domain::rule::check::{Side, check};
use kindred::domain::rule::tree::Rule;
use kindred::domain::vocabulary::Vocabulary;
use kindred::index::build::{Builder, Rest};
use kindred::index::run::{Compiled, Run};
use kindred::index::shuffle::Throw;
use kindred::index::snapshot::{Doc, Snapshot};
use kindred::index::value::Asked;
use serde_json::{Value, json};

fn main() {
    let size: u64 = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(20_000);
    let made = catalogue(size).expect("the demo's catalogue");
    let words = Vocabulary::new(made.stores, made.categories, made.attributes, Vec::new(), Vec::new());
    let maker = Maker::new(&words, 7).expect("the demo's words");
    let started = Instant::now();
    let at = "2026-11-21T09:00:00Z".parse().expect("a moment");
    let mut builder = Builder::new(None, at, words);
    for number in 0..size {
        let product = maker.product(number).expect("a product");
        let id = i64::try_from(number).ok().map(|number| ProductId(number + 1));
        builder.products(&[Product { id, ..product }]);
    }
    let taken = started.elapsed();
    let snapshot = builder.finish(Rest::default());
    println!("{size} products: taken in {taken:.1?}, built {:.1?}", started.elapsed() - taken);
    for part in snapshot.memory() {
        println!("{:>9} KiB of {}", part.bytes / 1_024, part.name);
    }
    measure(&snapshot, &maker, size);
}

fn measure(snapshot: &Snapshot, maker: &Maker, size: u64) {
    let circumstances = snapshot.home().expect("a store");
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let rules: Vec<Rule> = (0..200).map(|number| random(snapshot, maker, size, number)).collect();
    let mut plans = Vec::new();
    for _ in 0..3 {
        plans = rules.iter().map(|rule| Compiled::new(snapshot, &asked, rule)).collect();
        told("compile", rules.iter().map(|rule| timed(|| drop(Compiled::new(snapshot, &asked, rule)))));
    }
    let run = Run::new(snapshot, &asked, None);
    for sort in [Sort::BestSelling, Sort::PriceUp, Sort::Newest, Sort::Margin, Sort::Shuffle] {
        let order = snapshot.order(sort, &circumstances, Throw::default());
        for _ in 0..2 {
            let name = format!("first 20 by {}", sort.as_str());
            told(&name, plans.iter().map(|plan| timed(|| drop(run.first(plan, &order, 20)))));
        }
    }
    for _ in 0..2 {
        told("full set", plans.iter().map(|plan| timed(|| drop(run.set(plan)))));
    }
    let sizes: Vec<u64> = plans.iter().map(|plan| run.set(plan).len()).collect();
    println!(
        "matches: mean {}, none for {}",
        sizes.iter().sum::<u64>() / 200,
        sizes.iter().filter(|n| **n == 0).count()
    );
    beside(snapshot);
}

fn beside(snapshot: &Snapshot) {
    let circumstances = snapshot.home().expect("a store");
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let price = json!({"id": "price", "operator": "between", "rhs": {"source": "price", "mul": [0.9, 1.2]}});
    let brand = json!({"id": "brand", "operator": "equal", "rhs": {"source": "brand"}});
    let category = json!({"id": "category", "operator": "in", "rhs": {"source": "category"}});
    let stock = json!({"id": "in_stock", "operator": "equal", "value": true});
    let order = snapshot.order(Sort::BestSelling, &circumstances, Throw::default());
    let mut seed = Seed::of(7, 3);
    let places = u64::try_from(snapshot.len()).expect("a size");
    let sources: Vec<Doc> =
        (0..200).map(|_| Doc(u32::try_from(seed.below(places)).expect("a place"))).collect();
    for rules in [json!([brand, price, stock]), json!([category, price])] {
        let rule = read(&json!({"condition": "AND", "rules": rules}), snapshot.vocabulary());
        let plan = Compiled::new(snapshot, &asked, &rule);
        for _ in 0..2 {
            let one =
                |doc: &Doc| timed(|| drop(Run::new(snapshot, &asked, Some(*doc)).first(&plan, &order, 20)));
            told("beside a source", sources.iter().map(one));
        }
    }
}

/// Best of five, so that what else runs on the machine counts little.
fn timed(mut work: impl FnMut()) -> f64 {
    let one = |_| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64() * 1e6
    };
    (0..5).map(one).fold(f64::MAX, f64::min)
}

fn told(name: &str, times: impl Iterator<Item = f64>) {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len() - 1)).copied().unwrap_or(0.0);
    println!(
        "{name:28} median {:9.1}  p90 {:9.1}  p99 {:9.1}  max {:9.1} µs",
        at(50),
        at(90),
        at(99),
        at(100)
    );
}

fn read(json: &Value, words: &Vocabulary) -> Rule {
    let draft = query_builder::read(json, 't').expect("a rule that reads");
    check(&draft, words, Side::Target).rule.expect("a rule that checks")
}

/// Three to six conditions that some product meets, half the time with alternatives, one in eight negative.
fn random(snapshot: &Snapshot, maker: &Maker, size: u64, number: u64) -> Rule {
    let words = snapshot.vocabulary();
    let mut seed = Seed::of(11, number);
    let mut product = maker.product(seed.below(size)).expect("a product");
    let count = seed.between(3, 6);
    let mut rules = Vec::new();
    for _ in 0..count - 1 {
        rules.push(condition(&mut seed, &product, words));
    }
    let last = condition(&mut seed, &product, words);
    product = maker.product(seed.below(size)).expect("a product");
    match seed.percent(60) {
        true => {
            let other = condition(&mut seed, &product, words);
            rules.push(json!({"condition": "OR", "rules": [last, other]}));
        }
        false => rules.push(last),
    }
    read(&json!({"condition": "AND", "rules": rules}), words)
}

fn condition(seed: &mut Seed, product: &Product, words: &Vocabulary) -> Value {
    let no = seed.percent(12);
    let amount = product.variants.first().and_then(|variant| variant.prices.first());
    let euros = amount.map_or(100, |price| price.amount.minor / 100);
    match seed.below(7) {
        0 | 1 => {
            let mut id = product.categories.first().copied();
            for _ in 0..seed.below(3) {
                id = id.and_then(|id| words.category(id)).and_then(|found| found.parent).or(id);
            }
            let key = id.and_then(|id| words.category(id)).map(|found| found.key.clone());
            json!({"id": "category", "operator": if no { "not_in" } else { "in" }, "value": [key], "with_sub": true})
        }
        2 => json!({"id": "price", "operator": "between", "value": [euros / 2, euros * 2]}),
        3 => json!({"id": "stock", "operator": "greater", "value": seed.below(60)}),
        4 => {
            let name = product.name.any().cloned().unwrap_or_default();
            let parts: Vec<&str> = name.split_whitespace().filter(|word| word.len() > 3).collect();
            let word = seed.pick(&parts).copied().unwrap_or("a");
            json!({"id": "name", "operator": if no { "not_contains" } else { "contains" }, "value": word})
        }
        _ => {
            let choices: Vec<_> = product
                .attributes
                .iter()
                .filter_map(|(id, value)| match value {
                    AttributeValue::Choice(list) => Some((words.attribute(*id)?, list.first()?)),
                    _ => None,
                })
                .collect();
            let Some((attribute, option)) = seed.pick(&choices) else {
                return json!({"id": "in_stock", "operator": "equal", "value": true});
            };
            let option = attribute.options.iter().find(|known| known.id == **option);
            let id = match attribute.built_in {
                true => attribute.key.clone(),
                false => format!("attribute.{}", attribute.key),
            };
            let value = option.map(|option| option.key.clone());
            json!({"id": id, "operator": if no { "not_in" } else { "in" }, "value": [value]})
        }
    }
}
