//! Hand-picked links of the demo shop: what a person at the till would say belongs together.

use super::department::{Leaf, leaves};
use super::product::sku_at;

/// Leaves whose first products are picked for each other: from, to, relation type.
const PAIRS: [(&str, &str, &str); 50] = [
    ("mirrorless-cameras", "portrait-lenses", "cross-sell"),
    ("compact-cameras", "camera-power", "cross-sell"),
    ("wide-lenses", "tripods", "related"),
    ("portrait-lenses", "camera-bags", "related"),
    ("tele-lenses", "tripods", "cross-sell"),
    ("tripods", "camera-bags", "related"),
    ("camera-bags", "camera-power", "cross-sell"),
    ("camera-power", "camera-bags", "related"),
    ("dress-watches", "leather-straps", "cross-sell"),
    ("field-watches", "textile-straps", "cross-sell"),
    ("sport-watches", "textile-straps", "cross-sell"),
    ("leather-straps", "watch-boxes", "related"),
    ("textile-straps", "leather-straps", "up-sell"),
    ("watch-boxes", "dress-watches", "related"),
    ("tents", "sleeping-bags", "cross-sell"),
    ("sleeping-bags", "tents", "related"),
    ("camp-stoves", "bottles", "cross-sell"),
    ("backpacks", "bottles", "cross-sell"),
    ("bottles", "backpacks", "related"),
    ("head-torches", "tents", "related"),
    ("pans", "chopping-boards", "cross-sell"),
    ("pots", "pans", "related"),
    ("chopping-boards", "knives", "related"),
    ("knives", "chopping-boards", "cross-sell"),
    ("coffee-makers", "grinders", "cross-sell"),
    ("grinders", "coffee-makers", "related"),
    ("kettles", "coffee-makers", "related"),
    ("over-ear", "amplifiers", "related"),
    ("earbuds", "over-ear", "up-sell"),
    ("turntables", "amplifiers", "cross-sell"),
    ("amplifiers", "bookshelf-speakers", "cross-sell"),
    ("bookshelf-speakers", "turntables", "related"),
    ("portable-speakers", "bookshelf-speakers", "up-sell"),
    ("city-bikes", "helmets", "cross-sell"),
    ("gravel-bikes", "helmets", "cross-sell"),
    ("helmets", "bike-lights", "related"),
    ("locks", "bike-lights", "related"),
    ("bike-lights", "locks", "cross-sell"),
    ("panniers", "locks", "cross-sell"),
    ("desks", "chairs", "cross-sell"),
    ("chairs", "desks", "related"),
    ("shelves", "organisers", "related"),
    ("keyboards", "screens", "related"),
    ("screens", "keyboards", "cross-sell"),
    ("organisers", "keyboards", "related"),
    ("table-lamps", "bulbs", "cross-sell"),
    ("floor-lamps", "bulbs", "cross-sell"),
    ("pendants", "bulbs", "cross-sell"),
    ("wall-lights", "bulbs", "cross-sell"),
    ("bulbs", "table-lamps", "related"),
];

/// One link, by skus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Key of the relation type.
    pub kind: &'static str,
    /// On whose page it shows.
    pub source: String,
    /// What it shows.
    pub target: String,
    /// Smaller ones first.
    pub position: i32,
    /// Also the other way.
    pub two_way: bool,
}

/// Returns three links a leaf: two to the leaf that goes with it, one two-way between two of its own.
pub fn rows() -> Vec<Row> {
    let all = leaves();
    let leaf = |key: &str| -> Option<&'static Leaf> {
        all.iter().find(|(_, leaf)| leaf.key == key).map(|(_, leaf)| *leaf)
    };
    let mut rows = Vec::new();
    for (from, to, kind) in PAIRS {
        let (Some(from), Some(to)) = (leaf(from), leaf(to)) else { continue };
        for (position, ordinal) in [(1, 0), (2, 3)] {
            rows.push(Row {
                kind,
                source: sku_at(from, 0),
                target: sku_at(to, ordinal),
                position,
                two_way: false,
            });
        }
        rows.push(Row {
            kind: "related",
            source: sku_at(from, 1),
            target: sku_at(from, 4),
            position: 1,
            two_way: true,
        });
    }
    rows
}
