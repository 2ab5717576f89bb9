//! Kindred's own API. `answer` has the shapes, the rest one file per noun.

pub mod answer;
pub mod block;
pub mod cart;
pub mod explained;
mod named;
pub mod openapi;
pub mod pick;
pub mod product;
pub mod relation;
pub mod rule;
pub mod store;
pub mod target;

use actix_web::web::{self, ServiceConfig};

/// Puts the addresses of the API in their places.
pub fn configure(site: &mut ServiceConfig) {
    let api = web::scope("/api/v1")
        .service(web::resource("/openapi.json").route(web::get().to(openapi::show)))
        .service(web::resource("/stores").route(web::get().to(store::list)))
        .service(web::resource("/products").route(web::get().to(product::list)))
        .service(web::resource("/products/{sku}").route(web::get().to(product::show)))
        .service(web::resource("/products/{sku}/relations/{type}").route(web::get().to(pick::list)))
        .service(web::resource("/blocks/{block}").route(web::get().to(block::show)))
        .service(web::resource("/carts/relations").route(web::post().to(cart::create)))
        .service(web::resource("/rules/evaluate").route(web::post().to(rule::create)))
        .service(
            web::resource("/relations")
                .route(web::get().to(relation::list))
                .route(web::post().to(relation::create)),
        )
        .service(
            web::resource("/relations/{key}")
                .route(web::get().to(relation::show))
                .route(web::put().to(relation::update))
                .route(web::delete().to(relation::delete)),
        )
        .service(web::resource("/relations/{key}/targets").route(web::get().to(target::list)));
    site.service(api);
}

#[cfg(test)]
mod tests;
