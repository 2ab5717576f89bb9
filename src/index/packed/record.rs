//! Record: one product's bytes, read field by field.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::book::Book;
use super::bytes::{Cursor, DAWN};
use super::field::{Attributes, Offers, Value};
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, ProductId, StoreId};
use crate::domain::locale::Locale;
use crate::domain::text::fold;

/// What stands in flags: of a product in its first two bytes, of a variant in its first one.
pub mod flag {
    /// The product is active.
    pub const ACTIVE: u16 = 1;
    /// It has a number.
    pub const ID: u16 = 1 << 1;
    /// It is shown from a moment on.
    pub const ACTIVE_FROM: u16 = 1 << 2;
    /// It is shown until a moment.
    pub const ACTIVE_UNTIL: u16 = 1 << 3;
    /// It is new from a moment on.
    pub const NEW_FROM: u16 = 1 << 4;
    /// It is new until a moment.
    pub const NEW_UNTIL: u16 = 1 << 5;
    /// Its stores are named.
    pub const STORES: u16 = 1 << 6;
    /// It is rated.
    pub const RATING: u16 = 1 << 7;
    /// Its reviews are counted.
    pub const REVIEWS: u16 = 1 << 8;
    /// Its margin is known.
    pub const MARGIN: u16 = 1 << 9;
    /// It has a description in every locale.
    pub const DESCRIBED: u16 = 1 << 10;
    /// It has a description in some locale, but not in every one.
    pub const DESCRIBED_SOMEWHERE: u16 = 1 << 11;
    /// It has an address in every locale.
    pub const ADDRESSED: u16 = 1 << 12;
    /// It has an address in some locale, but not in every one.
    pub const ADDRESSED_SOMEWHERE: u16 = 1 << 13;
    /// It has a name in every locale.
    pub const NAMED_EVERYWHERE: u16 = 1 << 14;
    /// It has a name in some locale, but not in every one.
    pub const NAMED_SOMEWHERE: u16 = 1 << 15;

    /// The variant is active.
    pub const BOUGHT: u8 = 1;
    /// Its stock is counted.
    pub const COUNTED: u8 = 1 << 1;
    /// Its prices are those of the variant before.
    pub const SAME_PRICES: u8 = 1 << 2;
    /// Its sku is the product's and more.
    pub const SUFFIX: u8 = 1 << 3;
    /// Its sku is another.
    pub const NAMED: u8 = 1 << 4;
}

/// One product's bytes.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    flags: u16,
    head: &'a [u8],
    names: &'a [u8],
    attributes: &'a [u8],
    offers: &'a [u8],
    forms: &'a [u8],
    pressed: &'a [u8],
    book: &'a Book,
}

/// What stands in the head.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Its number; none before it is first kept.
    pub id: Option<ProductId>,
    /// As it was written.
    pub sku: &'a str,
    /// Pieces sold in the last 7, 30 and 90 days.
    pub sold: [i64; 3],
    /// Views in the last 7, 30 and 90 days.
    pub viewed: [i64; 3],
    /// What comes behind, which [`Head::rest`] reads.
    behind: Cursor<'a>,
    flags: u16,
}

/// What stands further back in the head.
#[derive(Debug, Clone, Copy)]
pub struct Rest<'a> {
    /// Its categories.
    pub categories: Ids<'a>,
    /// Its stores; none given: every one.
    pub stores: Option<Ids<'a>>,
    /// Mean review.
    pub rating: Option<Decimal>,
    /// Number of reviews.
    pub review_count: Option<i64>,
    /// Percent of the price.
    pub margin: Option<Decimal>,
    /// When the shop made it.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Shown from this moment on.
    pub active_from: Option<DateTime<Utc>>,
    /// Shown until just before this moment.
    pub active_until: Option<DateTime<Utc>>,
    /// "Is new" from this moment on.
    pub new_from: Option<DateTime<Utc>>,
    /// "Is new" until just before this moment.
    pub new_until: Option<DateTime<Utc>>,
}

