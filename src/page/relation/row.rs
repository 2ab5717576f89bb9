//! One row of the list of relations.

use chrono::{DateTime, Utc};

use super::line::Line;
use crate::domain::id::RelationId;
use crate::domain::relation::Source;
use crate::domain::vocabulary::Vocabulary;
use crate::index::roll::Entry;
use crate::page::address;
use crate::page::mark::{self, Mark, Pill};
use crate::page::words::{self, number, plural};

/// Most characters of what is told below a name; its line has room for no more.
const LINE_CHARS: usize = 90;

/// One relation.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub number: RelationId,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What it shows, in a few words.
    pub brief: String,
    /// Where it shows.
    pub on: On,
    /// Its type.
    pub kind: Mark,
    /// How many products it can show.
    pub matches: String,
    /// 1 comes first.
    pub priority: u32,
    /// The stores it is for.
    pub stores: String,
    /// How it stands.
    pub status: Pill,
    /// True when it is switched on.
    pub active: bool,
    /// True when its list is frozen.
    pub is_frozen: bool,
    /// Since when; empty when that is not known.
    pub frozen: String,
    /// When it was changed.
    pub edited: String,
    /// When exactly.
    pub edited_at: String,
    /// By whom.
    pub editor: String,
}

/// Where a relation shows.
#[derive(Debug, Clone)]
pub struct On {
    /// The one product's sku, or how many products.
    pub head: String,
    /// That product's page; empty for several, and for one that the catalogue does not have.
    pub href: String,
    /// The product's name, the listed skus, or the rule.
    pub words: String,
}

/// Returns the row of a line.
pub fn row(line: &Line<'_>, vocabulary: &Vocabulary, now: DateTime<Utc>) -> Row {
    let standing = &line.entry.standing;
    let relation = &standing.relation;
    Row {
        number: standing.id,
        key: standing.key.clone(),
        name: relation.name.clone(),
        href: address::relation(&standing.key),
        brief: clip(&line.entry.brief),
        on: on(line.entry),
        kind: (*line.kind).clone(),
        matches: line.entry.matches.map_or_else(|| "by page".into(), number),
        priority: relation.priority,
        stores: store_words(relation.stores.as_deref(), vocabulary),
        status: line.pill.clone(),
        active: relation.active,
        is_frozen: !relation.keep_current,
        frozen: String::new(),
        edited: words::ago(standing.updated_at, now),
        edited_at: words::moment(standing.updated_at, &mark::zone(vocabulary)),
        editor: standing.updated_by.clone(),
    }
}

/// Cuts a text to what one line of a row can show.
fn clip(text: &str) -> String {
    text.chars().take(LINE_CHARS).collect()
}

fn on(entry: &Entry) -> On {
    let owner = &entry.owner;
    let several = plural(entry.sources, "product", "products");
    match &entry.standing.relation.source {
        Source::One(sku) if owner.name.is_empty() => {
            On { head: sku.to_string(), href: String::new(), words: "not in the catalogue".into() }
        }
        Source::One(sku) => {
            On { head: sku.to_string(), href: address::product(sku.as_str()), words: owner.name.clone() }
        }
        Source::All => On { head: "Every product".into(), href: String::new(), words: several },
        Source::List(_) | Source::Rule(_) => {
            On { head: several, href: String::new(), words: clip(&owner.words) }
        }
    }
}

/// Returns the stores in words: `all`, or their keys.
pub(super) fn store_words(stores: Option<&[crate::domain::id::StoreId]>, vocabulary: &Vocabulary) -> String {
    let Some(stores) = stores else { return "all".into() };
    let keys: Vec<&str> =
        stores.iter().filter_map(|id| vocabulary.store_by_id(*id)).map(|store| store.key.as_str()).collect();
    if keys.is_empty() { "none".into() } else { keys.join(", ") }
}
