//! How the oracle folds text: the Unicode Standard's canonical caseless match (definition D145), then NFC for order.
//!
//! Postgres cannot fold in full (`ß`, `İ`) before version 18, so every written text of a catalogue is folded here once
//! and laid into a table; all comparing is the database's. This shares no code with the product, which folds by another
//! road (composed first, then folded): the two agree only where both keep to the standard.

use unicode_normalization::UnicodeNormalization;

/// Returns the form in which the oracle compares a text.
pub fn fold(text: &str) -> String {
    let apart: String = text.trim().nfd().collect();
    let folded = caseless::default_case_fold_str(&apart);
    folded.nfd().nfc().collect()
}
