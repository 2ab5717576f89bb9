//! One's own drafts, wherever they were left.

use actix_web::web;

use crate::app::App;
use crate::page::chrome::Here;
use crate::page::relation::Drafts;
use crate::page::relation::drafts::Draft;
use crate::page::{mark, words};
use crate::route::reply::{self, Reply};
use crate::route::staff::Visit;
use crate::store;

/// Most drafts that are listed.
const DRAFTS_MAX: i64 = 100;

/// The drafts, the last edited first.
pub async fn list(visit: Visit, app: web::Data<App>) -> Reply {
    let kept = match visit.actor.staff {
        Some(staff) => app.read(move |r| store::draft::list_own(r, staff, DRAFTS_MAX)).await?,
        None => Vec::new(),
    };
    let (snapshot, now) = (app.snapshot(), app.clock().now());
    let vocabulary = snapshot.vocabulary();
    let locale = mark::locale(vocabulary);
    let draft = |kept: store::draft::Kept| {
        let typed = &kept.step.relation;
        let kind = vocabulary.relation_type(&typed.kind);
        Draft {
            href: format!("/drafts/{}", kept.id),
            name: if typed.name.trim().is_empty() { "Without a name yet".into() } else { typed.name.clone() },
            kind: kind.map(|kind| mark::kind(kind, &locale)),
            relation: kept.relation_key,
            edited: words::ago(kept.updated_at, now),
        }
    };
    let drafts = kept.into_iter().map(draft).collect();
    reply::page(&Drafts { chrome: visit.chrome(&app, "My drafts", Here::Relations), drafts })
}
