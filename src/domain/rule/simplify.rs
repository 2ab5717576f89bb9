//! Tells what a checked rule can never or must always be, in sentences beside the rows.

use super::tree::Rule;
use crate::domain::problem::Problems;
use crate::domain::vocabulary::Vocabulary;

/// Returns a remark for every row or group that is never or always true. Remarks block nothing.
pub fn remarks(_rule: &Rule, _vocabulary: &Vocabulary) -> Problems {
    Problems::default()
}
