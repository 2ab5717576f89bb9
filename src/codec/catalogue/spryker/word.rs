//! Lines of stores, locales, currencies, categories and attributes: what products and rules refer to.

use super::File;
use super::table::{Line, parts};
use crate::codec::catalogue::Trouble;
use crate::domain::decimal::Decimal;
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::text::{has_control, tidy};

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Word {
    /// There is a store of that key.
    Store(String),
    /// A store speaks a locale, perhaps first of all.
    Locale(String, Locale, bool),
    /// A store takes a currency, perhaps first of all.
    Currency(String, Currency, bool),
    /// There is a category.
    Category {
        /// Its key.
        key: String,
        /// The key of the one it lies in.
        parent: Option<String>,
        /// Its names.
        name: Localised<String>,
    },
    /// There is an attribute.
    Attribute {
        /// Its key.
        key: String,
        /// What people call it.
        label: Localised<String>,
        /// Declared to be a number, with numbers alone among its values.
        is_number: bool,
        /// Whether a product carries several values; none: not said.
        multiple: Option<bool>,
        /// Values that it may have, with what people call them.
        values: Vec<(String, Localised<String>)>,
    },
    /// There is a label that people call so.
    Label(String, Localised<String>),
}

/// Returns what a line of one of the files says.
pub fn read(file: File, line: &Line<'_>) -> Result<Word, Trouble> {
    Ok(match file {
        File::Store => Word::Store(filled(line, "name")?),
        File::LocaleStore | File::DefaultLocaleStore => {
            let written = filled(line, "locale_name")?;
            let locale = Locale::parse(&written)
                .map_err(|sentence| Trouble::new("locale_name", &written, sentence))?;
            Word::Locale(filled(line, "store_name")?, locale, file == File::DefaultLocaleStore)
        }
        File::CurrencyStore => {
            let written = filled(line, "currency_code")?;
            let currency = Currency::parse(&written)
                .map_err(|sentence| Trouble::new("currency_code", &written, sentence))?;
            Word::Currency(filled(line, "store_name")?, currency, line.flag("is_default", false)?)
        }
        File::Category => Word::Category {
            key: filled(line, "category_key")?,
            parent: Some(line.get("parent_category_key").to_owned()).filter(|parent| !parent.is_empty()),
            name: own(line, "name"),
        },
        File::Label => Word::Label(filled(line, "name")?, own(line, "name")),
        File::ManagementAttribute => attribute(line)?,
        _ => Word::Attribute {
            key: filled(line, "attribute_key")?,
            label: Localised::default(),
            is_number: false,
            multiple: None,
            values: Vec::new(),
        },
    })
}

/// Returns the translations alone: the column without a locale is a key.
fn own(line: &Line<'_>, base: &str) -> Localised<String> {
    Localised { default: None, ..line.texts(base) }
}

fn filled(line: &Line<'_>, column: &str) -> Result<String, Trouble> {
    match line.get(column) {
        "" => Err(Trouble::new(column, "", "This cell must not be empty.")),
        cell if has_control(cell) => {
            Err(Trouble::new(column, cell, "The cell holds a control character; take it out."))
        }
        cell => Ok(cell.to_owned()),
    }
}

/// Values and their translations are lists parted by commas, which belong together by their places.
fn attribute(line: &Line<'_>) -> Result<Word, Trouble> {
    let mut values: Vec<(String, Localised<String>)> = parts("values", line.get("values"))?
        .into_iter()
        .map(|key| (key.clone(), Localised::plain(key)))
        .collect();
    let written: Vec<String> = line.get("values").split(',').map(tidy).collect();
    for (locale, cell) in line.localised("value_translations") {
        let translated: Vec<String> = cell.split(',').map(tidy).collect();
        // Where one translation has a comma in it, no one can say which belongs to which.
        if translated.len() != written.len() {
            continue;
        }
        for (key, text) in written.iter().zip(translated).filter(|(_, text)| !text.is_empty()) {
            if let Some((_, label)) = values.iter_mut().find(|(other, _)| other == key) {
                label.own.entry(locale.clone()).or_insert(text);
            }
        }
    }
    let multiple = line.cell("is_multiple").map(|_| line.flag("is_multiple", false)).transpose()?;
    let is_number = line.get("input_type").eq_ignore_ascii_case("number")
        && multiple != Some(true)
        && values.iter().all(|(value, _)| Decimal::parse(value).is_ok());
    let (key, label) = (filled(line, "key")?, own(line, "key_translation"));
    Ok(Word::Attribute { key, label, is_number, multiple, values })
}
