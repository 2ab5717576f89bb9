//! The links of a product, one section for each relation type, each with the form that adds one.

use std::collections::HashMap;

use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::{RelationType, Vocabulary, shown};
use crate::form::paging::Paging;
use crate::form::product_page::Look;
use crate::index::snapshot::{Snapshot, View};
use crate::page::mark::{self, Choice, Mark, Tile};
use crate::page::pager::Pager;
use crate::page::{address, words};

/// What the name of the form of a list's places begins with; the type's key follows.
pub const PLACE: &str = "place-";
/// Most products named whose two-way links show here too.
const BACK_MAX: usize = 24;

/// The links of one type.
#[derive(Debug, Clone)]
pub struct Section {
    /// The type's key.
    pub key: String,
    /// The type.
    pub kind: Mark,
    /// How many there are.
    pub total: usize,
    /// Those of the page that is shown, by position.
    pub rows: Vec<Row>,
    /// The ways to the other pages; none where one holds all.
    pub pager: Option<Pager>,
    /// What is wrong with a place that was typed; empty: nothing.
    pub place_problem: String,
    /// Two-way links of other products that show here too, the first of them.
    pub back: Vec<Tile>,
    /// How many more of those there are.
    pub back_more: usize,
    /// The form that adds one.
    pub add: Add,
}

/// One link.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// Its place in the whole list, as it is or as it was typed, from 1.
    pub place: String,
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
    /// The type of the form, or `hide` for the form that hides, or `place-` and the type for the form of a list.
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
    /// Places that were typed, by link.
    pub places: HashMap<i64, String>,
}

/// Returns the sections of a product, in the order of the types.
pub fn sections(
    snapshot: &Snapshot,
    view: View<'_>,
    locale: &Locale,
    look: &Look,
    failed: &Failed,
) -> Vec<Section> {
    let types = snapshot.vocabulary().types().iter();
    types.map(|kind| section(snapshot, view, kind, locale, (look, failed))).collect()
}

fn section(
    snapshot: &Snapshot,
    view: View<'_>,
    kind: &RelationType,
    locale: &Locale,
    (look, failed): (&Look, &Failed),
) -> Section {
    let links = snapshot.links(view.id(), kind.id);
    let total = links.len();
    let paging = look.paging(&kind.key).within(total);
    let row = |(at, link): (usize, &Link)| {
        let typed = failed.places.get(&link.id.0).cloned();
        row(snapshot, link, locale, (at, total)).map(|row| Row { place: typed.unwrap_or(row.place), ..row })
    };
    let all_back = snapshot.links_back(view.id(), kind.id);
    let back = all_back.iter().filter_map(|link| snapshot.product(snapshot.find_id(link.source)?));
    let product = address::product(view.sku());
    let on_page =
        |page: usize| format!("{}#links-{}", look.turned(&kind.key, page).address(&product), kind.key);
    Section {
        key: kind.key.clone(),
        kind: mark::kind(kind, locale),
        total,
        rows: links.iter().enumerate().skip(paging.skip()).take(paging.size).filter_map(row).collect(),
        pager: (paging.pages(total) > 1).then(|| {
            let label = format!("Pages of {} links", shown(&kind.label, locale, &kind.key));
            pager(label, paging, total, on_page)
        }),
        place_problem: if failed.form == format!("{PLACE}{}", kind.key) {
            failed.problem.clone()
        } else {
            String::new()
        },
        back: back.map(|view| mark::tile(view, locale)).take(BACK_MAX).collect(),
        back_more: all_back.len().saturating_sub(BACK_MAX),
        add: add(kind, snapshot.vocabulary(), failed),
    }
}

/// Returns the pager of one of the lists of a page: its size is the page's own affair.
pub(super) fn pager(label: String, paging: Paging, total: usize, on_page: impl Fn(usize) -> String) -> Pager {
    Pager { sizes: Vec::new(), label, ..Pager::new(paging, total, on_page, |_| String::new()) }
}

fn row(snapshot: &Snapshot, link: &Link, locale: &Locale, (at, total): (usize, usize)) -> Option<Row> {
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
        place: (at + 1).to_string(),
        first: at == 0,
        last: at + 1 == total,
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
