//! What a relation asks besides its rules: order, limits, stores, time.

use crate::domain::locale::Locale;
use crate::domain::relation::Sort;
use crate::domain::relation::draft::Draft;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::page::mark::{self, Choice};

/// The choices of the settings' menus and boxes.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The relation types.
    pub kinds: Vec<Choice>,
    /// The orders.
    pub sorts: Vec<Choice>,
    /// The stores, ticked or not.
    pub stores: Vec<Choice>,
    /// The days of the week, ticked or not.
    pub weekdays: Vec<Choice>,
    /// Something of the schedule is set.
    pub timed: bool,
    /// The hidden skus, one a line.
    pub hidden: String,
    /// The source skus, one a line.
    pub source_skus: String,
    /// The segments, with commas.
    pub segments: String,
    /// Whose clock the times are read from.
    pub clock: String,
}

/// The days of the week, by their names in the form.
const WEEKDAYS: [(&str, &str); 7] = [
    ("mon", "Mon"),
    ("tue", "Tue"),
    ("wed", "Wed"),
    ("thu", "Thu"),
    ("fri", "Fri"),
    ("sat", "Sat"),
    ("sun", "Sun"),
];

impl Settings {
    /// Returns the choices with those of the draft chosen.
    pub fn new(draft: &Draft, words: &Vocabulary, locale: &Locale) -> Self {
        let ticked = |list: &Option<Vec<String>>, key: &str| {
            list.as_ref().is_none_or(|keys| keys.iter().any(|other| other == key))
        };
        let store = |store: &crate::domain::store::Store| Choice {
            value: store.key.clone(),
            label: store.name.clone(),
            chosen: ticked(&draft.stores, &store.key),
        };
        let weekday = |(key, label): &(&str, &str)| Choice {
            value: (*key).to_owned(),
            label: (*label).to_owned(),
            chosen: draft.weekdays.iter().any(|day| day == key),
        };
        let kinds = words.types().iter();
        Self {
            kinds: kinds
                .map(|kind| Choice::new(&kind.key, shown(&kind.label, locale, &kind.key), &draft.kind))
                .collect(),
            sorts: Sort::ALL
                .iter()
                .map(|sort| Choice::new(sort.as_str(), sort_word(*sort), &draft.sort))
                .collect(),
            stores: words.stores().iter().map(store).collect(),
            weekdays: WEEKDAYS.iter().map(weekday).collect(),
            timed: !draft.from.is_empty()
                || !draft.until.is_empty()
                || !draft.weekdays.is_empty()
                || draft.hours.iter().any(|hour| !hour.is_empty()),
            hidden: draft.hidden.join("\n"),
            source_skus: draft.source_skus.join("\n"),
            segments: draft.segments.as_deref().unwrap_or_default().join(", "),
            clock: {
                let ticked = draft.stores.as_ref().map(|keys| {
                    keys.iter().filter_map(|key| words.store(key)).map(|store| store.id).collect::<Vec<_>>()
                });
                mark::clock(ticked.as_deref(), words)
            },
        }
    }
}

/// Returns the kind of input that keeps what was typed as a moment: the browser's own, which drops what it does not know,
/// only for what it knows.
pub fn moment_input(typed: &str) -> &'static str {
    let is_known = |form| chrono::NaiveDateTime::parse_from_str(typed, form).is_ok();
    match typed.is_empty() || is_known("%Y-%m-%dT%H:%M") || is_known("%Y-%m-%dT%H:%M:%S") {
        true => "datetime-local",
        false => "text",
    }
}

fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::BestSelling => "Best sellers first",
        Sort::MostViewed => "Most viewed first",
        Sort::PriceUp => "Cheapest first",
        Sort::PriceDown => "Dearest first",
        Sort::Newest => "Newest first",
        Sort::Name => "By name",
        Sort::Margin => "Highest margin first",
        Sort::Sku => "By sku",
        Sort::Shuffle => "Shuffled, anew every day",
    }
}
