//! Limits that several doors share, each named once. Limits of one thing alone stand beside it.

/// Most items of a page of a list, and most picks of a block, that the API gives at once.
pub const ITEMS_MAX: usize = 100;
/// Most products of a rule or of a relation that the API gives at once.
pub const PRODUCTS_MAX: usize = 1_000;
