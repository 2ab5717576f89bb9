//! The gate: which candidates may be shown at all, and if not, why.

use std::collections::HashSet;

use super::choose::{Ask, Context};
use super::reason::LeftOut;
use crate::domain::block::StockPolicy;
use crate::index::open::Open;
use crate::index::snapshot::{Doc, Snapshot, View};

/// What is tested here, in this order.
const TESTED: [LeftOut; 9] = [
    LeftOut::Source,
    LeftOut::InCart,
    LeftOut::Excluded,
    LeftOut::Earlier,
    LeftOut::Inactive,
    LeftOut::OutsideDates,
    LeftOut::NotInStore,
    LeftOut::OutOfStock,
    LeftOut::Hidden,
];

/// What every candidate of one block passes through.
pub struct Gate<'a> {
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    stock: StockPolicy,
    cart: HashSet<Doc>,
    earlier: &'a HashSet<Doc>,
    open: Open<'a>,
}

/// A source with its family.
#[derive(Debug, Clone)]
pub struct SourceOf {
    /// Which one.
    pub doc: Doc,
    family: Vec<Doc>,
    hidden: HashSet<Doc>,
}

impl<'a> Gate<'a> {
    /// Returns the gate of a block.
    pub fn new(
        snapshot: &'a Snapshot,
        ask: &'a Ask<'a>,
        stock: StockPolicy,
        context: Context<'_>,
        earlier: &'a HashSet<Doc>,
    ) -> Self {
        let cart = match context {
            Context::Cart(lines) => lines.iter().flat_map(|line| family(snapshot, *line)).collect(),
            _ => HashSet::new(),
        };
        let open = snapshot.open(ask.store, ask.currency);
        Self { snapshot, ask, stock, cart, earlier, open }
    }

    /// Returns why a candidate may not be shown for a source, before any relation's own reasons; none: it may.
    pub fn reason(&self, candidate: Doc, source: Option<&SourceOf>) -> Option<LeftOut> {
        let is_there = self.open.is_sold(candidate)
            && (self.stock != StockPolicy::LeaveOut || self.open.in_stock(candidate));
        if is_there && !self.is_taken(candidate, source) {
            return None;
        }
        let Some(view) = self.snapshot.product(candidate) else { return Some(LeftOut::Inactive) };
        TESTED.into_iter().find(|because| self.leaves_out(*because, candidate, view, source))
    }

    /// Returns every exclusion with whether it holds, in the order in which they are tested.
    pub fn exclusions(&self, candidate: Doc, source: Option<&SourceOf>) -> Vec<(LeftOut, bool)> {
        let Some(view) = self.snapshot.product(candidate) else { return Vec::new() };
        TESTED
            .into_iter()
            .map(|because| (because, self.leaves_out(because, candidate, view, source)))
            .collect()
    }

    /// Returns true when a candidate is left out for what was asked, whatever the product is like.
    fn is_taken(&self, candidate: Doc, source: Option<&SourceOf>) -> bool {
        source.is_some_and(|source| source.leaves_out(candidate))
            || self.cart.contains(&candidate)
            || self.ask.exclude.contains(&candidate)
            || self.earlier.contains(&candidate)
    }

    fn leaves_out(
        &self,
        because: LeftOut,
        candidate: Doc,
        view: View<'_>,
        source: Option<&SourceOf>,
    ) -> bool {
        match because {
            LeftOut::Source => source.is_some_and(|source| source.family.contains(&candidate)),
            LeftOut::InCart => self.cart.contains(&candidate),
            LeftOut::Excluded => self.ask.exclude.contains(&candidate),
            LeftOut::Earlier => self.earlier.contains(&candidate),
            LeftOut::Inactive => !view.is_active(),
            LeftOut::OutsideDates => !view.is_in_date(self.ask.at),
            LeftOut::NotInStore => {
                !view.is_sold_in(self.ask.store) || view.price(self.ask.store, self.ask.currency).is_none()
            }
            LeftOut::OutOfStock => self.stock == StockPolicy::LeaveOut && !view.in_stock(),
            LeftOut::Hidden => source.is_some_and(|source| source.hidden.contains(&candidate)),
            LeftOut::BelowMinimum | LeftOut::Stopped | LeftOut::RelationLimit | LeftOut::BlockFull => false,
        }
    }

    /// Returns true when a candidate has to give way to those in stock.
    pub fn is_last(&self, candidate: Doc) -> bool {
        self.stock == StockPolicy::ShowLast
            && self.snapshot.product(candidate).is_some_and(|view| !view.in_stock())
    }
}

impl SourceOf {
    /// Returns a source with what may never be shown for it.
    pub fn new(snapshot: &Snapshot, doc: Doc) -> Self {
        let id = snapshot.product(doc).map(|view| view.id());
        let hidden = id.map(|id| snapshot.hidden(id)).unwrap_or_default();
        let hidden = hidden.iter().filter_map(|id| snapshot.find_id(*id)).collect();
        Self { doc, family: family(snapshot, doc), hidden }
    }

    /// Returns a source that leaves nothing out, as if it had no family.
    pub fn without_family(doc: Doc) -> Self {
        Self { doc, family: Vec::new(), hidden: HashSet::new() }
    }

    /// Returns true when nothing but the source itself is left out.
    pub fn is_single(&self) -> bool {
        self.family.len() == 1 && self.hidden.is_empty()
    }

    /// Returns true when a candidate may not be shown for this source, though perhaps for others.
    pub fn leaves_out(&self, candidate: Doc) -> bool {
        self.family.contains(&candidate) || self.hidden.contains(&candidate)
    }
}

/// Returns a product with all that are forms of it or of the same one: itself, the product it is a variant of, and the
/// products that are variants of either.
fn family(snapshot: &Snapshot, doc: Doc) -> Vec<Doc> {
    let mut family = vec![doc];
    let parent = snapshot.product(doc).and_then(|view| snapshot.parent(view.sku()));
    for head in std::iter::once(doc).chain(parent) {
        let Some(view) = snapshot.product(head) else { continue };
        let forms = view.variant_skus().filter_map(|sku| snapshot.find(&sku));
        family.extend(std::iter::once(head).chain(forms));
    }
    family.sort_unstable();
    family.dedup();
    family
}
