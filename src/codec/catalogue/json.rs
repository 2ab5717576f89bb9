//! Kindred's JSON lines: one product a line, its variants inside.
//!
//! A member that is not there leaves things untouched, `null` clears. Variants, when given, are exactly those given.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::own::{decimal, rating, short, text, whole};
use super::{CELL_BYTES_MAX, Fact, LinkFact, PriceFact, Record, Row, TextField, Trouble, moment};
use crate::domain::decimal::Decimal;
use crate::domain::locale::Locale;
use crate::domain::money::Currency;
use crate::domain::sku::Sku;
use crate::domain::text::tidy;

/// Longest line in bytes.
const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads the lines of a file.
pub struct Json<R> {
    text: R,
    line: u64,
}

impl<R: BufRead> Json<R> {
    /// Returns a reader of lines.
    pub fn new(text: R) -> Self {
        Self { text, line: 0 }
    }

    /// Returns the next row; empty lines are passed over.
    pub fn next_row(&mut self) -> Option<Result<Row, String>> {
        loop {
            let bytes = match self.next_line()? {
                Ok(bytes) => bytes,
                Err(sentence) => return Some(Err(sentence)),
            };
            let Some(bytes) = bytes else {
                let message = "The line is longer than 4 MiB.";
                return Some(Ok(Row::Bad(self.line, vec![Trouble::new("", "", message)])));
            };
            let Ok(line) = std::str::from_utf8(&bytes) else {
                return Some(Err(super::source::not_utf8(self.line)));
            };
            if !line.trim().is_empty() {
                return Some(Ok(read_line(self.line, line)));
            }
        }
    }

    /// Returns the next line; nothing inside for one that is too long, which is passed over without being kept.
    fn next_line(&mut self) -> Option<Result<Option<Vec<u8>>, String>> {
        let mut line = Vec::new();
        let (mut any, mut long) = (false, false);
        loop {
            let buffer = match self.text.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => return Some(Err(super::source::sentence(&error))),
            };
            if buffer.is_empty() {
                if !any {
                    return None;
                }
                break;
            }
            if !any {
                self.line += 1;
                any = true;
            }
            let end = memchr::memchr(b'\n', buffer);
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            if line.len() + part.len() > LINE_BYTES_MAX {
                long = true;
                line.clear();
            } else if !long {
                line.extend_from_slice(part);
            }
            let taken = part.len() + usize::from(end.is_some());
            self.text.consume(taken);
            if end.is_some() {
                break;
            }
        }
        Some(Ok((!long).then_some(line)))
    }
}

