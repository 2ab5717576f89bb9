//! Read: a record in, the product whole out.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::book::Book;
use super::bytes::Cursor;
use super::field::{Attributes, Offer, Texts, Value};
use super::record::{Record, flag};
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::Localised;
use crate::domain::product::{Product, Variant};
use crate::domain::sku::Sku;

/// What is only shown.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Addresses of pictures, the main one first.
    pub images: Vec<String>,
    /// Addresses of the page.
    pub url: Localised<String>,
    /// Descriptions.
    pub description: Localised<String>,
}

impl Record<'_> {
    /// Returns the product whole; `None` for damaged bytes.
    pub fn whole(&self) -> Option<Product> {
        let head = self.head()?;
        let rest = head.rest()?;
        let Shown { images, url, description } = self.read_shown()?;
        Some(Product {
            id: head.id,
            sku: Sku::parse(head.sku).ok()?,
            active: self.has(flag::ACTIVE),
            active_from: rest.active_from,
            active_until: rest.active_until,
            new_from: rest.new_from,
            new_until: rest.new_until,
            name: self.read_name()?,
            description,
            url,
            attributes: attributes(self.attributes(), self.book())?,
            categories: rest.categories.categories().collect(),
            stores: rest.stores.map(|stores| stores.stores().collect()),
            images,
            rating: rest.rating,
            review_count: rest.review_count,
            margin: rest.margin,
            sold: head.sold,
            viewed: head.viewed,
            created_at: rest.created_at,
            updated_at: rest.updated_at,
            variants: self.variants()?,
        })
    }

    /// Returns the names.
    pub fn read_name(&self) -> Option<Localised<String>> {
        localised(&mut self.names(), self.book(), |from| from.text().map(str::to_owned))
    }

    /// Returns pictures, addresses and descriptions.
    pub fn read_shown(&self) -> Option<Shown> {
        let shown = self.shown()?;
        let mut from = Cursor::new(&shown);
        let count = from.count()?;
        let images = (0..count).map(|_| from.text().map(str::to_owned)).collect::<Option<_>>()?;
        let url = localised(&mut from, self.book(), |from| from.text().map(str::to_owned))?;
        let description = localised(&mut from, self.book(), |from| from.text().map(str::to_owned))?;
        Some(Shown { images, url, description })
    }

    /// Returns the variants whole.
    pub fn variants(&self) -> Option<Vec<Variant>> {
        self.offers().zip(self.forms()).map(|(offer, form)| variant(&offer, form, self.book())).collect()
    }
}

fn variant(offer: &Offer<'_>, form: Attributes<'_>, book: &Book) -> Option<Variant> {
    Some(Variant {
        sku: Sku::parse(&offer.sku()).ok()?,
        active: offer.active,
        attributes: attributes(form, book)?,
        stock: offer.stock,
        prices: offer.prices().collect(),
    })
}

fn attributes(list: Attributes<'_>, book: &Book) -> Option<BTreeMap<AttributeId, AttributeValue>> {
    list.map(|(id, value)| Some((id, value.whole(book)?))).collect()
}

fn localised<'a, T>(
    from: &mut Cursor<'a>,
    book: &Book,
    mut read: impl FnMut(&mut Cursor<'a>) -> Option<T>,
) -> Option<Localised<T>> {
    let mark = from.number()?;
    let default = if mark & 1 == 1 { Some(read(from)?) } else { None };
    let mut own = BTreeMap::new();
    for _ in 0..mark >> 1 {
        let locale = book.locale(from)?.into_owned();
        own.insert(locale, read(from)?);
    }
    Some(Localised { default, own })
}

impl Value<'_> {
    /// Returns the value whole.
    pub fn whole(&self, book: &Book) -> Option<AttributeValue> {
        Some(match self {
            Self::Texts(texts) => AttributeValue::Text(texts.whole(book)?),
            Self::Numbers(list) => AttributeValue::Number(list.map(Decimal).collect()),
            Self::Options(list) => {
                let options = list.map(|id| i32::try_from(id).map(OptionId));
                AttributeValue::Choice(options.collect::<Result<_, _>>().ok()?)
            }
            Self::OptionsByLocale(lists) => {
                let mut options = Localised::default();
                for (locale, list) in lists.lists(book)? {
                    let ids = list.map(|id| i32::try_from(id).map(OptionId));
                    let ids = ids.collect::<Result<_, _>>().ok()?;
                    match locale {
                        None => options.default = Some(ids),
                        Some(locale) => drop(options.own.insert(locale, ids)),
                    }
                }
                AttributeValue::ChoiceByLocale(options)
            }
            Self::YesNo(is) => AttributeValue::YesNo(*is),
            Self::Days(list) => {
                let day = |day| NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?);
                AttributeValue::Date(list.map(day).collect::<Option<_>>()?)
            }
        })
    }
}

impl Texts<'_> {
    /// Returns the texts whole.
    pub fn whole(&self, book: &Book) -> Option<Localised<Vec<String>>> {
        let mut whole = Localised { default: None, own: BTreeMap::new() };
        self.each(book, |locale, list| {
            let list = list.map(str::to_owned).collect();
            match locale {
                None => whole.default = Some(list),
                Some(locale) => {
                    whole.own.insert(locale.into_owned(), list);
                }
            }
            Some(())
        })?;
        Some(whole)
    }
}
