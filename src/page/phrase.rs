//! A sentence cut into phrases: the pieces that stand for one row of a rule, read and linked as one.

use crate::domain::rule::draft::NodeId;
use crate::domain::rule::sentence::Piece;

/// Neighbouring pieces of one row, or joining words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The row; none for joining words.
    pub node: Option<NodeId>,
    /// What is read, in order.
    pub pieces: Vec<Piece>,
}

/// Returns the pieces with those of one row together, so that a row is one link and not one for every word.
pub fn phrases(pieces: Vec<Piece>) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for piece in pieces {
        match phrases.last_mut() {
            Some(last) if last.node == piece.node => last.pieces.push(piece),
            _ => phrases.push(Phrase { node: piece.node.clone(), pieces: vec![piece] }),
        }
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_row_make_one_phrase() {
        let phrases = phrases(vec![Piece::plain("where "), Piece::plain("brand is "), Piece::plain("Sony")]);
        assert_eq!(phrases.len(), 1);
        assert_eq!(phrases.first().map(|phrase| phrase.pieces.len()), Some(3));
    }
}
