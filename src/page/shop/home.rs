//! The shop's first page.

use askama::Template;

use super::block::{Shelf, shelves};
use super::card::{Card, card};
use super::frame::Frame;
use super::stand::Stand;
use crate::domain::category::Category;
use crate::domain::id::CategoryId;
use crate::index::snapshot::Doc;
use crate::page::picture::picture_url;
use crate::pick::choose::Decision;

/// Products of a department looked at for the first picture.
const LOOKED_AT: usize = 200;

/// The first page.
#[derive(Template)]
#[template(path = "shop/home.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// What stands in the middle of the first picture.
    pub hero: Vec<Card>,
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
        let top = stand.departments();
        let departments: Vec<Door> = top
            .iter()
            .take(12)
            .filter_map(|category| door(stand, category.id))
            .filter(|door| !door.picture.is_empty())
            .collect();
        let hero = spread(&top)
            .into_iter()
            .filter_map(|category| dearest(stand, category.id, 1))
            .filter_map(|doc| card(stand, doc));
        Self { hero: hero.collect(), departments, shelves: shelves(stand, decisions, None), frame }
    }
}

/// Returns three of the departments that lie apart.
fn spread<'a>(top: &[&'a Category]) -> Vec<&'a Category> {
    let places = [top.len() * 5 / 8, 0, top.len().saturating_sub(1)];
    let mut three: Vec<&Category> = places.iter().filter_map(|place| top.get(*place).copied()).collect();
    three.dedup_by_key(|category| category.id);
    three
}

/// Returns one of the dearest of a category's first products: a picture one likes to look at.
fn dearest(stand: &Stand<'_>, id: CategoryId, place: usize) -> Option<Doc> {
    let within = stand.snapshot.in_categories(&stand.vocabulary().subtree(id));
    let price = |doc: Doc| {
        let view = stand.snapshot.product(doc).filter(|view| view.is_shown(stand.store.id, stand.at))?;
        view.price(stand.store.id, stand.currency).map(|price| price.minor)
    };
    let mut found: Vec<(i64, Doc)> =
        within.iter().take(LOOKED_AT).map(Doc).filter_map(|doc| Some((price(doc)?, doc))).collect();
    found.sort_by(|left, right| right.cmp(left));
    found.get(place).or(found.first()).map(|(_, doc)| *doc)
}

/// Returns the door to a category.
pub fn door(stand: &Stand<'_>, id: CategoryId) -> Option<Door> {
    let category = stand.vocabulary().category(id)?;
    let picture = dearest(stand, id, 0)
        .and_then(|doc| stand.snapshot.product(doc))
        .map(picture_url)
        .unwrap_or_default();
    Some(Door { name: stand.category_name(id).to_owned(), url: stand.category_url(&category.key), picture })
}
