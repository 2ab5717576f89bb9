//! The lines of the list of relations: each relation with how it stands, let through by a filter and put in its order.
//!
//! The list draws a page of them; whoever acts on "all that match" acts on exactly these.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::domain::id::TypeId;
use crate::domain::text::fold;
use crate::form::query;
use crate::form::relation_list::{Column, Facts, Filter, Status};
use crate::index::roll::{Entry, Roll, Within};
use crate::index::snapshot::Snapshot;
use crate::page::mark::{self, Mark, Pill};

/// One relation as the list tells it.
#[derive(Debug)]
pub struct Line<'a> {
    /// The relation with its figures.
    pub entry: &'a Entry,
    /// How it stands.
    pub status: Status,
    /// What says so.
    pub pill: Pill,
    /// Its type.
    pub kind: Arc<Mark>,
    is_on: bool,
    is_in_category: bool,
}

/// Every relation, ready to be filtered by one filter and by what it becomes without one of its terms.
#[derive(Debug)]
pub struct Lines<'a> {
    all: Vec<Line<'a>>,
    snapshot: &'a Snapshot,
}

impl<'a> Lines<'a> {
    /// Returns the time zone in which staff read moments.
    pub fn zone(&self) -> Tz {
        mark::zone(self.snapshot.vocabulary())
    }

    /// Returns the lines of a roll, for one filter.
    pub fn new(snapshot: &'a Snapshot, roll: &'a Roll, filter: &Filter, now: DateTime<Utc>) -> Self {
        let vocabulary = snapshot.vocabulary();
        let locale = mark::locale(vocabulary);
        let category = filter.find_category(vocabulary).map(|category| category.id);
        let within = Within::new(snapshot, &filter.on, category);
        let kinds: Vec<(TypeId, Arc<Mark>)> = vocabulary
            .types()
            .iter()
            .map(|known| (known.id, Arc::new(mark::kind_of(vocabulary, known.id, &locale))))
            .collect();
        let kind_of = |id: TypeId| match kinds.iter().find(|(known, _)| *known == id) {
            Some((_, mark)) => Arc::clone(mark),
            None => Arc::new(mark::kind_of(vocabulary, id, &locale)),
        };
        let line = |entry: &'a Arc<Entry>| {
            let (status, pill) = mark::status(entry, vocabulary, now);
            let kind = kind_of(entry.standing.relation.kind);
            let (is_on, is_in_category) = (within.is_on(entry), within.is_in_category(entry));
            Line { entry, status, pill, kind, is_on, is_in_category }
        };
        Self { all: roll.entries.iter().map(line).collect(), snapshot }
    }

    /// Returns how many the list of another address has, such as that of a saved view.
    pub fn count_at(&self, address: &str) -> usize {
        let vocabulary = self.snapshot.vocabulary();
        let asked = query::read(address.split_once('?').map_or("", |(_, asked)| asked));
        let filter = Filter::read(&asked, vocabulary);
        let category = filter.find_category(vocabulary).map(|category| category.id);
        let within = Within::new(self.snapshot, &filter.on, category);
        let sieve = filter.sieve(vocabulary);
        let admitted = self.all.iter().filter(|line| {
            sieve.admits(&Facts { is_on: true, is_in_category: true, ..line.facts() })
                && within.is_on(line.entry)
                && within.is_in_category(line.entry)
        });
        admitted.count()
    }

    /// Returns how many a filter lets through.
    pub fn count(&self, filter: &Filter) -> usize {
        let sieve = filter.sieve(self.snapshot.vocabulary());
        self.all.iter().filter(|line| sieve.admits(&line.facts())).count()
    }

    /// Returns those that a filter lets through, in its order.
    pub fn of(&self, filter: &Filter) -> Vec<&Line<'a>> {
        let sieve = filter.sieve(self.snapshot.vocabulary());
        let mut found: Vec<&Line<'a>> = self.all.iter().filter(|line| sieve.admits(&line.facts())).collect();
        sort(&mut found, filter);
        found
    }
}

impl Line<'_> {
    fn facts(&self) -> Facts<'_> {
        Facts {
            kind: &self.kind.key,
            status: self.status,
            stores: self.entry.standing.relation.stores.as_deref(),
            text: &self.entry.text,
            is_on: self.is_on,
            is_in_category: self.is_in_category,
        }
    }
}

/// Puts the lines in order; equal ones by name, then key, so that pages never overlap.
fn sort<'a>(lines: &mut [&'a Line<'_>], filter: &Filter) {
    // What has no sku or name of its own, such as a rule, comes last.
    let last = |text: &str| (text.is_empty(), fold(text));
    lines.sort_by_cached_key(|line: &&'a Line<'_>| {
        let standing = &line.entry.standing;
        (fold(&standing.relation.name), standing.key.as_str())
    });
    match filter.column {
        Column::Name => {}
        Column::Number => lines.sort_by_key(|line| line.entry.standing.id),
        Column::Key => lines.sort_by(|a, b| a.entry.standing.key.cmp(&b.entry.standing.key)),
        Column::Sku => lines.sort_by_cached_key(|line| last(&line.entry.owner.sku)),
        Column::Product => lines.sort_by_cached_key(|line| last(&line.entry.owner.name)),
        Column::Kind => lines.sort_by(|a, b| a.kind.word.cmp(&b.kind.word)),
        Column::Priority => lines.sort_by_key(|line| line.entry.standing.relation.priority),
        Column::ShownOn => lines.sort_by_key(|line| line.entry.sources),
        Column::Matches => lines.sort_by_key(|line| line.entry.matches.unwrap_or(usize::MAX)),
        Column::Status => lines.sort_by_key(|line| line.status),
        Column::Edited => lines.sort_by_key(|line| Reverse(line.entry.standing.updated_at)),
        Column::Editor => lines.sort_by_cached_key(|line| fold(&line.entry.standing.updated_by)),
    }
    if filter.descending {
        lines.reverse();
    }
}
