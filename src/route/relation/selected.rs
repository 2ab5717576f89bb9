//! The ticked relations of the list, or all that its filter lets through: switched, duplicated or deleted together, or
//! handed to the page that gives them as files.
//!
//! More than a few are asked about first; the answer posts the same again with their number, so that what is done is what
//! was asked. What became of it is kept: the banner or its report takes it back.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::web;

use super::back;
use crate::app::App;
use crate::domain::bulk::{Act, Bulk, COPIES_MAX, RELATIONS_MAX, Skipped, UNASKED_MAX};
use crate::domain::id::{BulkId, RelationId};
use crate::domain::problem::Problems;
use crate::domain::staff::Role;
use crate::form::fields::Fields;
use crate::form::query;
use crate::form::relation_list::Filter;
use crate::index::snapshot::Standing;
use crate::page::chrome::{Flash, Here};
use crate::page::relation::line::Lines;
use crate::page::relation::selected::{Report, Sure};
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::route::staff::Visit;
use crate::store;
use crate::store::door::Refusal;

/// Most relations that are ticked one by one; as many as a page of the list has.
pub const TICKED_MAX: usize = 100;
/// The button that leads to their files.
const EXPORT: &str = "export";

/// Does to the relations what the pressed button says, or asks first whether it is meant.
pub async fn update(posted: Posted, app: web::Data<App>) -> Reply {
    let Posted { visit, fields } = posted;
    let back = back(&fields, "/relations").to_owned();
    let chosen = Chosen::read(&fields, &app);
    if chosen.standings.is_empty() && chosen.gone.is_empty() {
        let message = "Nothing was ticked, so nothing was changed.".to_owned();
        return reply::see_other_saying(&back, &Flash { message, undo: String::new() });
    }
    if fields.get("do") == EXPORT {
        return reply::see_other(&exports(&fields));
    }
    let wanted = Act::parse(fields.get("do")).filter(|act| *act != Act::Restore);
    let act = wanted.ok_or_else(|| Oops::not_found("This button does nothing."))?;
    need(&visit.actor, Role::Publisher)?;
    let count = chosen.standings.len();
    let most = if act == Act::Copy { COPIES_MAX } else { RELATIONS_MAX };
    if count > most {
        return Err(refused(format!(
            "{count} relations are more than {most} at once; narrow the list first."
        )));
    }
    if let Some(dropped) = chosen.dropped {
        return Err(refused(format!(
            "{dropped} So it is not clear which relations are meant; choose again."
        )));
    }
    if count > UNASKED_MAX && fields.get("sure") != count.to_string() {
        let chrome = visit.chrome(&app, "Are you sure?", Here::Relations);
        let names: Vec<&str> =
            chosen.standings.iter().map(|standing| standing.relation.name.as_str()).collect();
        return reply::page(&Sure::new(chrome, act, &names, again(&fields, count), &back));
    }
    let (ids, skipped) = ready(act, chosen);
    let bulk = app.write(&visit.actor, move |w| store::bulk::apply(w, act, &ids, skipped)).await?;
    told(&bulk, &back)
}

/// What became of a bulk action.
pub async fn show(visit: Visit, app: web::Data<App>, id: web::Path<i64>) -> Reply {
    let id = BulkId(id.into_inner());
    let bulk = app.read(move |r| store::bulk::find(r, id)).await?;
    let chrome = visit.chrome(&app, "Many at once", Here::Relations);
    reply::page(&Report::new(chrome, &bulk, &app.snapshot()))
}

/// Takes a bulk action back.
pub async fn delete(posted: Posted, app: web::Data<App>, id: web::Path<i64>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let id = BulkId(id.into_inner());
    let bulk = app.write(&posted.visit.actor, move |w| store::bulk::undo(w, id)).await?;
    told(&bulk, "/relations")
}

/// The relations that are meant.
struct Chosen {
    standings: Vec<Arc<Standing>>,
    /// Ticked, and deleted meanwhile.
    gone: Vec<String>,
    /// What the filter named and is not there any more: it would let through more than was seen.
    dropped: Option<String>,
}

impl Chosen {
    fn read(fields: &Fields, app: &App) -> Self {
        let now = app.clock().now();
        let (snapshot, roll) = app.handle().roll(now);
        if fields.has("all") {
            let address = fields.get("filter");
            let asked = query::read(address.split_once('?').map_or("", |(_, asked)| asked));
            let filter = Filter::read(&asked, snapshot.vocabulary());
            let lines = Lines::new(&snapshot, &roll, &filter, now);
            let standings = lines.of(&filter).iter().map(|line| Arc::clone(&line.entry.standing)).collect();
            let dropped = filter.dropped.first().cloned();
            return Self { standings, gone: Vec::new(), dropped };
        }
        let mut keys: Vec<&str> = fields.all("key").take(TICKED_MAX).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut chosen = Self { standings: Vec::new(), gone: Vec::new(), dropped: None };
        for key in keys {
            match snapshot.relation(key) {
                Some(standing) => chosen.standings.push(Arc::clone(standing)),
                None => chosen.gone.push(key.to_owned()),
            }
        }
        chosen
    }
}

fn refused(sentence: String) -> Oops {
    let mut problems = Problems::default();
    problems.add("", sentence);
    Refusal::Problems(problems).into()
}

/// Returns the numbers of those that the act can be done to, and why it cannot to the others.
fn ready(act: Act, chosen: Chosen) -> (Vec<RelationId>, Vec<Skipped>) {
    let gone = |key: String| Skipped { name: key.clone(), key, reason: "It was deleted meanwhile.".into() };
    let mut skipped: Vec<Skipped> = chosen.gone.into_iter().map(gone).collect();
    let mut ids = Vec::with_capacity(chosen.standings.len());
    for standing in chosen.standings {
        match standing.problems.0.first().filter(|_| act == Act::On && !standing.relation.active) {
            Some(problem) => skipped.push(Skipped {
                key: standing.key.clone(),
                name: standing.relation.name.clone(),
                reason: format!("It is broken, so it would show nothing: {}", problem.message),
            }),
            None => ids.push(standing.id),
        }
    }
    (ids, skipped)
}

/// Returns what the answer to the question posts again.
fn again(fields: &Fields, count: usize) -> Vec<(&'static str, String)> {
    let mut again = vec![("sure", count.to_string())];
    for name in ["do", "back", "all", "filter", "key"] {
        again.extend(fields.all(name).take(TICKED_MAX).map(|value| (name, value.to_owned())));
    }
    again
}

fn told(bulk: &Bulk, back: &str) -> Reply {
    let report = format!("/relations/selected/{}", bulk.id);
    if !bulk.skipped.is_empty() {
        return reply::see_other(&report);
    }
    let undo = if bulk.done.is_empty() { String::new() } else { format!("{report}/undo") };
    reply::see_other_saying(back, &Flash { message: bulk.sentence(), undo })
}

/// Returns the address of the page that hands these relations out as files.
fn exports(fields: &Fields) -> String {
    if fields.has("all") {
        let asked = fields.get("filter").split_once('?').map_or("", |(_, asked)| asked);
        let pairs = query::read(asked).0;
        let pairs: Vec<(&str, Cow<'_, str>)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str().into())).collect();
        return query::write("/exports", &pairs);
    }
    let keys: Vec<(&str, Cow<'_, str>)> =
        fields.all("key").take(TICKED_MAX).map(|key| ("key", key.into())).collect();
    query::write("/exports", &keys)
}
