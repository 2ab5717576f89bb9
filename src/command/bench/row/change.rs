//! One product changed by another process: how long until this server answers rightly, and how much work it is. The
//! yardsticks are the writer's own transaction.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::figure::Figure;
use super::super::load::Client;
use super::super::server::Server;
use super::super::spread::Spread;
use super::super::stage::Stage;
use crate::app::App;
use crate::codec;
use crate::command::Failure;
use crate::demo::product::sku_of;
use crate::domain::product::Product;
use crate::domain::staff::Actor;
use crate::store::door::Entry;
use crate::work::follow::catch_up;

/// How many changes are made for each of the two.
const CHANGES: u64 = 40;
/// The product that changes, and the one on whose page it shows.
const CHANGING: u64 = 0;
const PAGE: u64 = 1;
/// How long a right answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks; a server is not to be kept busy by being asked.
const LOOK: Duration = Duration::from_millis(1);

/// Measures.
pub fn rows(stage: &Stage, server: &Server) -> Result<Vec<Figure>, Failure> {
    // A writer that has no catalogue of its own to keep fresh: all it does is the transaction.
    let writer = Writer { app: stage.writer()?, product: product(stage)? };
    writer.publish()?;
    let mut client = Client::open(server.address)?;
    let (mut fresh, mut written, mut worked) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..stage.times(CHANGES) {
        let price = price_of(100 + number);
        written.push(writer.change(price)?);
        let committed = Instant::now();
        wait(&mut client, price)?;
        fresh.push(committed.elapsed());
    }
    catch_up(&stage.app);
    for number in 0..stage.times(CHANGES) {
        writer.change(price_of(200 + number))?;
        let started = Instant::now();
        catch_up(&stage.app);
        worked.push(started.elapsed());
    }
    let [fresh, written, worked] = [fresh, written, worked].map(Spread::new);
    Ok(vec![
        stage.at_most("change_right_on_replica_p99", fresh.at(99) * 1e3, "ms", 1_000.0, written.at(99) * 1e3),
        stage.at_most("change_work_median", worked.at(50) * 1e3, "ms", 10.0, written.at(50) * 1e3),
        stage.at_most("change_work_p99", worked.at(99) * 1e3, "ms", 10.0, written.at(99) * 1e3),
    ])
}

/// Returns the product that changes, switched on everywhere so that it can be shown.
fn product(stage: &Stage) -> Result<Product, Failure> {
    let mut product = stage.maker.product(CHANGING).map_err(Failure)?;
    (product.active, product.stores) = (true, None);
    for variant in &mut product.variants {
        variant.stock = None;
    }
    Ok(product)
}

/// Returns that many whole euros in cents.
fn price_of(euros: u64) -> i64 {
    i64::try_from(euros).unwrap_or(0) * 100
}

struct Writer {
    app: App,
    product: Product,
}

impl Writer {
    /// Publishes a relation that shows the product first of all on the page.
    fn publish(&self) -> Result<(), Failure> {
        let json = json!({"key": "bench-change", "name": "Bench: change", "type": "up-sell", "priority": 1,
            "source": {"kind": "one", "sku": sku_of(PAGE)}, "target": {"pins": [sku_of(CHANGING)]}});
        let draft = codec::relation::read(&json).map_err(|problems| Failure(format!("{problems:?}")))?;
        let actor = Actor::command("bench");
        self.app.write_now(&actor, |write| crate::store::relation::insert(write, &draft))?;
        Ok(())
    }

    /// Gives the product another price, and returns how long its transaction took.
    fn change(&self, minor: i64) -> Result<Duration, Failure> {
        let mut product = self.product.clone();
        for price in product.variants.iter_mut().flat_map(|variant| &mut variant.prices) {
            (price.amount.minor, price.regular) = (minor, None);
        }
        let started = Instant::now();
        self.app.write_now(&Actor::command("bench"), |write| {
            let detail = json!({"price": minor});
            write.audit(Entry { action: "change", noun: "product", key: product.sku.as_str(), detail })?;
            crate::store::product::upsert_many(write, &[product])
        })?;
        Ok(started.elapsed())
    }
}

/// Waits until the page shows the product at that price.
fn wait(client: &mut Client, minor: i64) -> Result<(), Failure> {
    let path = format!("/api/v1/products/{}/relations/up-sell?limit=1", sku_of(PAGE));
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let answer = client.get(&path)?;
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let price = json.pointer("/items/0/price");
        let shown = price.and_then(|price| price.as_f64().or_else(|| price.as_str()?.parse().ok()));
        if shown.is_some_and(|shown| (shown * 100.0 - super::super::figure::float(minor)).abs() < 0.5) {
            return Ok(());
        }
        std::thread::sleep(LOOK);
    }
    Err(Failure("A changed product is not shown rightly by the other server.".into()))
}
