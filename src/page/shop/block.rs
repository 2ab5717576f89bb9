//! A block as a shopper sees it, and as staff who asked why see it: each pick with what supplied it, and what was left out.

use super::card::{Card, card};
use super::stand::Stand;
use crate::form::query::coded;
use crate::domain::vocabulary::shown;
use crate::index::snapshot::Doc;
use crate::pick::choose::{Decision, Pick};
use crate::pick::reason::{HiddenBecause, LeftOut, Origin};

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
    /// What was left out: the reason and how many.
    pub left_out: Vec<(&'static str, usize)>,
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
        sum: format!("{}: {} shown of {} that may be.", decision.block.key, decision.picks.len(), decision.total),
        hidden: decision.hidden_because.map(hidden).unwrap_or_default().to_owned(),
        left_out: decision.left_out.iter().map(|(reason, count)| (left_out(*reason), *count)).collect(),
    }
}

fn supplied(stand: &Stand<'_>, pick: &Pick, own: Option<Doc>) -> Supplied {
    let sku_of = |doc| stand.snapshot.product(doc).map(|view| view.sku().to_owned()).unwrap_or_default();
    let source = pick.source.map(sku_of).unwrap_or_default();
    let other = if pick.source == own { String::new() } else { source.clone() };
    let relation = |stage, key: &String| Supplied {
        stage,
        name: stand.snapshot.relation(key).map_or_else(|| key.clone(), |standing| standing.draft.name.clone()),
        url: if stand.snapshot.relation(key).is_some() { format!("/relations/{}", coded(key)) } else { String::new() },
        source: other.clone(),
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
        Origin::Fallback => {
            Supplied { stage: "Fallback", name: "best sellers of the category".into(), url: "/settings/blocks".into(), source: other }
        }
    }
}

/// Returns why a candidate is left out, in words that follow a number.
fn left_out(reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::Source => "the product itself",
        LeftOut::InCart => "already in the cart",
        LeftOut::Excluded => "excluded by the caller",
        LeftOut::Earlier => "already shown further up",
        LeftOut::Inactive => "not active",
        LeftOut::OutsideDates => "outside their dates",
        LeftOut::NotInStore => "not sold in this store",
        LeftOut::OutOfStock => "out of stock",
        LeftOut::Hidden => "hidden by hand",
        LeftOut::BelowMinimum => "of a relation below its minimum",
        LeftOut::Stopped => "stopped by an earlier relation",
        LeftOut::RelationLimit => "over the relation's limit",
        LeftOut::BlockFull => "over the block's maximum",
    }
}

fn hidden(because: HiddenBecause) -> &'static str {
    match because {
        HiddenBecause::Off => "Not shown: the block is switched off in this store.",
        HiddenBecause::Empty => "Not shown: nothing is left to show.",
        HiddenBecause::BelowMinimum => "Not shown: fewer picks than the block's minimum.",
    }
}
