//! Imports: the form, the upload and the report. Checking and applying go on beside the request; a short one is done
//! before the answer leaves, so that most people never see it wait.

pub mod apply;
pub mod discard;
pub mod problem;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use super::body::Upload;
use super::error::Oops;
use super::insight;
use super::reply::{self, Reply};
use super::role;
use super::staff::Visit;
use crate::app::App;
use crate::codec::catalogue::Format;
use crate::domain::id::ImportId;
use crate::domain::problem::Problems;
use crate::domain::staff::Role;
use crate::form::paging::Paging;
use crate::form::query;
use crate::page::chrome::Here;
use crate::page::health::Wanted;
use crate::page::import::{Figures, Health, Line, List, Show, Stage, Told, row};
use crate::page::mark::{Choice, zone};
use crate::store::import::{self, Problem, State, Stored};
use crate::work::import::task;

/// How many imports the list shows.
const LIST_MAX: i64 = 50;
/// How long an answer waits for work that is under way.
const PATIENCE: Duration = Duration::from_secs(6);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);

/// The form and the imports so far.
pub async fn list(visit: Visit, app: web::Data<App>) -> Reply {
    listed(&visit, &app, StatusCode::OK, Problems::default(), "").await
}

/// Takes a file, checks it, and leads to the report.
pub async fn create(upload: Upload, app: web::Data<App>) -> Reply {
    let Upload { visit, fields, file } = upload;
    role::need(&visit.actor, Role::Editor)?;
    let chosen = fields.get("format").trim().to_owned();
    let mut problems = Problems::default();
    if !chosen.is_empty() && Format::parse(&chosen).is_none() {
        problems.add("format", "There is no such format; choose one of the list.");
    }
    let file = match file {
        Some(file) if file.others > 0 => {
            problems.add("file", "Several files arrived. Choose one; each file is an import of its own.");
            None
        }
        Some(file) if file.bytes > 0 => Some(file),
        Some(_) => {
            problems.add("file", "This file is empty. Choose one that holds a catalogue.");
            None
        }
        None => {
            problems.add("file", "Choose a file first.");
            None
        }
    };
    let (true, Some(file)) = (problems.is_empty(), file) else {
        return listed(&visit, &app, StatusCode::UNPROCESSABLE_ENTITY, problems, &chosen).await;
    };
    let (name, bytes) = (file.name.clone(), file.bytes);
    let path = file.keep();
    let (actor, own) = (visit.actor.clone(), app.get_ref().clone());
    let id = web::block(move || task::create(&own, &actor, &name, &path, bytes, &chosen))
        .await
        .map_err(|error| Oops::fault(error.to_string()))??;
    let (actor, own) = (visit.actor.clone(), app.get_ref().clone());
    aside("check", move || task::check(&own, &actor, id)).await?;
    reply::see_other(&format!("/imports/{id}"))
}

/// The report of one import.
pub async fn show(visit: Visit, app: web::Data<App>, id: web::Path<String>, request: HttpRequest) -> Reply {
    let id = number(&id)?;
    let asked = Paging::read(&query::read(request.query_string()));
    let (stored, problems, kept, paging, brought) = app
        .read(move |r| {
            let stored = import::find(r, id)?;
            let (_, kept) = import::problems(r, id, 0, 0)?;
            let kept = usize::try_from(kept).unwrap_or(0);
            let paging = asked.within(kept);
            let at = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let (problems, _) = import::problems(r, id, at(paging.skip()), at(paging.size))?;
            let brought = insight::brought(r, &stored)?;
            Ok((stored, problems, kept, paging, brought))
        })
        .await?;
    let chrome = visit.chrome(&app, stored.file_name.clone(), Here::Imports);
    let zone = zone(app.snapshot().vocabulary());
    let health = health(&app, id, brought).await?;
    let lines = problems.into_iter().map(line).collect();
    reply::page(&Show { health, ..Show::new(chrome, told(stored), zone, lines, kept, paging) })
}

/// Returns what is found of the relations that an import brought; none when it brought none.
async fn health(app: &web::Data<App>, id: ImportId, keys: Vec<String>) -> Result<Option<Health>, Oops> {
    if keys.is_empty() {
        return Ok(None);
    }
    let report = insight::report(app, Some(keys)).await?;
    let wanted = Wanted::of_import(id);
    Ok(Some(Health { brought: report.looked_at, found: report.found(), tabs: report.tabs(&wanted) }))
}

async fn listed(
    visit: &Visit,
    app: &web::Data<App>,
    status: StatusCode,
    problems: Problems,
    chosen: &str,
) -> Reply {
    let stored = app.read(|r| import::list(r, LIST_MAX)).await?;
    let zone = zone(app.snapshot().vocabulary());
    let mut formats = vec![Choice::new("", "Tell it from the file", chosen)];
    formats.extend(Format::ALL.map(|format| Choice::new(format.as_str(), format.label(), chosen)));
    let page = List {
        chrome: visit.chrome(app, "Imports", Here::Imports),
        formats,
        problems,
        rows: stored.into_iter().map(|stored| row(told(stored), zone)).collect(),
    };
    reply::page_with(status, &page)
}

/// Runs work on a thread of its own and waits for it a little.
async fn aside(
    name: &str,
    work: impl FnOnce() -> Result<(), crate::store::door::Refusal> + Send + 'static,
) -> Result<(), Oops> {
    let done = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&done);
    let run = move || {
        crate::work::behind::step_back();
        if let Err(refusal) = work() {
            tracing::error!(%refusal, "an import could not be finished");
        }
        tell.store(true, Ordering::Release);
    };
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map_err(|error| Oops::fault(error.to_string()))?;
    let mut waited = Duration::ZERO;
    while !done.load(Ordering::Acquire) && waited < PATIENCE {
        actix_web::rt::time::sleep(LOOK).await;
        waited += LOOK;
    }
    Ok(())
}

/// Returns the number in an address.
fn number(text: &str) -> Result<ImportId, Oops> {
    text.parse()
        .map(ImportId)
        .map_err(|_| Oops::not_found(format!("There is no import “{}”.", crate::domain::decimal::clip(text))))
}

fn told(stored: Stored) -> Told {
    let (counts, notices) = (task::from_json(&stored.counts), task::notices(&stored.counts));
    let stage = match stored.state {
        State::Checking => Stage::Checking,
        State::Checked => Stage::Checked,
        State::Applying => Stage::Applying,
        State::Applied => Stage::Applied,
        State::Failed => Stage::Failed,
        State::Interrupted => Stage::Interrupted,
        State::Discarded => Stage::Discarded,
    };
    Told {
        id: stored.id.0,
        format: Format::parse(&stored.format).map(|format| format.label().to_owned()).unwrap_or_default(),
        file: if stored.file_name.is_empty() { "Unnamed file".into() } else { stored.file_name },
        stage,
        rows_done: u64::try_from(stored.rows_done).unwrap_or(0),
        bytes: u64::try_from(stored.bytes_total).unwrap_or(0),
        figures: Figures {
            rows: counts.rows,
            added: counts.added,
            changed: counts.changed,
            unchanged: counts.unchanged,
            refused: counts.refused,
            problems: counts.problems,
        },
        notices,
        failure: stored.failure.unwrap_or_default(),
        by: stored.by,
        at: stored.created_at,
        has_file: stored.file_path.is_some(),
    }
}

fn line(problem: Problem) -> Line {
    let Problem { line, column, value, message, refused } = problem;
    Line { line, column, value, message, refused }
}
