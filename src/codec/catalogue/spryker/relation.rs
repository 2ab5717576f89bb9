//! Lines of product_relation and product_relation_store.

use super::table::Line;
use crate::codec::catalogue::Trouble;

/// A product relation as its line says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its key.
    pub key: String,
    /// The abstract product it stands on.
    pub owner: String,
    /// Its type, as Spryker calls it.
    pub kind: String,
    /// Its query set, unread.
    pub rule: String,
    /// Switched on; none: not said.
    pub active: Option<bool>,
    /// Kept current ("update regularly"); none: not said.
    pub keep_current: Option<bool>,
}

/// Returns the relation of a line.
pub fn read(line: &Line<'_>) -> Result<Relation, Trouble> {
    let flag = |column: &str| match line.get(column) {
        "" => Ok(None),
        _ => line.flag(column, false).map(Some),
    };
    Ok(Relation {
        key: filled(line, "product_relation_key")?,
        owner: filled(line, "product")?,
        kind: filled(line, "relation_type")?,
        rule: filled(line, "rule")?,
        active: flag("is_active")?,
        keep_current: flag("is_rebuild_scheduled")?,
    })
}

/// Returns the relation and the store of a line that brings them together.
pub fn read_store(line: &Line<'_>) -> Result<(String, String), Trouble> {
    Ok((filled(line, "product_relation_key")?, filled(line, "store_name")?))
}

fn filled(line: &Line<'_>, column: &str) -> Result<String, Trouble> {
    match line.get(column) {
        "" => Err(Trouble::new(column, "", "This cell must not be empty.")),
        cell => Ok(cell.to_owned()),
    }
}
