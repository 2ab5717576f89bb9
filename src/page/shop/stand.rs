//! Where a visitor stands: store, locale, moment and what else the address carries from page to page.

use chrono::{DateTime, Utc};

use super::words::{Words, words};
use crate::domain::category::Category;
use crate::domain::id::CategoryId;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::store::Store;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::form::query::coded;
use crate::index::snapshot::{Snapshot, Standing};

/// Where a visitor stands.
#[derive(Clone, Copy)]
pub struct Stand<'a> {
    /// The catalogue.
    pub snapshot: &'a Snapshot,
    /// The store.
    pub store: &'a Store,
    /// The locale.
    pub locale: &'a Locale,
    /// The currency.
    pub currency: Currency,
    /// The moment that is looked at.
    pub at: DateTime<Utc>,
    /// What the address carries besides the locale: moment, segment, draft, why.
    pub carried: &'a [(String, String)],
    /// Each pick tells where it came from.
    pub why: bool,
    /// The draft that stands in a live relation's place, or beside all.
    pub draft: Option<&'a Standing>,
}

impl<'a> Stand<'a> {
    /// Returns the words of the shop.
    pub fn words(&self) -> &'static Words {
        words(self.locale)
    }

    /// Returns all that can be named.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.snapshot.vocabulary()
    }

    /// Returns the address of a page of this store, what is carried included: `/category/tents`, or empty for the first.
    pub fn url(&self, path: &str) -> String {
        self.url_with(path, &[])
    }

    /// Returns the address of a page of this store with more in its query.
    pub fn url_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let own = self.locale_pair();
        let carried = self.carried.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs: Vec<(&str, &str)> = own.into_iter().chain(carried).chain(more.iter().copied()).collect();
        format!("/shop/{}{path}{}", coded(&self.store.key), query(&pairs))
    }

    /// Returns the address of the same page in another locale.
    pub fn url_in(&self, path: &str, locale: &'a Locale) -> String {
        Self { locale, ..*self }.url(path)
    }

    /// Returns the address of the same page of another store, in that store's first locale.
    pub fn url_at(&self, path: &str, store: &'a Store) -> String {
        let locale = store.locales.first().unwrap_or(self.locale);
        Self { store, locale, ..*self }.url(path)
    }

    /// Returns the address of a product's page.
    pub fn product_url(&self, sku: &str) -> String {
        self.url(&format!("/product/{}", coded(sku)))
    }

    /// Returns the address of a category's page.
    pub fn category_url(&self, key: &str) -> String {
        self.url(&format!("/category/{}", coded(key)))
    }

    /// Returns what is carried under a name; empty: nothing.
    pub fn carried(&self, name: &str) -> &'a str {
        self.carried
            .iter()
            .find(|(carried, _)| carried == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }

    /// Returns the departments: the categories at the top, or those below a single one that holds all.
    pub fn departments(&self) -> Vec<&'a Category> {
        let vocabulary = self.vocabulary();
        let top: Vec<&Category> = vocabulary.categories().iter().filter(|one| one.parent.is_none()).collect();
        match top.as_slice() {
            [root] if !vocabulary.children(root.id).is_empty() => {
                vocabulary.children(root.id).iter().filter_map(|id| vocabulary.category(*id)).collect()
            }
            _ => top,
        }
    }

    /// Returns a category's name.
    pub fn category_name(&self, id: CategoryId) -> &'a str {
        match self.vocabulary().category(id) {
            Some(category) => shown(&category.name, self.locale, &category.key),
            None => "",
        }
    }

    /// Returns the locale for the address, unless it is the store's first, which goes without saying.
    fn locale_pair(&self) -> Option<(&'a str, &'a str)> {
        (self.store.locales.first() != Some(self.locale)).then(|| ("locale", self.locale.as_str()))
    }
}

fn query(pairs: &[(&str, &str)]) -> String {
    let written: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
    if written.is_empty() { String::new() } else { format!("?{}", written.join("&")) }
}
