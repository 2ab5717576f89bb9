//! One's own views of the list: saved under a name, renamed, deleted.

use actix_web::web;

use crate::app::App;
use crate::domain::id::{StaffId, ViewId};
use crate::domain::staff::Actor;
use crate::form::query;
use crate::form::relation_list::Filter;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::door::Refusal;

/// Keeps the list as it is filtered under a name.
pub async fn create(posted: Posted, app: web::Data<App>) -> Reply {
    let owner = owner(&posted.visit.actor)?;
    let asked = posted.fields.get("filter");
    let asked = query::read(asked.split_once('?').map_or("", |(_, asked)| asked));
    let address = Filter::read(&asked, app.snapshot().vocabulary()).view().address();
    let (name, kept) = (posted.fields.get("name").to_owned(), address.clone());
    let saved = app.write(&posted.visit.actor, move |w| store::saved_view::save(w, owner, &name, &kept));
    let name = match saved.await {
        Ok(name) => name,
        Err(refusal) => return refused(refusal, &address),
    };
    said(&address, format!("“{name}” is saved. Its address can be shared: whoever opens it sees the same."))
}

/// Gives a view another name.
pub async fn update(posted: Posted, app: web::Data<App>, id: web::Path<i64>) -> Reply {
    let owner = owner(&posted.visit.actor)?;
    let (id, name) = (ViewId(id.into_inner()), posted.fields.get("name").to_owned());
    let renamed = app.write(&posted.visit.actor, move |w| store::saved_view::rename(w, owner, id, &name));
    match renamed.await {
        Ok(address) => said(&address, "The view has its new name.".into()),
        Err(refusal) => refused(refusal, super::back(&posted.fields, "/relations")),
    }
}

/// Deletes a view; the relations stay as they are.
pub async fn delete(posted: Posted, app: web::Data<App>, id: web::Path<i64>) -> Reply {
    let owner = owner(&posted.visit.actor)?;
    let id = ViewId(id.into_inner());
    app.write(&posted.visit.actor, move |w| store::saved_view::delete(w, owner, id)).await?;
    said(
        super::back(&posted.fields, "/relations"),
        "The view is deleted; the relations stay as they are.".into(),
    )
}

fn owner(actor: &Actor) -> Result<StaffId, Oops> {
    let sentence = "Only somebody who is signed in has views.";
    actor.staff.ok_or_else(|| Refusal::Forbidden(sentence.into()).into())
}

fn said(address: &str, message: String) -> Reply {
    reply::see_other_saying(address, &Flash { message, undo: String::new() })
}

/// What is wrong with a name is one sentence, told above the list that it was meant for.
fn refused(refusal: Refusal, address: &str) -> Reply {
    match refusal {
        Refusal::Problems(problems) => {
            let message =
                problems.0.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join(" ");
            said(address, format!("The view was not saved. {message}"))
        }
        other => Err(other.into()),
    }
}
