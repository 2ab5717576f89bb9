//! Write: a product in, its record out.
//!
//! A record is five parts with their lengths before them and, behind them, what is only shown: `head` (flags, number, sku,
//! figures, moments, categories, stores), `names`, `attributes`, `offers` (skus, stock and prices of the variants),
//! `forms` (attributes of the variants), and pressed: pictures, addresses, descriptions.

use std::collections::BTreeMap;

use super::book::{Book, put_currency};
use super::bytes::{DAWN, DAWN_DAY, put_bytes, put_count, put_moment, put_number, put_signed, put_text};
use super::press::is_new;
use super::record::flag;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::locale::Localised;
use crate::domain::product::{Price, Product, Variant};
use chrono::Datelike;

/// Returns the record of a product.
pub fn pack(product: &Product, book: &Book) -> Vec<u8> {
    let mut record = Vec::new();
    Packer::new(book).pack(product, &mut record);
    record
}

/// Packs products, one after the other, in room that is kept from one to the next.
#[derive(Debug)]
pub struct Packer<'a> {
    book: &'a Book,
    own: Vec<u8>,
    shown: Vec<u8>,
    pressed: Vec<u8>,
}

impl<'a> Packer<'a> {
    /// Returns what packs with a book.
    pub fn new(book: &'a Book) -> Self {
        Self { book, own: Vec::new(), shown: Vec::new(), pressed: Vec::new() }
    }

    /// Adds the record of a product, and returns its texts where little of them is among the book's phrases.
    pub fn pack(&mut self, product: &Product, into: &mut Vec<u8>) -> Option<&[u8]> {
        self.own.clear();
        let parts: [fn(&mut Vec<u8>, &Product, &Book); 5] = [head, names, attributes_of, offers, forms];
        into.extend_from_slice(&flags(product).to_le_bytes());
        let mut before = 0;
        for part in parts {
            part(&mut self.own, product, self.book);
            put_count(into, self.own.len() - before);
            before = self.own.len();
        }
        into.extend_from_slice(&self.own);
        self.shown.clear();
        shown(&mut self.shown, product, self.book);
        self.pressed.clear();
        self.book.phrases.press(&self.shown, &mut self.pressed);
        into.extend_from_slice(&self.pressed);
        is_new(&self.shown, &self.pressed).then_some(&self.shown)
    }
}

fn flags(product: &Product) -> u16 {
    let known = [
        (flag::ACTIVE, product.active),
        (flag::ID, product.id.is_some()),
        (flag::ACTIVE_FROM, product.active_from.is_some()),
        (flag::ACTIVE_UNTIL, product.active_until.is_some()),
        (flag::NEW_FROM, product.new_from.is_some()),
        (flag::NEW_UNTIL, product.new_until.is_some()),
        (flag::STORES, product.stores.is_some()),
        (flag::RATING, product.rating.is_some()),
        (flag::REVIEWS, product.review_count.is_some()),
        (flag::MARGIN, product.margin.is_some()),
    ];
    let told = told(&product.name, flag::NAMED_EVERYWHERE, flag::NAMED_SOMEWHERE)
        | told(&product.description, flag::DESCRIBED, flag::DESCRIBED_SOMEWHERE)
        | told(&product.url, flag::ADDRESSED, flag::ADDRESSED_SOMEWHERE);
    known.into_iter().filter(|(_, holds)| *holds).fold(told, |all, (flag, _)| all | flag)
}

/// Returns which flag tells that a text says something in every locale, or in some.
fn told(text: &Localised<String>, everywhere: u16, somewhere: u16) -> u16 {
    let says = |text: &String| text.bytes().any(|byte| byte.is_ascii_graphic()) || !text.trim().is_empty();
    let default = text.default.as_ref().is_some_and(says);
    match default && text.own.values().all(says) {
        true => everywhere,
        false if default || text.own.values().any(says) => somewhere,
        false => 0,
    }
}

fn head(into: &mut Vec<u8>, product: &Product, _: &Book) {
    if let Some(id) = product.id {
        put_signed(into, id.0);
    }
    put_text(into, product.sku.as_str());
    for number in product.sold.iter().chain(&product.viewed) {
        put_signed(into, *number);
    }
    put_count(into, product.categories.len());
    for category in &product.categories {
        put_signed(into, i64::from(category.0));
    }
    if let Some(stores) = &product.stores {
        put_count(into, stores.len());
        for store in stores {
            put_signed(into, i64::from(store.0));
        }
    }
    let figures = [product.rating.map(|rating| rating.0), product.review_count];
    for number in figures.into_iter().flatten() {
        put_signed(into, number);
    }
    if let Some(margin) = product.margin {
        put_signed(into, margin.0);
    }
    put_moment(into, DAWN, product.created_at);
    let created = product.created_at.timestamp();
    put_moment(into, created, product.updated_at);
    let dates = [product.active_from, product.active_until, product.new_from, product.new_until];
    for date in dates.into_iter().flatten() {
        put_moment(into, created, date);
    }
}

fn names(into: &mut Vec<u8>, product: &Product, book: &Book) {
    localised(into, &product.name, book, |into, text| put_text(into, text));
}

