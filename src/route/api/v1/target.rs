//! What one relation shows: for a source, or its rule's set before anything is left out.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::answer::{self, List};
use super::relation::{Known, found};
use crate::app::App;
use crate::index::run::matches;
use crate::index::snapshot::{Doc, Standing};
use crate::pick::choose::alone;
use crate::pick::order::in_order;
use crate::route::api::asked::{Asked, LIST_MAX, Parameters};
use crate::route::api::json;
use crate::route::api::problem::Answer;

/// Products of a page when no limit is given.
const PAGE: usize = 100;

#[derive(Serialize)]
struct Targets {
    #[serde(flatten)]
    list: List<answer::Item>,
    total: usize,
    version: String,
}

/// `GET /api/v1/relations/{key}/targets?source=&raw=1`. Raw is the rule's whole set in the relation's order, its source
/// included; frozen list, store, active, stock and limit are set aside.
pub async fn list(app: Data<App>, request: HttpRequest, known: Known, key: Path<String>) -> Answer {
    known?;
    let parameters = Parameters::of_query(request.query_string())?;
    let asked = Asked::read(&app, &parameters)?;
    let standing = found(&app, &key)?;
    let limit = parameters.number("limit", LIST_MAX)?.unwrap_or(PAGE);
    let source = parameters.get("source").map(|sku| asked.named("source", sku)).transpose()?;
    let (items, total) = match parameters.flag("raw") {
        true => raw(&asked, &standing, source, limit),
        false => shown(&asked, &standing, source, limit),
    };
    let version = answer::version(&asked.snapshot);
    json::write(&request, &Targets { list: List { items, next: None }, total, version })
}

fn raw(asked: &Asked, standing: &Standing, source: Option<Doc>, limit: usize) -> (Vec<answer::Item>, usize) {
    let Some(rule) = &standing.relation.target.rule else { return (Vec::new(), 0) };
    let circumstances = asked.circumstances();
    let set = matches(&asked.snapshot, &circumstances, rule, source);
    let docs = in_order(&asked.snapshot, &circumstances, &set, standing.relation.sort, limit);
    let items = docs.into_iter().filter_map(|doc| answer::item(asked, doc)).collect();
    (items, usize::try_from(set.len()).unwrap_or(usize::MAX))
}

fn shown(
    asked: &Asked,
    standing: &Standing,
    source: Option<Doc>,
    limit: usize,
) -> (Vec<answer::Item>, usize) {
    let ask = asked.ask();
    let stands = source.is_none_or(|doc| asked.snapshot.stands_on(standing, &asked.circumstances(), doc));
    if !standing.problems.is_empty() || !stands || !ask.meets(&asked.snapshot, standing) {
        return (Vec::new(), 0);
    }
    let targets = alone(&asked.snapshot, &ask, standing, source);
    let picks = targets.picks.get(..limit.min(targets.picks.len())).unwrap_or_default();
    (answer::items(asked, picks), targets.picks.len())
}
