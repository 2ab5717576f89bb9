//! What the product has in a field, value by value, each with whether it alone passes.

use chrono::NaiveDate;

use super::Own;
use crate::domain::attribute::AttributeValue;
use crate::domain::decimal::clip;
use crate::domain::id::{CategoryId, OptionId};
use crate::domain::money::Currency;
use crate::domain::product::Variant;
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::sentence::{Piece, Words, day};
use crate::domain::rule::tree::{Condition, Test};
use crate::domain::text::fold;
use crate::domain::vocabulary::shown;
use crate::index::compile::{Plan, compares};
use crate::index::spelt;
use crate::index::value::{FINE, FINE_PER_MILLIONTH, Reader};

/// Most values of a product that are said; of the rest only those that pass.
const SAID_MAX: usize = 12;

/// Returns what the product, or the one variant, has in the condition's field.
pub fn values(
    condition: &Condition,
    plan: &Plan,
    candidate: Reader<'_>,
    variant: Option<&Variant>,
    words: &Words<'_>,
) -> Vec<Own> {
    let field = condition.field;
    let all = match field.kind(words.vocabulary) {
        Some(Kind::Number | Kind::Money) => numbers(condition, plan, candidate, words),
        Some(Kind::Date) => days(plan, candidate, field),
        Some(Kind::YesNo) => yes_no(plan, candidate, field),
        _ => named(plan, candidate, variant, field, words),
    };
    let mut own: Vec<Own> = Vec::new();
    for value in all {
        if (own.len() < SAID_MAX || value.passes) && !own.contains(&value) {
            own.push(value);
        }
    }
    own
}

fn numbers(condition: &Condition, plan: &Plan, candidate: Reader<'_>, words: &Words<'_>) -> Vec<Own> {
    let currency = currency_of(condition);
    let said = currency.unwrap_or(candidate.asked().circumstances.currency);
    let passes = |number: &i128| match plan {
        Plan::Numbers(_, _, ranges) => ranges.iter().any(|(low, high)| low <= number && number <= high),
        Plan::Spelt(_, how, wanted) => {
            let text = spelt::number(*number);
            wanted.iter().any(|value| compares(*how, &text, value))
        }
        plan => matches!(plan, Plan::Present(_)),
    };
    let numbers = candidate.numbers(condition.field, currency).into_iter();
    numbers
        .map(|value| Own { text: number(value, condition.field, said, words), passes: passes(&value) })
        .collect()
}

fn days(plan: &Plan, candidate: Reader<'_>, field: Field) -> Vec<Own> {
    let passes = |day: &i64| match plan {
        Plan::Days(_, ranges) => ranges.iter().any(|(low, high)| low <= day && day <= high),
        Plan::Spelt(_, how, wanted) => {
            spelt::day(*day).is_some_and(|text| wanted.iter().any(|value| compares(*how, &text, value)))
        }
        plan => matches!(plan, Plan::Present(_)),
    };
    candidate.days(field).into_iter().map(|day| Own { text: day_words(day), passes: passes(&day) }).collect()
}

fn yes_no(plan: &Plan, candidate: Reader<'_>, field: Field) -> Vec<Own> {
    let passes = |is: &bool| match plan {
        Plan::Is(_, wanted) => wanted.contains(is),
        plan => matches!(plan, Plan::Present(_)),
    };
    let told = candidate.yes_no(field).into_iter();
    told.map(|is| Own { text: yes_no_words(field, is).into(), passes: passes(&is) }).collect()
}

