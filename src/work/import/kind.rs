//! Which kind every attribute that is not known yet should become, told from all its values.
//!
//! The rule, told to people in `docs/formats.md`: yes / no when all values are Yes and No, true and false or 1 and 0;
//! number when all are decimal numbers, with the same unit or none; date when all are ISO days; choice when values are
//! short and repeat (at most 50 different ones, or a quarter of all); text for the rest. Values of Spryker's, which come as
//! texts of any locale, are choices up to the limits below. Must not know what is there already.

use std::collections::{HashMap, HashSet};

use super::survey::IsParted;
use crate::codec::catalogue::{Fact, Record};
use crate::domain::attribute::AttributeKind;
use crate::domain::decimal::Decimal;
use crate::domain::money::grouped;
use crate::domain::rule::VALUE_CHARS_MAX;
use crate::domain::text::{fold, folded};

/// So many different values may be a choice whatever their number.
const CHOICES_FEW: usize = 50;
/// More different values than this are never a choice.
const CHOICES_MAX: usize = 1_000;
/// So many different values of Spryker's may be a choice; more are a text.
const OPTIONS_MAX: usize = 10_000;
/// A longer value is a text.
const CHOICE_CHARS_MAX: usize = 80;
/// A longer unit is no unit.
const UNIT_CHARS_MAX: usize = 5;

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
    /// Why it is a text where it would be a choice otherwise: a sentence.
    pub limit: Option<String>,
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

/// The values of every attribute.
#[derive(Debug, Default)]
pub(super) struct Noted {
    all: Vec<Values>,
    /// Keys as they are written → places among all.
    written: HashMap<String, usize>,
    /// Keys as they are compared → the same.
    folded: HashMap<String, usize>,
}

impl Noted {
    /// Takes what a record says.
    pub(super) fn note(&mut self, record: &Record, is_parted: IsParted<'_>) {
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
                    let is_list = is_parted(folded(key).as_ref());
                    for text in values.default.iter().chain(values.own.values()) {
                        match is_list {
                            true => text.split(',').for_each(|part| noted.add(part.trim())),
                            false => noted.add(text),
                        }
                    }
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

    /// Returns what every attribute should become, by folded key.
    pub(super) fn kinds(self) -> HashMap<String, Kind> {
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
        let (chars, most) = (value.chars().count(), if self.is_spoken { OPTIONS_MAX } else { CHOICES_MAX });
        self.longest = self.longest.max(chars);
        if self.longest <= VALUE_CHARS_MAX && self.different.len() <= most && !self.different.contains(value)
        {
            self.different.insert(value.to_owned());
        }
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

    /// Returns why values that nobody declared to be anything else are no choice.
    fn limit(&self) -> Option<String> {
        let key = &self.key;
        if !self.is_spoken {
            None
        } else if self.longest > VALUE_CHARS_MAX {
            Some(format!(
                "“{key}” is a text: one of its values has {} characters, and a value to choose has at most {VALUE_CHARS_MAX}.",
                self.longest
            ))
        } else if self.different.len() > OPTIONS_MAX {
            Some(format!(
                "“{key}” is a text: it has more than {} different values, the most there are to choose from.",
                grouped(&OPTIONS_MAX.to_string())
            ))
        } else {
            None
        }
    }

    fn kind(self) -> Kind {
        let limit = self.limit();
        let few =
            self.different.len() <= CHOICES_FEW.max(self.count / 4) && self.different.len() <= CHOICES_MAX;
        let kind = match fold(&self.key).as_str() {
            "brand" | "label" | "attribute_set" | "product_type" => AttributeKind::Choice,
            _ if limit.is_some() => AttributeKind::Text,
            _ if self.is_spoken => AttributeKind::Choice,
            _ if self.count == 0 || self.in_locales => AttributeKind::Text,
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
        Kind { key: self.key, kind, multiple: self.multiple, unit, limit }
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
