//! Kindred's own CSV: one row a product, or a variant that names its product in `variant_of`.
//!
//! The columns are told in `docs/formats.md`. A column that is not known refuses the file rather than being passed over,
//! so that a slip of the pen in the first line is seen before a million rows have gone by.

use std::io::BufRead;

use super::row::{Cells, Rows, Stop};
use super::{Fact, LinkFact, PriceFact, Record, Row, TextField, Trouble, VALUES_MAX, list, moment, yes_no};
use crate::domain::decimal::Decimal;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::sku::Sku;
use crate::domain::text::{fold, tidy};

/// What a column says.
#[derive(Debug, Clone, PartialEq)]
enum Column {
    Sku,
    VariantOf,
    Active,
    ActiveFrom,
    ActiveUntil,
    NewFrom,
    NewUntil,
    CreatedAt,
    UpdatedAt,
    Text(TextField, Option<Locale>),
    Categories,
    Stores,
    Images,
    Attribute(String, Option<Locale>),
    Price(Option<String>, Option<Currency>),
    RegularPrice(Option<String>, Option<Currency>),
    Currency,
    Stock,
    Rating,
    Reviews,
    Margin,
    Sold(usize),
    Viewed(usize),
    Links(String),
}

/// Reads the rows of a file in Kindred's own CSV.
pub struct Own<R> {
    rows: Rows<R>,
    columns: Vec<(String, Column)>,
    /// Where the sku, the product of a variant and the currency stand.
    places: [Option<usize>; 3],
}

impl<R: BufRead> Own<R> {
    /// Reads the first line.
    pub fn open(text: R, delimiter: u8) -> Result<Self, String> {
        let mut rows = Rows::new(text, delimiter);
        let names = header(&mut rows)?;
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let column = column(&name)?;
            columns.push((name, column));
        }
        let place = |wanted: Column| columns.iter().position(|(_, column)| *column == wanted);
        let places = [place(Column::Sku), place(Column::VariantOf), place(Column::Currency)];
        if matches!(places, [None, ..]) {
            return Err("The first line must name the columns, and one of them must be sku.".into());
        }
        Ok(Self { rows, columns, places })
    }

    /// Returns the next row.
    pub fn next_row(&mut self) -> Option<Result<Row, String>> {
        let cells = match self.rows.next_row()? {
            Ok(cells) => cells,
            Err(Stop::File(sentence)) => return Some(Err(sentence)),
            Err(Stop::Row(line, trouble)) => return Some(Ok(Row::Bad(line, vec![trouble]))),
        };
        if let Some(trouble) = ragged(cells.count(), self.columns.len()) {
            return Some(Ok(Row::Bad(cells.line, vec![trouble])));
        }
        Some(Ok(self.read(&cells)))
    }

    fn read(&self, cells: &Cells) -> Row {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(str::trim).unwrap_or_default();
        let ([sku, of, currency], line) = (self.places.map(cell), cells.line);
        let sku = match Sku::parse(sku) {
            Ok(sku) => sku,
            Err(sentence) => return Row::Bad(line, vec![Trouble::new("sku", sku, sentence)]),
        };
        let mut record = Record { facts: Vec::with_capacity(self.columns.len()), ..Record::new(line, sku) };
        if !of.is_empty() {
            match Sku::parse(of) {
                Ok(sku) => record.of = Some(sku),
                Err(sentence) => record.troubles.push(Trouble::new("variant_of", of, sentence)),
            }
        }
        let currency = match currency {
            "" => None,
            text => match Currency::parse(text) {
                Ok(currency) => Some(currency),
                Err(sentence) => {
                    record.troubles.push(Trouble::new("currency", text, sentence));
                    None
                }
            },
        };
        for ((name, column), cell) in self.columns.iter().zip(cells.iter()) {
            match fact(name, column, cell.trim(), currency) {
                Ok(Some(fact)) => record.facts.push(fact),
                Ok(None) => {}
                Err(sentence) => record.troubles.push(Trouble::new(name, cell, sentence)),
            }
        }
        Row::Read(record)
    }
}

/// Returns the names of the first line, each once.
pub fn header<R: BufRead>(rows: &mut Rows<R>) -> Result<Vec<String>, String> {
    let cells = match rows.next_row() {
        Some(Ok(cells)) => cells,
        Some(Err(Stop::File(sentence) | Stop::Row(_, Trouble { message: sentence, .. }))) => {
            return Err(sentence);
        }
        None => return Err("The file is empty.".into()),
    };
    if cells.count() > super::COLUMNS_MAX {
        return Err(format!("The file has more than {} columns.", super::COLUMNS_MAX));
    }
    let names: Vec<String> = cells.iter().map(tidy).collect();
    for (at, name) in names.iter().enumerate() {
        let twice = names.iter().take(at).any(|other| fold(other) == fold(name));
        if twice && !name.is_empty() {
            let name = crate::domain::decimal::clip(name);
            return Err(format!("The column “{name}” stands in the first line twice; take one out."));
        }
    }
    rows.name(&names);
    Ok(names)
}

