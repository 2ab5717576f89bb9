//! Offers: the values of a field that the catalogue holds, with how many products carry each, for the rule builder.

use super::Circumstances;
use super::snapshot::Snapshot;
use crate::domain::rule::field::Field;

/// One value that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// As a condition's value names it.
    pub key: String,
    /// What people read, in the asked locale; categories with the way to them.
    pub label: String,
    /// How many products carry it.
    pub count: usize,
}

/// How well a field is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldFill {
    /// How many products have a value.
    pub filled: usize,
}

/// Returns the values of a choice, category, yes/no, store or status field, in their order; none for other kinds.
pub fn values(_snapshot: &Snapshot, _circumstances: &Circumstances, _field: Field) -> Vec<Offer> {
    Vec::new()
}

/// Returns how well a field is filled.
pub fn fill(_snapshot: &Snapshot, _field: Field) -> FieldFill {
    FieldFill::default()
}
