//! What the blocks of a cart show.

use actix_web::HttpRequest;
use actix_web::web::{Data, Payload};
use serde::Serialize;
use serde_json::Value;

use super::answer::{self, Shown, version};
use super::explained::{Candidate, Insight, candidate};
use crate::app::App;
use crate::domain::block::Page;
use crate::domain::limit::ITEMS_MAX;
use crate::index::snapshot::Doc;
use crate::pick::account;
use crate::pick::choose::{Context, Decision, Depth, page_of};
use crate::route::api::asked::{Asked, Parameters, kind};
use crate::route::api::json::{self, BODY_MAX};
use crate::route::api::problem::{Answer, Refused};

/// Most lines of a cart.
const LINES_MAX: usize = 500;

/// All blocks of the cart; `items` has what they show in one list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Cart {
    items: Vec<answer::Item>,
    next: Option<String>,
    blocks: Vec<Shown>,
    version: String,
}

/// `POST /api/v1/carts/relations` with `{"lines": [{"sku"}, …] | "skus": [], "type", "store", …}`, the last-added line
/// last. Changes nothing; it is posted because carts grow long.
pub async fn create(app: Data<App>, request: HttpRequest, payload: Payload) -> Answer {
    let body = json::read(&request, payload, BODY_MAX).await?;
    let parameters = Parameters::of_json(&body);
    let asked = Asked::read(&app, &parameters)?;
    let lines = lines(&asked, &body)?;
    let limit = parameters.number("limit", ITEMS_MAX)?;
    let kind = kind(&asked.snapshot, &parameters)?;
    let insight = Insight::read(&request, &parameters, &asked).await?;
    let (ask, context) = (asked.ask(), Context::Cart(&lines));
    let mut decisions: Vec<(Decision<'_>, Option<Candidate>)> = match insight.and_then(|one| one.candidate) {
        Some(doc) => {
            let told = account::page_of(&asked.snapshot, &ask, Page::Cart, context, limit, doc).into_iter();
            told.map(|account| (candidate(&asked, &account), account.decision))
                .map(|(told, decision)| (decision, told))
                .collect()
        }
        None => {
            let depth = Depth::reasons(insight.is_some());
            let decisions = page_of(&asked.snapshot, &ask, Page::Cart, context, limit, depth).into_iter();
            decisions.map(|decision| (decision, None)).collect()
        }
    };
    if let Some(kind) = kind {
        decisions.retain(|(decision, _)| decision.block.type_keys.contains(&kind.key));
    }
    let all: Vec<_> = decisions.iter().flat_map(|(decision, _)| decision.picks.clone()).collect();
    let blocks =
        decisions.into_iter().map(|(decision, told)| answer::block(&asked, &decision, insight, told));
    let cart = Cart {
        items: answer::items(&asked, &all, insight),
        next: None,
        blocks: blocks.collect(),
        version: version(&asked.snapshot),
    };
    json::write(&cart)
}

/// Returns the lines, the last-added first.
fn lines(asked: &Asked, body: &Value) -> Result<Vec<Doc>, Refused> {
    let (place, list) = match (body.get("lines"), body.get("skus")) {
        (Some(lines), _) => ("lines", lines),
        (None, Some(skus)) => ("skus", skus),
        (None, None) => {
            return Err(Refused::wrong("lines", "Name the cart's products in “lines” or “skus”."));
        }
    };
    let list = list.as_array().ok_or_else(|| Refused::wrong(place, format!("“{place}” is a list.")))?;
    if list.len() > LINES_MAX {
        return Err(Refused::wrong(place, format!("A cart has at most {LINES_MAX} lines.")));
    }
    let line = |(at, line): (usize, &Value)| {
        let place = format!("{place}.{at}");
        let sku = line.as_str().or_else(|| line.get("sku").and_then(Value::as_str));
        let sku = sku.ok_or_else(|| Refused::wrong(&place, "A line is a sku, or an object with a “sku”."))?;
        asked.named(&place, sku)
    };
    let mut lines = list.iter().enumerate().map(line).collect::<Result<Vec<_>, _>>()?;
    lines.reverse();
    Ok(lines)
}
