//! A product's page: the picture, what it costs, its forms, what is known of it, and what goes with it.

use askama::Template;

use super::block::{Shelf, shelves};
use super::card::{brand, discount, is_there, rating, variant_price};
use super::category::way_to;
use super::frame::{Frame, Way};
use super::stand::Stand;
use crate::domain::attribute::{Attribute, AttributeValue};
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::product::{Product, Variant};
use crate::domain::vocabulary::shown;
use crate::form::query::coded;
use crate::index::snapshot::{Doc, View};
use crate::page::picture::{in_colour, picture_url};
use crate::pick::choose::Decision;

/// Fewest pieces that are told as plenty.
const PLENTY: i64 = 5;

/// A product's page.
#[derive(Template)]
#[template(path = "shop/product.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// The way to it.
    pub path: Vec<Way>,
    /// Its brand; empty: none.
    pub brand: String,
    /// Its name.
    pub name: String,
    /// Its picture, in the chosen colour.
    pub picture: String,
    /// What the chosen form costs; empty: nothing here.
    pub price: String,
    /// What it cost before; empty: not on sale.
    pub was: String,
    /// `−20 %`; empty: not on sale.
    pub off: String,
    /// `4.3`; empty: not rated.
    pub rating: String,
    /// How many rated it.
    pub reviews: i64,
    /// Plain text; markup that came with it is taken out.
    pub description: String,
    /// One choice for each attribute in which its forms differ.
    pub choices: Vec<Choice>,
    /// The chosen form's sku; what is added to the cart.
    pub sku: String,
    /// The chosen form can be bought.
    pub can_buy: bool,
    /// Only a few are left of it.
    pub few: bool,
    /// What is known of it: name and value.
    pub facts: Vec<(String, String)>,
    /// The blocks.
    pub shelves: Vec<Shelf>,
}

/// One attribute in which forms differ.
pub struct Choice {
    /// What people call it.
    pub name: String,
    /// What is chosen.
    pub chosen: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// One value of a choice.
pub struct Value {
    /// Where it leads: the same page with the form of that value.
    pub way: Way,
    /// A small picture in that colour; empty: none.
    pub picture: String,
    /// That form can be bought.
    pub there: bool,
}

impl Show {
    /// Returns the page of a product; the form of that sku is chosen, else the first one that can be bought. `None` when
    /// the snapshot has lost the product.
    pub fn new(
        stand: &Stand<'_>,
        frame: Frame,
        doc: Doc,
        form: &str,
        decisions: &[Decision<'_>],
    ) -> Option<Self> {
        let view = stand.snapshot.product(doc)?;
        let product = &view.whole()?;
        let chosen = chosen(product, form)?;
        let price = variant_price(stand, chosen);
        let was = price.and_then(|(price, was)| was.map(|was| (was, price)));
        let category = product.categories.first().and_then(|id| stand.vocabulary().category(*id));
        Some(Self {
            path: category.map(|category| way_to(stand, category)).unwrap_or_default(),
            brand: Some(brand(stand, view))
                .filter(|brand| !view.name(stand.locale).starts_with(brand.as_str()))
                .unwrap_or_default(),
            name: view.name(stand.locale).to_owned(),
            picture: picture_of(stand, view, chosen),
            price: price.map(|(price, _)| price.to_string()).unwrap_or_default(),
            was: was.map(|(was, _)| was.to_string()).unwrap_or_default(),
            off: was.map(|(was, price)| discount(was, price)).unwrap_or_default(),
            rating: rating(view).unwrap_or_default(),
            reviews: product.review_count.unwrap_or(0),
            description: crate::page::words::plain(
                product
                    .description
                    .get(stand.locale)
                    .or_else(|| product.description.any())
                    .map_or("", String::as_str),
            ),
            choices: choices(stand, view, product, chosen),
            sku: chosen.sku.as_str().to_owned(),
            can_buy: is_there(chosen) && price.is_some(),
            few: chosen.stock.is_some_and(|stock| (1..PLENTY).contains(&stock)),
            facts: facts(stand, product),
            shelves: shelves(stand, decisions, Some(doc)),
            frame,
        })
    }
}

fn chosen<'a>(product: &'a Product, form: &str) -> Option<&'a Variant> {
    let form = crate::domain::text::fold(form);
    let forms = &product.variants;
    let named = forms.iter().find(|variant| variant.active && variant.sku.fold() == form);
    named.or_else(|| forms.iter().find(|variant| is_there(variant))).or_else(|| forms.first())
}

fn picture_of(stand: &Stand<'_>, view: View<'_>, variant: &Variant) -> String {
    let picture = picture_url(view);
    let colour =
        stand.vocabulary().attribute_by_key("colour").and_then(|colour| option_of(stand, variant, colour.id));
    let key = colour.and_then(|id| stand.vocabulary().option(id)).map(|(_, option)| option.key.as_str());
    key.and_then(|key| in_colour(&picture, key)).unwrap_or(picture)
}

