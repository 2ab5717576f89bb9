//! Compile: a condition and the source it is asked for in, a test with constants alone out.
//!
//! What is relative to the source becomes a constant here, what is said by a label becomes ids, what is said by an
//! operator becomes ranges. After this there is one shape of test, answered by `shape` from sets and by `verify` from one
//! product, which therefore cannot disagree on what was meant.

use chrono::Datelike;

use super::fact::upwards;
use super::value::{Asked, FINE_PER_MILLIONTH, Reader, status_label};
use crate::domain::attribute::{AttributeKind, AttributeOption};
use crate::domain::decimal::Decimal;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::money::Currency;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::spelling::yes_no;
use crate::domain::rule::tree::{Comparison, Condition, DateMatch, NumberMatch, Operand, Test, TextMatch};
use crate::domain::text::fold;
use crate::domain::vocabulary::{Vocabulary, shown};

/// A positive test with constants alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Nothing passes.
    Never,
    /// Has a value of the field.
    Present(Field),
    /// A text of the field compares so with any of the folded values.
    Text(Field, TextMatch, Vec<String>),
    /// A number, an amount of money or a day of the field, as it is spelt, compares so with any of the folded values.
    Spelt(Field, TextMatch, Vec<String>),
    /// A number of the field lies in any of the ranges, both ends included, on the fine scale.
    Numbers(Field, Option<Currency>, Vec<(i128, i128)>),
    /// A day of the field lies in any of the ranges, both ends included.
    Days(Field, Vec<(i64, i64)>),
    /// Carries any of the options.
    AnyOption(AttributeId, Vec<OptionId>),
    /// Carries one option of each list.
    AllOptions(AttributeId, Vec<Vec<OptionId>>),
    /// Is active, or inactive, or either.
    Active(Vec<bool>),
    /// Is sold in any of the stores.
    AnyStore(Vec<StoreId>),
    /// Lies directly in any of the categories.
    AnyCategory(Vec<CategoryId>),
    /// Lies in any of the categories or below it.
    Below(Vec<CategoryId>),
    /// The field says any of these.
    Is(Field, Vec<bool>),
}

impl Plan {
    /// Returns true when what lies directly in a category passes.
    pub fn takes_category(&self, category: CategoryId, vocabulary: &Vocabulary) -> bool {
        match self {
            Self::AnyCategory(wanted) => wanted.contains(&category),
            Self::Below(wanted) => upwards(category, vocabulary).any(|upper| wanted.contains(&upper)),
            _ => false,
        }
    }
}

/// Returns the positive test of a condition for a source. What needs a source where there is none, or a value that the
/// source lacks, never passes.
pub fn compile(condition: &Condition, asked: &Asked<'_>, source: Option<Reader<'_>>) -> Plan {
    let bench = Bench { field: condition.field, asked, source };
    match &condition.test {
        Test::Nothing => Plan::Never,
        Test::Present if bench.field == Field::Store => Plan::AnyStore(bench.every_store()),
        Test::Present => Plan::Present(bench.field),
        Test::Text { how, values, .. } => bench.text(*how, values.clone()),
        Test::TextOfSource { how, from } => bench.text(*how, bench.source_texts(*from)),
        Test::Number { how, currency } => {
            Plan::Numbers(bench.field, *currency, bench.numbers(how, *currency))
        }
        Test::Date(how) => Plan::Days(bench.field, bench.days(how)),
        Test::AnyOption(options) => bench.options(options.clone()),
        Test::AllOptions(options) => bench.all_options(options.clone()),
        Test::OptionOfSource(from) => bench.choice_of_source(*from),
        Test::AllOptionsOfSource(from) => bench.all_of_source(*from),
        Test::Active(active) => Plan::Active(vec![*active]),
        Test::AnyStore(stores) => Plan::AnyStore(stores.clone()),
        Test::AnyCategory { categories, with_sub: true } => Plan::Below(categories.clone()),
        Test::AnyCategory { categories, .. } => Plan::AnyCategory(categories.clone()),
        Test::CategoryOfSource { with_sub: true } => Plan::Below(bench.source_categories()),
        Test::CategoryOfSource { .. } => Plan::AnyCategory(bench.source_categories()),
        Test::BelowSource => Plan::Below(bench.below_source()),
        Test::SameParentAsSource => Plan::AnyCategory(bench.beside_source()),
        Test::Is(is) => Plan::Is(bench.field, vec![*is]),
        Test::IsAsSource(from) => {
            Plan::Is(bench.field, source.map(|source| source.yes_no(*from)).unwrap_or_default())
        }
    }
}

