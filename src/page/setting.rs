//! The settings: lists of what the shop is made of. Each is a table of the same make; stores have a form each.

pub mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use chrono::{DateTime, Utc};

use super::chrome::Chrome;
use super::mark::{self, Mark, Pill};
use super::{address, words};
use crate::domain::block::{Behaviour, Block, Rotation, StockPolicy};
use crate::domain::id::TypeId;
use crate::domain::staff::Role;
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary, shown};
use crate::form::query::coded;
use crate::index::snapshot::Standing;

/// Most relations named in one row.
const LINKED_MAX: usize = 5;

/// Where the lists live, and what they are called.
pub const TABS: [(&str, &str); 7] = [
    ("/settings/blocks", "Blocks"),
    ("/settings/types", "Relation types"),
    ("/settings/stores", "Stores"),
    ("/settings/segments", "Segments"),
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
    /// The name of the row, its key below, and its own page.
    Page(String, String, String),
    /// Words.
    Text(String),
    /// A number.
    Number(String),
    /// A word on a ground.
    Pill(Pill),
    /// Relation types.
    Kinds(Vec<Mark>),
    /// Names with their addresses, and how many more there are.
    Links(Vec<(String, String)>, usize),
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
            kinds_or_none(kinds.map(|kind| mark::kind(kind, &locale)).collect()),
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

/// Returns the page on which a store is changed.
pub fn store_address(key: &str) -> String {
    format!("/settings/stores/{}", coded(key))
}

/// Returns the rows of the stores, the home store first, with the pages of those who may change them.
pub fn stores(vocabulary: &Vocabulary, may_change: bool) -> Vec<Vec<Cell>> {
    let joined = |words: Vec<String>| text(words.join(", "));
    let row = |store: &Store| {
        let (name, key) = (store.name.clone(), store.key.clone());
        vec![
            match may_change {
                true => Cell::Page(name, key, store_address(&store.key)),
                false => Cell::Name(name, key),
            },
            joined(store.locales.iter().map(ToString::to_string).collect()),
            joined(store.currencies.iter().map(ToString::to_string).collect()),
            text(store.time_zone.name()),
        ]
    };
    vocabulary.stores().iter().map(row).collect()
}

/// Returns the rows of the segments that relations name, by key, each with the first of those relations.
pub fn segments(relations: &[Arc<Standing>]) -> Vec<Vec<Cell>> {
    let mut users: BTreeMap<&str, Vec<&Standing>> = BTreeMap::new();
    for standing in relations {
        for segment in standing.relation.segments.iter().flatten() {
            users.entry(segment).or_default().push(standing);
        }
    }
    let row = |(segment, users): (&str, Vec<&Standing>)| {
        let link = |standing: &&Standing| (standing.relation.name.clone(), address::relation(&standing.key));
        vec![
            Cell::Name(segment.to_owned(), String::new()),
            Cell::Links(
                users.iter().take(LINKED_MAX).map(link).collect(),
                users.len().saturating_sub(LINKED_MAX),
            ),
            Cell::Number(words::number(users.len())),
        ]
    };
    users.into_iter().map(row).collect()
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name shown.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// False: may not sign in any more.
    pub active: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
}

/// A program that may call the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Returns the rows of the staff.
pub fn staff(members: &[Member], now: DateTime<Utc>) -> Vec<Vec<Cell>> {
    let row = |member: &Member| {
        vec![
            Cell::Name(member.name.clone(), member.email.clone()),
            text(role(member.role)),
            text(words::date(member.created_at, now)),
            Cell::Pill(if member.active {
                Pill { class: "ok", word: "May sign in".into() }
            } else {
                Pill { class: "", word: "Kept out".into() }
            }),
        ]
    };
    members.iter().map(row).collect()
}

/// Returns the rows of the API tokens.
pub fn tokens(tokens: &[Token], now: DateTime<Utc>) -> Vec<Vec<Cell>> {
    let row = |token: &Token| {
        vec![
            Cell::Name(token.name.clone(), String::new()),
            text(role(token.role)),
            text(words::date(token.created_at, now)),
            Cell::Pill(match token.revoked_at {
                None => Pill { class: "ok", word: "Holds".into() },
                Some(at) => Pill { class: "", word: format!("Taken back {}", words::date(at, now)) },
            }),
        ]
    };
    tokens.iter().map(row).collect()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Editor => "Editor",
        Role::Publisher => "Publisher",
        Role::Administrator => "Administrator",
    }
}

fn kinds_or_none(kinds: Vec<Mark>) -> Cell {
    if kinds.is_empty() { text("None") } else { Cell::Kinds(kinds) }
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
