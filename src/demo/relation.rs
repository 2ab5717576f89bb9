//! Relations of the demo shop: forty written by hand in `relations.jsonl`, as the API takes them, and any number more that
//! `bulk` makes.

use serde_json::Value;

use super::bulk;
use crate::codec;
use crate::domain::relation::draft::Draft;

const WRITTEN: &str = include_str!("relations.jsonl");

/// Returns that many relations of a shop of so many products: the written ones first, then made ones.
pub fn drafts(count: usize, seed: u64, products: u64) -> impl Iterator<Item = Result<Draft, String>> {
    let written =
        WRITTEN.lines().map(|line| serde_json::from_str::<Value>(line).map_err(|error| error.to_string()));
    let made = (0..count).map(move |number| Ok(bulk::relation(number, seed, products)));
    let read = |json: Value| {
        codec::relation::read(&json)
            .map_err(|problems| format!("The relation {json} cannot be read: {problems:?}"))
    };
    written.chain(made).take(count).map(move |json| json.and_then(read))
}