/// Returns what is wrong with a row that has more or fewer cells than the first line.
pub fn ragged(cells: usize, columns: usize) -> Option<Trouble> {
    (cells != columns).then(|| {
        let message = format!(
            "The row has {cells} cells where the first line names {columns} columns; check its quotes."
        );
        Trouble::new("", "", message)
    })
}

/// Returns what a column of that name says.
fn column(name: &str) -> Result<Column, String> {
    let mut parts = name.split(':').map(str::trim);
    let base = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let known = match fold(base).as_str() {
        "sku" => Column::Sku,
        "variant_of" | "parent_sku" => Column::VariantOf,
        "active" => Column::Active,
        "active_from" => Column::ActiveFrom,
        "active_until" => Column::ActiveUntil,
        "new_from" => Column::NewFrom,
        "new_until" => Column::NewUntil,
        "created_at" => Column::CreatedAt,
        "updated_at" => Column::UpdatedAt,
        "name" => return Ok(Column::Text(TextField::Name, locale(name, &rest)?)),
        "description" => return Ok(Column::Text(TextField::Description, locale(name, &rest)?)),
        "url" => return Ok(Column::Text(TextField::Url, locale(name, &rest)?)),
        "categories" | "category" => Column::Categories,
        "stores" => Column::Stores,
        "images" | "image" => Column::Images,
        "brand" => Column::Attribute("brand".into(), None),
        "label" | "labels" => Column::Attribute("label".into(), None),
        "attribute_set" => Column::Attribute("attribute_set".into(), None),
        "product_type" => Column::Attribute("product_type".into(), None),
        "price" => return scope(name, &rest).map(|(store, currency)| Column::Price(store, currency)),
        "regular_price" => {
            return scope(name, &rest).map(|(store, currency)| Column::RegularPrice(store, currency));
        }
        "currency" => Column::Currency,
        "stock" => Column::Stock,
        "rating" => Column::Rating,
        "reviews" => Column::Reviews,
        "margin" => Column::Margin,
        "sold_7d" => Column::Sold(0),
        "sold_30d" => Column::Sold(1),
        "sold_90d" => Column::Sold(2),
        "viewed_7d" => Column::Viewed(0),
        "viewed_30d" => Column::Viewed(1),
        "viewed_90d" => Column::Viewed(2),
        other => {
            if other.starts_with("attribute.")
                && let Some(key) = base.get("attribute.".len()..)
                && !key.is_empty()
            {
                return Ok(Column::Attribute(key.to_owned(), locale(name, &rest)?));
            }
            if let Some(kind) = other.strip_prefix("links.").filter(|kind| !kind.is_empty()) {
                return Ok(Column::Links(kind.to_owned()));
            }
            return Err(unknown(name));
        }
    };
    if rest.is_empty() { Ok(known) } else { Err(unknown(name)) }
}

fn unknown(name: &str) -> String {
    let name = crate::domain::decimal::clip(name);
    format!(
        "The column “{name}” is not known. An attribute's column is written attribute.{name}; the others stand in docs/formats.md."
    )
}

fn locale(name: &str, rest: &[&str]) -> Result<Option<Locale>, String> {
    match rest {
        [] => Ok(None),
        [locale] => Locale::parse(locale).map(Some),
        _ => Err(unknown(name)),
    }
}

/// Reads `:store:EUR`, `:store` or `:EUR`: three capital letters are a currency.
fn scope(name: &str, rest: &[&str]) -> Result<(Option<String>, Option<Currency>), String> {
    let is_currency = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    match rest {
        [] => Ok((None, None)),
        [one] if is_currency(one) => Ok((None, Some(Currency::parse(one)?))),
        [one] => Ok((Some((*one).to_owned()), None)),
        [store, currency] => Ok((Some((*store).to_owned()), Some(Currency::parse(currency)?))),
        _ => Err(unknown(name)),
    }
}

