//! Reads a checked relation aloud as one plain English sentence.

use super::kind::Relation;
use crate::domain::locale::Locale;
use crate::domain::rule::sentence::{Piece, text};
use crate::domain::vocabulary::Vocabulary;

/// Figures that the sentence says where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// On how many products it shows.
    pub sources: Option<usize>,
}

/// Returns the relation in words; labels in the asked locale.
pub fn pieces(_relation: &Relation, _vocabulary: &Vocabulary, _locale: &Locale, _numbers: Numbers) -> Vec<Piece> {
    Vec::new()
}

/// Returns the relation in words as one text.
pub fn sentence(relation: &Relation, vocabulary: &Vocabulary, locale: &Locale, numbers: Numbers) -> String {
    text(&pieces(relation, vocabulary, locale, numbers))
}
