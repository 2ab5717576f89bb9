//! The cart: a cookie with a few skus. Nobody's property, so no sign-in and no form token; only this very site may post.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};

use super::place::{Place, around};
use crate::domain::block::Page;
use crate::domain::decimal::clip;
use crate::domain::sku::Sku;
use crate::form::cart::{self, Line, PIECES_MAX};
use crate::form::fields::Fields;
use crate::page::shop::cart::Show;
use crate::pick::choose::Context;
use crate::route::body::Open;
use crate::route::reply::{Reply, page_with};

/// How long a cart is kept.
const KEPT: Duration = Duration::days(30);

/// `GET /shop/{store}/cart`
pub async fn show(place: Place) -> Reply {
    shown(&place, StatusCode::OK, "")
}

/// `POST /shop/{store}/cart`: `do=add`, `set` or `remove`, with `sku` and `pieces`; leads back to the cart.
pub async fn update(mut place: Place, posted: Open) -> Reply {
    let known =
        Sku::parse(posted.fields.get("sku")).ok().filter(|sku| place.snapshot.find(sku.as_str()).is_some());
    let Some(sku) = known else {
        return place
            .missing(format!("This store does not sell an article “{}”.", clip(posted.fields.get("sku"))));
    };
    if let Err(problem) = act(&mut place.lines, sku, &posted.fields) {
        return shown(&place, StatusCode::UNPROCESSABLE_ENTITY, &problem);
    }
    let cookie = Cookie::build(cart::COOKIE, cart::write(&place.lines));
    let cookie = cookie.path("/shop").http_only(true).same_site(SameSite::Lax).max_age(KEPT).finish();
    let back = place.stand().url("/cart");
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, back)).cookie(cookie).finish())
}

/// Does what the pressed button means, or says in a sentence what is wrong.
fn act(lines: &mut Vec<Line>, sku: Sku, fields: &Fields) -> Result<(), String> {
    match fields.get("do") {
        "set" => {
            let typed = fields.get("pieces").trim();
            let pieces = typed.parse().ok().filter(|pieces| *pieces <= PIECES_MAX);
            let pieces = pieces.ok_or_else(|| {
                format!("“{}” is not a number of pieces from 0 to {PIECES_MAX}.", clip(typed))
            })?;
            cart::set(lines, &sku, pieces);
        }
        "remove" => cart::set(lines, &sku, 0),
        _ => cart::add(lines, sku),
    }
    Ok(())
}

fn shown(place: &Place, status: StatusCode, problem: &str) -> Reply {
    let docs = place.held_docs();
    let decisions = place.decide(Page::Cart, Context::Cart(&docs));
    let frame = place.frame(&around(place.stand().words().your_cart, "/cart", "/settings/blocks"));
    page_with(status, &Show::new(&place.stand(), frame, &place.held(), problem, &decisions))
}
