//! Kindred's own API. `answer` has the shapes, the rest one file per noun.

pub mod answer;
pub mod block;
pub mod cart;
pub mod explained;
pub mod pick;
pub mod product;
pub mod relation;
pub mod rule;
pub mod store;
pub mod target;

use actix_web::web::{self, ServiceConfig};

/// Puts the addresses of the API in their places.
pub fn configure(site: &mut ServiceConfig) {
    site.service(web::resource("/api/v1/stores").route(web::get().to(store::list)))
        .service(web::resource("/api/v1/products").route(web::get().to(product::list)))
        .service(web::resource("/api/v1/products/{sku}").route(web::get().to(product::show)))
        .service(web::resource("/api/v1/products/{sku}/relations/{type}").route(web::get().to(pick::list)))
        .service(web::resource("/api/v1/blocks/{block}").route(web::get().to(block::show)))
        .service(web::resource("/api/v1/carts/relations").route(web::post().to(cart::create)))
        .service(web::resource("/api/v1/rules/evaluate").route(web::post().to(rule::create)))
        .service(
            web::resource("/api/v1/relations")
                .route(web::get().to(relation::list))
                .route(web::post().to(relation::create)),
        )
        .service(
            web::resource("/api/v1/relations/{key}")
                .route(web::get().to(relation::show))
                .route(web::put().to(relation::update))
                .route(web::delete().to(relation::delete)),
        )
        .service(web::resource("/api/v1/relations/{key}/targets").route(web::get().to(target::list)));
}

#[cfg(test)]
mod tests;
