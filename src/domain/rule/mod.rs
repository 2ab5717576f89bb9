//! Rules: which products are meant.
//!
//! A rule goes through four shapes, one file per arrow, and each shape is a type of its own:
//!
//! ```text
//! form fields, JSON, CSV cell ──read──▶ draft::Draft ──check──▶ tree::Rule ──compile──▶ index's plan ──run──▶ a set
//!        (form, codec)                  as typed, flat          right, by id            (index)
//! ```
//!
//! The draft keeps whatever was typed and is edited by `edit`; `check` needs the vocabulary and yields a tree that can
//! always be evaluated together with everything that is wrong; `sentence` reads a tree aloud; `simplify` tells what is
//! never or always true. Must not know how a rule is answered.

pub mod by_key;
pub mod check;
pub mod draft;
pub mod edit;
pub mod field;
#[cfg(test)]
pub(crate) mod fixture;
pub mod operator;
pub mod sentence;
pub mod simplify;
pub mod spelling;
pub mod tree;

/// Deepest nesting of groups, the root being 1.
pub const DEPTH_MAX: usize = 8;
/// Most groups and conditions in one rule.
pub const NODES_MAX: usize = 200;
/// Most values in one condition's list.
pub const VALUES_MAX: usize = 1_000;
/// Most characters in one value.
pub const VALUE_CHARS_MAX: usize = 255;
