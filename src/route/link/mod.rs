//! Links of a product: added, moved, removed and brought back, one at a time.

pub mod place;
pub mod trash;

use crate::route::role::need;
use actix_web::http::StatusCode;
use actix_web::web;

use super::body::Posted;
use super::product::{drawn, find};
use super::reply::{self, Reply};
use crate::app::App;
use crate::domain::decimal::clip;
use crate::domain::id::{LinkId, TypeId};
use crate::domain::link::Link;
use crate::domain::staff::Role;
use crate::domain::vocabulary::Vocabulary;
use crate::form::fields::Fields;
use crate::form::product_page::Look;
use crate::form::query;
use crate::index::search;
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::address;
use crate::page::chrome::Flash;
use crate::page::mark::{self, Tile};
use crate::page::product::link::Failed;
use crate::store;
use crate::store::door::Refusal;
use crate::store::link::New;

/// Most products offered for what was typed.
const NEAR_MAX: usize = 6;
/// How often a sku that is not found is shortened before the search gives up.
const SHORTENED_MAX: usize = 12;

/// Adds a link to what was typed: a sku in any case, a variant's sku, or words that only one product has.
pub async fn create(posted: Posted, app: web::Data<App>, sku: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let snapshot = app.snapshot();
    let (_, source) = find(&snapshot, &sku)?;
    let fields = &posted.fields;
    let chosen = read(&snapshot, fields).and_then(|(kind, target)| {
        let store = store_of(snapshot.vocabulary(), fields)?;
        let target =
            snapshot.product(target).map(|view| view.id()).ok_or("This product is gone.".to_owned())?;
        let (position, valid_from, valid_until) = (None, None, None);
        let two_way = fields.has("two_way");
        Ok(New { kind, source, target, position, two_way, store, valid_from, valid_until })
    });
    let message = match chosen {
        Ok(new) => match app.write(&posted.visit.actor, move |w| store::link::insert(w, &new)).await {
            Ok(id) => return added(&snapshot, fields, &sku, id),
            Err(Refusal::Problems(problems)) => problems.first("sku").unwrap_or_default().to_owned(),
            Err(other) => return Err(other.into()),
        },
        Err(message) => message,
    };
    let failed = failed(&snapshot, fields, message);
    drawn(&posted.visit, &app, &sku, &asked(fields), failed, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Removes a link; the banner puts it back in its place.
pub async fn delete(posted: Posted, app: web::Data<App>, path: web::Path<(String, i64)>) -> Reply {
    need(&posted.visit.actor, Role::Editor)?;
    let (sku, id) = path.into_inner();
    let snapshot = app.snapshot();
    let (_, source) = find(&snapshot, &sku)?;
    let link = app.write(&posted.visit.actor, move |w| store::link::delete(w, source, LinkId(id))).await?;
    let target = snapshot.find_id(link.target).and_then(|doc| snapshot.product(doc)).map(|view| view.sku());
    let target = target.unwrap_or("The product");
    let undo = trash::address(&snapshot, &sku, &link).unwrap_or_default();
    let message = format!("{target} was removed from this list.");
    reply::see_other_saying(back(&posted.fields, &sku).as_str(), &Flash { message, undo })
}

fn added(snapshot: &Snapshot, fields: &Fields, sku: &str, id: LinkId) -> Reply {
    let typed = typed(fields);
    let message = format!("{} was added as a link.", clip(typed));
    let undo = format!("{}/links/{id}/delete", address::product(sku));
    let named = snapshot.find(typed).and_then(|doc| snapshot.product(doc));
    let message = named.map_or(message, |view| format!("{} was added as a link.", view.sku()));
    reply::see_other_saying(&back(fields, sku), &Flash { message, undo })
}

/// Returns the type and the product that are meant, or the sentence that says what is wrong.
fn read(snapshot: &Snapshot, fields: &Fields) -> Result<(TypeId, Doc), String> {
    let kind = snapshot.vocabulary().relation_type(fields.get("type"));
    let unknown = || {
        let typed = clip(fields.get("type").trim());
        format!("There is no relation type “{typed}” (any more). Add it to one of the lists that there are.")
    };
    let kind = kind.ok_or_else(unknown)?.id;
    meant(snapshot, typed(fields)).map(|doc| (kind, doc))
}

/// Returns the one product that a sku or the words of a name mean.
pub(super) fn meant(snapshot: &Snapshot, typed: &str) -> Result<Doc, String> {
    if typed.is_empty() {
        return Err("Type the sku or the name of a product.".into());
    }
    if let Some(doc) = snapshot.find(typed) {
        return Ok(doc);
    }
    match search(snapshot, typed, &mark::locale(snapshot.vocabulary()), 2).as_slice() {
        [doc] => Ok(*doc),
        [] => Err(format!("There is no product of sku or name “{}”.", clip(typed))),
        _ => Err(format!("Several products are found by “{}”; choose one of them.", clip(typed))),
    }
}

/// Returns the products nearest to what was typed: those it finds, else those that its beginning finds.
pub(super) fn near(snapshot: &Snapshot, typed: &str) -> Vec<Tile> {
    let locale = mark::locale(snapshot.vocabulary());
    let mut found = search(snapshot, typed, &locale, NEAR_MAX);
    let mut short: String = typed.chars().take(64).collect();
    for _ in 0..SHORTENED_MAX {
        if !found.is_empty() || short.chars().count() <= 2 {
            break;
        }
        short.pop();
        found = search(snapshot, short.trim(), &locale, NEAR_MAX);
    }
    if typed.is_empty() {
        found.clear();
    }
    found.iter().filter_map(|doc| snapshot.product(*doc)).map(|view| mark::tile(view, &locale)).collect()
}

fn store_of(vocabulary: &Vocabulary, fields: &Fields) -> Result<Option<crate::domain::id::StoreId>, String> {
    match fields.get("store").trim() {
        "" => Ok(None),
        key => match vocabulary.store(key) {
            Some(store) => Ok(Some(store.id)),
            None => Err(format!("There is no store “{}”; choose another one.", clip(key))),
        },
    }
}

fn failed(snapshot: &Snapshot, fields: &Fields, problem: String) -> Failed {
    let typed = typed(fields).to_owned();
    let near = if snapshot.find(&typed).is_some() { Vec::new() } else { near(snapshot, &typed) };
    // A list that is not there has no form to say it at; the first one has.
    let vocabulary = snapshot.vocabulary();
    let kind = vocabulary.relation_type(fields.get("type")).or(vocabulary.types().first());
    Failed {
        form: kind.map(|kind| kind.key.clone()).unwrap_or_default(),
        typed,
        problem,
        near,
        two_way: fields.has("two_way"),
        store: fields.get("store").trim().to_owned(),
        ..Failed::default()
    }
}

/// Returns the sku that was typed, or the one of the pressed suggestion.
fn typed(fields: &Fields) -> &str {
    let name = if fields.has("pick") { "pick" } else { "sku" };
    fields.get(name).trim()
}

/// Returns where an action on a product's page goes back to: that page, in the store and locale it was seen in.
pub(super) fn back(fields: &Fields, sku: &str) -> String {
    let own = address::product(sku);
    let back = fields.get("back");
    let query = back.strip_prefix(own.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('?'));
    query.map_or(own.clone(), |rest| Look::read(&query::read(rest.trim_start_matches('?'))).address(&own))
}

/// Returns the store and locale a posted form was seen in.
pub(super) fn asked(fields: &Fields) -> Fields {
    query::read(fields.get("back").split_once('?').map(|(_, query)| query).unwrap_or_default())
}

/// Returns the name of the part of the page where a link's list stands.
fn list_of(snapshot: &Snapshot, link: &Link) -> String {
    let kind = snapshot.vocabulary().type_by_id(link.kind);
    kind.map(|kind| format!("#links-{}", kind.key)).unwrap_or_default()
}
