//! The filter of the list of relations: one value that reads itself from the query string, lets relations through, drops
//! a term, writes itself back as an address and says itself in words.
//!
//! Reading is total: a value that means nothing is dropped and said. Must not know how a relation is counted or drawn.

mod column;

use std::borrow::Cow;

pub use column::Column;

use super::fields::Fields;
use super::known::Dropped;
use super::paging::Paging;
use super::query;
use crate::domain::category::Category;
use crate::domain::id::StoreId;
use crate::domain::locale::Locale;
use crate::domain::text::folded;
use crate::domain::vocabulary::{Vocabulary, shown};

/// How a relation stands, as the list tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Shown to shoppers.
    Live,
    /// Its time is still to come.
    Scheduled,
    /// Its time is over.
    Ended,
    /// Switched off.
    Off,
    /// It names something that is gone.
    Broken,
    /// It is for no store, or on no product.
    Nowhere,
    /// It finds no product to show.
    NoMatch,
}

impl Status {
    /// All, as they are offered.
    pub const ALL: [Self; 7] =
        [Self::Live, Self::Scheduled, Self::Ended, Self::Off, Self::Broken, Self::Nowhere, Self::NoMatch];

    /// Returns its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Scheduled => "scheduled",
            Self::Ended => "ended",
            Self::Off => "off",
            Self::Broken => "broken",
            Self::Nowhere => "nowhere",
            Self::NoMatch => "no-match",
        }
    }

    /// Returns what people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "Live",
            Self::Scheduled => "Scheduled",
            Self::Ended => "Ended",
            Self::Off => "Off",
            Self::Broken => "Broken",
            Self::Nowhere => "Shows nowhere",
            Self::NoMatch => "No match",
        }
    }

    /// Returns true when somebody should look at it.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::Broken | Self::Nowhere | Self::NoMatch)
    }
}

/// Which statuses are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every one.
    Any,
    /// Those that somebody should look at.
    Attention,
    /// This one.
    Only(Status),
}

/// One thing that narrows the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// What was searched.
    Query,
    /// The relation type.
    Kind,
    /// The status.
    Status,
    /// The store.
    Store,
    /// The product it is shown on.
    On,
    /// The category it is shown in.
    Category,
}

/// What the list shows, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// As typed; every word must be found.
    pub query: String,
    /// Key of a relation type; empty: all.
    pub kind: String,
    /// Which statuses.
    pub standing: Standing,
    /// Key of a store; empty: all.
    pub store: String,
    /// Sku or words of the name of a product it is shown on; empty: any.
    pub on: String,
    /// Key of a category that a product it is shown on lies in or below; empty: any.
    pub category: String,
    /// In order of this column.
    pub column: Column,
    /// The other way round.
    pub descending: bool,
    /// Which page.
    pub paging: Paging,
    /// What was asked for and means nothing, each as a sentence.
    pub dropped: Vec<String>,
}

/// What the filter asks of one relation.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Key of its type.
    pub kind: &'a str,
    /// How it stands.
    pub status: Status,
    /// The stores it is for; none given: every store.
    pub stores: Option<&'a [StoreId]>,
    /// All that a search looks at, folded.
    pub text: &'a str,
    /// It is shown on what was asked for.
    pub is_on: bool,
    /// It is shown in the category asked for.
    pub is_in_category: bool,
}

/// A filter whose names are looked up.
#[derive(Debug)]
pub struct Sieve<'a> {
    filter: &'a Filter,
    store: Option<StoreId>,
    words: Vec<String>,
}

impl Sieve<'_> {
    /// Returns true when the relation is in the list.
    pub fn admits(&self, facts: &Facts<'_>) -> bool {
        let filter = self.filter;
        let stands = match filter.standing {
            Standing::Any => true,
            Standing::Attention => facts.status.needs_attention(),
            Standing::Only(status) => facts.status == status,
        };
        let sold = |id: StoreId| facts.stores.is_none_or(|stores| stores.contains(&id));
        stands
            && (filter.kind.is_empty() || facts.kind == filter.kind)
            && self.store.is_none_or(sold)
            && (filter.on.is_empty() || facts.is_on)
            && (filter.category.is_empty() || facts.is_in_category)
            && self.words.iter().all(|word| facts.text.contains(word.as_str()))
    }
}

impl Filter {
    /// Returns the filter of a query string.
    pub fn read(fields: &Fields, vocabulary: &Vocabulary) -> Self {
        let mut dropped = Dropped::default();
        let kind = vocabulary.relation_type(fields.get("type")).map(|kind| kind.key.clone());
        let kind = dropped.unless_known(fields, "type", "relation type", kind);
        let store = vocabulary.store(fields.get("store")).map(|store| store.key.clone());
        let store = dropped.unless_known(fields, "store", "store", store);
        let category =
            super::product_list::category(vocabulary, fields.get("category")).map(|found| found.key.clone());
        let category = dropped.unless_known(fields, "category", "category", category);
        let standing = standing(fields.get("status").trim());
        dropped.unless_known(fields, "status", "status", standing.map(|_| String::new()));
        let sort = fields.get("sort").trim();
        let (descending, sort) = sort.strip_prefix('-').map_or((false, sort), |rest| (true, rest));
        let column = Column::ALL.into_iter().find(|column| column.as_str() == sort);
        dropped.unless_known(fields, "sort", "column", column.map(|_| String::new()));
        Self {
            query: fields.get("q").trim().to_owned(),
            kind,
            standing: standing.unwrap_or(Standing::Any),
            store,
            on: fields.get("on").trim().to_owned(),
            category,
            column: column.unwrap_or(Column::Name),
            descending: descending && column.is_some(),
            paging: Paging::read(fields),
            dropped: dropped.0,
        }
    }

