//! The files of imports: deleted when they are no longer needed, discarded on a wish, pruned when nobody came back.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::domain::id::ImportId;
use crate::domain::staff::Actor;
use crate::store::door::Refusal;
use crate::store::import::{self, State, Stored};

/// A file that nobody asked about for so long is given up.
const AGE_MAX: TimeDelta = TimeDelta::days(7);

/// Takes a checked or interrupted import back, and deletes its file.
pub fn discard(app: &App, actor: &Actor, id: ImportId) -> Result<(), Refusal> {
    let stored = app.read_now(|read| import::find(read, id))?;
    app.write_now(actor, |write| import::discard(write, id))?;
    forget(app, actor, &stored)
}

/// Deletes a file that is no longer needed.
pub(super) fn forget(app: &App, actor: &Actor, stored: &Stored) -> Result<(), Refusal> {
    let Some(path) = &stored.file_path else { return Ok(()) };
    app.write_now(actor, |write| import::forget_file(write, stored.id))?;
    remove(Path::new(path));
    Ok(())
}

/// Deletes what earlier runs left over: files of imports that are done with or were given up, and old ones that no
/// import knows.
pub fn prune(app: &App, folder: &Path) -> Result<(), Refusal> {
    let before = app.clock().now() - AGE_MAX;
    let actor = Actor::command("serve");
    for stored in app.read_now(|read| import::left_over(read, before))? {
        if matches!(stored.state, State::Checked | State::Interrupted) {
            app.write_now(&actor, |write| import::discard(write, stored.id))?;
        }
        forget(app, &actor, &stored)?;
    }
    let known = app.read_now(import::files)?;
    // Before the first upload there is no such folder.
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        let written = entry.metadata().and_then(|file| file.modified()).map(DateTime::<Utc>::from);
        let is_old = written.is_ok_and(|written| written < before);
        if is_old && !known.iter().any(|known| Path::new(known) == path) {
            remove(&path);
        }
    }
    Ok(())
}

fn remove(path: &Path) {
    match std::fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the file of an import could not be deleted");
        }
    }
}
