//! What a product's page shows of a relation type: the type's first product-page block as it would stand alone.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::block::respond;
use crate::app::App;
use crate::domain::block::{Block, Page};
use crate::domain::vocabulary::RelationType;
use crate::index::snapshot::Snapshot;
use crate::pick::choose::Context;
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::problem::{Answer, Refused};

/// `GET /api/v1/products/{sku}/relations/{type}`
pub async fn list(app: Data<App>, path: Path<(String, String)>, request: HttpRequest) -> Answer {
    let parameters = Parameters::of_query(request.query_string())?;
    let asked = Asked::read(&app, &parameters)?;
    let (sku, kind) = path.into_inner();
    let doc = asked.product(&sku)?;
    let snapshot = &asked.snapshot;
    let kind = snapshot.vocabulary().relation_type(&kind).ok_or_else(|| no_type(snapshot, &kind))?;
    let block = first_block(snapshot, kind)
        .ok_or_else(|| Refused::not_found(format!("No block shows relations of the type “{}”.", kind.key)))?;
    respond(&request, &parameters, &asked, block, Context::Product(doc)).await
}

fn no_type(snapshot: &Snapshot, kind: &str) -> Refused {
    let keys: Vec<&str> = snapshot.vocabulary().types().iter().map(|kind| kind.key.as_str()).collect();
    Refused::not_found(format!("There is no relation type “{kind}”; there is {}.", keys.join(", ")))
}

/// The first block of a product's page that shows a type, else the first of any page.
pub fn first_block<'a>(snapshot: &'a Snapshot, kind: &RelationType) -> Option<&'a Block> {
    let shows = |block: &&Block| block.type_keys.contains(&kind.key);
    let mut blocks = snapshot.vocabulary().blocks().iter().filter(shows);
    let first = blocks.clone().next();
    blocks.find(|block| block.page == Page::Product).or(first)
}
