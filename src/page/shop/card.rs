//! A product as a card: picture, name, price, one button.

use super::stand::Stand;
use crate::domain::decimal::ONE;
use crate::domain::money::Money;
use crate::domain::product::Variant;
use crate::index::snapshot::{Doc, View};
use crate::page::picture::picture_url;

/// A product as a card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its page.
    pub url: String,
    /// Its picture.
    pub picture: String,
    /// Its brand; empty: none.
    pub brand: String,
    /// Its name, without the brand where the name begins with it.
    pub name: String,
    /// What it costs; empty: no price here.
    pub price: String,
    /// Its variants differ in price.
    pub from: bool,
    /// What it cost before; empty: not on sale.
    pub was: String,
    /// `−20 %`; empty: not on sale.
    pub off: String,
    /// It is new.
    pub is_new: bool,
    /// What the button adds: a variant that can be bought; empty: none can.
    pub buy_sku: String,
    /// Where the pick came from; only where staff asked why.
    pub origin: Option<super::block::Supplied>,
}

/// Returns the card of a product; `None` when the snapshot has lost it.
pub fn card(stand: &Stand<'_>, doc: Doc) -> Option<Card> {
    let view = stand.snapshot.product(doc)?;
    let price = view.price(stand.store.id, stand.currency);
    let was = view.regular_price(stand.store.id, stand.currency);
    let was = was.zip(price).filter(|(was, price)| was.minor > price.minor);
    let brand = brand(stand, view);
    let name = view.name(stand.locale);
    Some(Card {
        url: stand.product_url(view.sku()),
        picture: picture_url(view),
        name: name
            .strip_prefix(brand.as_str())
            .map(str::trim_start)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(name)
            .to_owned(),
        brand,
        price: price.map(|price| price.to_string()).unwrap_or_default(),
        from: price
            .is_some_and(|price| dearest(stand, view).is_some_and(|dearest| dearest.minor > price.minor)),
        was: was.map(|(was, _)| was.to_string()).unwrap_or_default(),
        off: was.map(|(was, price)| discount(was, price)).unwrap_or_default(),
        is_new: view.is_new(stand.at),
        buy_sku: price.and_then(|_| to_buy(view)).unwrap_or_default(),
        origin: None,
    })
}

/// Returns what one variant costs in this store: the price, and the one before the sale.
pub fn variant_price(stand: &Stand<'_>, variant: &Variant) -> Option<(Money, Option<Money>)> {
    let of = |store| {
        variant.prices.iter().find(|price| price.store == store && price.amount.currency == stand.currency)
    };
    let price = of(Some(stand.store.id)).or_else(|| of(None))?;
    Some((price.amount, price.regular.filter(|regular| regular.minor > price.amount.minor)))
}

/// Returns true when a variant can be bought.
pub fn is_there(variant: &Variant) -> bool {
    variant.active && variant.stock.is_none_or(|stock| stock > 0)
}

/// Returns the brand's name in this locale; empty when there is none.
pub fn brand(stand: &Stand<'_>, view: View<'_>) -> String {
    let Some(attribute) = stand.vocabulary().attribute_by_key("brand") else { return String::new() };
    let Some(value) = view.attribute(attribute.id) else { return String::new() };
    let option = value.read_options(stand.locale).first().and_then(|id| stand.vocabulary().option(*id));
    option
        .map(|(_, option)| {
            crate::domain::vocabulary::shown(&option.label, stand.locale, &option.key).to_owned()
        })
        .unwrap_or_default()
}

/// Returns how much cheaper it is: `−20 %`.
pub fn discount(was: Money, price: Money) -> String {
    let percent = (was.minor - price.minor).saturating_mul(100).checked_div(was.minor).unwrap_or(0);
    format!("−{percent} %")
}

/// Returns a rating as a person reads it: `4.3`.
pub fn rating(view: View<'_>) -> Option<String> {
    let rating = view.rating()?;
    Some(format!("{}.{}", rating.0 / ONE, rating.0 % ONE * 10 / ONE))
}

fn dearest(stand: &Stand<'_>, view: View<'_>) -> Option<Money> {
    let active = view.offers().filter(|offer| offer.active);
    let prices = active.filter_map(|offer| offer.price(stand.store.id, stand.currency));
    prices.map(|(minor, _)| Money { minor, currency: stand.currency }).max_by_key(|price| price.minor)
}

fn to_buy(view: View<'_>) -> Option<String> {
    view.offers().find(|offer| offer.is_there()).map(|offer| offer.sku().into_owned())
}
