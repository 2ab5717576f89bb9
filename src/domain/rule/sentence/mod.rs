//! Reads a checked rule aloud as one plain English sentence, in pieces that know which row they come from.

use super::draft::NodeId;
use super::tree::Rule;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::Vocabulary;

/// A stretch of the sentence. Pieces are joined without anything between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What is read, spaces included.
    pub text: String,
    /// The row it stands for; none for joining words.
    pub node: Option<NodeId>,
    /// A value, to be printed stronger.
    pub strong: bool,
}

/// Returns the rule in words; labels in the asked locale.
pub fn pieces(_rule: &Rule, _vocabulary: &Vocabulary, _locale: &Locale) -> Vec<Piece> {
    Vec::new()
}

/// Returns the rule in words as one text.
pub fn sentence(rule: &Rule, vocabulary: &Vocabulary, locale: &Locale) -> String {
    text(&pieces(rule, vocabulary, locale))
}

/// Returns the text of pieces.
pub fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}
