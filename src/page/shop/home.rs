//! The shop's first page.

use askama::Template;

use super::block::{Shelf, shelves};
use super::card::{Card, card};
use super::frame::Frame;
use super::stand::Stand;
use crate::index::snapshot::Doc;
use crate::page::picture::picture_url;
use crate::pick::choose::Decision;

/// The first page.
#[derive(Template)]
#[template(path = "shop/home.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// What stands in the middle of the first picture.
    pub hero: Vec<Card>,
    /// Where its button leads.
    pub hero_url: String,
    /// Departments with a picture.
    pub departments: Vec<Door>,
    /// The blocks.
    pub shelves: Vec<Shelf>,
}

/// A category as a door: a picture and a name.
pub struct Door {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// A picture of something in it; empty: none.
    pub picture: String,
}

impl Show {
    /// Returns the first page.
    pub fn new(stand: &Stand<'_>, frame: Frame, decisions: &[Decision<'_>]) -> Self {
        let top: Vec<_> = stand.vocabulary().categories().iter().filter(|category| category.parent.is_none()).collect();
        let departments: Vec<Door> =
            top.iter().take(12).filter_map(|category| door(stand, category.id)).filter(|door| !door.picture.is_empty()).collect();
        let hero = top.iter().take(3).filter_map(|category| example(stand, category.id)).filter_map(|doc| card(stand, doc));
        let hero_url = top.first().map(|category| stand.category_url(&category.key)).unwrap_or_default();
        Self { hero: hero.collect(), hero_url, departments, shelves: shelves(stand, decisions), frame }
    }
}

/// Returns the door to a category.
pub fn door(stand: &Stand<'_>, id: crate::domain::id::CategoryId) -> Option<Door> {
    let category = stand.vocabulary().category(id)?;
    let picture = example(stand, id).and_then(|doc| stand.snapshot.product(doc)).map(picture_url).unwrap_or_default();
    Some(Door { name: stand.category_name(id).to_owned(), url: stand.category_url(&category.key), picture })
}

/// Returns a product that may stand for a category: the first one shown, which is a best seller of a fresh catalogue.
fn example(stand: &Stand<'_>, id: crate::domain::id::CategoryId) -> Option<Doc> {
    let within = stand.snapshot.in_categories(&stand.vocabulary().subtree(id));
    let shown = |doc: &Doc| stand.snapshot.product(*doc).is_some_and(|view| view.is_shown(stand.store.id, stand.at));
    within.iter().map(Doc).find(shown)
}
