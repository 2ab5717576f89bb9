//! Catalogues of other people, and our own: a file to records, one at a time.
//!
//! Every format becomes the same [`Record`]: what one row says about one product or variant, cell by cell, with what is
//! wrong in it. A record holds names (category paths, attribute keys, option texts), never numbers of rows; `work::import`
//! resolves them. Must not know what the catalogue holds already, nor where the bytes come from.

pub mod entity;
pub mod json;
pub mod magento;
pub mod moment;
pub mod own;
pub mod row;
pub mod source;
pub mod spryker;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::domain::decimal::Decimal;
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::sku::Sku;

/// Longest text of one cell in bytes.
pub const CELL_BYTES_MAX: usize = 64 * 1024;
/// Most columns of a file.
pub const COLUMNS_MAX: usize = 256;
/// Most values in one list: categories, images, links, values of an attribute.
pub const VALUES_MAX: usize = 1_000;

/// A format that a catalogue is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Kindred's own CSV.
    Csv,
    /// Kindred's JSON lines.
    Json,
    /// Magento's product CSV.
    Magento,
    /// Spryker's import files.
    Spryker,
}

impl Format {
    /// All formats, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Magento, Self::Spryker];

    /// Returns the format's name in commands, forms and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "kindred-csv",
            Self::Json => "kindred-json",
            Self::Magento => "magento",
            Self::Spryker => "spryker",
        }
    }

    /// Returns what people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "Kindred CSV",
            Self::Json => "Kindred JSON lines",
            Self::Magento => "Magento product CSV",
            Self::Spryker => "Spryker import files",
        }
    }

    /// Returns the format of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }
}

/// What one row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Whom it is about.
    pub sku: Sku,
    /// The product it is a variant of, where the row says so.
    pub of: Option<Sku>,
    /// What it says, in the order of the columns.
    pub facts: Vec<Fact>,
    /// The product's variants, exactly; none given: untouched.
    pub variants: Option<Vec<Sku>>,
    /// What it says about its variants itself; they are part of this row.
    pub nested: Vec<Record>,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// It says something about a product or variant that must be there; it makes none.
    pub partial: bool,
}

impl Record {
    /// Returns the record of a row that says nothing yet.
    pub fn new(line: u64, sku: Sku) -> Self {
        Self {
            line,
            sku,
            of: None,
            facts: Vec::new(),
            variants: None,
            nested: Vec::new(),
            troubles: Vec::new(),
            partial: false,
        }
    }
}

/// A row as it came: a record, or what keeps it from being one.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// It can be read.
    Read(Record),
    /// It cannot.
    Bad(u64, Vec<Trouble>),
}

/// What is wrong at one place of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The column; empty for the whole row.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// A sentence that says what to do.
    pub message: String,
    /// True when the row cannot be taken; else it is taken without this value.
    pub refuses: bool,
}

impl Trouble {
    /// Returns a trouble that refuses the row.
    pub fn new(column: &str, value: &str, message: impl Into<String>) -> Self {
        let value = crate::domain::decimal::clip(value);
        Self { column: column.to_owned(), value, message: message.into(), refuses: true }
    }

    /// Returns a trouble that leaves only this value out.
    pub fn slight(column: &str, value: &str, message: impl Into<String>) -> Self {
        Self { refuses: false, ..Self::new(column, value, message) }
    }
}

