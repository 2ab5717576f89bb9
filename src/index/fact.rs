//! Facts: what the shelves need to know of one product, read off it in one place.
//!
//! Putting in, taking out and building all use these facts, so that what was put in can be taken out exactly.

use super::discount::discount;
use super::packed::field::{Offer, Value};
use super::packed::numbers::Numbers;
use super::packed::record::{Head, Rest, flag};
use super::packed::{Laid, Record};
use super::value::{lowest, pieces};
use super::word::{Texts, said};
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, LocaleCode};
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

/// Who is told a product's facts, one after the other.
pub trait Ear {
    /// True for who wants every term; false for who puts together from others what [`Shelf::complete`] does: that it lies
    /// below or in any category, and that a choice is filled.
    ///
    /// [`Shelf::complete`]: super::shelf::Shelf::complete
    const WHOLE: bool;
    /// Takes a term; one may be told several times, as a category that two others lie below.
    fn term(&mut self, term: Term);
    /// Takes a number; several of a measure where the product has several values.
    fn number(&mut self, measure: Measure, number: i64);
}

impl Ear for Facts {
    const WHOLE: bool = true;

    fn term(&mut self, term: Term) {
        self.terms.push(term);
    }

    fn number(&mut self, measure: Measure, number: i64) {
        self.numbers.push((measure, number));
    }
}

impl Facts {
    /// Returns the facts of a product.
    pub fn of(product: &Record<'_>, vocabulary: &Vocabulary) -> Self {
        let laid = Laid::of(*product);
        let mut facts = Self { texts: said(&laid), ..Self::default() };
        Teller::new(vocabulary).tell(&laid, &mut facts);
        facts
    }
}

/// Tells the facts of products, except for what they say.
#[derive(Debug)]
pub struct Teller<'a> {
    vocabulary: &'a Vocabulary,
    /// Every store with every currency of any.
    markets: Vec<(StoreId, Currency)>,
}

