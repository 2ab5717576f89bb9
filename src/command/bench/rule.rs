//! Random rules, made from values of real products by seed, so that most of them match something.
//!
//! Three to six conditions each; six in ten rules hold a group of alternatives, some of those a group of their own; one
//! condition in eight is negative.

use serde_json::{Value, json};

use super::super::Failure;
use super::stage::SEED;
use crate::codec::query_builder;
use crate::demo::product::Maker;
use crate::demo::seed::Seed;
use crate::domain::attribute::AttributeValue;
use crate::domain::product::Product;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::tree::Rule;
use crate::domain::vocabulary::Vocabulary;

/// How many random rules are asked of a shop that is large enough.
pub const RULES: u64 = 200;

/// Number attributes that random rules ask about.
pub const NUMBERS: [&str; 3] = ["warranty", "delivery_days", "package_weight"];

/// Returns so many random rules of a demo shop of so many products.
pub fn random(maker: &Maker, vocabulary: &Vocabulary, size: u64, count: u64) -> Result<Vec<Rule>, Failure> {
    let rule = |number| read(&one(maker, vocabulary, size, number)?, vocabulary);
    (0..count).map(rule).collect()
}

/// Returns two rules that compare with their source: the same brand and nearly the same price, in stock; the same
/// category and nearly the same price.
pub fn relative(vocabulary: &Vocabulary) -> Result<[Rule; 2], Failure> {
    let price = json!({"id": "price", "operator": "between", "rhs": {"source": "price", "mul": [0.9, 1.2]}});
    let brand = json!({"id": "brand", "operator": "equal", "rhs": {"source": "brand"}});
    let category = json!({"id": "category", "operator": "in", "rhs": {"source": "category"}});
    let stock = json!({"id": "in_stock", "operator": "equal", "value": true});
    Ok([
        read(&json!({"condition": "AND", "rules": [brand, price, stock]}), vocabulary)?,
        read(&json!({"condition": "AND", "rules": [category, price]}), vocabulary)?,
    ])
}

/// Reads a rule of JSON; what is wrong with it is a fault of the bench.
pub fn read(json: &Value, vocabulary: &Vocabulary) -> Result<Rule, Failure> {
    let draft =
        query_builder::read(json, 't').map_err(|problems| Failure(format!("{json}: {problems:?}")))?;
    let checked = check(&draft, vocabulary, Side::Target);
    match checked.rule {
        Some(rule) if checked.problems.is_empty() => Ok(rule),
        _ => Err(Failure(format!("{json}: {:?}", checked.problems))),
    }
}

fn one(maker: &Maker, vocabulary: &Vocabulary, size: u64, number: u64) -> Result<Value, Failure> {
    let mut seed = Seed::of(SEED, number ^ 0x000a_11e5);
    let product = maker.product(seed.below(size)).map_err(Failure)?;
    let mut drawing = Drawing { seed, product, vocabulary };
    let count = drawing.seed.between(3, 6);
    let mut rules: Vec<Value> = vec![drawing.area()];
    let has_group = drawing.seed.percent(60);
    let alone = if has_group { count - 2 } else { count };
    while i64::try_from(rules.len()).unwrap_or(0) < alone {
        rules.push(drawing.condition());
    }
    if has_group {
        let other = maker.product(drawing.seed.below(size)).map_err(Failure)?;
        let first = drawing.condition();
        drawing.product = other;
        let second = match drawing.seed.percent(30) {
            true => json!({"condition": "AND", "rules": [drawing.condition(), drawing.condition()]}),
            false => drawing.condition(),
        };
        rules.push(json!({"condition": "OR", "rules": [first, second]}));
    }
    Ok(json!({"condition": "AND", "rules": rules}))
}

/// One rule under way, made around one product.
struct Drawing<'a> {
    seed: Seed,
    product: Product,
    vocabulary: &'a Vocabulary,
}

