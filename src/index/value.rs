//! Values: what one product, or one variant of it, says for a field, in the form in which values compare.
//!
//! Numbers of every unit are brought to one fine scale on which all of them are whole, so that comparing is exact.
//! Must not know rules or sets.

use chrono::Datelike;

use super::Circumstances;
use crate::domain::attribute::AttributeValue;
use crate::domain::id::{AttributeId, OptionId, StoreId};
use crate::domain::locale::Localised;
use crate::domain::money::Currency;
use crate::domain::product::{Product, Variant};
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
    product: &'a Product,
    variant: Option<&'a Variant>,
}

impl<'a> Reader<'a> {
    /// Returns the reader of a product with all its active variants.
    pub fn product(asked: &'a Asked<'a>, product: &'a Product) -> Self {
        Self { asked, product, variant: None }
    }

    /// Returns the reader of one variant alone: what it carries is its own, the rest its product's.
    pub fn variant(asked: &'a Asked<'a>, product: &'a Product, variant: &'a Variant) -> Self {
        Self { asked, product, variant: Some(variant) }
    }

    /// Returns the circumstances.
    pub fn asked(&self) -> &'a Asked<'a> {
        self.asked
    }

    /// Returns the product.
    pub fn whole(&self) -> &'a Product {
        self.product
    }

    /// Returns true for the reader of one variant.
    pub fn is_variant(&self) -> bool {
        self.variant.is_some()
    }

    fn variants(&self) -> impl Iterator<Item = &'a Variant> + use<'a> {
        let (one, all) = match self.variant {
            Some(variant) => (Some(variant), None),
            None => (None, Some(self.product.variants.iter().filter(|variant| variant.active))),
        };
        one.into_iter().chain(all.into_iter().flatten())
    }

    fn attribute(&self, id: AttributeId) -> impl Iterator<Item = &'a AttributeValue> + use<'a> {
        let own = self.variants().filter_map(move |variant| variant.attributes.get(&id));
        self.product.attributes.get(&id).into_iter().chain(own)
    }

    /// Returns the options of a choice.
    pub fn options(&self, id: AttributeId) -> Vec<OptionId> {
        let lists = self.attribute(id).filter_map(|value| match value {
            AttributeValue::Choice(list) => Some(list),
            _ => None,
        });
        lists.flatten().copied().collect()
    }

    /// Returns what a yes/no field says.
    pub fn yes_no(&self, field: Field) -> Vec<bool> {
        let at = self.asked.circumstances.at;
        match field {
            Field::InStock => {
                vec![self.variants().any(|variant| variant.stock.is_none_or(|stock| stock > 0))]
            }
            Field::OnSale => vec![self.price(None).is_some_and(|(price, regular)| price < regular)],
            Field::IsNew => {
                let (from, until) = (self.product.new_from, self.product.new_until);
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
        let product = self.product;
        match field {
            Field::Price | Field::RegularPrice | Field::DiscountPercent => self.money(field, currency),
            Field::Margin => product.margin.map(|margin| millionths(margin.0)).into_iter().collect(),
            Field::Rating => product.rating.map(|rating| millionths(rating.0)).into_iter().collect(),
            Field::Reviews => whole(product.review_count),
            Field::Stock => whole(self.stock()),
            Field::Sold(window) => whole(product.sold.get(window.place()).copied()),
            Field::Viewed(window) => whole(product.viewed.get(window.place()).copied()),
            Field::Attribute(id) => {
                let lists = self.attribute(id).filter_map(|value| match value {
                    AttributeValue::Number(list) => Some(list),
                    _ => None,
                });
                lists.flatten().map(|number| millionths(number.0)).collect()
            }
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

    fn price(&self, currency: Option<Currency>) -> Option<(i64, i64)> {
        let circumstances = self.asked.circumstances;
        lowest(self.variants(), circumstances.store, currency.unwrap_or(circumstances.currency))
    }

    fn stock(&self) -> Option<i64> {
        pieces(self.variants())
    }

    /// Returns the days of a date field in the store's time zone, counted from the common era.
    pub fn days(&self, field: Field) -> Vec<i64> {
        let product = self.product;
        let moment = match field {
            Field::CreatedAt => Some(product.created_at),
            Field::UpdatedAt => Some(product.updated_at),
            Field::NewFrom => product.new_from,
            Field::NewUntil => product.new_until,
            Field::Attribute(id) => {
                let lists = self.attribute(id).filter_map(|value| match value {
                    AttributeValue::Date(list) => Some(list),
                    _ => None,
                });
                return lists.flatten().map(|day| i64::from(day.num_days_from_ce())).collect();
            }
            _ => None,
        };
        let day = |at: chrono::DateTime<chrono::Utc>| {
            i64::from(at.with_timezone(&self.asked.zone).date_naive().num_days_from_ce())
        };
        moment.map(day).into_iter().collect()
    }

    /// Returns the folded texts of a field in the asked locale; of choices, categories and stores their labels.
    pub fn texts(&self, field: Field) -> Vec<String> {
        let (product, vocabulary) = (self.product, self.asked.vocabulary);
        let locale = &self.asked.circumstances.locale;
        let one = |text: &Localised<String>| {
            text.get(locale).map(|text| fold(text)).filter(|text| !text.is_empty())
        };
        match field {
            Field::Sku => self.skus(),
            Field::Name => one(&product.name).into_iter().collect(),
            Field::Description => one(&product.description).into_iter().collect(),
            Field::Url => one(&product.url).into_iter().collect(),
            Field::Status => vec![status_label(product.active).to_owned()],
            Field::Category => {
                let found = product.categories.iter().filter_map(|id| vocabulary.category(*id));
                found.map(|category| fold(shown(&category.name, locale, &category.key))).collect()
            }
            Field::Store => {
                let sells = |id: &StoreId| product.stores.as_ref().is_none_or(|stores| stores.contains(id));
                vocabulary
                    .stores()
                    .iter()
                    .filter(|store| sells(&store.id))
                    .map(|store| fold(&store.name))
                    .collect()
            }
            Field::Attribute(id) => {
                self.attribute(id).flat_map(|value| self.attribute_texts(value)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn skus(&self) -> Vec<String> {
        match self.variant {
            Some(variant) => vec![variant.sku.fold().to_owned()],
            None => {
                let variants = self.product.variants.iter().map(|variant| variant.sku.fold().to_owned());
                std::iter::once(self.product.sku.fold().to_owned()).chain(variants).collect()
            }
        }
    }

    fn attribute_texts(&self, value: &AttributeValue) -> Vec<String> {
        let locale = &self.asked.circumstances.locale;
        match value {
            AttributeValue::Text(texts) => {
                let folded = texts.get(locale).into_iter().flatten().map(|text| fold(text));
                folded.filter(|text| !text.is_empty()).collect()
            }
            AttributeValue::Choice(list) => {
                let found = list.iter().filter_map(|id| self.asked.vocabulary.option(*id));
                found.map(|(_, option)| fold(shown(&option.label, locale, &option.key))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn says(&self, text: &Localised<String>) -> bool {
        text.get(&self.asked.circumstances.locale).is_some_and(|text| !text.trim().is_empty())
    }

    /// Returns true when the field has a value.
    pub fn is_present(&self, field: Field) -> bool {
        match field {
            Field::Store | Field::Status | Field::InStock | Field::OnSale | Field::IsNew => true,
            Field::Category => {
                self.product.categories.iter().any(|id| self.asked.vocabulary.category(*id).is_some())
            }
            Field::Sku => true,
            Field::Name => self.says(&self.product.name),
            Field::Description => self.says(&self.product.description),
            Field::Url => self.says(&self.product.url),
            Field::CreatedAt | Field::UpdatedAt | Field::NewFrom | Field::NewUntil => {
                !self.days(field).is_empty()
            }
            Field::Attribute(id) => self.attribute(id).any(|value| match value {
                AttributeValue::Text(texts) => {
                    texts.get(&self.asked.circumstances.locale).is_some_and(|list| says_something(list))
                }
                AttributeValue::Choice(list) => {
                    list.iter().any(|id| self.asked.vocabulary.option(*id).is_some())
                }
                AttributeValue::Number(list) => !list.is_empty(),
                AttributeValue::YesNo(_) => true,
                AttributeValue::Date(list) => !list.is_empty(),
            }),
            _ => !self.numbers(field, None).is_empty(),
        }
    }
}

/// Returns true when some text of a list is more than white space.
pub fn says_something(list: &[String]) -> bool {
    list.iter().any(|text| !text.trim().is_empty())
}

/// Returns the folded label of a status.
pub fn status_label(active: bool) -> &'static str {
    if active { "active" } else { "inactive" }
}

/// Returns what a product costs and cost before in a store and currency, in minor units: the lowest of its active
/// variants'. Without a price before, both are the same.
pub fn variants_on_sale(product: &Product, store: StoreId, currency: Currency) -> Option<(i64, i64)> {
    lowest(product.variants.iter().filter(|variant| variant.active), store, currency)
}

fn lowest<'a>(
    variants: impl Iterator<Item = &'a Variant>,
    store: StoreId,
    currency: Currency,
) -> Option<(i64, i64)> {
    let prices = variants.filter_map(|variant| {
        let of = |wanted: Option<StoreId>| {
            variant.prices.iter().find(|price| price.store == wanted && price.amount.currency == currency)
        };
        let price = of(Some(store)).or_else(|| of(None))?;
        Some((price.amount.minor, price.regular.map_or(price.amount.minor, |regular| regular.minor)))
    });
    prices.min_by_key(|(price, _)| *price)
}

/// Returns the pieces in stock; none when some active variant is not counted, or none is active.
pub fn stock(product: &Product) -> Option<i64> {
    pieces(product.variants.iter().filter(|variant| variant.active))
}

fn pieces<'a>(variants: impl Iterator<Item = &'a Variant>) -> Option<i64> {
    let mut variants = variants.peekable();
    variants.peek()?;
    variants.map(|variant| variant.stock).try_fold(0_i64, |sum, stock| Some(sum.saturating_add(stock?)))
}

/// Returns true when some active variant can be bought.
pub fn in_stock(product: &Product) -> bool {
    product.variants.iter().any(|variant| variant.active && variant.stock.is_none_or(|stock| stock > 0))
}

/// Returns how much cheaper than before, in percent on the fine scale; what lies between two steps takes the odd one.
pub fn discount(price: i64, regular: i64) -> i128 {
    if regular <= price || regular <= 0 {
        return 0;
    }
    let (part, whole) = (i128::from(regular) - i128::from(price), i128::from(regular));
    let scaled = part * 100 * (FINE / 2);
    let between = i128::from(scaled % whole != 0);
    (scaled / whole) * 2 + between
}

fn yes_no_of(value: &AttributeValue) -> Option<bool> {
    match value {
        AttributeValue::YesNo(is) => Some(*is),
        _ => None,
    }
}
