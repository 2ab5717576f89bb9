//! Bulk: what is done to many relations at once, and what became of it.

use super::id::{BulkId, RelationId};
use chrono::{DateTime, Utc};

/// Most relations of one bulk action.
pub const RELATIONS_MAX: usize = 10_000;
/// Most copies made at once.
pub const COPIES_MAX: usize = 1_000;
/// With more relations than this it is asked first whether it is meant.
pub const UNASKED_MAX: usize = 20;
/// Most relations that could not be done and are kept one by one.
pub const SKIPPED_MAX: usize = 1_000;
/// How many days a bulk action is kept: as long it can be taken back.
pub const KEPT_DAYS: i64 = 30;

/// What is done to each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Switched on.
    On,
    /// Switched off.
    Off,
    /// Copied; the copies are switched off.
    Copy,
    /// Deleted; they can be brought back.
    Delete,
    /// Brought back.
    Restore,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 5] = [Self::On, Self::Off, Self::Copy, Self::Delete, Self::Restore];

    /// Returns its name in forms and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Copy => "copy",
            Self::Delete => "delete",
            Self::Restore => "restore",
        }
    }

    /// Returns the act of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// Returns the act that takes it back.
    pub fn undo(self) -> Self {
        match self {
            Self::On => Self::Off,
            Self::Off => Self::On,
            Self::Copy | Self::Restore => Self::Delete,
            Self::Delete => Self::Restore,
        }
    }

    /// Returns what people press: `Switch off`.
    pub fn verb(self) -> &'static str {
        match self {
            Self::On => "Switch on",
            Self::Off => "Switch off",
            Self::Copy => "Duplicate",
            Self::Delete => "Delete",
            Self::Restore => "Bring back",
        }
    }

    /// Returns what was done: `switched off`.
    pub fn past(self) -> &'static str {
        match self {
            Self::On => "switched on",
            Self::Off => "switched off",
            Self::Copy => "duplicated; the copies are switched off",
            Self::Delete => "deleted",
            Self::Restore => "brought back",
        }
    }
}

/// A relation that an act could not be done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Why, as a sentence.
    pub reason: String,
}

/// A bulk action that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    /// Its number.
    pub id: BulkId,
    /// What was done.
    pub act: Act,
    /// To which relations; of copies, the copies.
    pub done: Vec<RelationId>,
    /// How many were so already.
    pub unchanged: usize,
    /// Those that it could not be done to.
    pub skipped: Vec<Skipped>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// True once it was taken back.
    pub is_undone: bool,
}

impl Bulk {
    /// Returns what became of it in one sentence.
    pub fn sentence(&self) -> String {
        let were = |count: usize| match count {
            1 => "1 relation was".to_owned(),
            count => format!("{count} relations were"),
        };
        let mut parts = Vec::new();
        if !self.done.is_empty() {
            parts.push(format!("{} {}", were(self.done.len()), self.act.past()));
        }
        match (self.unchanged, parts.is_empty()) {
            (0, _) => {}
            (_, true) if self.skipped.is_empty() => {
                parts.push("They were so already; nothing was changed".into());
            }
            (count, true) => parts.push(format!("{} so already", were(count))),
            (count, false) => parts.push(format!("{count} so already")),
        }
        match (self.skipped.len(), parts.is_empty()) {
            (0, _) => {}
            (count, true) => parts.push(format!("{} left as they are; nothing was changed", were(count))),
            (count, false) => parts.push(format!("{count} could not be")),
        }
        format!("{}.", parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_one_sentence() {
        for (act, done, unchanged, skipped, sentence) in [
            (Act::On, 1, 0, 0, "1 relation was switched on."),
            (Act::Off, 2, 1, 0, "2 relations were switched off; 1 so already."),
            (Act::On, 2, 1, 3, "2 relations were switched on; 1 so already; 3 could not be."),
            (Act::On, 0, 2, 0, "They were so already; nothing was changed."),
            (Act::On, 0, 0, 2, "2 relations were left as they are; nothing was changed."),
            (Act::Delete, 3, 0, 0, "3 relations were deleted."),
        ] {
            let one = Skipped { key: "a".into(), name: "A".into(), reason: "Gone.".into() };
            let bulk = Bulk {
                id: BulkId(1),
                act,
                done: vec![RelationId(1); done],
                unchanged,
                skipped: vec![one; skipped],
                at: DateTime::default(),
                by: "Anna".into(),
                is_undone: false,
            };
            assert_eq!(bulk.sentence(), sentence);
        }
        assert!(Act::ALL.iter().all(|act| Act::parse(act.as_str()) == Some(*act)));
    }
}
