//! Routes: HTTP in, HTTP out, and the whole site as one table.
//!
//! A route function reads what came (`path`, `body`, `staff`), calls one thing, and answers (`reply`, `error`); it is
//! named `list new create show edit update delete` and is no longer than a screen. actix lives here alone. Must not
//! know SQL.

pub mod api;
pub mod art;
pub mod asset;
pub mod attempt;
pub mod audit;
pub mod body;
pub mod door;
pub mod download;
pub mod draft;
pub mod error;
pub mod explain;
pub mod export;
pub mod frame;
pub mod health;
pub mod hide;
pub mod import;
pub mod insight;
pub mod link;
pub mod origin;
pub mod overview;
pub mod product;
pub mod relation;
pub mod reply;
pub mod role;
pub mod session;
pub mod setting;
pub mod shop;
pub mod sign_in;
pub mod staff;
pub mod styleguide;
pub mod suggest;
pub mod theme;
pub mod token;

use actix_web::web::{self, ServiceConfig};

/// Returns true for a folder's own address and for all that lie in it.
pub fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Puts every address of the site in its place: `site.service(web::resource("/x").route(web::get().to(x::list)))`, one
/// resource for each address with all its methods, so that a wrong method answers 405 and says which are right. Routes
/// take the application as `web::Data<App>`.
pub fn configure(site: &mut ServiceConfig) {
    api::glue::configure(site);
    api::v1::configure(site);
    site.service(web::resource("/art/{name}.svg").route(web::get().to(art::show)));
    door(site);
    desk(site);
    relations(site);
    products(site);
    imports(site);
    shop(site);
}

/// Signing in and out, static files, and what operators ask.
fn door(site: &mut ServiceConfig) {
    site.service(
        web::resource("/sign-in").route(web::get().to(sign_in::new)).route(web::post().to(sign_in::create)),
    )
    .service(web::resource("/sign-out").route(web::post().to(sign_in::delete)))
    .service(web::resource("/static/{name}").route(web::get().to(asset::show)))
    .service(web::resource("/healthz").route(web::get().to(health::show)))
    .service(web::resource("/readyz").route(web::get().to(health::ready)))
    .service(web::resource("/metrics").route(web::get().to(health::metrics)));
}

/// The pages of the back office that are about no one thing.
fn desk(site: &mut ServiceConfig) {
    site.service(web::resource("/").route(web::get().to(overview::show)))
        .service(web::resource("/audit").route(web::get().to(audit::list)))
        .service(web::resource("/insight/health").route(web::get().to(insight::health)))
        .service(web::resource("/explain").route(web::get().to(explain::show)))
        .service(web::resource("/settings").route(web::get().to(setting::show)))
        .service(web::resource("/settings/{name}").route(web::get().to(setting::list)))
        .service(
            web::resource("/settings/stores/{key}")
                .route(web::get().to(setting::store::edit))
                .route(web::post().to(setting::store::update)),
        )
        .service(web::resource("/styleguide").route(web::get().to(styleguide::show)))
        .service(web::resource("/theme").route(web::post().to(theme::update)));
}

