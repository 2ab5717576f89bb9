//! The filter of the audit: it reads itself from the query string and writes itself back as an address. Reading is
//! total; a name that nobody has finds nothing.

use std::borrow::Cow;

use super::fields::Fields;
use super::paging::Paging;
use super::query;

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A noun such as `relation`; empty: all.
    pub noun: String,
    /// Who made the change; empty: everybody.
    pub actor: String,
    /// Part of the key of what was changed; empty: all.
    pub key: String,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// Returns the filter of a query string.
    pub fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).trim().to_owned();
        Self { noun: text("noun"), actor: text("who"), key: text("q"), paging: Paging::read(fields) }
    }

    /// Returns true when something narrows the list.
    pub fn is_narrow(&self) -> bool {
        !(self.noun.is_empty() && self.actor.is_empty() && self.key.is_empty())
    }

    /// Returns the address of the list on a page of a size.
    pub fn address(&self, paging: Paging) -> String {
        let [per, page] = paging.written();
        let pairs: [(&str, Cow<'_, str>); 5] = [
            ("q", self.key.as_str().into()),
            ("noun", self.noun.as_str().into()),
            ("who", self.actor.as_str().into()),
            ("per", per.into()),
            ("page", page.into()),
        ];
        query::write("/audit", &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_what_it_writes() {
        let filter = Filter::read(&query::read("noun=relation&who=Ana%20K&q=50%25&page=3"));
        assert_eq!(filter.address(filter.paging), "/audit?q=50%25&noun=relation&who=Ana%20K&page=3");
        assert!(filter.is_narrow() && !Filter::default().is_narrow());
    }
}
