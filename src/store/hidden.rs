//! Hidden pairs: "never show this product on that one's pages".

use diesel::prelude::*;
use serde_json::json;

use super::door::{Entry, Refusal, Write, broken_constraint};
use super::link::sku_of;
use super::schema::hidden;
use crate::domain::change::Change;
use crate::domain::id::ProductId;
use crate::domain::problem::Problems;

/// Hides a product on a source's pages; hiding it twice is the same as once.
pub fn insert(write: &mut Write<'_>, source: ProductId, target: ProductId) -> Result<(), Refusal> {
    let key = format!("{} → {}", sku_of(write, source)?, sku_of(write, target)?);
    diesel::insert_into(hidden::table)
        .values((hidden::source_id.eq(source.0), hidden::target_id.eq(target.0)))
        .on_conflict_do_nothing()
        .execute(write.conn)
        .map_err(refused)?;
    write.audit(Entry { action: "hide", noun: "product", key: &key, detail: json!({}) })?;
    write.tell(Change::Links(vec![source]));
    Ok(())
}

/// Shows a product on a source's pages again; harmless when it was not hidden.
pub fn delete(write: &mut Write<'_>, source: ProductId, target: ProductId) -> Result<(), Refusal> {
    let key = format!("{} → {}", sku_of(write, source)?, sku_of(write, target)?);
    let pair = hidden::table.filter(hidden::source_id.eq(source.0)).filter(hidden::target_id.eq(target.0));
    diesel::delete(pair).execute(write.conn)?;
    write.audit(Entry { action: "unhide", noun: "product", key: &key, detail: json!({}) })?;
    write.tell(Change::Links(vec![source]));
    Ok(())
}

fn refused(error: diesel::result::Error) -> Refusal {
    match broken_constraint(&error) {
        Some("hidden_source_fkey" | "hidden_target_fkey") => {
            let mut problems = Problems::default();
            problems.add("hide", "This product is gone from the catalogue.");
            Refusal::Problems(problems)
        }
        _ => error.into(),
    }
}
