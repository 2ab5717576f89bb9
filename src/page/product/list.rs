//! The list of products: search, category and gap, with a tile, a price and what each product has already.

use askama::Template;

use crate::domain::vocabulary::{Vocabulary, shown};
use crate::form::product_list::{Filter, Term};
use crate::index::Circumstances;
use crate::index::browse::{FOUND_MAX, Found};
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::chrome::Chrome;
use crate::page::mark::{self, Choice, Mark, Tile};
use crate::page::pager::Pager;
use crate::page::words::number;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "product/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// As typed.
    pub query: String,
    /// The categories to choose from, each with its way; none where there are too many to list, and one is typed.
    pub categories: Vec<Choice>,
    /// The category as it is typed; empty: every one.
    pub category: String,
    /// The types a product may lack.
    pub gaps: Vec<Choice>,
    /// The size of a page, kept when the filter is changed.
    pub per: usize,
    /// What was asked for and means nothing.
    pub dropped: Vec<String>,
    /// The products of this page.
    pub rows: Vec<Row>,
    /// What stands below.
    pub pager: Pager,
    /// True when a search found more than is counted.
    pub more: bool,
    /// Each active term, with the list without it.
    pub terms: Vec<(String, String)>,
    /// True when there is no product at all.
    pub nothing_yet: bool,
}

/// One product.
#[derive(Debug, Clone)]
pub struct Row {
    /// Picture, name, sku.
    pub tile: Tile,
    /// The way to its first category.
    pub category: String,
    /// What a shopper pays in the first store; `–` for nothing.
    pub price: String,
    /// Pieces in stock.
    pub stock: String,
    /// The class of the stock's text: `bad-text` for none.
    pub stock_class: &'static str,
    /// True when it is never shown.
    pub inactive: bool,
    /// Its type, how many links and how many relations, for each type.
    pub has: Vec<Has>,
}

/// What a product has of one type.
#[derive(Debug, Clone)]
pub struct Has {
    /// The type.
    pub kind: Mark,
    /// Links by hand.
    pub links: usize,
    /// Relations whose source it is, switched on.
    pub relations: usize,
}

impl List {
    /// Returns the page of a filter.
    pub fn new(
        chrome: Chrome,
        filter: &Filter,
        found: &Found,
        snapshot: &Snapshot,
        circumstances: Option<&Circumstances>,
    ) -> Self {
        let vocabulary = snapshot.vocabulary();
        let locale = mark::locale(vocabulary);
        let terms = filter.terms(vocabulary, &locale).into_iter();
        let row = |doc: &Doc| row(snapshot, *doc, circumstances);
        Self {
            chrome,
            query: filter.query.clone(),
            categories: mark::categories(&filter.category, vocabulary),
            category: filter
                .find_category(vocabulary)
                .map(|chosen| mark::typed(chosen, vocabulary))
                .unwrap_or_default(),
            gaps: gaps(filter, vocabulary),
            per: filter.paging.size,
            dropped: filter.dropped.clone(),
            rows: found.page.iter().filter_map(row).collect(),
            pager: Pager::new(
                filter.paging.within(found.total),
                found.total,
                |page| filter.on_page(page).address(),
                |size| filter.sized(size).address(),
            ),
            more: !filter.query.is_empty() && found.total >= FOUND_MAX,
            terms: terms
                .map(|(term, words): (Term, String)| (words, filter.without(term).address()))
                .collect(),
            nothing_yet: snapshot.is_empty(),
        }
    }
}

fn row(snapshot: &Snapshot, doc: Doc, circumstances: Option<&Circumstances>) -> Option<Row> {
    let view = snapshot.product(doc)?;
    let vocabulary = snapshot.vocabulary();
    let locale = mark::locale(vocabulary);
    let price = circumstances.and_then(|c| view.price(c.store, c.currency));
    let category = view.categories().first().map(|id| vocabulary.path_name(*id, &locale));
    let relations = snapshot.relations_on(doc);
    let has = vocabulary.types().iter().map(|kind| Has {
        kind: mark::kind(kind, &locale),
        links: snapshot.links(view.id(), kind.id).len() + snapshot.links_back(view.id(), kind.id).len(),
        relations: relations.iter().filter(|r| r.relation.kind == kind.id && r.relation.active).count(),
    });
    let (stock, stock_class) = stock_words(view.stock(), view.in_stock());
    Some(Row {
        tile: mark::tile(view, &locale),
        category: category.unwrap_or_default(),
        price: price.map_or_else(|| "–".into(), |price| price.to_string()),
        stock,
        stock_class,
        inactive: !view.is_active(),
        has: has.collect(),
    })
}

/// Returns the pieces in stock as staff read them, and the class of the text.
pub(super) fn stock_words(stock: Option<i64>, in_stock: bool) -> (String, &'static str) {
    match (stock, in_stock) {
        (_, false) => ("Out of stock".into(), "bad-text"),
        (None, true) => ("In stock".into(), ""),
        (Some(pieces), true) => (number(usize::try_from(pieces).unwrap_or_default()), ""),
    }
}

fn gaps(filter: &Filter, vocabulary: &Vocabulary) -> Vec<Choice> {
    let locale = mark::locale(vocabulary);
    let gap = |kind: &crate::domain::vocabulary::RelationType| {
        let label = format!("Without {}", shown(&kind.label, &locale, &kind.key).to_lowercase());
        Choice::new(&kind.key, label, &filter.gap)
    };
    std::iter::once(Choice::new("", "With or without relations", &filter.gap))
        .chain(vocabulary.types().iter().map(gap))
        .collect()
}
