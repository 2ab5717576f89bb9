//! A relation: a standing order that on these source products these target products are shown.
//!
//! `draft::Draft` is what was typed; `check` makes a [`Relation`] of it or says what is wrong. A stored relation goes
//! through the same gate whenever the vocabulary changes: one that no longer checks stands broken. Must not know how
//! it is kept or answered.

pub mod check;
pub mod draft;
pub mod edit;
pub mod kept;
pub mod kind;
pub mod mend;
pub mod sentence;
pub mod standing;
pub mod step;

pub use kept::{Frozen, Kept};
pub use kind::{Relation, Schedule, Sort, Source, Target};

/// Longest name in characters.
pub const NAME_CHARS_MAX: usize = 255;
/// Longest key in characters; as long as those that come from Spryker may be.
pub const KEY_CHARS_MAX: usize = 255;
/// Longest key of a segment in characters.
pub const SEGMENT_CHARS_MAX: usize = 80;
/// Longest note in characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Most skus in a source list, pins or hidden ones.
pub const SKUS_MAX: usize = 10_000;
/// Largest limit of one relation.
pub const LIMIT_MAX: u32 = 100;
/// Largest number of a priority; 1 comes first.
pub const PRIORITY_MAX: u32 = 1_000;
