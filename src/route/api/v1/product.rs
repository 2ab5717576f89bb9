//! The products that a store shows, in order of sku.

use std::collections::HashSet;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::answer::{self, List, escape};
use crate::app::App;
use crate::domain::limit::ITEMS_MAX;
use crate::domain::text::fold;
use crate::index::search;
use crate::index::snapshot::{Doc, View};
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::json;
use crate::route::api::problem::{Answer, Refused};

/// Products of a page when no limit is given.
const PAGE: usize = 50;

/// One product.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Product)]
pub struct Item {
    #[serde(flatten)]
    item: answer::Item,
    in_stock: bool,
    categories: Vec<String>,
    variants: Vec<String>,
}

/// One product asked for alone.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OneProduct)]
pub struct One {
    #[serde(flatten)]
    item: Item,
    version: String,
}

/// `GET /api/v1/products?store=&locale=&q=&limit=&after=`
pub async fn list(app: Data<App>, request: HttpRequest) -> Answer {
    let parameters = Parameters::of_query(request.query_string())?;
    let asked = Asked::read(&app, &parameters)?;
    let limit = parameters.number("limit", ITEMS_MAX)?.unwrap_or(PAGE);
    let after = fold(parameters.get("after").unwrap_or_default());
    let mut found = candidates(&asked, parameters.get("q"), &after, limit + 1);
    let next = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| next).and_then(|doc| asked.snapshot.product(*doc));
    let next = last.map(|view| next_page(&parameters, &asked, limit, &view));
    let items: Vec<Item> = found.iter().filter_map(|doc| item(&asked, *doc)).collect();
    json::write(&List { items, next, version: answer::version(&asked.snapshot) })
}

/// `GET /api/v1/products/{sku}`
pub async fn show(app: Data<App>, sku: Path<String>, request: HttpRequest) -> Answer {
    let asked = Asked::read(&app, &Parameters::of_query(request.query_string())?)?;
    let gone = || {
        Refused::not_found(format!("The store {} shows no product with the sku “{sku}”.", asked.store.key))
    };
    let doc = asked.product(&sku)?;
    let is_shown = asked.snapshot.product(doc).is_some_and(|view| view.is_shown(asked.store.id, asked.at));
    let item = item(&asked, doc).filter(|_| is_shown).ok_or_else(gone)?;
    json::write(&One { item, version: answer::version(&asked.snapshot) })
}

/// Returns the first products that the store shows behind a sku.
fn candidates(asked: &Asked, query: Option<&str>, after: &str, count: usize) -> Vec<Doc> {
    let snapshot = &asked.snapshot;
    let matching: Option<HashSet<Doc>> =
        query.map(|query| search(snapshot, query, &asked.locale, usize::MAX).into_iter().collect());
    snapshot
        .behind_sku(after)
        .filter(|doc| matching.as_ref().is_none_or(|matching| matching.contains(doc)))
        .filter(|doc| snapshot.product(*doc).is_some_and(|view| view.is_shown(asked.store.id, asked.at)))
        .take(count)
        .collect()
}

fn next_page(parameters: &Parameters, asked: &Asked, limit: usize, last: &View<'_>) -> String {
    let mut next = format!("/api/v1/products?limit={limit}&after={}", escape(last.sku()));
    next.push_str(&format!("&store={}&locale={}", escape(&asked.store.key), asked.locale));
    for name in ["q", "at", "currency"] {
        if let Some(value) = parameters.get(name) {
            next.push_str(&format!("&{name}={}", escape(value)));
        }
    }
    next
}

fn item(asked: &Asked, doc: Doc) -> Option<Item> {
    let view = asked.snapshot.product(doc)?;
    let vocabulary = view.vocabulary();
    let own = view.categories();
    let categories = own.iter().filter_map(|id| vocabulary.category(*id));
    Some(Item {
        item: answer::item(asked, doc)?,
        in_stock: view.in_stock(),
        categories: categories.map(|category| category.key.clone()).collect(),
        variants: view.variant_skus().map(Into::into).collect(),
    })
}
