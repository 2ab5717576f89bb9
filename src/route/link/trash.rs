//! Removed links: the banner of the removal carries all that a link is, and a press puts it back in its place.

use crate::route::role::need;
use actix_web::{HttpRequest, web};
use chrono::{DateTime, SecondsFormat, Utc};

use super::find;
use crate::app::App;
use crate::domain::link::Link;
use crate::domain::staff::Role;
use crate::form::fields::Fields;
use crate::form::query;
use crate::index::snapshot::Snapshot;
use crate::page::address as page_address;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::link::New;

/// Returns the address that puts a removed link back; none when its type or target is gone.
pub fn address(snapshot: &Snapshot, sku: &str, link: &Link) -> Option<String> {
    let vocabulary = snapshot.vocabulary();
    let kind = vocabulary.type_by_id(link.kind)?;
    let target = snapshot.product(snapshot.find_id(link.target)?)?;
    let store = link.store.and_then(|id| vocabulary.store_by_id(id)).map(|store| store.key.as_str());
    let moment = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
    let pairs = [
        ("type", kind.key.as_str().into()),
        ("target", target.sku().into()),
        ("position", link.position.to_string().into()),
        ("two_way", if link.two_way { "1" } else { "" }.into()),
        ("store", store.unwrap_or_default().into()),
        ("from", moment(link.valid_from).unwrap_or_default().into()),
        ("until", moment(link.valid_until).unwrap_or_default().into()),
    ];
    Some(query::write(&format!("{}/links/trash/restore", page_address::product(sku)), &pairs))
}

/// Puts a link back as the query string describes it.
pub async fn delete(
    posted: Posted,
    app: web::Data<App>,
    sku: web::Path<String>,
    request: HttpRequest,
) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let snapshot = app.snapshot();
    let new = read(&snapshot, &sku, &query::read(request.query_string()))?;
    let back = page_address::product(&sku);
    let message = match app.write(&posted.visit.actor, move |w| store::link::insert(w, &new)).await {
        Ok(_) => "The link is back in its place.".to_owned(),
        Err(store::door::Refusal::Problems(problems)) => problems.first("sku").unwrap_or_default().to_owned(),
        Err(other) => return Err(other.into()),
    };
    reply::see_other_saying(&back, &Flash { message, undo: String::new() })
}

fn read(snapshot: &Snapshot, sku: &str, asked: &Fields) -> Result<New, Oops> {
    let gone = || Oops::not_found("What this would bring back is gone from the catalogue.");
    let (_, source) = find(snapshot, sku)?;
    let (_, target) = find(snapshot, asked.get("target"))?;
    let vocabulary = snapshot.vocabulary();
    let kind = vocabulary.relation_type(asked.get("type")).ok_or_else(gone)?.id;
    let store = match asked.get("store") {
        "" => None,
        key => Some(vocabulary.store(key).ok_or_else(gone)?.id),
    };
    let moment =
        |name: &str| DateTime::parse_from_rfc3339(asked.get(name)).ok().map(|at| at.with_timezone(&Utc));
    Ok(New {
        kind,
        source,
        target,
        position: asked.get("position").parse().ok(),
        two_way: asked.has("two_way"),
        store,
        valid_from: moment("from"),
        valid_until: moment("until"),
    })
}