/// Values that have a name: categories, stores, statuses, options, texts.
fn named(
    plan: &Plan,
    candidate: Reader<'_>,
    variant: Option<&Variant>,
    field: Field,
    words: &Words<'_>,
) -> Vec<Own> {
    let vocabulary = words.vocabulary;
    let present = matches!(plan, Plan::Present(_));
    let own = |text: String, passes: bool| Own { text, passes: passes || present };
    match field {
        Field::Category => {
            let passes = |id: &CategoryId| plan.takes_category(*id, vocabulary);
            let known = candidate.categories();
            known.iter().map(|id| own(vocabulary.path_name(*id, words.locale), passes(id))).collect()
        }
        Field::Store => {
            let sellers = candidate.stores();
            let sold = |id| sellers.as_ref().is_none_or(|stores| stores.contains(id));
            let passes = |id| matches!(plan, Plan::AnyStore(wanted) if wanted.contains(id));
            let stores = vocabulary.stores().iter().filter(|store| sold(&store.id));
            stores.map(|store| own(store.name.clone(), passes(&store.id))).collect()
        }
        Field::Status => {
            let passes = matches!(plan, Plan::Active(wanted) if wanted.contains(&candidate.is_active()));
            vec![own(crate::index::value::status_label(candidate.is_active()).to_owned(), passes)]
        }
        Field::Attribute(id) if field.kind(vocabulary) == Some(Kind::Choice) => {
            let passes = |option: OptionId| match plan {
                Plan::AnyOption(_, wanted) => wanted.contains(&option),
                Plan::AllOptions(_, lists) => lists.iter().any(|list| list.contains(&option)),
                _ => false,
            };
            let options = candidate.options(id).into_iter();
            let found = options.filter_map(|option| Some((option, vocabulary.option(option)?.1)));
            found
                .map(|(id, option)| {
                    own(shown(&option.label, words.locale, &option.key).to_owned(), passes(id))
                })
                .collect()
        }
        field => {
            let passes = |text: &str| match plan {
                Plan::Text(_, how, wanted) => {
                    let folded = fold(text);
                    wanted.iter().any(|value| compares(*how, &folded, value))
                }
                _ => false,
            };
            let texts = texts(candidate, variant, field, words);
            texts.iter().map(|text| own(said(text, plan), passes(text))).collect()
        }
    }
}

