//! A category: a place in the tree that products are sorted into.

use super::id::CategoryId;
use super::locale::Localised;

/// One node of the category tree. The tree has no cycles: whoever builds one breaks them before.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// Its number.
    pub id: CategoryId,
    /// Its key, unique in the whole tree, as it was imported.
    pub key: String,
    /// The category it lies in; none at the top.
    pub parent: Option<CategoryId>,
    /// Its name by locale.
    pub name: Localised<String>,
}
