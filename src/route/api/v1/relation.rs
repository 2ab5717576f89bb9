//! Relations: list, make, read, replace, delete. Needs a token; writing needs one that may publish.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::answer::{List, escape, version};
use super::named::unknown;
use crate::app::App;
use crate::codec;
use crate::domain::limit::ITEMS_MAX;
use crate::domain::relation::check::check;
use crate::domain::relation::draft::Draft;
use crate::domain::staff::{Actor, Role};
use crate::index::snapshot::Standing;
use crate::route::api::asked::{Parameters, kind, loaded};
use crate::route::api::json::{self as body, RULE_BODY_MAX};
use crate::route::api::problem::{Answer, Refused};
use crate::route::token::{Bearer, Unknown};
use crate::store::door::Refusal;
use crate::store::relation::{self, Held};
use crate::work::freeze;

/// Relations of a page when no limit is given.
const PAGE: usize = 100;
/// Stands in an entity tag between the version and the mark of what is wrong.
const BROKEN: char = '-';

/// Somebody known, or why not.
pub type Known = Result<Bearer, Unknown>;

/// `GET /api/v1/relations?limit=&after=&type=`, by key.
pub async fn list(app: Data<App>, request: HttpRequest, known: Known) -> Answer {
    known?;
    let parameters = Parameters::of_query(request.query_string())?;
    let limit = parameters.number("limit", ITEMS_MAX)?.unwrap_or(PAGE);
    let after = parameters.get("after").unwrap_or_default();
    let snapshot = loaded(&app)?;
    let kind = kind(&snapshot, &parameters)?;
    let is_meant = |standing: &&&Standing| kind.is_none_or(|kind| standing.draft.kind == kind.key);
    let mut found: Vec<&Standing> = snapshot.relations().iter().map(|standing| &**standing).collect();
    found.sort_by(|left, right| left.key.cmp(&right.key));
    let mut found: Vec<&Standing> =
        found.iter().filter(|standing| standing.key.as_str() > after).filter(is_meant).copied().collect();
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.map(|last| {
        let kind = kind.map(|kind| format!("&type={}", escape(&kind.key))).unwrap_or_default();
        format!("/api/v1/relations?limit={limit}&after={}{kind}", escape(&last.key))
    });
    let items = found.into_iter().map(written).collect();
    body::write(&List { items, next, version: version(&snapshot) })
}

/// `POST /api/v1/relations`
pub async fn create(app: Data<App>, request: HttpRequest, known: Known, payload: Payload) -> Answer {
    let actor = publisher(known)?;
    let draft = read(&app, &request, payload, None).await?;
    let key = app.write(&actor, move |w| relation::insert(w, &draft).map(|(_, key)| key)).await?;
    freeze::take(&app, &actor, &key).await?;
    let standing = found(&app, &key)?;
    let location = format!("/api/v1/relations/{}", escape(&key));
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .insert_header((header::ETAG, quoted(&tag(&standing))))
        .content_type("application/json")
        .body(body::text(&written(&standing))?))
}

/// `GET /api/v1/relations/{key}`
pub async fn show(app: Data<App>, request: HttpRequest, known: Known, key: Path<String>) -> Answer {
    known?;
    let standing = found(&app, &key)?;
    body::write_tagged(&request, &tag(&standing), body::text(&written(&standing))?)
}

/// `PUT /api/v1/relations/{key}`: replaces it whole; with `If-Match` only the version that is meant.
pub async fn update(
    app: Data<App>,
    request: HttpRequest,
    known: Known,
    key: Path<String>,
    payload: Payload,
) -> Answer {
    let actor = publisher(known)?;
    let old = found(&app, &key)?;
    let draft = read(&app, &request, payload, Some(&old.draft)).await?;
    let (named, meant) = (key.to_string(), Meant::of(&request));
    app.write(&actor, move |w| {
        let held = relation::hold(w, &named)?;
        meant.check(&held)?;
        relation::update(w, held.id, held.version, &draft)
    })
    .await?;
    freeze::take(&app, &actor, &key).await?;
    let standing = found(&app, &key)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, quoted(&tag(&standing))))
        .content_type("application/json")
        .body(body::text(&written(&standing))?))
}

