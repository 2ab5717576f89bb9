//! One product page's block among all relations, with nothing kept from before. The yardstick is what shops do that work
//! their picks out at night: a list of ids in a table, read back with its products.

use std::time::{Duration, Instant};

use super::super::figure::Figure;
use super::super::postgres::Yard;
use super::super::spread::{Best, Spread, best};
use super::super::stage::Stage;
use crate::command::Failure;
use crate::demo::product::sku_of;
use crate::domain::block::Block;
use crate::domain::text::fold;
use crate::index::snapshot::Snapshot;
use crate::pick::choose::{Context, Depth, choose};

/// The block that is measured.
pub const BLOCK: &str = "pdp-related";
/// How many pages are asked for.
const PAGES: u64 = 300;
/// How long one turn may take.
const BUDGET: Duration = Duration::from_secs(20);

/// Makes the lists that a night job would have made: eight targets for each source.
const LISTS: &str = "CREATE TABLE yard_list (source text COLLATE \"C\", place int, target text COLLATE \"C\"); \
    INSERT INTO yard_list SELECT source, place, target.sku FROM \
    (SELECT source, row_number() OVER () AS n FROM unnest($SOURCES) AS source) s CROSS JOIN generate_series(1, 8) AS place \
    JOIN (SELECT sku, row_number() OVER (ORDER BY sku) AS n FROM (SELECT sku FROM yard ORDER BY sku LIMIT 10000) t) target \
    ON target.n = 1 + (s.n * 31 + place * 7) % (SELECT least(count(*), 10000) FROM yard); \
    CREATE INDEX ON yard_list (source, place); ANALYZE yard_list";

/// Measures without the yardstick.
pub fn measure(stage: &Stage) -> Result<Best, Failure> {
    let snapshot = stage.snapshot();
    let ask = stage.ask();
    let block = block(&snapshot)?;
    let docs = stage.docs(&snapshot, pages(stage));
    Ok(best(BUDGET, |budget| {
        let begun = Instant::now();
        let mut times = Vec::with_capacity(docs.len());
        for doc in &docs {
            let fresh = snapshot.without_answers();
            let started = Instant::now();
            drop(choose(&fresh, &ask, block, Context::Product(*doc), block.maximum, Depth::Picks));
            times.push(started.elapsed());
            if begun.elapsed() > budget {
                break;
            }
        }
        Spread::new(times)
    }))
}

/// Returns what was measured beside the yardstick.
pub fn rows(stage: &Stage, yard: &mut Yard, ours: Best) -> Result<Vec<Figure>, Failure> {
    let skus: Vec<String> =
        stage.numbers(pages(stage)).into_iter().map(|number| fold(&sku_of(number))).collect();
    let sources = format!("'{{{}}}'::text[]", skus.join(","));
    yard.run(&LISTS.replace("$SOURCES", &sources))?;
    let mut lists = Vec::new();
    for sku in &skus {
        let list = "SELECT y.* FROM yard_list l JOIN yard y ON y.sku = l.target WHERE l.source";
        lists.push(yard.run(&format!("{list} = '{sku}' ORDER BY l.place"))?);
    }
    let lists = Spread::new(lists);
    Ok(vec![
        stage.at_most("page_block_median", ours.median * 1e6, "µs", 500.0, lists.at(50) * 1e6),
        stage.at_most("page_block_p99", ours.p99 * 1e6, "µs", 3_000.0, lists.at(99) * 1e6),
    ])
}

fn pages(stage: &Stage) -> usize {
    usize::try_from(stage.times(PAGES)).unwrap_or(1)
}

fn block(snapshot: &Snapshot) -> Result<&Block, Failure> {
    snapshot.vocabulary().block(BLOCK).ok_or_else(|| Failure(format!("There is no block {BLOCK}.")))
}
