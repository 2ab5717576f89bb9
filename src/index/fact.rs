//! Facts: what the shelves need to know of one product, read off it in one place.
//!
//! Putting in, taking out and building all use these facts, so that what was put in can be taken out exactly.

use super::discount::discount;
use super::packed::Record;
use super::packed::field::Value;
use super::packed::record::flag;
use super::value::variants_on_sale;
use super::word::{Texts, said};
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::LocaleCode;
use crate::domain::money::Currency;
use crate::domain::rule::field::{Field, Window};
use crate::domain::vocabulary::Vocabulary;

/// Something a product either carries or not, in every store and locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// An option of a choice.
    Option(OptionId),
    /// An option of a choice, in one locale alone.
    OptionIn(OptionId, LocaleCode),
    /// Lies directly in a category.
    Category(CategoryId),
    /// Lies in a category or somewhere below it.
    Below(CategoryId),
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
    /// Has a price in that store and currency.
    Priced(StoreId, Currency),
    /// Is shown from or until a moment.
    Dated,
    /// The regular price in that store and currency is not the price.
    OwnRegular(StoreId, Currency),
}

/// A number that products are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// A field that is the same in every store: numbers in their own unit, moments in microseconds, days in days.
    Plain(Field),
    /// The price in a store and currency, in minor units.
    Price(StoreId, Currency),
    /// The regular price in a store and currency, in minor units; only where it is not the price.
    RegularPrice(StoreId, Currency),
    /// How much cheaper than before in a store and currency, in percent on the fine scale; only where it is cheaper.
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
    pub fn of(product: &Record<'_>, vocabulary: &Vocabulary) -> Self {
        Self { texts: said(product), ..Self::without_words(product, vocabulary) }
    }

    /// Returns the facts of a product except for what it says.
    pub fn without_words(product: &Record<'_>, vocabulary: &Vocabulary) -> Self {
        let mut facts = Self::default();
        facts.state(product, vocabulary);
        facts.texts(product);
        for (attribute, value) in attribute_values(product) {
            facts.attribute(attribute, value, product, vocabulary);
        }
        facts.plain_numbers(product);
        facts.prices(product, vocabulary);
        facts
    }

    fn state(&mut self, product: &Record<'_>, vocabulary: &Vocabulary) {
        if product.has(flag::ACTIVE) {
            self.terms.push(Term::Active);
        }
        if super::value::in_stock(product) {
            self.terms.push(Term::InStock);
        }
        let Some(rest) = product.rest() else { return };
        if rest.active_from.is_some() || rest.active_until.is_some() {
            self.terms.push(Term::Dated);
        }
        match rest.stores {
            Some(stores) => self.terms.extend(stores.stores().map(Term::Store)),
            None => self.terms.push(Term::EveryStore),
        }
        self.terms.extend(rest.categories.categories().map(Term::Category));
        if rest.categories.categories().any(|id| vocabulary.category(id).is_some()) {
            self.terms.push(Term::AnyCategory);
        }
        for category in rest.categories.categories() {
            self.terms.extend(upwards(category, vocabulary).map(Term::Below));
        }
    }

    fn texts(&mut self, product: &Record<'_>) {
        let marks = [
            (flag::NAMED_EVERYWHERE, Term::Told(Field::Name)),
            (flag::NAMED_SOMEWHERE, Term::ToldSomewhere(Field::Name)),
            (flag::DESCRIBED, Term::Told(Field::Description)),
            (flag::DESCRIBED_SOMEWHERE, Term::ToldSomewhere(Field::Description)),
            (flag::ADDRESSED, Term::Told(Field::Url)),
            (flag::ADDRESSED_SOMEWHERE, Term::ToldSomewhere(Field::Url)),
        ];
        self.terms.extend(marks.into_iter().filter(|(flag, _)| product.has(*flag)).map(|(_, term)| term));
    }

    fn attribute(
        &mut self,
        id: AttributeId,
        value: Value<'_>,
        product: &Record<'_>,
        vocabulary: &Vocabulary,
    ) {
        let measure = Measure::Plain(Field::Attribute(id));
        let before = self.numbers.len();
        let filled = match value {
            Value::Texts(texts) => {
                let (all, any) = texts.filled(product.book());
                let told = if all { Some(Term::Told(Field::Attribute(id))) } else { None };
                let some = (any && !all).then_some(Term::ToldSomewhere(Field::Attribute(id)));
                self.terms.extend(told.or(some));
                any
            }
            Value::Numbers(list) | Value::Days(list) => {
                self.numbers.extend(list.map(|number| (measure, number)));
                self.numbers.len() > before
            }
            Value::Options(list) => {
                let options = list.filter_map(|id| i32::try_from(id).ok()).map(OptionId);
                self.terms.extend(options.clone().map(Term::Option));
                options.clone().any(|id| vocabulary.option(id).is_some())
            }
            Value::OptionsByLocale(lists) => {
                let (mut everywhere, mut somewhere) = (false, false);
                for (locale, list) in lists.lists(product.book()).unwrap_or_default() {
                    let options = list.filter_map(|id| i32::try_from(id).ok()).map(OptionId);
                    let known = options.clone().any(|id| vocabulary.option(id).is_some());
                    match locale.map(|locale| locale.code()) {
                        None => {
                            self.terms.extend(options.map(Term::Option));
                            everywhere |= known;
                        }
                        Some(code) => {
                            self.terms.extend(options.map(|id| Term::OptionIn(id, code)));
                            somewhere |= known;
                        }
                    }
                }
                if somewhere && !everywhere {
                    self.terms.push(Term::ToldSomewhere(Field::Attribute(id)));
                }
                everywhere || somewhere
            }
            Value::YesNo(is) => {
                self.terms.push(Term::YesNo(id, is));
                true
            }
        };
        if filled {
            self.terms.push(Term::Filled(id));
        }
    }

    fn plain_numbers(&mut self, product: &Record<'_>) {
        let (Some(head), Some(rest)) = (product.head(), product.rest()) else { return };
        let mut put = |field, number: Option<i64>| {
            self.numbers.extend(number.map(|number| (Measure::Plain(field), number)));
        };
        put(Field::Margin, rest.margin.map(|margin| margin.0));
        put(Field::Rating, rest.rating.map(|rating| rating.0));
        put(Field::Reviews, rest.review_count);
        put(Field::Stock, super::value::stock(product));
        for window in [Window::Week, Window::Month, Window::Quarter] {
            put(Field::Sold(window), head.sold.get(window.place()).copied());
            put(Field::Viewed(window), head.viewed.get(window.place()).copied());
        }
        put(Field::CreatedAt, Some(rest.created_at.timestamp_micros()));
        put(Field::UpdatedAt, Some(rest.updated_at.timestamp_micros()));
        put(Field::NewFrom, rest.new_from.map(|at| at.timestamp_micros()));
        put(Field::NewUntil, rest.new_until.map(|at| at.timestamp_micros()));
    }

    fn prices(&mut self, product: &Record<'_>, vocabulary: &Vocabulary) {
        let currencies = vocabulary.currencies();
        for store in vocabulary.stores() {
            for currency in &currencies {
                let Some((price, regular)) = variants_on_sale(product, store.id, **currency) else {
                    continue;
                };
                self.terms.push(Term::Priced(store.id, **currency));
                self.numbers.push((Measure::Price(store.id, **currency), price));
                if price != regular {
                    self.numbers.push((Measure::RegularPrice(store.id, **currency), regular));
                    self.terms.push(Term::OwnRegular(store.id, **currency));
                }
                let discount = i64::try_from(discount(price, regular)).unwrap_or(i64::MAX);
                if discount > 0 {
                    self.numbers.push((Measure::Discount(store.id, **currency), discount));
                }
                if price < regular {
                    self.terms.push(Term::OnSale(store.id, **currency));
                }
            }
        }
    }
}

/// Returns a category and all it lies in.
pub fn upwards(category: CategoryId, vocabulary: &Vocabulary) -> impl Iterator<Item = CategoryId> {
    std::iter::successors(Some(category), |id| vocabulary.category(*id)?.parent)
}

/// Returns the options that a product or an active variant carries, and the categories it lies in directly.
pub fn choices<'a>(product: &Record<'a>) -> impl Iterator<Item = Term> + use<'a> {
    let options = attribute_values(product).filter_map(|(_, value)| match value {
        Value::Options(list) => Some(list),
        _ => None,
    });
    let options = options.flatten().filter_map(|id| i32::try_from(id).ok()).map(OptionId);
    let rest = product.rest();
    let categories = rest.into_iter().flat_map(|rest| rest.categories.categories());
    options.map(Term::Option).chain(categories.map(Term::Category))
}

/// Returns the attribute values of a product and of its active variants.
pub fn attribute_values<'a>(
    product: &Record<'a>,
) -> impl Iterator<Item = (AttributeId, Value<'a>)> + use<'a> {
    let active = product.offers().zip(product.forms()).filter(|(offer, _)| offer.active);
    product.attributes().chain(active.flat_map(|(_, form)| form))
}
