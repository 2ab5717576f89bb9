//! Why one product is shown by a draft, or not: the verdict, and every condition with its answer.

use crate::domain::decimal::clip;
use crate::domain::rule::draft::{Matching, NodeId};
use crate::domain::rule::sentence;
use crate::domain::rule::tree::{Group, Node, Rule};
use crate::index::Circumstances;
use crate::index::run::is_match;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::mark::{Tile, tile};

/// The verdict on one product.
#[derive(Debug, Clone)]
pub struct Why {
    /// The product; none: there is none of that sku.
    pub tile: Option<Tile>,
    /// A sentence.
    pub verdict: String,
    /// It is shown.
    pub is_shown: bool,
    /// Every condition.
    pub lines: Vec<Line>,
}

/// One condition about the product.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its row.
    pub node: String,
    /// In words.
    pub text: String,
    /// It holds.
    pub holds: bool,
}

impl Why {
    /// Returns the verdict on a sku that nothing has.
    pub fn unknown(sku: &str) -> Self {
        Self {
            tile: None,
            verdict: format!("There is no product of sku “{}”.", clip(sku)),
            is_shown: false,
            lines: Vec::new(),
        }
    }
}

/// Returns the verdict on a product, which is shown at that place, counted from 0, or not.
pub fn why(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    draft: &Standing,
    source: Option<Doc>,
    doc: Doc,
    place: Option<usize>,
) -> Why {
    let found = snapshot.product(doc);
    let target = &draft.relation.target;
    let lines = target
        .rule
        .as_ref()
        .map(|rule| lines(snapshot, circumstances, rule, source, doc))
        .unwrap_or_default();
    let named =
        |skus: &[crate::domain::sku::Sku]| skus.iter().any(|sku| snapshot.find(sku.fold()) == Some(doc));
    let matches =
        target.rule.as_ref().is_some_and(|rule| is_match(snapshot, circumstances, rule, source, doc));
    let product = found.map(|view| {
        let shown = view.is_shown(circumstances.store, circumstances.at);
        (shown, view.in_stock(), view.price(circumstances.store, circumstances.currency).is_some())
    });
    let verdict = match (place, product) {
        (Some(place), _) => format!("Shown at place {}.", place + 1),
        _ if source == Some(doc) => "Not shown: it is the product on the page.".into(),
        _ if named(&target.hidden) => "Not shown: this relation hides it.".into(),
        _ if !matches && !named(&target.pins) => "Not shown: it does not match.".into(),
        (_, Some((false, ..))) => {
            "Not shown: it is inactive, outside its dates or not sold in this store.".into()
        }
        (_, Some((_, _, false))) => "Not shown: it has no price in this store.".into(),
        (_, Some((_, false, _))) => "Not shown: it is out of stock.".into(),
        _ => "Not shown: it matches, but comes after the last place.".into(),
    };
    let tile = found.map(|view| tile(view, &circumstances.locale));
    Why { tile, verdict, is_shown: place.is_some(), lines }
}

fn lines(snapshot: &Snapshot, c: &Circumstances, rule: &Rule, source: Option<Doc>, doc: Doc) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut next: Vec<&Node> = rule.root.children.iter().rev().collect();
    while let Some(node) = next.pop() {
        match node {
            Node::Group(group) => next.extend(group.children.iter().rev()),
            Node::Condition(condition) => {
                let alone = alone(node.clone());
                let text = sentence::sentence(&alone, snapshot.vocabulary(), &c.locale);
                let holds = is_match(snapshot, c, &alone, source, doc);
                lines.push(Line { node: condition.id.to_string(), text, holds });
            }
        }
    }
    lines
}

fn alone(node: Node) -> Rule {
    let id = NodeId::numbered('w', 0);
    Rule { root: Group { id, matching: Matching::All, same_variant: false, children: vec![node] } }
}