/// Returns what one cell says; nothing where it says nothing.
fn fact(name: &str, column: &Column, cell: &str, currency: Option<Currency>) -> Result<Option<Fact>, String> {
    let filled = (!cell.is_empty()).then_some(cell);
    let at = || filled.map(moment::parse).transpose();
    let some = |fact: Fact| Ok(Some(fact));
    match column {
        Column::Sku | Column::VariantOf | Column::Currency => Ok(None),
        Column::Active => match (filled, yes_no(cell)) {
            (None, _) => Ok(None),
            (Some(_), Some(yes)) => some(Fact::Active(yes)),
            (Some(_), None) => Err("Write 1 or 0, yes or no.".into()),
        },
        Column::ActiveFrom => some(Fact::ActiveFrom(at()?)),
        Column::ActiveUntil => some(Fact::ActiveUntil(at()?)),
        Column::NewFrom => some(Fact::NewFrom(at()?)),
        Column::NewUntil => some(Fact::NewUntil(at()?)),
        Column::CreatedAt => Ok(at()?.map(Fact::CreatedAt)),
        Column::UpdatedAt => Ok(at()?.map(Fact::UpdatedAt)),
        Column::Text(field, locale) => some(Fact::Text(*field, locale.clone(), text(filled)?)),
        Column::Categories => some(Fact::Categories(short(list(cell))?)),
        Column::Stores => some(Fact::Stores(filled.map(|cell| short(list(cell))).transpose()?)),
        Column::Images => some(Fact::Images(short(list(cell))?)),
        Column::Attribute(key, locale) => {
            some(Fact::Attribute(key.clone(), locale.clone(), short(list(cell))?))
        }
        Column::Price(store, own) => {
            let (store, currency) = (store.clone(), own.or(currency));
            some(Fact::Price(PriceFact {
                column: name.into(),
                store,
                currency,
                amount: Some(decimal(filled)?),
                regular: None,
                is_shared: false,
            }))
        }
        Column::RegularPrice(store, own) => {
            let (store, currency) = (store.clone(), own.or(currency));
            some(Fact::Price(PriceFact {
                column: name.into(),
                store,
                currency,
                amount: None,
                regular: Some(decimal(filled)?),
                is_shared: false,
            }))
        }
        Column::Stock => some(Fact::Stock(filled.map(whole).transpose()?)),
        Column::Rating => some(Fact::Rating(rating(filled)?)),
        Column::Reviews => some(Fact::Reviews(filled.map(count).transpose()?)),
        Column::Margin => some(Fact::Margin(filled.map(Decimal::parse).transpose()?)),
        Column::Sold(window) => some(Fact::Sold(*window, filled.map(count).transpose()?.unwrap_or(0))),
        Column::Viewed(window) => some(Fact::Viewed(*window, filled.map(count).transpose()?.unwrap_or(0))),
        Column::Links(kind) => {
            let targets = (1..).zip(short(list(cell))?).map(|(position, sku)| (sku, position)).collect();
            some(Fact::Links(LinkFact { column: name.into(), kind: kind.clone(), targets }))
        }
    }
}

/// Returns a text without what no text may hold.
pub fn text(cell: Option<&str>) -> Result<Option<String>, String> {
    match cell {
        Some(cell) if crate::domain::text::has_control(cell) => {
            Err("The text holds a control character; take it out.".into())
        }
        Some(cell) => Ok(Some(tidy(cell))),
        None => Ok(None),
    }
}

/// Returns a list that is not too long and holds no control character.
pub fn short(list: Vec<String>) -> Result<Vec<String>, String> {
    if list.len() > VALUES_MAX {
        return Err(format!("There are {} values, which is more than {VALUES_MAX}.", list.len()));
    }
    match list.iter().any(|value| value.chars().any(char::is_control)) {
        true => Err("A value holds a control character; take it out.".into()),
        false => Ok(list),
    }
}

/// Returns an amount that is not below zero.
pub fn decimal(cell: Option<&str>) -> Result<Option<Decimal>, String> {
    match cell.map(Decimal::parse).transpose()? {
        Some(amount) if amount.0 < 0 => Err("A price cannot be below zero.".into()),
        amount => Ok(amount),
    }
}

/// Returns a mean review.
pub fn rating(cell: Option<&str>) -> Result<Option<Decimal>, String> {
    match cell.map(Decimal::parse).transpose()? {
        Some(rating) if !(0..=5 * crate::domain::decimal::ONE).contains(&rating.0) => {
            Err("A rating is between 0 and 5.".into())
        }
        rating => Ok(rating),
    }
}

/// Returns a whole number; `100.0000` is one.
pub fn whole(cell: &str) -> Result<i64, String> {
    Decimal::parse(cell).map(|number| number.0.div_euclid(crate::domain::decimal::ONE))
}

fn count(cell: &str) -> Result<i64, String> {
    match whole(cell)? {
        below if below < 0 => Err("A number of pieces or views cannot be below zero.".into()),
        count => Ok(count),
    }
}
