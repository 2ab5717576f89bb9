//! The history of a relation.

use actix_web::web;

use super::{gone, unknown};
use crate::app::App;
use crate::domain::relation::check::check;
use crate::domain::relation::sentence::{Numbers, sentence};
use crate::page::address;
use crate::page::chrome::Here;
use crate::page::mark;
use crate::page::relation::History;
use crate::page::relation::history::{Version, changes};
use crate::page::words;
use crate::route::reply::{self, Reply};
use crate::route::staff::Visit;
use crate::store;

/// The versions, the newest first.
pub async fn list(visit: Visit, app: web::Data<App>, key: web::Path<String>) -> Reply {
    let snapshot = app.snapshot();
    let standing = snapshot.relation(&key).ok_or_else(|| unknown(&key))?;
    let id = standing.id;
    let kept = app.read(move |r| store::relation::versions(r, id)).await.map_err(gone)?;
    let vocabulary = snapshot.vocabulary();
    let (zone, locale) = (mark::zone(vocabulary), mark::locale(vocabulary));
    let before = kept.iter().skip(1).map(|version| Some(&version.draft)).chain([None]);
    let versions = kept.iter().zip(before).map(|(version, before)| Version {
        number: version.version,
        at: words::moment(version.at, &zone),
        by: version.by.clone(),
        sentence: sentence(
            &check(&version.draft, vocabulary).relation,
            vocabulary,
            &locale,
            Numbers::default(),
        ),
        changes: before.map(|before| changes(before, &version.draft)).unwrap_or_default(),
    });
    let name = standing.relation.name.clone();
    let chrome = visit.chrome(&app, format!("History of {name}"), Here::Relations);
    reply::page(&History { chrome, name, href: address::relation(&key), versions: versions.collect() })
}
