//! The form of a store: its name, its time zone and its place.

use askama::Template;

use crate::domain::problem::Problems;
use crate::domain::store::{Draft, Store};
use crate::page::chrome::Chrome;
use crate::page::mark::Choice;

/// `/settings/stores/{key}`
#[derive(Debug, Clone, Template)]
#[template(path = "setting/store.html")]
pub struct Edit {
    /// The frame.
    pub chrome: Chrome,
    /// The store as it is.
    pub store: String,
    /// Its key.
    pub key: String,
    /// Its address.
    pub href: String,
    /// What was typed.
    pub draft: Draft,
    /// The places to choose from.
    pub places: Vec<Choice>,
    /// What is wrong.
    pub problems: Problems,
}

impl Edit {
    /// Returns the form of the store at that place.
    pub fn new(chrome: Chrome, stores: &[Store], at: usize, draft: Draft) -> Self {
        let store = stores.get(at);
        let (name, key) = store.map(|store| (store.name.clone(), store.key.clone())).unwrap_or_default();
        let others: Vec<&Store> = stores.iter().filter(|other| other.key != key).collect();
        let place = |place: usize| {
            let behind = place.checked_sub(1).and_then(|before| others.get(before));
            let label = match behind {
                None => "First: the home store".to_owned(),
                Some(other) => format!("After {}", other.name),
            };
            Choice::new((place + 1).to_string(), label, &draft.place)
        };
        let places = (0..stores.len()).map(place).collect();
        let href = super::store_address(&key);
        Self { chrome, store: name, key, href, draft, places, problems: Problems::default() }
    }

    /// Returns what is wrong with a field; empty where nothing is.
    pub fn problem(&self, place: &str) -> &str {
        self.problems.first(place).unwrap_or_default()
    }

    /// Returns the names of all time zones.
    pub fn zones(&self) -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}
