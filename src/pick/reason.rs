//! Where a pick came from, and why a candidate was left out.

use crate::domain::id::LinkId;

/// The stage that brought a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A link, by its number.
    Link(LinkId),
    /// A pin of the relation of that key.
    Pin(String),
    /// The rule (or frozen list) of the relation of that key.
    Rule(String),
    /// The block's fallback.
    Fallback,
}

/// Why a candidate is not shown. The order is the order in which they are tested; the first one that holds is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// It is the source itself, or one of its variants or siblings.
    Source,
    /// It is in the cart.
    InCart,
    /// The caller excluded it.
    Excluded,
    /// It is already in an earlier block of the page, or earlier in this one.
    Earlier,
    /// It is not active.
    Inactive,
    /// It is outside its dates.
    OutsideDates,
    /// The store does not sell it, or has no price for it.
    NotInStore,
    /// It is out of stock and the block leaves those out.
    OutOfStock,
    /// It is hidden by hand, here or by the relation.
    Hidden,
    /// The relation has fewer products than its minimum.
    BelowMinimum,
    /// A relation before it said *stop here*.
    Stopped,
    /// The relation's limit was reached.
    RelationLimit,
    /// The block was full.
    BlockFull,
}

/// Why a whole block shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HiddenBecause {
    /// It is switched off in this store.
    Off,
    /// No candidate was left.
    Empty,
    /// Fewer picks than its minimum.
    BelowMinimum,
}

/// Why a relation that stands on a source is not asked. The order is the order in which they are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unasked {
    /// The block does not show its type.
    OtherType,
    /// It is broken.
    Broken,
    /// It is switched off.
    Off,
    /// It is for other stores.
    OtherStore,
    /// It is for other segments.
    OtherSegment,
    /// It rests at this moment.
    OutsideSchedule,
}
