//! Routes: HTTP in, HTTP out, and the whole site as one table.
//!
//! A route function reads what came (`path`, `body`, `staff`), calls one thing, and answers (`reply`, `error`); it is
//! named `list new create show edit update delete` and is no longer than a screen. actix lives here alone. Must not
//! know SQL.

pub mod art;
pub mod body;
pub mod error;
pub mod relation;
pub mod reply;
pub mod staff;
pub mod token;

use actix_web::web::{self, ServiceConfig};

/// Puts every address of the site in its place: `site.service(web::resource("/x").route(web::get().to(x::list)))`, one
/// resource for each address with all its methods, so that a wrong method answers 405 and says which are right. Routes
/// take the application as `web::Data<App>`.
pub fn configure(site: &mut ServiceConfig) {
    site.service(web::resource("/art/{name}.svg").route(web::get().to(art::show)));
    relations(site);
}

/// The relations; fixed names stand before `{key}`, which takes whatever is left.
fn relations(site: &mut ServiceConfig) {
    site.service(web::resource("/relations").route(web::get().to(relation::list)))
        .service(web::resource("/relations/selected").route(web::post().to(relation::selected::update)))
        .service(web::resource("/relations/trash/restore").route(web::post().to(relation::trash::delete)))
        .service(web::resource("/relations/{key}").route(web::get().to(relation::show)))
        .service(web::resource("/relations/{key}/history").route(web::get().to(relation::history::list)))
        .service(web::resource("/relations/{key}/pause").route(web::post().to(relation::pause::create)))
        .service(web::resource("/relations/{key}/resume").route(web::post().to(relation::pause::delete)))
        .service(web::resource("/relations/{key}/copy").route(web::post().to(relation::copy::create)))
        .service(web::resource("/relations/{key}/delete").route(web::post().to(relation::delete)));
}
