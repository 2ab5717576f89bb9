//! The pause of a relation: made, it is switched off; ended, it is switched on.

use crate::route::role::need;
use actix_web::web;

use super::{back, gone};
use crate::app::App;
use crate::domain::staff::Role;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::reply::{self, Reply};
use crate::store;

/// Switches the relation off.
pub async fn create(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let named = key.clone();
    app.write(&posted.visit.actor, move |w| store::relation::switch(w, &named, false)).await.map_err(gone)?;
    let here = address::relation(&key);
    let message = format!("Relation “{key}” is switched off; shoppers no longer see it.");
    reply::see_other_saying(back(&posted.fields, &here), &Flash { message, undo: format!("{here}/resume") })
}

/// Switches the relation on again.
pub async fn delete(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let named = key.clone();
    app.write(&posted.visit.actor, move |w| store::relation::switch(w, &named, true)).await.map_err(gone)?;
    let here = address::relation(&key);
    let message = format!("Relation “{key}” is switched on.");
    reply::see_other_saying(back(&posted.fields, &here), &Flash { message, undo: format!("{here}/pause") })
}