/// The relations; fixed names stand before `{key}`, which takes whatever is left.
fn relations(site: &mut ServiceConfig) {
    site.service(web::resource("/relations").route(web::get().to(relation::list)))
        .service(web::resource("/drafts").route(web::get().to(relation::draft::list)))
        .service(web::resource("/relations/selected").route(web::post().to(relation::selected::update)))
        .service(
            web::resource("/relations/selected/{id:[0-9]+}").route(web::get().to(relation::selected::show)),
        )
        .service(
            web::resource("/relations/selected/{id:[0-9]+}/undo")
                .route(web::post().to(relation::selected::delete)),
        )
        .service(web::resource("/views").route(web::post().to(relation::view::create)))
        .service(web::resource("/views/{id:[0-9]+}").route(web::post().to(relation::view::update)))
        .service(web::resource("/views/{id:[0-9]+}/delete").route(web::post().to(relation::view::delete)))
        .service(web::resource("/relations/trash/restore").route(web::post().to(relation::trash::delete)))
        .service(
            web::resource("/relations/new")
                .route(web::get().to(draft::begin::new))
                .route(web::post().to(draft::begin::create)),
        )
        .service(
            web::resource("/drafts/{id}")
                .route(web::get().to(draft::show))
                .route(web::post().to(draft::update)),
        )
        .service(web::resource("/relations/{key}").route(web::get().to(relation::show)))
        .service(
            web::resource("/relations/{key}/edit")
                .route(web::get().to(draft::begin::edit))
                .route(web::post().to(draft::begin::edit)),
        )
        .service(web::resource("/relations/{key}/history").route(web::get().to(relation::history::list)))
        .service(web::resource("/relations/{key}/mend").route(web::post().to(relation::mend::create)))
        .service(web::resource("/relations/{key}/pause").route(web::post().to(relation::pause::create)))
        .service(web::resource("/relations/{key}/resume").route(web::post().to(relation::pause::delete)))
        .service(web::resource("/relations/{key}/refresh").route(web::post().to(relation::frozen::update)))
        .service(web::resource("/relations/{key}/copy").route(web::post().to(relation::copy::create)))
        .service(web::resource("/relations/{key}/delete").route(web::post().to(relation::delete)));
}

/// The products, with their links and what is hidden on their pages.
fn products(site: &mut ServiceConfig) {
    site.service(web::resource("/products").route(web::get().to(product::list)))
        .service(web::resource("/products/{sku}").route(web::get().to(product::show)))
        .service(web::resource("/products/{sku}/links").route(web::post().to(link::create)))
        .service(
            web::resource("/products/{sku}/links/trash/restore").route(web::post().to(link::trash::delete)),
        )
        .service(web::resource("/products/{sku}/links/order").route(web::post().to(link::place::order)))
        .service(web::resource("/products/{sku}/links/places").route(web::post().to(link::place::several)))
        .service(web::resource("/products/{sku}/links/{id}/delete").route(web::post().to(link::delete)))
        .service(
            web::resource("/products/{sku}/links/{id}/{way:up|down}")
                .route(web::post().to(link::place::update)),
        )
        .service(web::resource("/products/{sku}/hidden").route(web::post().to(hide::create)))
        .service(web::resource("/products/{sku}/hidden/{other}/delete").route(web::post().to(hide::delete)))
        .service(web::resource("/suggest/products").route(web::get().to(suggest::list)))
        .service(web::resource("/suggest/values/{field}").route(web::get().to(suggest::values)));
}

/// Imports and their reports, and exports.
fn imports(site: &mut ServiceConfig) {
    site.service(
        web::resource("/imports").route(web::get().to(import::list)).route(web::post().to(import::create)),
    )
    .service(web::resource("/imports/{id}").route(web::get().to(import::show)))
    .service(web::resource("/imports/{id}/apply").route(web::post().to(import::apply::create)))
    .service(web::resource("/imports/{id}/discard").route(web::post().to(import::discard::create)))
    .service(web::resource("/imports/{id}/problems.csv").route(web::get().to(import::problem::list)))
    .service(web::resource("/exports").route(web::get().to(export::show)))
    .service(web::resource("/exports/{name}").route(web::get().to(export::file)));
}

/// The shop preview, open to everybody.
fn shop(site: &mut ServiceConfig) {
    site.service(web::resource("/shop").route(web::get().to(shop::list)))
        .service(web::resource("/shop/{store}").route(web::get().to(shop::show)))
        .service(web::resource("/shop/{store}/category/{key}").route(web::get().to(shop::category::show)))
        .service(web::resource("/shop/{store}/product/{sku}").route(web::get().to(shop::product::show)))
        .service(
            web::resource("/shop/{store}/cart")
                .route(web::get().to(shop::cart::show))
                .route(web::post().to(shop::cart::update)),
        )
        .service(web::resource("/shop/{store}/thanks").route(web::get().to(shop::thanks::show)))
        .service(web::resource("/shop/{store}/{rest:.*}").route(web::get().to(shop::missing)));
}
