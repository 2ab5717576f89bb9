//! The place of a link in its list: one up or one down, a number that was typed, or all of a page as they were dragged.

use crate::route::role::need;
use actix_web::http::StatusCode;
use actix_web::web;

use super::{asked, back, drawn, find, list_of};
use crate::app::App;
use crate::domain::decimal::clip;
use crate::domain::id::{LinkId, TypeId};
use crate::domain::staff::Role;
use crate::page::product::link::{Failed, PLACE};
use crate::page::words::number;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::link::Move;

/// Most links read of one posted order; no page of a list is longer.
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

/// Moves each link of one type whose typed place differs from the one it has, and leads back to the list.
pub async fn several(posted: Posted, app: web::Data<App>, sku: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let (snapshot, fields) = (app.snapshot(), &posted.fields);
    let (_, source) = find(&snapshot, &sku)?;
    let key = fields.get("type");
    let kind = snapshot.vocabulary().relation_type(key).ok_or_else(no_type)?.id;
    let links = snapshot.links(source, kind);
    let typed = fields.all("link").zip(fields.all("place")).take(LINKS_READ_MAX);
    let typed: Vec<(i64, &str)> =
        typed.filter_map(|(id, place)| Some((id.parse().ok()?, place.trim()))).collect();
    let mut moves: Vec<(LinkId, i32)> = Vec::new();
    for (id, place) in &typed {
        let Some(at) = links.iter().position(|link| link.id.0 == *id) else { continue };
        match place.parse::<i32>().ok().filter(|place| *place >= 1) {
            Some(to) if usize::try_from(to).is_ok_and(|to| to == at + 1) => {}
            Some(to) if usize::try_from(to).is_ok_and(|to| to <= links.len()) => {
                moves.push((LinkId(*id), to))
            }
            _ => {
                let most = number(links.len());
                let problem =
                    format!("“{}” is not a place from 1 to {most}; type another number.", clip(place));
                let places = typed.iter().map(|(id, place)| (*id, (*place).to_owned())).collect();
                let failed = Failed { form: format!("{PLACE}{key}"), problem, places, ..Failed::default() };
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return drawn(&posted.visit, &app, &sku, &asked(fields), failed, status).await;
            }
        }
    }
    if !moves.is_empty() {
        let moved = app.write(&posted.visit.actor, move |w| {
            moves
                .into_iter()
                .try_for_each(|(id, to)| store::link::update(w, source, id, Move::To(to)).map(|_| ()))
        });
        moved.await?;
    }
    reply::see_other(&format!("{}#links-{key}", back(fields, &sku)))
}

fn no_type() -> Oops {
    Oops::not_found("There is no relation type of this key; it may have been deleted.")
}

/// Puts the links of one type into the posted order.
pub async fn order(posted: Posted, app: web::Data<App>, sku: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let snapshot = app.snapshot();
    let (_, source) = find(&snapshot, &sku)?;
    let key = posted.fields.get("type");
    let kind: TypeId = snapshot.vocabulary().relation_type(key).ok_or_else(no_type)?.id;
    let ids: Vec<LinkId> =
        posted.fields.all("link").filter_map(|id| id.parse().ok()).take(LINKS_READ_MAX).map(LinkId).collect();
    app.write(&posted.visit.actor, move |w| store::link::order(w, source, kind, &ids)).await?;
    reply::see_other(&format!("{}#links-{key}", back(&posted.fields, &sku)))
}
