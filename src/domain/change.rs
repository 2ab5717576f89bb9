//! What changed, told to every replica in order, so that each can bring its index up to date without a rebuild.

use chrono::{DateTime, Utc};

use super::id::{ProductId, RelationId};

/// Where the log of changes stands. A new epoch (a restored backup) makes every version before it void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// A random id of the database's life.
    pub epoch: String,
    /// Counts commits; no number is skipped.
    pub number: u64,
    /// When the commit of that number was told; none before the first. A restored backup may have come to the same number
    /// again, but at another moment.
    pub at: Option<DateTime<Utc>>,
}

/// One thing that changed in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These products were added, altered or deleted, with their variants, prices and stock.
    Products(Vec<ProductId>),
    /// Links or hidden pairs of these sources.
    Links(Vec<ProductId>),
    /// These relations were published, switched or deleted.
    Relations(Vec<RelationId>),
    /// Stores, categories, attributes, options, types or blocks: small lists that are read anew.
    Vocabulary,
    /// So much that reading everything anew is cheaper.
    Everything,
}
