//! The links of a product, one section for each relation type, each with the form that adds one.

use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::{RelationType, Vocabulary};
use crate::index::snapshot::{Snapshot, View};
use crate::page::mark::{self, Choice, Mark, Tile};
use crate::page::words;

/// The links of one type.
#[derive(Debug, Clone)]
pub struct Section {
    /// The type's key.
    pub key: String,
    /// The type.
    pub kind: Mark,
    /// By position.
    pub rows: Vec<Row>,
    /// Two-way links of other products that show here too.
    pub back: Vec<Tile>,
    /// The form that adds one.
    pub add: Add,
}

/// One link.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// What it shows.
    pub tile: Tile,
    /// Also the other way round.
    pub two_way: bool,
    /// The store it holds in; empty: all.
    pub store: String,
    /// When it holds; empty: always.
    pub validity: String,
    /// True when nothing is before it.
    pub first: bool,
    /// True when nothing is after it.
    pub last: bool,
}

/// The form that adds a link.
#[derive(Debug, Clone, Default)]
pub struct Add {
    /// What was typed.
    pub typed: String,
    /// What is wrong with it; empty: nothing.
    pub problem: String,
    /// Products that may be meant.
    pub near: Vec<Tile>,
    /// Ticked.
    pub two_way: bool,
    /// The stores to choose from.
    pub stores: Vec<Choice>,
}

/// What was typed into one of the page's forms and went wrong.
#[derive(Debug, Clone, Default)]
pub struct Failed {
    /// The type of the form, or `hide` for the form that hides.
    pub form: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong.
    pub problem: String,
    /// Products that may be meant.
    pub near: Vec<Tile>,
    /// Ticked.
    pub two_way: bool,
    /// The chosen store's key.
    pub store: String,
}

/// Returns the sections of a product, in the order of the types.
pub fn sections(snapshot: &Snapshot, view: View<'_>, locale: &Locale, failed: &Failed) -> Vec<Section> {
    let types = snapshot.vocabulary().types().iter();
    types.map(|kind| section(snapshot, view, kind, locale, failed)).collect()
}

fn section(
    snapshot: &Snapshot,
    view: View<'_>,
    kind: &RelationType,
    locale: &Locale,
    failed: &Failed,
) -> Section {
    let links = snapshot.links(view.id(), kind.id);
    let last = links.len().saturating_sub(1);
    let row = |(at, link): (usize, &Link)| row(snapshot, link, locale, (at == 0, at == last));
    let back = snapshot.links_back(view.id(), kind.id).iter();
    let back = back.filter_map(|link| snapshot.product(snapshot.find_id(link.source)?));
    Section {
        key: kind.key.clone(),
        kind: mark::kind(kind, locale),
        rows: links.iter().enumerate().filter_map(row).collect(),
        back: back.map(|view| mark::tile(view, locale)).collect(),
        add: add(kind, snapshot.vocabulary(), failed),
    }
}

fn row(snapshot: &Snapshot, link: &Link, locale: &Locale, (first, last): (bool, bool)) -> Option<Row> {
    let vocabulary = snapshot.vocabulary();
    let view = snapshot.product(snapshot.find_id(link.target)?)?;
    let store = link.store.and_then(|id| vocabulary.store_by_id(id));
    let zone = mark::zone(vocabulary);
    let validity = match (link.valid_from, link.valid_until) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {}", words::moment(from, &zone)),
        (None, Some(until)) => format!("until {}", words::moment(until, &zone)),
        (Some(from), Some(until)) => {
            format!("{} to {}", words::moment(from, &zone), words::moment(until, &zone))
        }
    };
    Some(Row {
        id: link.id.0,
        tile: mark::tile(view, locale),
        two_way: link.two_way,
        store: store.map(|store| store.name.clone()).unwrap_or_default(),
        validity,
        first,
        last,
    })
}

fn add(kind: &RelationType, vocabulary: &Vocabulary, failed: &Failed) -> Add {
    let mine = failed.form == kind.key;
    let chosen = if mine { failed.store.as_str() } else { "" };
    let own = vocabulary.stores().iter().map(|store| Choice::new(&store.key, &store.name, chosen));
    let stores = std::iter::once(Choice::new("", "Every store", chosen)).chain(own).collect();
    if !mine {
        return Add { stores, ..Add::default() };
    }
    Add {
        typed: failed.typed.clone(),
        problem: failed.problem.clone(),
        near: failed.near.clone(),
        two_way: failed.two_way,
        stores,
    }
}
