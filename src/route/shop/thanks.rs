//! The last page of an order. Nothing is ordered here, so the cart stays as it is.

use super::place::{Place, around};
use crate::domain::block::Page;
use crate::page::shop::thanks::Show;
use crate::pick::choose::Context;
use crate::route::reply::{Reply, page};

/// `GET /shop/{store}/thanks`
pub async fn show(place: Place) -> Reply {
    let docs = place.held_docs();
    let decisions = place.decide(Page::Confirmation, Context::Cart(&docs));
    let frame = place.frame(&around(place.stand().words().thanks, "/thanks", "/settings/blocks"));
    page(&Show::new(&place.stand(), frame, &decisions))
}
