//! Where a pick came from and why a candidate was left out, in the words of staff.

use std::collections::BTreeMap;

use super::address;
use super::mark::{Tile, tile};
use super::words::number;
use crate::domain::locale::Locale;
use crate::index::snapshot::Snapshot;
use crate::pick::choose::Decision;
use crate::pick::reason::{HiddenBecause, LeftOut, Origin};

/// Where a pick came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What people read.
    pub word: String,
    /// The relation's page; empty for other stages.
    pub href: String,
}

/// Returns where a pick came from.
pub fn origin(origin: &Origin, snapshot: &Snapshot) -> Came {
    let named = |key: &str| match snapshot.relation(key) {
        Some(standing) => standing.relation.name.clone(),
        None => key.to_owned(),
    };
    match origin {
        Origin::Link(_) => Came { word: "Link".into(), href: String::new() },
        Origin::Pin(key) => Came { word: format!("Pinned in {}", named(key)), href: address::relation(key) },
        Origin::Rule(key) => Came { word: named(key), href: address::relation(key) },
        Origin::Fallback => {
            Came { word: "Fallback: best sellers of its category".into(), href: String::new() }
        }
    }
}

/// Returns the relation that brought a pick.
pub fn relation_key(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Pin(key) | Origin::Rule(key) => Some(key),
        Origin::Link(_) | Origin::Fallback => None,
    }
}

/// Returns a reason as it follows a number: `3 out of stock`.
pub fn short(because: LeftOut) -> &'static str {
    match because {
        LeftOut::Source => "the product itself",
        LeftOut::InCart => "in the cart",
        LeftOut::Excluded => "excluded by the caller",
        LeftOut::Earlier => "already shown",
        LeftOut::Inactive => "inactive",
        LeftOut::OutsideDates => "outside their dates",
        LeftOut::NotInStore => "not sold or priced in this store",
        LeftOut::OutOfStock => "out of stock",
        LeftOut::Hidden => "hidden by hand",
        LeftOut::BelowMinimum => "of a relation below its minimum",
        LeftOut::Stopped => "behind a relation that says stop here",
        LeftOut::RelationLimit => "over a relation’s limit",
        LeftOut::BlockFull => "beyond the block’s last place",
    }
}

/// Returns a reason as a sentence about one product.
pub fn sentence(because: LeftOut) -> &'static str {
    match because {
        LeftOut::Source => "It is the product on the page.",
        LeftOut::InCart => "It is in the cart already.",
        LeftOut::Excluded => "The caller excluded it.",
        LeftOut::Earlier => "It is already shown in an earlier block, or earlier in this one.",
        LeftOut::Inactive => "It is not active.",
        LeftOut::OutsideDates => "It is outside its dates.",
        LeftOut::NotInStore => "The store does not sell it, or has no price for it.",
        LeftOut::OutOfStock => "It is out of stock, and this block leaves those out.",
        LeftOut::Hidden => "It is hidden by hand, on this page or by the relation.",
        LeftOut::BelowMinimum => "The relation that would bring it has fewer products than its minimum.",
        LeftOut::Stopped => "A relation before it says “stop here”.",
        LeftOut::RelationLimit => "The relation that brings it has reached its limit.",
        LeftOut::BlockFull => "The block was full before its turn came.",
    }
}

/// Returns what was left out, counted: `3 out of stock, 1 already shown`; empty when nothing was.
pub fn left_out(counts: &BTreeMap<LeftOut, usize>) -> String {
    let told = counts.iter().filter(|(because, count)| **because != LeftOut::Source && **count > 0);
    let words: Vec<String> =
        told.map(|(because, count)| format!("{} {}", number(*count), short(*because))).collect();
    words.join(", ")
}

/// Returns why a block shows nothing.
pub fn hidden_because(because: HiddenBecause) -> &'static str {
    match because {
        HiddenBecause::Off => "This block is switched off in this store.",
        HiddenBecause::Empty => "Nothing is left to show, so shoppers do not see this block.",
        HiddenBecause::BelowMinimum => "Fewer products than its minimum, so shoppers do not see this block.",
    }
}

/// How many products are named of those that are left out for one reason.
const FIRST_MAX: usize = 5;

/// One reason with how many it leaves out.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Which one.
    pub because: LeftOut,
    /// As it follows a number: `out of stock`.
    pub word: &'static str,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Tile>,
}

impl Counted {
    /// Returns how many are not named.
    pub fn more(&self) -> usize {
        self.count.saturating_sub(self.first.len())
    }
}

/// Returns everything that a block leaves out, reason by reason, with the first products of each.
pub fn counted(decision: &Decision<'_>, snapshot: &Snapshot, locale: &Locale) -> Vec<Counted> {
    let first = |because: LeftOut| {
        let dropped = decision.dropped.iter().filter(move |dropped| dropped.because == because);
        dropped.take(FIRST_MAX).filter_map(|dropped| Some(tile(snapshot.product(dropped.doc)?, locale)))
    };
    let reasons = decision.left_out.iter().filter(|(_, count)| **count > 0);
    reasons
        .map(|(because, count)| Counted {
            because: *because,
            word: short(*because),
            count: *count,
            first: first(*because).collect(),
        })
        .collect()
}
