//! Rows of Spryker's product files to records: each says a part of a product or variant.
//!
//! Only product_abstract and product_concrete make something; every other row is about what must be there.

use chrono::{DateTime, Utc};

use super::File;
use super::table::{Line, parts};
use crate::codec::catalogue::own::{text, whole};
use crate::codec::catalogue::{Fact, PriceFact, Record, Row, TextField, Trouble, moment};
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::money::Currency;
use crate::domain::sku::Sku;

/// What a row is made of.
type Said = Result<(), Trouble>;

/// Returns the rows that a line makes: one, or one for each product that a label names.
pub(super) fn rows(file: File, line: &Line<'_>) -> Vec<Row> {
    if file == File::Label {
        return label(line);
    }
    let column = match file {
        File::Abstract | File::AbstractStore => "abstract_sku",
        File::Price | File::Image if line.get("concrete_sku").is_empty() => "abstract_sku",
        _ => "concrete_sku",
    };
    let mut record = match record(line, column, line.get(column)) {
        Ok(record) => record,
        Err(trouble) => return vec![Row::Bad(line.number, vec![trouble])],
    };
    let said = match file {
        File::Abstract => abstract_row(line, &mut record),
        File::Concrete => concrete_row(line, &mut record),
        File::AbstractStore => store(line, &mut record),
        File::Price => price(line, &mut record),
        File::Stock => stock(line, &mut record),
        File::Image => image(line, &mut record),
        _ => Ok(()),
    };
    record.troubles.extend(said.err());
    vec![Row::Read(record)]
}

fn record(line: &Line<'_>, column: &str, sku: &str) -> Result<Record, Trouble> {
    let sku = Sku::parse(sku).map_err(|sentence| Trouble::new(column, sku, sentence))?;
    Ok(Record { partial: true, ..Record::new(line.number, sku) })
}

fn abstract_row(line: &Line<'_>, record: &mut Record) -> Said {
    record.partial = false;
    let keys = parts("category_key", line.get("category_key"))?;
    record.facts.push(Fact::Categories(keys));
    for (column, field) in
        [("name", TextField::Name), ("description", TextField::Description), ("url", TextField::Url)]
    {
        for (locale, cell) in line.localised(column) {
            let wrong = |sentence| Trouble::new(&format!("{column}.{locale}"), cell, sentence);
            let said = text(Some(cell).filter(|cell| !cell.is_empty())).map_err(wrong)?;
            record.facts.push(Fact::Text(field, Some(locale.clone()), said));
        }
    }
    type Make = fn(Option<DateTime<Utc>>) -> Fact;
    let dates: [(&str, Make); 2] = [("new_from", Fact::NewFrom), ("new_to", Fact::NewUntil)];
    for (column, make) in dates {
        if let Some(cell) = line.cell(column) {
            let at = Some(cell).filter(|cell| !cell.is_empty()).map(moment::parse).transpose();
            record.facts.push(make(at.map_err(|sentence| Trouble::new(column, cell, sentence))?));
        }
    }
    values(line, record)
}

fn concrete_row(line: &Line<'_>, record: &mut Record) -> Said {
    record.partial = false;
    let of = line.get("abstract_sku");
    record.of = Some(Sku::parse(of).map_err(|sentence| Trouble::new("abstract_sku", of, sentence))?);
    if line.cell("is_active").is_some() {
        record.facts.push(Fact::Active(line.flag("is_active", true)?));
    }
    values(line, record)
}

fn values(line: &Line<'_>, record: &mut Record) -> Said {
    let said = line.attributes()?;
    if line.has_attributes() {
        record.facts.push(Fact::ValuesOf(said.iter().map(|(key, _)| key.clone()).collect()));
    }
    record.facts.extend(said.into_iter().map(|(key, values)| Fact::Values(key, values)));
    Ok(())
}

fn store(line: &Line<'_>, record: &mut Record) -> Said {
    match line.get("store_name") {
        "" => Err(Trouble::new("store_name", "", "Name a store.")),
        store => {
            record.facts.push(Fact::StoreToo(store.to_owned()));
            Ok(())
        }
    }
}

