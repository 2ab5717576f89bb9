//! A copy of a relation: a new one beside it, switched off, so that nothing changes in the shop before it is looked at.

use crate::route::role::need;
use actix_web::web;

use super::gone;
use crate::app::App;
use crate::domain::relation::NAME_CHARS_MAX;
use crate::domain::staff::Role;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::reply::{self, Reply};
use crate::store;

/// Makes the copy and leads to it.
pub async fn create(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let key = key.into_inner();
    let made = app.write(&posted.visit.actor, move |w| {
        let mut draft = store::relation::find(&mut w.as_read(), &key)?.draft;
        draft.key = String::new();
        draft.name = format!("Copy of {}", draft.name).chars().take(NAME_CHARS_MAX).collect();
        draft.active = false;
        store::relation::insert(w, &draft).map(|(_, key)| (key, draft.name))
    });
    let (key, name) = made.await.map_err(gone)?;
    let here = address::relation(&key);
    let message = format!("“{name}” was made. It is switched off until you switch it on.");
    reply::see_other_saying(&here, &Flash { message, undo: format!("{here}/delete") })
}
