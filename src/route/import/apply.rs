//! Applying a checked import.

use actix_web::web;

use super::{aside, number};
use crate::app::App;
use crate::domain::staff::Role;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role;
use crate::store::door::Refusal;
use crate::work::import::task;

/// Begins to apply it and leads back to its report.
pub async fn create(posted: Posted, app: web::Data<App>, id: web::Path<String>) -> Reply {
    let id = number(&id)?;
    let actor = posted.visit.actor;
    role::need(&actor, Role::Editor)?;
    let (own, who) = (app.get_ref().clone(), actor.clone());
    let begun = web::block(move || task::begin(&own, &who, id))
        .await
        .map_err(|error| Oops::fault(error.to_string()))?;
    let report = format!("/imports/{id}");
    match begun {
        Ok(()) => {}
        // Pressed twice, or while another one is applied: the report says how it stands.
        Err(Refusal::Stale(message)) => {
            return reply::see_other_saying(&report, &Flash { message, undo: String::new() });
        }
        Err(refusal) => return Err(refusal.into()),
    }
    let own = app.get_ref().clone();
    aside("apply", move || task::apply(&own, &actor, id)).await?;
    reply::see_other(&report)
}
