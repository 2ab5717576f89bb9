//! Reads a checked rule aloud as one plain English sentence, in pieces that know which row they come from.
//!
//! A root that asks for all joins its rows with *and*; *either … or …*, *both … and …* and *none of: …* say the others.
//! Rows are parted by commas, and by semicolons where a group among them has commas of its own; groups deeper than that
//! stand in brackets. `condition` says one row, `words` its fields and values. Must not know how a rule is answered.

mod condition;
mod words;

use super::draft::{Matching, NodeId};
use super::tree::{Condition, Group, Node, Rule};
use crate::domain::locale::Locale;
use crate::domain::vocabulary::Vocabulary;

pub use condition::text_verb;
pub use words::{day, field_name, percent};

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

impl Piece {
    /// Returns a piece of joining words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), node: None, strong: false }
    }

    /// Returns a piece of joining words to be printed stronger.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), node: None, strong: true }
    }
}

/// Returns the rule in words; labels in the asked locale.
pub fn pieces(rule: &Rule, vocabulary: &Vocabulary, locale: &Locale) -> Vec<Piece> {
    group(&rule.root, 0, &Words { vocabulary, locale })
}

/// Returns the rule in words as one text.
pub fn sentence(rule: &Rule, vocabulary: &Vocabulary, locale: &Locale) -> String {
    text(&pieces(rule, vocabulary, locale))
}

/// Returns the text of pieces.
pub fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Returns what a row asks of its field, without naming the field: `is Silver or White`.
pub fn asked(row: &Condition, words: &Words<'_>) -> String {
    condition::asked(row, words)
}

/// What names are read from.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// All that can be named.
    pub vocabulary: &'a Vocabulary,
    /// In which labels are read.
    pub locale: &'a Locale,
}

/// Says a group; the root lies at depth 0, and no checked rule is deeper than eight.
fn group(group: &Group, depth: usize, words: &Words<'_>) -> Vec<Piece> {
    // "None of" a single row is that row turned round, which reads better than any bracket; of one variant it is not.
    if let (Matching::None, false, [Node::Condition(row)]) =
        (group.matching, group.same_variant, group.children.as_slice())
    {
        return condition::pieces(&Condition { negated: !row.negated, ..row.clone() }, words);
    }
    let children: Vec<Vec<Piece>> = group.children.iter().map(|child| node(child, depth, words)).collect();
    let several = children.len() > 1;
    let (before, word) = match (group.matching, depth) {
        (Matching::None, _) => ("none of: ", "or"),
        (_, _) if !several => ("", ""),
        (Matching::Any, _) => ("either ", "or"),
        (Matching::All, 0) => ("", "and"),
        (Matching::All, _) if children.len() == 2 => ("both ", "and"),
        (Matching::All, _) => ("all of: ", "and"),
    };
    let brackets = several && depth > 1;
    let mut said = Vec::new();
    if brackets {
        said.push(Piece::plain("("));
    }
    if group.same_variant {
        said.push(Piece::plain("in one and the same variant, "));
    }
    if !before.is_empty() {
        said.push(Piece { text: before.into(), node: Some(group.id.clone()), strong: false });
    }
    said.extend(joined(group, children, word));
    if brackets {
        said.push(Piece::plain(")"));
    }
    said
}

fn node(node: &Node, depth: usize, words: &Words<'_>) -> Vec<Piece> {
    match node {
        Node::Group(child) => group(child, depth + 1, words),
        Node::Condition(row) => condition::pieces(row, words),
    }
}

fn joined(group: &Group, children: Vec<Vec<Piece>>, word: &str) -> Vec<Piece> {
    let count = children.len();
    let is_list = |node: &Node| matches!(node, Node::Group(inner) if inner.children.len() > 1);
    // The last group needs no mark of its own: nothing follows that could be taken for a part of it.
    let lists = group.children.iter().take(count.saturating_sub(1)).any(is_list);
    let has_or = word == "or" && children.iter().any(|child| text(child).contains(" or "));
    let (comma, last) = match (lists, count) {
        (true, _) => ("; ", format!("; {word} ")),
        (false, 2) if !has_or => (", ", format!(" {word} ")),
        (false, _) => (", ", format!(", {word} ")),
    };
    let mut said = Vec::new();
    for (at, child) in children.into_iter().enumerate() {
        match at {
            0 => {}
            at if at + 1 == count => said.push(Piece::plain(last.as_str())),
            _ => said.push(Piece::plain(comma)),
        }
        said.extend(child);
    }
    said
}

#[cfg(test)]
mod tests;
