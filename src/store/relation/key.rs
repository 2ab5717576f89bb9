//! Keys of relations: which is free, which is taken.

use diesel::prelude::*;

use crate::domain::id::RelationId;
use crate::domain::problem::Problems;
use crate::domain::relation::KEY_CHARS_MAX;
use crate::domain::relation::check::KEYS_RESERVED;
use crate::domain::text::slug;
use crate::store::door::{Refusal, Write, broken_constraint};
use crate::store::schema::relation;

/// Key of a relation whose name gives none.
const NAMELESS: &str = "relation";

/// Returns true when another living relation has the key.
pub fn is_taken(w: &mut Write<'_>, key: &str, id: RelationId) -> Result<bool, Refusal> {
    let others = relation::table
        .filter(relation::deleted_at.is_null().and(relation::key.eq(key)).and(relation::id.ne(id.0)));
    let count: i64 = others.count().get_result(w.conn)?;
    Ok(count > 0)
}

/// Returns a key made from the name that no living relation has: `name`, `name-2`, `name-3`, …. Whoever else makes one waits
/// until this transaction has ended: who typed no key has none to change.
pub fn free(w: &mut Write<'_>, name: &str) -> Result<String, Refusal> {
    let made = slug(name);
    let stem = if made.is_empty() { NAMELESS.to_owned() } else { made };
    let stem: String = stem.chars().take(KEY_CHARS_MAX.saturating_sub(8)).collect();
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('relation key', 0))").execute(w.conn)?;
    let taken: Vec<String> = relation::table
        .filter(relation::deleted_at.is_null().and(relation::key.like(format!("{stem}%"))))
        .select(relation::key)
        .load(w.conn)?;
    let is_free = |key: &String| !taken.contains(key) && !KEYS_RESERVED.contains(&key.as_str());
    let numbered = (2..).map(|number: u64| format!("{stem}-{number}"));
    let key = std::iter::once(stem.clone()).chain(numbered).find(is_free);
    key.ok_or_else(|| Refusal::Fault("no key is free".into()))
}

/// Turns the broken unique key into a problem at its field.
pub fn taken(error: diesel::result::Error, key: &str) -> Refusal {
    if broken_constraint(&error) != Some("relation_key_unique") {
        return error.into();
    }
    let mut problems = Problems::default();
    problems.add("key", format!("Another relation has the key “{key}”; choose a different one."));
    Refusal::Problems(problems)
}
