//! Facts: what the shelves need to know of one product, read off it in one place.
//!
//! Putting in, taking out and building all use these facts, so that what was put in can be taken out exactly.

use chrono::Datelike;

use super::value::{discount, says_something, variants_on_sale};
use super::word::{Texts, said};
use crate::domain::attribute::AttributeValue;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::Localised;
use crate::domain::money::Currency;
use crate::domain::product::Product;
use crate::domain::rule::field::{Field, Window};
use crate::domain::vocabulary::Vocabulary;

/// Something a product either carries or not, in every store and locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// An option of a choice.
    Option(OptionId),
    /// Lies directly in a category.
    Category(CategoryId),
    /// Is sold in that store by name.
    Store(StoreId),
    /// Is sold in every store.
    EveryStore,
    /// Is active.
    Active,
    /// Some active variant can be bought.
    InStock,
    /// Has some value of an attribute, in some locale.
    Filled(AttributeId),
    /// A yes/no attribute says so.
    YesNo(AttributeId, bool),
    /// Lies in some category.
    AnyCategory,
    /// Has a text of the field in every locale.
    Told(Field),
    /// Has a text of the field in some locale, but not in every one.
    ToldSomewhere(Field),
    /// Costs less than before in that store and currency.
    OnSale(StoreId, Currency),
}

/// A number that products are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A field that is the same in every store: numbers in their own unit, moments in microseconds, days in days.
    Plain(Field),
    /// The price in a store and currency, in minor units.
    Price(StoreId, Currency),
    /// The regular price in a store and currency, in minor units.
    RegularPrice(StoreId, Currency),
    /// How much cheaper than before in a store and currency, in percent on the fine scale.
    Discount(StoreId, Currency),
}

/// What is known of one product.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its terms.
    pub terms: Vec<Term>,
    /// Its numbers; several of a measure where it has several values.
    pub numbers: Vec<(Measure, i64)>,
    /// Its texts of fields that are kept by word.
    pub texts: Texts,
}

impl Facts {
    /// Returns the facts of a product.
    pub fn of(product: &Product, vocabulary: &Vocabulary) -> Self {
        let mut facts = Self::default();
        facts.state(product, vocabulary);
        facts.texts(product);
        for (attribute, value) in attribute_values(product) {
            facts.attribute(attribute, value, vocabulary);
        }
        facts.plain_numbers(product);
        facts.prices(product, vocabulary);
        facts.texts = said(product);
        facts
    }

    fn state(&mut self, product: &Product, vocabulary: &Vocabulary) {
        if product.active {
            self.terms.push(Term::Active);
        }
        if super::value::in_stock(product) {
            self.terms.push(Term::InStock);
        }
        match &product.stores {
            Some(stores) => self.terms.extend(stores.iter().map(|store| Term::Store(*store))),
            None => self.terms.push(Term::EveryStore),
        }
        self.terms.extend(product.categories.iter().map(|category| Term::Category(*category)));
        if product.categories.iter().any(|id| vocabulary.category(*id).is_some()) {
            self.terms.push(Term::AnyCategory);
        }
    }

    fn texts(&mut self, product: &Product) {
        let texts = [
            (Field::Name, &product.name),
            (Field::Description, &product.description),
            (Field::Url, &product.url),
        ];
        for (field, text) in texts {
            self.terms.extend(told(field, text, |text| !text.trim().is_empty()));
        }
    }

    fn attribute(&mut self, id: AttributeId, value: &AttributeValue, vocabulary: &Vocabulary) {
        let measure = Measure::Plain(Field::Attribute(id));
        let filled = match value {
            AttributeValue::Text(texts) => {
                self.terms.extend(told(Field::Attribute(id), texts, |list| says_something(list)));
                texts.default.iter().chain(texts.own.values()).any(|list| says_something(list))
            }
            AttributeValue::Number(list) => {
                self.numbers.extend(list.iter().map(|number| (measure, number.0)));
                !list.is_empty()
            }
            AttributeValue::Choice(list) => {
                self.terms.extend(list.iter().map(|option| Term::Option(*option)));
                list.iter().any(|id| vocabulary.option(*id).is_some())
            }
            AttributeValue::YesNo(is) => {
                self.terms.push(Term::YesNo(id, *is));
                true
            }
            AttributeValue::Date(list) => {
                self.numbers.extend(list.iter().map(|day| (measure, i64::from(day.num_days_from_ce()))));
                !list.is_empty()
            }
        };
        if filled {
            self.terms.push(Term::Filled(id));
        }
    }

    fn plain_numbers(&mut self, product: &Product) {
        let mut put = |field, number: Option<i64>| {
            self.numbers.extend(number.map(|number| (Measure::Plain(field), number)));
        };
        put(Field::Margin, product.margin.map(|margin| margin.0));
        put(Field::Rating, product.rating.map(|rating| rating.0));
        put(Field::Reviews, product.review_count);
        put(Field::Stock, super::value::stock(product));
        for window in [Window::Week, Window::Month, Window::Quarter] {
            put(Field::Sold(window), product.sold.get(window.place()).copied());
            put(Field::Viewed(window), product.viewed.get(window.place()).copied());
        }
        put(Field::CreatedAt, Some(product.created_at.timestamp_micros()));
        put(Field::UpdatedAt, Some(product.updated_at.timestamp_micros()));
        put(Field::NewFrom, product.new_from.map(|at| at.timestamp_micros()));
        put(Field::NewUntil, product.new_until.map(|at| at.timestamp_micros()));
    }

    fn prices(&mut self, product: &Product, vocabulary: &Vocabulary) {
        let currencies = vocabulary.currencies();
        for store in vocabulary.stores() {
            for currency in &currencies {
                let Some((price, regular)) = variants_on_sale(product, store.id, **currency) else {
                    continue;
                };
                self.numbers.push((Measure::Price(store.id, **currency), price));
                self.numbers.push((Measure::RegularPrice(store.id, **currency), regular));
                let discount = i64::try_from(discount(price, regular)).unwrap_or(i64::MAX);
                self.numbers.push((Measure::Discount(store.id, **currency), discount));
                if price < regular {
                    self.terms.push(Term::OnSale(store.id, **currency));
                }
            }
        }
    }
}

fn told<T>(field: Field, texts: &Localised<T>, says: impl Fn(&T) -> bool) -> Option<Term> {
    let default = texts.default.as_ref().is_some_and(&says);
    match default && texts.own.values().all(&says) {
        true => Some(Term::Told(field)),
        false => (default || texts.own.values().any(says)).then_some(Term::ToldSomewhere(field)),
    }
}

/// Returns the attribute values of a product and of its active variants.
pub fn attribute_values(product: &Product) -> impl Iterator<Item = (AttributeId, &AttributeValue)> {
    let active = product.variants.iter().filter(|variant| variant.active);
    let own = active.flat_map(|variant| variant.attributes.iter());
    product.attributes.iter().chain(own).map(|(id, value)| (*id, value))
}
