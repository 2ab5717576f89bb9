//! What a block shows, asked by its key.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::answer;
use super::explained::{Insight, candidate};
use crate::app::App;
use crate::domain::block::{Block, Page};
use crate::domain::limit::ITEMS_MAX;
use crate::index::snapshot::{Doc, Snapshot};
use crate::pick::account;
use crate::pick::choose::{Context, Depth, choose, sources};
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::json;
use crate::route::api::keep::Fleeting;
use crate::route::api::problem::{Answer, Refused};
use crate::route::api::ready::Lasting;

/// `GET /api/v1/blocks/{block}?sku=`: a block of a product's page, a cart (several skus, the last-added last), a
/// category's page (`category=`) or a page of its own.
pub async fn show(app: Data<App>, key: Path<String>, request: HttpRequest) -> Answer {
    let parameters = Parameters::of_query(request.query_string())?;
    let asked = Asked::read(&app, &parameters)?;
    let vocabulary = asked.snapshot.vocabulary();
    let keys = || vocabulary.blocks().iter().map(|block| block.key.as_str()).collect::<Vec<_>>().join(", ");
    let missing = || Refused::not_found(format!("There is no block “{key}”; there is {}.", keys()));
    let block = vocabulary.block(&key).ok_or_else(missing)?;
    let lines: Vec<Doc> = parameters
        .skus("sku", &asked.snapshot)
        .into_iter()
        .rev()
        .map(|sku| asked.named("sku", sku))
        .collect::<Result<_, _>>()?;
    let context = match (block.page, lines.first()) {
        (Page::Product, Some(doc)) => Context::Product(*doc),
        (Page::Product, None) => {
            return Err(Refused::wrong("sku", "Say with “sku” which product's page is meant."));
        }
        (Page::Cart | Page::Confirmation, _) => Context::Cart(&lines),
        (Page::Category, _) => Context::Category(category(&asked, &parameters)?),
        (Page::Home, _) => Context::Nothing,
    };
    respond(&request, &parameters, &asked, block, context).await
}

/// Answers with what a block shows.
pub async fn respond(
    request: &HttpRequest,
    parameters: &Parameters,
    asked: &Asked,
    block: &Block,
    context: Context<'_>,
) -> Answer {
    let maximum = parameters.number("limit", ITEMS_MAX)?.unwrap_or(block.maximum);
    let insight = Insight::read(request, parameters, asked).await?;
    let ask = asked.ask();
    let Some(doc) = insight.and_then(|insight| insight.candidate) else {
        let depth = Depth::reasons(insight.is_some());
        let decision = choose(&asked.snapshot, &ask, block, context, maximum, depth);
        let mut answer = json::write(&answer::block(asked, &decision, insight, None))?;
        let sources: Vec<Doc> = sources(context).into_iter().collect();
        if sources.iter().any(|doc| has_dated_links(&asked.snapshot, *doc)) {
            answer.extensions_mut().insert(Fleeting);
        } else if insight.is_none() && !sources.is_empty() {
            let (circumstances, version) = (asked.circumstances(), answer::version(&asked.snapshot));
            answer.extensions_mut().insert(Lasting { sources, circumstances, version });
        }
        return Ok(answer);
    };
    let account = account::block(&asked.snapshot, &ask, block, context, maximum, doc);
    let told = candidate(asked, &account);
    json::write(&answer::block(asked, &account.decision, insight, told))
}

/// Returns true when links of a product begin or end some day.
fn has_dated_links(snapshot: &Snapshot, doc: Doc) -> bool {
    let Some(id) = snapshot.product(doc).map(|view| view.id()) else { return false };
    let types = snapshot.vocabulary().types().iter();
    let mut links =
        types.flat_map(|kind| snapshot.links(id, kind.id).iter().chain(snapshot.links_back(id, kind.id)));
    links.any(|link| link.valid_from.is_some() || link.valid_until.is_some())
}

fn category(asked: &Asked, parameters: &Parameters) -> Result<crate::domain::id::CategoryId, Refused> {
    let key = parameters
        .get("category")
        .ok_or_else(|| Refused::wrong("category", "Say with “category” which category's page is meant."))?;
    match asked.snapshot.vocabulary().find_categories(key).as_slice() {
        [one] => Ok(one.id),
        [] => Err(Refused::wrong("category", format!("There is no category “{key}”."))),
        _ => Err(Refused::wrong("category", format!("Several categories are called “{key}”; use the key."))),
    }
}