/// What a condition is compiled with.
struct Bench<'a> {
    field: Field,
    asked: &'a Asked<'a>,
    source: Option<Reader<'a>>,
}

impl Bench<'_> {
    /// A text test; on a field of known values it becomes the values whose label passes.
    fn text(&self, how: TextMatch, values: Vec<String>) -> Plan {
        let (vocabulary, locale) = (self.asked.vocabulary, &self.asked.circumstances.locale);
        if values.is_empty() {
            return Plan::Never;
        }
        let passes = |label: &str| values.iter().any(|value| compares(how, label, value));
        match self.field {
            Field::Category => {
                let label = |category: &crate::domain::category::Category| {
                    passes(&fold(shown(&category.name, locale, &category.key)))
                };
                let found = vocabulary.categories().iter().filter(|category| label(category));
                Plan::AnyCategory(found.map(|category| category.id).collect())
            }
            Field::Store => {
                let found = vocabulary.stores().iter().filter(|store| passes(&fold(&store.name)));
                Plan::AnyStore(found.map(|store| store.id).collect())
            }
            Field::Status => Plan::Active(
                [true, false].into_iter().filter(|active| passes(status_label(*active))).collect(),
            ),
            Field::Attribute(id) if vocabulary.kind(id) == Some(AttributeKind::Choice) => {
                let options =
                    vocabulary.attribute(id).map(|found| found.options.as_slice()).unwrap_or_default();
                let found =
                    options.iter().filter(|option| passes(&fold(shown(&option.label, locale, &option.key))));
                Plan::AnyOption(id, found.map(|option| option.id).collect())
            }
            field => match field.kind(vocabulary) {
                Some(Kind::Number | Kind::Money | Kind::Date) => Plan::Spelt(field, how, values),
                Some(Kind::YesNo) => {
                    Plan::Is(field, [true, false].into_iter().filter(|yes| passes(yes_no(*yes))).collect())
                }
                _ => Plan::Text(field, how, values),
            },
        }
    }

    fn options(&self, options: Vec<OptionId>) -> Plan {
        match self.field {
            Field::Attribute(id) => Plan::AnyOption(id, options),
            _ => Plan::Never,
        }
    }

    fn all_options(&self, options: Vec<OptionId>) -> Plan {
        match self.field {
            Field::Attribute(id) if !options.is_empty() => {
                Plan::AllOptions(id, options.into_iter().map(|option| vec![option]).collect())
            }
            _ => Plan::Never,
        }
    }

    /// "Is the source's": by id within one field, by label across fields.
    fn choice_of_source(&self, from: Field) -> Plan {
        let Some(source) = self.source else { return Plan::Never };
        match (self.field, from) {
            (Field::Attribute(id), Field::Attribute(same)) if id == same && self.is_choice(id) => {
                Plan::AnyOption(id, self.source_options(id))
            }
            (Field::Category, Field::Category) => Plan::AnyCategory(self.source_categories()),
            (Field::Status, Field::Status) => Plan::Active(vec![source.is_active()]),
            (Field::Store, Field::Store) => match source.stores() {
                Some(stores) => Plan::AnyStore(stores),
                None => Plan::AnyStore(self.every_store()),
            },
            _ => self.text(TextMatch::Is, source.texts(from)),
        }
    }

    /// "Has all of the source's": by id within one field, by label across fields.
    fn all_of_source(&self, from: Field) -> Plan {
        let (Some(source), Field::Attribute(id)) = (self.source, self.field) else { return Plan::Never };
        if from == self.field {
            return self.all_options(self.source_options(id));
        }
        let (vocabulary, locale) = (self.asked.vocabulary, &self.asked.circumstances.locale);
        let known = vocabulary.attribute(id).map(|found| found.options.as_slice()).unwrap_or_default();
        // Several options may share a label; any of them carries it.
        let carry = |text: String| {
            let says = |option: &&AttributeOption| fold(shown(&option.label, locale, &option.key)) == text;
            known.iter().filter(says).map(|option| option.id).collect::<Vec<_>>()
        };
        let wanted: Vec<Vec<OptionId>> = source.texts(from).into_iter().map(carry).collect();
        match wanted.is_empty() || wanted.iter().any(Vec::is_empty) {
            true => Plan::Never,
            false => Plan::AllOptions(id, wanted),
        }
    }

    fn every_store(&self) -> Vec<StoreId> {
        self.asked.vocabulary.stores().iter().map(|store| store.id).collect()
    }

    fn is_choice(&self, id: AttributeId) -> bool {
        self.asked.vocabulary.kind(id) == Some(AttributeKind::Choice)
    }

    fn source_texts(&self, from: Field) -> Vec<String> {
        self.source.map(|source| source.texts(from)).unwrap_or_default()
    }

    /// The source's options; those that are gone are none.
    fn source_options(&self, id: AttributeId) -> Vec<OptionId> {
        let mut options = self.source.map(|source| source.options(id)).unwrap_or_default();
        options.retain(|option| self.asked.vocabulary.option(*option).is_some());
        options
    }

    /// The source's categories; those that are gone are none.
    fn source_categories(&self) -> Vec<CategoryId> {
        let mut categories = self.source.map(|source| source.categories()).unwrap_or_default();
        categories.retain(|category| self.asked.vocabulary.category(*category).is_some());
        categories
    }

    fn below_source(&self) -> Vec<CategoryId> {
        let below = |id: &CategoryId| self.asked.vocabulary.children(*id).iter().copied();
        distinct(self.source_categories().iter().flat_map(below).collect())
    }

    fn beside_source(&self) -> Vec<CategoryId> {
        let vocabulary = self.asked.vocabulary;
        let parent = |id: &CategoryId| vocabulary.category(*id).and_then(|category| category.parent);
        let parents = self.source_categories().iter().filter_map(parent).collect::<Vec<_>>();
        distinct(parents.into_iter().flat_map(|id| vocabulary.children(id).to_vec()).collect())
    }

    fn numbers(&self, how: &NumberMatch, currency: Option<Currency>) -> Vec<(i128, i128)> {
        match how {
            NumberMatch::AnyOf(list) => {
                list.iter().map(|number| fine(*number)).map(|number| (number, number)).collect()
            }
            NumberMatch::Compare(comparison, right) => {
                let right = self.number(right, currency);
                right
                    .into_iter()
                    .filter_map(|right| span(*comparison, right, (i128::MIN, i128::MAX)))
                    .collect()
            }
            NumberMatch::Between(low, high) => {
                let (lows, highs) = (self.number(low, currency), self.number(high, currency));
                pairs(field_of(low), field_of(high), &lows, &highs)
            }
        }
    }

    /// The values of an operand on the fine scale; out of range they stop at the end, beyond every real number.
    fn number(&self, operand: &Operand<Decimal>, currency: Option<Currency>) -> Vec<i128> {
        match operand {
            Operand::Constant(number) => vec![fine(*number)],
            Operand::Source { from, mul, add } => {
                let exact = (*from == Field::DiscountPercent)
                    .then(|| self.source.and_then(|source| source.discount_times(currency, *mul)))
                    .flatten();
                if let Some(share) = exact {
                    return vec![share.saturating_add(fine(*add))];
                }
                let values = self.source.map(|source| source.numbers(*from, currency)).unwrap_or_default();
                values.into_iter().map(|value| reckoned(value, *mul, *add)).collect()
            }
        }
    }

    fn days(&self, how: &DateMatch) -> Vec<(i64, i64)> {
        let today = self.asked.today;
        match how {
            DateMatch::AnyOf(list) => {
                list.iter().map(|day| i64::from(day.num_days_from_ce())).map(|day| (day, day)).collect()
            }
            DateMatch::Compare(comparison, right) => {
                let right = self.day(right);
                right.into_iter().filter_map(|right| span(*comparison, right, (i64::MIN, i64::MAX))).collect()
            }
            DateMatch::Between(low, high) => {
                pairs(field_of(low), field_of(high), &self.day(low), &self.day(high))
            }
            DateMatch::InLastDays(days) => vec![(today - i64::from(*days), today)],
            DateMatch::InNextDays(days) => vec![(today, today + i64::from(*days))],
        }
    }

    fn day(&self, operand: &Operand<chrono::NaiveDate>) -> Vec<i64> {
        match operand {
            Operand::Constant(day) => vec![i64::from(day.num_days_from_ce())],
            Operand::Source { from, add, .. } => {
                let days = self.source.map(|source| source.days(*from)).unwrap_or_default();
                days.into_iter().map(|day| day.saturating_add(add.0 / crate::domain::decimal::ONE)).collect()
            }
        }
    }
}

