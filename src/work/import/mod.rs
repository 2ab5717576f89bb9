//! Imports: a file of a catalogue → records → merged products → the store, in batches, or only told.
//!
//! The file is read twice: once to survey it (which rows are variants of what, which kind each new attribute is of), once
//! to merge it with what is there. A check does all of that without writing. A bad row is refused alone; a file that
//! cannot be read to its end is refused before anything is written. The same file twice changes nothing the second time.

mod batch;
mod link;
mod loss;
mod merge;
mod names;
mod price;
mod rows;
mod survey;
pub mod task;
pub mod upload;
mod value;
mod writer;

use std::io::Read;

use self::batch::{Batches, Sink};
use self::link::Links;
use self::names::Names;
use crate::app::App;
use crate::codec::catalogue::source::Circumstances;
use crate::codec::catalogue::{Format, Record, Row, Trouble};
use crate::domain::staff::Actor;
use crate::store::door::{Refusal, Write};

/// Most problems that are kept of one import; all are counted.
pub const PROBLEMS_MAX: usize = 1_000;
/// So many rows are merged and written at once.
const ROWS_PER_BATCH: usize = 2_500;
/// So many rows wait for the other rows of their product; beyond, they are merged as they came.
const WAITING_MAX: usize = 200_000;

/// Opens the file from its beginning.
pub type Open<'a> = &'a (dyn Fn() -> std::io::Result<Box<dyn Read + Send>> + Sync);

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only tells what would happen.
    Check,
    /// Writes.
    Apply,
}

/// How many rows came to what. Rows are the sum of the four after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows of the file.
    pub rows: u64,
    /// Rows of products and variants that were not there.
    pub added: u64,
    /// Rows that changed something.
    pub changed: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub refused: u64,
    /// Problems, those of refused rows and slight ones.
    pub problems: u64,
}

/// One problem and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line its row begins on.
    pub line: u64,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The format it was read in; none when that could not be told.
    pub format: Option<Format>,
    /// How many rows came to what.
    pub counts: Counts,
    /// The first [`PROBLEMS_MAX`] problems, by line.
    pub problems: Vec<Found>,
    /// What the file takes away in great numbers, as sentences: allowed, but often a slip.
    pub notices: Vec<String>,
    /// Why nothing (more) was taken; none when all went well.
    pub failure: Option<String>,
}

/// What one row came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// The report while it is made.
#[derive(Debug, Default)]
struct Making {
    counts: Counts,
    problems: Vec<Found>,
    losses: loss::Losses,
}

impl Making {
    fn count(&mut self, outcome: Outcome) {
        self.counts.rows += 1;
        match outcome {
            Outcome::Added => self.counts.added += 1,
            Outcome::Changed => self.counts.changed += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
            Outcome::Refused => self.counts.refused += 1,
        }
    }

    fn trouble(&mut self, line: u64, trouble: Trouble) {
        self.counts.problems += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Found { line, trouble });
        }
    }

    fn report(mut self, format: Option<Format>, failure: Option<String>) -> Report {
        self.problems.sort_by_key(|found| found.line);
        let notices = self.losses.notices();
        Report { format, counts: self.counts, problems: self.problems, notices, failure }
    }
}

/// Is told, in a transaction, how many rows are done, of how many.
type Progress<'a, 'p> = &'a mut (dyn FnMut(&mut Write<'_>, u64, u64) -> Result<(), Refusal> + Send + 'p);

/// Checks or applies a file. `progress` is called in the transaction of every batch that is written, and after every one
/// that is only checked.
pub fn run(
    app: &App,
    actor: &Actor,
    open: Open<'_>,
    format: Option<Format>,
    mode: Mode,
    progress: Progress<'_, '_>,
) -> Result<Report, Refusal> {
    let circumstances = Circumstances { now: app.clock().now() };
    let (format, survey) = match survey::survey(open, format, circumstances) {
        Ok(surveyed) => surveyed,
        Err(sentence) => return Ok(Making::default().report(format, Some(sentence))),
    };
    let vocabulary = app.read_now(crate::store::snapshot::vocabulary)?;
    let names = Names::new(&vocabulary, &survey.kinds);
    let mut making = Making::default();
    let begin = |sink| Batches::new(app, actor, &survey, names, sink);
    let passed = match mode {
        Mode::Check => merge(open, format, circumstances, begin(Sink::Told(&mut *progress)), &mut making),
        Mode::Apply => writer::beside(app, actor, &mut *progress, |writer| {
            merge(open, format, circumstances, begin(Sink::Written(writer)), &mut making)
        }),
    };
    let done = passed.and_then(|(links, names)| {
        let circle = link::Circle { app, actor, mode, names: &names, survey: &survey, progress };
        link::finish(links, circle, &mut making).map_err(Halt::Store)
    });
    if mode == Mode::Apply {
        // Whoever imported sees all of it, or what was written of it.
        crate::work::follow::catch_up(app);
    }
    match done {
        Ok(()) => Ok(making.report(Some(format), None)),
        Err(Halt::File(sentence)) => Ok(making.report(Some(format), Some(sentence))),
        Err(Halt::Store(refusal)) => Err(refusal),
    }
}

/// Why the second pass ended early.
enum Halt {
    File(String),
    Store(Refusal),
}

impl From<String> for Halt {
    fn from(sentence: String) -> Self {
        Self::File(sentence)
    }
}

/// The second pass: merges all rows, and returns the links, whose targets may have come last, and the names.
fn merge<'a>(
    open: Open<'_>,
    format: Format,
    circumstances: Circumstances,
    mut batches: Batches<'a, '_, '_>,
    making: &mut Making,
) -> Result<(Links, Names<'a>), Halt> {
    let passed = rows::each(open, Some(format), circumstances, |row| match row {
        Row::Bad(line, troubles) => {
            batches.refuse(line, troubles);
            Ok(())
        }
        Row::Read(record) => batches.take(record).map_err(Halt::Store),
    });
    let passed = passed.and_then(|_| batches.finish().map_err(Halt::Store));
    let (links, names, made) = batches.rest();
    *making = made;
    passed.map(|()| (links, names))
}

/// Returns the records of a row: itself, and those about its variants inside it.
fn with_nested(record: &Record) -> impl Iterator<Item = &Record> {
    std::iter::once(record).chain(&record.nested)
}
