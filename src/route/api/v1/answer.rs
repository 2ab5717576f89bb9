//! The shapes of the answers: items, lists, blocks.

use serde::Serialize;
use utoipa::ToSchema;

use super::explained::{self, Candidate, Detail, Insight, Reason};
use crate::domain::vocabulary::shown;
use crate::index::snapshot::{Doc, Snapshot, View};
use crate::pick::choose::{Decision, Pick};
use crate::pick::reason::{HiddenBecause, LeftOut, Origin};
use crate::route::api::asked::Asked;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The entries.
    pub items: Vec<T>,
    /// The address of the next page; none: this is the last.
    pub next: Option<String>,
    /// Where the catalogue stood.
    pub version: String,
}

/// One product, as a shop shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    sku: String,
    name: String,
    url: String,
    image: Option<String>,
    #[schema(value_type = Option<f64>)]
    price: Option<serde_json::Number>,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail>,
}

/// The stage that brought a pick.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Origin)]
pub struct Source {
    kind: &'static str,
    key: String,
}

/// What one block shows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Block)]
pub struct Shown {
    /// The block's key.
    pub block: String,
    title: Option<String>,
    items: Vec<Item>,
    next: Option<String>,
    total: usize,
    version: String,
    hidden_because: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Vec<Reason>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<Candidate>,
}

/// Returns a product as an item without a place.
pub fn item(asked: &Asked, doc: Doc) -> Option<Item> {
    let view = asked.snapshot.product(doc)?;
    let price = view.price(asked.store.id, asked.currency).and_then(|price| price.major().parse().ok());
    Some(Item {
        sku: view.sku().to_owned(),
        name: view.name(&asked.locale).to_owned(),
        url: page(asked, &view),
        image: view.image(),
        price,
        currency: asked.currency.to_string(),
        position: None,
        origin: None,
        reason: None,
        detail: None,
    })
}

/// Returns a product that a rule matches, with what is told of that.
pub fn matching(asked: &Asked, doc: Doc, detail: Option<Detail>) -> Option<Item> {
    Some(Item { detail, ..item(asked, doc)? })
}

/// Returns the address of a product's page: the shop's own, else the preview's.
pub fn page(asked: &Asked, view: &View<'_>) -> String {
    let own = view.url(&asked.locale).filter(|url| !url.is_empty());
    own.unwrap_or_else(|| format!("/shop/{}/product/{}", escape(&asked.store.key), escape(view.sku())))
}

/// Returns picks as items with their places; explained, with what else is told of each.
pub fn items(asked: &Asked, picks: &[Pick], insight: Option<Insight>) -> Vec<Item> {
    items_from(1, asked, picks, insight)
}

/// Returns picks likewise, the first of them at a place further down.
pub fn items_from(first: usize, asked: &Asked, picks: &[Pick], insight: Option<Insight>) -> Vec<Item> {
    let staff = insight.is_some_and(|insight| insight.staff);
    let placed = |(position, pick): (usize, &Pick)| {
        let (origin, reason) =
            (Some(source(&pick.origin)), Some(reason(&asked.snapshot, &pick.origin, staff)));
        let detail = insight.map(|insight| explained::detail(asked, pick, insight));
        Some(Item { position: Some(position), origin, reason, detail, ..item(asked, pick.doc)? })
    };
    (first..).zip(picks).filter_map(placed).collect()
}

/// Returns what a block shows; explained, with what is left out and why.
pub fn block(
    asked: &Asked,
    decision: &Decision<'_>,
    insight: Option<Insight>,
    candidate: Option<Candidate>,
) -> Shown {
    let title = (!decision.block.title.own.is_empty() || decision.block.title.default.is_some())
        .then(|| shown(&decision.block.title, &asked.locale, "").to_owned());
    Shown {
        block: decision.block.key.clone(),
        title,
        items: items(asked, &decision.picks, insight),
        next: None,
        total: decision.total,
        version: version(&asked.snapshot),
        hidden_because: decision.hidden_because.map(hidden),
        left_out: insight.map(|insight| explained::of_block(asked, decision, insight)),
        candidate,
    }
}

/// Returns where the change feed stood, as one word.
pub fn version(snapshot: &Snapshot) -> String {
    snapshot.version().map(|version| format!("{}.{}", version.epoch, version.number)).unwrap_or_default()
}

/// Returns a text for a piece of an address.
pub fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Returns the stage that brought a pick, as it is written.
pub fn source(origin: &Origin) -> Source {
    let (kind, key) = match origin {
        Origin::Link(id) => ("link", id.to_string()),
        Origin::Pin(key) => ("pin", key.clone()),
        Origin::Rule(key) => ("rule", key.clone()),
        Origin::Fallback => ("unit", "best-selling".to_owned()),
    };
    Source { kind, key }
}

/// Says why a pick is shown. What a relation is called is for staff.
fn reason(snapshot: &Snapshot, origin: &Origin, staff: bool) -> String {
    let name = |key: &str| {
        snapshot.relation(key).map_or_else(|| key.to_owned(), |found| found.relation.name.clone())
    };
    match origin {
        Origin::Link(_) => "Picked by hand for this product.".to_owned(),
        Origin::Pin(_) if !staff => "Picked by hand for products like this.".to_owned(),
        Origin::Rule(_) if !staff => "Matches a rule for products like this.".to_owned(),
        Origin::Pin(key) => format!("Pinned in “{}”.", name(key)),
        Origin::Rule(key) => format!("Matches the rule of “{}”.", name(key)),
        Origin::Fallback => "Sells best in the category; fills what was left free.".to_owned(),
    }
}

/// Returns a reason under its name.
pub fn left_out(because: LeftOut) -> &'static str {
    match because {
        LeftOut::Source => "source",
        LeftOut::InCart => "in_cart",
        LeftOut::Excluded => "excluded",
        LeftOut::Earlier => "earlier",
        LeftOut::Inactive => "inactive",
        LeftOut::OutsideDates => "outside_dates",
        LeftOut::NotInStore => "not_in_store",
        LeftOut::OutOfStock => "out_of_stock",
        LeftOut::Hidden => "hidden",
        LeftOut::BelowMinimum => "below_minimum",
        LeftOut::Stopped => "stopped",
        LeftOut::RelationLimit => "relation_limit",
        LeftOut::BlockFull => "block_full",
    }
}

/// Returns why a block is hidden, under its name.
pub fn hidden(because: HiddenBecause) -> &'static str {
    match because {
        HiddenBecause::Off => "off",
        HiddenBecause::Empty => "empty",
        HiddenBecause::BelowMinimum => "below_minimum",
    }
}