/// Returns true when a folded text compares so with a folded value.
pub fn compares(how: TextMatch, text: &str, value: &str) -> bool {
    match how {
        TextMatch::Is => text == value,
        TextMatch::Contains => memchr::memmem::find(text.as_bytes(), value.as_bytes()).is_some(),
        TextMatch::Begins => text.starts_with(value),
        TextMatch::Ends => text.ends_with(value),
        TextMatch::Less => text < value,
        TextMatch::LessOrEqual => text <= value,
        TextMatch::Greater => text > value,
        TextMatch::GreaterOrEqual => text >= value,
    }
}

/// Returns a value of the source × a factor + an amount, on the fine scale; out of range it stops at the end.
pub fn reckoned(value: i128, mul: Decimal, add: Decimal) -> i128 {
    let product = match value.checked_mul(i128::from(mul.0)) {
        Some(product) => product.div_euclid(i128::from(crate::domain::decimal::ONE)),
        None if (value < 0) == (mul.0 < 0) => i128::MAX,
        None => i128::MIN,
    };
    product.saturating_add(fine(add))
}

fn fine(number: Decimal) -> i128 {
    i128::from(number.0) * FINE_PER_MILLIONTH
}

/// Numbers that have one before and one after them.
trait Step: Copy {
    fn before(self) -> Option<Self>;
    fn after(self) -> Option<Self>;
}

