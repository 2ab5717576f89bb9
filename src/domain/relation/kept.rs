//! What is kept of relations: the row of each, readable or not, and the lists that were frozen for it.
//!
//! The store reads these and the index takes them in. Must not know either of them.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use crate::domain::id::{ProductId, RelationId};
use crate::domain::locale::Locale;
use crate::domain::problem::Problems;

/// A relation as it is kept, readable or not.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its number.
    pub id: RelationId,
    /// Its key.
    pub key: String,
    /// Its version.
    pub version: i64,
    /// As published; an empty one when the row cannot be read.
    pub draft: Draft,
    /// Why its row cannot be read; usually empty.
    pub problems: Problems,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last published or switched.
    pub updated_at: DateTime<Utc>,
    /// Who did.
    pub updated_by: String,
}

/// A frozen list: what a relation that is not kept current shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Whose list it is.
    pub relation: RelationId,
    /// For which source; none: for all.
    pub source: Option<ProductId>,
    /// In which locale.
    pub locale: Locale,
    /// In order.
    pub targets: Vec<ProductId>,
}
