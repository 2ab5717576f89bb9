//! The page of a request that could not be answered: what happened, and ways out.

use askama::Template;

use super::chrome::Chrome;

/// What is said.
#[derive(Debug, Clone)]
pub struct Words {
    /// The status, small.
    pub status: u16,
    /// A short heading.
    pub title: String,
    /// What happened and what to do.
    pub sentence: String,
    /// What is wrong with what was sent, each a sentence.
    pub messages: Vec<String>,
}

/// For somebody signed in: inside the frame of the back office.
#[derive(Template)]
#[template(path = "error/desk.html")]
pub struct Desk {
    /// The frame.
    pub chrome: Chrome,
    /// What is said.
    pub words: Words,
}

/// For everybody else.
#[derive(Template)]
#[template(path = "error/door.html")]
pub struct Door {
    /// What is said.
    pub words: Words,
}

/// Returns the page as HTML; the bare sentence if even that fails.
pub fn show(words: Words, chrome: Option<Chrome>) -> String {
    let plain = words.sentence.clone();
    let html = match chrome {
        Some(chrome) => Desk { chrome, words }.render(),
        None => Door { words }.render(),
    };
    html.unwrap_or(plain)
}
