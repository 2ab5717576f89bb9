//! Attributes: what a shop says about its products, and of which kind each is.

use super::decimal::Decimal;
use super::id::{AttributeId, OptionId};
use super::locale::{Locale, Localised};

/// What values an attribute holds, and so which operators it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeKind {
    /// Free text, possibly by locale.
    Text,
    /// A number without its unit.
    Number,
    /// One or more of a known list.
    Choice,
    /// True or false.
    YesNo,
    /// A day.
    Date,
}

impl AttributeKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Choice, Self::YesNo, Self::Date];

    /// Returns the kind's name in tables and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Choice => "choice",
            Self::YesNo => "yes_no",
            Self::Date => "date",
        }
    }

    /// Returns the kind of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One attribute. `brand`, `label`, `attribute_set` and `product_type` are built in: choices with a field of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its number.
    pub id: AttributeId,
    /// Its key, as it was imported.
    pub key: String,
    /// What values it holds.
    pub kind: AttributeKind,
    /// True for the four that every shop has.
    pub built_in: bool,
    /// True when a product may carry several values.
    pub multiple: bool,
    /// The unit that was stripped from its numbers, such as `mm`.
    pub unit: Option<String>,
    /// What people call it, by locale.
    pub label: Localised<String>,
    /// The known values of a choice, in their order.
    pub options: Vec<AttributeOption>,
}

/// One known value of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeOption {
    /// Its number.
    pub id: OptionId,
    /// Its key, unique within the attribute, as it was imported.
    pub key: String,
    /// What people call it, by locale; renaming it breaks no rule.
    pub label: Localised<String>,
}

/// What one product or variant carries for one attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributeValue {
    /// Texts, possibly by locale; in a locale with texts of its own the default ones do not hold.
    Text(Localised<Vec<String>>),
    /// Numbers.
    Number(Vec<Decimal>),
    /// Options of the attribute.
    Choice(Vec<OptionId>),
    /// Options of the attribute of which some hold in single locales alone: the default ones everywhere, those of a locale
    /// beside them. Of a product that is red, and in German said to be `Karmin` too.
    ChoiceByLocale(Localised<Vec<OptionId>>),
    /// Yes or no.
    YesNo(bool),
    /// Days.
    Date(Vec<chrono::NaiveDate>),
}

impl AttributeValue {
    /// Returns the kind of attribute this is a value of.
    pub fn kind(&self) -> AttributeKind {
        match self {
            Self::Text(_) => AttributeKind::Text,
            Self::Number(_) => AttributeKind::Number,
            Self::Choice(_) | Self::ChoiceByLocale(_) => AttributeKind::Choice,
            Self::YesNo(_) => AttributeKind::YesNo,
            Self::Date(_) => AttributeKind::Date,
        }
    }
    /// Returns the options that hold in a locale; none where it is no choice.
    pub fn options(&self, locale: &Locale) -> Vec<OptionId> {
        match self {
            Self::Choice(options) => options.clone(),
            Self::ChoiceByLocale(options) => {
                let own = options.own.get(locale);
                options.default.iter().chain(own).flatten().copied().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the options that are read in a locale: its own where it has some, else those that hold everywhere; none where
    /// it is no choice.
    pub fn read_options(&self, locale: &Locale) -> &[OptionId] {
        match self {
            Self::Choice(options) => options,
            Self::ChoiceByLocale(options) => options.get(locale).map(Vec::as_slice).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Returns the options that hold in some locale; none where it is no choice.
    pub fn every_option(&self) -> Vec<OptionId> {
        match self {
            Self::Choice(options) => options.clone(),
            Self::ChoiceByLocale(options) => {
                options.default.iter().chain(options.own.values()).flatten().copied().collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_a_locale_count_beside_those_for_all_and_are_read_instead_of_them() {
        let locale = |text| Locale::parse(text).unwrap();
        let mut lists = Localised::plain(vec![OptionId(1)]);
        lists.own.insert(locale("de_DE"), vec![OptionId(2), OptionId(3)]);
        let value = AttributeValue::ChoiceByLocale(lists);
        let ids = |list: &[OptionId]| list.iter().map(|id| id.0).collect::<Vec<_>>();
        for (asked, hold, read) in [("de_DE", vec![1, 2, 3], vec![2, 3]), ("en_US", vec![1], vec![1])] {
            let asked = locale(asked);
            assert_eq!(
                (ids(&value.options(&asked)), ids(value.read_options(&asked))),
                (hold, read),
                "{asked}"
            );
        }
        assert_eq!(ids(&value.every_option()), [1, 2, 3]);
        assert_eq!(value.kind(), AttributeKind::Choice);
        assert!(AttributeValue::YesNo(true).options(&locale("en_US")).is_empty());
    }
}
