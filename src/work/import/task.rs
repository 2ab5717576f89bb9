//! An import with a life of its own: kept in the `import` table, checked and applied on a thread.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;

use super::folder::Folder;
use super::upload::forget;
use super::{Counts, Mode, Report, Source, run};
use crate::app::App;
use crate::codec::catalogue::Format;
use crate::domain::id::ImportId;
use crate::domain::staff::Actor;
use crate::store::door::Refusal;
use crate::store::import::{self, Lease, New, Outcome, Problem, State, Stored};

/// One import of this process at a time writes; the store keeps other processes apart.
static TURN: Mutex<()> = Mutex::new(());

/// How often a report is tried to be kept while the database is away, and how long the pause between is.
const KEEP_TRIES: usize = 60;
const KEEP_PAUSE: Duration = Duration::from_secs(1);

/// Keeps a file that was sent as a new import, to be checked.
pub fn create(
    app: &App,
    actor: &Actor,
    name: &str,
    path: &Path,
    bytes: u64,
    format: &str,
) -> Result<ImportId, Refusal> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let path = path.to_str().ok_or_else(|| Refusal::Fault("the data folder's name is not UTF-8".into()))?;
    app.write_now(actor, |write| {
        import::insert(write, &New { file_name: name, file_path: Some(path), format, bytes })
    })
}

/// Does the dry run of a kept import and keeps its report.
pub fn check(app: &App, actor: &Actor, id: ImportId) -> Result<(), Refusal> {
    let stored = app.read_now(|read| import::find(read, id))?;
    let _lease = Lease::take(app.database_url(), id)?;
    let report = run_stored(app, actor, &stored, Mode::Check).unwrap_or_else(|refusal| {
        tracing::error!(%refusal, import = id.0, "an import could not be checked");
        failed(
            &stored,
            format!(
                "It could not be checked because {}. Nothing was changed; send the file again.",
                cause(&refusal)
            ),
        )
    });
    if report.failure.is_none() {
        return keep(app, actor, id, State::Checked, &report);
    }
    keep(app, actor, id, State::Failed, &report)?;
    forget(app, actor, &stored)
}

/// Takes the turn to apply; what refuses is said before anything is begun.
pub fn begin(app: &App, actor: &Actor, id: ImportId) -> Result<(), Refusal> {
    app.write_now(actor, |write| import::begin(write, id))
}

/// Applies an import that has begun, and keeps its report. What went wrong is kept as well.
pub fn apply(app: &App, actor: &Actor, id: ImportId) -> Result<(), Refusal> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let stored = app.read_now(|read| import::find(read, id))?;
    let _lease = Lease::take(app.database_url(), id)?;
    let report = match run_stored(app, actor, &stored, Mode::Apply) {
        Ok(report) => report,
        Err(refusal) => {
            tracing::error!(%refusal, import = id.0, "an import stopped");
            let failure = format!(
                "It stopped in the middle because {}. What was written stays; apply the file again to write the rest.",
                cause(&refusal)
            );
            // The file stays: it is applied again from its report.
            return keep(app, actor, id, State::Interrupted, &failed(&stored, failure));
        }
    };
    let state = if report.failure.is_some() { State::Failed } else { State::Applied };
    keep(app, actor, id, state, &report)?;
    forget(app, actor, &stored)
}

fn failed(stored: &Stored, failure: String) -> Report {
    let (format, counts) = (Format::parse(&stored.format), from_json(&stored.counts));
    let notices = notices(&stored.counts);
    Report { format, counts, problems: Vec::new(), notices, failure: Some(failure) }
}

/// Returns why the store refused, for a sentence: a full disk is what an operator can do something about.
fn cause(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Fault(words) | Refusal::Busy(words) if words.contains("No space left on device") => {
            "the disk of the server is full"
        }
        Refusal::NotFound(_) => "its file is no longer there",
        _ => "the database did not answer as it should",
    }
}

/// Marks what was under way in a process that has ended, for the start of a server.
pub fn interrupt(app: &App) -> Result<(), Refusal> {
    ended(app, TimeDelta::zero())
}

/// Marks what was under way in a process that has ended, while others go on.
pub fn look_after(app: &App) {
    if let Err(refusal) = ended(app, import::GRACE) {
        tracing::warn!(%refusal, "it could not be seen which imports are under way");
    }
}

fn ended(app: &App, longer: TimeDelta) -> Result<(), Refusal> {
    if app.read_now(import::is_any_under_way)? {
        app.write_now(&Actor::command("serve"), |write| import::interrupt(write, longer))?;
    }
    Ok(())
}

