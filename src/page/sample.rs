//! Samples: made-up values in every state, for the styleguide and for tests that render pages without a shop.
//!
//! `desk`, `editor`, `report`, `door` and `shop` hold a sample of every page in each of its states, made of a small
//! catalogue in memory whose names try to be markup; only tests render them, so only tests carry them.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod door;
#[cfg(test)]
mod editor;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod report;
pub mod rule;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod tests;

use super::chrome::{Chrome, Flash, Here};
use crate::domain::problem::Problems;

/// Returns the frame of a page, as somebody signed in sees it.
pub fn chrome(title: &str, here: Here) -> Chrome {
    Chrome {
        title: title.into(),
        here,
        staff_name: "Ana Kovač".into(),
        form_token: "sample".into(),
        theme: String::new(),
        flash: None,
        relation_count: 128,
        product_count: 1204,
    }
}

/// Returns a banner with a way back.
pub fn flash() -> Flash {
    Flash { message: "“Summer tents” was deleted.".into(), undo: "/undo/7".into() }
}

/// Returns problems of a form, one with a place and one without.
pub fn problems() -> Problems {
    let mut problems = Problems::default();
    problems.add("limit", "Write how many products to show, from 1 to 100.");
    problems.add("", "This relation is for no store, so it would show nowhere.");
    problems
}

/// A row of a table of relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// In words.
    pub sentence: &'static str,
    /// Key of its type.
    pub kind: &'static str,
    /// Label of its type.
    pub kind_label: &'static str,
    /// On how many products it shows.
    pub sources: &'static str,
    /// How many it can show.
    pub matches: &'static str,
    /// Where.
    pub stores: &'static str,
    /// How it stands.
    pub status: &'static str,
    /// The tone of that.
    pub tone: &'static str,
    /// When it was changed.
    pub edited: &'static str,
}

/// Returns relations of every type and status.
pub fn rows() -> Vec<Row> {
    let row = |name, sentence, (kind, kind_label), (sources, matches), stores, (status, tone), edited| Row {
        name,
        sentence,
        kind,
        kind_label,
        sources,
        matches,
        stores,
        status,
        tone,
        edited,
    };
    let (related, up, cross) = (("related", "Related"), ("up-sell", "Up-sell"), ("cross-sell", "Cross-sell"));
    vec![
        row(
            "Kamori watches",
            "brand is Kamori, category is Watches, colour is Silver or White or material is the same",
            related,
            ("6", "19"),
            "DE AT",
            ("Live", "ok"),
            "1 h ago",
        ),
        row(
            "Cases for every phone",
            "category is Cases, model is same as product",
            cross,
            ("214", "1,120"),
            "DE AT US",
            ("Live", "ok"),
            "2 h ago",
        ),
        row(
            "Trade up: cameras",
            "category is same, price 110–160 % of product",
            up,
            ("88", "342"),
            "DE",
            ("On no product", "warn"),
            "3 h ago",
        ),
        row(
            "Summer tents",
            "category is Tents, season is Summer",
            related,
            ("0", "0"),
            "SE",
            ("No match", "bad"),
            "yesterday",
        ),
        row(
            "Chargers, 65 W and up",
            "power at least 65, connector is USB-C",
            up,
            ("31", "44"),
            "all",
            ("Off", ""),
            "3 Nov",
        ),
        row(
            "Batteries for torches",
            "spare part of the same size",
            ("spare-part", "Spare part"),
            ("12", "8"),
            "all",
            ("Starts 1 Dec", "accent"),
            "2 Nov",
        ),
    ]
}

/// A product in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// Its picture.
    pub image: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its sku.
    pub sku: &'static str,
    /// What it costs.
    pub price: &'static str,
}

/// Returns products, one with a name that does not fit.
pub fn picks() -> Vec<Pick> {
    let pick = |image, name, sku, price| Pick { image, name, sku, price };
    vec![
        pick(
            "/art/watch-silver-1.svg",
            "Kamori Tempo 3 automatic with a strap of brushed steel",
            "SW-4410",
            "€149.00",
        ),
        pick("/art/watch-black-2.svg", "Kamori Tempo 3 White", "SW-4417", "€169.00"),
        pick("/art/watch-rose-3.svg", "Kamori Meridian Silver", "SW-4424", "€189.00"),
        pick("/art/strap-walnut-4.svg", "Kamori Band 2", "SW-4452", "€1,269.00"),
    ]
}
