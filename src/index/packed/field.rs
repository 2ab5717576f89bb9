//! Fields: what stands in a record's parts, read one after the other without unpacking them.

use std::borrow::Cow;

use super::book::{Book, currency};
use super::bytes::{Cursor, DAWN_DAY};
use super::numbers::{Numbers, OptionsByLocale};
use super::record::flag;
use crate::domain::decimal::ONE;
use crate::domain::id::{AttributeId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::money::{Currency, Money};
use crate::domain::product::Price;

/// Texts, possibly by locale.
pub const TEXTS: u8 = 0;
/// Numbers without places.
pub const WHOLE: u8 = 1;
/// Numbers in millionths.
pub const MILLIONTHS: u8 = 2;
/// Options of a choice.
pub const OPTIONS: u8 = 3;
/// No.
pub const NO: u8 = 4;
/// Yes.
pub const YES: u8 = 5;
/// Days.
pub const DAYS: u8 = 6;
/// Options of a choice, possibly by locale.
pub const OPTIONS_BY_LOCALE: u8 = 7;
/// From so many values on, their count stands behind the kind.
pub const MANY: u8 = 31;

/// The attributes of a product or a variant, in order of their numbers.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    from: Cursor<'a>,
    left: usize,
    id: i64,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Texts, possibly by locale.
    Texts(Texts<'a>),
    /// Numbers, in millionths.
    Numbers(Numbers<'a>),
    /// Numbers of options.
    Options(Numbers<'a>),
    /// Numbers of options, those of a locale beside those of none.
    OptionsByLocale(OptionsByLocale<'a>),
    /// Yes or no.
    YesNo(bool),
    /// Days, counted from the common era.
    Days(Numbers<'a>),
}

/// Texts, possibly by locale, each several.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// What stands there.
    pub from: Cursor<'a>,
}

impl<'a> Attributes<'a> {
    /// Returns the attributes that begin there.
    pub fn new(mut from: Cursor<'a>) -> Self {
        let left = from.count().unwrap_or(0);
        Self { from, left, id: 0 }
    }

    /// Returns where the next ones would begin; those that are left are passed over.
    pub fn behind(mut self) -> Cursor<'a> {
        self.by_ref().for_each(drop);
        self.from
    }

    fn read(&mut self) -> Option<(AttributeId, Value<'a>)> {
        self.id = self.id.wrapping_add(self.from.signed()?);
        let id = AttributeId(i32::try_from(self.id).ok()?);
        let mark = self.from.byte()?;
        let count = match mark >> 3 {
            MANY => self.from.count()?,
            few => usize::from(few),
        };
        let at = self.from;
        let numbers = |unit, plus| Numbers::new(at, count, unit, plus);
        let value = match mark & 0b111 {
            TEXTS => {
                let texts = Texts { from: at };
                self.from = texts.behind()?;
                return Some((id, Value::Texts(texts)));
            }
            OPTIONS_BY_LOCALE => {
                let options = OptionsByLocale::new(at);
                self.from = options.behind()?;
                return Some((id, Value::OptionsByLocale(options)));
            }
            NO => return Some((id, Value::YesNo(false))),
            YES => return Some((id, Value::YesNo(true))),
            WHOLE => Value::Numbers(numbers(ONE, 0)),
            MILLIONTHS => Value::Numbers(numbers(1, 0)),
            OPTIONS => Value::Options(numbers(1, 0)),
            DAYS => Value::Days(numbers(1, i64::from(DAWN_DAY))),
            _ => return None,
        };
        for _ in 0..count {
            self.from.number()?;
        }
        Some((id, value))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (AttributeId, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let found = self.read();
        if found.is_none() {
            self.left = 0;
        }
        found
    }
}

impl<'a> Texts<'a> {
    /// Calls for every locale's texts, those of none first; `None` where it returns so and for damaged bytes.
    pub fn each(
        &self,
        book: &Book,
        mut call: impl FnMut(Option<Cow<'_, Locale>>, List<'a>) -> Option<()>,
    ) -> Option<()> {
        let mut from = self.from;
        let mark = from.number()?;
        if mark & 1 == 1 {
            let list = List::read(&mut from)?;
            call(None, list)?;
        }
        for _ in 0..mark >> 1 {
            let locale = book.locale(&mut from)?;
            call(Some(locale), List::read(&mut from)?)?;
        }
        Some(())
    }

    /// Returns the texts of a locale, else those of none.
    pub fn get(&self, book: &Book, locale: &Locale) -> Option<List<'a>> {
        let mut from = self.from;
        let mark = from.number()?;
        let mut found = if mark & 1 == 1 { Some(List::read(&mut from)?) } else { None };
        for _ in 0..mark >> 1 {
            let is = book.is_locale(&mut from, locale)?;
            let list = List::read(&mut from)?;
            if is {
                found = Some(list);
            }
        }
        found
    }

    /// Returns whether something is said in every locale, and whether in any.
    pub fn filled(&self, book: &Book) -> (bool, bool) {
        let (mut default, mut all, mut any) = (false, true, false);
        let read = self.each(book, |locale, mut list| {
            let says = list.any(|text| !text.trim().is_empty());
            default |= locale.is_none() && says;
            all &= says;
            any |= says;
            Some(())
        });
        (read.is_some() && default && all, any)
    }

    fn behind(&self) -> Option<Cursor<'a>> {
        let mut from = self.from;
        let mark = from.number()?;
        if mark & 1 == 1 {
            List::read(&mut from)?;
        }
        for _ in 0..mark >> 1 {
            if from.number()? == 0 {
                from.bytes()?;
            }
            List::read(&mut from)?;
        }
        Some(from)
    }
}

/// Texts in a row.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    from: Cursor<'a>,
    left: usize,
}

impl<'a> List<'a> {
    fn read(from: &mut Cursor<'a>) -> Option<Self> {
        let left = from.count()?;
        let list = Self { from: *from, left };
        for _ in 0..left {
            from.bytes()?;
        }
        Some(list)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.left
    }

    /// Returns true when there is none.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }
}

impl<'a> Iterator for List<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        self.from.text()
    }
}