macro_rules! step {
    ($($number:ty),+) => {$(
        impl Step for $number {
            fn before(self) -> Option<Self> {
                self.checked_sub(1)
            }
            fn after(self) -> Option<Self> {
                self.checked_add(1)
            }
        }
    )+};
}
step!(i64, i128);

/// Returns the range, both ends included, of what compares so with a value; none where nothing can.
fn span<T: Step>(comparison: Comparison, right: T, (least, most): (T, T)) -> Option<(T, T)> {
    Some(match comparison {
        Comparison::Equal => (right, right),
        Comparison::Less => (least, right.before()?),
        Comparison::LessOrEqual => (least, right),
        Comparison::Greater => (right.after()?, most),
        Comparison::GreaterOrEqual => (right, most),
    })
}

/// Returns the ranges between two operands. Where both are of one field of the source, each of its values makes a range
/// of its own; else every low one goes with every high one.
fn pairs<T: Copy + PartialOrd>(
    low: Option<Field>,
    high: Option<Field>,
    lows: &[T],
    highs: &[T],
) -> Vec<(T, T)> {
    let together: Vec<(T, T)> = if low.is_some() && low == high {
        lows.iter().copied().zip(highs.iter().copied()).collect()
    } else {
        lows.iter().flat_map(|low| highs.iter().map(move |high| (*low, *high))).collect()
    };
    together.into_iter().filter(|(low, high)| low <= high).collect()
}

fn field_of<T>(operand: &Operand<T>) -> Option<Field> {
    match operand {
        Operand::Constant(_) => None,
        Operand::Source { from, .. } => Some(*from),
    }
}

fn distinct(mut list: Vec<CategoryId>) -> Vec<CategoryId> {
    list.sort_unstable();
    list.dedup();
    list
}

#[cfg(test)]
mod tests;
