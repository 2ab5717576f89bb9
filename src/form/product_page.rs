//! How a product's page is looked at: in which store and locale, and on which page each of its lists is. It reads itself
//! from the query string and writes itself back as an address. Reading is total; what is unknown is left to the page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fields::Fields;
use super::paging::Paging;
use super::query;

/// What the name of a list's page begins with: `page-related=2`.
const PAGE: &str = "page-";
/// Most lists whose page is kept; there is one for each relation type.
const LISTS_MAX: usize = 50;

/// How the page is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Key of the store; empty: the first one.
    pub store: String,
    /// Locale; empty: the store's first.
    pub locale: String,
    pages: BTreeMap<String, usize>,
}

impl Look {
    /// Returns the look of a query string.
    pub fn read(fields: &Fields) -> Self {
        let page = |(name, typed): &(String, String)| {
            let list = name.strip_prefix(PAGE)?;
            let page = typed.trim().parse().ok().filter(|page| *page > 1)?;
            Some((list.to_owned(), page))
        };
        Self {
            store: fields.get("store").trim().to_owned(),
            locale: fields.get("locale").trim().to_owned(),
            pages: fields.0.iter().filter_map(page).take(LISTS_MAX).collect(),
        }
    }

    /// Returns the page that a list is on.
    pub fn paging(&self, list: &str) -> Paging {
        let first = Paging::default();
        first.on(self.pages.get(list).copied().unwrap_or(first.page))
    }

    /// Returns the look in a store and locale.
    pub fn seen_in(&self, store: String, locale: String) -> Self {
        Self { store, locale, pages: self.pages.clone() }
    }

    /// Returns the look with a list on another page.
    pub fn turned(&self, list: &str, page: usize) -> Self {
        let mut turned = self.clone();
        turned.pages.insert(list.to_owned(), page);
        turned
    }

    /// Returns the address of a product's page so looked at.
    pub fn address(&self, product: &str) -> String {
        let pages = self.pages.iter().filter(|(_, page)| **page > 1);
        let names: Vec<(String, String)> =
            pages.map(|(list, page)| (format!("{PAGE}{list}"), page.to_string())).collect();
        let mut pairs: Vec<(&str, Cow<'_, str>)> =
            vec![("store", self.store.as_str().into()), ("locale", self.locale.as_str().into())];
        pairs.extend(names.iter().map(|(name, page)| (name.as_str(), page.as_str().into())));
        query::write(product, &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_reads_what_it_writes_and_nothing_else() {
        for (query, address) in [
            ("", "/p"),
            (
                "store=eu&locale=de_DE&page-related=2&page-up-sell=3",
                "/p?store=eu&locale=de_DE&page-related=2&page-up-sell=3",
            ),
            ("page-related=1&page-up-sell=x&page-=-1&other=2", "/p"),
        ] {
            assert_eq!(Look::read(&query::read(query)).address("/p"), address, "{query}");
        }
        let look = Look::read(&query::read("page-related=2"));
        assert_eq!((look.paging("related").page, look.paging("up-sell").page), (2, 1));
        assert_eq!(look.turned("related", 1).address("/p"), "/p");
    }
}
