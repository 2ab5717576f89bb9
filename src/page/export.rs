//! Exports: which relations go out, what each loses in the other system's files, and the files to take.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use chrono::{DateTime, Utc};

use super::chrome::Chrome;
use super::mark::{self, Pill};
use super::{address, words};
use crate::form::fields::Fields;
use crate::form::query;
use crate::form::relation_list::Filter;
use crate::index::roll::{Entry, Roll};
use crate::index::snapshot::{Snapshot, Standing};
use crate::page::relation::line::Lines;

/// Most relations that are told one by one.
pub const TOLD_MAX: usize = 200;
/// The fields of an address that choose relations: single ones, or as the list of relations filters.
const CHOOSING: [&str; 7] = ["key", "q", "type", "status", "store", "on", "category"];

/// Relations that were asked for.
#[derive(Debug, Default)]
pub struct Chosen {
    /// The relations, in their order.
    pub relations: Vec<Arc<Standing>>,
    /// In words.
    pub words: String,
    /// The fields that chose them.
    pub fields: Vec<(String, String)>,
    /// What was asked for and means nothing, each as a sentence.
    pub dropped: Vec<String>,
}

/// Returns the relations that an address asks for: those of its `key`s, else those that the list of relations shows for
/// the same fields, else all.
pub fn chosen(asked: &Fields, snapshot: &Snapshot, roll: &Roll, now: DateTime<Utc>) -> Chosen {
    let fields =
        asked.0.iter().filter(|(name, value)| CHOOSING.contains(&name.as_str()) && !value.is_empty());
    let mut chosen = Chosen { fields: fields.cloned().collect(), ..Chosen::default() };
    let all = roll.entries.len();
    let mut keys: Vec<&str> = asked.all("key").filter(|key| !key.is_empty()).collect();
    keys.sort_unstable();
    keys.dedup();
    if !keys.is_empty() {
        let named = |entry: &&Arc<Entry>| keys.binary_search(&entry.standing.key.as_str()).is_ok();
        chosen.relations =
            roll.entries.iter().filter(named).map(|entry| Arc::clone(&entry.standing)).collect();
        let missing = keys.len() - chosen.relations.len();
        if missing > 0 {
            chosen.dropped.push(format!("Chosen relations that are gone: {missing}."));
        }
        chosen.words = format!("{} chosen one by one", relations_of(chosen.relations.len()));
        return chosen;
    }
    let vocabulary = snapshot.vocabulary();
    let filter = Filter::read(asked, vocabulary);
    let lines = Lines::new(snapshot, roll, &filter, now);
    chosen.relations = lines.of(&filter).iter().map(|line| Arc::clone(&line.entry.standing)).collect();
    let terms = filter.terms(vocabulary, &mark::locale(vocabulary));
    let terms: Vec<String> = terms.into_iter().map(|(_, words)| words).collect();
    chosen.dropped = filter.dropped.clone();
    chosen.words = match terms.is_empty() {
        true => format!("All relations: {}", words::number(all)),
        false => format!("{} with {}", relations_of(chosen.relations.len()), terms.join(", ")),
    };
    chosen
}

/// Returns a number of relations in words.
pub fn relations_of(count: usize) -> String {
    words::plural(count, "relation", "relations")
}

fn rows_of(count: usize) -> String {
    words::plural(count, "row", "rows")
}

/// One relation that loses something.
#[derive(Debug, Clone)]
pub struct Lost {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What the other system cannot hold, as sentences.
    pub lacks: Vec<String>,
    /// What becomes of it.
    pub fate: Pill,
}

impl Lost {
    /// Returns the address of the relation's page.
    pub fn href(&self) -> String {
        address::relation(&self.key)
    }
}

/// What the files will hold.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Relations asked for.
    pub asked: usize,
    /// Relations in the files.
    pub written: usize,
    /// Rows of the file of relations.
    pub rows: usize,
    /// Relations left out.
    pub left_out: usize,
}

/// `/exports`
#[derive(Debug, Clone, Template)]
#[template(path = "export/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// Which relations go out, in words.
    pub chosen: String,
    /// What was asked for and means nothing.
    pub dropped: Vec<String>,
    /// The fields that choose the relations, kept when the choice is changed.
    pub fields: Vec<(String, String)>,
    /// True: what cannot be held is written as lists of skus; false: it is left out.
    pub freezes: bool,
    /// What the files will hold.
    pub figures: Figures,
    /// The relations that lose something, the first [`TOLD_MAX`].
    pub lost: Vec<Lost>,
    /// How many lose something.
    pub lost_count: usize,
    /// What holds for many.
    pub notices: Vec<String>,
    /// The names of Spryker's files.
    pub files: Vec<&'static str>,
    /// The name of Kindred's own file.
    pub lines: &'static str,
}

impl Show {
    /// Returns the address of a file.
    pub fn file(&self, name: &str) -> String {
        let lost = if self.freezes { "freeze" } else { "leave-out" };
        let chosen = self.fields.iter().map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str())));
        let pairs: Vec<(&str, Cow<'_, str>)> =
            chosen.chain(std::iter::once(("lost", Cow::Borrowed(lost)))).collect();
        query::write(&format!("/exports/{name}"), &pairs)
    }

    /// Returns what the files will hold, as a sentence.
    pub fn sentence(&self) -> String {
        let Figures { asked, written, rows, left_out } = self.figures;
        match (asked, left_out) {
            (0, _) => "There is no relation to export.".into(),
            (_, 0) => format!("{} in {}.", relations_of(written), rows_of(rows)),
            _ => format!(
                "{} of {} in {}; {} left out.",
                words::number(written),
                relations_of(asked),
                rows_of(rows),
                words::number(left_out)
            ),
        }
    }
}
