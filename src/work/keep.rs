//! Keeps the snapshot in a file, so that the next start answers shops before the database does.
//!
//! The file is written beside the old one and put in its place whole, so that a crash leaves the old one. What is in it
//! may be old: `follow` brings it up to date as soon as the database answers, or reads everything anew. A file that is
//! damaged, of another format or of another database is as good as none. One thread writes, at its leisure.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Result, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::behind::step_back;
use crate::app::App;
use crate::codec::relation;
use crate::domain::change::Version;
use crate::domain::relation::draft::Draft;
use crate::index::file::stream::{In, Out, damaged};
use crate::index::file::{self, Drafts, FORMAT};
use crate::index::snapshot::Snapshot;

/// The file's name in the data folder.
pub const NAME: &str = "snapshot";
/// How often the thread looks.
const LOOK: Duration = Duration::from_millis(500);
/// How long a changed snapshot waits to be written, so that busy times cost one file in so long.
const CALM: Duration = Duration::from_secs(300);
/// Bytes read and written at once.
const BUFFER: usize = 1024 * 1024;

/// Where a process keeps its snapshot.
#[derive(Debug, Clone)]
pub struct Keeper {
    dir: PathBuf,
    database: [u8; 32],
}

impl Keeper {
    /// Returns the keeper of a data folder for the database of that address.
    pub fn new(dir: &Path, database_url: &str) -> Self {
        Self { dir: dir.to_owned(), database: Sha256::digest(database_url.as_bytes()).into() }
    }

    /// Returns the kept snapshot; none where there is none or it is of no use, which is logged.
    pub fn read(&self) -> Option<Snapshot> {
        let path = self.dir.join(NAME);
        let begun = Instant::now();
        match self.try_read(&path) {
            Ok(snapshot) => {
                let seconds = begun.elapsed().as_secs_f32();
                tracing::info!(products = snapshot.len(), seconds, "the catalogue is read from its file");
                Some(snapshot)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "the catalogue's file is of no use; it is made anew");
                None
            }
        }
    }

    fn try_read(&self, path: &Path) -> Result<Snapshot> {
        let open = File::open(path)?;
        let length = open.metadata()?.len();
        let mut stream = In::begin(BufReader::with_capacity(BUFFER, open), length, FORMAT)?;
        if stream.block()? != self.database {
            return Err(damaged("it is of another database"));
        }
        file::read(stream, &Drafts { write: &write_draft, read: &read_draft })
    }

    /// Writes a snapshot in the place of the kept one.
    pub fn write(&self, snapshot: &Snapshot) -> Result<()> {
        std::fs::create_dir_all(&self.dir)?;
        let path = self.dir.join(NAME);
        let beside = self.dir.join(format!("{NAME}.{}", std::process::id()));
        let written = self.write_beside(&beside, snapshot).and_then(|()| std::fs::rename(&beside, &path));
        if written.is_err() {
            let _gone = std::fs::remove_file(&beside);
        }
        written?;
        File::open(&self.dir)?.sync_all()
    }

    /// Removes what writers left that were stopped half-way.
    fn sweep(&self) {
        for entry in std::fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let writer = name.to_str().and_then(|name| name.strip_prefix(NAME)?.strip_prefix('.'));
            if writer.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                let _gone = std::fs::remove_file(entry.path());
            }
        }
    }

    fn write_beside(&self, path: &Path, snapshot: &Snapshot) -> Result<()> {
        let file = OpenOptions::new().create(true).truncate(true).write(true).open(path)?;
        let mut out = Out::begin(BufWriter::with_capacity(BUFFER, file), FORMAT)?;
        out.block(&self.database)?;
        file::write(snapshot, &Drafts { write: &write_draft, read: &read_draft }, &mut out)?;
        let mut file = out.end()?;
        file.flush()?;
        file.get_ref().sync_all()
    }

    /// Writes the application's snapshot if it is another one than was written last; tells which one is kept now.
    pub fn write_news(&self, app: &App, kept: Option<Version>) -> Option<Version> {
        let snapshot = app.snapshot();
        let version = snapshot.version().cloned();
        if version.is_none() || version == kept {
            return kept;
        }
        let begun = Instant::now();
        match self.write(&snapshot) {
            Ok(()) => {
                let seconds = begun.elapsed().as_secs_f32();
                tracing::debug!(seconds, "the catalogue is kept in its file");
                version
            }
            Err(error) => {
                tracing::warn!(%error, "the catalogue could not be kept in its file");
                kept
            }
        }
    }

    /// Starts the thread that keeps the snapshot until the process ends; `kept` is what the file holds.
    pub fn start(self, app: &App, mut kept: Option<Version>) -> Option<std::thread::JoinHandle<()>> {
        let app = app.clone();
        let keep = move || {
            step_back();
            self.sweep();
            let mut written: Option<Instant> = None;
            loop {
                std::thread::sleep(LOOK);
                let is_closing = app.is_closing();
                let is_due = is_closing || written.is_none_or(|written| written.elapsed() > CALM);
                if is_due && app.snapshot().version() != kept.as_ref() {
                    kept = self.write_news(&app, kept);
                    // What failed waits as long as what went well.
                    written = Some(Instant::now());
                }
                if is_closing {
                    return;
                }
            }
        };
        let started = std::thread::Builder::new().name("keep".into()).spawn(keep);
        started
            .map_err(|error| tracing::error!(%error, "the thread that keeps the catalogue is missing"))
            .ok()
    }
}

fn write_draft(draft: &Draft) -> String {
    relation::write(draft).to_string()
}

fn read_draft(text: &str) -> Option<Draft> {
    relation::read(&serde_json::from_str(text).ok()?).ok()
}
