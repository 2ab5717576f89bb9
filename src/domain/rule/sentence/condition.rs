//! One row in words: its field, how it compares, and with what.

use super::words::{GONE, day, percent, some_of};
use super::{Piece, Words};
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::id::CategoryId;
use crate::domain::money::Currency;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Comparison, Condition, DateMatch, NumberMatch, Operand, Test, TextMatch};
use crate::domain::vocabulary::shown;

/// What stands between two values of a list, and before it.
struct Said {
    /// `is`, `contains`, `is not`.
    verb: String,
    /// Printed stronger, joined with *or* or *nor*.
    values: Vec<String>,
    /// Follows the values.
    after: &'static str,
}

impl Said {
    fn one(verb: impl Into<String>, value: impl Into<String>) -> Self {
        Self { verb: verb.into(), values: vec![value.into()], after: "" }
    }

    fn verb(verb: impl Into<String>) -> Self {
        Self { verb: verb.into(), values: Vec::new(), after: "" }
    }
}

pub(super) fn pieces(row: &Condition, words: &Words<'_>) -> Vec<Piece> {
    let mut said = Vec::new();
    let mut say = |text: String, strong: bool| {
        said.push(Piece { text, node: Some(row.id.clone()), strong });
    };
    if let Some(whole) = whole(row) {
        say(whole.into(), false);
        return said;
    }
    let told = right(row, words);
    say(format!("{} {}", words.field(row.field), told.verb), false);
    listed(told, say);
    said
}

/// Returns what the row asks of its field, the field left out.
pub(super) fn asked(row: &Condition, words: &Words<'_>) -> String {
    if let Some(whole) = whole(row) {
        return whole.into();
    }
    let told = right(row, words);
    let mut said = told.verb.clone();
    listed(told, |text, _| said.push_str(&text));
    said
}

/// Says the values that follow a verb, joined as it wants them.
fn listed(Said { verb, values, after }: Said, mut say: impl FnMut(String, bool)) {
    let nor = verb.ends_with("neither");
    let count = values.len();
    for (at, value) in values.into_iter().enumerate() {
        match at {
            0 => say(" ".into(), false),
            _ if nor => say(" nor ".into(), false),
            at if at + 1 == count => {
                say(if verb.ends_with("all of") { " and " } else { " or " }.into(), false)
            }
            _ => say(", ".into(), false),
        }
        say(value, true);
    }
    if !after.is_empty() {
        say(after.into(), false);
    }
}

/// Returns what is said whole, without field and value.
fn whole(row: &Condition) -> Option<&'static str> {
    let Test::Is(yes) = row.test else {
        let said =
            if row.negated { "it lacks something that is gone" } else { "it has something that is gone" };
        return (row.test == Test::Nothing).then_some(said);
    };
    let yes = yes != row.negated;
    Some(match (row.field, yes) {
        (Field::InStock, true) => "it is in stock",
        (Field::InStock, false) => "it is not in stock",
        (Field::OnSale, true) => "it is on sale",
        (Field::OnSale, false) => "it is not on sale",
        (Field::IsNew, true) => "it is new",
        (Field::IsNew, false) => "it is not new",
        _ => return None,
    })
}

fn right(row: &Condition, words: &Words<'_>) -> Said {
    let is = if row.negated { "is not" } else { "is" };
    match &row.test {
        Test::Present => Said::verb(format!("{is} set")),
        Test::Is(yes) => Said::one(is, if *yes { "yes" } else { "no" }),
        Test::Active(active) => Said::one(is, if *active { "active" } else { "inactive" }),
        Test::Nothing => Said::one(is, GONE),
        Test::Text { how: TextMatch::Is, written, .. } => any_of(row, written.clone()),
        Test::Text { how, written, .. } => {
            let quoted = written.iter().map(|value| format!("“{value}”")).collect();
            Said { verb: text_verb(*how, row.negated).into(), values: some_of(quoted), after: "" }
        }
        Test::TextOfSource { how: TextMatch::Is, from }
        | Test::OptionOfSource(from)
        | Test::IsAsSource(from) => {
            Said::one(format!("{is} the same as"), format!("its {}", words.field(*from)))
        }
        Test::TextOfSource { how, from } => {
            Said::one(text_verb(*how, row.negated), format!("its {}", words.field(*from)))
        }
        Test::AllOptionsOfSource(from) => {
            let has = if row.negated { "does not have" } else { "has" };
            Said::one(has, format!("every value of its {}", words.field(*from)))
        }
        Test::AnyOption(options) => {
            let name = |option: &_| {
                words
                    .vocabulary
                    .option(*option)
                    .map(|(_, option)| shown(&option.label, words.locale, &option.key).to_owned())
            };
            any_of(row, options.iter().filter_map(name).collect())
        }
        Test::AllOptions(options) => {
            let name = |option: &_| {
                words
                    .vocabulary
                    .option(*option)
                    .map(|(_, option)| shown(&option.label, words.locale, &option.key).to_owned())
            };
            let verb = if row.negated { "does not have all of" } else { "has all of" };
            Said { verb: verb.into(), values: some_of(options.iter().filter_map(name).collect()), after: "" }
        }
        Test::AnyStore(stores) => {
            let name = |store: &_| words.vocabulary.store_by_id(*store).map(|store| store.name.clone());
            any_of(row, stores.iter().filter_map(name).collect())
        }
        Test::AnyCategory { .. }
        | Test::CategoryOfSource { .. }
        | Test::BelowSource
        | Test::SameParentAsSource => category(row, words),
        Test::Number { how, currency } => number(row, how, *currency, words),
        Test::Date(how) => date(row, how, words),
    }
}

