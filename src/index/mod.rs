//! The index: the whole catalogue in memory, and the answers to rules.
//!
//! `snapshot` is what readers hold; `build` makes one, `apply` makes the next one out of a change, `handle` swaps them.
//! `compile`, `shape` and `run` make a sieve of a checked rule, `sift` gives all that pass it, `order` and `walk` the first
//! of them, `count` and `explain` say why.
//! Pure: no I/O, no clock. Goes on to `pick`.

pub mod answer;
pub mod apply;
pub mod browse;
pub mod build;
pub mod cells;
pub mod compile;
pub mod cores;
pub mod count;
pub mod course;
mod difference;
pub mod directory;
pub mod discount;
pub mod explain;
pub mod fact;
pub mod file;
mod fill;
pub mod handle;
pub mod health;
pub mod keep;
pub mod label;
mod lead;
pub mod line;
pub mod measure;
pub mod names;
pub mod offer;
pub mod open;
pub mod order;
pub mod packed;
pub mod plans;
pub mod ranked;
pub mod relations;
pub mod roll;
pub mod run;
pub mod search;
pub mod shape;
pub mod share;
pub mod shelf;
pub mod shown_on;
pub mod shuffle;
pub mod sieve;
pub mod sift;
pub mod snapshot;
pub mod sorted;
pub mod source;
pub mod spelt;
pub mod tide;
pub mod value;
pub mod verify;
pub mod view;
mod walk;
pub mod word;

pub use search::search;

use chrono::{DateTime, Utc};

use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;

/// Under which circumstances a rule is answered: values differ by store, locale and moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Circumstances {
    /// Prices, availability and days are this store's.
    pub store: StoreId,
    /// Texts and labels are this locale's.
    pub locale: Locale,
    /// Prices are in this currency.
    pub currency: Currency,
    /// Days and "is new" are told from this moment.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod operator_tests;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
