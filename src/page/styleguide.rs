//! The styleguide: every component in every state, on one page; what screenshots and the accessibility test look at.

use askama::Template;

use super::chrome::{Chrome, Flash};
use super::draft::field::FieldGroup;
use super::draft::row::Item;
use super::pager::Pager;
use super::sample::{self, Pick, Row};
use crate::domain::problem::Problems;
use crate::form::paging::Paging;

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
    /// Sample rows of a table.
    pub rows: Vec<Row>,
    /// Sample rows of a list of products.
    pub picks: Vec<Pick>,
    /// Sample rows of a rule.
    pub items: Vec<Item>,
    /// The fields that they offer.
    pub fields: Vec<FieldGroup>,
    /// The foot of a table.
    pub pager: Pager,
}

impl Show {
    /// The colours shown.
    pub const COLOURS: [&'static str; 14] = [
        "canvas",
        "surface",
        "sunken",
        "line",
        "ink",
        "ink-2",
        "ink-3",
        "accent",
        "accent-soft",
        "ok",
        "warn",
        "bad",
        "related",
        "cross-sell",
    ];
    /// The signs shown: all there are.
    pub const ICONS: [&'static str; 17] = [
        "search", "close", "check", "warn", "up", "down", "left", "right", "grip", "undo", "redo", "open",
        "file", "box", "pin", "hide", "clock",
    ];

    /// Returns the page.
    pub fn new(chrome: Chrome) -> Self {
        let (rows, picks) = (sample::rows(), sample::picks());
        let paging = Paging { page: 3, ..Paging::default() };
        let here = |_: usize| "#h-table".to_owned();
        Self {
            chrome,
            banner: sample::flash(),
            problems: sample::problems(),
            rows,
            picks,
            items: sample::rule::items(),
            fields: sample::rule::fields(),
            pager: Pager::new(paging, 328, here, here),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::chrome::Here;

    #[test]
    fn the_styleguide_shows_every_sign_and_has_no_inline_style() {
        let page = Show::new(sample::chrome("Styleguide", Here::Settings));
        let html = page.render().unwrap();
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("style="), "the content security policy forbids inline style");
        let sprite = include_str!("../../static/img/icons.svg");
        assert_eq!(sprite.matches("<symbol").count(), Show::ICONS.len());
        assert!(Show::ICONS.iter().all(|name| sprite.contains(&format!("id=\"{name}\""))));
    }
}