/// The gross price where there is one, else the net one, in minor units. A product's price holds for all variants that say
/// none of their own.
fn price(line: &Line<'_>, record: &mut Record) -> Said {
    let kind = line.get("price_type");
    let is_original = match kind.to_ascii_uppercase().as_str() {
        "DEFAULT" => false,
        "ORIGINAL" => true,
        _ => {
            let message = "Kindred reads the price types DEFAULT and ORIGINAL; this price is left out.";
            record.troubles.push(Trouble::slight("price_type", kind, message));
            return Ok(());
        }
    };
    let code = line.get("currency");
    let currency = Currency::parse(code).map_err(|sentence| Trouble::new("currency", code, sentence))?;
    let column = if line.get("value_gross").is_empty() { "value_net" } else { "value_gross" };
    let cell = line.get(column);
    let amount = match cell {
        "" => None,
        cell => Some(minor(cell, currency).map_err(|sentence| Trouble::new(column, cell, sentence))?),
    };
    let (amount, regular) = if is_original { (None, Some(amount)) } else { (Some(amount), None) };
    record.facts.push(Fact::Price(PriceFact {
        column: "store".into(),
        store: Some(line.get("store").to_owned()).filter(|store| !store.is_empty()),
        currency: Some(currency),
        amount,
        regular,
        is_shared: line.get("concrete_sku").is_empty(),
    }));
    Ok(())
}

fn minor(cell: &str, currency: Currency) -> Result<Decimal, String> {
    let wrong = || "Write the price in whole minor units, 1999 for 19.99.".to_owned();
    let minor: i64 = cell.parse().ok().filter(|minor| *minor >= 0).ok_or_else(wrong)?;
    minor.checked_mul(ONE / currency.minor_per_major()).map(Decimal).ok_or_else(wrong)
}

fn stock(line: &Line<'_>, record: &mut Record) -> Said {
    let cell = line.get("quantity");
    let pieces = match line.flag("is_never_out_of_stock", false)? {
        true => None,
        false if cell.is_empty() => Some(0),
        false => Some(whole(cell).map_err(|sentence| Trouble::new("quantity", cell, sentence))?),
    };
    record.facts.push(Fact::Pieces(pieces));
    Ok(())
}

fn image(line: &Line<'_>, record: &mut Record) -> Said {
    let large = line.get("external_url_large");
    let url = if large.is_empty() { line.get("external_url_small") } else { large };
    let order = line.get("sort_order");
    let order = match order {
        "" => 0,
        order => order.parse().map_err(|_| Trouble::new("sort_order", order, "Write a whole number."))?,
    };
    let said = text(Some(url).filter(|url| !url.is_empty()))
        .map_err(|sentence| Trouble::new("external_url_large", url, sentence))?;
    record.facts.extend(said.map(|url| Fact::Picture(order, url)));
    Ok(())
}

/// A label that is switched off is on no product; what carries it already is left alone. Of its dates it is told that they
/// are not kept.
fn label(line: &Line<'_>) -> Vec<Row> {
    let skus = parts("product_abstract_skus", line.get("product_abstract_skus"));
    let name = line.get("name").to_owned();
    let (is_active, skus) = match (line.flag("is_active", true), skus) {
        (Ok(is_active), Ok(skus)) => (is_active, skus),
        (Err(trouble), _) | (_, Err(trouble)) => return vec![Row::Bad(line.number, vec![trouble])],
    };
    if name.is_empty() {
        return vec![Row::Bad(line.number, vec![Trouble::new("name", "", "Give the label a name.")])];
    }
    let row = |sku: &String| match record(line, "product_abstract_skus", sku) {
        Ok(mut record) => {
            record.facts.push(Fact::LabelToo(name.clone()));
            Row::Read(record)
        }
        Err(trouble) => Row::Bad(line.number, vec![trouble]),
    };
    let mut rows: Vec<Row> = skus.iter().filter(|_| is_active).map(row).collect();
    let dated = ["valid_from", "valid_to"].into_iter().find(|column| !line.get(column).is_empty());
    if let (Some(column), Some(Row::Read(record))) = (dated, rows.first_mut()) {
        let message = format!(
            "Labels have no dates here: “{name}” stays on its products until it is taken off. Leave it out of the file while it should not show."
        );
        record.troubles.push(Trouble::slight(column, line.get(column), message));
    }
    rows
}
