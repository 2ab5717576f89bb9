//! Imports: the form that takes a file, the list of those before, and the report of one.

use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::chrome::Chrome;
use super::health::Tab;
use super::mark::{Choice, Pill};
use super::pager::Pager;
use super::words;
use crate::domain::problem::Problems;
use crate::form::paging::Paging;

/// How far an import is, as the report words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The dry run is under way.
    Checking,
    /// The dry run is done.
    Checked,
    /// It is being written.
    Applying,
    /// It is written.
    Applied,
    /// It could not be read or written.
    Failed,
    /// Its process ended before it did.
    Interrupted,
    /// Nobody wants it any more.
    Discarded,
}

/// How many rows came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// All rows.
    pub rows: u64,
    /// New ones.
    pub added: u64,
    /// Changed ones.
    pub changed: u64,
    /// Those that change nothing.
    pub unchanged: u64,
    /// Those not taken.
    pub refused: u64,
    /// Problems of all rows, kept or not.
    pub problems: u64,
}

/// An import as pages take it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its number.
    pub id: i64,
    /// The name of its file.
    pub file: String,
    /// What people call its format; may be empty.
    pub format: String,
    /// How far it is.
    pub stage: Stage,
    /// Rows written so far.
    pub rows_done: u64,
    /// The size of its file.
    pub bytes: u64,
    /// How many rows came to what.
    pub figures: Figures,
    /// What is to be told of the whole, as sentences.
    pub notices: Vec<String>,
    /// Why it failed; empty: it did not.
    pub failure: String,
    /// Who brought it.
    pub by: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// True while its file is there to be applied.
    pub has_file: bool,
}

impl Told {
    /// Returns the word for how far it is.
    pub fn pill(&self) -> Pill {
        let (class, word) = match self.stage {
            Stage::Checking => ("accent", "Checking"),
            Stage::Checked => ("warn", "Not applied yet"),
            Stage::Applying => ("accent", "Applying"),
            Stage::Applied => ("ok", "Applied"),
            Stage::Failed => ("bad", "Failed"),
            Stage::Interrupted => ("bad", "Interrupted"),
            Stage::Discarded => ("", "Discarded"),
        };
        Pill { class, word: word.into() }
    }

    /// Returns true while the page has to be looked at again.
    pub fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Checking | Stage::Applying)
    }

    /// Returns true when it can be applied.
    pub fn can_apply(&self) -> bool {
        self.has_file
            && matches!(self.stage, Stage::Checked | Stage::Interrupted)
            && self.figures.added + self.figures.changed > 0
            || self.has_file && self.stage == Stage::Interrupted
    }

    /// Returns true when it ended badly and says why.
    pub fn has_failed(&self) -> bool {
        !self.failure.is_empty() && matches!(self.stage, Stage::Failed | Stage::Interrupted)
    }

    /// Returns true when it can be discarded.
    pub fn can_discard(&self) -> bool {
        matches!(self.stage, Stage::Checked | Stage::Interrupted)
    }

    /// Returns what happened, or would, as a sentence.
    pub fn sentence(&self) -> String {
        let Figures { rows, added, changed, refused, .. } = self.figures;
        let some = |count: u64, word: &str| format!("{} {word}", words::number(count));
        let counted =
            format!("{} and {}, out of {}", some(added, "added"), some(changed, "changed"), rows_of(rows));
        match self.stage {
            Stage::Checking if self.rows_done > 0 => format!(
                "The file is being checked: {} of {} done. Nothing is changed by that.",
                words::number(self.rows_done),
                rows_of(rows)
            ),
            Stage::Checking => "The file is being read. Nothing is changed by that.".into(),
            Stage::Checked if rows == 0 => "This file has no rows: nothing stands below its first line. There is nothing to apply.".into(),
            Stage::Checked if added + changed == 0 && refused == 0 => "Everything in this file is in the catalogue already. There is nothing to apply.".into(),
            Stage::Checked if added + changed == 0 => "No row of this file would change anything. Look at the problems below.".into(),
            Stage::Checked => format!(
                "Nothing is changed yet. Of {}, {} would be added and {} changed.",
                rows_of(rows),
                words::number(added),
                words::number(changed)
            ),
            Stage::Applying => format!("{} of {} done.", words::number(self.rows_done), rows_of(rows)),
            Stage::Applied => format!("Done: {counted}."),
            Stage::Failed => "It could not be taken.".into(),
            Stage::Interrupted => "Kindred ended before this import did. What was written stays; applying the file again writes the rest.".into(),
            Stage::Discarded if self.rows_done > 0 && !self.failure.is_empty() => "It was discarded. What had been written before stays.".into(),
            Stage::Discarded => "It was discarded, and its file deleted.".into(),
        }
    }
}

fn rows_of(rows: u64) -> String {
    format!("{} {}", words::number(rows), if rows == 1 { "row" } else { "rows" })
}

/// One import of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The import.
    pub told: Told,
    /// When it came, for people.
    pub moment: String,
    /// When it came, for machines.
    pub machine: String,
}

/// `/imports`
#[derive(Debug, Clone, Template)]
#[template(path = "import/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// The formats to choose from.
    pub formats: Vec<Choice>,
    /// What is wrong with what was sent.
    pub problems: Problems,
    /// The imports so far, the newest first.
    pub rows: Vec<Row>,
}

impl List {
    /// Returns what is wrong with one input.
    pub fn problem(&self, place: &str) -> &str {
        self.problems.first(place).unwrap_or_default()
    }
}

/// Returns the row of an import.
pub fn row(told: Told, zone: Tz) -> Row {
    Row { moment: words::moment(told.at, &zone), machine: words::machine(told.at), told }
}

/// One problem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line.
    pub line: i64,
    /// The column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What to do.
    pub message: String,
    /// True when the row was not taken.
    pub refused: bool,
}

/// `/imports/{id}`
#[derive(Debug, Clone, Template)]
#[template(path = "import/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// The import.
    pub told: Told,
    /// When it came.
    pub moment: String,
    /// When it came, for machines.
    pub machine: String,
    /// The problems of this page.
    pub lines: Vec<Line>,
    /// How many problems are kept.
    pub kept: usize,
    /// What stands below them.
    pub pager: Pager,
    /// What is found of the relations it brought; none when it brought none.
    pub health: Option<Health>,
}

/// What is found of the relations that an import brought.
#[derive(Debug, Clone)]
pub struct Health {
    /// How many it brought.
    pub brought: usize,
    /// How many of them have a finding.
    pub found: usize,
    /// All findings, then each kind, with the way to them.
    pub tabs: Vec<Tab>,
}

impl Show {
    /// Returns the report.
    pub fn new(chrome: Chrome, told: Told, zone: Tz, lines: Vec<Line>, kept: usize, paging: Paging) -> Self {
        let id = told.id;
        let at = |page: usize, per: usize| format!("/imports/{id}?page={page}&per={per}");
        let pager = Pager::new(paging, kept, |page| at(page, paging.size), |size| at(1, size));
        let (moment, machine) = (words::moment(told.at, &zone), words::machine(told.at));
        Self { chrome, told, moment, machine, lines, kept, pager, health: None }
    }

    /// Returns true when the reason for which nothing was taken stands among the problems.
    pub fn is_told_below(&self) -> bool {
        self.lines.iter().any(|line| line.message == self.told.failure)
    }

    /// Returns true when there are more problems than are kept.
    pub fn has_more(&self) -> bool {
        self.told.figures.problems > u64::try_from(self.kept).unwrap_or(u64::MAX)
    }
}
