//! Relations as the files of another system: rows in, bytes out, the same for the same rows.
//!
//! What a system cannot hold is said in words, never left away in silence. Which relations go out, and what becomes of
//! those it cannot hold, is for `work::export`.

pub mod query_set;

use crate::domain::text::fold;

/// The file of the relations themselves.
pub const RELATION_FILE: &str = "product_relation.csv";
/// The file that says in which stores they show.
pub const STORE_FILE: &str = "product_relation_store.csv";
/// The file of relations as Kindred's API writes them, one a line.
pub const LINES_FILE: &str = "relations.jsonl";

/// The types that both know, ours first.
const TYPES: [(&str, &str); 2] = [("related", "related-products"), ("up-sell", "up-selling")];

/// One relation as Spryker holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// The sku of the product it stands on.
    pub product: String,
    /// The type by Spryker's name.
    pub kind: String,
    /// The query set, as text.
    pub rule: String,
    /// Switched on.
    pub active: bool,
    /// Kept current.
    pub current: bool,
    /// The stores it shows in, in their order.
    pub stores: Vec<String>,
}

/// Returns Spryker's name of a relation type; a shop's own type keeps its key.
pub fn kind(key: &str) -> &str {
    TYPES.iter().find(|(ours, _)| fold(key) == *ours).map_or(key, |(_, theirs)| theirs)
}

/// Returns true for a type that every Spryker shop has.
pub fn is_known(key: &str) -> bool {
    TYPES.iter().any(|(ours, _)| fold(key) == *ours)
}

/// Writes both files, the rows by key.
pub fn write(mut rows: Vec<Row>) -> Result<[(&'static str, Vec<u8>); 2], csv::Error> {
    rows.sort_by(|left, right| left.key.cmp(&right.key));
    let (mut relations, mut stores) = (file(), file());
    relations.write_record([
        "product_relation_key",
        "product",
        "relation_type",
        "rule",
        "is_active",
        "is_rebuild_scheduled",
    ])?;
    stores.write_record(["product_relation_key", "store_name"])?;
    for row in &rows {
        let flag = |yes: bool| if yes { "1" } else { "0" };
        let cells = [&row.key, &row.product, &row.kind, &row.rule, flag(row.active), flag(row.current)];
        relations.write_record(cells)?;
        for store in &row.stores {
            stores.write_record([&row.key, store])?;
        }
    }
    Ok([(RELATION_FILE, bytes(relations)?), (STORE_FILE, bytes(stores)?)])
}

fn file() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new())
}

fn bytes(file: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    file.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests;
