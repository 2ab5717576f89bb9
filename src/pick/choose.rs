//! The resolver: sources and circumstances in, picks and reasons out.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};

use super::gate::{Gate, SourceOf};
use super::reason::{HiddenBecause, LeftOut, Origin, Unasked};
use super::stage::Filling;
use super::trail::Trail;
use crate::domain::block::{Behaviour, Block, Page, Rotation, StockPolicy};
use crate::domain::id::{BlockId, CategoryId, StoreId};
use crate::domain::link::Link;
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

impl<'x> Ask<'x> {
    /// Returns the circumstances in which rules are answered.
    pub fn circumstances(&self) -> Circumstances {
        let Self { store, locale, currency, at, .. } = *self;
        Circumstances { store, locale: locale.clone(), currency, at }
    }

    /// Returns true when a relation is switched on in this store, for this segment, at this moment.
    pub fn meets(&self, snapshot: &Snapshot, standing: &Standing) -> bool {
        self.unasked(snapshot, standing).is_none()
    }

    /// Returns why a relation is not switched on in this store, for this segment, at this moment; none: it is.
    pub fn unasked(&self, snapshot: &Snapshot, standing: &Standing) -> Option<Unasked> {
        let relation = &standing.relation;
        let zone =
            snapshot.vocabulary().store_by_id(self.store).map(|store| store.time_zone).unwrap_or_default();
        let segment = |asked: &str| relation.segments.iter().flatten().any(|segment| segment == asked);
        if !relation.active {
            Some(Unasked::Off)
        } else if relation.stores.as_ref().is_some_and(|stores| !stores.contains(&self.store)) {
            Some(Unasked::OtherStore)
        } else if relation.segments.is_some() && !self.segment.is_some_and(segment) {
            Some(Unasked::OtherSegment)
        } else {
            (!relation.schedule.is_on(self.at, zone)).then_some(Unasked::OutsideSchedule)
        }
    }

    /// Returns the relations that stand on a source, whether they may show here and now or not; a draft in the place of
    /// its live one.
    pub fn standing_on<'s>(
        &self,
        snapshot: &'s Snapshot,
        circumstances: &Circumstances,
        source: Doc,
    ) -> Vec<&'s Standing>
    where
        'x: 's,
    {
        let mut standing = self.may_stand(snapshot, source);
        standing.retain(|standing| self.does_stand(snapshot, circumstances, standing, source));
        standing
    }

    /// Returns the relations that may stand on a source; each still has to be asked.
    pub fn may_stand<'s>(&self, snapshot: &'s Snapshot, source: Doc) -> Vec<&'s Standing>
    where
        'x: 's,
    {
        let live = snapshot.may_stand(source).into_iter().map(|standing| &**standing);
        let stood_in = |standing: &&Standing| self.draft.is_none_or(|draft| draft.key != standing.key);
        live.filter(stood_in).chain(self.draft).collect()
    }

    /// Returns true when a relation that may stand on a source does.
    pub fn does_stand(
        &self,
        snapshot: &Snapshot,
        circumstances: &Circumstances,
        standing: &Standing,
        source: Doc,
    ) -> bool {
        match self.draft.is_some_and(|draft| std::ptr::eq(draft, standing)) {
            true => snapshot.stands_on(standing, circumstances, source),
            false => snapshot.does_stand(standing, circumstances, source),
        }
    }

    /// Returns true when a link holds in this store at this moment.
    pub fn holds(&self, link: &Link) -> bool {
        link.store.is_none_or(|store| store == self.store)
            && link.valid_from.is_none_or(|from| from <= self.at)
            && link.valid_until.is_none_or(|until| self.at < until)
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
    /// How many candidates passed every exclusion, before the maximum cut. From [`super::stage::CANDIDATES_MAX`] on no
    /// further relation is asked; where picks alone are asked for, from a full block on.
    pub total: usize,
    /// How many candidates were left out, by reason; none where picks alone were asked for.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// The first candidates left out, at most [`DROPPED_MAX`].
    pub dropped: Vec<Dropped>,
    /// Why it shows nothing.
    pub hidden_because: Option<HiddenBecause>,
    /// What became of the one candidate that was asked about.
    pub trail: Trail,
}

/// How many candidates left out are told one by one.
pub const DROPPED_MAX: usize = 200;

/// How much of a decision is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What is shown, and how much may be.
    Picks,
    /// Also how many candidates are left out for which reason, which costs more than the picks.
    Reasons,
    /// Also what became of one candidate on the way.
    Candidate(Doc),
}

impl Depth {
    /// Returns reasons where somebody asks for them, else picks alone.
    pub fn reasons(asked: bool) -> Self {
        if asked { Self::Reasons } else { Self::Picks }
    }
}

