//! Imports: a file of a catalogue → records → merged products → the store, in batches, or only told.
//!
//! The file is read twice: once to survey it (which rows are variants of what, which kind each new attribute is of), once
//! to merge it with what is there; more often where more rows than may wait are apart from the others of their product. A check does all of that without writing. A bad row is refused alone; a file that
//! cannot be read to its end is refused before anything is written. The same file twice changes nothing the second time.

mod batch;
mod folder;
mod gather;
mod kind;
mod learn;
mod link;
mod loss;
mod merge;
mod names;
mod price;
mod rows;
mod spryker;
mod survey;
pub mod task;
pub mod upload;
mod value;
mod waiting;
mod writer;

use std::io::Read;

use self::batch::{Batches, Sink};
use self::link::Links;
use self::names::Names;
use self::survey::Survey;
use crate::app::App;
use crate::codec::catalogue::source::{self, Circumstances};
use crate::codec::catalogue::{Format, Record, Row, Trouble};
use crate::domain::staff::Actor;
use crate::domain::vocabulary::Vocabulary;
use crate::store::door::{Refusal, Write};

/// Most problems that are kept of one import; all are counted.
pub const PROBLEMS_MAX: usize = 1_000;
/// So many rows are merged and written at once.
const ROWS_PER_BATCH: usize = 2_500;
/// So many rows wait for the other rows of their product; beyond, some products are put off to another reading.
const WAITING_MAX: usize = 200_000;

/// Opens a file from its beginning.
pub type Open<'a> = &'a (dyn Fn() -> std::io::Result<Box<dyn Read + Send>> + Sync);

/// A file and its name.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// What it is called; of Spryker's files it says which one it is.
    pub name: &'a str,
    /// Opens it.
    pub open: Open<'a>,
    /// Its number among the files of the import, from 0.
    pub place: usize,
}

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
    /// The file, where there are several.
    pub file: String,
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

impl Report {
    /// Returns the report of an import of which nothing was taken.
    fn failed(format: Option<Format>, sentence: String) -> Self {
        let (counts, problems, notices) = (Counts::default(), Vec::new(), Vec::new());
        Self { format, counts, problems, notices, failure: Some(sentence) }
    }
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
    /// Places and what is wrong there.
    problems: Vec<(u64, Trouble)>,
    losses: loss::Losses,
    /// Relations that no store shows.
    nowhere: u64,
    /// What else is to be told of the whole, as sentences.
    notes: Vec<String>,
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

    fn trouble(&mut self, place: u64, trouble: Trouble) {
        self.counts.problems += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push((place, trouble));
        }
    }

    /// Takes another report's rows and problems.
    fn join(&mut self, other: Self) {
        let problems = self.counts.problems + other.counts.problems;
        for (sum, more) in [
            (&mut self.counts.rows, other.counts.rows),
            (&mut self.counts.added, other.counts.added),
            (&mut self.counts.changed, other.counts.changed),
            (&mut self.counts.unchanged, other.counts.unchanged),
            (&mut self.counts.refused, other.counts.refused),
        ] {
            *sum += more;
        }
        other.problems.into_iter().for_each(|(place, trouble)| self.trouble(place, trouble));
        self.counts.problems = problems;
        self.losses = other.losses;
        self.notes.extend(other.notes);
    }

    fn report(mut self, sources: &[Source<'_>], format: Option<Format>, failure: Option<String>) -> Report {
        self.problems.sort_by_key(|(place, _)| *place);
        let mut notices = std::mem::take(&mut self.notes);
        notices.extend(self.losses.notices());
        if self.nowhere > 0 {
            notices.push(format!(
                "{} of the relations are shown in no store: no row of product_relation_store.csv names them.",
                self.nowhere
            ));
        }
        let found = |(place, trouble): (u64, Trouble)| {
            let (file, line) = rows::apart(place);
            let file = sources.get(file).filter(|_| sources.len() > 1);
            Found { file: file.map(|file| file.name.to_owned()).unwrap_or_default(), line, trouble }
        };
        let problems = self.problems.into_iter().map(found).collect();
        Report { format, counts: self.counts, problems, notices, failure }
    }
}

/// Is told, in a transaction, how many rows are done, of how many.
type Progress<'a, 'p> = &'a mut (dyn FnMut(&mut Write<'_>, u64, u64) -> Result<(), Refusal> + Send + 'p);

/// What one run is about.
struct Run<'a> {
    app: &'a App,
    actor: &'a Actor,
    sources: &'a [Source<'a>],
    format: Option<Format>,
    mode: Mode,
    circumstances: Circumstances,
}

