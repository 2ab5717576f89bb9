//! A block as a shopper sees it, and as staff who asked why see it: each pick with what supplied it, and what was left out.

use super::card::{Card, card};
use super::stand::Stand;
use crate::domain::vocabulary::shown;
use crate::form::query::coded;
use crate::index::snapshot::Doc;
use crate::page::reason;
use crate::pick::choose::{Decision, Pick};
use crate::pick::reason::Origin;

/// One block.
pub struct Shelf {
    /// The block's key, also its id on the page.
    pub key: String,
    /// What shoppers read above it.
    pub title: String,
    /// What it shows.
    pub cards: Vec<Card>,
    /// Only where staff asked why.
    pub why: Option<Why>,
}

/// Why a block shows what it shows.
pub struct Why {
    /// How many of how many candidates are shown, in a sentence.
    pub sum: String,
    /// Why it shows nothing; empty: it shows something.
    pub hidden: String,
    /// What was left out, counted: `3 out of stock, 1 hidden by hand`; empty: nothing.
    pub left_out: String,
}

/// What supplied a pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplied {
    /// `Link`, `Pin`, `Rule` or `Fallback`.
    pub stage: &'static str,
    /// What it is called.
    pub name: String,
    /// Where it is looked after in the back office; empty: nowhere.
    pub url: String,
    /// For which source it stands, where a page has several; empty: the one on the page.
    pub source: String,
}

/// Returns the blocks to show on the page of a product, or of none: those with something in them, and the empty ones too where staff asked why.
pub fn shelves(stand: &Stand<'_>, decisions: &[Decision<'_>], own: Option<Doc>) -> Vec<Shelf> {
    let wanted = decisions.iter().filter(|decision| stand.why || !decision.picks.is_empty());
    wanted.map(|decision| shelf(stand, decision, own)).collect()
}

fn shelf(stand: &Stand<'_>, decision: &Decision<'_>, own: Option<Doc>) -> Shelf {
    let cards = decision.picks.iter().filter_map(|pick| {
        let mut card = card(stand, pick.doc)?;
        card.origin = stand.why.then(|| supplied(stand, pick, own));
        Some(card)
    });
    Shelf {
        key: decision.block.key.clone(),
        title: shown(&decision.block.title, stand.locale, &decision.block.key).to_owned(),
        cards: cards.collect(),
        why: stand.why.then(|| why(decision)),
    }
}

fn why(decision: &Decision<'_>) -> Why {
    Why {
        sum: format!(
            "{}: {} shown of {} that may be.",
            decision.block.key,
            decision.picks.len(),
            decision.total
        ),
        hidden: decision.hidden_because.map(reason::hidden_because).unwrap_or_default().to_owned(),
        left_out: reason::left_out(&decision.left_out),
    }
}

fn supplied(stand: &Stand<'_>, pick: &Pick, own: Option<Doc>) -> Supplied {
    let sku_of = |doc| stand.snapshot.product(doc).map(|view| view.sku().to_owned()).unwrap_or_default();
    let source = pick.source.map(sku_of).unwrap_or_default();
    let other = if pick.source == own { String::new() } else { source.clone() };
    let relation = |stage, key: &String| {
        let (name, url) = relation_of(stand, key);
        Supplied { stage, name, url, source: other.clone() }
    };
    match &pick.origin {
        Origin::Rule(key) => relation("Rule", key),
        Origin::Pin(key) => relation("Pin", key),
        Origin::Link(_) => Supplied {
            stage: "Link",
            name: format!("picked by hand on {source}"),
            url: format!("/products/{}", coded(&source)),
            source: other,
        },
        Origin::Fallback => Supplied {
            stage: "Fallback",
            name: "best sellers of the category".into(),
            url: "/settings/blocks".into(),
            source: other,
        },
    }
}

/// Returns the name and the page of a relation: of the draft that stands in its place, else of the live one.
fn relation_of(stand: &Stand<'_>, key: &str) -> (String, String) {
    if let Some(draft) = stand.draft.filter(|draft| draft.key == key) {
        return (
            format!("{} (draft)", draft.draft.name),
            format!("/drafts/{}", coded(stand.carried("draft"))),
        );
    }
    match stand.snapshot.relation(key) {
        Some(standing) => (standing.draft.name.clone(), format!("/relations/{}", coded(key))),
        None => (key.to_owned(), String::new()),
    }
}
