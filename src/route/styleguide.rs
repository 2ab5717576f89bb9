//! The styleguide.

use actix_web::web;

use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::page::chrome::Here;
use crate::page::styleguide::Show;

/// Every component in every state.
pub async fn show(visit: Visit, app: web::Data<App>) -> Reply {
    reply::page(&Show::new(visit.chrome(&app, "Styleguide", Here::Settings)))
}
