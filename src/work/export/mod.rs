//! Relations out: which go into the files, what each loses there, and the files.
//!
//! A plan is made first and shown; the files are written from it. Reads the snapshot alone.

mod owner;
mod spryker;

use chrono::{DateTime, Utc};

use crate::codec::export::{self, LINES_FILE, Row};
use crate::codec::relation;
use crate::index::snapshot::{Snapshot, Standing};

/// Most files' rows that one relation becomes when it is frozen: one for each product it stands on.
pub const OWNERS_MAX: usize = 1_000;
/// Most lists of one export, all its relations together.
pub const LISTS_MAX: usize = 20_000;
/// Most skus in a frozen list; Spryker shows them all.
pub const LISTED_MAX: usize = 50;

/// What becomes of relations that the other system cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// They stay out of the files.
    LeaveOut,
    /// What they show now goes out, as lists of skus.
    Freeze,
}

impl Choice {
    /// Returns the choice of that name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::LeaveOut, Self::Freeze].into_iter().find(|choice| choice.as_str() == text)
    }

    /// Returns its name in forms and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeaveOut => "leave-out",
            Self::Freeze => "freeze",
        }
    }
}

/// What becomes of one relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is not in the files.
    LeftOut,
    /// It goes out as so many lists of skus.
    Frozen(usize),
    /// It goes out, without something it has here.
    Written,
}

/// A relation that the other system cannot hold as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it has that the other cannot hold, as sentences.
    pub lacks: Vec<String>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What an export will hold.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    rows: Vec<Row>,
    /// Relations that were asked for.
    pub asked: usize,
    /// Relations in the files, frozen or not.
    pub written: usize,
    /// Those that lose something, in the order of the list.
    pub told: Vec<Told>,
    /// What holds for many, as sentences.
    pub notices: Vec<String>,
}

impl Plan {
    /// Returns how many rows the file of relations will have.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many relations are left out.
    pub fn left_out(&self) -> usize {
        self.told.iter().filter(|told| told.fate == Fate::LeftOut).count()
    }

    /// Returns the files, each by its name; the same relations give the same bytes.
    pub fn files(self) -> Result<[(&'static str, Vec<u8>); 2], String> {
        export::write(self.rows).map_err(|error| error.to_string())
    }
}

/// Returns what an export to Spryker's files will hold.
pub fn plan(snapshot: &Snapshot, relations: &[&Standing], choice: Choice, now: DateTime<Utc>) -> Plan {
    spryker::plan(snapshot, relations, choice, now)
}

/// Returns the file of relations as the API writes them, by key, one a line.
pub fn lines(relations: &[&Standing]) -> (&'static str, Vec<u8>) {
    let mut sorted: Vec<&Standing> = relations.to_vec();
    sorted.sort_by(|left, right| left.key.cmp(&right.key));
    let mut text = String::new();
    for standing in sorted {
        text.push_str(&relation::write(&standing.draft).to_string());
        text.push('\n');
    }
    (LINES_FILE, text.into_bytes())
}
