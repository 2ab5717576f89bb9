//! The list of relations: tabs, filter, table, pager, and what to do when it is empty.

use askama::Template;
use chrono::{DateTime, Utc};

use super::line::Lines;
use super::row::{Row, row};
use crate::domain::id::RelationId;
use crate::domain::saved_view::SavedView;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::form::relation_list::{Column, Filter, Standing, Status};
use crate::index::roll::Roll;
use crate::index::snapshot::Snapshot;
use crate::page::chrome::Chrome;
use crate::page::mark::{self, Choice};
use crate::page::pager::Pager;
use crate::page::words::{self, number};

/// The columns of the table that it can be put in order of, from left to right.
const COLUMNS: [Column; 7] = [
    Column::Number,
    Column::Name,
    Column::Sku,
    Column::Kind,
    Column::Matches,
    Column::Status,
    Column::Edited,
];

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// How much of the catalogue is covered.
    pub summary: String,
    /// All, live, needs attention.
    pub tabs: Vec<Tab>,
    /// Of how many relations health finds something.
    pub ailing: String,
    /// As typed.
    pub query: String,
    /// The types to choose from.
    pub kinds: Vec<Choice>,
    /// The statuses to choose from.
    pub statuses: Vec<Choice>,
    /// The stores to choose from.
    pub stores: Vec<Choice>,
    /// The sku or name of a product that they are shown on, as typed.
    pub on: String,
    /// The categories to choose from; none where there are too many to list, and one is typed.
    pub categories: Vec<Choice>,
    /// The category as it is typed: its name, or its key where another has the same name; empty: any.
    pub category: String,
    /// The orders to choose from.
    pub orders: Vec<Choice>,
    /// True when one of the filters that are folded away narrows the list.
    pub is_refined: bool,
    /// The size of a page, kept when the filter is changed.
    pub per: usize,
    /// What was asked for and means nothing.
    pub dropped: Vec<String>,
    /// The headers.
    pub columns: Vec<Header>,
    /// The relations of this page.
    pub rows: Vec<Row>,
    /// What stands below.
    pub pager: Pager,
    /// Each active term with the list without it; for a list without result.
    pub terms: Vec<ActiveTerm>,
    /// This very list; whoever acts comes back to it.
    pub here: String,
    /// True when there is no relation at all.
    pub nothing_yet: bool,
    /// Where the list so filtered is handed out as files.
    pub export: String,
    /// How many relations the filter lets through.
    pub total: String,
    /// How many drafts are one's own.
    pub drafts: usize,
    /// One's own views.
    pub views: Vec<View>,
    /// True when the list is narrowed or in an order of its own, so that it can be saved as a view.
    pub is_view: bool,
}

/// What is the signed-in person's own.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// How many drafts.
    pub drafts: usize,
    /// The views of the list.
    pub views: Vec<SavedView>,
    /// When the lists of relations on the page were frozen.
    pub frozen: Vec<(RelationId, DateTime<Utc>)>,
}

/// A view in the row of tabs.
#[derive(Debug, Clone)]
pub struct View {
    /// What its owner calls it.
    pub name: String,
    /// How many relations are in it.
    pub count: String,
    /// The list so filtered.
    pub href: String,
    /// Where it is renamed; deleted a step below.
    pub own: String,
    /// True for the one shown.
    pub current: bool,
}

/// A tab.
#[derive(Debug, Clone)]
pub struct Tab {
    /// What people read.
    pub label: &'static str,
    /// How many relations are behind it.
    pub count: String,
    /// Where it leads.
    pub href: String,
    /// True for the one shown.
    pub current: bool,
}

/// A header of the table.
#[derive(Debug, Clone)]
pub struct Header {
    /// What people read.
    pub label: &'static str,
    /// The list in order of it.
    pub href: String,
    /// `ascending` or `descending` for the column the list is in order of; else empty.
    pub order: &'static str,
    /// Its class, which sets its width; `num` with it for a column of numbers.
    pub class: &'static str,
}

/// A term of the filter that can be removed.
#[derive(Debug, Clone)]
pub struct ActiveTerm {
    /// In words.
    pub words: String,
    /// The list without it.
    pub href: String,
    /// How many relations that list has.
    pub count: String,
}

impl List {
    /// Returns the page of a filter, made of the lines that are ready for it.
    pub fn new(
        chrome: Chrome,
        filter: &Filter,
        (snapshot, roll): (&Snapshot, &Roll),
        lines: &Lines<'_>,
        now: DateTime<Utc>,
    ) -> Self {
        let vocabulary = snapshot.vocabulary();
        let locale = mark::locale(vocabulary);
        let terms = filter.terms(vocabulary, &locale).into_iter().map(|(term, words)| {
            let without = filter.without(term);
            ActiveTerm { words, href: without.address(), count: number(lines.count(&without)) }
        });
        let shown = lines.of(filter);
        let paging = filter.paging.within(shown.len());
        let page = shown.iter().skip(paging.skip()).take(paging.size);
        Self {
            summary: summary(roll, chrome.product_count),
            tabs: tabs(filter, lines),
            ailing: number(roll.ailing(snapshot)),
            query: filter.query.clone(),
            kinds: kinds(filter, vocabulary),
            statuses: statuses(filter),
            stores: stores(filter, vocabulary),
            on: filter.on.clone(),
            categories: mark::categories(&filter.category, vocabulary),
            category: filter
                .find_category(vocabulary)
                .map(|chosen| mark::typed(chosen, vocabulary))
                .unwrap_or_default(),
            orders: orders(filter),
            is_refined: !filter.on.is_empty() || !filter.category.is_empty(),
            per: filter.paging.size,
            dropped: filter.dropped.clone(),
            columns: COLUMNS.into_iter().map(|column| header(column, filter)).collect(),
            rows: page.map(|line| row(line, vocabulary, now)).collect(),
            pager: Pager::new(
                paging,
                shown.len(),
                |page| filter.on_page(page).address(),
                |size| filter.sized(size).address(),
            ),
            terms: terms.collect(),
            here: filter.on_page(paging.page).address(),
            nothing_yet: roll.entries.is_empty(),
            export: filter.view().address().replacen("/relations", "/exports", 1),
            total: number(shown.len()),
            drafts: 0,
            views: Vec::new(),
            is_view: filter.is_narrow() || !filter.sort_name().is_empty(),
            chrome,
        }
    }

