//! The resolver: sources and circumstances in, picks and reasons out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::reason::{HiddenBecause, LeftOut, Origin};
use crate::domain::block::{Block, Page};
use crate::domain::id::{CategoryId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::index::snapshot::{Doc, Snapshot, Standing};

/// Under which circumstances is asked.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// In which store.
    pub store: StoreId,
    /// In which locale.
    pub locale: &'a Locale,
    /// In which currency.
    pub currency: Currency,
    /// For which segment; none: a shopper of no segment.
    pub segment: Option<&'a str>,
    /// At which moment.
    pub at: DateTime<Utc>,
    /// Never to be shown.
    pub exclude: &'a [Doc],
    /// A draft's relation that stands in for the live one of the same key, or beside all live ones.
    pub draft: Option<&'a Standing>,
}

/// What the page is about.
#[derive(Debug, Clone, Copy)]
pub enum Context<'a> {
    /// One product's page.
    Product(Doc),
    /// A cart, the last-added line first.
    Cart(&'a [Doc]),
    /// A category's page.
    Category(CategoryId),
    /// No product at all: the home page.
    Nothing,
}

/// One product shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// Which one.
    pub doc: Doc,
    /// Which source it is shown for; none on pages without one.
    pub source: Option<Doc>,
    /// The stage that brought it.
    pub origin: Origin,
}

/// One candidate that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Which one.
    pub doc: Doc,
    /// The stage that would have brought it.
    pub origin: Origin,
    /// Why it is not shown.
    pub because: LeftOut,
}

/// What one block shows.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// Which block.
    pub block: &'a Block,
    /// In order; empty when the block is hidden.
    pub picks: Vec<Pick>,
    /// How many candidates passed every exclusion, before the maximum cut.
    pub total: usize,
    /// How many candidates were left out, by reason.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// The first candidates left out, at most [`DROPPED_MAX`].
    pub dropped: Vec<Dropped>,
    /// Why it shows nothing.
    pub hidden_because: Option<HiddenBecause>,
}

/// How many candidates left out are told one by one.
pub const DROPPED_MAX: usize = 200;

/// Returns what every block of a page shows, in the order in which they fill; none shows what an earlier one does.
pub fn page<'a>(_snapshot: &'a Snapshot, _ask: &Ask<'_>, _page: Page, _context: Context<'_>) -> Vec<Decision<'a>> {
    Vec::new()
}

/// Returns what one block shows when it stands alone, at most `maximum` picks.
pub fn choose<'a>(
    _snapshot: &'a Snapshot,
    _ask: &Ask<'_>,
    block: &'a Block,
    _context: Context<'_>,
    _maximum: usize,
) -> Decision<'a> {
    let (picks, left_out, dropped) = (Vec::new(), BTreeMap::new(), Vec::new());
    Decision { block, picks, total: 0, left_out, dropped, hidden_because: Some(HiddenBecause::Empty) }
}
