//! The shop preview, open to everybody: `/shop/{store}` and below.
//!
//! `place` finds out where a visitor stands; each page asks `pick` once and shows what it says.

pub mod cart;
pub mod category;
pub mod place;
pub mod product;
pub mod thanks;

use actix_web::web;

use self::place::{Place, around};
use super::error::Oops;
use super::reply::{Reply, page, see_other};
use crate::app::App;
use crate::domain::block::Page;
use crate::form::query::coded;
use crate::page::shop::home::Show;
use crate::pick::choose::Context;

/// `GET /shop`: leads to the first store.
pub async fn list(app: web::Data<App>) -> Reply {
    let snapshot = app.snapshot();
    let first = snapshot.vocabulary().stores().first();
    let first = first.ok_or_else(|| {
        Oops::not_found("There is no store yet: import a catalogue, or make the demo shop.")
    })?;
    see_other(&format!("/shop/{}", coded(&first.key)))
}

/// `GET /shop/{store}`: the first page.
pub async fn show(place: Place) -> Reply {
    let decisions = place.decide(Page::Home, Context::Nothing);
    let frame = place.frame(&around(&place.store.name, "", "/"));
    page(&Show::new(&place.stand(), frame, &decisions))
}

/// Any other address below a store.
pub async fn missing(place: Place) -> Reply {
    place.missing("There is no such page.".into())
}
