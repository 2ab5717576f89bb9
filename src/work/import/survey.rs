//! The first pass: which row belongs to which product, where each product's last row is, and what kind of attribute every
//! key that is not known yet should become.
//!
//! The rule for kinds, told to people in `docs/formats.md`: yes / no when all values are Yes and No, true and false or 1
//! and 0; number when all are decimal numbers, with the same unit or none; date when all are ISO days; choice when values
//! are short and repeat (at most 50 different ones, or a quarter of all); text for the rest.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::{Halt, Source, with_nested};
use crate::codec::catalogue::source::Circumstances;
use crate::codec::catalogue::{Fact, Format, Record, Row};
use crate::domain::attribute::AttributeKind;
use crate::domain::decimal::Decimal;
use crate::domain::text::{fold, folded};
use crate::store::door::Refusal;

/// So many different values may be a choice whatever their number.
const CHOICES_FEW: usize = 50;
/// More different values than this are never a choice.
const CHOICES_MAX: usize = 1_000;
/// A longer value is a text.
const CHOICE_CHARS_MAX: usize = 80;
/// A longer unit is no unit.
const UNIT_CHARS_MAX: usize = 5;

/// So many skus are looked up in the store at once.
const ASKED_AT_ONCE: usize = 10_000;

/// What the first pass found out. Of a million skus it keeps hashes, which are a fifth of the size: were two of them
/// ever the same, a product would be merged in two steps instead of one, with the same outcome.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Variants that their product's row names → the product, by its place among `products`.
    parents: HashMap<(u64, u64), u32>,
    /// The folded skus of products whose row names variants, or that variants' rows name.
    products: Vec<String>,
    /// Hashes of those that rows name from below, or that the store knows → their places.
    places: HashMap<u64, u32>,
    /// Hashes of products that have a row of their own, where several files are joined.
    own: HashSet<u64>,
    /// Several files are read as one, so that rows of a variant may stand in any of them.
    is_joined: bool,
    /// A row's product → the place of its last row.
    last: HashMap<u64, u32>,
    /// How many rows there are, bad ones included.
    pub rows: u64,
    /// Folded attribute keys → what they should become.
    pub kinds: HashMap<String, Kind>,
}

/// What comes under a sku.
pub(super) enum Coming<'a> {
    /// A product.
    Product,
    /// A variant of this product.
    VariantOf(&'a str),
}

/// What an attribute should become.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kind {
    /// As first written.
    pub key: String,
    /// What values it holds.
    pub kind: AttributeKind,
    /// True when some product carries several.
    pub multiple: bool,
    /// What follows every number.
    pub unit: Option<String>,
    /// A text whose values are few enough to be listed, so that a rule can be told that it names none of them.
    pub is_listed: bool,
}

/// What is known of an attribute's values.
#[derive(Debug)]
struct Values {
    key: String,
    count: usize,
    different: HashSet<String>,
    multiple: bool,
    in_locales: bool,
    /// Its values came as texts that nobody declared to be anything else.
    is_spoken: bool,
    longest: usize,
    all_yes_no: bool,
    all_dates: bool,
    all_numbers: bool,
    unit: Option<String>,
}

/// Finds the folded skus of the products whose variants these folded skus are.
pub(super) type Owners<'a> = &'a mut dyn FnMut(&[String]) -> Result<HashMap<String, String>, Refusal>;

