//! What fields, numbers, money, days and lists are called in a sentence.

use chrono::NaiveDate;

use super::Words;
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::locale::Locale;
use crate::domain::money::{Currency, Money, grouped};
use crate::domain::rule::field::{Field, Kind, Window};
use crate::domain::rule::tree::Operand;
use crate::domain::vocabulary::{Vocabulary, shown};

/// How many values of a list are said; the rest are counted.
const SAID_MAX: usize = 6;
/// What a name that is gone is called.
pub(super) const GONE: &str = "something that is gone";

/// Returns what a field is called in the middle of a sentence: `brand`, `price`, `number sold in 30 days`.
pub fn field_name(field: Field, vocabulary: &Vocabulary, locale: &Locale) -> String {
    let name = match field {
        Field::Attribute(id) => {
            let name =
                vocabulary.attribute(id).map(|attribute| shown(&attribute.label, locale, &attribute.key));
            return name.map(|name| mid_sentence(name, locale)).unwrap_or_else(|| GONE.to_owned());
        }
        Field::Sku => "sku",
        Field::Name => "name",
        Field::Description => "description",
        Field::Url => "address",
        Field::Category => "category",
        Field::Status => "status",
        Field::Store => "store",
        Field::Price => "price",
        Field::RegularPrice => "regular price",
        Field::DiscountPercent => "discount",
        Field::Margin => "margin",
        Field::Stock => "stock",
        Field::InStock => "availability",
        Field::OnSale => "being on sale",
        Field::IsNew => "being new",
        Field::Rating => "rating",
        Field::Reviews => "number of reviews",
        Field::Sold(window) => return format!("number sold in {}", days(window)),
        Field::Viewed(window) => return format!("number of views in {}", days(window)),
        Field::CreatedAt => "creation date",
        Field::UpdatedAt => "last change",
        Field::NewFrom => "first day as new",
        Field::NewUntil => "last day as new",
    };
    name.to_owned()
}

fn days(window: Window) -> &'static str {
    match window {
        Window::Week => "7 days",
        Window::Month => "30 days",
        Window::Quarter => "90 days",
    }
}

/// Lowers the first letter of an English label, unless it begins with an abbreviation; other languages keep theirs.
fn mid_sentence(label: &str, locale: &Locale) -> String {
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_word = second.is_none_or(|second| !second.is_uppercase());
    match first {
        Some(first) if is_word && locale.as_str().starts_with("en") => {
            let rest = label.get(first.len_utf8()..).unwrap_or_default();
            format!("{}{rest}", first.to_lowercase())
        }
        _ => label.to_owned(),
    }
}

/// Returns the first values and how many more there are: `Silver, White`, or `a, b, c and 997 more` as its last.
pub(super) fn some_of(values: Vec<String>) -> Vec<String> {
    let count = values.len();
    if count <= SAID_MAX {
        return values;
    }
    let mut said: Vec<String> = values.into_iter().take(SAID_MAX - 1).collect();
    said.push(format!("one of {} more", count + 1 - SAID_MAX));
    said
}

impl Words<'_> {
    /// Returns what a field is called in the middle of a sentence.
    pub fn field(&self, field: Field) -> String {
        field_name(field, self.vocabulary, self.locale)
    }

    /// Returns a number of a field, with its unit or currency.
    pub(super) fn number(&self, number: Decimal, field: Field, currency: Option<Currency>) -> String {
        if field.kind(self.vocabulary) == Some(Kind::Money) {
            return self.money(number, currency);
        }
        match self.unit(field) {
            Some(unit) => format!("{} {unit}", in_groups(number)),
            None => in_groups(number),
        }
    }

    /// Returns a number that is written in full already, of any number of places, with its unit or currency.
    pub fn dressed(&self, text: &str, field: Field, currency: Option<Currency>) -> String {
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        if let (Some(Kind::Money), Some(currency)) = (field.kind(self.vocabulary), currency) {
            let width = usize::try_from(currency.places()).unwrap_or(0);
            let mark = currency.sign();
            let gap = if mark.len() == 3 && mark.is_ascii() { "\u{a0}" } else { "" };
            let point = if width == 0 && places.is_empty() { "" } else { "." };
            return format!("{sign}{mark}{gap}{}{point}{places:0<width$}", grouped(whole));
        }
        let point = if places.is_empty() { "" } else { "." };
        let number = format!("{sign}{}{point}{places}", grouped(whole));
        match self.unit(field) {
            Some(unit) => format!("{number} {unit}"),
            None => number,
        }
    }

    fn unit(&self, field: Field) -> Option<&str> {
        match field {
            Field::DiscountPercent | Field::Margin => Some("%"),
            Field::Attribute(id) => {
                self.vocabulary.attribute(id).and_then(|attribute| attribute.unit.as_deref())
            }
            _ => None,
        }
    }

    /// Returns money with its currency; where none is written, with that of all stores, or bare if they differ.
    fn money(&self, number: Decimal, currency: Option<Currency>) -> String {
        let only = match self.vocabulary.currencies().as_slice() {
            [only] => Some(**only),
            _ => None,
        };
        let exact = currency.or(only).and_then(|currency| {
            let per_minor = ONE / currency.minor_per_major();
            (number.0 % per_minor == 0).then(|| Money { minor: number.0 / per_minor, currency })
        });
        match exact {
            Some(money) => money.to_string(),
            None => match in_groups(number) {
                text if number.0 % (ONE / 10) == 0 && number.0 % ONE != 0 => format!("{text}0"),
                text => text,
            },
        }
    }

    /// Returns a value of the source: `110 % of its price plus 5`.
    pub(super) fn of_source<T>(
        &self,
        operand: &Operand<T>,
        field: Field,
        currency: Option<Currency>,
    ) -> Option<String> {
        let Operand::Source { from, mul, add } = operand else { return None };
        let name = self.field(*from);
        let share = match *mul {
            Decimal(ONE) => format!("its {name}"),
            mul => format!("{} of its {name}", percent(mul)),
        };
        let amount = Decimal(add.0.saturating_abs());
        let amount = match field.kind(self.vocabulary) {
            Some(Kind::Date) if amount == Decimal(ONE) => "1 day".to_owned(),
            Some(Kind::Date) => format!("{amount} days"),
            _ => self.number(amount, field, currency),
        };
        Some(match add.0 {
            0 => share,
            1.. => format!("{share} plus {amount}"),
            _ => format!("{share} minus {amount}"),
        })
    }
}

/// Returns a factor as a percentage: `110 %`.
pub fn percent(factor: Decimal) -> String {
    let percent = factor.0.checked_mul(100).map(Decimal);
    percent.map(|percent| format!("{} %", in_groups(percent))).unwrap_or_else(|| format!("{factor} times"))
}

/// Returns a day as it is read aloud: `1 November 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn in_groups(number: Decimal) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    match digits.split_once('.') {
        Some((whole, places)) => format!("{sign}{}.{places}", grouped(whole)),
        None => format!("{sign}{}", grouped(digits)),
    }
}
