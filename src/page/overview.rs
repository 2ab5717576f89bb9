//! The overview: what needs somebody, how much of the catalogue is covered, what begins soon and what was just changed.

use askama::Template;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::audit::Line;
use super::chrome::Chrome;
use super::mark::{self, Mark, Pill};
use super::{address, words};
use crate::domain::relation::standing::{State, ends_first, state_anywhere};
use crate::form::relation_list::Status;
use crate::index::roll::{Entry, Roll, without};
use crate::index::snapshot::Snapshot;

/// Most relations in each of its lists; the rest is behind a link.
const LISTED_MAX: usize = 6;
/// How far it looks ahead.
const SOON: Duration = Duration::days(30);

/// `/`
#[derive(Debug, Clone, Template)]
#[template(path = "overview/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// How many relations shoppers see now.
    pub live: usize,
    /// How many products some relation shows on, in per cent.
    pub covered: String,
    /// How many relations somebody should look at.
    pub attention_count: usize,
    /// How many begin or end soon.
    pub soon_count: usize,
    /// By relation type, how many products have something.
    pub coverage: Vec<Coverage>,
    /// The first of those that need somebody.
    pub attention: Vec<Row>,
    /// Of how many relations health finds something.
    pub ailing: usize,
    /// The first of those that begin or end soon.
    pub soon: Vec<Row>,
    /// The last changes.
    pub recent: Vec<Line>,
    /// True when there is no product yet.
    pub no_products: bool,
}

/// How many products have something of a relation type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The type.
    pub kind: Mark,
    /// From 0 to 100.
    pub share: usize,
    /// How many have something.
    pub with: usize,
    /// How many have nothing.
    pub without: usize,
    /// The list of those.
    pub href: String,
}

/// A relation with the reason why it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its type.
    pub kind: Mark,
    /// Why it is listed, as a sentence.
    pub reason: String,
    /// How it stands.
    pub pill: Pill,
}

impl Show {
    /// Returns the page.
    pub fn new(
        chrome: Chrome,
        snapshot: &Snapshot,
        roll: &Roll,
        recent: Vec<Line>,
        now: DateTime<Utc>,
    ) -> Self {
        let vocabulary = snapshot.vocabulary();
        let standing: Vec<(&Entry, Status, Pill)> = roll
            .entries
            .iter()
            .map(|entry| {
                let (status, pill) = mark::status(entry, vocabulary, now);
                (entry.as_ref(), status, pill)
            })
            .collect();
        let attention: Vec<_> = standing.iter().filter(|(_, status, _)| status.needs_attention()).collect();
        let mut soon: Vec<(DateTime<Tz>, Row)> =
            roll.entries.iter().filter_map(|entry| coming(entry, snapshot, now)).collect();
        soon.sort_by_key(|(at, _)| *at);
        Self {
            chrome,
            live: standing.iter().filter(|(_, status, _)| *status == Status::Live).count(),
            covered: words::percent(roll.covered, snapshot.len()),
            attention_count: attention.len(),
            soon_count: soon.len(),
            ailing: roll.ailing(snapshot),
            coverage: coverage(snapshot, now),
            attention: attention
                .into_iter()
                .take(LISTED_MAX)
                .map(|(entry, status, pill)| row(entry, snapshot, trouble(entry, *status), pill.clone()))
                .collect(),
            soon: soon.into_iter().take(LISTED_MAX).map(|(_, row)| row).collect(),
            recent,
            no_products: snapshot.is_empty(),
        }
    }
}

fn row(entry: &Entry, snapshot: &Snapshot, reason: String, pill: Pill) -> Row {
    let vocabulary = snapshot.vocabulary();
    Row {
        name: entry.standing.relation.name.clone(),
        href: address::relation(&entry.standing.key),
        kind: mark::kind_of(vocabulary, entry.standing.relation.kind, &mark::locale(vocabulary)),
        reason,
        pill,
    }
}

/// Returns why a relation needs somebody.
fn trouble(entry: &Entry, status: Status) -> String {
    match status {
        Status::Broken => {
            let first = entry.standing.problems.0.first().map(|problem| problem.message.clone());
            first.unwrap_or_else(|| "It names something that is gone.".into())
        }
        Status::NoMatch => "No product fits its rule, so shoppers see nothing of it.".into(),
        _ if entry.sources == 0 => "No product page is chosen by it, so shoppers see nothing of it.".into(),
        _ => "It is for no store, so shoppers see nothing of it.".into(),
    }
}

/// Returns when a relation begins or ends, when that is soon.
fn coming(entry: &Entry, snapshot: &Snapshot, now: DateTime<Utc>) -> Option<(DateTime<Tz>, Row)> {
    let standing = &entry.standing;
    let (relation, problems, stores) =
        (&standing.relation, &standing.problems, snapshot.vocabulary().stores());
    let (at, word, class) = match state_anywhere(relation, problems, stores, now) {
        State::Scheduled(from) => (from, "Begins", "accent"),
        State::Live | State::Resting => (ends_first(relation, problems, stores, now)?, "Ends", "warn"),
        _ => return None,
    };
    if at > now + SOON {
        return None;
    }
    let pill = Pill { class, word: format!("{word} {}", at.format("%-d %b")) };
    Some((at, row(entry, snapshot, words::moment(at.to_utc(), &at.timezone()), pill)))
}

fn coverage(snapshot: &Snapshot, now: DateTime<Utc>) -> Vec<Coverage> {
    let vocabulary = snapshot.vocabulary();
    let locale = mark::locale(vocabulary);
    let total = snapshot.len();
    let of = |kind: &crate::domain::vocabulary::RelationType| {
        let without = usize::try_from(without(snapshot, kind.id, now).len()).unwrap_or(total);
        let with = total.saturating_sub(without);
        Coverage {
            kind: mark::kind(kind, &locale),
            share: words::share(with, total),
            with,
            without,
            href: crate::form::query::write("/products", &[("gap", kind.key.as_str().into())]),
        }
    };
    vocabulary.types().iter().map(of).collect()
}