/// Reads the whole file once, or all of several; the sentence says why it cannot be read to its end.
pub(super) fn survey(
    sources: &[Source<'_>],
    format: Option<Format>,
    circumstances: Circumstances,
    owners: Owners<'_>,
) -> Result<(Option<Format>, Survey), Halt> {
    let mut survey = Survey { is_joined: sources.len() > 1, ..Survey::default() };
    let mut noted = Noted::default();
    let mut place: u32 = 0;
    let (mut asked, mut to_ask) = (HashSet::new(), Vec::new());
    let format = super::rows::each(sources, format, circumstances, |row| {
        survey.rows = survey.rows.saturating_add(1);
        let Row::Read(record) = row else { return Ok(()) };
        survey.place(&record, place);
        if record.partial && record.of.is_none() && asked.insert(hash(record.sku.fold())) {
            to_ask.push(record.sku.fold().to_owned());
        }
        if to_ask.len() >= ASKED_AT_ONCE {
            survey.belong(owners(&std::mem::take(&mut to_ask))?);
        }
        place =
            place.checked_add(1).ok_or_else(|| "The file has more than 4,294,967,295 rows.".to_owned())?;
        if !record.troubles.iter().any(|trouble| trouble.refuses) {
            with_nested(&record).for_each(|record| noted.note(record));
        }
        Ok::<(), Halt>(())
    })?;
    survey.belong(owners(&to_ask)?);
    survey.join();
    survey.kinds = noted.kinds();
    Ok((format, survey))
}

impl Survey {
    fn place(&mut self, record: &Record, at: u32) {
        let own = record.sku.fold();
        // Variants inside a row have none of their own.
        let mut variants =
            record.variants.iter().flatten().filter(|variant| **variant != record.sku).peekable();
        if record.nested.is_empty() && variants.peek().is_some() {
            let product = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
            self.products.push(own.to_owned());
            self.parents.extend(variants.map(|variant| (wide(variant.fold()), product)));
        }
        self.last.insert(hash(own), at);
        if self.is_joined && record.of.is_none() && !record.partial {
            self.own.insert(hash(own));
        }
        if let Some(of) = &record.of {
            self.last.insert(hash(of.fold()), at);
            if self.is_joined && of != &record.sku {
                let product = self.product(of.fold());
                self.parents.insert(wide(own), product);
            }
        }
    }

    /// Returns the place of a product among those that have variants.
    fn product(&mut self, fold: &str) -> u32 {
        let next = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let product = *self.places.entry(hash(fold)).or_insert(next);
        if product == next {
            self.products.push(fold.to_owned());
        }
        product
    }

    /// Learns whose variants the skus are that only parts were said of: what the files themselves say comes first.
    fn belong(&mut self, owners: HashMap<String, String>) {
        for (variant, owner) in owners.iter().filter(|(variant, owner)| variant != owner) {
            if !self.parents.contains_key(&wide(variant)) {
                let product = self.product(owner);
                self.parents.insert(wide(variant), product);
            }
        }
    }

    /// A product's last row is the last of its own and its variants'.
    fn join(&mut self) {
        for ((child, _), product) in &self.parents {
            let parent = usize::try_from(*product).ok().and_then(|at| self.products.get(at));
            let (Some(parent), Some(at)) = (parent, self.last.get(child).copied()) else { continue };
            let last = self.last.entry(hash(parent)).or_insert(at);
            *last = (*last).max(at);
        }
    }

    /// Returns the folded sku of the product that a row is about.
    pub(super) fn product_of<'a>(&'a self, record: &'a Record) -> &'a str {
        let named = || {
            let product = self.parents.get(&wide(record.sku.fold()))?;
            self.products.get(usize::try_from(*product).ok()?).map(String::as_str)
        };
        match &record.of {
            Some(of) => of.fold(),
            None => named().unwrap_or(record.sku.fold()),
        }
    }

    /// Returns the place of a product's last row.
    pub(super) fn last_of(&self, fold: &str) -> Option<u32> {
        self.last.get(&hash(fold)).copied()
    }

    /// Returns what comes under a sku, where several files are joined: a product, or a variant of the product of that
    /// folded sku.
    pub(super) fn coming(&self, fold: &str) -> Option<Coming<'_>> {
        if self.own.contains(&hash(fold)) {
            return Some(Coming::Product);
        }
        let product = usize::try_from(*self.parents.get(&wide(fold))?).ok()?;
        let product = self.products.get(product).filter(|product| self.own.contains(&hash(product)))?;
        Some(Coming::VariantOf(product))
    }

    /// Returns true when the file has a row about a sku.
    pub(super) fn has_row(&self, fold: &str) -> bool {
        self.last.contains_key(&hash(fold))
    }
}

/// Returns the hash by which a folded sku is remembered.
pub(super) fn hash(fold: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    fold.hash(&mut hasher);
    hasher.finish()
}

/// A hash so wide that no two skus ever have the same, because a variant must not come to a wrong product.
fn wide(fold: &str) -> (u64, u64) {
    let mut hasher = DefaultHasher::new();
    1_u8.hash(&mut hasher);
    fold.hash(&mut hasher);
    (hash(fold), hasher.finish())
}

/// The values of every attribute.
#[derive(Debug, Default)]
struct Noted {
    all: Vec<Values>,
    /// Keys as they are written → places among all.
    written: HashMap<String, usize>,
    /// Keys as they are compared → the same.
    folded: HashMap<String, usize>,
}

impl Noted {
    fn note(&mut self, record: &Record) {
        for fact in &record.facts {
            match fact {
                Fact::Attribute(key, locale, values) => {
                    let Some(noted) = self.of(key) else { continue };
                    noted.multiple |= values.len() > 1;
                    noted.in_locales |= locale.is_some();
                    values.iter().for_each(|value| noted.add(value));
                }
                Fact::Values(key, values) => {
                    let Some(noted) = self.of(key) else { continue };
                    noted.is_spoken = true;
                    values.default.iter().chain(values.own.values()).for_each(|value| noted.add(value));
                }
                Fact::LabelToo(label) => {
                    if let Some(noted) = self.of("label") {
                        noted.add(label);
                    }
                }
                _ => {}
            }
        }
    }