/// Numbers of rows in a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids<'a> {
    from: Cursor<'a>,
    left: usize,
}

impl<'a> Record<'a> {
    /// Returns the record of bytes; `None` for damaged ones.
    pub fn new(bytes: &'a [u8], book: &'a Book) -> Option<Self> {
        let mut from = Cursor::new(bytes);
        let flags = u16::from_le_bytes([from.byte()?, from.byte()?]);
        let lengths = [from.count()?, from.count()?, from.count()?, from.count()?, from.count()?];
        let [head, names, attributes, offers, forms] = lengths;
        Some(Self {
            flags,
            head: from.take(head)?,
            names: from.take(names)?,
            attributes: from.take(attributes)?,
            offers: from.take(offers)?,
            forms: from.take(forms)?,
            pressed: from.rest(),
            book,
        })
    }

    /// Returns the book it is written with.
    pub fn book(&self) -> &'a Book {
        self.book
    }

    /// Returns true when a flag is set.
    pub fn has(&self, flag: u16) -> bool {
        self.flags & flag > 0
    }

    /// Returns the number.
    pub fn id(&self) -> Option<ProductId> {
        match self.has(flag::ID) {
            true => Cursor::new(self.head).signed().map(ProductId),
            false => None,
        }
    }

    /// Returns the sku as it was written.
    pub fn sku(&self) -> &'a str {
        self.read_sku().unwrap_or_default()
    }

    fn read_sku(&self) -> Option<&'a str> {
        let mut from = Cursor::new(self.head);
        if self.has(flag::ID) {
            from.number()?;
        }
        from.text()
    }

    /// Returns what stands in the head.
    pub fn head(&self) -> Option<Head<'a>> {
        let mut from = Cursor::new(self.head);
        let id = if self.has(flag::ID) { Some(ProductId(from.signed()?)) } else { None };
        let sku = from.text()?;
        let sold = [from.signed()?, from.signed()?, from.signed()?];
        let viewed = [from.signed()?, from.signed()?, from.signed()?];
        Some(Head { id, sku, sold, viewed, behind: from, flags: self.flags })
    }

    /// Returns what stands further back in the head.
    pub fn rest(&self) -> Option<Rest<'a>> {
        self.head()?.rest()
    }

    /// Returns the name in the locale, else the one of none.
    pub fn name(&self, locale: &Locale) -> Option<&'a str> {
        let mut from = Cursor::new(self.names);
        let mark = from.number()?;
        let mut found = if mark & 1 == 1 { Some(from.text()?) } else { None };
        for _ in 0..mark >> 1 {
            let is = self.book.is_locale(&mut from, locale)?;
            let text = from.bytes()?;
            if is {
                found = std::str::from_utf8(text).ok();
            }
        }
        found
    }

    /// Calls for every name, the one of no locale first; `None` for damaged bytes.
    pub fn each_name(&self, mut call: impl FnMut(Option<Cow<'_, Locale>>, &'a str)) -> Option<()> {
        let mut from = Cursor::new(self.names);
        let mark = from.number()?;
        if mark & 1 == 1 {
            call(None, from.text()?);
        }
        for _ in 0..mark >> 1 {
            let locale = self.book.locale(&mut from)?;
            call(Some(locale), from.text()?);
        }
        Some(())
    }

    /// Returns any name: the one of no locale, else the first locale's.
    pub fn any_name(&self) -> Option<&'a str> {
        let mut from = Cursor::new(self.names);
        let mark = from.number()?;
        if mark > 1 && mark & 1 == 0 && from.number()? == 0 {
            from.bytes()?;
        }
        if mark > 0 { from.text() } else { None }
    }

    /// Returns the names as they stand.
    pub fn names(&self) -> Cursor<'a> {
        Cursor::new(self.names)
    }

    /// Returns the attributes that hold for all variants.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes::new(Cursor::new(self.attributes))
    }

    /// Returns one attribute that holds for all variants.
    pub fn attribute(&self, id: AttributeId) -> Option<Value<'a>> {
        self.attributes().find(|(other, _)| *other == id).map(|(_, value)| value)
    }

    /// Returns what the variants are bought by, in their order.
    pub fn offers(&self) -> Offers<'a> {
        Offers::new(self.offers, self.sku(), self.book)
    }

    /// Returns the attributes of each variant, in their order.
    pub fn forms(&self) -> Forms<'a> {
        Forms { from: Cursor::new(self.forms) }
    }

    /// Returns pictures, addresses and descriptions as they stand.
    pub fn shown(&self) -> Option<Vec<u8>> {
        self.book.phrases.unpress(self.pressed)
    }

    /// Returns true when the sku folded is that one.
    pub fn is_sku(&self, folded: &str) -> bool {
        is_folded(self.sku(), "", folded)
    }

    /// Returns true when the sku of some variant folded is that one, and the product's is another.
    pub fn is_variant_sku(&self, folded: &str) -> bool {
        !self.is_sku(folded)
            && self.offers().any(|offer| {
                let (common, rest) = offer.sku;
                is_folded(common, rest, folded)
            })
    }
}

