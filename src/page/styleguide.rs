//! The styleguide: every component in every state, on one page; what screenshots and the accessibility test look at.

use askama::Template;

use super::chrome::{Chrome, Flash};
use super::sample;
use crate::domain::problem::Problems;

/// `/styleguide`
#[derive(Debug, Template)]
#[template(path = "styleguide/show.html")]
pub struct Show {
    /// The frame.
    pub chrome: Chrome,
    /// A sample banner.
    pub banner: Flash,
    /// Sample problems.
    pub problems: Problems,
}

impl Show {
    /// Returns the page.
    pub fn new(chrome: Chrome) -> Self {
        Self { chrome, banner: sample::flash(), problems: sample::problems() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::chrome::Here;

    #[test]
    fn the_styleguide_renders() {
        let page = Show::new(sample::chrome("Styleguide", Here::Settings));
        let html = page.render().unwrap();
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("style="), "the content security policy forbids inline style");
    }
}
