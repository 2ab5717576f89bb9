//! A value renamed that a tenth of all products carry: how long until a server answers by the new name, and how long
//! shoppers wait meanwhile. The yardstick is writing the new name into every product's row, as shops do that keep it there.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::super::figure::{Figure, float};
use super::super::load::Client;
use super::super::place::{connect, failed};
use super::super::rule::read;
use super::super::server::Server;
use super::super::stage::Stage;
use super::http::{Beside, Shoppers};
use crate::app::App;
use crate::command::Failure;
use crate::domain::change::Change;
use crate::domain::id::OptionId;
use crate::domain::staff::{Actor, Role};
use crate::index::run::matches;
use crate::store::door::Entry;
use crate::store::schema::attribute_option;
use crate::work::secret;

/// Attributes whose options are looked at.
const ATTRIBUTES: [&str; 4] = ["country", "style", "packaging", "colour"];
/// How long a right answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the new name is asked for.
const LOOK: Duration = Duration::from_millis(20);

/// The option that is renamed, and how many products carry it.
struct Renamed {
    field: String,
    option: OptionId,
    carriers: u64,
}

/// Measures.
pub fn rows(stage: &Stage, shoppers: &Shoppers, server: &Server) -> Result<Vec<Figure>, Failure> {
    let renamed = choose(stage)?;
    let (token, writer) = (token(stage)?, stage.writer()?);
    let Beside { done, quiet, busy } =
        shoppers.beside(server, || rename(&writer, server, &renamed, &token))?;
    let (fresh, written) = (done?, written(stage, &renamed)?);
    let reads = (quiet * 2.0 * 1e3).max(2.0);
    Ok(vec![
        stage.at_most("rename_fresh", fresh, "s", 5.0, written),
        stage.at_most("rename_shop_p99", busy * 1e3, "ms", reads, quiet * 1e3),
    ])
}

/// Returns how many seconds writing the new name into as many rows takes.
fn written(stage: &Stage, renamed: &Renamed) -> Result<f64, Failure> {
    let mut conn = connect(&stage.url)?;
    let table = "CREATE TABLE yard_name AS SELECT id, 'As it was called before' AS name FROM product LIMIT";
    conn.batch_execute(&format!("{table} {}", renamed.carriers)).map_err(failed)?;
    let started = Instant::now();
    conn.batch_execute("UPDATE yard_name SET name = 'Ganz neu benannt'").map_err(failed)?;
    Ok(started.elapsed().as_secs_f64())
}

/// Returns the option whose carriers are nearest to a tenth of all products.
fn choose(stage: &Stage) -> Result<Renamed, Failure> {
    let snapshot = stage.snapshot();
    let circumstances = stage.circumstances();
    let vocabulary = snapshot.vocabulary();
    let mut best: Option<Renamed> = None;
    for key in ATTRIBUTES {
        let Some(attribute) = vocabulary.attribute_by_key(key) else { continue };
        for option in &attribute.options {
            let field = format!("attribute.{key}");
            let rule = read(&json!({"id": field, "operator": "in", "value": [option.key]}), vocabulary)?;
            let carriers = matches(&snapshot, &circumstances, &rule, None).len();
            let far = |carriers: u64| carriers.abs_diff(stage.size / 10);
            if carriers > 0 && best.as_ref().is_none_or(|best| far(carriers) < far(best.carriers)) {
                best = Some(Renamed { field, option: option.id, carriers });
            }
        }
    }
    best.ok_or_else(|| Failure("No value can be renamed.".into()))
}

fn token(stage: &Stage) -> Result<String, Failure> {
    let token = secret::fresh().map_err(|error| Failure(error.to_string()))?;
    let hash = secret::hash(&token);
    stage.app.write_now(&Actor::command("bench"), |write| {
        crate::store::token::insert(write, "bench", Role::Viewer, &hash)
    })?;
    Ok(token)
}

/// Renames, and returns how many seconds after the commit the server finds all carriers by the new name.
fn rename(app: &App, server: &Server, renamed: &Renamed, token: &str) -> Result<f64, Failure> {
    let name = "Ganz neu benannt";
    let mut client = Client::open(server.address)?;
    app.write_now(&Actor::command("bench"), |write| {
        diesel::update(attribute_option::table.filter(attribute_option::id.eq(renamed.option.0)))
            .set(attribute_option::labels.eq(json!({"": name})))
            .execute(write.conn)?;
        write.tell(Change::Vocabulary);
        write.audit(Entry { action: "rename", noun: "option", key: name, detail: json!({}) })
    })?;
    let committed = Instant::now();
    let rule =
        json!({"condition": "AND", "rules": [{"id": renamed.field, "operator": "contains", "value": name}]});
    let body = json!({"rule": rule, "limit": 1}).to_string();
    while committed.elapsed() < PATIENCE {
        let answer = client.post("/api/v1/rules/evaluate", token, &body)?;
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        if json.get("count").and_then(Value::as_u64) == Some(renamed.carriers) {
            return Ok(committed.elapsed().as_secs_f64());
        }
        std::thread::sleep(LOOK);
    }
    let carriers = float(renamed.carriers);
    Err(Failure(format!("The new name of a value that {carriers} products carry is not found.")))
}
