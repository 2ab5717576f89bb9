//! A category's page: where it lies, what lies below it, and its products in pages.

use askama::Template;

use super::block::{Shelf, shelves};
use super::card::{Card, card};
use super::frame::{Frame, Way};
use super::home::{Door, door};
use super::stand::Stand;
use super::words::Words;
use crate::domain::category::Category;
use crate::domain::text::fold;
use crate::form::query::coded;
use crate::index::snapshot::{Doc, View};
use crate::pick::choose::Decision;

/// Products on one page.
pub const PAGE_SIZE: usize = 24;

/// In which order products come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Best sellers first.
    Popular,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
    PriceDown,
    /// Newest first.
    Newest,
    /// By name.
    Name,
}

impl Order {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Popular, "popular"),
        (Self::PriceUp, "price"),
        (Self::PriceDown, "price_desc"),
        (Self::Newest, "newest"),
        (Self::Name, "name"),
    ];

    /// Returns the order of that name; anything else means the popular ones first.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().find(|(_, name)| *name == text).map_or(Self::Popular, |(order, _)| *order)
    }

    fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Popular => words.popular,
            Self::PriceUp => words.cheapest,
            Self::PriceDown => words.dearest,
            Self::Newest => words.newest,
            Self::Name => words.by_name,
        }
    }
}

/// A category's page.
#[derive(Template)]
#[template(path = "shop/category.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// The way to it.
    pub path: Vec<Way>,
    /// Its name.
    pub name: String,
    /// The categories below it.
    pub below: Vec<Door>,
    /// Links that choose an order.
    pub orders: Vec<Way>,
    /// How many products there are in all.
    pub total: usize,
    /// The products of this page.
    pub cards: Vec<Card>,
    /// This page's number.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The page before; empty: none.
    pub earlier_url: String,
    /// The page after; empty: none.
    pub further_url: String,
    /// The blocks.
    pub shelves: Vec<Shelf>,
}

/// What was asked for.
pub struct Asked<'a> {
    /// The category.
    pub category: &'a Category,
    /// In which order.
    pub order: Order,
    /// Which page, from 1.
    pub page: usize,
}

impl Show {
    /// Returns the page of a category.
    pub fn new(stand: &Stand<'_>, frame: Frame, asked: &Asked<'_>, decisions: &[Decision<'_>]) -> Self {
        let category = asked.category;
        let docs = sorted(stand, asked);
        let pages = docs.len().div_ceil(PAGE_SIZE).max(1);
        let page = asked.page.clamp(1, pages);
        let shown = docs.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE);
        let own = format!("/category/{}", coded(&category.key));
        let name_of = |order: Order| {
            Order::ALL.iter().find(|(known, _)| *known == order).map_or("popular", |(_, name)| name)
        };
        let turned =
            |to: usize| stand.url_with(&own, &[("sort", name_of(asked.order)), ("page", &to.to_string())]);
        let orders = Order::ALL.iter().map(|(order, name)| Way {
            name: order.label(stand.words()).to_owned(),
            url: stand.url_with(&own, &[("sort", name)]),
            here: *order == asked.order,
        });
        Self {
            path: way_to(stand, category),
            name: stand.category_name(category.id).to_owned(),
            below: stand
                .vocabulary()
                .children(category.id)
                .iter()
                .filter_map(|id| door(stand, *id))
                .collect(),
            orders: orders.collect(),
            total: docs.len(),
            cards: shown.filter_map(|doc| card(stand, *doc)).collect(),
            page,
            pages,
            earlier_url: if page > 1 { turned(page - 1) } else { String::new() },
            further_url: if page < pages { turned(page + 1) } else { String::new() },
            shelves: shelves(stand, decisions, None),
            frame,
        }
    }
}

/// Returns the way to a category: the first page and all it lies in, itself last.
pub fn way_to(stand: &Stand<'_>, category: &Category) -> Vec<Way> {
    let first = Way { name: stand.words().home.to_owned(), url: stand.url(""), here: false };
    let path = stand.vocabulary().path(category.id).into_iter().map(|above| Way {
        name: stand.category_name(above.id).to_owned(),
        url: stand.category_url(&above.key),
        here: above.id == category.id,
    });
    std::iter::once(first).chain(path).collect()
}

/// Returns the category's products that this store shows, in order.
fn sorted(stand: &Stand<'_>, asked: &Asked<'_>) -> Vec<Doc> {
    let within = stand.snapshot.in_categories(&stand.vocabulary().subtree(asked.category.id));
    let all = within.iter().map(Doc).filter_map(|doc| stand.snapshot.product(doc).map(|view| (doc, view)));
    let mut all: Vec<(Doc, View<'_>)> =
        all.filter(|(_, view)| view.is_shown(stand.store.id, stand.at)).collect();
    let price =
        |view: &View<'_>| view.price(stand.store.id, stand.currency).map_or(i64::MAX, |price| price.minor);
    match asked.order {
        Order::Popular => all.sort_by_cached_key(|(_, view)| (std::cmp::Reverse(view.sold()), view.fold())),
        Order::PriceUp => all.sort_by_cached_key(|(_, view)| (price(view), view.fold())),
        Order::PriceDown => all.sort_by_cached_key(|(_, view)| (std::cmp::Reverse(price(view)), view.fold())),
        Order::Newest => {
            all.sort_by_cached_key(|(_, view)| (std::cmp::Reverse(view.created_at()), view.fold()))
        }
        Order::Name => all.sort_by_cached_key(|(_, view)| (fold(view.name(stand.locale)), view.fold())),
    }
    all.into_iter().map(|(doc, _)| doc).collect()
}
