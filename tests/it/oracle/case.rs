//! One random case: a catalogue, and questions about it. Printed so that a person can read it and put it into a test.

use std::fmt;

use serde_json::{Map, Value, json};

/// A catalogue with questions.
#[derive(Clone)]
pub struct Case {
    /// For each category the place of an earlier one it lies in.
    pub parents: Vec<Option<usize>>,
    pub products: Vec<Product>,
    /// Some products reach the index through the change feed instead of the first load.
    pub followed: bool,
    pub questions: Vec<Question>,
}

/// A rule and under what it is asked.
#[derive(Debug, Clone)]
pub struct Question {
    pub rule: Node,
    /// The place of the product on the page.
    pub source: Option<usize>,
    pub store: i32,
    pub locale: &'static str,
    pub currency: &'static str,
    pub at: &'static str,
}

/// A product; jsonb columns as they are kept.
#[derive(Debug, Clone)]
pub struct Product {
    pub sku: String,
    pub active: bool,
    pub new_from: Option<&'static str>,
    pub new_until: Option<&'static str>,
    /// Locale, field, text.
    pub texts: Vec<(&'static str, &'static str, String)>,
    pub attributes: Vec<(i32, Value)>,
    pub categories: Vec<i32>,
    pub stores: Option<Vec<i32>>,
    pub rating: Option<i64>,
    pub reviews: Option<i64>,
    pub margin: Option<i64>,
    pub sold: [i64; 3],
    pub viewed: [i64; 3],
    pub created_at: &'static str,
    pub updated_at: &'static str,
    pub variants: Vec<Variant>,
}

/// A variant.
#[derive(Debug, Clone)]
pub struct Variant {
    pub active: bool,
    pub attributes: Vec<(i32, Value)>,
    pub stock: Option<i64>,
    pub prices: Vec<Price>,
}

/// A price in minor units.
#[derive(Debug, Clone)]
pub struct Price {
    pub store: Option<i32>,
    pub currency: &'static str,
    pub amount: i64,
    pub regular: Option<i64>,
}

/// A node of a rule.
#[derive(Debug, Clone)]
pub enum Node {
    Group { condition: &'static str, same_variant: bool, rules: Vec<Node> },
    Row(Row),
}

/// A condition as it is written.
#[derive(Debug, Clone)]
pub struct Row {
    pub field: &'static str,
    pub operator: &'static str,
    pub values: Vec<String>,
    /// The values are sent as one text with commas.
    pub joined: bool,
    pub with_sub: bool,
    pub rhs: Option<Rhs>,
}

/// A right-hand side of the product on the page.
#[derive(Debug, Clone)]
pub struct Rhs {
    pub source: &'static str,
    pub mul: Vec<String>,
    pub add: Vec<String>,
}

impl Node {
    /// Returns the rule as it is sent.
    pub fn json(&self) -> Value {
        match self {
            Self::Group { condition, same_variant, rules } => {
                let mut json =
                    json!({"condition": condition, "rules": rules.iter().map(Self::json).collect::<Value>()});
                if *same_variant {
                    json["same_variant"] = json!(true);
                }
                json
            }
            Self::Row(row) => row.json(),
        }
    }
}

impl Row {
    fn json(&self) -> Value {
        let mut json = json!({"id": self.field, "operator": self.operator});
        match (&self.rhs, self.values.as_slice()) {
            (Some(rhs), _) => json["rhs"] = json!({"source": rhs.source, "mul": rhs.mul, "add": rhs.add}),
            (None, []) => {}
            (None, [one]) if !self.joined => json["value"] = json!(one),
            (None, many) if self.joined => json["value"] = json!(many.join(" , ")),
            (None, many) => json["value"] = json!(many),
        }
        if self.with_sub {
            json["with_sub"] = json!(true);
        }
        json
    }
}

impl Product {
    /// Returns the row of `product`, under a number.
    pub fn row(&self, id: i64, sku_fold: &str) -> Value {
        let mut texts = Map::new();
        for (locale, field, text) in &self.texts {
            let entry = texts.entry(*locale).or_insert_with(|| json!({}));
            entry[*field] = json!(text);
        }
        json!({
            "id": id, "sku": self.sku, "sku_fold": sku_fold, "active": self.active,
            "new_from": self.new_from, "new_until": self.new_until, "texts": texts,
            "attributes": kept(&self.attributes), "category_ids": self.categories, "store_ids": self.stores,
            "images": [], "rating": self.rating, "review_count": self.reviews, "margin": self.margin,
            "sold": self.sold, "viewed": self.viewed, "created_at": self.created_at, "updated_at": self.updated_at,
        })
    }
}

/// Returns attribute values as they are kept.
pub fn kept(attributes: &[(i32, Value)]) -> Value {
    attributes.iter().map(|(id, value)| (id.to_string(), value.clone())).collect::<Map<_, _>>().into()
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\ncategories lie in {:?}; followed: {}", self.parents, self.followed)?;
        for (at, product) in self.products.iter().enumerate() {
            writeln!(f, "product {at}: {}", product.row(0, ""))?;
            for variant in &product.variants {
                let prices = &variant.prices;
                let carried = kept(&variant.attributes);
                writeln!(
                    f,
                    "  variant active={} stock={:?} {carried} {prices:?}",
                    variant.active, variant.stock
                )?;
            }
        }
        for asked in &self.questions {
            let Question { rule, source, store, locale, currency, at } = asked;
            writeln!(
                f,
                "asked: source={source:?} store={store} {locale} {currency} {at}\n  {}",
                rule.json()
            )?;
        }
        Ok(())
    }
}
