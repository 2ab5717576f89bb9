//! The yardstick of the rules: the same products in one Postgres table with every index that helps, and the same rules as
//! SQL on it.
//!
//! `cats` holds a product's categories with all above them, `leaves` those it lies in directly, `options` every option it
//! carries, `flags` twice the attribute's number plus one for yes: integer arrays under GIN. Numbers are columns under
//! btrees, the name lies under trigrams, and one btree holds the order asked for.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::super::Failure;
use super::place::{connect, failed};
use super::rule::NUMBERS;
use super::stage::Stage;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::ONE;
use crate::domain::id::{AttributeId, CategoryId};
use crate::domain::product::Product;
use crate::domain::text::fold;
use crate::domain::vocabulary::Vocabulary;
use crate::store::copy::{Lines, broken};

mod sql;

pub use sql::condition_of;

diesel::table! {
    yard (sku) {
        sku -> Text,
        cats -> Array<Integer>,
        leaves -> Array<Integer>,
        options -> Array<Integer>,
        flags -> Array<Integer>,
        price -> BigInt,
        stock -> BigInt,
        sold -> BigInt,
        rating -> Nullable<BigInt>,
        created -> Date,
        name -> Text,
        n1 -> Nullable<BigInt>,
        n2 -> Nullable<BigInt>,
        n3 -> Nullable<BigInt>,
    }
}

const TABLE: &str = "CREATE TABLE yard (sku text COLLATE \"C\" NOT NULL, cats int[] NOT NULL, leaves int[] NOT NULL, \
    options int[] NOT NULL, flags int[] NOT NULL, price bigint NOT NULL, stock bigint NOT NULL, sold bigint NOT NULL, \
    rating bigint, created date NOT NULL, name text NOT NULL, n1 bigint, n2 bigint, n3 bigint)";
const INDEXES: &str = "CREATE INDEX ON yard USING gin (cats); CREATE INDEX ON yard USING gin (leaves); \
    CREATE INDEX ON yard USING gin (options); CREATE INDEX ON yard USING gin (flags); CREATE INDEX ON yard (price); \
    CREATE INDEX ON yard (stock); CREATE INDEX ON yard (sold DESC, sku); CREATE INDEX ON yard (rating); \
    CREATE INDEX ON yard (created); CREATE INDEX ON yard (n1); CREATE INDEX ON yard (n2); CREATE INDEX ON yard (n3); \
    CREATE UNIQUE INDEX ON yard (sku);";
/// What making indexes may take of the memory.
const ROOM: &str = "SET maintenance_work_mem = '256MB'";
/// Not every Postgres has the extension; without it texts are scanned.
const TRIGRAMS: &str =
    "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX ON yard USING gin (name gin_trgm_ops);";
/// Products copied at once.
const BATCH: u64 = 10_000;

