//! Offers: the values of a field that the catalogue holds, with how many products carry each, for the rule builder.

use super::Circumstances;
use super::compile::Plan;
use super::fact::Measure;
use super::shape::Shaper;
use super::sieve::{Place, Sieve};
use super::snapshot::Snapshot;
use super::value::Asked;
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, CategoryId};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::vocabulary::shown;

/// One value that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// As a condition's value names it.
    pub key: String,
    /// What people read, in the asked locale; categories with the way to them.
    pub label: String,
    /// How many products carry it.
    pub count: usize,
}

/// How well a field is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldFill {
    /// How many products have a value.
    pub filled: usize,
}

/// Returns the values of a choice, category, yes/no, store or status field, in their order; none for other kinds. A
/// category counts the products of those below it too.
pub fn values(snapshot: &Snapshot, circumstances: &Circumstances, field: Field) -> Vec<Offer> {
    let shelf = Shelf { snapshot, asked: &Asked::new(circumstances, snapshot.vocabulary()) };
    match (field, field.kind(snapshot.vocabulary())) {
        (Field::Category, _) => shelf.categories(),
        (Field::Store, _) => shelf.stores(),
        (Field::Status, _) => vec![
            shelf.offer("active", "active", Plan::Active(vec![true])),
            shelf.offer("inactive", "inactive", Plan::Active(vec![false])),
        ],
        (Field::Attribute(id), Some(Kind::Choice)) => shelf.options(id),
        (field, Some(Kind::YesNo)) => vec![
            shelf.offer("true", "yes", Plan::Is(field, vec![true])),
            shelf.offer("false", "no", Plan::Is(field, vec![false])),
        ],
        _ => Vec::new(),
    }
}

/// Returns how well a field is filled, in the first store.
pub fn fill(snapshot: &Snapshot, field: Field) -> FieldFill {
    let Some(home) = snapshot.home() else { return FieldFill::default() };
    let asked = Asked::new(&home, snapshot.vocabulary());
    let measure = match field {
        Field::Price | Field::RegularPrice | Field::DiscountPercent => {
            Measure::Price(home.store, home.currency)
        }
        field => Measure::Plain(field),
    };
    // Of a field that says one number at most, the numbers are as many as the products.
    let filled = match field.kind(snapshot.vocabulary()) {
        Some(Kind::Number | Kind::Money | Kind::Date) if !matches!(field, Field::Attribute(_)) => {
            snapshot.shelf().filled(measure)
        }
        _ => Shelf { snapshot, asked: &asked }.count(&Plan::Present(field)),
    };
    FieldFill { filled }
}

struct Shelf<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked<'a>,
}

impl Shelf<'_> {
    fn offer(&self, key: &str, label: &str, plan: Plan) -> Offer {
        Offer { key: key.to_owned(), label: label.to_owned(), count: self.count(&plan) }
    }

    fn count(&self, plan: &Plan) -> usize {
        let count = match Shaper::new(self.snapshot, self.asked).sieve(plan) {
            Sieve::Set(_, count) => count,
            sieve => sieve.sift(Place::new(self.snapshot, self.asked)).len(),
        };
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    fn options(&self, id: AttributeId) -> Vec<Offer> {
        let locale = &self.asked.circumstances.locale;
        let options =
            self.asked.vocabulary.attribute(id).map(|found| found.options.as_slice()).unwrap_or_default();
        let offer = |option: &crate::domain::attribute::AttributeOption| {
            let label = shown(&option.label, locale, &option.key);
            self.offer(&option.key, label, Plan::AnyOption(id, vec![option.id]))
        };
        options.iter().map(offer).collect()
    }

    fn stores(&self) -> Vec<Offer> {
        let stores = self.asked.vocabulary.stores().iter();
        stores.map(|store| self.offer(&store.key, &store.name, Plan::AnyStore(vec![store.id]))).collect()
    }

    /// The tree in reading order: each category before those below it.
    fn categories(&self) -> Vec<Offer> {
        let vocabulary = self.asked.vocabulary;
        let tops = vocabulary.categories().iter().filter(|category| category.parent.is_none());
        let mut offers = Vec::new();
        let mut waiting: Vec<CategoryId> = tops.map(|category| category.id).collect();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            waiting.extend(vocabulary.children(id).iter().rev());
            offers.extend(vocabulary.category(id).map(|category| self.category(category)));
        }
        offers
    }

    fn category(&self, category: &Category) -> Offer {
        let vocabulary = self.asked.vocabulary;
        let label = vocabulary.path_name(category.id, &self.asked.circumstances.locale);
        self.offer(&category.key, &label, Plan::Below(vec![category.id]))
    }
}
