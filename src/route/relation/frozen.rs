//! The list of a relation that is not kept current, taken anew.

use actix_web::web;

use super::{back, gone};
use crate::app::App;
use crate::domain::staff::Role;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::work::freeze;

/// Takes the list anew, as publishing the relation again would.
pub async fn update(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    freeze::refresh(&app, &posted.visit.actor, &key).await.map_err(gone)?;
    let here = address::relation(&key);
    let message = "The list was taken anew; shoppers see what the rule gives now.".to_owned();
    reply::see_other_saying(back(&posted.fields, &here), &Flash { message, undo: String::new() })
}
