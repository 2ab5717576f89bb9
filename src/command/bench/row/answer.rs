//! Rules: the first twenty by best-selling, compiling, the full set, and conditions that compare with the source. The
//! yardstick is the same rule as SQL; that both say the same is counted, too.

use std::hint::black_box;
use std::time::{Duration, Instant};

use super::super::figure::{Figure, float};
use super::super::postgres::{Yard, condition_of};
use super::super::rule::{RULES, random, relative};
use super::super::spread::{Spread, best};
use super::super::stage::Stage;
use crate::command::Failure;
use crate::demo::product::sku_of;
use crate::domain::attribute::AttributeValue;
use crate::domain::relation::Sort;
use crate::domain::rule::tree::Rule;
use crate::index::Circumstances;
use crate::index::run::{Compiled, Run, matches};
use crate::index::shuffle::Throw;
use crate::index::snapshot::{Doc, Snapshot};
use crate::index::value::Asked;

/// How long one turn of a series may take.
const BUDGET: Duration = Duration::from_secs(15);
/// How long Postgres is asked; from then on the rules asked stand for the rest.
const POSTGRES_MAX: Duration = Duration::from_secs(60);
/// How many first products are asked for.
const FIRST: usize = 20;
/// How many sources are asked for.
const SOURCES: u64 = 200;
/// How many times quicker than Postgres the first twenty should be.
const TIMES: f64 = 200.0;

/// Measures without the yardstick: median and worst hundredth of all four, in seconds, for the growth rows as well.
pub fn measure(stage: &Stage) -> Result<Vec<(&'static str, f64)>, Failure> {
    let snapshot = stage.snapshot();
    let circumstances = stage.circumstances();
    let rules = rules(stage)?;
    let asked = Asked::new(&circumstances, snapshot.vocabulary());
    let ready = |rule: &Rule| Compiled::new(&snapshot, &asked, rule);
    let plans: Vec<Compiled> = rules.iter().map(ready).collect();
    let run = Run::new(&snapshot, &asked, None);
    let order = snapshot.order(Sort::BestSelling, &circumstances, Throw::default());
    let first = best(BUDGET, |budget| {
        Spread::of(&plans, budget, |plan| drop(black_box(run.first(plan, &order, FIRST))))
    });
    let compiled = best(BUDGET, |budget| Spread::of(&rules, budget, |rule| drop(black_box(ready(rule)))));
    let full = best(BUDGET, |budget| Spread::of(&plans, budget, |plan| drop(black_box(run.set(plan)))));
    let beside: Vec<Compiled> = relative(snapshot.vocabulary())?.iter().map(ready).collect();
    let docs = stage.docs(&snapshot, sources(stage));
    let pairs: Vec<(Doc, &Compiled)> =
        docs.iter().flat_map(|doc| beside.iter().map(|plan| (*doc, plan))).collect();
    let beside = best(BUDGET, |budget| {
        Spread::of(&pairs, budget, |(doc, plan)| {
            drop(black_box(Run::new(&snapshot, &asked, Some(*doc)).first(plan, &order, FIRST)));
        })
    });
    Ok(vec![
        ("first_20_median", first.median),
        ("first_20_p99", first.p99),
        ("compile_median", compiled.median),
        ("compile_p99", compiled.p99),
        ("full_set_median", full.median),
        ("full_set_p99", full.p99),
        ("beside_source_median", beside.median),
        ("beside_source_p99", beside.p99),
    ])
}

