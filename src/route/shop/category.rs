//! A category's page.

use actix_web::{HttpRequest, web};

use super::place::{Place, around};
use crate::domain::block::Page;
use crate::domain::decimal::clip;
use crate::form::query::{self, coded};
use crate::page::shop::category::{Asked, Order, Show};
use crate::pick::choose::Context;
use crate::route::reply::{Reply, page};

/// `GET /shop/{store}/category/{key}`
pub async fn show(place: Place, path: web::Path<(String, String)>, request: HttpRequest) -> Reply {
    let (_, key) = path.into_inner();
    let stand = place.stand();
    let found = stand.vocabulary().find_categories(&key);
    let Some(category) = found.first() else {
        return place.missing(format!("There is no category “{}”.", clip(&key)));
    };
    let typed = query::read(request.query_string());
    let asked = Asked {
        category,
        order: Order::parse(typed.get("sort")),
        page: typed.get("page").parse().unwrap_or(1),
    };
    let decisions = place.decide(Page::Category, Context::Category(category.id));
    let own = format!("/category/{}", coded(&category.key));
    let desk = format!("/products?category={}", coded(&category.key));
    let frame = place.frame(&around(stand.category_name(category.id), &own, &desk));
    page(&Show::new(&stand, frame, &asked, &decisions))
}
