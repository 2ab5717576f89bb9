//! Relations out: which go into the files, what each loses there, and the files.
//!
//! A plan is made first and shown; it knows which rows there will be, not what they say. The files are made of it in
//! [`Pieces`], each when it is asked for. Reads the snapshot alone.

mod owner;
mod piece;
mod spryker;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use piece::Pieces;

use crate::codec::export::Table;
use crate::domain::id::StoreId;
use crate::index::snapshot::{Doc, Snapshot, Standing};

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

/// One row to be written.
#[derive(Debug, Clone)]
struct Planned {
    key: String,
    standing: Arc<Standing>,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    /// The relation's own rule.
    Rule,
    /// What it shows on a product, the same in each of these stores.
    List(Doc, Vec<StoreId>),
}

/// What an export will hold.
#[derive(Debug, Clone)]
pub struct Plan {
    snapshot: Arc<Snapshot>,
    now: DateTime<Utc>,
    rows: Arc<Vec<Planned>>,
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

    /// Returns one of the files; the same relations give the same bytes.
    pub fn file(&self, table: Table) -> Pieces {
        Pieces::rows(Arc::clone(&self.snapshot), Arc::clone(&self.rows), self.now, table)
    }
}

/// Returns what an export to Spryker's files will hold.
pub fn plan(
    snapshot: &Arc<Snapshot>,
    relations: &[Arc<Standing>],
    choice: Choice,
    now: DateTime<Utc>,
) -> Plan {
    spryker::plan(snapshot, relations, choice, now)
}

/// Returns the file of relations as the API writes them, by key, one a line.
pub fn lines(relations: &[Arc<Standing>]) -> Pieces {
    Pieces::lines(relations.to_vec())
}
