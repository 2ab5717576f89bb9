//! A step of an editing session: the relation as it was typed at one moment, and what the editor shows beside it.
//!
//! Every button of the editor makes one, so that nothing typed is lost and everything can be undone. Goes on to `check`.

use super::draft::Draft;
use crate::domain::problem::Problems;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The relation as typed.
    pub relation: Draft,
    /// How the preview is seen.
    pub seen: Seen,
    /// What the last edit changed by itself, each at its row.
    pub notes: Problems,
    /// The highest number that any row of either rule ever had.
    pub last: u64,
}

/// How the preview is seen; every part may be empty or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// The sku of the product whose page it is.
    pub sku: String,
    /// The key of the store.
    pub store: String,
    /// The moment, as a browser writes it.
    pub at: String,
    /// The sku of the product that is asked about: why is it shown, or not.
    pub why: String,
}

/// How many steps a session keeps.
pub const STEPS_MAX: i64 = 50;
