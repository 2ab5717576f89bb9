//! The history of a relation: its versions, the newest first, each in words.

use askama::Template;

use crate::domain::relation::draft::Draft;
use crate::page::chrome::Chrome;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/history.html")]
pub struct History {
    /// The frame.
    pub chrome: Chrome,
    /// The relation's name.
    pub name: String,
    /// The relation's page.
    pub href: String,
    /// Its versions.
    pub versions: Vec<Version>,
}

/// One version.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its number.
    pub number: i64,
    /// When it was published.
    pub at: String,
    /// By whom.
    pub by: String,
    /// The relation in words.
    pub sentence: String,
    /// What differs from the version before, each as a sentence.
    pub changes: Vec<String>,
}

/// Returns what differs between two versions, each as a sentence.
pub fn changes(old: &Draft, new: &Draft) -> Vec<String> {
    let mut changes = Vec::new();
    if old.active != new.active {
        changes.push(if new.active { "Switched on.".into() } else { "Switched off.".into() });
    }
    let texts = [
        ("Name", &old.name, &new.name),
        ("Type", &old.kind, &new.kind),
        ("Priority", &old.priority, &new.priority),
        ("Limit", &old.limit, &new.limit),
        ("Order", &old.sort, &new.sort),
        ("Minimum", &old.minimum, &new.minimum),
        ("From", &old.from, &new.from),
        ("Until", &old.until, &new.until),
        ("Source product", &old.source_sku, &new.source_sku),
    ];
    let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") };
    for (name, old, new) in texts.into_iter().filter(|(_, old, new)| old != new) {
        changes.push(format!("{name}: {} became {}.", shown(old), shown(new)));
    }
    let parts = [
        (
            "The source rule was changed.",
            old.source_kind != new.source_kind || old.source_rule != new.source_rule,
        ),
        ("The list of source products was changed.", old.source_skus != new.source_skus),
        ("The rule of what it shows was changed.", old.target_rule != new.target_rule),
        ("The pinned products were changed.", old.pins != new.pins),
        ("The hidden products were changed.", old.hidden != new.hidden),
        ("The stores were changed.", old.stores != new.stores),
        ("The segments were changed.", old.segments != new.segments),
        ("The weekdays or hours were changed.", old.weekdays != new.weekdays || old.hours != new.hours),
        ("Keep current was changed.", old.keep_current != new.keep_current),
        ("Stop here was changed.", old.stop_here != new.stop_here),
        ("The note was changed.", old.note != new.note),
    ];
    changes
        .extend(parts.into_iter().filter(|(_, differs)| *differs).map(|(sentence, _)| sentence.to_owned()));
    changes
}