/// What variants are bought by: sku, stock, prices.
#[derive(Debug, Clone, Copy)]
pub struct Offers<'a> {
    from: Cursor<'a>,
    left: usize,
    sku: &'a str,
    prices: &'a [u8],
    book: &'a Book,
}

/// What one variant is bought by.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// False: not bought, not counted.
    pub active: bool,
    /// Pieces in stock; none given: always there.
    pub stock: Option<i64>,
    /// The two parts of its sku: what it has in common with the product's, and the rest.
    pub sku: (&'a str, &'a str),
    prices: &'a [u8],
    book: &'a Book,
}

impl<'a> Offers<'a> {
    /// Returns the offers of a product of that sku.
    pub fn new(offers: &'a [u8], sku: &'a str, book: &'a Book) -> Self {
        let mut from = Cursor::new(offers);
        let left = from.count().unwrap_or(0);
        Self { from, left, sku, prices: &[], book }
    }

    fn read(&mut self) -> Option<Offer<'a>> {
        let mark = self.from.byte()?;
        let sku = match mark & (flag::SUFFIX | flag::NAMED) {
            0 => (self.sku, ""),
            flag::SUFFIX => (self.sku, self.from.text()?),
            _ => ("", self.from.text()?),
        };
        let stock = if mark & flag::COUNTED > 0 { Some(self.from.signed()?) } else { None };
        if mark & flag::SAME_PRICES == 0 {
            self.prices = self.from.bytes()?;
        }
        let active = mark & flag::BOUGHT > 0;
        Some(Offer { active, stock, sku, prices: self.prices, book: self.book })
    }
}

impl<'a> Iterator for Offers<'a> {
    type Item = Offer<'a>;

    fn next(&mut self) -> Option<Offer<'a>> {
        self.left = self.left.checked_sub(1)?;
        let found = self.read();
        if found.is_none() {
            self.left = 0;
        }
        found
    }
}

impl<'a> Offer<'a> {
    /// Returns the sku.
    pub fn sku(&self) -> Cow<'a, str> {
        match self.sku {
            ("", rest) => Cow::Borrowed(rest),
            (common, "") => Cow::Borrowed(common),
            (common, rest) => Cow::Owned([common, rest].concat()),
        }
    }

    /// Returns true when it is active and some are in stock.
    pub fn is_there(&self) -> bool {
        self.active && self.stock.is_none_or(|stock| stock > 0)
    }

    /// Returns the prices.
    pub fn prices(&self) -> Prices<'a> {
        Prices { from: Cursor::new(self.prices), book: self.book }
    }

    /// Returns what it costs in a store and currency, and cost before: its own price there, else the one of all stores.
    pub fn price(&self, store: StoreId, currency: Currency) -> Option<(i64, Option<i64>)> {
        let mut found = None;
        for price in self.prices().filter(|price| price.amount.currency == currency) {
            let both = (price.amount.minor, price.regular.map(|regular| regular.minor));
            if price.store == Some(store) {
                return Some(both);
            }
            if price.store.is_none() && found.is_none() {
                found = Some(both);
            }
        }
        found
    }
}

/// The prices of a variant.
#[derive(Debug, Clone, Copy)]
pub struct Prices<'a> {
    from: Cursor<'a>,
    book: &'a Book,
}

impl Prices<'_> {
    fn read(&mut self) -> Option<Price> {
        let mark = self.from.number()?;
        let (store, market) = self.book.market(&mut self.from, mark >> 2)?;
        let minor = self.from.signed()?;
        let regular = if mark & 1 == 1 { Some(minor.wrapping_add(self.from.signed()?)) } else { None };
        let other = if mark & 2 == 2 { currency(&mut self.from)? } else { market };
        let regular = regular.map(|minor| Money { minor, currency: other });
        Some(Price { store, amount: Money { minor, currency: market }, regular })
    }
}

impl Iterator for Prices<'_> {
    type Item = Price;

    fn next(&mut self) -> Option<Price> {
        if self.from.rest().is_empty() {
            return None;
        }
        let found = self.read();
        if found.is_none() {
            self.from = Cursor::default();
        }
        found
    }
}
