//! Routes: HTTP in, HTTP out, and the whole site as one table.
//!
//! A route function reads what came (`path`, `body`, `staff`), calls one thing, and answers (`reply`, `error`); it is
//! named `list new create show edit update delete` and is no longer than a screen. actix lives here alone. Must not
//! know SQL.

pub mod body;
pub mod error;
pub mod reply;
pub mod staff;

use actix_web::web::ServiceConfig;

/// Puts every address of the site in its place.
pub fn configure(_site: &mut ServiceConfig) {}
