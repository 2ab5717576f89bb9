//! The book: short numbers for what nearly every record names, fixed when the snapshot is built.
//!
//! What came into use later is written out, so the book never changes under a record.

use std::borrow::Cow;

use super::bytes::{Cursor, put_number, put_signed, put_text};
use super::press::Phrases;
use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::vocabulary::Vocabulary;

/// What records are written and read with.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The locales of all stores.
    pub locales: Vec<Locale>,
    /// Where prices hold: everywhere or in a store, with each currency.
    pub markets: Vec<Market>,
    /// What many texts have in common.
    pub phrases: Phrases,
}

/// Where a price holds: in one store or in all, in one currency.
pub type Market = (Option<StoreId>, Currency);

impl Book {
    /// Returns the book for a shop's stores.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let mut book = Self::default();
        for store in vocabulary.stores() {
            for locale in &store.locales {
                if !book.locales.contains(locale) {
                    book.locales.push(locale.clone());
                }
            }
            for currency in &store.currencies {
                for market in [(Some(store.id), *currency), (None, *currency)] {
                    if !book.markets.contains(&market) {
                        book.markets.push(market);
                    }
                }
            }
        }
        book
    }

    /// Adds a locale.
    pub fn put_locale(&self, into: &mut Vec<u8>, locale: &Locale) {
        let place = self.locales.iter().position(|known| known == locale);
        match place.and_then(|place| u64::try_from(place).ok()) {
            Some(place) => put_number(into, place + 1),
            None => {
                into.push(0);
                put_text(into, locale.as_str());
            }
        }
    }

    /// Reads a locale, which is not copied where the book has it.
    pub fn locale(&self, from: &mut Cursor<'_>) -> Option<Cow<'_, Locale>> {
        match from.number()?.checked_sub(1) {
            Some(place) => self.locales.get(usize::try_from(place).ok()?).map(Cow::Borrowed),
            None => Locale::parse(from.text()?).ok().map(Cow::Owned),
        }
    }

    /// Reads a locale and returns whether it is that one.
    pub fn is_locale(&self, from: &mut Cursor<'_>, wanted: &Locale) -> Option<bool> {
        Some(match from.number()?.checked_sub(1) {
            Some(place) => self.locales.get(usize::try_from(place).ok()?)? == wanted,
            None => from.text()? == wanted.as_str(),
        })
    }

    /// Returns the number of a market in the book; 0 for one to be written out.
    pub fn market_number(&self, market: Market) -> u64 {
        let place = self.markets.iter().position(|known| *known == market);
        place.and_then(|place| u64::try_from(place).ok()).map_or(0, |place| place + 1)
    }

    /// Writes a market out.
    pub fn put_market(into: &mut Vec<u8>, (store, currency): Market) {
        into.push(u8::from(store.is_some()));
        if let Some(store) = store {
            put_signed(into, i64::from(store.0));
        }
        put_currency(into, currency);
    }

    /// Reads the market of a number, which is written out behind it where it is 0.
    pub fn market(&self, from: &mut Cursor<'_>, number: u64) -> Option<Market> {
        if let Some(place) = number.checked_sub(1) {
            return self.markets.get(usize::try_from(place).ok()?).copied();
        }
        let store = match from.byte()? {
            0 => None,
            _ => Some(StoreId(from.small()?)),
        };
        Some((store, currency(from)?))
    }
}

/// Adds a currency.
pub fn put_currency(into: &mut Vec<u8>, currency: Currency) {
    put_text(into, currency.as_str());
}

/// Reads a currency.
pub fn currency(from: &mut Cursor<'_>) -> Option<Currency> {
    Currency::parse(from.text()?).ok()
}