/// One thing a row says. `None` inside clears what was there.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Whether it is sold.
    Active(bool),
    /// Shown from.
    ActiveFrom(Option<DateTime<Utc>>),
    /// Shown until.
    ActiveUntil(Option<DateTime<Utc>>),
    /// New from.
    NewFrom(Option<DateTime<Utc>>),
    /// New until.
    NewUntil(Option<DateTime<Utc>>),
    /// A text, of one locale or for all.
    Text(TextField, Option<Locale>, Option<String>),
    /// The categories, by key or path.
    Categories(Vec<String>),
    /// The stores by key; none: every store.
    Stores(Option<Vec<String>>),
    /// Pictures.
    Images(Vec<String>),
    /// Values of an attribute; an empty list clears.
    Attribute(String, Option<Locale>, Vec<String>),
    /// What it costs.
    Price(PriceFact),
    /// Pieces in stock; none: not counted.
    Stock(Option<i64>),
    /// Mean review.
    Rating(Option<Decimal>),
    /// Number of reviews.
    Reviews(Option<i64>),
    /// Percent of the price.
    Margin(Option<Decimal>),
    /// Pieces sold in the window at this place (7, 30, 90 days).
    Sold(usize, i64),
    /// Views in the window at this place.
    Viewed(usize, i64),
    /// When the shop made it.
    CreatedAt(DateTime<Utc>),
    /// When the shop last changed it.
    UpdatedAt(DateTime<Utc>),
    /// Links of one type, in order.
    Links(LinkFact),
    /// The value of an attribute, for all and by locale, as one text: parted at its commas where the attribute takes
    /// several values. In a locale the value for all holds beside its own.
    Values(String, Localised<String>),
    /// Of attributes it has those of the row alone, named here; built-in ones that no row of attributes names stay.
    ValuesOf(Vec<String>),
    /// One more store that sells it.
    StoreToo(String),
    /// One more label.
    LabelToo(String),
    /// One of its pictures with its place among them; those of one import replace the ones before.
    Picture(i64, String),
    /// Pieces in one of its warehouses, added up over an import; none: not counted.
    Pieces(Option<i64>),
}

/// The texts of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    /// What shoppers read.
    Name,
    /// What shoppers read below it.
    Description,
    /// The address of its page.
    Url,
}

/// A price of one store and currency.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceFact {
    /// The column it stood in.
    pub column: String,
    /// The store by key; none: every store.
    pub store: Option<String>,
    /// The currency; none: the store's first.
    pub currency: Option<Currency>,
    /// What the shopper pays; the outer `None` leaves it, the inner one takes the price away.
    pub amount: Option<Option<Decimal>>,
    /// What it cost before, in the same way.
    pub regular: Option<Option<Decimal>>,
    /// A product's price that holds for every variant which says none in the same import.
    pub is_shared: bool,
}

/// Links of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkFact {
    /// The column it stood in.
    pub column: String,
    /// The relation type's key.
    pub kind: String,
    /// Targets and positions; an empty list clears the type.
    pub targets: Vec<(String, i32)>,
}

impl Fact {
    /// Returns true when it is about the product even in a variant's row of a format that repeats everything.
    pub fn is_shared(&self) -> bool {
        !matches!(self, Self::Active(_) | Self::Attribute(..) | Self::Price(_) | Self::Stock(_))
    }
}

/// Returns the parts of a list cell: separated by `|`, `\|` meaning the sign itself, trimmed, without empty ones.
pub fn list(cell: &str) -> Vec<String> {
    if memchr::memchr2(b'|', b'\\', cell.as_bytes()).is_none() {
        return Some(crate::domain::text::tidy(cell)).filter(|only| !only.is_empty()).into_iter().collect();
    }
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in cell.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '|' if !escaped => parts.push(String::new()),
            c => {
                if let Some(part) = parts.last_mut() {
                    if escaped && c != '|' && c != '\\' {
                        part.push('\\');
                    }
                    part.push(c);
                }
                escaped = false;
            }
        }
    }
    if escaped && let Some(part) = parts.last_mut() {
        part.push('\\');
    }
    parts.iter().map(|part| crate::domain::text::tidy(part)).filter(|part| !part.is_empty()).collect()
}

/// Returns yes or no as files write it.
pub fn yes_no(cell: &str) -> Option<bool> {
    match crate::domain::text::fold(cell).as_str() {
        "1" | "yes" | "true" | "y" | "on" | "active" => Some(true),
        "0" | "no" | "false" | "n" | "off" | "inactive" => Some(false),
        _ => None,
    }
}