/// Returns what was measured beside the yardstick.
pub fn rows(
    stage: &Stage,
    yard: &mut Yard,
    measured: &[(&'static str, f64)],
) -> Result<Vec<Figure>, Failure> {
    let asked = ask_postgres(stage, yard)?;
    let targets = [15.0, 300.0, 50.0, 1_000.0, 100.0, 2_000.0, 15.0, 100.0];
    let mut figures: Vec<Figure> = Vec::new();
    for (((name, value), target), yardstick) in measured.iter().zip(targets).zip(asked.times) {
        figures.push(stage.at_most(name, value * 1e6, "µs", target, yardstick * 1e6));
    }
    let (ours, theirs) = (measured.first().map_or(1.0, |(_, value)| *value), asked.times[0]);
    figures.push(stage.at_least("first_20_times_postgres", theirs / ours, "×", TIMES, 1.0));
    figures.push(stage.at_least("rules_postgres_agrees", asked.agree, "rules", asked.of, asked.of));
    Ok(figures)
}

fn sources(stage: &Stage) -> usize {
    usize::try_from(stage.times(SOURCES)).unwrap_or(1)
}

fn first_of(snapshot: &Snapshot, circumstances: &Circumstances, rule: &Rule) -> Vec<Doc> {
    let asked = Asked::new(circumstances, snapshot.vocabulary());
    let order = snapshot.order(Sort::BestSelling, circumstances, Throw::default());
    Run::new(snapshot, &asked, None).first(&Compiled::new(snapshot, &asked, rule), &order, FIRST)
}

fn rules(stage: &Stage) -> Result<Vec<Rule>, Failure> {
    random(&stage.maker, stage.snapshot().vocabulary(), stage.size, stage.times(RULES))
}

/// What Postgres took, in the order of the figures, and for how many rules it came to the same.
struct Yardstick {
    times: [f64; 8],
    agree: f64,
    of: f64,
}

fn ask_postgres(stage: &Stage, yard: &mut Yard) -> Result<Yardstick, Failure> {
    let snapshot = stage.snapshot();
    let circumstances = stage.circumstances();
    let (mut firsts, mut counts, mut agree) = (Vec::new(), Vec::new(), 0_usize);
    let rules = rules(stage)?;
    let (mut of, begun) = (0_usize, Instant::now());
    for rule in &rules {
        if begun.elapsed() > POSTGRES_MAX {
            break;
        }
        of += 1;
        let Some(condition) = condition_of(rule, snapshot.vocabulary()) else { continue };
        let (skus, _) = yard.first(&condition)?;
        let (_, again) = yard.first(&condition)?;
        let (count, took) = yard.count(&condition)?;
        firsts.push(again);
        counts.push(took);
        let ours = first_of(&snapshot, &circumstances, rule);
        let ours: Vec<&str> = ours.iter().filter_map(|doc| Some(snapshot.product(*doc)?.sku())).collect();
        let same = ours.iter().zip(&skus).all(|(ours, theirs)| crate::domain::text::fold(ours) == *theirs);
        let all = matches(&snapshot, &circumstances, rule, None).len();
        agree += usize::from(same && ours.len() == skus.len() && i64::try_from(all) == Ok(count));
    }
    let (mut beside, begun) = (Vec::new(), Instant::now());
    for number in stage.numbers(sources(stage)) {
        if begun.elapsed() > POSTGRES_MAX {
            break;
        }
        for condition in beside_sql(stage, number)? {
            let (_, _) = yard.first(&condition)?;
            beside.push(yard.first(&condition)?.1);
        }
    }
    let [firsts, counts, beside] = [firsts, counts, beside].map(Spread::new);
    // Postgres plans what Kindred compiles, and is never asked to plan alone: its whole first answer stands for it.
    let times = [
        firsts.at(50),
        firsts.at(99),
        firsts.at(50),
        firsts.at(99),
        counts.at(50),
        counts.at(99),
        beside.at(50),
        beside.at(99),
    ];
    Ok(Yardstick { times, agree: float(agree), of: float(of) })
}

/// Returns the two relative rules with one source's values filled in.
fn beside_sql(stage: &Stage, number: u64) -> Result<Vec<String>, Failure> {
    let product = stage.maker.product(number).map_err(Failure)?;
    let snapshot = stage.snapshot();
    let view = snapshot.find(&sku_of(number)).and_then(|doc| snapshot.product(doc));
    let Some(price) = view.and_then(|view| view.price(stage.store, stage.currency)) else {
        return Ok(Vec::new());
    };
    let price = format!("price BETWEEN {} AND {}", (price.minor * 9 + 9) / 10, price.minor * 12 / 10);
    let brand = snapshot.vocabulary().attribute_by_key("brand").map(|attribute| attribute.id);
    let mut conditions = Vec::new();
    if let Some(AttributeValue::Choice(brands)) = brand.and_then(|id| product.attributes.get(&id))
        && let Some(brand) = brands.first()
    {
        conditions.push(format!("options @> '{{{}}}'::int[] AND {price} AND stock > 0", brand.0));
    }
    let leaves: Vec<String> = product.categories.iter().map(ToString::to_string).collect();
    conditions.push(format!("leaves && '{{{}}}'::int[] AND {price}", leaves.join(",")));
    Ok(conditions)
}