/// Applies a file of the command line, or a Spryker import folder, kept in the list like the others but not copied.
pub fn apply_file(app: &App, actor: &Actor, path: &Path, format: Option<Format>) -> Result<Report, Refusal> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = match path.is_dir() {
        true => Folder::open(path).map_or(0, |folder| folder.bytes()),
        false => std::fs::metadata(path).map_or(0, |file| file.len()),
    };
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let named = format.map(Format::as_str).unwrap_or_default();
    let new = New { file_name: &name, file_path: None, format: named, bytes };
    let id = app.write_now(actor, |write| import::begin_new(write, &new))?;
    let _lease = Lease::take(app.database_url(), id)?;
    let report = run_path(app, actor, (&name, path), format, Mode::Apply, Some(id));
    let (state, kept) = match &report {
        Ok(report) if report.failure.is_none() => (State::Applied, report.clone()),
        Ok(report) => (State::Failed, report.clone()),
        Err(refusal) => (State::Failed, Report::failed(format, refusal.to_string())),
    };
    keep(app, actor, id, state, &kept)?;
    report
}

/// Checks a file or folder of the command line; nothing is kept.
pub fn check_file(app: &App, actor: &Actor, path: &Path, format: Option<Format>) -> Result<Report, Refusal> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    run_path(app, actor, (&name, path), format, Mode::Check, None)
}

fn run_stored(app: &App, actor: &Actor, stored: &Stored, mode: Mode) -> Result<Report, Refusal> {
    let Some(path) = stored.file_path.as_ref().map(PathBuf::from) else {
        return Err(Refusal::NotFound("The file of this import is no longer here. Send it again.".into()));
    };
    run_path(app, actor, (&stored.file_name, &path), Format::parse(&stored.format), mode, Some(stored.id))
}

fn run_path(
    app: &App,
    actor: &Actor,
    (name, path): (&str, &Path),
    format: Option<Format>,
    mode: Mode,
    id: Option<ImportId>,
) -> Result<Report, Refusal> {
    let folder = match path.is_dir().then(|| Folder::open(path)) {
        Some(Ok(folder)) => folder,
        Some(Err(sentence)) => return Ok(Report::failed(format, sentence)),
        None => Folder { read: vec![(name.to_owned(), path.to_owned())], ..Folder::default() },
    };
    let opens: Vec<_> = folder
        .read
        .iter()
        .map(|(_, path)| {
            move || -> std::io::Result<Box<dyn std::io::Read + Send>> {
                Ok(Box::new(std::fs::File::open(path)?))
            }
        })
        .collect();
    let named = folder.read.iter().zip(&opens).enumerate();
    let sources: Vec<Source<'_>> =
        named.map(|(place, ((name, _), open))| Source { name, open, place }).collect();
    let mut report = run(app, actor, &sources, format, mode, &mut |write, rows, of| match id {
        Some(id) => import::progress(write, id, rows, of),
        None => Ok(()),
    })?;
    report.notices.extend(folder.notice());
    Ok(report)
}

fn keep(app: &App, actor: &Actor, id: ImportId, state: State, report: &Report) -> Result<(), Refusal> {
    let problems: Vec<Problem> = report
        .problems
        .iter()
        .map(|found| Problem {
            line: i64::try_from(found.line).unwrap_or(i64::MAX),
            column: [found.file.as_str(), found.trouble.column.as_str()].join(" ").trim().to_owned(),
            value: found.trouble.value.clone(),
            message: found.trouble.message.clone(),
            refused: found.trouble.refuses,
        })
        .collect();
    let outcome = Outcome {
        state,
        format: report.format.map(Format::as_str).unwrap_or_default(),
        counts: to_json(report),
        failure: report.failure.as_deref(),
        problems: &problems,
    };
    // A database that died in the middle comes back soon; what became of the import should not be lost until then.
    let mut tries: usize = 0;
    loop {
        tries += 1;
        match app.write_now(actor, |write| import::finish(write, id, &outcome)) {
            Err(Refusal::Busy(_) | Refusal::Fault(_)) if tries < KEEP_TRIES && !app.is_closing() => {
                std::thread::sleep(KEEP_PAUSE);
            }
            outcome => return outcome,
        }
    }
}

/// Returns the counts and notices as they are kept and told.
pub fn to_json(report: &Report) -> serde_json::Value {
    let mut told = serde_json::to_value(report.counts).unwrap_or_default();
    if let Some(told) = told.as_object_mut() {
        told.insert("notices".into(), report.notices.clone().into());
    }
    told
}

/// Returns the counts that were kept; none before the first report.
pub fn from_json(counts: &serde_json::Value) -> Counts {
    serde_json::from_value(counts.clone()).unwrap_or_default()
}

/// Returns the notices that were kept.
pub fn notices(counts: &serde_json::Value) -> Vec<String> {
    let kept = counts.get("notices").and_then(serde_json::Value::as_array);
    kept.into_iter().flatten().filter_map(|notice| notice.as_str().map(str::to_owned)).collect()
}
