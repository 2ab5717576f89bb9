//! Opening a draft: of a new relation, from a template, or of one that stands.

use actix_web::{HttpRequest, web};

use crate::app::App;
use crate::domain::id::{DraftId, StaffId};
use crate::domain::relation::draft::Draft;
use crate::domain::relation::step::{Seen, Step};
use crate::domain::rule::edit::{highest, renumber};
use crate::domain::staff::{Actor, Role};
use crate::form::query;
use crate::page::chrome::Here;
use crate::page::draft::new::{New, PATTERNS, begin};
use crate::page::mark::{self, locale, tile};
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::route::staff::Visit;
use crate::store;
use crate::store::door::Refusal;

/// What to begin with; `?product=SKU&type=KEY` are taken over.
pub async fn new(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let asked = query::read(request.query_string());
    let snapshot = app.snapshot();
    let words = snapshot.vocabulary();
    let locale = locale(words);
    let (sku, kind) = (asked.get("product").trim(), asked.get("type").trim());
    let found = snapshot.find(sku).filter(|_| !sku.is_empty()).and_then(|doc| snapshot.product(doc));
    let kinds = words.types().iter().map(|known| mark::kind(known, &locale));
    let chrome = visit.chrome(&app, "New relation", Here::Relations);
    let known = words.relation_type(kind).map(|known| known.key.clone()).unwrap_or_default();
    reply::page(&New {
        chrome,
        product: found.map(|view| tile(view, &locale)),
        sku: sku.to_owned(),
        kinds: kinds.collect(),
        kind: known,
        templates: PATTERNS,
    })
}

/// Opens the draft of a new relation.
pub async fn create(posted: Posted, app: web::Data<App>) -> Reply {
    let Posted { visit, fields } = posted;
    let owner = owner(&visit.actor)?;
    let snapshot = app.snapshot();
    let locale = locale(snapshot.vocabulary());
    let sku = fields.get("product").trim().to_owned();
    let found = snapshot.find(&sku).filter(|_| !sku.is_empty()).and_then(|doc| snapshot.product(doc));
    let product = found
        .map(|view| (view.sku(), view.name(&locale)))
        .or((!sku.is_empty()).then_some((sku.as_str(), sku.as_str())));
    let kind = snapshot
        .vocabulary()
        .relation_type(fields.get("type"))
        .map(|kind| kind.key.clone())
        .unwrap_or_default();
    let step = step(begin(fields.get("template"), &kind, product));
    let id = app.write(&visit.actor, move |w| store::draft::insert(w, None, owner, &step)).await?;
    opened(id)
}

/// Opens one's own draft of a relation, or goes on with it.
pub async fn edit(visit: Visit, app: web::Data<App>, key: web::Path<String>) -> Reply {
    let owner = owner(&visit.actor)?;
    let key = key.into_inner();
    let gone = |refusal| match refusal {
        Refusal::NotFound(_) => {
            Oops::not_found("There is no relation of this key; it may have been deleted.")
        }
        other => other.into(),
    };
    let id = app.write(&visit.actor, move |w| {
        let stored = store::relation::find(&mut w.as_read(), &key)?;
        if let Some(id) = store::draft::find_own(&mut w.as_read(), stored.id, owner)? {
            w.own_work();
            return Ok(id);
        }
        store::draft::insert(w, Some((stored.id, stored.version)), owner, &step(stored.draft))
    });
    opened(id.await.map_err(gone)?)
}

fn opened(id: DraftId) -> Reply {
    reply::see_other(&format!("/drafts/{id}"))
}

fn owner(actor: &Actor) -> Result<StaffId, Oops> {
    need(actor, Role::Editor)?;
    let sentence = "Only somebody who is signed in can edit a relation.";
    actor.staff.ok_or_else(|| Refusal::Forbidden(sentence.into()).into())
}

fn step(mut relation: Draft) -> Step {
    renumber(&mut relation.source_rule, 's');
    renumber(&mut relation.target_rule, 't');
    let last = highest(&relation.source_rule).max(highest(&relation.target_rule));
    Step { relation, seen: Seen::default(), notes: Default::default(), last }
}