/// Checks or applies a file, or several that belong together. `progress` is called in the transaction of every batch that
/// is written, and after every one that is only checked.
pub fn run(
    app: &App,
    actor: &Actor,
    sources: &[Source<'_>],
    format: Option<Format>,
    mode: Mode,
    progress: Progress<'_, '_>,
) -> Result<Report, Refusal> {
    let circumstances = Circumstances { now: app.clock().now(), file: None };
    let run = Run { app, actor, sources, format, mode, circumstances };
    let mut making = Making::default();
    let done = match run.is_sprykers() {
        true => spryker::run(&run, progress, &mut making).map(|()| Some(Format::Spryker)),
        false => {
            let vocabulary = app.read_now(crate::store::snapshot::vocabulary)?;
            run.survey(&|_| false).and_then(|(format, survey)| {
                run.catalogue(&vocabulary, (format, &survey), progress, &mut making).map(|_| format)
            })
        }
    };
    let (format, failure) = match done {
        Ok(format) => (format, None),
        Err(Halt::File(sentence)) => (format, Some(sentence)),
        Err(Halt::Store(refusal)) => return Err(refusal),
    };
    Ok(making.report(sources, format, failure))
}

/// Why a pass ended early.
enum Halt {
    File(String),
    Store(Refusal),
}

impl From<String> for Halt {
    fn from(sentence: String) -> Self {
        Self::File(sentence)
    }
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal)
    }
}

impl Run<'_> {
    /// Returns true for files of Spryker's: said to be, or one that is none of another format.
    fn is_sprykers(&self) -> bool {
        let is_told = || match (self.format, self.sources) {
            (None, [one]) => {
                let format = (one.open)().ok().and_then(|bytes| source::tell_format(bytes, one.name).ok());
                format == Some(Format::Spryker)
            }
            _ => false,
        };
        self.format == Some(Format::Spryker) || is_told()
    }

    /// Reads the files through once and returns their format and what was found out.
    fn survey(&self, is_parted: survey::IsParted<'_>) -> Result<(Option<Format>, Survey), Halt> {
        let mut owners =
            |skus: &[String]| self.app.read_now(|read| crate::store::product::find_owners(read, skus));
        survey::survey(self.sources, self.format, self.circumstances, &mut owners, is_parted)
    }

    /// Takes products and variants of surveyed files: merges their rows with what is there, and writes the links last.
    /// Returns all that can be named now.
    fn catalogue(
        &self,
        vocabulary: &Vocabulary,
        (format, survey): (Option<Format>, &Survey),
        progress: Progress<'_, '_>,
        making: &mut Making,
    ) -> Result<Vocabulary, Halt> {
        let Self { app, actor, mode, .. } = *self;
        let names = Names::new(vocabulary, &survey.kinds);
        let begin = |sink| Batches::new(app, actor, survey, names, sink);
        let passed = match mode {
            Mode::Check => self.merge(format, begin(Sink::Told(&mut *progress)), making),
            Mode::Apply => writer::beside(app, actor, &mut *progress, |writer| {
                self.merge(format, begin(Sink::Written(writer)), making)
            }),
        };
        let done = passed.and_then(|(links, names)| {
            let circle = link::Circle { app, actor, mode, names: &names, survey, progress };
            link::finish(links, circle, making)?;
            Ok(names.learnt())
        });
        if mode == Mode::Apply {
            // Whoever imported sees all of it, or what was written of it.
            crate::work::follow::catch_up(app);
        }
        done
    }

    /// The second pass: merges all rows, and returns the links, whose targets may have come last, and the names.
    fn merge<'n>(
        &self,
        format: Option<Format>,
        mut batches: Batches<'n, '_, '_>,
        making: &mut Making,
    ) -> Result<(Links, Names<'n>), Halt> {
        let passed = loop {
            let read = rows::each(self.sources, format, self.circumstances, |row| match row {
                Row::Bad(line, troubles) => {
                    batches.refuse(line, troubles);
                    Ok(())
                }
                Row::Read(record) => batches.take(record).map_err(Halt::Store),
            });
            match read.and_then(|_| batches.finish().map_err(Halt::Store)) {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(halt) => break Err(halt),
            }
        };
        let (links, names, made) = batches.rest();
        *making = made;
        passed.map(|()| (links, names))
    }
}

/// Returns the records of a row: itself, and those about its variants inside it.
fn with_nested(record: &Record) -> impl Iterator<Item = &Record> {
    std::iter::once(record).chain(&record.nested)
}