/// Returns what every block of a page shows, in the order in which they fill; none shows what an earlier one does.
pub fn page<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    page: Page,
    context: Context<'_>,
    depth: Depth,
) -> Vec<Decision<'a>> {
    page_of(snapshot, ask, page, context, None, depth)
}

/// Returns the same, each block with so many picks at most in the place of its own maximum.
pub fn page_of<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    page: Page,
    context: Context<'_>,
    maximum: Option<usize>,
    depth: Depth,
) -> Vec<Decision<'a>> {
    let mut earlier = HashSet::new();
    let mut told = Vec::new();
    for block in snapshot.vocabulary().blocks().iter().filter(|block| block.page == page) {
        let maximum = maximum.unwrap_or(block.maximum);
        let decision = fill(snapshot, ask, Asking { block, context, earlier: &earlier, depth }, maximum);
        earlier.extend(decision.picks.iter().map(|pick| pick.doc));
        told.push(decision);
    }
    told
}

/// Returns what one block shows when it stands alone, at most `maximum` picks.
pub fn choose<'a>(
    snapshot: &'a Snapshot,
    ask: &Ask<'_>,
    block: &'a Block,
    context: Context<'_>,
    maximum: usize,
    depth: Depth,
) -> Decision<'a> {
    fill(snapshot, ask, Asking { block, context, earlier: &HashSet::new(), depth }, maximum)
}

/// What one relation shows by itself.
#[derive(Debug, Clone)]
pub struct Targets {
    /// In order, pins first.
    pub picks: Vec<Pick>,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<LeftOut, usize>,
    /// The first ones left out, at most [`DROPPED_MAX`].
    pub dropped: Vec<Dropped>,
    /// What became of the candidate that was asked about; none: it was none.
    pub seen: Option<Option<LeftOut>>,
}

/// Returns what one relation shows for a source by itself, whether switched on or not: its pins and its rule's products
/// less all exclusions, under its own limit and minimum. Out of stock is left out. Without a source nothing is the
/// source, and conditions on it match nothing.
pub fn alone(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    source: Option<Doc>,
    candidate: Option<Doc>,
) -> Targets {
    alone_in(snapshot, ask, standing, (&by_itself(), Context::Nothing), source, candidate)
}

/// Returns what one relation shows for a source likewise, in a block of a page: what is in the cart and what the block
/// does with those out of stock counts, too.
pub fn alone_in(
    snapshot: &Snapshot,
    ask: &Ask<'_>,
    standing: &Standing,
    (block, context): (&Block, Context<'_>),
    source: Option<Doc>,
    candidate: Option<Doc>,
) -> Targets {
    let earlier = HashSet::new();
    let gate = Gate::new(snapshot, ask, block.stock_policy, context, &earlier);
    let depth = candidate.map_or(Depth::Reasons, Depth::Candidate);
    let mut filling = Filling::new(snapshot, ask, block, gate, depth);
    let source = source.map(|doc| SourceOf::new(snapshot, doc));
    filling.relation(standing, source.as_ref(), false);
    filling.give_way();
    let seen = filling.trail.seen.last().map(|seen| seen.because);
    Targets { picks: filling.picks, left_out: filling.left_out, dropped: filling.dropped, seen }
}

/// Returns the block in which a relation shows by itself.
pub(super) fn by_itself() -> Block {
    Block {
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
    }
}

/// One block to be filled.
struct Asking<'a, 'b> {
    block: &'a Block,
    context: Context<'b>,
    earlier: &'b HashSet<Doc>,
    depth: Depth,
}

fn fill<'a>(snapshot: &'a Snapshot, ask: &Ask<'_>, asking: Asking<'a, '_>, maximum: usize) -> Decision<'a> {
    let Asking { block, context, earlier, depth } = asking;
    if block.off_stores.contains(&ask.store) {
        let (picks, left_out, dropped) = (Vec::new(), BTreeMap::new(), Vec::new());
        let (hidden_because, trail) = (Some(HiddenBecause::Off), Trail::default());
        return Decision { block, picks, total: 0, left_out, dropped, hidden_because, trail };
    }
    let gate = Gate::new(snapshot, ask, block.stock_policy, context, earlier);
    let mut filling = Filling::new(snapshot, ask, block, gate, depth);
    filling.wanted = maximum;
    for doc in sources(context) {
        let source = SourceOf::new(snapshot, doc);
        filling.trail.source = Some(doc);
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

/// Returns the sources of a page. Lines of a cart that are the same product count once, at their first place.
pub fn sources(context: Context<'_>) -> Vec<Doc> {
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
        filling.trail.source = pick.source;
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
    let Filling { left_out, dropped, trail, .. } = filling;
    Decision { block, picks, total, left_out, dropped, hidden_because, trail }
}
