//! Values: what one product, or one variant of it, says for a field, in the form in which values compare.
//!
//! Numbers of every unit are brought to one fine scale on which all of them are whole, so that comparing is exact.
//! Must not know rules or sets.

use std::borrow::Cow;

use chrono::Datelike;

use super::Circumstances;
use super::discount::{discount, discount_times};
use super::packed::Record;
use super::packed::field::{Attributes, Offer, Value};
use super::packed::record::{Rest, flag};
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::money::Currency;
use crate::domain::product::Product;
use crate::domain::rule::field::Field;
use crate::domain::text::fold;
use crate::domain::vocabulary::{Vocabulary, shown};

/// The fine scale: how many steps make one. Twice 10¹², so that money × a percentage stays whole, and so that a fraction
/// that does not (a third of a percent) has the odd steps to stand between two.
pub const FINE: i128 = 2_000_000_000_000;
/// Fine steps in a millionth.
pub const FINE_PER_MILLIONTH: i128 = FINE / 1_000_000;

/// The circumstances with what follows from them.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// As asked.
    pub circumstances: &'a Circumstances,
    /// What ids mean.
    pub vocabulary: &'a Vocabulary,
    /// The store's time zone.
    pub zone: chrono_tz::Tz,
    /// The day in the store, counted from the common era.
    pub today: i64,
}

impl<'a> Asked<'a> {
    /// Returns the circumstances with what follows from them.
    pub fn new(circumstances: &'a Circumstances, vocabulary: &'a Vocabulary) -> Self {
        let zone =
            vocabulary.store_by_id(circumstances.store).map(|store| store.time_zone).unwrap_or_default();
        let today = circumstances.at.with_timezone(&zone).date_naive();
        Self { circumstances, vocabulary, zone, today: i64::from(today.num_days_from_ce()) }
    }

    /// Returns how many fine steps one unit of a field is, as the shelves sort it; none for what is not sorted so.
    pub fn fine_per_unit(&self, field: Field, currency: Currency) -> Option<i128> {
        match field {
            Field::Attribute(_) | Field::Margin | Field::Rating => Some(FINE_PER_MILLIONTH),
            Field::Reviews | Field::Stock | Field::Sold(_) | Field::Viewed(_) => Some(FINE),
            Field::Price | Field::RegularPrice => Some(FINE / i128::from(currency.minor_per_major())),
            _ => None,
        }
    }
}

/// One product, or one variant of it, as it is asked.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    asked: &'a Asked<'a>,
    product: Record<'a>,
    /// The place of the one variant among all.
    variant: Option<usize>,
}

impl<'a> Reader<'a> {
    /// Returns the reader of a product with all its active variants.
    pub fn product(asked: &'a Asked<'a>, product: Record<'a>) -> Self {
        Self { asked, product, variant: None }
    }

    /// Returns the reader of the variant of that sku alone; of the whole product when there is none.
    pub fn variant(&self, sku: &str) -> Self {
        let place = self.product.offers().position(|offer| offer.sku() == sku);
        Self { variant: place, ..*self }
    }

    /// Returns the product whole, unpacked.
    pub fn whole(&self) -> Option<Product> {
        self.product.whole()
    }

