//! The trail of one candidate that somebody asks about: what each stage of a block did with it.

use super::choose::Depth;
use super::reason::{LeftOut, Origin};
use crate::index::snapshot::Doc;

/// What became of one candidate while a block filled; nothing is kept where nobody asks about one.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// Whom somebody asks about.
    pub watched: Option<Doc>,
    /// The source that is being filled for.
    pub(super) source: Option<Doc>,
    /// What each stage did with the candidate, in order.
    pub seen: Vec<Seen>,
    /// How many candidates of each relation passed, in order.
    pub tallies: Vec<Tally>,
}

/// What one stage did with the watched candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// For which source.
    pub source: Option<Doc>,
    /// The stage.
    pub origin: Origin,
    /// Why it left it out; none: it took it in.
    pub because: Option<LeftOut>,
}

/// What one relation did for one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// For which source.
    pub source: Option<Doc>,
    /// The relation's key.
    pub key: String,
    /// How many of its candidates passed, those included that it shows for an earlier source already.
    pub passed: usize,
    /// How many it added; 0 where they were fewer than its minimum.
    pub added: usize,
}

impl Trail {
    /// Returns the trail before anything has happened.
    pub(super) fn of(depth: Depth) -> Self {
        let watched = if let Depth::Candidate(doc) = depth { Some(doc) } else { None };
        Self { watched, ..Self::default() }
    }

    pub(super) fn see(&mut self, doc: Doc, origin: &Origin, because: Option<LeftOut>) {
        if self.watched == Some(doc) {
            self.seen.push(Seen { source: self.source, origin: origin.clone(), because });
        }
    }

    pub(super) fn tally(&mut self, key: &str, passed: usize, added: usize) {
        if self.watched.is_some() {
            self.tallies.push(Tally { source: self.source, key: key.to_owned(), passed, added });
        }
    }
}