/// Says a list of values of which one holds, or none.
fn any_of(row: &Condition, values: Vec<String>) -> Said {
    let verb = match (row.negated, values.len()) {
        (_, 0) => return Said::one(if row.negated { "is not" } else { "is" }, GONE),
        (false, _) => "is",
        (true, 1) => "is not",
        (true, 2) => "is neither",
        (true, _) => "is none of",
    };
    Said { verb: verb.into(), values: some_of(values), after: "" }
}

/// Returns how two texts compare, in words: `contains`, `does not begin with`.
pub fn text_verb(how: TextMatch, negated: bool) -> &'static str {
    match (how, negated) {
        (TextMatch::Is, false) => "is",
        (TextMatch::Is, true) => "is not",
        (TextMatch::Contains, false) => "contains",
        (TextMatch::Contains, true) => "does not contain",
        (TextMatch::Begins, false) => "begins with",
        (TextMatch::Begins, true) => "does not begin with",
        (TextMatch::Ends, false) => "ends with",
        (TextMatch::Ends, true) => "does not end with",
        (TextMatch::Less, false) | (TextMatch::GreaterOrEqual, true) => "comes before",
        (TextMatch::LessOrEqual, false) | (TextMatch::Greater, true) => "is or comes before",
        (TextMatch::Greater, false) | (TextMatch::LessOrEqual, true) => "comes after",
        (TextMatch::GreaterOrEqual, false) | (TextMatch::Less, true) => "is or comes after",
    }
}

fn category(row: &Condition, words: &Words<'_>) -> Said {
    let not = if row.negated { " not" } else { "" };
    match &row.test {
        Test::AnyCategory { categories, with_sub } => {
            let names: Vec<String> = categories.iter().map(|id| category_name(*id, words)).collect();
            let values = if names.is_empty() { vec![GONE.to_owned()] } else { some_of(names) };
            Said { verb: format!("is{not} in"), values, after: if *with_sub { " or below" } else { "" } }
        }
        Test::CategoryOfSource { with_sub } => {
            let after = if *with_sub { " or below" } else { "" };
            let verb = if row.negated { "is none of" } else { "is one of" };
            Said { verb: verb.into(), values: vec!["its categories".into()], after }
        }
        Test::BelowSource => Said::one(format!("is{not} below one of"), "its categories"),
        _ => {
            let verb = if row.negated {
                "does not have the same parent as one of"
            } else {
                "has the same parent as one of"
            };
            Said::one(verb, "its categories")
        }
    }
}

/// Returns a category's name, with the way to it where another has the same name.
fn category_name(id: CategoryId, words: &Words<'_>) -> String {
    let Some(category) = words.vocabulary.category(id) else { return GONE.to_owned() };
    let name = shown(&category.name, words.locale, &category.key);
    match words.vocabulary.find_categories(name).as_slice() {
        [_] => name.to_owned(),
        _ => words.vocabulary.path_name(id, words.locale),
    }
}