    /// Returns the filter ready to be asked about many relations: what it names is looked up once.
    pub fn sieve(&self, vocabulary: &Vocabulary) -> Sieve<'_> {
        let query = folded(&self.query);
        Sieve {
            filter: self,
            store: vocabulary.store(&self.store).map(|store| store.id),
            words: query.split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Returns what narrows the list, in words.
    pub fn terms(&self, vocabulary: &Vocabulary, locale: &Locale) -> Vec<(Term, String)> {
        let mut terms = Vec::new();
        if !self.query.is_empty() {
            terms.push((Term::Query, format!("“{}”", self.query)));
        }
        if let Some(kind) = vocabulary.relation_type(&self.kind) {
            terms.push((Term::Kind, format!("type {}", shown(&kind.label, locale, &kind.key))));
        }
        match self.standing {
            Standing::Any => {}
            Standing::Attention => terms.push((Term::Status, "needs attention".into())),
            Standing::Only(status) => terms.push((Term::Status, format!("status {}", status.word()))),
        }
        if let Some(store) = vocabulary.store(&self.store) {
            terms.push((Term::Store, format!("store {}", store.name)));
        }
        if !self.on.is_empty() {
            terms.push((Term::On, format!("shown on “{}”", self.on)));
        }
        if let Some(category) = self.find_category(vocabulary) {
            terms.push((Term::Category, format!("in {}", vocabulary.path_name(category.id, locale))));
        }
        terms
    }

    /// Returns the filter without one of its terms, on its first page.
    pub fn without(&self, term: Term) -> Self {
        let mut filter = self.first_page();
        match term {
            Term::Query => filter.query.clear(),
            Term::Kind => filter.kind.clear(),
            Term::Status => filter.standing = Standing::Any,
            Term::Store => filter.store.clear(),
            Term::On => filter.on.clear(),
            Term::Category => filter.category.clear(),
        }
        filter
    }

    /// Returns the filter of a tab: everything, narrowed by that alone.
    pub fn tab(&self, standing: Standing) -> Self {
        let paging = Paging { page: 1, ..self.paging };
        let mut tab = Self { standing, paging, ..self.clone() };
        for term in [&mut tab.query, &mut tab.kind, &mut tab.store, &mut tab.on, &mut tab.category] {
            term.clear();
        }
        tab
    }

    /// Returns the category it asks for.
    pub fn find_category<'a>(&self, vocabulary: &'a Vocabulary) -> Option<&'a Category> {
        super::product_list::category(vocabulary, &self.category)
    }

    /// Returns true when something narrows the list.
    pub fn is_narrow(&self) -> bool {
        let texts = [&self.query, &self.kind, &self.store, &self.on, &self.category];
        self.standing != Standing::Any || texts.iter().any(|text| !text.is_empty())
    }

    /// Returns the filter as a saved view keeps it: whatever the page and its size.
    pub fn view(&self) -> Self {
        Self { paging: Paging::default(), ..self.clone() }
    }

    /// Returns the filter in order of a column; the other way round when it is so already.
    pub fn sorted_by(&self, column: Column) -> Self {
        let descending = column == self.column && !self.descending;
        Self { column, descending, ..self.first_page() }
    }

    /// Returns the filter on another page.
    pub fn on_page(&self, page: usize) -> Self {
        Self { paging: self.paging.on(page), ..self.clone() }
    }

    /// Returns the filter with pages of another size, on the first one.
    pub fn sized(&self, size: usize) -> Self {
        Self { paging: Paging { page: 1, size }, ..self.clone() }
    }

    /// Returns the name of its status in the address.
    pub fn status_name(&self) -> &'static str {
        match self.standing {
            Standing::Any => "",
            Standing::Attention => "attention",
            Standing::Only(status) => status.as_str(),
        }
    }

    /// Returns the order as it stands in the address; empty for the usual one.
    pub fn sort_name(&self) -> String {
        match (self.column, self.descending) {
            (Column::Name, false) => String::new(),
            (column, false) => column.as_str().to_owned(),
            (column, true) => format!("-{}", column.as_str()),
        }
    }

    /// Returns the address of the list so filtered.
    pub fn address(&self) -> String {
        let [per, page] = self.paging.written();
        let pairs: [(&str, Cow<'_, str>); 9] = [
            ("q", self.query.as_str().into()),
            ("type", self.kind.as_str().into()),
            ("status", self.status_name().into()),
            ("store", self.store.as_str().into()),
            ("on", self.on.as_str().into()),
            ("category", self.category.as_str().into()),
            ("sort", self.sort_name().into()),
            ("per", per.into()),
            ("page", page.into()),
        ];
        query::write("/relations", &pairs)
    }

    fn first_page(&self) -> Self {
        self.on_page(1)
    }
}

fn standing(name: &str) -> Option<Standing> {
    match name {
        "" => Some(Standing::Any),
        "attention" => Some(Standing::Attention),
        name => Status::ALL.into_iter().find(|status| status.as_str() == name).map(Standing::Only),
    }
}

#[cfg(test)]
mod tests;
