//! Discarding an import that nobody wants any more.

use actix_web::web;

use super::number;
use crate::app::App;
use crate::domain::staff::Role;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role;
use crate::store::door::Refusal;
use crate::work::import::upload;

/// Takes it back, deletes its file, and leads to its report.
pub async fn create(posted: Posted, app: web::Data<App>, id: web::Path<String>) -> Reply {
    let id = number(&id)?;
    let actor = posted.visit.actor;
    role::need(&actor, Role::Editor)?;
    let own = app.get_ref().clone();
    let done = web::block(move || upload::discard(&own, &actor, id))
        .await
        .map_err(|error| Oops::fault(error.to_string()))?;
    let message = match done {
        Ok(()) => "The import is discarded and its file deleted.".to_owned(),
        Err(Refusal::Stale(message)) => message,
        Err(refusal) => return Err(refusal.into()),
    };
    reply::see_other_saying(&format!("/imports/{id}"), &Flash { message, undo: String::new() })
}
