//! Products hidden on a product's page by hand, whichever stage would bring them.

use crate::route::role::need;
use actix_web::http::StatusCode;
use actix_web::web;

use super::body::Posted;
use super::link::{asked, back, meant, near};
use super::product::{drawn, find};
use super::reply::{self, Reply};
use crate::app::App;
use crate::domain::staff::Role;
use crate::form::query::coded;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::page::product::link::Failed;
use crate::store;

/// Hides a product here; the banner shows it again.
pub async fn create(posted: Posted, app: web::Data<App>, sku: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let snapshot = app.snapshot();
    let (doc, source) = find(&snapshot, &sku)?;
    let typed = posted.fields.get("sku").trim();
    let meant = meant(&snapshot, typed).and_then(|other| {
        if other == doc {
            Err("A product never shows on its own page; choose another one.".into())
        } else {
            Ok(other)
        }
    });
    let other = match meant {
        Ok(other) => other,
        Err(problem) => {
            let near = near(&snapshot, typed);
            let failed =
                Failed { form: "hide".into(), typed: typed.into(), problem, near, ..Failed::default() };
            let asked = asked(&posted.fields);
            return drawn(&posted.visit, &app, &sku, &asked, failed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let Some(view) = snapshot.product(other) else { return reply::see_other(&back(&posted.fields, &sku)) };
    let target = view.id();
    app.write(&posted.visit.actor, move |w| store::hidden::insert(w, source, target)).await?;
    let undo = format!("{}/hidden/{}/delete", address::product(&sku), coded(view.sku()));
    let message = format!("{} is never shown on this page any more.", view.sku());
    reply::see_other_saying(&back(&posted.fields, &sku), &Flash { message, undo })
}

/// Shows a hidden product again.
pub async fn delete(posted: Posted, app: web::Data<App>, path: web::Path<(String, String)>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let (sku, other) = path.into_inner();
    let snapshot = app.snapshot();
    let ((_, source), (_, target)) = (find(&snapshot, &sku)?, find(&snapshot, &other)?);
    app.write(&posted.visit.actor, move |w| store::hidden::delete(w, source, target)).await?;
    let message = format!("{other} may be shown on this page again.");
    reply::see_other_saying(&back(&posted.fields, &sku), &Flash { message, undo: String::new() })
}
