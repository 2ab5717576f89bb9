//! "New relation": from a template, or empty.

use askama::Template;

use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule::draft::{Body, Condition, FromSource, Node, NodeId};
use crate::page::chrome::Chrome;
use crate::page::mark::{Mark, Tile};

/// The chooser.
#[derive(Debug, Template)]
#[template(path = "draft/new.html")]
pub struct New {
    /// The frame.
    pub chrome: Chrome,
    /// The product it begins from; none: none was given.
    pub product: Option<Tile>,
    /// The sku as it was given.
    pub sku: String,
    /// The relation types.
    pub kinds: Vec<Mark>,
    /// The type was asked for; else each template brings its own.
    pub kind: String,
    /// The templates.
    pub templates: &'static [Pattern],
}

impl New {
    /// Returns the type that a template makes: the one asked for, else its own; none where the shop has no such type.
    pub fn mark(&self, pattern: &Pattern) -> Option<&Mark> {
        let key = if self.kind.is_empty() { pattern.kind } else { self.kind.as_str() };
        self.kinds.iter().find(|mark| mark.key == key)
    }
}

/// A relation to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// What is posted.
    pub key: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What it shows, in words.
    pub text: &'static str,
    /// The relation type.
    pub kind: &'static str,
    conditions: &'static [(&'static str, &'static str, &'static [&'static str])],
}

/// All templates; a condition is a field, an operator and factors of the source's value.
pub const PATTERNS: &[Pattern] = &[
    Pattern {
        key: "trade-up",
        name: "Trade up",
        text: "Same category, 10 to 60 % dearer.",
        kind: "up-sell",
        conditions: &[("category", "equal", &[]), ("price", "between", &["1.1", "1.6"])],
    },
    Pattern {
        key: "trade-up-brand",
        name: "Trade up within the brand",
        text: "Same brand and category, 10 to 60 % dearer.",
        kind: "up-sell",
        conditions: &[
            ("brand", "equal", &[]),
            ("category", "equal", &[]),
            ("price", "between", &["1.1", "1.6"]),
        ],
    },
    Pattern {
        key: "same-brand",
        name: "Same brand",
        text: "Other products of the brand, best sellers first.",
        kind: "related",
        conditions: &[("brand", "equal", &[])],
    },
    Pattern {
        key: "same-category",
        name: "Alternatives",
        text: "Other products of the same category.",
        kind: "related",
        conditions: &[("category", "equal", &[])],
    },
    Pattern {
        key: "goes-with",
        name: "Goes with it",
        text: "Same brand, another category, at most half the price.",
        kind: "cross-sell",
        conditions: &[
            ("brand", "equal", &[]),
            ("category", "not_equal", &[]),
            ("price", "less_or_equal", &["0.5"]),
        ],
    },
    Pattern {
        key: "empty",
        name: "Empty",
        text: "Choose everything yourself.",
        kind: "related",
        conditions: &[],
    },
];

/// Returns the draft that a template begins with, shown on one product or, without one, on all.
pub fn begin(template: &str, kind: &str, product: Option<(&str, &str)>) -> Draft {
    let chosen = PATTERNS.iter().find(|known| known.key == template);
    let mut draft = Draft::new();
    draft.kind = if kind.is_empty() { chosen.map_or("related", |known| known.kind) } else { kind }.to_owned();
    let named = chosen.filter(|known| known.key != "empty").map(|known| known.name);
    match product {
        Some((sku, name)) => {
            draft.source_kind = SourceKind::One;
            draft.source_sku = sku.to_owned();
            draft.name = format!("{} for {name}", named.unwrap_or("Products"));
        }
        None => {
            draft.source_kind = if named.is_some() { SourceKind::All } else { SourceKind::Rule };
            draft.name = named.unwrap_or_default().to_owned();
        }
    }
    let conditions = chosen.map(|known| known.conditions).unwrap_or_default();
    for (number, (field, operator, mul)) in (1..).zip(conditions) {
        let mul = mul.iter().map(|factor| (*factor).to_owned()).collect();
        let from_source = Some(FromSource { field: (*field).to_owned(), mul, add: Vec::new() });
        let (field, operator) = ((*field).to_owned(), (*operator).to_owned());
        let condition = Condition { field, operator, from_source, ..Condition::default() };
        let id = NodeId::numbered('t', number);
        let parent = Some(NodeId::numbered('t', 0));
        draft.target_rule.nodes.push(Node { id, parent, muted: false, body: Body::Condition(condition) });
    }
    draft
}