/// The table and a connection to it.
pub struct Yard {
    conn: PgConnection,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    sku: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Yard {
    /// Makes the table of a shop.
    pub fn make(stage: &Stage) -> Result<Self, Failure> {
        let started = Instant::now();
        let mut conn = connect(&stage.url)?;
        conn.batch_execute(TABLE).map_err(failed)?;
        let snapshot = stage.snapshot();
        let filling = Filling::new(stage, snapshot.vocabulary());
        let mut done = 0;
        while done < stage.size {
            let mut lines = Lines::default();
            for number in done..stage.size.min(done + BATCH) {
                filling.line(&stage.maker.product(number).map_err(Failure)?, &mut lines);
            }
            diesel::copy_from(yard::table)
                .from_raw_data(yard::table, |copy| copy.write_all(lines.as_bytes()).map_err(broken))
                .execute(&mut conn)
                .map_err(failed)?;
            done += BATCH;
        }
        conn.batch_execute(ROOM).map_err(failed)?;
        conn.batch_execute(INDEXES).map_err(failed)?;
        if let Err(error) = conn.batch_execute(TRIGRAMS) {
            super::say(&format!("names are not under trigrams in the yardstick: {error}"));
        }
        conn.batch_execute("VACUUM ANALYZE yard").map_err(failed)?;
        super::say(&format!("the yardstick's table is made after {:.0} s", started.elapsed().as_secs_f64()));
        Ok(Self { conn })
    }

    /// Returns the first twenty best sellers of a condition, and how long that took.
    pub fn first(&mut self, condition: &str) -> Result<(Vec<String>, Duration), Failure> {
        let query = format!("SELECT sku FROM yard WHERE {condition} ORDER BY sold DESC, sku LIMIT 20");
        let started = Instant::now();
        let rows: Vec<Row> = diesel::sql_query(query).load(&mut self.conn).map_err(failed)?;
        Ok((rows.into_iter().map(|row| row.sku).collect(), started.elapsed()))
    }

    /// Returns how many products meet a condition, and how long that took.
    pub fn count(&mut self, condition: &str) -> Result<(i64, Duration), Failure> {
        let query = format!("SELECT count(*) AS count FROM yard WHERE {condition}");
        let started = Instant::now();
        let count: Count = diesel::sql_query(query).get_result(&mut self.conn).map_err(failed)?;
        Ok((count.count, started.elapsed()))
    }

    /// Runs any statement and returns how long it took.
    pub fn run(&mut self, statement: &str) -> Result<Duration, Failure> {
        let started = Instant::now();
        self.conn.batch_execute(statement).map_err(failed)?;
        Ok(started.elapsed())
    }
}

/// What lines are made with.
struct Filling<'a> {
    stage: &'a Stage,
    above: HashMap<CategoryId, Vec<CategoryId>>,
    numbers: [Option<AttributeId>; 3],
}

impl<'a> Filling<'a> {
    fn new(stage: &'a Stage, vocabulary: &Vocabulary) -> Self {
        let lineage = |id: CategoryId| {
            let mut line = vec![id];
            let mut next = vocabulary.category(id).and_then(|category| category.parent);
            while let Some(id) = next {
                line.push(id);
                next = vocabulary.category(id).and_then(|category| category.parent);
            }
            (id, line)
        };
        let above = vocabulary.categories().iter().map(|category| lineage(category.id)).collect();
        let numbers = NUMBERS.map(|key| vocabulary.attribute_by_key(key).map(|attribute| attribute.id));
        Self { stage, above, numbers }
    }

    fn line(&self, product: &Product, lines: &mut Lines) {
        let lineages = product.categories.iter().filter_map(|id| self.above.get(id)).flatten();
        let mut cats: Vec<CategoryId> = lineages.copied().collect();
        cats.sort_unstable();
        cats.dedup();
        let (mut options, mut flags) = (Vec::new(), Vec::new());
        let of_variants = product.variants.iter().flat_map(|variant| &variant.attributes);
        for (id, value) in product.attributes.iter().chain(of_variants) {
            match value {
                AttributeValue::Choice(carried) => options.extend(carried.iter().map(|option| option.0)),
                AttributeValue::YesNo(holds) => flags.push(id.0 * 2 + i32::from(*holds)),
                _ => {}
            }
        }
        options.sort_unstable();
        options.dedup();
        let prices = product.variants.iter().flat_map(|variant| &variant.prices);
        let own = prices.filter(|price| price.store == Some(self.stage.store));
        let price = own.map(|price| price.amount.minor).min().unwrap_or(0);
        let stock: i64 = product.variants.iter().filter_map(|variant| variant.stock).sum();
        lines
            .text(product.sku.fold())
            .numbers(cats)
            .numbers(&product.categories)
            .numbers(options)
            .numbers(flags);
        lines.plain(price).plain(stock).plain(product.sold.get(1).copied().unwrap_or(0));
        lines.maybe(product.rating.map(|rating| rating.0));
        lines.plain(product.created_at.with_timezone(&chrono_tz::Europe::Berlin).date_naive());
        lines.text(&fold(product.name.any().map(String::as_str).unwrap_or_default()));
        for id in self.numbers {
            let number = id.and_then(|id| match product.attributes.get(&id)? {
                AttributeValue::Number(numbers) => numbers.first().map(|number| number.0 / ONE),
                _ => None,
            });
            lines.maybe(number);
        }
        lines.end();
    }
}
