//! A checked relation and its parts.

use chrono::{NaiveTime, Weekday};

use crate::domain::id::{StoreId, TypeId};
use crate::domain::moment::Moment;
use crate::domain::rule::tree::Rule;
use crate::domain::sku::Sku;

/// A relation that is right. Skus in it may name products that do not exist (yet): they match nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Unique among living relations.
    pub key: String,
    /// What staff read.
    pub name: String,
    /// Its relation type.
    pub kind: TypeId,
    /// Switched on.
    pub active: bool,
    /// 1 comes first.
    pub priority: u32,
    /// Where it shows.
    pub source: Source,
    /// What it shows.
    pub target: Target,
    /// At most this many of its products in one block.
    pub limit: u32,
    /// In which order.
    pub sort: Sort,
    /// With fewer products than this it gives its places to the next.
    pub minimum: u32,
    /// The stores it shows in; none given: every store. An empty list shows nowhere.
    pub stores: Option<Vec<StoreId>>,
    /// Keys of the segments it shows to; none given: everyone.
    pub segments: Option<Vec<String>>,
    /// When it shows.
    pub schedule: Schedule,
    /// On: the rule is answered fresh. Off: the list is frozen at publish.
    pub keep_current: bool,
    /// Relations of lower priority add nothing.
    pub stop_here: bool,
    /// For staff.
    pub note: String,
}

/// The products a relation is shown on.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// This product.
    One(Sku),
    /// These products.
    List(Vec<Sku>),
    /// All that match.
    Rule(Rule),
    /// Every product, chosen as such.
    All,
}

/// The products a relation shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Shown first, in this order; they need no match.
    pub pins: Vec<Sku>,
    /// Shown after the pins; none given: pins alone.
    pub rule: Option<Rule>,
    /// Never shown by this relation.
    pub hidden: Vec<Sku>,
}

/// When a relation shows, in each store's own time zone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schedule {
    /// From this moment on.
    pub from: Option<Moment>,
    /// Until just before this moment.
    pub until: Option<Moment>,
    /// Only on these weekdays; empty: on all.
    pub weekdays: Vec<Weekday>,
    /// Only from the first time of day until just before the second; over midnight when the second is earlier.
    pub hours: Option<(NaiveTime, NaiveTime)>,
}

macro_rules! sorts {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// In which order a rule's products come. Ties break by sku.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Sort { $($(#[$doc])* $name),+ }

        impl Sort {
            /// All orders, as they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the order's name in forms, files and the API.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Returns the order of that name.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|sort| sort.as_str() == text)
            }
        }
    };
}

sorts! {
    /// Most pieces sold in 30 days first.
    BestSelling = "best_selling",
    /// Most viewed in 30 days first.
    MostViewed = "most_viewed",
    /// Cheapest first.
    PriceUp = "price",
    /// Dearest first.
    PriceDown = "price_desc",
    /// Newest first.
    Newest = "newest",
    /// By name, in code-point order of the folded name.
    Name = "name",
    /// Highest margin first.
    Margin = "margin",
    /// By sku.
    Sku = "sku",
    /// A shuffle that holds for a day and source.
    Shuffle = "shuffle",
}
