//! What a condition asks for, the source's value put in: `≥ 110 % of €39.90 = €43.89`, `is the source's brand Bolt`.

use super::own::{currency_of, day_words, number, texts, yes_no_words};
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::id::CategoryId;
use crate::domain::money::Currency;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::sentence::{Words, asked as in_words, percent, text_verb};
use crate::domain::rule::tree::{Comparison, Condition, DateMatch, NumberMatch, Operand, Test};
use crate::domain::vocabulary::shown;
use crate::index::compile::reckoned;
use crate::index::value::{Asked, FINE_PER_MILLIONTH, Reader};

/// Most values of the source that are said.
const SAID_MAX: usize = 6;

/// Returns what a condition asks for.
pub fn asked(
    condition: &Condition,
    source: Option<Reader<'_>>,
    words: &Words<'_>,
    asked: &Asked<'_>,
) -> String {
    let side = Side { condition, source, words, asked };
    match &condition.test {
        test if source.is_none() && test.is_relative() => {
            format!("{}, but there is no product to compare with", in_words(condition, words))
        }
        Test::Number { how, .. } => side.number(how),
        Test::Date(how) => side.date(how),
        Test::TextOfSource { how, from } => {
            format!("{} {}", text_verb(*how, condition.negated), side.of_source(*from))
        }
        Test::OptionOfSource(from) | Test::IsAsSource(from) => {
            format!("{} {}", side.is(), side.of_source(*from))
        }
        Test::AllOptionsOfSource(from) => {
            let has = if condition.negated { "does not have" } else { "has" };
            format!("{has} every value of {}", side.of_source(*from))
        }
        Test::CategoryOfSource { with_sub } => {
            let or_below = if *with_sub { " or below" } else { "" };
            format!("{} one of {}{or_below}", side.is(), side.categories())
        }
        Test::BelowSource => format!("{} below one of {}", side.is(), side.categories()),
        Test::SameParentAsSource => {
            let has = if condition.negated { "does not have" } else { "has" };
            format!("{has} the same parent as one of {}", side.categories())
        }
        _ => in_words(condition, words),
    }
}

/// The right side of a condition.
struct Side<'a> {
    condition: &'a Condition,
    source: Option<Reader<'a>>,
    words: &'a Words<'a>,
    asked: &'a Asked<'a>,
}

