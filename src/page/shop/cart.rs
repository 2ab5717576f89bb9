//! The cart: its lines, what they come to, and what goes with them.

use askama::Template;

use super::block::{Shelf, shelves};
use super::card::{is_there, variant_price};
use super::frame::Frame;
use super::stand::Stand;
use crate::domain::attribute::AttributeValue;
use crate::domain::money::Money;
use crate::domain::product::Variant;
use crate::domain::vocabulary::shown;
use crate::index::snapshot::Doc;
use crate::page::picture::picture_url;
use crate::pick::choose::Decision;

/// The cart's page.
#[derive(Template)]
#[template(path = "shop/cart.html")]
pub struct Show {
    /// The frame.
    pub frame: Frame,
    /// Its lines, the last-added one first.
    pub lines: Vec<Line>,
    /// What was wrong with what was posted; empty: nothing.
    pub problem: String,
    /// What they come to.
    pub total: String,
    /// "Thank you".
    pub thanks_url: String,
    /// The blocks.
    pub shelves: Vec<Shelf>,
}

/// One line.
pub struct Line {
    /// The form's sku.
    pub sku: String,
    /// The product's page.
    pub url: String,
    /// Its picture.
    pub picture: String,
    /// Its name.
    pub name: String,
    /// What tells the form from others: `Navy, M`.
    pub form: String,
    /// How many.
    pub pieces: u32,
    /// What one costs; empty: not sold here.
    pub price: String,
    /// What all cost.
    pub sum: String,
    /// It can be bought now.
    pub there: bool,
    amount: Option<Money>,
}

/// What is in the cart: a sku that was found, its product, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The form's sku.
    pub sku: String,
    /// The product.
    pub doc: Doc,
    /// How many.
    pub pieces: u32,
}

impl Show {
    /// Returns the cart's page.
    pub fn new(
        stand: &Stand<'_>,
        frame: Frame,
        held: &[Held],
        problem: &str,
        decisions: &[Decision<'_>],
    ) -> Self {
        let lines: Vec<Line> = held.iter().filter_map(|held| line(stand, held)).collect();
        let amounts = lines.iter().filter_map(|line| line.amount);
        let minor = amounts.fold(0_i64, |sum, amount| sum.saturating_add(amount.minor));
        let total = Money { minor, currency: stand.currency }.to_string();
        Self {
            lines,
            problem: problem.to_owned(),
            total,
            thanks_url: stand.url("/thanks"),
            shelves: shelves(stand, decisions, None),
            frame,
        }
    }
}

fn line(stand: &Stand<'_>, held: &Held) -> Option<Line> {
    let view = stand.snapshot.product(held.doc)?;
    let sku = crate::domain::text::fold(&held.sku);
    let product = view.whole()?;
    let variant = product.variants.iter().find(|variant| variant.sku.fold() == sku);
    let own = variant.and_then(|variant| variant_price(stand, variant)).map(|(price, _)| price);
    let price = own.or_else(|| view.price(stand.store.id, stand.currency));
    let amount =
        price.map(|price| Money { minor: price.minor.saturating_mul(i64::from(held.pieces)), ..price });
    Some(Line {
        sku: held.sku.clone(),
        url: stand.product_url(view.sku()),
        picture: picture_url(view),
        name: view.name(stand.locale).to_owned(),
        form: variant.map(|variant| form(stand, variant)).unwrap_or_default(),
        pieces: held.pieces,
        price: price.map(|price| price.to_string()).unwrap_or_default(),
        sum: amount.map(|amount| amount.to_string()).unwrap_or_default(),
        there: variant.map_or_else(|| view.in_stock(), is_there),
        amount,
    })
}

fn form(stand: &Stand<'_>, variant: &Variant) -> String {
    let first = |value: &AttributeValue| value.read_options(stand.locale).first().copied();
    let options = variant.attributes.values().filter_map(first);
    let options = options.filter_map(|id| stand.vocabulary().option(id));
    let words: Vec<&str> =
        options.map(|(_, option)| shown(&option.label, stand.locale, &option.key)).collect();
    words.join(", ")
}