    /// Returns the relations of the page whose lists are frozen.
    pub fn frozen(&self) -> Vec<RelationId> {
        self.rows.iter().filter(|row| row.is_frozen).map(|row| row.number).collect()
    }

    /// Returns the page with what is the signed-in person's own, and since when lists are frozen.
    pub fn with(mut self, own: &Own, filter: &Filter, lines: &Lines<'_>, now: DateTime<Utc>) -> Self {
        let zone = lines.zone();
        for (id, at) in &own.frozen {
            for row in self.rows.iter_mut().filter(|row| row.number == *id) {
                row.frozen = words::date(at.with_timezone(&zone), now.with_timezone(&zone));
            }
        }
        let here = filter.view().address();
        let view = |kept: &SavedView| View {
            name: kept.name.clone(),
            count: number(lines.count_at(&kept.address)),
            href: kept.address.clone(),
            own: format!("/views/{}", kept.id),
            current: kept.address == here,
        };
        self.views = own.views.iter().map(view).collect();
        self.drafts = own.drafts;
        if self.views.iter().any(|view| view.current) {
            for tab in &mut self.tabs {
                tab.current = false;
            }
        }
        self
    }
}

fn summary(roll: &Roll, products: usize) -> String {
    if products == 0 {
        return "There is no product yet; import a catalogue first.".into();
    }
    let percent = roll.covered.saturating_mul(100) / products;
    let (covered, products) = (number(roll.covered), number(products));
    format!("{covered} of {products} products are the source of at least one relation ({percent} %)")
}

fn tabs(filter: &Filter, lines: &Lines<'_>) -> Vec<Tab> {
    let tab = |label, standing| {
        let all = filter.tab(standing);
        let (count, current) = (number(lines.count(&all)), filter.standing == standing);
        Tab { label, count, href: all.address(), current }
    };
    vec![
        tab("All", Standing::Any),
        tab("Live", Standing::Only(Status::Live)),
        tab("Needs attention", Standing::Attention),
        tab("Off", Standing::Only(Status::Off)),
    ]
}

fn kinds(filter: &Filter, vocabulary: &Vocabulary) -> Vec<Choice> {
    let locale = mark::locale(vocabulary);
    let types = vocabulary.types().iter();
    let own = types.map(|kind| Choice::new(&kind.key, shown(&kind.label, &locale, &kind.key), &filter.kind));
    std::iter::once(Choice::new("", "Any type", &filter.kind)).chain(own).collect()
}

fn statuses(filter: &Filter) -> Vec<Choice> {
    let current = filter.status_name();
    let own = Status::ALL.into_iter().map(|status| Choice::new(status.as_str(), status.word(), current));
    let first =
        [Choice::new("", "Any status", current), Choice::new("attention", "Needs attention", current)];
    first.into_iter().chain(own).collect()
}

fn stores(filter: &Filter, vocabulary: &Vocabulary) -> Vec<Choice> {
    let own = vocabulary.stores().iter().map(|store| Choice::new(&store.key, &store.name, &filter.store));
    std::iter::once(Choice::new("", "All stores", &filter.store)).chain(own).collect()
}

fn orders(filter: &Filter) -> Vec<Choice> {
    let current = filter.sort_name();
    let order = |column: Column, descending: bool| {
        let written = Filter { column, descending, ..filter.clone() }.sort_name();
        let turned = if descending { ", turned round" } else { "" };
        Choice::new(written, format!("{}{turned}", label(column)), &current)
    };
    Column::ALL.into_iter().flat_map(|column| [order(column, false), order(column, true)]).collect()
}

/// Returns what a column is in order of, in words.
fn label(column: Column) -> &'static str {
    match column {
        Column::Number => "No.",
        Column::Name => "Name",
        Column::Key => "Key",
        Column::Sku => "Shown on",
        Column::Product => "Product’s name",
        Column::ShownOn => "Number of pages",
        Column::Kind => "Type",
        Column::Priority => "Priority",
        Column::Status => "Status",
        Column::Matches => "Products",
        Column::Edited => "Edited",
        Column::Editor => "Edited by",
    }
}

fn header(column: Column, filter: &Filter) -> Header {
    let order = match (filter.column == column, filter.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let class = match column {
        Column::Number => "num no",
        Column::Name => "name",
        Column::Sku => "on",
        Column::Kind => "of",
        Column::Matches => "num matches",
        Column::Status => "state",
        _ => "edited",
    };
    Header { label: label(column), href: filter.sorted_by(column).address(), order, class }
}
