//! The place of a link in its list: one up or one down.

use crate::route::role::need;
use actix_web::web;

use super::{back, find, list_of};
use crate::app::App;
use crate::domain::id::LinkId;
use crate::domain::staff::Role;
use crate::route::body::Posted;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::link::Move;

/// Moves a link one place; the last part of the address says which way.
pub async fn update(posted: Posted, app: web::Data<App>, path: web::Path<(String, i64, String)>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let (sku, id, way) = path.into_inner();
    let to = if way == "up" { Move::Up } else { Move::Down };
    let snapshot = app.snapshot();
    let (_, source) = find(&snapshot, &sku)?;
    let link =
        app.write(&posted.visit.actor, move |w| store::link::update(w, source, LinkId(id), to)).await?;
    reply::see_other(&format!("{}{}", back(&posted.fields, &sku), list_of(&snapshot, &link)))
}
