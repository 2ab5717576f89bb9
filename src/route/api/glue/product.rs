//! One product, and the related ones: the type's first product-page block, in the block's order.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::asked::Frame;
use super::problem::{Answer, Fault};
use super::resource::address;
use crate::app::App;
use crate::domain::text::fold;
use crate::index::snapshot::Doc;
use crate::pick::choose::{Context, Depth, choose};
use crate::route::api::asked::Asked;
use crate::route::api::v1::pick::first_block;

/// The relation type that a storefront calls related products.
const RELATED: &str = "related";

/// `GET /glue/abstract-products/{sku}?include=`
pub async fn show(app: Data<App>, sku: Path<String>, request: HttpRequest) -> Answer {
    let frame = Frame::read(&app, &request)?;
    frame.one(product(&frame.asked, &sku)?)
}

/// `GET /glue/abstract-products/{sku}/related-products?include=`: as many as the block shows; none is an empty list.
pub async fn related(app: Data<App>, sku: Path<String>, request: HttpRequest) -> Answer {
    let frame = Frame::read(&app, &request)?;
    let asked = &frame.asked;
    let doc = product(asked, &sku)?;
    let kind = asked.snapshot.vocabulary().relation_type(RELATED);
    let block = kind.and_then(|kind| first_block(&asked.snapshot, kind));
    let shown = |block| {
        let context = Context::Product(doc);
        choose(&asked.snapshot, &asked.ask(), block, context, block.maximum, Depth::Picks)
    };
    let picks = block.map(|block| shown(block).picks).unwrap_or_default();
    let own = asked.snapshot.product(doc).map(|view| address(view.sku())).unwrap_or_default();
    frame.list(picks.iter().map(|pick| pick.doc), &format!("{own}/related-products"))
}

/// Returns the product of exactly that sku, a variant's does not count, as far as the store shows it.
fn product(asked: &Asked, sku: &str) -> Result<Doc, Fault> {
    if sku.trim().is_empty() {
        return Err(Fault::no_sku());
    }
    let doc = asked.snapshot.find(sku).ok_or_else(Fault::no_product)?;
    let view = asked.snapshot.product(doc).ok_or_else(Fault::no_product)?;
    let is_it = fold(view.sku()) == fold(sku) && view.is_shown(asked.store.id, asked.at);
    if is_it { Ok(doc) } else { Err(Fault::no_product()) }
}
