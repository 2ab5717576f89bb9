//! Relations as the files of another system: rows in, bytes out, the same for the same rows; piece by piece, for a file
//! may be longer than memory is wide.
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

/// One of Spryker's two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// [`RELATION_FILE`]
    Relations,
    /// [`STORE_FILE`]
    Stores,
}

impl Table {
    /// Both, in the order in which Spryker takes them.
    pub const ALL: [Self; 2] = [Self::Relations, Self::Stores];

    /// Returns its file's name.
    pub fn file(self) -> &'static str {
        match self {
            Self::Relations => RELATION_FILE,
            Self::Stores => STORE_FILE,
        }
    }

    fn head(self) -> &'static [&'static str] {
        match self {
            Self::Relations => &[
                "product_relation_key",
                "product",
                "relation_type",
                "rule",
                "is_active",
                "is_rebuild_scheduled",
            ],
            Self::Stores => &["product_relation_key", "store_name"],
        }
    }
}

/// Returns the next rows of a file as its bytes, in the order given; the first ones with the head before them.
pub fn write(table: Table, rows: &[Row], is_first: bool) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    if is_first {
        file.write_record(table.head())?;
    }
    for row in rows {
        let flag = |yes: bool| if yes { "1" } else { "0" };
        match table {
            Table::Relations => {
                let (active, current) = (flag(row.active), flag(row.current));
                file.write_record([&row.key, &row.product, &row.kind, &row.rule, active, current])?;
            }
            Table::Stores => {
                row.stores.iter().try_for_each(|store| file.write_record([&row.key, store]))?;
            }
        }
    }
    file.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests;
