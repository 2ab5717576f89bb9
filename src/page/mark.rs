//! Small marks that lists and pages share: a relation type, a status, a product's tile, a choice of a menu, a moment.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{address, picture};
use crate::domain::category::Category;
use crate::domain::id::{StoreId, TypeId};
use crate::domain::locale::Locale;
use crate::domain::relation::standing::{State, state_anywhere};
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary, shown};
use crate::form::relation_list::Status;
use crate::index::roll::Entry;
use crate::index::snapshot::View;

/// Most categories that are listed to choose from; of more, one is typed.
pub const CATEGORIES_LISTED_MAX: usize = 24;
/// Most time zones that are said one by one.
const ZONES_SAID_MAX: usize = 3;

/// A relation type as it is drawn: sign, word and colour, never colour alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its key; chooses sign and colour.
    pub key: String,
    /// What people call it.
    pub word: String,
}

/// Returns the mark of a relation type.
pub fn kind(kind: &RelationType, locale: &Locale) -> Mark {
    Mark { key: kind.key.clone(), word: shown(&kind.label, locale, &kind.key).to_owned() }
}

/// Returns the mark of the type of that number.
pub fn kind_of(vocabulary: &Vocabulary, id: TypeId, locale: &Locale) -> Mark {
    match vocabulary.type_by_id(id) {
        Some(found) => kind(found, locale),
        None => Mark { key: String::new(), word: "Unknown type".into() },
    }
}

/// A status: a word on a coloured ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pill {
    /// The class beside `pill`: `ok`, `warn`, `bad` or none.
    pub class: &'static str,
    /// What people read.
    pub word: String,
}

/// Returns how a relation stands over all stores: what it says, and the pill that says it.
pub fn status(entry: &Entry, vocabulary: &Vocabulary, now: DateTime<Utc>) -> (Status, Pill) {
    let standing = &entry.standing;
    let state = state_anywhere(&standing.relation, &standing.problems, vocabulary.stores(), now);
    let (status, class, word) = match state {
        State::Broken => (Status::Broken, "bad", "Broken".into()),
        State::Off => (Status::Off, "", "Off".into()),
        State::Ended => (Status::Ended, "", "Ended".into()),
        State::Scheduled(from) => (Status::Scheduled, "warn", format!("Starts {}", from.format("%-d %b"))),
        State::Nowhere => (Status::Nowhere, "warn", "No store".into()),
        State::Live | State::Resting if entry.sources == 0 => {
            (Status::Nowhere, "warn", "On no product".into())
        }
        State::Live | State::Resting if entry.matches == Some(0) => {
            (Status::NoMatch, "bad", "No match".into())
        }
        State::Resting => (Status::Live, "ok", "Live, resting".into()),
        State::Live => (Status::Live, "ok", "Live".into()),
    };
    (status, Pill { class, word })
}

/// A product wherever it is named: picture, name, sku and the way to its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its picture.
    pub image: String,
    /// What people call it.
    pub name: String,
    /// Its sku.
    pub sku: String,
    /// Its page.
    pub href: String,
}

/// Returns the tile of a product.
pub fn tile(view: View<'_>, locale: &Locale) -> Tile {
    Tile {
        image: picture::picture_url(view),
        name: view.name(locale).to_owned(),
        sku: view.sku().to_owned(),
        href: address::product(view.sku()),
    }
}

/// One entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// True for the chosen one.
    pub chosen: bool,
}

impl Choice {
    /// Returns an entry; chosen when its value is the current one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, current: &str) -> Self {
        let value = value.into();
        Self { chosen: value == current, label: label.into(), value }
    }
}

/// Returns the categories to choose from, each with the way to it; none where there are more than
/// [`CATEGORIES_LISTED_MAX`], and one is typed.
pub fn categories(chosen: &str, vocabulary: &Vocabulary) -> Vec<Choice> {
    if vocabulary.categories().len() > CATEGORIES_LISTED_MAX {
        return Vec::new();
    }
    let locale = locale(vocabulary);
    let choice = |found: &Category| Choice::new(&found.key, vocabulary.path_name(found.id, &locale), chosen);
    let mut own: Vec<Choice> = vocabulary.categories().iter().map(choice).collect();
    own.sort_by(|left, right| left.label.cmp(&right.label));
    std::iter::once(Choice::new("", "Every category", chosen)).chain(own).collect()
}

/// Returns a category as it is typed: its name, or its key where another has the same name.
pub fn typed(category: &Category, vocabulary: &Vocabulary) -> String {
    let name = shown(&category.name, &locale(vocabulary), &category.key);
    let is_plain = matches!(vocabulary.find_categories(name).as_slice(), [one] if one.id == category.id);
    if is_plain { name.to_owned() } else { category.key.clone() }
}

/// Returns the time zone in which staff read moments: the first store's.
pub fn zone(vocabulary: &Vocabulary) -> Tz {
    vocabulary.stores().first().map_or(Tz::UTC, |store| store.time_zone)
}

/// Returns whose clock a wall time of a schedule is read from, in words: `in Europe/Berlin`, or `by each store’s own clock
/// (America/New_York, Europe/Berlin)`. Without stores the schedule is for all of them.
pub fn clock(stores: Option<&[StoreId]>, vocabulary: &Vocabulary) -> String {
    let asked = |store: &&Store| stores.is_none_or(|stores| stores.is_empty() || stores.contains(&store.id));
    let mut zones: Vec<&str> = Vec::new();
    for store in vocabulary.stores().iter().filter(asked) {
        if !zones.contains(&store.time_zone.name()) {
            zones.push(store.time_zone.name());
        }
    }
    let first = zones.get(..ZONES_SAID_MAX.min(zones.len())).unwrap_or_default().join(", ");
    match zones.len() {
        0 => "in UTC".into(),
        1 => format!("in {first}"),
        count if count > ZONES_SAID_MAX => {
            format!("by each store’s own clock ({first} and {} more)", count - ZONES_SAID_MAX)
        }
        _ => format!("by each store’s own clock ({first})"),
    }
}

/// Returns the locale in which staff read labels: the first store's first.
pub fn locale(vocabulary: &Vocabulary) -> Locale {
    let first = vocabulary.stores().first().and_then(|store| store.locales.first());
    first.cloned().unwrap_or_default()
}