impl Drawing<'_> {
    /// A category of the product or one above it; or its brand.
    fn area(&mut self) -> Value {
        if self.seed.percent(25) {
            return self.choice("brand").unwrap_or(Value::Null);
        }
        let mut id = self.product.categories.first().copied();
        for _ in 0..self.seed.below(4) {
            let parent = id.and_then(|id| self.vocabulary.category(id)).and_then(|category| category.parent);
            id = parent.or(id);
        }
        let key = id.and_then(|id| self.vocabulary.category(id)).map(|category| category.key.clone());
        json!({"id": "category", "operator": "in", "value": [key], "with_sub": true})
    }

    /// A condition on what the product is like; none it lacks is asked.
    fn condition(&mut self) -> Value {
        for _ in 0..8 {
            let drawn = match self.seed.below(10) {
                0..3 => self.any_choice(),
                3 | 4 => Some(self.price()),
                5 => self.flag(),
                6 => self.number(),
                7 => Some(self.sold_or_stock()),
                8 => Some(self.created()),
                _ => self.word(),
            };
            if let Some(condition) = drawn {
                return condition;
            }
        }
        json!({"id": "in_stock", "operator": "equal", "value": true})
    }

    fn any_choice(&mut self) -> Option<Value> {
        let known = self.product.attributes.iter();
        let choices = known.filter(|(_, value)| matches!(value, AttributeValue::Choice(_)));
        let keys: Vec<String> = choices
            .filter_map(|(id, _)| self.vocabulary.attribute(*id))
            .map(|attribute| match attribute.built_in {
                true => attribute.key.clone(),
                false => format!("attribute.{}", attribute.key),
            })
            .collect();
        let key = self.seed.pick(&keys)?.clone();
        self.choice(&key)
    }

    fn choice(&mut self, field: &str) -> Option<Value> {
        let key = field.trim_start_matches("attribute.");
        let attribute = self.vocabulary.attribute_by_key(key)?;
        let AttributeValue::Choice(carried) = self.product.attributes.get(&attribute.id)? else {
            return None;
        };
        let more = self.seed.pick(&attribute.options).map(|option| option.key.clone());
        let known = attribute.options.iter().filter(|option| carried.contains(&option.id));
        let mut values: Vec<String> = known.map(|option| option.key.clone()).collect();
        values.extend(more.filter(|_| self.seed.percent(40)));
        values.sort();
        values.dedup();
        let operator = if self.seed.percent(12) { "not_in" } else { "in" };
        Some(json!({"id": field, "operator": operator, "value": values}))
    }

    fn price(&mut self) -> Value {
        let prices = self.product.variants.iter().flat_map(|variant| &variant.prices);
        let euros = prices.map(|price| price.amount.minor / 100).next().unwrap_or(100);
        match self.seed.below(3) {
            0 => {
                json!({"id": "price", "operator": "between", "value": [euros * 7 / 10, euros * 14 / 10 + 1]})
            }
            1 => json!({"id": "price", "operator": "less_or_equal", "value": euros * 12 / 10 + 1}),
            _ => json!({"id": "price", "operator": "greater_or_equal", "value": euros * 8 / 10}),
        }
    }

    fn flag(&mut self) -> Option<Value> {
        let known = self.product.attributes.iter();
        let flags = known.filter_map(|(id, value)| match value {
            AttributeValue::YesNo(holds) => Some((*id, *holds)),
            _ => None,
        });
        let flags: Vec<_> = flags.collect();
        let (id, holds) = *self.seed.pick(&flags)?;
        let key = &self.vocabulary.attribute(id)?.key;
        Some(json!({"id": format!("attribute.{key}"), "operator": "equal", "value": holds}))
    }

    fn number(&mut self) -> Option<Value> {
        let key = *self.seed.pick(&NUMBERS)?;
        let id = self.vocabulary.attribute_by_key(key)?.id;
        let AttributeValue::Number(numbers) = self.product.attributes.get(&id)? else { return None };
        let number = numbers.first()?.0 / crate::domain::decimal::ONE;
        let operator = *self.seed.pick(&["less_or_equal", "greater_or_equal"])?;
        Some(json!({"id": format!("attribute.{key}"), "operator": operator, "value": number}))
    }

    fn sold_or_stock(&mut self) -> Value {
        match self.seed.below(4) {
            0 => json!({"id": "sold_30d", "operator": "greater_or_equal", "value": self.product.sold.get(1)}),
            1 => json!({"id": "stock", "operator": "greater_or_equal", "value": self.seed.between(1, 40)}),
            2 => json!({"id": "rating", "operator": "greater_or_equal", "value": self.seed.between(3, 4)}),
            _ => json!({"id": "in_stock", "operator": "equal", "value": true}),
        }
    }

    fn created(&mut self) -> Value {
        let day = self.product.created_at.date_naive().to_string();
        let operator = if self.seed.percent(50) { "greater_or_equal" } else { "less" };
        json!({"id": "created_at", "operator": operator, "value": day})
    }

    fn word(&mut self) -> Option<Value> {
        let name = self.product.name.any()?;
        let words: Vec<&str> = name.split(' ').filter(|word| word.len() >= 4 && word.is_ascii()).collect();
        let word = self.seed.pick(&words)?;
        Some(json!({"id": "name", "operator": "contains", "value": word}))
    }
}
