//! The place of a link in its list: one up or one down, or all of them at once as they were dragged.

use crate::route::role::need;
use actix_web::web;

use super::{back, find, list_of};
use crate::app::App;
use crate::domain::id::{LinkId, TypeId};
use crate::domain::staff::Role;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::link::Move;

/// Most links read of one posted order; no list is longer.
const LINKS_READ_MAX: usize = 1_000;

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

/// Puts the links of one type into the posted order.
pub async fn order(posted: Posted, app: web::Data<App>, sku: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let snapshot = app.snapshot();
    let (_, source) = find(&snapshot, &sku)?;
    let key = posted.fields.get("type");
    let gone = || Oops::not_found("There is no relation type of this key; it may have been deleted.");
    let kind: TypeId = snapshot.vocabulary().relation_type(key).ok_or_else(gone)?.id;
    let ids: Vec<LinkId> =
        posted.fields.all("link").filter_map(|id| id.parse().ok()).take(LINKS_READ_MAX).map(LinkId).collect();
    app.write(&posted.visit.actor, move |w| store::link::order(w, source, kind, &ids)).await?;
    reply::see_other(&format!("{}#links-{key}", back(&posted.fields, &sku)))
}