/// Returns the texts of a field as they were written.
pub fn texts(
    candidate: Reader<'_>,
    variant: Option<&Variant>,
    field: Field,
    words: &Words<'_>,
) -> Vec<String> {
    let Some(product) = candidate.whole() else { return Vec::new() };
    let one = |text: &crate::domain::locale::Localised<String>| -> Vec<String> {
        text.get(words.locale).filter(|text| !text.trim().is_empty()).cloned().into_iter().collect()
    };
    match (field, variant) {
        (Field::Sku, Some(variant)) => vec![variant.sku.as_str().to_owned()],
        (Field::Sku, None) => {
            let variants = product.variants.iter().map(|variant| variant.sku.as_str().to_owned());
            let mut skus = vec![product.sku.as_str().to_owned()];
            skus.extend(variants.filter(|sku| sku != product.sku.as_str()));
            skus
        }
        (Field::Name, _) => one(&product.name),
        (Field::Description, _) => one(&product.description),
        (Field::Url, _) => one(&product.url),
        (Field::Attribute(id), _) => {
            let variants =
                product.variants.iter().filter(|one| variant.map_or(one.active, |own| own.sku == one.sku));
            let values = variants.filter_map(|variant| variant.attributes.get(&id));
            let values = product.attributes.get(&id).into_iter().chain(values);
            let lists = values.filter_map(|value| match value {
                AttributeValue::Text(texts) => texts.get(words.locale),
                _ => None,
            });
            lists.flatten().cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns a text in quotes, a long one cut to the part around what was found in it.
fn said(text: &str, plan: &Plan) -> String {
    const AROUND: usize = 24;
    if text.chars().count() <= 60 {
        return format!("“{text}”");
    }
    let folded = fold(text);
    let found = match plan {
        Plan::Text(_, _, wanted) => wanted.iter().find_map(|value| folded.find(value.as_str())),
        _ => None,
    };
    // Folding may move letters by a few places; the cut need not be exact.
    let before = found.and_then(|at| folded.get(..at)).map_or(0, |before| before.chars().count());
    if before <= AROUND {
        return format!("“{}”", clip(text));
    }
    let part: String = text.chars().skip(before - AROUND).take(2 * AROUND + 12).collect();
    format!("“…{part}…”")
}

/// Returns the currency that a condition asks for; none: the store's.
pub fn currency_of(condition: &Condition) -> Option<Currency> {
    match &condition.test {
        Test::Number { currency, .. } => *currency,
        _ => None,
    }
}

/// Returns a number of the fine scale in words, every place of it.
pub fn number(value: i128, field: Field, currency: Currency, words: &Words<'_>) -> String {
    if field == Field::DiscountPercent && value % FINE_PER_MILLIONTH != 0 {
        let hundredths = (value + FINE / 200).div_euclid(FINE / 100);
        return format!("about {}", words.dressed(&decimal(hundredths, 2), field, Some(currency)));
    }
    // Twice 10¹² steps make one, so that five times as many are 10¹³.
    match value.checked_mul(5) {
        Some(scaled) => words.dressed(&decimal(scaled, 13), field, Some(currency)),
        None if value < 0 => "less than any number".into(),
        None => "more than any number".into(),
    }
}

/// Writes a whole number of so many places after the point, without closing zeros.
fn decimal(number: i128, places: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(places));
    let rest = rest.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Returns a day counted from the common era in words.
pub fn day_words(number: i64) -> String {
    let found = i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    found.map_or_else(|| "beyond all days".into(), day)
}

/// Returns what a yes/no field says, as it stands after `it is`, or after the field's name.
pub fn yes_no_words(field: Field, is: bool) -> &'static str {
    match (field, is) {
        (Field::InStock, true) => "in stock",
        (Field::InStock, false) => "out of stock",
        (Field::OnSale, true) => "on sale",
        (Field::OnSale, false) => "not on sale",
        (Field::IsNew, true) => "new",
        (Field::IsNew, false) => "not new",
        (_, true) => "yes",
        (_, false) => "no",
    }
}

/// Returns what is asked as it follows `wanted`: without the verb that it begins with.
pub fn wanted(asked: &str) -> &str {
    ["it is ", "is "].iter().find_map(|verb| asked.strip_prefix(verb)).unwrap_or(asked)
}

/// Returns the line: what the product has, and what is asked of it.
pub fn line(field: Field, name: &str, own: &[Own], asked: &str, holds: bool) -> Vec<Piece> {
    if own.is_empty() {
        return vec![
            Piece::strong(format!("has no {name}")),
            Piece::plain(format!("; wanted: {}", wanted(asked))),
        ];
    }
    let is_state = matches!(field, Field::InStock | Field::OnSale | Field::IsNew);
    let mut line = vec![Piece::plain(if is_state { "is ".to_owned() } else { format!("{name} ") })];
    for (at, value) in own.iter().enumerate() {
        if at > 0 {
            line.push(Piece::plain(", "));
        }
        line.push(Piece::strong(value.text.clone()));
    }
    match is_state {
        true if holds => {}
        true => line.push(Piece::plain(format!("; wanted: {}", wanted(asked)))),
        false => line.push(Piece::plain(format!(" {asked}"))),
    }
    line
}

/// Says which category of the product lies below which of those that are asked for, where it is not one of them itself.
pub fn below(
    condition: &Condition,
    plan: &Plan,
    candidate: Reader<'_>,
    source: Option<Reader<'_>>,
    words: &Words<'_>,
) -> Option<Piece> {
    let named: Vec<CategoryId> = match &condition.test {
        Test::AnyCategory { categories, with_sub: true } => categories.clone(),
        Test::CategoryOfSource { with_sub: true } | Test::BelowSource => {
            source.map(|source| source.categories()).unwrap_or_default()
        }
        _ => return None,
    };
    let own = candidate.categories();
    let found = own.iter().find(|id| plan.takes_category(**id, words.vocabulary))?;
    let name = |id: CategoryId| {
        words.vocabulary.category(id).map(|category| shown(&category.name, words.locale, &category.key))
    };
    if named.contains(found) && condition.test != Test::BelowSource {
        return None;
    }
    let above = words.vocabulary.path(*found).into_iter().rev().find(|above| named.contains(&above.id))?;
    Some(Piece::plain(format!("; {} lies below {}", name(*found)?, name(above.id)?)))
}
