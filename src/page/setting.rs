//! The settings: lists of what the shop is made of, to be read. Each is a table of the same make.

use askama::Template;

use super::chrome::Chrome;
use super::mark::{self, Mark, Pill};
use super::words;
use crate::domain::block::{Behaviour, Block, Rotation, StockPolicy};
use crate::domain::id::TypeId;
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary, shown};

/// Where the lists live, and what they are called.
pub const TABS: [(&str, &str); 6] = [
    ("/settings/blocks", "Blocks"),
    ("/settings/types", "Relation types"),
    ("/settings/stores", "Stores"),
    ("/settings/staff", "Staff"),
    ("/settings/tokens", "API tokens"),
    ("/styleguide", "Styleguide"),
];

/// One of the lists.
#[derive(Debug, Clone, Template)]
#[template(path = "setting/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// Its address.
    pub here: &'static str,
    /// What it holds, as a sentence.
    pub lead: &'static str,
    /// The headers.
    pub columns: &'static [&'static str],
    /// The rows, each with as many cells as there are headers.
    pub rows: Vec<Vec<Cell>>,
    /// What is said when there is none.
    pub none: &'static str,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// The name of the row, and its key below.
    Name(String, String),
    /// Words.
    Text(String),
    /// A number.
    Number(String),
    /// A word on a ground.
    Pill(Pill),
    /// Relation types.
    Kinds(Vec<Mark>),
}

impl List {
    /// Returns true for a column of numbers.
    pub fn is_number(&self, column: &usize) -> bool {
        let first = self.rows.first().and_then(|row| row.get(*column));
        matches!(first, Some(Cell::Number(_)))
    }
}

/// Returns words in a cell.
pub fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// Returns the rows of the blocks, in the order in which a page fills them.
pub fn blocks(vocabulary: &Vocabulary) -> Vec<Vec<Cell>> {
    let locale = mark::locale(vocabulary);
    let row = |block: &Block| {
        let kinds = block.type_keys.iter().filter_map(|key| vocabulary.relation_type(key));
        let off = block.off_stores.len();
        let status = match off {
            0 => Pill { class: "ok", word: "On".into() },
            _ if off >= vocabulary.stores().len() => Pill { class: "", word: "Off".into() },
            _ => Pill { class: "warn", word: format!("Off in {}", words::plural(off, "store", "stores")) },
        };
        vec![
            Cell::Name(shown(&block.title, &locale, &block.key).to_owned(), block.key.clone()),
            Cell::Kinds(kinds.map(|kind| mark::kind(kind, &locale)).collect()),
            Cell::Number(format!("{}–{}", block.minimum, block.maximum)),
            text(behaviour(block.behaviour)),
            text(rotation(block.rotation)),
            text(stock(block.stock_policy)),
            text(if block.fallback { "Best sellers of the category" } else { "None" }),
            Cell::Pill(status),
        ]
    };
    vocabulary.blocks().iter().map(row).collect()
}

/// Returns the rows of the relation types; `used` tells how many relations are of one.
pub fn types(vocabulary: &Vocabulary, used: impl Fn(TypeId) -> usize) -> Vec<Vec<Cell>> {
    let locale = mark::locale(vocabulary);
    let row = |kind: &RelationType| {
        let shows = vocabulary.blocks().iter().filter(|block| block.type_keys.contains(&kind.key));
        let blocks: Vec<&str> = shows.map(|block| shown(&block.title, &locale, &block.key)).collect();
        vec![
            Cell::Kinds(vec![mark::kind(kind, &locale)]),
            text(kind.key.clone()),
            text(if blocks.is_empty() { "No block yet".into() } else { blocks.join(", ") }),
            Cell::Number(words::number(used(kind.id))),
        ]
    };
    vocabulary.types().iter().map(row).collect()
}

/// Returns the rows of the stores, the default one first.
pub fn stores(vocabulary: &Vocabulary) -> Vec<Vec<Cell>> {
    let joined = |words: Vec<String>| text(words.join(", "));
    let row = |store: &Store| {
        vec![
            Cell::Name(store.name.clone(), store.key.clone()),
            joined(store.locales.iter().map(ToString::to_string).collect()),
            joined(store.currencies.iter().map(ToString::to_string).collect()),
            text(store.time_zone.name()),
        ]
    };
    vocabulary.stores().iter().map(row).collect()
}

fn behaviour(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::LinksAndRules => "Links, then relations",
        Behaviour::LinksOnly => "Links only",
        Behaviour::RulesOnly => "Relations only",
    }
}

fn rotation(rotation: Rotation) -> &'static str {
    match rotation {
        Rotation::ByPriority => "By priority",
        Rotation::ByPriorityThenRandom => "By priority, equal ones by lot",
        Rotation::WeightedRandom => "By weighted lot",
    }
}

fn stock(policy: StockPolicy) -> &'static str {
    match policy {
        StockPolicy::LeaveOut => "Left out",
        StockPolicy::ShowLast => "Shown last",
        StockPolicy::Show => "Shown",
    }
}