fn localised<T>(into: &mut Vec<u8>, text: &Localised<T>, book: &Book, put: impl Fn(&mut Vec<u8>, &T)) {
    put_number(into, crowd(text.own.len()) << 1 | u64::from(text.default.is_some()));
    if let Some(default) = &text.default {
        put(into, default);
    }
    for (locale, text) in &text.own {
        book.put_locale(into, locale);
        put(into, text);
    }
}

fn crowd(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn attributes_of(into: &mut Vec<u8>, product: &Product, book: &Book) {
    attributes(into, &product.attributes, book);
}

fn attributes(into: &mut Vec<u8>, values: &BTreeMap<AttributeId, AttributeValue>, book: &Book) {
    put_count(into, values.len());
    let mut before = 0;
    for (id, value) in values {
        put_signed(into, i64::from(id.0) - before);
        before = i64::from(id.0);
        attribute(into, value, book);
    }
}

/// A value begins with its kind in three bits and how many there are in five; 31 and more are counted behind.
fn attribute(into: &mut Vec<u8>, value: &AttributeValue, book: &Book) {
    match value {
        AttributeValue::Text(texts) => {
            kind(into, super::field::TEXTS, 0);
            localised(into, texts, book, |into, list: &Vec<String>| {
                put_count(into, list.len());
                for text in list {
                    put_text(into, text);
                }
            });
        }
        AttributeValue::Number(list) if list.iter().all(|number| number.0 % ONE == 0) => {
            kind(into, super::field::WHOLE, list.len());
            list.iter().for_each(|Decimal(number)| put_signed(into, number / ONE));
        }
        AttributeValue::Number(list) => {
            kind(into, super::field::MILLIONTHS, list.len());
            list.iter().for_each(|Decimal(number)| put_signed(into, *number));
        }
        AttributeValue::Choice(list) => {
            kind(into, super::field::OPTIONS, list.len());
            list.iter().for_each(|option| put_signed(into, i64::from(option.0)));
        }
        AttributeValue::ChoiceByLocale(options) => {
            kind(into, super::field::OPTIONS_BY_LOCALE, 0);
            localised(into, options, book, |into, list: &Vec<OptionId>| {
                put_count(into, list.len());
                list.iter().for_each(|option| put_signed(into, i64::from(option.0)));
            });
        }
        AttributeValue::YesNo(is) => kind(into, if *is { super::field::YES } else { super::field::NO }, 0),
        AttributeValue::Date(list) => {
            kind(into, super::field::DAYS, list.len());
            for day in list {
                put_signed(into, i64::from(day.num_days_from_ce()) - i64::from(DAWN_DAY));
            }
        }
    }
}

fn kind(into: &mut Vec<u8>, kind: u8, count: usize) {
    let few = u8::try_from(count).unwrap_or(u8::MAX).min(super::field::MANY);
    into.push(kind | few << 3);
    if few == super::field::MANY {
        put_count(into, count);
    }
}

fn offers(into: &mut Vec<u8>, product: &Product, book: &Book) {
    put_count(into, product.variants.len());
    let mut last: Option<&Vec<Price>> = None;
    for variant in &product.variants {
        let same = last == Some(&variant.prices);
        last = Some(&variant.prices);
        offer(into, product, variant, book, same);
    }
}

fn offer(into: &mut Vec<u8>, product: &Product, variant: &Variant, book: &Book, same_prices: bool) {
    let suffix = variant.sku.as_str().strip_prefix(product.sku.as_str());
    let (named, text) = match suffix {
        Some("") => (0, None),
        Some(suffix) => (flag::SUFFIX, Some(suffix)),
        None => (flag::NAMED, Some(variant.sku.as_str())),
    };
    let marks = [
        (flag::BOUGHT, variant.active),
        (flag::COUNTED, variant.stock.is_some()),
        (flag::SAME_PRICES, same_prices),
    ];
    into.push(marks.into_iter().filter(|(_, holds)| *holds).fold(named, |all, (mark, _)| all | mark));
    if let Some(text) = text {
        put_text(into, text);
    }
    if let Some(stock) = variant.stock {
        put_signed(into, stock);
    }
    if !same_prices {
        let mut prices = Vec::with_capacity(16);
        variant.prices.iter().for_each(|each| price(&mut prices, each, book));
        put_bytes(into, &prices);
    }
}

fn price(into: &mut Vec<u8>, price: &Price, book: &Book) {
    let market = (price.store, price.amount.currency);
    let number = book.market_number(market);
    let other = price.regular.map(|regular| regular.currency).filter(|other| *other != market.1);
    put_number(into, number << 2 | u64::from(other.is_some()) << 1 | u64::from(price.regular.is_some()));
    if number == 0 {
        Book::put_market(into, market);
    }
    put_signed(into, price.amount.minor);
    if let Some(regular) = price.regular {
        put_signed(into, regular.minor.wrapping_sub(price.amount.minor));
    }
    if let Some(other) = other {
        put_currency(into, other);
    }
}

fn forms(into: &mut Vec<u8>, product: &Product, book: &Book) {
    product.variants.iter().for_each(|variant| attributes(into, &variant.attributes, book));
}

/// Adds what is only shown: pictures, addresses, descriptions.
fn shown(into: &mut Vec<u8>, product: &Product, book: &Book) {
    put_count(into, product.images.len());
    product.images.iter().for_each(|image| put_text(into, image));
    localised(into, &product.url, book, |into, text: &String| put_text(into, text));
    localised(into, &product.description, book, |into, text: &String| put_text(into, text));
}
