//! Many relations at once: the question whether it is meant, and the report of what became of it.

use askama::Template;

use crate::domain::bulk::{Act, Bulk};
use crate::index::snapshot::Snapshot;
use crate::page::address;
use crate::page::chrome::Chrome;
use crate::page::mark;
use crate::page::words::{self, plural};

/// How many names the question tells.
const NAMED_MAX: usize = 10;

/// The question.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/sure.html")]
pub struct Sure {
    /// The frame.
    pub chrome: Chrome,
    /// `Delete 128 relations?`
    pub question: String,
    /// `Yes, delete 128 relations`
    pub answer: String,
    /// What it means.
    pub meaning: &'static str,
    /// The first of them.
    pub names: Vec<String>,
    /// How many more there are, in words; empty: none.
    pub more: String,
    /// What is posted again with the answer.
    pub fields: Vec<(&'static str, String)>,
    /// True for what takes something away.
    pub is_danger: bool,
    /// Where one goes who does not mean it.
    pub back: String,
}

impl Sure {
    /// Returns the question about relations of these names.
    pub fn new(
        chrome: Chrome,
        act: Act,
        names: &[&str],
        fields: Vec<(&'static str, String)>,
        back: &str,
    ) -> Self {
        let count = plural(names.len(), "relation", "relations");
        let more = names.len().saturating_sub(NAMED_MAX);
        Self {
            question: format!("{} {count}?", act.verb()),
            answer: format!("Yes, {} {count}", act.verb().to_lowercase()),
            meaning: match act {
                Act::On => {
                    "Those that are right are shown to shoppers at once; broken ones stay as they are."
                }
                Act::Off => "Shoppers no longer see anything of them.",
                Act::Copy => "Each gets a copy beside it, switched off.",
                Act::Delete => "Shoppers no longer see anything of them. It can be undone for 30 days.",
                Act::Restore => "They are back as they were.",
            },
            names: names.iter().take(NAMED_MAX).map(|name| (*name).to_owned()).collect(),
            more: if more > 0 { format!("and {} more", words::number(more)) } else { String::new() },
            fields,
            is_danger: act == Act::Delete,
            back: back.to_owned(),
            chrome,
        }
    }
}

/// The report.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/selected.html")]
pub struct Report {
    /// The frame.
    pub chrome: Chrome,
    /// What became of it.
    pub sentence: String,
    /// By whom and when.
    pub by: String,
    /// Where it is taken back; empty: there is nothing to take back, or it was.
    pub undo: String,
    /// True once it was taken back.
    pub is_undone: bool,
    /// Those that it could not be done to.
    pub skipped: Vec<Line>,
    /// The first of those that it was done to.
    pub done: Vec<Line>,
    /// How many more there are, in words; empty: none.
    pub more: String,
}

/// One relation of the report.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: String,
    /// Its page; empty when it is deleted.
    pub href: String,
    /// Why it was left as it is; empty when it was not.
    pub reason: String,
}

/// Most relations that the report tells one by one of those that were done.
const DONE_MAX: usize = 100;

impl Report {
    /// Returns the report.
    pub fn new(chrome: Chrome, bulk: &Bulk, snapshot: &Snapshot) -> Self {
        let line = |key: &str, name: &str, reason: &str| {
            let href = snapshot.relation(key).map(|_| address::relation(key)).unwrap_or_default();
            Line { name: name.to_owned(), key: key.to_owned(), href, reason: reason.to_owned() }
        };
        let done: std::collections::HashSet<_> = bulk.done.iter().collect();
        let found = snapshot.relations().iter().filter(|standing| done.contains(&standing.id));
        let found: Vec<Line> =
            found.take(DONE_MAX).map(|standing| line(&standing.key, &standing.relation.name, "")).collect();
        let more = if found.is_empty() { 0 } else { bulk.done.len().saturating_sub(found.len()) };
        let zone = mark::zone(snapshot.vocabulary());
        let has_undo = !bulk.done.is_empty() && !bulk.is_undone;
        Self {
            sentence: bulk.sentence(),
            by: format!("{} by {}", words::moment(bulk.at, &zone), bulk.by),
            undo: if has_undo { format!("/relations/selected/{}/undo", bulk.id) } else { String::new() },
            is_undone: bulk.is_undone,
            skipped: bulk.skipped.iter().map(|one| line(&one.key, &one.name, &one.reason)).collect(),
            done: found,
            more: if more > 0 { format!("and {} more", words::number(more)) } else { String::new() },
            chrome,
        }
    }
}
