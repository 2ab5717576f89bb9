//! Suggestions for pickers: `<option>`s of products, as a fragment.

use askama::Template;

use crate::index::snapshot::{Doc, Snapshot};
use crate::page::mark::{self, Tile};

/// Most products suggested at once.
pub const SUGGESTED_MAX: usize = 12;

/// The fragment.
#[derive(Debug, Clone, Template)]
#[template(path = "product/suggest.html")]
pub struct Suggest {
    /// The products.
    pub tiles: Vec<Tile>,
}

impl Suggest {
    /// Returns the fragment of these products.
    pub fn new(snapshot: &Snapshot, docs: &[Doc]) -> Self {
        let locale = mark::locale(snapshot.vocabulary());
        let views = docs.iter().filter_map(|doc| snapshot.product(*doc));
        Self { tiles: views.map(|view| mark::tile(view, &locale)).collect() }
    }
}
