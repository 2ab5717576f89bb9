//! Relations: the list, one of them, and each of its states as a small resource of its own.
//!
//! Pages are drawn from the snapshot and its roll; what changes goes through the write door. The editor is elsewhere.

pub mod copy;
pub mod draft;
pub mod frozen;
pub mod history;
pub mod mend;
pub mod pause;
pub mod selected;
pub mod trash;
pub mod view;

use crate::route::role::need;
use actix_web::{HttpRequest, web};

use super::body::Posted;
use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::domain::id::{RelationId, StaffId};
use crate::domain::staff::Role;
use crate::form::fields::Fields;
use crate::form::query;
use crate::form::relation_list::Filter;
use crate::index::roll::first_store;
use crate::page::chrome::{Flash, Here};
use crate::page::relation::line::Lines;
use crate::page::relation::list::Own;
use crate::page::relation::show::Given;
use crate::page::relation::{List, Show};
use crate::store;
use crate::store::door::{Read, Refusal};

/// The list, filtered and in order as the query string says.
pub async fn list(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let now = app.clock().now();
    let (snapshot, roll) = app.handle().roll(now);
    let filter = Filter::read(&query::read(request.query_string()), snapshot.vocabulary());
    let chrome = visit.chrome(&app, "Relations", Here::Relations);
    let lines = Lines::new(&snapshot, &roll, &filter, now);
    let list = List::new(chrome, &filter, (&snapshot, &roll), &lines, now);
    let (staff, frozen) = (visit.actor.staff, list.frozen());
    // The list is drawn from memory; a database that does not answer leaves out only what is one's own, and dates.
    let own = app.read(move |r| own(r, staff, &frozen)).await.unwrap_or_default();
    reply::page(&list.with(&own, &filter, &lines, now))
}

fn own(r: &mut Read<'_>, staff: Option<StaffId>, frozen: &[RelationId]) -> Result<Own, Refusal> {
    let frozen = if frozen.is_empty() { Vec::new() } else { store::frozen::taken(r, frozen)? };
    let Some(staff) = staff else { return Ok(Own { frozen, ..Own::default() }) };
    Ok(Own { drafts: store::draft::count_own(r, staff)?, views: store::saved_view::list(r, staff)?, frozen })
}

/// One relation; `?on=SKU` chooses the product it is looked at on.
pub async fn show(visit: Visit, app: web::Data<App>, key: web::Path<String>, request: HttpRequest) -> Reply {
    let now = app.clock().now();
    let (snapshot, roll) = app.handle().roll(now);
    let standing = snapshot.relation(&key).ok_or_else(|| unknown(&key))?;
    let entry = roll.find(standing.id).ok_or_else(|| unknown(&key))?;
    let asked = query::read(request.query_string());
    let circumstances = first_store(&snapshot, now);
    let on = asked.get("on").trim();
    let id = standing.id;
    let kept = app.read(move |r| Ok((store::relation::author(r, id)?, store::frozen::taken(r, &[id])?)));
    let (author, taken) = kept.await.unwrap_or_default();
    let frozen_at = taken.first().map(|(_, at)| *at);
    let circumstances = circumstances.as_ref();
    let given = Given { snapshot: &snapshot, entry, on, circumstances, author: &author, frozen_at, now };
    let chrome = visit.chrome(&app, standing.relation.name.clone(), Here::Relations);
    reply::page(&Show::new(chrome, &given))
}

/// Deletes the relation; the banner brings it back.
pub async fn delete(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let key = key.into_inner();
    let named = key.clone();
    let name =
        app.snapshot().relation(&key).map_or_else(|| key.clone(), |standing| standing.relation.name.clone());
    let id =
        app.write(&posted.visit.actor, move |w| store::relation::delete(w, &named)).await.map_err(gone)?;
    let message = format!("“{name}” was deleted; shoppers no longer see it.");
    let back = back(&posted.fields, "/relations");
    let list = if back.starts_with(&crate::page::address::relation(&key)) { "/relations" } else { back };
    reply::see_other_saying(list, &Flash { message, undo: format!("/relations/trash/restore?id={id}") })
}

/// Returns where an action goes back to: the page of relations it came from, never another site.
fn back<'a>(fields: &'a Fields, otherwise: &'a str) -> &'a str {
    let back = fields.get("back");
    let own = back.starts_with("/relations") && !back.contains(['\\', '\r', '\n']);
    if own { back } else { otherwise }
}

/// Returns what a visitor reads about a key that no relation has.
fn unknown(key: &str) -> Oops {
    Oops::not_found(format!("There is no relation “{key}”; it may have been deleted or renamed."))
}

/// A second press of the same button finds nothing any more: that is said, not failed on.
fn gone(refusal: Refusal) -> Oops {
    match refusal {
        Refusal::NotFound(_) => Oops::not_found("This relation is gone: it was deleted meanwhile."),
        other => other.into(),
    }
}
