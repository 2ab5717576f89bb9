//! Open: which products a store can show and sell, as far as sets tell, so that most candidates need no look at the
//! product itself.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::fact::Term;
use super::snapshot::{Doc, Snapshot};
use crate::domain::id::StoreId;
use crate::domain::money::Currency;

/// The sets of one store and currency.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    active: Option<&'a Arc<RoaringBitmap>>,
    everywhere: Option<&'a Arc<RoaringBitmap>>,
    here: Option<&'a Arc<RoaringBitmap>>,
    priced: Option<&'a Arc<RoaringBitmap>>,
    dated: Option<&'a Arc<RoaringBitmap>>,
    in_stock: Option<&'a Arc<RoaringBitmap>>,
}

impl Snapshot {
    /// Returns the sets that say what a store can show.
    pub fn open(&self, store: StoreId, currency: Currency) -> Open<'_> {
        let set = |term| self.shelf().set(term);
        Open {
            active: set(Term::Active),
            everywhere: set(Term::EveryStore),
            here: set(Term::Store(store)),
            priced: set(Term::Priced(store, currency)),
            dated: set(Term::Dated),
            in_stock: set(Term::InStock),
        }
    }
}

impl Open<'_> {
    /// Returns true for an active product without dates of its own that the store sells and has a price for. False says
    /// nothing: then the product has to be looked at.
    pub fn is_sold(&self, doc: Doc) -> bool {
        let holds = |set: Option<&Arc<RoaringBitmap>>| set.is_some_and(|set| set.contains(doc.0));
        holds(self.active)
            && holds(self.priced)
            && (holds(self.everywhere) || holds(self.here))
            && !holds(self.dated)
    }

    /// Returns true when some active variant can be bought.
    pub fn in_stock(&self, doc: Doc) -> bool {
        self.in_stock.is_some_and(|set| set.contains(doc.0))
    }
}
