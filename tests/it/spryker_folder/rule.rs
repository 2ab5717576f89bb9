//! Rules as Spryker stores them, in every form a file can hold, and what they match by its stated meaning.

use super::product::Product;
use super::word::CATEGORIES;

/// How a rule is written down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All eight keys on every node, leaves with `"rules":{}`: what Spryker stores.
    Stored,
    /// Leaves with `"rules":[]`.
    EmptyList,
    /// Leaves without `condition` and `rules`, groups without the rest: what its form posts.
    Posted,
    /// Leaves with `"rules":null`, conditions in small letters.
    SmallLetters,
    /// Keys that no reader knows.
    UnknownKeys,
}

/// A rule.
pub enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    /// Field id, operator, value.
    Leaf(String, &'static str, String),
}

/// Returns a condition.
pub fn leaf(id: &str, operator: &'static str, value: &str) -> Rule {
    Rule::Leaf(id.to_owned(), operator, value.to_owned())
}

impl Rule {
    /// Returns the rule as JSON, in one line.
    pub fn json(&self, form: Form) -> String {
        match self {
            Self::All(rules) => group("AND", rules, form),
            Self::Any(rules) => group("OR", rules, form),
            Self::Leaf(id, operator, value) => {
                let field = match id.as_str() {
                    "product_category_name" => "spy_category_attribute.name",
                    id if id.starts_with("product.json.") => "spy_product_abstract.attributes",
                    id => id,
                };
                let before = match form {
                    Form::Stored => "\"condition\":null,\"rules\":{},",
                    Form::EmptyList => "\"condition\":null,\"rules\":[],",
                    Form::SmallLetters => "\"condition\":null,\"rules\":null,",
                    Form::Posted => "",
                    Form::UnknownKeys => {
                        "\"condition\":null,\"rules\":{},\"flags\":{\"no_delete\":false},\"data\":null,"
                    }
                };
                format!(
                    "{{{before}\"id\":{},\"field\":{},\"type\":\"string\",\"input\":\"text\",\"operator\":\"{operator}\",\"value\":{}}}",
                    text(id),
                    text(field),
                    text(value)
                )
            }
        }
    }

    /// Returns true when a product is in the rule's set: any value of it or its concretes, in any language, text without case.
    pub fn matches(&self, product: &Product) -> bool {
        match self {
            Self::All(rules) => rules.iter().all(|rule| rule.matches(product)),
            Self::Any(rules) => rules.iter().any(|rule| rule.matches(product)),
            Self::Leaf(id, operator, value) => {
                let wanted: Vec<String> = match *operator {
                    "in" => value.split(',').map(fold).collect(),
                    _ => vec![fold(value)],
                };
                has(product, id).iter().any(|held| match *operator {
                    "equal" | "in" => wanted.contains(held),
                    "greater" => number(held) > number(&wanted[0]),
                    "less" => number(held) < number(&wanted[0]),
                    _ => panic!("{operator} is not worked out here"),
                })
            }
        }
    }
}

fn has(product: &Product, id: &str) -> Vec<String> {
    let found: Vec<String> = match id {
        "product_sku" => vec![product.sku.clone()],
        "product_name" => product.name.to_vec(),
        "product_created_at" => Vec::new(),
        "product_category_name" => {
            let of = CATEGORIES.iter().filter(|row| product.categories.contains(&row[0]));
            of.flat_map(|row| [row[2].to_owned(), row[3].to_owned()]).collect()
        }
        id => product.values(id.strip_prefix("product.json.").unwrap()),
    };
    found.iter().map(|text| fold(text)).collect()
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is compared as a number"))
}

fn group(condition: &str, rules: &[Rule], form: Form) -> String {
    let rules: Vec<String> = rules.iter().map(|rule| rule.json(form)).collect();
    let after = match form {
        Form::Posted => "",
        _ => ",\"id\":null,\"field\":null,\"type\":null,\"input\":null,\"operator\":null,\"value\":null",
    };
    let condition = if form == Form::SmallLetters { condition.to_lowercase() } else { condition.to_owned() };
    format!("{{\"condition\":\"{condition}\",\"rules\":[{}]{after}}}", rules.join(","))
}

fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/"))
}