fn read_line(line: u64, text: &str) -> Row {
    match serde_json::from_str::<Value>(text.trim_end_matches('\r')) {
        Ok(Value::Object(members)) => read(line, &members, Depth::Product),
        Ok(_) => Row::Bad(
            line,
            vec![Trouble::new("", text, "The line is no JSON object: write one product in { }.")],
        ),
        Err(error) => {
            let message = format!(
                "The line is no JSON (column {}); write one product in {{ }} a line.",
                error.column()
            );
            Row::Bad(line, vec![Trouble::new("", text, message)])
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Product,
    Variant,
}

fn read(line: u64, members: &Map<String, Value>, depth: Depth) -> Row {
    if depth == Depth::Product && is_relation(members) {
        return Row::Bad(line, vec![Trouble::new("", "", RELATION)]);
    }
    let written = members.get("sku").and_then(Value::as_str).unwrap_or_default();
    let sku = match Sku::parse(written) {
        Ok(sku) => sku,
        Err(sentence) => return Row::Bad(line, vec![Trouble::new("sku", written, sentence)]),
    };
    let mut record = Record::new(line, sku);
    for (name, value) in members {
        let said = match (name.as_str(), depth) {
            ("sku", _) => Ok(()),
            ("variants", Depth::Product) => variants(line, value, &mut record),
            ("links", Depth::Product) => links(value, &mut record.facts),
            ("attributes", _) => attributes(value, &mut record.facts),
            ("prices", _) => prices(value, &mut record.facts),
            ("active" | "stock" | "price" | "regular_price", _) | (_, Depth::Product) => {
                fact(name, value, &mut record.facts)
            }
            _ => Err("A variant has sku, active, attributes, stock and prices, nothing else.".into()),
        };
        if let Err(sentence) = said {
            record.troubles.push(Trouble::new(name, &value.to_string(), sentence));
        }
    }
    Row::Read(record)
}

/// What is said of a line of `relations.jsonl`, which holds no product.
const RELATION: &str = "The line is a relation, not a product. Relations come in through the API: send the line as it is to POST /api/v1/relations, or to PUT /api/v1/relations/{key} where the key is taken.";

fn is_relation(members: &Map<String, Value>) -> bool {
    !members.contains_key("sku") && members.contains_key("source") && members.contains_key("target")
}

fn fact(name: &str, value: &Value, facts: &mut Vec<Fact>) -> Result<(), String> {
    let at = || match value {
        Value::Null => Ok(None),
        _ => moment::parse(value.as_str().unwrap_or_default()).map(Some),
    };
    let fact = match name {
        "active" => Fact::Active(value.as_bool().ok_or("Write true or false.")?),
        "active_from" => Fact::ActiveFrom(at()?),
        "active_until" => Fact::ActiveUntil(at()?),
        "new_from" => Fact::NewFrom(at()?),
        "new_until" => Fact::NewUntil(at()?),
        "created_at" => Fact::CreatedAt(at()?.ok_or("Write a date.")?),
        "updated_at" => Fact::UpdatedAt(at()?.ok_or("Write a date.")?),
        "name" => return localised(TextField::Name, value, facts),
        "description" => return localised(TextField::Description, value, facts),
        "url" => return localised(TextField::Url, value, facts),
        "categories" => Fact::Categories(strings(value)?),
        "stores" if value.is_null() => Fact::Stores(None),
        "stores" => Fact::Stores(Some(strings(value)?)),
        "images" => Fact::Images(strings(value)?),
        "brand" | "label" | "attribute_set" | "product_type" => {
            Fact::Attribute(name.into(), None, strings(value)?)
        }
        "price" => {
            Fact::Price(PriceFact { amount: Some(decimal(scalar(value)?.as_deref())?), ..no_price(name) })
        }
        "regular_price" => {
            Fact::Price(PriceFact { regular: Some(decimal(scalar(value)?.as_deref())?), ..no_price(name) })
        }
        "stock" => Fact::Stock(scalar(value)?.map(|text| whole(&text)).transpose()?),
        "rating" => Fact::Rating(rating(scalar(value)?.as_deref())?),
        "reviews" => Fact::Reviews(scalar(value)?.map(|text| whole(&text)).transpose()?),
        "margin" => Fact::Margin(scalar(value)?.map(|text| Decimal::parse(&text)).transpose()?),
        "sold" => return windows(value, Fact::Sold, facts),
        "viewed" => return windows(value, Fact::Viewed, facts),
        _ => {
            return Err(format!(
                "“{}” is not known; the members stand in docs/formats.md.",
                crate::domain::decimal::clip(name)
            ));
        }
    };
    facts.push(fact);
    Ok(())
}

fn no_price(column: &str) -> PriceFact {
    PriceFact {
        column: column.into(),
        store: None,
        currency: None,
        amount: None,
        regular: None,
        is_shared: false,
    }
}

/// Returns the text of a single value; nothing for null.
fn scalar(value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.len() > CELL_BYTES_MAX => Err("The text is longer than 64 KiB.".into()),
        Value::String(text) => Ok(Some(tidy(text))),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(yes) => Ok(Some(yes.to_string())),
        _ => Err("Write a single value here.".into()),
    }
}

/// Returns a list of texts; a single value is a list of one, null an empty one.
fn strings(value: &Value) -> Result<Vec<String>, String> {
    let list = match value {
        Value::Array(list) => list.iter().map(scalar).collect::<Result<Vec<_>, _>>()?,
        single => vec![scalar(single)?],
    };
    short(list.into_iter().flatten().filter(|text| !text.is_empty()).collect())
}

/// Reads a text, or an object of texts by locale.
fn localised(field: TextField, value: &Value, facts: &mut Vec<Fact>) -> Result<(), String> {
    let Value::Object(by_locale) = value else {
        let value = scalar(value)?;
        facts.push(Fact::Text(field, None, text(value.as_deref().filter(|value| !value.is_empty()))?));
        return Ok(());
    };
    for (locale, value) in by_locale {
        let value = scalar(value)?;
        let value = text(value.as_deref().filter(|value| !value.is_empty()))?;
        facts.push(Fact::Text(field, locale_of(locale)?, value));
    }
    Ok(())
}

fn locale_of(name: &str) -> Result<Option<Locale>, String> {
    if name.is_empty() { Ok(None) } else { Locale::parse(name).map(Some) }
}

fn attributes(value: &Value, facts: &mut Vec<Fact>) -> Result<(), String> {
    let all = value.as_object().ok_or("Write an object of attributes.")?;
    for (key, value) in all {
        match value {
            Value::Object(by_locale) => {
                for (locale, value) in by_locale {
                    facts.push(Fact::Attribute(key.clone(), locale_of(locale)?, strings(value)?));
                }
            }
            value => facts.push(Fact::Attribute(key.clone(), None, strings(value)?)),
        }
    }
    Ok(())
}

fn prices(value: &Value, facts: &mut Vec<Fact>) -> Result<(), String> {
    let all = value.as_array().ok_or("Write a list of prices.")?;
    for price in all.iter().take(super::VALUES_MAX) {
        let member = |name: &str| price.get(name).map(scalar).transpose().map(Option::flatten);
        let currency = member("currency")?.map(|code| Currency::parse(&code)).transpose()?;
        facts.push(Fact::Price(PriceFact {
            column: "prices".into(),
            store: member("store")?,
            currency,
            amount: Some(decimal(member("amount")?.as_deref())?),
            regular: Some(decimal(member("regular")?.as_deref())?),
            is_shared: false,
        }));
    }
    Ok(())
}

fn windows(value: &Value, make: fn(usize, i64) -> Fact, facts: &mut Vec<Fact>) -> Result<(), String> {
    let counts: Option<Vec<i64>> = value.as_array().and_then(|list| list.iter().map(Value::as_i64).collect());
    match counts.as_deref() {
        Some([a, b, c]) if *a >= 0 && *b >= 0 && *c >= 0 => {
            facts.extend([make(0, *a), make(1, *b), make(2, *c)]);
            Ok(())
        }
        _ => Err("Write three numbers: the last 7, 30 and 90 days.".into()),
    }
}

fn links(value: &Value, facts: &mut Vec<Fact>) -> Result<(), String> {
    for (kind, skus) in value.as_object().ok_or("Write an object of lists of skus by relation type.")? {
        let targets = (1..).zip(strings(skus)?).map(|(position, sku)| (sku, position)).collect();
        facts.push(Fact::Links(LinkFact { column: format!("links.{kind}"), kind: kind.clone(), targets }));
    }
    Ok(())
}

fn variants(line: u64, value: &Value, record: &mut Record) -> Result<(), String> {
    let list =
        value.as_array().filter(|list| !list.is_empty()).ok_or("Write a list of at least one variant.")?;
    if list.len() > super::VALUES_MAX {
        return Err(format!("There are more than {} variants.", super::VALUES_MAX));
    }
    let mut skus: Vec<Sku> = Vec::new();
    for variant in list {
        match variant.as_object().map(|members| read(line, members, Depth::Variant)) {
            Some(Row::Read(variant)) if skus.contains(&variant.sku) => {
                return Err(format!("The variant “{}” stands here twice.", variant.sku));
            }
            Some(Row::Read(mut variant)) => {
                record.troubles.append(&mut variant.troubles);
                skus.push(variant.sku.clone());
                record.nested.push(variant);
            }
            Some(Row::Bad(_, mut troubles)) => record.troubles.append(&mut troubles),
            None => return Err("A variant is an object with a sku.".into()),
        }
    }
    record.variants = Some(skus);
    Ok(())
}
