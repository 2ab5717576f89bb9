//! What shoppers see on a product's page: each block with its picks, where each came from, and why others are missing.

use crate::domain::block::Page;
use crate::domain::locale::Locale;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::mark::{self, Tile};
use crate::page::reason::{self, Came, Counted};
use crate::page::words;
use crate::pick::choose::{self, Ask, Context, Decision, Depth};

/// One block.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its key.
    pub key: String,
    /// What shoppers read above it.
    pub title: String,
    /// Which page it stands on.
    pub place: &'static str,
    /// In order.
    pub picks: Vec<Shown>,
    /// Everything that is left out, counted.
    pub left_out: Vec<Counted>,
    /// Why it shows nothing; empty: it shows something.
    pub hidden: &'static str,
}

/// One product shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The product.
    pub tile: Tile,
    /// What a shopper pays.
    pub price: String,
    /// Where it came from.
    pub came: Came,
}

impl Block {
    /// Returns how many are left out, in words: `3 out of stock, 1 already shown`.
    pub fn sum(&self) -> String {
        let counted = self.left_out.iter().map(|one| format!("{} {}", words::number(one.count), one.word));
        counted.collect::<Vec<_>>().join(", ")
    }
}

/// Returns what every block of the product's page decided, and of a cart that holds nothing else.
pub fn decisions<'a>(snapshot: &'a Snapshot, circumstances: &Circumstances, doc: Doc) -> Vec<Decision<'a>> {
    let ask = Ask {
        store: circumstances.store,
        locale: &circumstances.locale,
        currency: circumstances.currency,
        segment: None,
        at: circumstances.at,
        exclude: &[],
        draft: None,
    };
    let line = [doc];
    let mut decisions = choose::page(snapshot, &ask, Page::Product, Context::Product(doc), Depth::Reasons);
    decisions.extend(choose::page(snapshot, &ask, Page::Cart, Context::Cart(&line), Depth::Reasons));
    decisions
}

/// Returns the blocks as they are drawn.
pub fn blocks(snapshot: &Snapshot, circumstances: &Circumstances, decisions: &[Decision<'_>]) -> Vec<Block> {
    let locale = &circumstances.locale;
    let shown = |pick: &choose::Pick| {
        let view = snapshot.product(pick.doc)?;
        let price = view.price(circumstances.store, circumstances.currency);
        Some(Shown {
            tile: mark::tile(view, locale),
            price: price.map_or_else(|| "–".into(), |price| price.to_string()),
            came: reason::origin(&pick.origin, snapshot),
        })
    };
    let block = |decision: &Decision<'_>| Block {
        key: decision.block.key.clone(),
        title: title(decision, locale),
        place: if decision.block.page == Page::Cart { "in the cart" } else { "on its page" },
        picks: decision.picks.iter().filter_map(shown).collect(),
        left_out: reason::counted(decision, snapshot, locale),
        hidden: decision.hidden_because.map(reason::hidden_because).unwrap_or_default(),
    };
    decisions.iter().map(block).collect()
}

fn title(decision: &Decision<'_>, locale: &Locale) -> String {
    let block = decision.block;
    block.title.get(locale).or_else(|| block.title.any()).cloned().unwrap_or_else(|| block.key.clone())
}