impl Side<'_> {
    fn is(&self) -> &'static str {
        if self.condition.negated { "is not" } else { "is" }
    }

    fn currency(&self) -> Currency {
        currency_of(self.condition).unwrap_or(self.asked.circumstances.currency)
    }

    /// Says the source's values of a field: `the source's brand Bolt`, or that it has none.
    fn of_source(&self, from: Field) -> String {
        let name = self.words.field(from);
        match self.source_values(from).as_slice() {
            [] => format!("the source’s {name}, but the source has no {name}"),
            values => format!("the source’s {name} {}", joined(values)),
        }
    }

    fn source_values(&self, from: Field) -> Vec<String> {
        let Some(source) = self.source else { return Vec::new() };
        let vocabulary = self.words.vocabulary;
        match from.kind(vocabulary) {
            Some(Kind::YesNo) => {
                source.yes_no(from).into_iter().map(|is| yes_no_words(from, is).to_owned()).collect()
            }
            Some(Kind::Choice) => match from {
                Field::Attribute(id) => {
                    let found = source.options(id).into_iter().filter_map(|id| vocabulary.option(id));
                    found
                        .map(|(_, option)| shown(&option.label, self.words.locale, &option.key).to_owned())
                        .collect()
                }
                from => source.texts(from),
            },
            Some(Kind::Category) => self.category_names(&source.categories()),
            _ => texts(source, None, from, self.words).iter().map(|text| format!("“{text}”")).collect(),
        }
    }

    fn categories(&self) -> String {
        let own = self.source.map(|source| source.categories()).unwrap_or_default();
        match self.category_names(&own).as_slice() {
            [] => "the source’s categories, but the source has none".into(),
            names => format!("the source’s categories {}", joined(names)),
        }
    }

    fn category_names(&self, ids: &[CategoryId]) -> Vec<String> {
        ids.iter().map(|id| self.words.vocabulary.path_name(*id, self.words.locale)).collect()
    }

    fn number(&self, how: &NumberMatch) -> String {
        let negated = self.condition.negated;
        match how {
            NumberMatch::AnyOf(numbers) => {
                let values: Vec<String> = numbers.iter().map(|number| self.constant(*number)).collect();
                match (values.as_slice(), negated) {
                    ([one], false) => format!("= {one}"),
                    ([one], true) => format!("≠ {one}"),
                    (values, false) => format!("is one of {}", joined(values)),
                    (values, true) => format!("is none of {}", joined(values)),
                }
            }
            NumberMatch::Compare(comparison, right) => {
                let sign = sign(*comparison, negated);
                format!("{sign} {}", self.operand(right))
            }
            NumberMatch::Between(low, high) => {
                let between = if negated { "is not between" } else { "is between" };
                format!("{between} {} and {}", self.operand(low), self.operand(high))
            }
        }
    }

    fn constant(&self, value: Decimal) -> String {
        let fine = i128::from(value.0) * FINE_PER_MILLIONTH;
        number(fine, self.condition.field, self.currency(), self.words)
    }

    fn operand(&self, operand: &Operand<Decimal>) -> String {
        let Operand::Source { from, mul, add } = operand else {
            return match operand {
                Operand::Constant(number) => self.constant(*number),
                Operand::Source { .. } => String::new(),
            };
        };
        let field = self.condition.field;
        let values =
            self.source.map(|source| source.numbers(*from, currency_of(self.condition))).unwrap_or_default();
        if values.is_empty() {
            let name = self.words.field(*from);
            return format!("the source’s {name}, but the source has no {name}");
        }
        let is_plain = *mul == Decimal(ONE) && add.0 == 0;
        let whose = format!("the source’s {} ", self.words.field(*from));
        let reckon = |(at, value): (usize, &i128)| {
            // "110 % of" the same field goes without saying whose it is; and it is said but once.
            let is_said = at == 0 && (*from != field || *mul == Decimal(ONE));
            let whose = if is_said { whose.as_str() } else { "" };
            let base = format!("{whose}{}", number(*value, *from, self.currency(), self.words));
            let share = if *mul == Decimal(ONE) { base } else { format!("{} of {base}", percent(*mul)) };
            let amount = || self.constant(Decimal(add.0.saturating_abs()));
            let sum = match add.0 {
                0 => share,
                1.. => format!("{share} + {}", amount()),
                _ => format!("{share} − {}", amount()),
            };
            let result = number(reckoned(*value, *mul, *add), field, self.currency(), self.words);
            if is_plain { sum } else { format!("{sum} = {result}") }
        };
        let said: Vec<String> = values.iter().take(SAID_MAX).enumerate().map(reckon).collect();
        said.join(" or ")
    }

    fn date(&self, how: &DateMatch) -> String {
        let today = self.asked.today;
        match how {
            DateMatch::Compare(comparison, right) if right.is_source() => {
                let verb = match comparison {
                    Comparison::Equal => "",
                    Comparison::Less => " before",
                    Comparison::LessOrEqual => " on or before",
                    Comparison::Greater => " after",
                    Comparison::GreaterOrEqual => " on or after",
                };
                format!("{}{verb} {}", self.is(), self.day(right))
            }
            DateMatch::Between(low, high) if low.is_source() || high.is_source() => {
                format!("{} from {} to {}", self.is(), self.day(low), self.day(high))
            }
            DateMatch::InLastDays(days) => {
                let since = day_words(today - i64::from(*days));
                format!("{}, that is since {since}", in_words(self.condition, self.words))
            }
            DateMatch::InNextDays(days) => {
                let until = day_words(today + i64::from(*days));
                format!("{}, that is until {until}", in_words(self.condition, self.words))
            }
            _ => in_words(self.condition, self.words),
        }
    }

    fn day(&self, operand: &Operand<chrono::NaiveDate>) -> String {
        let (from, add) = match operand {
            Operand::Constant(date) => return crate::domain::rule::sentence::day(*date),
            Operand::Source { from, add, .. } => (*from, add.0 / ONE),
        };
        let name = self.words.field(from);
        let days = self.source.map(|source| source.days(from)).unwrap_or_default();
        if days.is_empty() {
            return format!("the source’s {name}, but the source has no {name}");
        }
        let said = |day: &i64| match add {
            0 => day_words(*day),
            add => {
                let (sign, count) = if add < 0 { ("−", -add) } else { ("+", add) };
                let unit = if count == 1 { "day" } else { "days" };
                format!("{} {sign} {count} {unit} = {}", day_words(*day), day_words(day.saturating_add(add)))
            }
        };
        let said: Vec<String> = days.iter().take(SAID_MAX).map(said).collect();
        format!("the source’s {name} {}", said.join(" or "))
    }
}

fn sign(comparison: Comparison, negated: bool) -> &'static str {
    match (comparison, negated) {
        (Comparison::Equal, false) => "=",
        (Comparison::Equal, true) => "≠",
        (Comparison::Less, false) | (Comparison::GreaterOrEqual, true) => "<",
        (Comparison::LessOrEqual, false) | (Comparison::Greater, true) => "≤",
        (Comparison::Greater, false) | (Comparison::LessOrEqual, true) => ">",
        (Comparison::GreaterOrEqual, false) | (Comparison::Less, true) => "≥",
    }
}

/// Joins values with *or*; of many the first few and their number.
fn joined(values: &[String]) -> String {
    match values {
        values if values.len() > SAID_MAX => {
            let first = values.iter().take(SAID_MAX - 1).cloned().collect::<Vec<_>>().join(", ");
            format!("{first} or one of {} more", values.len() + 1 - SAID_MAX)
        }
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        values => values.join(", "),
    }
}