fn number(row: &Condition, how: &NumberMatch, currency: Option<Currency>, words: &Words<'_>) -> Said {
    let operand = |operand: &Operand<Decimal>| match operand {
        Operand::Constant(number) => words.number(*number, row.field, currency),
        source => words.of_source(source, row.field, currency).unwrap_or_default(),
    };
    match how {
        NumberMatch::AnyOf(numbers) => {
            any_of(row, numbers.iter().map(|number| words.number(*number, row.field, currency)).collect())
        }
        NumberMatch::Compare(comparison, right) => {
            let verb = match comparison {
                Comparison::Equal if is_unchanged(right) => " the same as",
                Comparison::Equal => "",
                Comparison::Less => " less than",
                Comparison::LessOrEqual => " at most",
                Comparison::Greater => " more than",
                Comparison::GreaterOrEqual => " at least",
            };
            Said::one(format!("{}{verb}", if row.negated { "is not" } else { "is" }), operand(right))
        }
        NumberMatch::Between(low, high) if low == high && low.is_source() => {
            let same = if is_unchanged(low) { " the same as" } else { "" };
            Said::one(format!("{}{same}", if row.negated { "is not" } else { "is" }), operand(low))
        }
        NumberMatch::Between(low, high) => {
            let is = if row.negated { "is outside" } else { "is" };
            match band(row, low, high, currency, words) {
                Some(band) => Said::one(band_verb(row, is, low), band),
                None if low.is_source() || high.is_source() => Said::one(
                    format!("{is} from").replace("outside from", "outside"),
                    format!("{} to {}", operand(low), operand(high)),
                ),
                None => Said::one(is, format!("{} to {}", operand(low), operand(high))),
            }
        }
    }
}

/// Returns true for the source's value as it is.
fn is_unchanged<T>(operand: &Operand<T>) -> bool {
    matches!(operand, Operand::Source { mul, add, .. } if *mul == Decimal(ONE) && add.0 == 0)
}

/// Says `110 % to 160 % of its price`, or `5 of its weight` after `within`; none where the ends differ otherwise.
fn band(
    row: &Condition,
    low: &Operand<Decimal>,
    high: &Operand<Decimal>,
    currency: Option<Currency>,
    words: &Words<'_>,
) -> Option<String> {
    let (Operand::Source { from, mul, add }, Operand::Source { from: other, mul: mul_high, add: add_high }) =
        (low, high)
    else {
        return None;
    };
    if from != other {
        return None;
    }
    let name = words.field(*from);
    if add.0 == 0 && add_high.0 == 0 {
        return Some(format!("{} to {} of its {name}", percent(*mul), percent(*mul_high)));
    }
    let is_within = *mul == Decimal(ONE) && mul == mul_high && add.0.checked_neg() == Some(add_high.0);
    is_within.then(|| format!("{} of its {name}", words.number(*add_high, row.field, currency)))
}

fn band_verb(row: &Condition, is: &str, low: &Operand<Decimal>) -> String {
    let by_amount = matches!(low, Operand::Source { add, .. } if add.0 != 0);
    match (by_amount, row.negated) {
        (true, false) => "is within".into(),
        (true, true) => "is not within".into(),
        (false, _) => is.to_owned(),
    }
}

fn date(row: &Condition, how: &DateMatch, words: &Words<'_>) -> Said {
    let is = if row.negated { "is not" } else { "is" };
    let operand = |operand: &Operand<chrono::NaiveDate>| match operand {
        Operand::Constant(date) => day(*date),
        source => words.of_source(source, row.field, None).unwrap_or_default(),
    };
    match how {
        DateMatch::AnyOf(days) => any_of(row, days.iter().map(|date| day(*date)).collect()),
        DateMatch::Compare(comparison, right) => {
            let verb = match comparison {
                Comparison::Equal if is_unchanged(right) => " the same as",
                Comparison::Equal => "",
                Comparison::Less => " before",
                Comparison::LessOrEqual => " on or before",
                Comparison::Greater => " after",
                Comparison::GreaterOrEqual => " on or after",
            };
            Said::one(format!("{is}{verb}"), operand(right))
        }
        DateMatch::Between(from, to) if from == to && from.is_source() => {
            let same = if is_unchanged(from) { " the same as" } else { "" };
            Said::one(format!("{is}{same}"), operand(from))
        }
        DateMatch::Between(from, to) => {
            Said::one(format!("{is} from"), format!("{} to {}", operand(from), operand(to)))
        }
        DateMatch::InLastDays(days) => Said::one(format!("{is} in the last"), in_days(*days)),
        DateMatch::InNextDays(days) => Said::one(format!("{is} in the next"), in_days(*days)),
    }
}

fn in_days(days: u32) -> String {
    if days == 1 { "day".into() } else { format!("{days} days") }
}