fn is_folded(common: &str, rest: &str, folded: &str) -> bool {
    if common.is_ascii() && rest.is_ascii() {
        let parts = folded.as_bytes().split_at_checked(common.len());
        return parts.is_some_and(|(left, right)| {
            left.eq_ignore_ascii_case(common.as_bytes()) && right.eq_ignore_ascii_case(rest.as_bytes())
        });
    }
    fold(&[common, rest].concat()) == folded
}

impl<'a> Head<'a> {
    /// Returns what stands further back.
    pub fn rest(&self) -> Option<Rest<'a>> {
        let mut from = self.behind;
        let has = |flag| self.flags & flag > 0;
        let categories = Ids::read(&mut from)?;
        let stores = if has(flag::STORES) { Some(Ids::read(&mut from)?) } else { None };
        let mut number = |flag| if has(flag) { from.signed().map(Some) } else { Some(None) };
        let rating = number(flag::RATING)?.map(Decimal);
        let review_count = number(flag::REVIEWS)?;
        let margin = number(flag::MARGIN)?.map(Decimal);
        let created_at = from.moment(DAWN)?;
        let since = created_at.timestamp();
        let updated_at = from.moment(since)?;
        let mut moment = |flag| if has(flag) { from.moment(since).map(Some) } else { Some(None) };
        Some(Rest {
            categories,
            stores,
            rating,
            review_count,
            margin,
            created_at,
            updated_at,
            active_from: moment(flag::ACTIVE_FROM)?,
            active_until: moment(flag::ACTIVE_UNTIL)?,
            new_from: moment(flag::NEW_FROM)?,
            new_until: moment(flag::NEW_UNTIL)?,
        })
    }
}

impl<'a> Ids<'a> {
    fn read(from: &mut Cursor<'a>) -> Option<Self> {
        let left = from.count()?;
        let ids = Self { from: *from, left };
        for _ in 0..left {
            from.number()?;
        }
        Some(ids)
    }

    /// Returns them as categories.
    pub fn categories(self) -> impl Iterator<Item = CategoryId> + use<'a> {
        self.map(CategoryId)
    }

    /// Returns them as stores.
    pub fn stores(self) -> impl Iterator<Item = StoreId> + use<'a> {
        self.map(StoreId)
    }
}

impl Iterator for Ids<'_> {
    type Item = i32;

    fn next(&mut self) -> Option<i32> {
        self.left = self.left.checked_sub(1)?;
        self.from.small()
    }
}

/// The attributes of each variant.
#[derive(Debug, Clone)]
pub struct Forms<'a> {
    from: Cursor<'a>,
}

impl<'a> Iterator for Forms<'a> {
    type Item = Attributes<'a>;

    fn next(&mut self) -> Option<Attributes<'a>> {
        if self.from.rest().is_empty() {
            return None;
        }
        let attributes = Attributes::new(self.from);
        self.from = attributes.clone().behind();
        Some(attributes)
    }
}
