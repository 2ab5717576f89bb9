//! The list of relations: tabs, filter, table, pager, and what to do when it is empty.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::domain::relation::Source;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::form::relation_list::{Column, Facts, Filter, Standing, Status};
use crate::index::roll::{Entry, Roll};
use crate::page::address;
use crate::page::chrome::Chrome;
use crate::page::mark::{self, Choice, Mark, Pill};
use crate::page::pager::Pager;
use crate::page::words::{self, number};

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
    /// As typed.
    pub query: String,
    /// The types to choose from.
    pub kinds: Vec<Choice>,
    /// The statuses to choose from.
    pub statuses: Vec<Choice>,
    /// The stores to choose from.
    pub stores: Vec<Choice>,
    /// The order, kept when the filter is changed.
    pub sort: String,
    /// The size of a page, kept likewise.
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
    /// How many drafts are one's own.
    pub drafts: usize,
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
    /// True for a column of numbers.
    pub numeric: bool,
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

/// One relation.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The relation in words.
    pub sentence: String,
    /// The same in a few words.
    pub brief: String,
    /// Its type.
    pub kind: Mark,
    /// On how many products it shows.
    pub shown_on: String,
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
    pub frozen: bool,
    /// When it was changed.
    pub edited: String,
    /// When exactly, and by whom.
    pub edited_by: String,
}

struct Line<'a> {
    entry: &'a Entry,
    status: Status,
    pill: Pill,
    kind: Mark,
}

impl List {
    /// Returns the page of a filter.
    pub fn new(
        chrome: Chrome,
        filter: &Filter,
        roll: &Roll,
        vocabulary: &Vocabulary,
        now: DateTime<Utc>,
    ) -> Self {
        let lines: Vec<Line<'_>> = roll.entries.iter().map(|entry| line(entry, vocabulary, now)).collect();
        let admits = |filter: &Filter, line: &Line<'_>| filter.admits(&facts(line), vocabulary);
        let count = |filter: &Filter| number(lines.iter().filter(|line| admits(filter, line)).count());
        let locale = mark::locale(vocabulary);
        let terms = filter.terms(vocabulary, &locale).into_iter().map(|(term, words)| {
            let without = filter.without(term);
            ActiveTerm { words, href: without.address(), count: count(&without) }
        });
        let terms: Vec<ActiveTerm> = terms.collect();
        let mut shown: Vec<&Line<'_>> = lines.iter().filter(|line| admits(filter, line)).collect();
        sort(&mut shown, filter);
        let paging = filter.paging.within(shown.len());
        let page = shown.iter().skip(paging.skip()).take(paging.size);
        Self {
            summary: summary(roll, chrome.product_count),
            tabs: tabs(filter, &count),
            query: filter.query.clone(),
            kinds: kinds(filter, vocabulary),
            statuses: statuses(filter),
            stores: stores(filter, vocabulary),
            sort: filter.sort_name(),
            per: filter.paging.size,
            dropped: filter.dropped.clone(),
            columns: Column::ALL.into_iter().map(|column| header(column, filter)).collect(),
            rows: page.map(|line| row(line, vocabulary, now)).collect(),
            pager: Pager::new(
                paging,
                shown.len(),
                |page| filter.on_page(page).address(),
                |size| filter.sized(size).address(),
            ),
            terms,
            here: filter.on_page(paging.page).address(),
            nothing_yet: roll.entries.is_empty(),
            drafts: 0,
            chrome,
        }
    }
}

fn line<'a>(entry: &'a Entry, vocabulary: &Vocabulary, now: DateTime<Utc>) -> Line<'a> {
    let (status, pill) = mark::status(entry, vocabulary, now);
    let kind = mark::kind_of(vocabulary, entry.standing.relation.kind, &mark::locale(vocabulary));
    Line { entry, status, pill, kind }
}

fn facts<'a>(line: &'a Line<'_>) -> Facts<'a> {
    let relation = &line.entry.standing.relation;
    Facts {
        kind: &line.kind.key,
        status: line.status,
        stores: relation.stores.as_deref(),
        text: &line.entry.text,
    }
}

/// Puts the lines in order; equal ones by name, then key, so that pages never overlap.
fn sort(lines: &mut [&Line<'_>], filter: &Filter) {
    let name = |line: &Line<'_>| crate::domain::text::fold(&line.entry.standing.relation.name);
    lines.sort_by_cached_key(|line| (name(line), line.entry.standing.key.clone()));
    let relation = |line: &Line<'_>| line.entry.standing.relation.priority;
    match filter.column {
        Column::Name => {}
        Column::Kind => lines.sort_by(|a, b| a.kind.word.cmp(&b.kind.word)),
        Column::Priority => lines.sort_by_key(|line| relation(line)),
        Column::ShownOn => lines.sort_by_key(|line| line.entry.sources),
        Column::Matches => lines.sort_by_key(|line| line.entry.matches.unwrap_or(usize::MAX)),
        Column::Status => lines.sort_by_key(|line| line.status),
        Column::Edited => lines.sort_by_key(|line| std::cmp::Reverse(line.entry.standing.updated_at)),
    }
    if filter.descending {
        lines.reverse();
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

fn tabs(filter: &Filter, count: &impl Fn(&Filter) -> String) -> Vec<Tab> {
    let tab = |label, standing| {
        let all = filter.tab(standing);
        Tab { label, count: count(&all), href: all.address(), current: filter.standing == standing }
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

fn header(column: Column, filter: &Filter) -> Header {
    let (label, numeric) = match column {
        Column::Name => ("Name", false),
        Column::Kind => ("Type", false),
        Column::Priority => ("Priority", true),
        Column::ShownOn => ("Shown on", true),
        Column::Matches => ("Matches", true),
        Column::Status => ("Status", false),
        Column::Edited => ("Edited", false),
    };
    let order = match (filter.column == column, filter.descending) {
        (false, _) => "",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    Header { label, href: filter.sorted_by(column).address(), order, numeric }
}

fn row(line: &Line<'_>, vocabulary: &Vocabulary, now: DateTime<Utc>) -> Row {
    let standing = &line.entry.standing;
    let relation = &standing.relation;
    let by = words::moment(standing.updated_at, &mark::zone(vocabulary));
    Row {
        key: standing.key.clone(),
        name: relation.name.clone(),
        href: address::relation(&standing.key),
        sentence: line.entry.sentence.clone(),
        brief: line.entry.brief.clone(),
        kind: line.kind.clone(),
        shown_on: match relation.source {
            Source::All => "all".into(),
            _ => number(line.entry.sources),
        },
        matches: line.entry.matches.map_or_else(|| "by page".into(), number),
        priority: relation.priority,
        stores: store_words(relation.stores.as_deref(), vocabulary),
        status: line.pill.clone(),
        active: relation.active,
        frozen: !relation.keep_current,
        edited: words::ago(standing.updated_at, now),
        edited_by: format!("{by} by {}", standing.updated_by),
    }
}

/// Returns the stores in words: `all`, or their keys.
pub(super) fn store_words(stores: Option<&[crate::domain::id::StoreId]>, vocabulary: &Vocabulary) -> String {
    let Some(stores) = stores else { return "all".into() };
    let keys: Vec<&str> =
        stores.iter().filter_map(|id| vocabulary.store_by_id(*id)).map(|store| store.key.as_str()).collect();
    if keys.is_empty() { "none".into() } else { keys.join(", ") }
}
