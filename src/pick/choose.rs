//! The resolver: sources and circumstances in, picks and reasons out.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};

use super::gate::{Gate, SourceOf};
use super::reason::{HiddenBecause, LeftOut, Origin};
use super::stage::Filling;
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::id::{BlockId, CategoryId, StoreId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::index::Circumstances;
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

impl Ask<'_> {
    /// Returns the circumstances in which rules are answered.
    pub fn circumstances(&self) -> Circumstances {
        let Self { store, locale, currency, at, .. } = *self;
        Circumstances { store, locale: locale.clone(), currency, at }
    }

    /// Returns true when a relation is switched on in this store, for this segment, at this moment.
    pub fn meets(&self, snapshot: &Snapshot, standing: &Standing) -> bool {
        let relation = &standing.relation;
        let zone =
            snapshot.vocabulary().store_by_id(self.store).map(|store| store.time_zone).unwrap_or_default();
        let segment = |asked: &str| relation.segments.iter().flatten().any(|segment| segment == asked);
        relation.active
            && relation.stores.as_ref().is_none_or(|stores| stores.contains(&self.store))
            && (relation.segments.is_none() || self.segment.is_some_and(segment))
            && relation.schedule.is_on(self.at, zone)
    }
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
pub fn page<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    page: Page,
    context: Context<'_>,
) -> Vec<Decision<'a>> {
    let mut earlier = HashSet::new();
    let mut decisions = Vec::new();
    for block in snapshot.vocabulary().blocks().iter().filter(|block| block.page == page) {
        let decision = fill(snapshot, ask, block, context, &earlier, block.maximum);
        earlier.extend(decision.picks.iter().map(|pick| pick.doc));
        decisions.push(decision);
    }
    decisions
}

/// Returns what one block shows when it stands alone, at most `maximum` picks.
pub fn choose<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    block: &'a Block,
    context: Context<'_>,
    maximum: usize,
) -> Decision<'a> {
    fill(snapshot, ask, block, context, &HashSet::new(), maximum)
}

/// What one relation shows by itself.
#[derive(Debug, Clone)]
pub struct Targets {
    /// In order, pins first.
    pub picks: Vec<Pick>,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<LeftOut, usize>,
}

/// Returns what one relation shows for a source by itself, whether switched on or not: its pins and its rule's products
/// less all exclusions, under its own limit and minimum. Out of stock is left out. Without a source nothing is the
/// source, and conditions on it match nothing.
pub fn alone(snapshot: &Snapshot, ask: &Ask<'_>, standing: &Standing, source: Option<Doc>) -> Targets {
    let block = Block {
        id: BlockId(0),
        key: String::new(),
        page: Page::Product,
        maximum: usize::MAX,
        minimum: 0,
        behaviour: Behaviour::RulesOnly,
        rotation: Rotation::ByPriority,
        stock_policy: StockPolicy::LeaveOut,
        fallback: false,
        title: Localised::default(),
        off_stores: Vec::new(),
        type_keys: Vec::new(),
    };
    let earlier = HashSet::new();
    let gate = Gate::new(snapshot, ask, block.stock_policy, Context::Nothing, &earlier);
    let mut filling = Filling::new(snapshot, ask, &block, gate);
    let source = source.map(|doc| SourceOf::new(snapshot, doc));
    filling.relation(standing, source.as_ref(), false);
    Targets { picks: filling.picks, left_out: filling.left_out }
}

fn fill<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    block: &'a Block,
    context: Context<'_>,
    earlier: &HashSet<Doc>,
    maximum: usize,
) -> Decision<'a> {
    if block.off_stores.contains(&ask.store) {
        let (picks, left_out, dropped) = (Vec::new(), BTreeMap::new(), Vec::new());
        return Decision {
            block,
            picks,
            total: 0,
            left_out,
            dropped,
            hidden_because: Some(HiddenBecause::Off),
        };
    }
    let gate = Gate::new(snapshot, ask, block.stock_policy, context, earlier);
    let mut filling = Filling::new(snapshot, ask, block, gate);
    for doc in sources(context) {
        let source = SourceOf::new(snapshot, doc);
        if block.behaviour != Behaviour::RulesOnly {
            filling.links(&source);
        }
        if block.behaviour != Behaviour::LinksOnly {
            filling.relations(&source);
        }
    }
    if block.fallback {
        filling.fallback(context, maximum);
    }
    filling.give_way();
    cut(filling, block, maximum)
}

/// Lines of a cart that are the same product count once, at their first place.
fn sources(context: Context<'_>) -> Vec<Doc> {
    let mut seen = HashSet::new();
    match context {
        Context::Product(doc) => vec![doc],
        Context::Cart(lines) => lines.iter().copied().filter(|doc| seen.insert(*doc)).collect(),
        Context::Category(_) | Context::Nothing => Vec::new(),
    }
}

fn cut<'a>(mut filling: Filling<'_>, block: &'a Block, maximum: usize) -> Decision<'a> {
    let total = filling.picks.len();
    let mut picks = std::mem::take(&mut filling.picks);
    let over = picks.split_off(total.min(maximum));
    for pick in over {
        filling.drop(pick.doc, pick.origin, LeftOut::BlockFull);
    }
    let hidden_because = match total {
        0 => Some(HiddenBecause::Empty),
        total if total < block.minimum => Some(HiddenBecause::BelowMinimum),
        _ => None,
    };
    if hidden_because.is_some() {
        picks.clear();
    }
    let (left_out, dropped) = (filling.left_out, filling.dropped);
    Decision { block, picks, total, left_out, dropped, hidden_because }
}
