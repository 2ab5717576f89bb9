//! Magento's product CSV: simple and configurable products, their attributes, prices, stock and links.
//!
//! A configurable names its variants in `configurable_variations`; they have rows of their own. A row with a
//! `store_view_code` says its texts in that view's locale. An empty cell clears, and so does `__EMPTY__VALUE__`; what is
//! not in `additional_attributes` is left alone.

mod cell;
mod column;

use std::io::BufRead;

use chrono::{DateTime, Utc};

use self::cell::{pairs, paths};
use self::column::{BOOKKEEPING, is_attribute};
use super::entity::decode;
use super::own::{decimal, header, ragged, short, text};
use super::row::{Cells, Rows, Stop};
use super::{Fact, LinkFact, PriceFact, Record, Row, TextField, Trouble, moment};
use crate::domain::decimal::Decimal;
use crate::domain::locale::Locale;
use crate::domain::sku::Sku;
use crate::domain::text::{fold, tidy};

/// What stands for "clear this".
const EMPTY: &str = "__EMPTY__VALUE__";

/// Reads the rows of a Magento product CSV.
pub struct Magento<R> {
    rows: Rows<R>,
    columns: Vec<String>,
    now: DateTime<Utc>,
}

/// One row while it is read.
struct Reading<'a> {
    columns: &'a [String],
    cells: &'a Cells,
    now: DateTime<Utc>,
    locale: Option<Locale>,
    facts: Vec<Fact>,
    troubles: Vec<Trouble>,
}

impl<R: BufRead> Magento<R> {
    /// Reads the first line.
    pub fn open(text: R, delimiter: u8, now: DateTime<Utc>) -> Result<Self, String> {
        let mut rows = Rows::new(text, delimiter);
        let columns: Vec<String> = header(&mut rows)?.iter().map(|name| fold(name)).collect();
        if !columns.iter().any(|name| name == "sku") {
            return Err("The first line must name the columns, and one of them must be sku.".into());
        }
        Ok(Self { rows, columns, now })
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
        let reading = Reading {
            columns: &self.columns,
            cells: &cells,
            now: self.now,
            locale: None,
            facts: Vec::new(),
            troubles: Vec::new(),
        };
        Some(Ok(reading.read(cells.line)))
    }
}

