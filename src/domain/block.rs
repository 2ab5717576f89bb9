//! A block: a place in the shop that shows picks, and how it chooses among them.

use super::id::{BlockId, StoreId};
use super::locale::Localised;

/// The kind of page a block stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// One product's page.
    Product,
    /// The cart.
    Cart,
    /// The shop's first page.
    Home,
    /// A category's page.
    Category,
    /// "Thank you for your order".
    Confirmation,
}

/// Which stages a block draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Links first, relations fill up.
    LinksAndRules,
    /// Links alone.
    LinksOnly,
    /// Relations alone.
    RulesOnly,
}

/// How relations take turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// Priority 1 first, then key.
    ByPriority,
    /// Priority 1 first; equal ones by a draw that holds for a day and source.
    ByPriorityThenRandom,
    /// A draw in which high priorities win more often; it holds for a day and source.
    WeightedRandom,
}

/// What becomes of products out of stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockPolicy {
    /// They are left out.
    LeaveOut,
    /// They come after all others.
    ShowLast,
    /// They are shown in their place.
    Show,
}

/// One block.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its number.
    pub id: BlockId,
    /// Its key, such as `pdp-related`.
    pub key: String,
    /// The page it stands on; blocks of one page fill in the order of the list.
    pub page: Page,
    /// At most this many picks, 1 to 100.
    pub maximum: usize,
    /// Fewer picks than this: not shown at all.
    pub minimum: usize,
    /// Which stages it draws from.
    pub behaviour: Behaviour,
    /// How relations take turns.
    pub rotation: Rotation,
    /// What becomes of products out of stock.
    pub stock_policy: StockPolicy,
    /// Fills what is left free with best-selling products of the source's category.
    pub fallback: bool,
    /// What shoppers read above it.
    pub title: Localised<String>,
    /// Stores it is switched off in.
    pub off_stores: Vec<StoreId>,
    /// Keys of the relation types it shows, in order.
    pub type_keys: Vec<String>,
}