impl<'a> Teller<'a> {
    /// Returns the teller of a shop.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        let currencies = vocabulary.currencies();
        let stores = vocabulary.stores().iter();
        let markets = stores.flat_map(|store| currencies.iter().map(|currency| (store.id, **currency)));
        Self { vocabulary, markets: markets.collect() }
    }

    /// Tells the facts of a product; nothing of damaged parts.
    pub fn tell(&self, laid: &Laid<'_>, ear: &mut impl Ear) {
        let (Some(product), active) = (laid.record(), laid.active()) else { return };
        if product.has(flag::ACTIVE) {
            ear.term(Term::Active);
        }
        if active.iter().any(Offer::is_there) {
            ear.term(Term::InStock);
        }
        if let Some((head, rest)) = product.head().and_then(|head| Some((head, head.rest()?))) {
            self.state(&rest, ear);
            plain_numbers(&head, &rest, ear);
        }
        if let Some(stock) = pieces(active.iter().copied()) {
            ear.number(Measure::Plain(Field::Stock), stock);
        }
        texts(product, ear);
        for (attribute, value) in laid.values() {
            self.attribute(*attribute, *value, product, ear);
        }
        self.prices(active, ear);
    }

    fn state<E: Ear>(&self, rest: &Rest<'_>, ear: &mut E) {
        if rest.active_from.is_some() || rest.active_until.is_some() {
            ear.term(Term::Dated);
        }
        match rest.stores {
            Some(stores) => stores.stores().for_each(|id| ear.term(Term::Store(id))),
            None => ear.term(Term::EveryStore),
        }
        for category in rest.categories.categories() {
            ear.term(Term::Category(category));
            if E::WHOLE && self.vocabulary.category(category).is_some() {
                ear.term(Term::AnyCategory);
                upwards(category, self.vocabulary).for_each(|upper| ear.term(Term::Below(upper)));
            }
        }
    }

    fn attribute<E: Ear>(&self, id: AttributeId, value: Value<'_>, product: &Record<'_>, ear: &mut E) {
        let measure = Measure::Plain(Field::Attribute(id));
        let mut filled = false;
        match value {
            Value::Texts(texts) => {
                let (all, any) = texts.filled(product.book());
                if all {
                    ear.term(Term::Told(Field::Attribute(id)));
                } else if any {
                    ear.term(Term::ToldSomewhere(Field::Attribute(id)));
                }
                filled = any;
            }
            Value::Numbers(list) | Value::Days(list) => {
                for number in list {
                    ear.number(measure, number);
                    filled = true;
                }
            }
            Value::Options(list) => {
                for option in list.filter_map(|id| i32::try_from(id).ok()).map(OptionId) {
                    ear.term(Term::Option(option));
                    filled = filled || E::WHOLE && self.is_option_of(option, id);
                }
            }
            Value::OptionsByLocale(lists) => {
                let lists = lists.lists(product.book()).unwrap_or_default();
                filled = self.options_by_locale(id, lists, ear);
            }
            Value::YesNo(is) => {
                ear.term(Term::YesNo(id, is));
                filled = true;
            }
        }
        if filled {
            ear.term(Term::Filled(id));
        }
    }

    fn is_option_of(&self, option: OptionId, attribute: AttributeId) -> bool {
        self.vocabulary.option(option).is_some_and(|(own, _)| own.id == attribute)
    }

    /// Returns whether some option is known.
    fn options_by_locale(
        &self,
        id: AttributeId,
        lists: Vec<(Option<Locale>, Numbers<'_>)>,
        ear: &mut impl Ear,
    ) -> bool {
        let (mut everywhere, mut somewhere) = (false, false);
        for (locale, list) in lists {
            let options = list.filter_map(|id| i32::try_from(id).ok()).map(OptionId);
            let known = options.clone().any(|option| self.is_option_of(option, id));
            match locale.map(|locale| locale.code()) {
                None => {
                    options.for_each(|id| ear.term(Term::Option(id)));
                    everywhere |= known;
                }
                Some(code) => {
                    options.for_each(|id| ear.term(Term::OptionIn(id, code)));
                    somewhere |= known;
                }
            }
        }
        if somewhere && !everywhere {
            ear.term(Term::ToldSomewhere(Field::Attribute(id)));
        }
        everywhere || somewhere
    }

    fn prices(&self, active: &[Offer<'_>], ear: &mut impl Ear) {
        for (store, currency) in self.markets.iter().copied() {
            let Some((price, regular)) = lowest(active.iter().copied(), store, currency) else { continue };
            ear.term(Term::Priced(store, currency));
            ear.number(Measure::Price(store, currency), price);
            if price != regular {
                ear.number(Measure::RegularPrice(store, currency), regular);
                ear.term(Term::OwnRegular(store, currency));
            }
            if price < regular {
                ear.term(Term::OnSale(store, currency));
                let discount = i64::try_from(discount(price, regular)).unwrap_or(i64::MAX);
                if discount > 0 {
                    ear.number(Measure::Discount(store, currency), discount);
                }
            }
        }
    }
}

fn texts(product: &Record<'_>, ear: &mut impl Ear) {
    let marks = [
        (flag::NAMED_EVERYWHERE, Term::Told(Field::Name)),
        (flag::NAMED_SOMEWHERE, Term::ToldSomewhere(Field::Name)),
        (flag::DESCRIBED, Term::Told(Field::Description)),
        (flag::DESCRIBED_SOMEWHERE, Term::ToldSomewhere(Field::Description)),
        (flag::ADDRESSED, Term::Told(Field::Url)),
        (flag::ADDRESSED_SOMEWHERE, Term::ToldSomewhere(Field::Url)),
    ];
    marks.into_iter().filter(|(flag, _)| product.has(*flag)).for_each(|(_, term)| ear.term(term));
}

fn plain_numbers(head: &Head<'_>, rest: &Rest<'_>, ear: &mut impl Ear) {
    let mut put = |field, number: Option<i64>| {
        if let Some(number) = number {
            ear.number(Measure::Plain(field), number);
        }
    };
    put(Field::Margin, rest.margin.map(|margin| margin.0));
    put(Field::Rating, rest.rating.map(|rating| rating.0));
    put(Field::Reviews, rest.review_count);
    for window in [Window::Week, Window::Month, Window::Quarter] {
        put(Field::Sold(window), head.sold.get(window.place()).copied());
        put(Field::Viewed(window), head.viewed.get(window.place()).copied());
    }
    put(Field::CreatedAt, Some(rest.created_at.timestamp_micros()));
    put(Field::UpdatedAt, Some(rest.updated_at.timestamp_micros()));
    put(Field::NewFrom, rest.new_from.map(|at| at.timestamp_micros()));
    put(Field::NewUntil, rest.new_until.map(|at| at.timestamp_micros()));
}

/// Returns a category and all it lies in.
pub fn upwards(category: CategoryId, vocabulary: &Vocabulary) -> impl Iterator<Item = CategoryId> {
    std::iter::successors(Some(category), |id| vocabulary.category(*id)?.parent)
}

/// Returns the options that a product or an active variant carries, and the categories it lies in directly.
pub fn choices(product: Record<'_>) -> Vec<Term> {
    let laid = Laid::of(product);
    let options = laid.values().iter().filter_map(|(_, value)| match value {
        Value::Options(list) => Some(*list),
        _ => None,
    });
    let options = options.flatten().filter_map(|id| i32::try_from(id).ok()).map(OptionId);
    let categories = product.rest().into_iter().flat_map(|rest| rest.categories.categories());
    options.map(Term::Option).chain(categories.map(Term::Category)).collect()
}
