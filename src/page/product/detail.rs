//! What a product is: categories, price, stock, variants and attributes, in words.

use super::list::stock_words;
use crate::domain::attribute::AttributeValue;
use crate::domain::id::AttributeId;
use crate::domain::locale::Locale;
use crate::domain::product::Variant;
use crate::domain::vocabulary::{Vocabulary, shown};
use crate::index::Circumstances;
use crate::index::snapshot::View;
use crate::page::mark;

/// What a product is.
#[derive(Debug, Clone, Default)]
pub struct Detail {
    /// The ways to its categories.
    pub categories: Vec<String>,
    /// What a shopper pays; `–` for nothing.
    pub price: String,
    /// What it cost before; empty when it is not on sale.
    pub regular: String,
    /// Pieces in stock.
    pub stock: String,
    /// The class of the stock's text.
    pub stock_class: &'static str,
    /// True when it is never shown.
    pub inactive: bool,
    /// Its variants, when there are several.
    pub variants: Vec<VariantRow>,
    /// Its attributes, name and value.
    pub attributes: Vec<(String, String)>,
}

/// One variant.
#[derive(Debug, Clone)]
pub struct VariantRow {
    /// Its sku.
    pub sku: String,
    /// What sets it apart.
    pub is: String,
    /// Pieces in stock.
    pub stock: String,
    /// True when it is not bought.
    pub inactive: bool,
}

/// Returns what a product is, at the price of those circumstances.
pub fn detail(view: View<'_>, vocabulary: &Vocabulary, circumstances: Option<&Circumstances>) -> Detail {
    let locale = mark::locale(vocabulary);
    let Some(product) = view.whole() else { return Detail::default() };
    let price = circumstances.and_then(|c| view.price(c.store, c.currency));
    let regular = circumstances.and_then(|c| view.regular_price(c.store, c.currency));
    let (stock, stock_class) = stock_words(view.stock(), view.in_stock());
    let several = product.variants.len() > 1;
    Detail {
        categories: product.categories.iter().map(|id| vocabulary.path_name(*id, &locale)).collect(),
        price: price.map_or_else(|| "–".into(), |price| price.to_string()),
        regular: regular.map(|price| price.to_string()).unwrap_or_default(),
        stock,
        stock_class,
        inactive: !product.active,
        variants: if several { variants(&product.variants, vocabulary, &locale) } else { Vec::new() },
        attributes: named(&product.attributes, vocabulary, &locale),
    }
}

fn variants(variants: &[Variant], vocabulary: &Vocabulary, locale: &Locale) -> Vec<VariantRow> {
    let row = |variant: &Variant| {
        let is: Vec<String> =
            named(&variant.attributes, vocabulary, locale).into_iter().map(|(_, is)| is).collect();
        VariantRow {
            sku: variant.sku.as_str().to_owned(),
            is: is.join(", "),
            stock: stock_words(variant.stock, variant.stock.is_none_or(|stock| stock > 0)).0,
            inactive: !variant.active,
        }
    };
    variants.iter().map(row).collect()
}

/// Returns attributes by their label, each with its value in words.
fn named(
    attributes: &std::collections::BTreeMap<AttributeId, AttributeValue>,
    vocabulary: &Vocabulary,
    locale: &Locale,
) -> Vec<(String, String)> {
    let named = attributes.iter().filter_map(|(id, value)| {
        let attribute = vocabulary.attribute(*id)?;
        let mut is = words(value, vocabulary, locale);
        if let Some(unit) = &attribute.unit {
            is = format!("{is} {unit}");
        }
        Some((shown(&attribute.label, locale, &attribute.key).to_owned(), is))
    });
    named.collect()
}

fn words(value: &AttributeValue, vocabulary: &Vocabulary, locale: &Locale) -> String {
    match value {
        AttributeValue::Text(texts) => {
            texts.get(locale).or_else(|| texts.any()).map(|texts| texts.join(", ")).unwrap_or_default()
        }
        AttributeValue::Number(numbers) => joined(numbers.iter().map(ToString::to_string)),
        AttributeValue::Choice(_) | AttributeValue::ChoiceByLocale(_) => {
            let options = value.read_options(locale).iter().filter_map(|id| vocabulary.option(*id));
            joined(options.map(|(_, option)| shown(&option.label, locale, &option.key).to_owned()))
        }
        AttributeValue::YesNo(is) => if *is { "yes" } else { "no" }.into(),
        AttributeValue::Date(days) => joined(days.iter().map(|day| day.format("%-d %b %Y").to_string())),
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