    /// Returns the readers of the active variants alone: what each carries is its own, the rest its product's.
    pub fn each_variant(&self) -> impl Iterator<Item = Self> + use<'a> {
        let (asked, product) = (self.asked, self.product);
        let active = product.offers().enumerate().filter(|(_, offer)| offer.active);
        active.map(move |(place, _)| Self { asked, product, variant: Some(place) })
    }

    /// Returns the circumstances.
    pub fn asked(&self) -> &'a Asked<'a> {
        self.asked
    }

    /// Returns true for the reader of one variant.
    pub fn is_variant(&self) -> bool {
        self.variant.is_some()
    }

    /// Returns true when the product is active.
    pub fn is_active(&self) -> bool {
        self.product.has(flag::ACTIVE)
    }

    /// Returns the categories it lies in directly.
    pub fn categories(&self) -> Vec<CategoryId> {
        self.rest().map(|rest| rest.categories.categories().collect()).unwrap_or_default()
    }

    /// Returns the stores that sell it; none: every store.
    pub fn stores(&self) -> Option<Vec<StoreId>> {
        self.rest()?.stores.map(|stores| stores.stores().collect())
    }

    fn rest(&self) -> Option<Rest<'a>> {
        self.product.rest()
    }

    fn is_meant(&self, place: usize, offer: &Offer<'_>) -> bool {
        self.variant.map_or(offer.active, |one| one == place)
    }

    fn offers(&self) -> impl Iterator<Item = Offer<'a>> + use<'a> {
        let reader = *self;
        let meant =
            self.product.offers().enumerate().filter(move |(place, offer)| reader.is_meant(*place, offer));
        meant.map(|(_, offer)| offer)
    }

    fn forms(&self) -> impl Iterator<Item = Attributes<'a>> + use<'a> {
        let reader = *self;
        let both = self.product.offers().zip(self.product.forms()).enumerate();
        both.filter(move |(place, (offer, _))| reader.is_meant(*place, offer)).map(|(_, (_, form))| form)
    }

    fn attribute(&self, id: AttributeId) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let own = self.forms().filter_map(move |mut form| form.find(|(other, _)| *other == id));
        self.product.attribute(id).into_iter().chain(own.map(|(_, value)| value))
    }

    /// Returns the options of a choice.
    pub fn options(&self, id: AttributeId) -> Vec<OptionId> {
        self.attribute(id).flat_map(|value| self.options_of(value)).collect()
    }

    /// Returns what a yes/no field says.
    pub fn yes_no(&self, field: Field) -> Vec<bool> {
        let at = self.asked.circumstances.at;
        match field {
            Field::InStock => {
                vec![self.offers().any(|offer| offer.stock.is_none_or(|stock| stock > 0))]
            }
            Field::OnSale => vec![self.price(None).is_some_and(|(price, regular)| price < regular)],
            Field::IsNew => {
                let (from, until) =
                    self.rest().map(|rest| (rest.new_from, rest.new_until)).unwrap_or_default();
                let dated = from.is_some() || until.is_some();
                vec![dated && from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)]
            }
            Field::Attribute(id) => self.attribute(id).filter_map(yes_no_of).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the numbers of a field on the fine scale, money in the currency given or else the asked one.
    pub fn numbers(&self, field: Field, currency: Option<Currency>) -> Vec<i128> {
        let whole =
            |number: Option<i64>| number.map(|number| i128::from(number) * FINE).into_iter().collect();
        let millionths = |number: i64| i128::from(number) * FINE_PER_MILLIONTH;
        match field {
            Field::Price | Field::RegularPrice | Field::DiscountPercent => self.money(field, currency),
            Field::Margin | Field::Rating | Field::Reviews => {
                let Some(rest) = self.rest() else { return Vec::new() };
                match field {
                    Field::Margin => rest.margin.map(|margin| millionths(margin.0)).into_iter().collect(),
                    Field::Rating => rest.rating.map(|rating| millionths(rating.0)).into_iter().collect(),
                    _ => whole(rest.review_count),
                }
            }
            Field::Stock => whole(self.stock()),
            Field::Sold(window) => {
                whole(self.product.head().and_then(|head| head.sold.get(window.place()).copied()))
            }
            Field::Viewed(window) => {
                whole(self.product.head().and_then(|head| head.viewed.get(window.place()).copied()))
            }
            Field::Attribute(id) => self.attribute(id).flat_map(numbers_of).map(millionths).collect(),
            _ => Vec::new(),
        }
    }

    fn money(&self, field: Field, currency: Option<Currency>) -> Vec<i128> {
        let asked = currency.unwrap_or(self.asked.circumstances.currency);
        let step = FINE / i128::from(asked.minor_per_major());
        let Some((price, regular)) = self.price(currency) else { return Vec::new() };
        vec![match field {
            Field::Price => i128::from(price) * step,
            Field::RegularPrice => i128::from(regular) * step,
            _ => discount(price, regular),
        }]
    }

    /// Returns the product's discount × a factor, in percent on the fine scale; none without a price, or beyond it.
    pub fn discount_times(&self, currency: Option<Currency>, mul: Decimal) -> Option<i128> {
        let (price, regular) = self.price(currency)?;
        discount_times(price, regular, mul)
    }

    fn price(&self, currency: Option<Currency>) -> Option<(i64, i64)> {
        let circumstances = self.asked.circumstances;
        lowest(self.offers(), circumstances.store, currency.unwrap_or(circumstances.currency))
    }

    fn stock(&self) -> Option<i64> {
        pieces(self.offers())
    }

    /// Returns the days of a date field in the store's time zone, counted from the common era.
    pub fn days(&self, field: Field) -> Vec<i64> {
        let rest = || self.rest();
        let moment = match field {
            Field::CreatedAt => rest().map(|rest| rest.created_at),
            Field::UpdatedAt => rest().map(|rest| rest.updated_at),
            Field::NewFrom => rest().and_then(|rest| rest.new_from),
            Field::NewUntil => rest().and_then(|rest| rest.new_until),
            Field::Attribute(id) => return self.attribute(id).flat_map(days_of).collect(),
            _ => None,
        };
        let day = |at: chrono::DateTime<chrono::Utc>| {
            i64::from(at.with_timezone(&self.asked.zone).date_naive().num_days_from_ce())
        };
        moment.map(day).into_iter().collect()
    }

    /// Returns the folded texts of a field in the asked locale; of choices, categories and stores their labels.
    pub fn texts(&self, field: Field) -> Vec<String> {
        let vocabulary = self.asked.vocabulary;
        let locale = &self.asked.circumstances.locale;
        match field {
            Field::Sku => self.skus(),
            Field::Name | Field::Description | Field::Url => {
                self.text(field).map(|text| fold(&text)).filter(|text| !text.is_empty()).into_iter().collect()
            }
            Field::Status => vec![status_label(self.is_active()).to_owned()],
            Field::Category => {
                let own = self.categories();
                let found = own.iter().filter_map(|id| vocabulary.category(*id));
                found.map(|category| fold(shown(&category.name, locale, &category.key))).collect()
            }
            Field::Store => {
                let own = self.stores();
                let sells = |id: &StoreId| own.as_ref().is_none_or(|stores| stores.contains(id));
                let stores = vocabulary.stores().iter().filter(|store| sells(&store.id));
                stores.map(|store| fold(&store.name)).collect()
            }
            Field::Attribute(id) => {
                self.attribute(id).flat_map(|value| self.attribute_texts(&value)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the name, description or address in the asked locale, else the one of no locale.
    fn text(&self, field: Field) -> Option<Cow<'a, str>> {
        let locale = &self.asked.circumstances.locale;
        match field {
            Field::Name => self.product.name(locale).map(Cow::Borrowed),
            Field::Description => self.product.read_shown()?.description.get(locale).cloned().map(Cow::Owned),
            _ => self.product.read_shown()?.url.get(locale).cloned().map(Cow::Owned),
        }
    }

    fn skus(&self) -> Vec<String> {
        match self.variant {
            Some(_) => self.offers().map(|offer| fold(&offer.sku())).collect(),
            None => {
                let variants = self.product.offers().map(|offer| fold(&offer.sku()));
                std::iter::once(fold(self.product.sku())).chain(variants).collect()
            }
        }
    }

    fn attribute_texts(&self, value: &Value<'_>) -> Vec<String> {
        let locale = &self.asked.circumstances.locale;
        match value {
            Value::Texts(texts) => {
                let folded = texts.get(self.product.book(), locale).into_iter().flatten().map(fold);
                folded.filter(|text| !text.is_empty()).collect()
            }
            Value::Options(_) | Value::OptionsByLocale(_) => {
                let own = self.options_of(*value);
                let found = own.into_iter().filter_map(|id| self.asked.vocabulary.option(id));
                found.map(|(_, option)| fold(shown(&option.label, locale, &option.key))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the options that hold in the asked locale.
    fn options_of(&self, value: Value<'_>) -> Vec<OptionId> {
        let numbers: Vec<i64> = match value {
            Value::Options(list) => list.collect(),
            Value::OptionsByLocale(lists) => lists.get(self.product.book(), &self.asked.circumstances.locale),
            _ => Vec::new(),
        };
        numbers.into_iter().filter_map(|id| i32::try_from(id).ok()).map(OptionId).collect()
    }

    fn says(&self, field: Field) -> bool {
        self.text(field).is_some_and(|text| !text.trim().is_empty())
    }

    /// Returns true when the field has a value.
    pub fn is_present(&self, field: Field) -> bool {
        match field {
            Field::Store | Field::Status | Field::InStock | Field::OnSale | Field::IsNew => true,
            Field::Category => {
                self.categories().into_iter().any(|id| self.asked.vocabulary.category(id).is_some())
            }
            Field::Sku => true,
            Field::Name | Field::Description | Field::Url => self.says(field),
            Field::CreatedAt | Field::UpdatedAt | Field::NewFrom | Field::NewUntil => {
                !self.days(field).is_empty()
            }
            Field::Attribute(id) => self.attribute(id).any(|mut value| match &mut value {
                Value::Texts(texts) => {
                    let list = texts.get(self.product.book(), &self.asked.circumstances.locale);
                    list.is_some_and(|mut list| list.any(|text| !text.trim().is_empty()))
                }
                Value::Options(_) | Value::OptionsByLocale(_) => {
                    self.options_of(value).into_iter().any(|id| self.asked.vocabulary.option(id).is_some())
                }
                Value::Numbers(list) | Value::Days(list) => list.next().is_some(),
                Value::YesNo(_) => true,
            }),
            _ => !self.numbers(field, None).is_empty(),
        }
    }
}

/// Returns the folded label of a status.
pub fn status_label(active: bool) -> &'static str {
    if active { "active" } else { "inactive" }
}

/// Returns what a product costs and cost before in a store and currency, in minor units: the lowest of its active
/// variants'. Without a price before, both are the same.
pub fn variants_on_sale(product: &Record<'_>, store: StoreId, currency: Currency) -> Option<(i64, i64)> {
    lowest(product.offers().filter(|offer| offer.active), store, currency)
}

/// Returns the lowest price of some offers in a store and currency, and what that one cost before.
pub fn lowest<'a>(
    offers: impl Iterator<Item = Offer<'a>>,
    store: StoreId,
    currency: Currency,
) -> Option<(i64, i64)> {
    let prices = offers.filter_map(|offer| offer.price(store, currency));
    prices.map(|(price, regular)| (price, regular.unwrap_or(price))).min_by_key(|(price, _)| *price)
}

/// Returns the pieces in stock; none when some active variant is not counted, or none is active.
pub fn stock(product: &Record<'_>) -> Option<i64> {
    pieces(product.offers().filter(|offer| offer.active))
}

/// Returns the pieces in stock of all offers; none when one of them is not counted, or there is none.
pub fn pieces<'a>(offers: impl Iterator<Item = Offer<'a>>) -> Option<i64> {
    let mut offers = offers.peekable();
    offers.peek()?;
    offers.map(|offer| offer.stock).try_fold(0_i64, |sum, stock| Some(sum.saturating_add(stock?)))
}

/// Returns true when some active variant can be bought.
pub fn in_stock(product: &Record<'_>) -> bool {
    product.offers().any(|offer| offer.is_there())
}

fn yes_no_of(value: Value<'_>) -> Option<bool> {
    match value {
        Value::YesNo(is) => Some(is),
        _ => None,
    }
}

fn numbers_of(value: Value<'_>) -> impl Iterator<Item = i64> {
    let list = if let Value::Numbers(list) = value { Some(list) } else { None };
    list.into_iter().flatten()
}

fn days_of(value: Value<'_>) -> impl Iterator<Item = i64> {
    let list = if let Value::Days(list) = value { Some(list) } else { None };
    list.into_iter().flatten()
}
