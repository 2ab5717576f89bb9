//! The last page of an order. Nothing is ordered here, so the cart stays as it is.

use actix_web::{HttpRequest, web};

use super::place::{Place, around};
use crate::app::App;
use crate::domain::block::Page;
use crate::page::shop::thanks::Show;
use crate::pick::choose::Context;
use crate::route::reply::{Reply, page};
use crate::route::staff::Visit;

/// `GET /shop/{store}/thanks`
pub async fn show(
    app: web::Data<App>,
    store: web::Path<String>,
    request: HttpRequest,
    visit: Option<Visit>,
) -> Reply {
    let place = Place::find(&app, &store, &request, visit).await?;
    if let Some(sentence) = &place.lost {
        return place.missing(sentence.clone());
    }
    let docs = place.held_docs();
    let decisions = place.decide(Page::Confirmation, Context::Cart(&docs));
    let frame = place.frame(&around(place.stand().words().thanks, "/thanks", "/settings/blocks"));
    page(&Show::new(&place.stand(), frame, &decisions))
}
