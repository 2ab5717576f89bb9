//! The history of a relation: its versions, the newest first, each in words.

use askama::Template;

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
