//! A repair of a relation, as one press: its next version, through the same door as the editor's.

use actix_web::web;

use super::gone;
use crate::app::App;
use crate::domain::relation::check::check;
use crate::domain::rule::by_key::by_key;
use crate::domain::staff::Role;
use crate::form::mend;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::page::health::ADDRESS;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::store;
use crate::store::door::Refusal;

/// Mends it. What else is wrong with it may stay so, but a repair adds nothing wrong.
pub async fn create(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let key = key.into_inner();
    let repair = mend::read(&posted.fields).ok_or_else(|| Oops::not_found("This button does nothing."))?;
    let seen: i64 = posted.fields.get("version").parse().unwrap_or(0);
    let (named, snapshot) = (key.clone(), app.snapshot());
    let done = app.write(&posted.visit.actor, move |w| {
        let stored = store::relation::find(&mut w.as_read(), &named)?;
        let mut draft = stored.draft.clone();
        if !repair.apply(&mut draft) {
            return Err(Refusal::Stale("This was mended already; nothing was changed.".into()));
        }
        let vocabulary = snapshot.vocabulary();
        by_key(&mut draft.target_rule, vocabulary);
        let (before, after) = (check(&stored.draft, vocabulary).problems, check(&draft, vocabulary).problems);
        if after.0.len() > before.0.len() {
            return Err(Refusal::Problems(after));
        }
        store::relation::update(w, stored.id, seen, &draft)
    });
    let here = address::relation(&key);
    let back = posted.fields.get("back");
    let is_own = [ADDRESS, "/relations"].iter().any(|own| back.starts_with(own));
    let back = if is_own && !back.contains(['\\', '\r', '\n']) { back } else { &here };
    let message = match done.await {
        Ok(version) => {
            crate::work::freeze::take(&app, &posted.visit.actor, &key).await?;
            format!("“{key}” was mended; it is at version {version} now. The one before is in its history.")
        }
        Err(Refusal::Stale(sentence)) => sentence,
        Err(other) => return Err(gone(other)),
    };
    reply::see_other_saying(back, &Flash { message, undo: String::new() })
}
