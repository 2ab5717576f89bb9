//! One's own drafts.

use askama::Template;

use crate::page::chrome::Chrome;
use crate::page::mark::Mark;

/// The page.
#[derive(Debug, Clone, Template)]
#[template(path = "relation/drafts.html")]
pub struct Drafts {
    /// The frame.
    pub chrome: Chrome,
    /// The last edited first.
    pub drafts: Vec<Draft>,
}

/// One draft.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Where it is edited.
    pub href: String,
    /// As typed so far.
    pub name: String,
    /// Its type; none when it is not chosen or gone.
    pub kind: Option<Mark>,
    /// The key of the relation it changes; empty: a new one.
    pub relation: String,
    /// When it was last edited.
    pub edited: String,
}
