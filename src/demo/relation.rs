//! Relations of the demo shop: forty written by hand in `relations.jsonl`, as the API takes them, and any number more made
//! of brands and categories.

use serde_json::{Value, json};

use super::department::leaves;
use super::seed::Seed;
use crate::codec;
use crate::domain::relation::draft::Draft;

const WRITTEN: &str = include_str!("relations.jsonl");

/// Returns that many relations: the written ones first, then made ones.
pub fn drafts(count: usize, seed: u64) -> Result<Vec<Draft>, String> {
    let written =
        WRITTEN.lines().map(|line| serde_json::from_str::<Value>(line).map_err(|error| error.to_string()));
    let made = (0..count).map(|number| Ok(made(number, seed)));
    let read = |json: Value| {
        codec::relation::read(&json)
            .map_err(|problems| format!("The relation {json} cannot be read: {problems:?}"))
    };
    written.chain(made).take(count).map(|json| json.and_then(read)).collect()
}

/// Returns a relation for a brand and a leaf, with numbers of its own.
fn made(number: usize, seed: u64) -> Value {
    let mut seed = Seed::of(seed ^ 0x5eed, u64::try_from(number).unwrap_or(0));
    let all = leaves();
    let (department, leaf) = match all.get(number % all.len().max(1)) {
        Some(found) => *found,
        None => return Value::Null,
    };
    let brand = department.brands.get(number / all.len().max(1) % 5).copied().unwrap_or_default();
    let kind = ["related", "up-sell", "cross-sell"].get(number % 3).copied().unwrap_or("related");
    let sort = ["best_selling", "price", "newest", "most_viewed"].get(number % 4).copied().unwrap_or("price");
    let low = seed.between(60, 110);
    let high = low + seed.between(30, 120);
    let factor = |percent: i64| format!("{}.{:02}", percent / 100, percent % 100);
    let target = match number % 3 {
        0 => json!({"id": "brand", "operator": "equal", "rhs": {"source": "brand"}}),
        1 => json!({"id": "category", "operator": "in", "rhs": {"source": "category"}}),
        _ => json!({"id": "attribute.colour", "operator": "in", "rhs": {"source": "attribute.colour"}}),
    };
    json!({
        "name": format!("{brand}: {} {}", leaf.name[0].to_lowercase(), number + 1), "type": kind,
        "priority": seed.between(100, 900), "limit": seed.between(2, 8),
        "sort": sort,
        "source": {"kind": "rule", "rule": {"condition": "AND", "rules": [
            {"id": "category", "operator": "in", "value": [leaf.key], "with_sub": true},
            {"id": "brand", "operator": "in", "value": [brand]}]}},
        "target": {"rule": {"condition": "AND", "rules": [
            {"id": "category", "operator": "in", "value": [department.key], "with_sub": true}, target,
            {"id": "price", "operator": "between", "rhs": {"source": "price", "mul": [factor(low), factor(high)]}}]}},
    })
}