impl Reading<'_> {
    /// Returns the cell of a column; nothing where there is no such column. What stands for empty is empty.
    fn cell(&self, name: &str) -> Option<&str> {
        let at = self.columns.iter().position(|column| column == name)?;
        let cell = self.cells.get(at)?.trim();
        Some(if cell == EMPTY { "" } else { cell })
    }

    fn filled(&self, name: &str) -> Option<&str> {
        self.cell(name).filter(|cell| !cell.is_empty())
    }

    fn read(mut self, line: u64) -> Row {
        let written = self.cell("sku").unwrap_or_default().to_owned();
        let sku = match Sku::parse(&written) {
            Ok(sku) => sku,
            Err(sentence) => return Row::Bad(line, vec![Trouble::new("sku", &written, sentence)]),
        };
        if let Some(view) =
            self.filled("store_view_code").filter(|view| !matches!(*view, "default" | "admin" | "all"))
        {
            match Locale::parse(view) {
                Ok(locale) => self.locale = Some(locale),
                Err(_) => {
                    let message = "The locale of this store view is not known. Name the view by its locale, such as de_DE.";
                    return Row::Bad(line, vec![Trouble::new("store_view_code", view, message)]);
                }
            }
        }
        self.texts();
        if self.locale.is_none() {
            self.plain();
            self.prices();
            self.stock();
            self.links();
        }
        self.attributes();
        let variants = if self.locale.is_none() { self.variants() } else { None };
        let Self { facts, troubles, .. } = self;
        Row::Read(Record { facts, variants, troubles, ..Record::new(line, sku) })
    }

    fn say(&mut self, column: &str, said: Result<Option<Fact>, String>) {
        match said {
            Ok(Some(fact)) => self.facts.push(fact),
            Ok(None) => {}
            Err(sentence) => {
                let value = self.cell(column).unwrap_or_default().to_owned();
                self.troubles.push(Trouble::new(column, &value, sentence));
            }
        }
    }

    fn texts(&mut self) {
        let fields =
            [("name", TextField::Name), ("description", TextField::Description), ("url_key", TextField::Url)];
        for (column, field) in fields {
            let Some(cell) = self.cell(column) else { continue };
            let value = match field {
                TextField::Name => decode(cell),
                TextField::Description => cell.to_owned(),
                TextField::Url if cell.is_empty() => String::new(),
                TextField::Url => format!("{cell}.html"),
            };
            // An empty translation says that the default holds, an empty default name would leave nothing to read.
            let said = text(Some(value.as_str()).filter(|value| !value.is_empty()));
            let locale = self.locale.clone();
            let said = match (said, field) {
                (Ok(None), TextField::Name) if locale.is_none() => Ok(None),
                (said, field) => said.map(|value| Some(Fact::Text(field, locale, value))),
            };
            self.say(column, said);
        }
    }

    fn plain(&mut self) {
        let online = self.filled("product_online").map(|cell| match cell {
            "1" => Ok(Some(Fact::Active(true))),
            "0" | "2" => Ok(Some(Fact::Active(false))),
            _ => Err("Write 1 for a product that is on, 2 for one that is off.".to_owned()),
        });
        self.say("product_online", online.unwrap_or(Ok(None)));
        if let Some(cell) = self.cell("categories") {
            let said = short(paths(cell)).map(|paths| Some(Fact::Categories(paths)));
            self.say("categories", said);
        }
        if let Some(cell) = self.cell("product_websites") {
            let sites: Vec<String> = cell.split(',').map(tidy).filter(|site| !site.is_empty()).collect();
            self.say("product_websites", short(sites).map(|sites| Some(Fact::Stores(Some(sites)))));
        }
        if let Some(cell) = self.cell("base_image") {
            let more = self.cell("additional_images").unwrap_or_default();
            let all = std::iter::once(cell).chain(more.split(',')).map(tidy);
            let mut images: Vec<String> = Vec::new();
            for image in all.filter(|image| !image.is_empty() && image != "no_selection") {
                if !images.contains(&image) {
                    images.push(image);
                }
            }
            self.say("base_image", short(images).map(|images| Some(Fact::Images(images))));
        }
        type Make = fn(Option<DateTime<Utc>>) -> Option<Fact>;
        let dates: [(&str, Make); 4] = [
            ("new_from_date", |at| Some(Fact::NewFrom(at))),
            ("new_to_date", |at| Some(Fact::NewUntil(at))),
            ("created_at", |at| at.map(Fact::CreatedAt)),
            ("updated_at", |at| at.map(Fact::UpdatedAt)),
        ];
        for (column, make) in dates {
            if self.cell(column).is_some() {
                let said = self.filled(column).map(moment::parse).transpose().map(make);
                self.say(column, said);
            }
        }
    }

    /// A special price holds while its dates do; then the price is what it cost before.
    fn prices(&mut self) {
        let Some(cell) = self.cell("price") else { return };
        let price = match decimal(Some(cell).filter(|cell| !cell.is_empty())) {
            Ok(price) => price,
            Err(sentence) => return self.say("price", Err(sentence)),
        };
        let special = match self.special() {
            Ok(special) => special,
            Err((column, sentence)) => return self.say(column, Err(sentence)),
        };
        let (amount, regular) = match (price, special) {
            (Some(price), Some(special)) if special < price => (Some(special), Some(price)),
            (None, Some(special)) => (Some(special), None),
            (price, _) => (price, None),
        };
        let fact = PriceFact {
            column: "price".into(),
            store: None,
            currency: None,
            amount: Some(amount),
            regular: Some(regular),
            is_shared: false,
        };
        self.facts.push(Fact::Price(fact));
    }

    fn special(&self) -> Result<Option<Decimal>, (&'static str, String)> {
        let at = |column: &'static str| {
            self.filled(column).map(moment::parse).transpose().map_err(|sentence| (column, sentence))
        };
        let from = at("special_price_from_date")?;
        let until = at("special_price_to_date")?;
        let holds = from.is_none_or(|from| from <= self.now)
            // The last day belongs to it.
            && until.is_none_or(|until| self.now < until + chrono::TimeDelta::days(1));
        let special =
            decimal(self.filled("special_price")).map_err(|sentence| ("special_price", sentence))?;
        Ok(special.filter(|_| holds))
    }

    /// Pieces are counted unless the shop says otherwise; out of stock means none, whatever the number.
    fn stock(&mut self) {
        let Some(quantity) = self.cell("qty") else { return };
        let is = |name: &str| self.cell(name) == Some("1");
        let counted = match self.cell("manage_stock") {
            Some("0") => is("use_config_manage_stock"),
            _ => true,
        };
        let orders_anyway = is("allow_backorders") && !is("use_config_backorders");
        let said = if self.cell("is_in_stock") == Some("0") {
            Ok(Some(Fact::Stock(Some(0))))
        } else if !counted || orders_anyway || quantity.is_empty() {
            Ok(Some(Fact::Stock(None)))
        } else {
            super::own::whole(quantity).map(|pieces| Some(Fact::Stock(Some(pieces))))
        };
        self.say("qty", said);
    }

    fn links(&mut self) {
        let columns = [
            ("related_skus", "related_position", "related"),
            ("crosssell_skus", "crosssell_position", "cross-sell"),
            ("upsell_skus", "upsell_position", "up-sell"),
        ];
        for (column, positions, kind) in columns {
            let Some(cell) = self.cell(column) else { continue };
            let positions: Vec<i32> = self
                .cell(positions)
                .unwrap_or_default()
                .split(',')
                .map(|position| position.trim().parse().unwrap_or(0))
                .collect();
            let targets =
                (1_i32..).zip(cell.split(',')).zip(positions.iter().copied().chain(std::iter::repeat(0)));
            let targets = targets
                .filter(|((_, sku), _)| !sku.trim().is_empty())
                .map(|((place, sku), given)| (tidy(sku), if given > 0 { given } else { place }));
            let targets: Vec<(String, i32)> = targets.collect();
            let said = if targets.len() > super::VALUES_MAX {
                Err(format!("There are more than {} linked skus.", super::VALUES_MAX))
            } else {
                Ok(Some(Fact::Links(LinkFact { column: column.into(), kind: kind.into(), targets })))
            };
            self.say(column, said);
        }
    }

    fn attributes(&mut self) {
        if self.locale.is_none() {
            for (column, key) in [("attribute_set_code", "attribute_set"), ("product_type", "product_type")] {
                if let Some(cell) = self.cell(column) {
                    let values: Vec<String> =
                        Some(decode(cell)).filter(|cell| !cell.is_empty()).into_iter().collect();
                    self.facts.push(Fact::Attribute(key.into(), None, values));
                }
            }
            let columns = self.columns.iter().zip(self.cells.iter());
            let own: Vec<(String, String)> = columns
                .filter(|(name, _)| is_attribute(name))
                .map(|(name, cell)| (name.clone(), cell.trim().to_owned()))
                .collect();
            for (name, cell) in own {
                self.attribute(&name, if cell == EMPTY { "" } else { &cell });
            }
        }
        for (key, value) in pairs(self.filled("additional_attributes").unwrap_or_default()) {
            if !BOOKKEEPING.contains(&key.as_str()) {
                self.attribute(&key, if value == EMPTY { "" } else { &value });
            }
        }
    }

    fn attribute(&mut self, key: &str, value: &str) {
        let values: Vec<String> =
            value.split('|').map(|part| tidy(&decode(part))).filter(|part| !part.is_empty()).collect();
        let key = if key == "manufacturer" { "brand" } else { key };
        match short(values) {
            Ok(values) => self.facts.push(Fact::Attribute(key.to_owned(), self.locale.clone(), values)),
            Err(sentence) => self.troubles.push(Trouble::new(key, value, sentence)),
        }
    }

    /// Returns the variants that a configurable names.
    fn variants(&mut self) -> Option<Vec<Sku>> {
        let cell = self.filled("configurable_variations")?.to_owned();
        let mut skus = Vec::new();
        for variation in cell.split('|') {
            let sku = pairs(variation).into_iter().find(|(key, _)| key == "sku").map(|(_, sku)| sku);
            match Sku::parse(sku.as_deref().unwrap_or_default()) {
                Ok(sku) if skus.contains(&sku) => {}
                Ok(sku) => skus.push(sku),
                Err(sentence) => {
                    self.troubles.push(Trouble::new("configurable_variations", variation, sentence));
                    return None;
                }
            }
        }
        Some(skus)
    }
}
