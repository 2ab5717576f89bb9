//! "Thank you for your order": what a shopper sees last.

use askama::Template;

use super::block::{Shelf, shelves};
use super::frame::Frame;
use super::stand::Stand;
use crate::pick::choose::Decision;

/// The last page of an order.
#[derive(Template)]
#[template(path = "shop/thanks.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// The blocks.
    pub shelves: Vec<Shelf>,
}

impl Show {
    /// Returns the page.
    pub fn new(stand: &Stand<'_>, frame: Frame, decisions: &[Decision<'_>]) -> Self {
        Self { shelves: shelves(stand, decisions, None), frame }
    }
}
