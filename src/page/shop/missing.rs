//! What is not there, said by the shop: a sentence and ways out.

use askama::Template;

use super::frame::Frame;
use super::home::{Door, door};
use super::stand::Stand;

/// A page that is not there.
#[derive(Template)]
#[template(path = "shop/missing.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// What was looked for, in a sentence.
    pub sentence: String,
    /// Departments to go to.
    pub departments: Vec<Door>,
}

impl Show {
    /// Returns the page.
    pub fn new(stand: &Stand<'_>, frame: Frame, sentence: String) -> Self {
        let departments =
            stand.departments().into_iter().take(4).filter_map(|category| door(stand, category.id)).collect();
        Self { frame, sentence, departments }
    }
}
