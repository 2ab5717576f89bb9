//! Paging: which part of a list is shown, read from a query string and brought into bounds.

use super::fields::Fields;

/// How many rows a page may have; the first is the default.
pub const SIZES: [usize; 3] = [25, 50, 100];

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Which page, from 1.
    pub page: usize,
    /// How many rows it has.
    pub size: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self { page: 1, size: 25 }
    }
}

impl Paging {
    /// Returns the page that `page` and `per` ask for; the first one, of 25, for anything that is not a number.
    pub fn read(fields: &Fields) -> Self {
        let default = Self::default();
        let size = fields.get("per").trim().parse().ok().filter(|size| SIZES.contains(size));
        let page = fields.get("page").trim().parse().ok().filter(|page| *page >= 1);
        Self { page: page.unwrap_or(default.page), size: size.unwrap_or(default.size) }
    }

    /// Returns another page of the same size.
    pub fn on(self, page: usize) -> Self {
        Self { page, ..self }
    }

    /// Returns `per` and `page` as they stand in an address; empty where they are as usual.
    pub fn written(self) -> [String; 2] {
        let usual = Self::default();
        let unless =
            |number: usize, usual: usize| if number == usual { String::new() } else { number.to_string() };
        [unless(self.size, usual.size), unless(self.page, usual.page)]
    }

    /// Returns how many pages that many rows make; at least one.
    pub fn pages(self, total: usize) -> usize {
        total.div_ceil(self.size).max(1)
    }

    /// Returns the page brought into a list of that many rows.
    pub fn within(self, total: usize) -> Self {
        Self { page: self.page.min(self.pages(total)), ..self }
    }

    /// Returns how many rows come before the page.
    pub fn skip(self) -> usize {
        self.page.saturating_sub(1).saturating_mul(self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_always_within_its_list() {
        for (query, page, size) in [
            ("", 1, 25),
            ("page=3&per=50", 2, 50),
            ("page=-1&per=26", 1, 25),
            ("page=99999999999999999999", 1, 25),
            ("page=999999&per=100", 1, 100),
            ("page=abc&per=x", 1, 25),
        ] {
            let paging = Paging::read(&crate::form::query::read(query)).within(60);
            assert_eq!((paging.page, paging.size), (page, size), "{query}");
        }
        assert_eq!(Paging { page: usize::MAX, size: 100 }.skip(), usize::MAX);
    }
}
