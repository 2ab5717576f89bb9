//! A link: one product picked by hand to be shown beside another.

use chrono::{DateTime, Utc};

use super::id::{LinkId, ProductId, StoreId, TypeId};

/// One hand-picked source → target.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its number.
    pub id: LinkId,
    /// Which relation type it is of.
    pub kind: TypeId,
    /// On whose page it shows.
    pub source: ProductId,
    /// What it shows; never the source.
    pub target: ProductId,
    /// Smaller ones first; equal ones by sku.
    pub position: i32,
    /// Also shows the source on the target's page.
    pub two_way: bool,
    /// Holds in one store only.
    pub store: Option<StoreId>,
    /// Holds from this moment on.
    pub valid_from: Option<DateTime<Utc>>,
    /// Holds until just before this moment.
    pub valid_until: Option<DateTime<Utc>>,
}