fn option_of(stand: &Stand<'_>, variant: &Variant, attribute: AttributeId) -> Option<OptionId> {
    variant.attributes.get(&attribute)?.read_options(stand.locale).first().copied()
}

/// Returns a choice for each attribute in which the active forms differ.
fn choices(stand: &Stand<'_>, view: View<'_>, product: &Product, chosen: &Variant) -> Vec<Choice> {
    let forms: Vec<&Variant> = product.variants.iter().filter(|variant| variant.active).collect();
    let attributes = stand.vocabulary().attributes().iter().filter(|attribute| {
        let mut values: Vec<OptionId> =
            forms.iter().filter_map(|form| option_of(stand, form, attribute.id)).collect();
        values.sort();
        values.dedup();
        values.len() > 1 || (attribute.key == "colour" && values.len() == 1)
    });
    attributes.map(|attribute| choice(stand, view, attribute, &forms, chosen)).collect()
}

fn choice(
    stand: &Stand<'_>,
    view: View<'_>,
    attribute: &Attribute,
    forms: &[&Variant],
    chosen: &Variant,
) -> Choice {
    let vocabulary = stand.vocabulary();
    let own = option_of(stand, chosen, attribute.id);
    let label = |id: OptionId| match vocabulary.option(id) {
        Some((_, option)) => shown(&option.label, stand.locale, &option.key).to_owned(),
        None => String::new(),
    };
    let mut seen = Vec::new();
    let mut values = Vec::new();
    for form in forms {
        let Some(option) = option_of(stand, form, attribute.id).filter(|option| !seen.contains(option))
        else {
            continue;
        };
        seen.push(option);
        let form = nearest(stand, forms, (attribute.id, option), chosen).unwrap_or(form);
        let page = format!("/product/{}", coded(view.sku()));
        let url = stand.url_with(&page, &[("form", form.sku.as_str())]);
        let picture = if attribute.key == "colour" { picture_of(stand, view, form) } else { String::new() };
        values.push(Value {
            way: Way { name: label(option), url, here: own == Some(option) },
            picture,
            there: is_there(form),
        });
    }
    let name = shown(&attribute.label, stand.locale, &attribute.key).to_owned();
    Choice { name, chosen: own.map(label).unwrap_or_default(), values }
}

/// Returns the form that has the wanted value and otherwise most in common with the chosen one.
fn nearest<'a>(
    stand: &Stand<'_>,
    forms: &[&'a Variant],
    (wanted, option): (AttributeId, OptionId),
    chosen: &Variant,
) -> Option<&'a Variant> {
    let having = forms.iter().copied().filter(|form| option_of(stand, form, wanted) == Some(option));
    let common = |form: &&Variant| {
        let same = form
            .attributes
            .iter()
            .filter(|(id, value)| **id != wanted && chosen.attributes.get(*id) == Some(*value));
        std::cmp::Reverse(same.count())
    };
    having.min_by_key(common)
}

/// Returns what is known of a product, in the order of the vocabulary.
fn facts(stand: &Stand<'_>, product: &Product) -> Vec<(String, String)> {
    let own = stand.vocabulary().attributes().iter().filter(|attribute| !attribute.built_in);
    own.filter_map(|attribute| {
        let value = product.attributes.get(&attribute.id)?;
        let text = told(stand, attribute, value);
        (!text.is_empty()).then(|| (shown(&attribute.label, stand.locale, &attribute.key).to_owned(), text))
    })
    .collect()
}

fn told(stand: &Stand<'_>, attribute: &Attribute, value: &AttributeValue) -> String {
    let unit = attribute.unit.as_deref().unwrap_or_default();
    let words: Vec<String> = match value {
        AttributeValue::Text(texts) => {
            texts.get(stand.locale).or_else(|| texts.any()).cloned().unwrap_or_default()
        }
        AttributeValue::Number(numbers) => {
            numbers.iter().map(|number| format!("{number} {unit}").trim_end().to_owned()).collect()
        }
        AttributeValue::Choice(_) | AttributeValue::ChoiceByLocale(_) => {
            let options = value.read_options(stand.locale).iter();
            let options = options.filter_map(|id| stand.vocabulary().option(*id));
            options.map(|(_, option)| shown(&option.label, stand.locale, &option.key).to_owned()).collect()
        }
        AttributeValue::YesNo(yes) => {
            vec![if *yes { stand.words().yes } else { stand.words().no }.to_owned()]
        }
        AttributeValue::Date(days) => days.iter().map(|day| day.format("%-d.%-m.%Y").to_string()).collect(),
    };
    words.join(", ")
}
