//! The filter of the list of products: it reads itself from the query string, drops a term, writes itself back as an
//! address and says itself in words. Finding the products is the index's.

use std::borrow::Cow;

use super::fields::Fields;
use super::known::Dropped;
use super::paging::Paging;
use super::query;
use crate::domain::category::Category;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::{Vocabulary, shown};

/// One thing that narrows the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// What was searched.
    Query,
    /// The category.
    Category,
    /// The relation type that is missing.
    Gap,
}

/// What the list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// As typed: a sku, or words of the name.
    pub query: String,
    /// Key of a category; those below it count too. Empty: all.
    pub category: String,
    /// Key of a relation type that the products have neither links nor relations of. Empty: does not matter.
    pub gap: String,
    /// Which page.
    pub paging: Paging,
    /// What was asked for and means nothing, each as a sentence.
    pub dropped: Vec<String>,
}

impl Filter {
    /// Returns the filter of a query string.
    pub fn read(fields: &Fields, vocabulary: &Vocabulary) -> Self {
        let mut dropped = Dropped::default();
        let category = category(vocabulary, fields.get("category")).map(|category| category.key.clone());
        let category = dropped.unless_known(fields, "category", "category", category);
        let gap = vocabulary.relation_type(fields.get("gap")).map(|kind| kind.key.clone());
        let gap = dropped.unless_known(fields, "gap", "relation type", gap);
        Self {
            query: fields.get("q").trim().to_owned(),
            category,
            gap,
            paging: Paging::read(fields),
            dropped: dropped.0,
        }
    }

    /// Returns the category it asks for.
    pub fn find_category<'a>(&self, vocabulary: &'a Vocabulary) -> Option<&'a Category> {
        category(vocabulary, &self.category)
    }

    /// Returns what narrows the list, in words.
    pub fn terms(&self, vocabulary: &Vocabulary, locale: &Locale) -> Vec<(Term, String)> {
        let mut terms = Vec::new();
        if !self.query.is_empty() {
            terms.push((Term::Query, format!("“{}”", self.query)));
        }
        if let Some(category) = self.find_category(vocabulary) {
            terms.push((Term::Category, format!("in {}", vocabulary.path_name(category.id, locale))));
        }
        if let Some(kind) = vocabulary.relation_type(&self.gap) {
            terms.push((Term::Gap, format!("without {}", shown(&kind.label, locale, &kind.key))));
        }
        terms
    }

    /// Returns the filter without one of its terms, on its first page.
    pub fn without(&self, term: Term) -> Self {
        let mut filter = self.on_page(1);
        match term {
            Term::Query => filter.query.clear(),
            Term::Category => filter.category.clear(),
            Term::Gap => filter.gap.clear(),
        }
        filter
    }

    /// Returns the filter on another page.
    pub fn on_page(&self, page: usize) -> Self {
        Self { paging: self.paging.on(page), ..self.clone() }
    }

    /// Returns the filter with pages of another size, on the first one.
    pub fn sized(&self, size: usize) -> Self {
        Self { paging: Paging { page: 1, size }, ..self.clone() }
    }

    /// Returns the address of the list so filtered.
    pub fn address(&self) -> String {
        let [per, page] = self.paging.written();
        let pairs: [(&str, Cow<'_, str>); 5] = [
            ("q", self.query.as_str().into()),
            ("category", self.category.as_str().into()),
            ("gap", self.gap.as_str().into()),
            ("per", per.into()),
            ("page", page.into()),
        ];
        query::write("/products", &pairs)
    }
}

/// Returns the category of a key, else the first that has the name.
pub fn category<'a>(vocabulary: &'a Vocabulary, written: &str) -> Option<&'a Category> {
    vocabulary.find_categories(written).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{CategoryId, TypeId};
    use crate::domain::locale::Localised;
    use crate::domain::vocabulary::RelationType;

    #[test]
    fn a_filter_reads_itself_drops_a_term_and_says_itself() {
        let category = Category {
            id: CategoryId(1),
            key: "cameras".into(),
            parent: None,
            name: Localised::plain("Cameras & lenses".into()),
        };
        let kind =
            RelationType { id: TypeId(1), key: "related".into(), label: Localised::plain("Related".into()) };
        let vocabulary = Vocabulary::new(Vec::new(), vec![category], Vec::new(), vec![kind], Vec::new());
        let read = |query: &str| Filter::read(&query::read(query), &vocabulary);
        let filter = read("q=zoom&category=CAMERAS&gap=related&page=2");
        assert_eq!(filter.address(), "/products?q=zoom&category=cameras&gap=related&page=2");
        assert_eq!(filter.without(Term::Gap).address(), "/products?q=zoom&category=cameras");
        let terms = filter.terms(&vocabulary, &Locale::parse("en").unwrap());
        let words: Vec<&str> = terms.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, ["“zoom”", "in Cameras & lenses", "without Related"]);
        let wrong = read("category=mars&gap=friends&page=x&per=7");
        assert_eq!((wrong.address().as_str(), wrong.dropped.len()), ("/products", 2));
    }
}
