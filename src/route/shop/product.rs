//! A product's page.

use actix_web::{HttpRequest, web};

use super::place::{Place, around};
use crate::domain::block::Page;
use crate::domain::decimal::clip;
use crate::form::query::{self, coded};
use crate::page::shop::product::Show;
use crate::pick::choose::Context;
use crate::route::reply::{Reply, page};

/// `GET /shop/{store}/product/{sku}`; a variant's sku shows its product in that form.
pub async fn show(place: Place, path: web::Path<(String, String)>, request: HttpRequest) -> Reply {
    let (_, sku) = path.into_inner();
    let stand = place.stand();
    let missing = || place.missing(format!("This store does not sell an article “{}”.", clip(&sku)));
    let Some(doc) = stand.snapshot.find(&sku) else { return missing() };
    let Some(view) = stand.snapshot.product(doc).filter(|view| view.is_shown(stand.store.id, stand.at))
    else {
        return missing();
    };
    let typed = query::read(request.query_string());
    let form = if typed.get("form").is_empty() { sku.as_str() } else { typed.get("form") };
    let decisions = place.decide(Page::Product, Context::Product(doc));
    let own = format!("/product/{}", coded(view.sku()));
    let desk = format!("/products/{}", coded(view.sku()));
    let frame = place.frame(&around(view.name(stand.locale), &own, &desk));
    match Show::new(&stand, frame, doc, form, &decisions) {
        Some(shown) => page(&shown),
        None => missing(),
    }
}
