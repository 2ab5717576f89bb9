//! A store: one shop front with its locales, currencies and time zone.

use super::id::StoreId;
use super::locale::Locale;
use super::money::Currency;

/// A shop front. The first locale and the first currency are its defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Store {
    /// Its number.
    pub id: StoreId,
    /// Its key in addresses and files, as it was imported.
    pub key: String,
    /// What staff and shoppers read.
    pub name: String,
    /// The time zone its schedules are meant in.
    pub time_zone: chrono_tz::Tz,
    /// Never empty.
    pub locales: Vec<Locale>,
    /// Never empty.
    pub currencies: Vec<Currency>,
}