/// `DELETE /api/v1/relations/{key}`
pub async fn delete(app: Data<App>, request: HttpRequest, known: Known, key: Path<String>) -> Answer {
    let actor = publisher(known)?;
    let (key, meant) = (key.into_inner(), Meant::of(&request));
    app.write(&actor, move |w| {
        meant.check(&relation::hold(w, &key)?)?;
        relation::delete(w, &key)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Returns the relation of a key; 404 when there is none.
pub fn found(app: &App, key: &str) -> Result<std::sync::Arc<Standing>, Refused> {
    let missing = || Refused::not_found(format!("There is no relation with the key “{key}”."));
    loaded(app)?.relation(key).cloned().ok_or_else(missing)
}

fn publisher(known: Known) -> Result<Actor, Refused> {
    let actor = known?.actor;
    if actor.role < Role::Publisher {
        let message = format!("{} may read relations, but not publish them.", actor.name);
        return Err(Refusal::Forbidden(message).into());
    }
    Ok(actor)
}

/// Reads a relation that is to stand in for `old`, and lets it through the gate.
async fn read(
    app: &App,
    request: &HttpRequest,
    payload: Payload,
    old: Option<&Draft>,
) -> Result<Draft, Refused> {
    let json = body::read(request, payload, RULE_BODY_MAX).await?;
    let draft = codec::relation::read(&json).map_err(|problems| Refused::problems(&problems))?;
    let snapshot = loaded(app)?;
    let mut problems = check(&draft, snapshot.vocabulary()).problems;
    problems.0.extend(unknown(&draft, old, &snapshot).0);
    match problems.is_empty() {
        true => Ok(draft),
        false => Err(Refused::problems(&problems)),
    }
}

/// Which versions a caller means to change.
enum Meant {
    Any,
    These(Vec<String>),
}

impl Meant {
    fn of(request: &HttpRequest) -> Self {
        let mut lists = request.headers().get_all(header::IF_MATCH).peekable();
        if lists.peek().is_none() {
            return Self::Any;
        }
        let texts = lists.map(|value| value.to_str().unwrap_or_default());
        let tags = texts.flat_map(|list| list.split(',')).map(str::trim);
        Self::These(tags.map(|tag| tag.trim_start_matches("W/").to_owned()).collect())
    }

    /// Refuses what is at another version; asked while nobody else can change it.
    fn check(&self, held: &Held) -> Result<(), Refusal> {
        let Self::These(tags) = self else { return Ok(()) };
        match tags.iter().any(|tag| tag == "*" || version_of(tag) == Some(held.version)) {
            true => Ok(()),
            false => Err(Refusal::Stale(format!(
                "{} changed this relation meanwhile; it is at version {} now.",
                held.by, held.version
            ))),
        }
    }
}

/// Returns the entity tag of a relation: its version, and where it is broken a mark of what is wrong with it, which changes
/// without a version of its own when the catalogue does.
fn tag(standing: &Standing) -> String {
    if standing.problems.is_empty() {
        return standing.version.to_string();
    }
    let mut hasher = DefaultHasher::new();
    standing.problems.0.iter().for_each(|problem| (&problem.place, &problem.message).hash(&mut hasher));
    format!("{}{BROKEN}{:x}", standing.version, hasher.finish())
}

fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}

/// Returns the version that an entity tag in its quotes stands for; a mark of what is wrong says nothing of it.
fn version_of(tag: &str) -> Option<i64> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    inner.split(BROKEN).next()?.parse().ok()
}

/// Returns a relation as the API writes it, with how it stands.
fn written(standing: &Standing) -> Value {
    let mut json = codec::relation::write(&standing.draft);
    let problems: Vec<Value> = standing
        .problems
        .0
        .iter()
        .map(|problem| json!({"place": problem.place, "message": problem.message}))
        .collect();
    if let Value::Object(object) = &mut json {
        object.insert("key".into(), json!(standing.key));
        object.insert("revision".into(), json!(standing.version));
        object.insert("broken".into(), json!(!problems.is_empty()));
        object.insert("problems".into(), Value::Array(problems));
        object.insert("updated_at".into(), json!(standing.updated_at));
        object.insert("updated_by".into(), json!(standing.updated_by));
    }
    json
}
