//! The Glue routes: what a Spryker storefront calls for related and up-selling products, under `/glue`, with the same
//! documents, headers and error codes, so that it needs no change but the address.
//!
//! `asked` reads who asks and in which store and locale; `resource` draws a product, `include` what goes along with it;
//! `problem` has the error codes. Every choice is the resolver's; nothing here decides what is shown.

pub mod asked;
pub mod cart;
pub mod include;
pub mod problem;
pub mod product;
pub mod resource;

use actix_web::web::{self, ServiceConfig};

/// Puts the addresses in their places. A name that is missing between two slashes is an address too: it has an error
/// code of its own.
pub fn configure(site: &mut ServiceConfig) {
    site.service(web::resource("/glue/abstract-products/{sku:[^/]*}").route(web::get().to(product::show)))
        .service(
            web::resource("/glue/abstract-products/{sku:[^/]*}/related-products")
                .route(web::get().to(product::related)),
        )
        .service(web::resource("/glue/carts").route(web::post().to(cart::create)))
        .service(web::resource("/glue/carts/{uuid:[^/]*}").route(web::get().to(cart::show)))
        .service(web::resource("/glue/carts/{uuid:[^/]*}/items").route(web::post().to(cart::add)))
        .service(
            web::resource("/glue/carts/{uuid:[^/]*}/up-selling-products")
                .route(web::get().to(cart::up_selling)),
        )
        .service(web::resource("/glue/guest-cart-items").route(web::post().to(cart::add_as_guest)))
        .service(web::resource("/glue/guest-carts/{uuid:[^/]*}").route(web::get().to(cart::show_to_guest)))
        .service(
            web::resource("/glue/guest-carts/{uuid:[^/]*}/up-selling-products")
                .route(web::get().to(cart::up_selling_to_guest)),
        );
}

/// Returns true for the addresses of these routes, those included that nothing is at.
pub fn is_below(path: &str) -> bool {
    crate::route::is_in(path, "/glue")
}
