//! Deleted relations: brought back by their numbers, which the banner of the deletion carries.

use crate::route::role::need;
use actix_web::{HttpRequest, web};

use crate::app::App;
use crate::domain::id::RelationId;
use crate::domain::staff::Role;
use crate::form::query;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;

/// Brings back the relations that the query string numbers, all of them or none.
pub async fn delete(posted: Posted, app: web::Data<App>, request: HttpRequest) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let asked = query::read(request.query_string());
    let ids: Vec<RelationId> = asked.all("id").filter_map(|id| id.parse().ok()).map(RelationId).collect();
    if ids.is_empty() {
        return Err(Oops::not_found("There is nothing to bring back."));
    }
    let restored = app.write(&posted.visit.actor, move |w| {
        ids.into_iter().map(|id| store::relation::restore(w, id)).collect::<Result<Vec<String>, _>>()
    });
    let keys = restored.await?;
    let (message, here) = match keys.as_slice() {
        [key] => (format!("Relation “{key}” is back."), address::relation(key)),
        keys => (format!("{} relations are back.", keys.len()), "/relations".into()),
    };
    reply::see_other_saying(&here, &Flash { message, undo: String::new() })
}