    fn of(&mut self, key: &str) -> Option<&mut Values> {
        let at = match self.written.get(key) {
            Some(at) => *at,
            None => self.place(key),
        };
        self.all.get_mut(at)
    }

    fn place(&mut self, key: &str) -> usize {
        let at = *self.folded.entry(fold(key)).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(Values::new(key));
        }
        self.written.insert(key.to_owned(), at);
        at
    }

    fn kinds(self) -> HashMap<String, Kind> {
        self.all.into_iter().map(|values| (fold(&values.key), values.kind())).collect()
    }
}

impl Values {
    fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            count: 0,
            different: HashSet::new(),
            multiple: false,
            in_locales: false,
            is_spoken: false,
            longest: 0,
            all_yes_no: true,
            all_dates: true,
            all_numbers: true,
            unit: None,
        }
    }

    fn add(&mut self, value: &str) {
        self.count += 1;
        if self.different.len() <= CHOICES_MAX && !self.different.contains(value) {
            self.different.insert(value.to_owned());
        }
        self.longest = self.longest.max(value.chars().count());
        self.all_yes_no =
            self.all_yes_no && matches!(folded(value).as_ref(), "yes" | "no" | "true" | "false" | "0" | "1");
        self.all_dates = self.all_dates && value.len() == 10 && value.parse::<chrono::NaiveDate>().is_ok();
        if self.all_numbers {
            let unit = number(value).map(|(_, unit)| unit.to_owned());
            self.all_numbers = match (&unit, self.count) {
                (None, _) => false,
                (Some(unit), 1) => {
                    self.unit = Some(unit.clone()).filter(|unit| !unit.is_empty());
                    true
                }
                (Some(unit), _) => unit.as_str() == self.unit.as_deref().unwrap_or_default(),
            };
        }
    }

    fn kind(self) -> Kind {
        let few =
            self.different.len() <= CHOICES_FEW.max(self.count / 4) && self.different.len() <= CHOICES_MAX;
        let kind = match fold(&self.key).as_str() {
            "brand" | "label" | "attribute_set" | "product_type" => AttributeKind::Choice,
            _ if self.count == 0 || self.in_locales || self.is_spoken => AttributeKind::Text,
            "weight" | "msrp" if self.all_numbers => AttributeKind::Number,
            // Ones alone count something; ones and noughts answer a question.
            _ if self.all_yes_no && !self.multiple && self.different != HashSet::from(["1".to_owned()]) => {
                AttributeKind::YesNo
            }
            _ if self.all_numbers => AttributeKind::Number,
            _ if self.all_dates => AttributeKind::Date,
            _ if few && self.longest <= CHOICE_CHARS_MAX => AttributeKind::Choice,
            _ => AttributeKind::Text,
        };
        let unit = self.unit.filter(|_| kind == AttributeKind::Number);
        let is_listed = self.is_spoken && self.different.len() <= CHOICES_MAX;
        Kind { key: self.key, kind, multiple: self.multiple, unit, is_listed }
    }
}

/// Returns a number and the unit behind it.
pub(super) fn number(value: &str) -> Option<(Decimal, &str)> {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    let unit = unit.trim();
    let is_unit = unit.chars().count() <= UNIT_CHARS_MAX
        && unit.chars().all(|c| c.is_alphabetic() || "%\"'°²³/".contains(c));
    Decimal::parse(digits).ok().filter(|_| is_unit).map(|number| (number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_new_attribute_is_told_from_its_values() {
        let kind = |values: &[&str]| {
            let mut noted = Values::new("x");
            for value in values {
                noted.add(value);
            }
            let kind = noted.kind();
            (kind.kind, kind.unit)
        };
        let none = None;
        for (values, wanted, unit) in [
            (vec!["Yes", "No"], AttributeKind::YesNo, none.clone()),
            (vec!["1", "0"], AttributeKind::YesNo, none.clone()),
            (vec!["1.5", "20"], AttributeKind::Number, none.clone()),
            (vec!["55 cm", "60cm"], AttributeKind::Number, Some("cm".to_owned())),
            (vec!["55 cm", "60 mm"], AttributeKind::Choice, none.clone()),
            (vec!["32", "XL"], AttributeKind::Choice, none.clone()),
            (vec!["2026-11-21"], AttributeKind::Date, none.clone()),
            (vec![], AttributeKind::Text, none),
        ] {
            assert_eq!(kind(&values), (wanted, unit), "{values:?}");
        }
        let many: Vec<String> = (0..200).map(|n| format!("text {n}")).collect();
        assert_eq!(kind(&many.iter().map(String::as_str).collect::<Vec<_>>()).0, AttributeKind::Text);
    }
}
