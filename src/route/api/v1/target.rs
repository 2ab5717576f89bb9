//! What one relation shows: for a source, or its rule's set before anything is left out.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::answer;
use super::explained::{Insight, Node, Reason, node, reasons};
use super::relation::{Known, found};
use crate::app::App;
use crate::domain::limit::PRODUCTS_MAX;
use crate::index::explain::explain;
use crate::index::run::matches;
use crate::index::snapshot::{Doc, Standing};
use crate::pick::choose::alone;
use crate::pick::order::in_order;
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::json;
use crate::route::api::problem::Answer;

/// Products of a page when no limit is given.
const PAGE: usize = 100;

/// What a relation shows by itself.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Targets {
    items: Vec<answer::Item>,
    next: Option<String>,
    total: usize,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Vec<Reason>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<Candidate>,
}

/// What the relation by itself does with one product.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = TargetCandidate)]
struct Candidate {
    sku: String,
    shown: bool,
    reason: Option<&'static str>,
    rule: Option<Node>,
}

/// `GET /api/v1/relations/{key}/targets?source=&raw=1`. Raw is the rule's whole set in the relation's order, its source
/// included; frozen list, store, active, stock and limit are set aside.
pub async fn list(app: Data<App>, request: HttpRequest, known: Known, key: Path<String>) -> Answer {
    known?;
    let parameters = Parameters::of_query(request.query_string())?;
    let asked = Asked::read(&app, &parameters)?;
    let standing = found(&app, &key)?;
    let limit = parameters.number("limit", PRODUCTS_MAX)?.unwrap_or(PAGE);
    let source = parameters.get("source").map(|sku| asked.named("source", sku)).transpose()?;
    let candidate = parameters.get("candidate").map(|sku| asked.named("candidate", sku)).transpose()?;
    let explained = parameters.flag("explain")? || candidate.is_some();
    let insight = explained.then_some(Insight { staff: true, candidate });
    let raw = parameters.flag("raw")?;
    let targets = json::aside(move || {
        let given = Given { asked: &asked, standing: &standing, source, limit, insight };
        if raw { given.raw() } else { given.shown() }
    });
    json::write(&targets.await?)
}

struct Given<'a> {
    asked: &'a Asked,
    standing: &'a Standing,
    source: Option<Doc>,
    limit: usize,
    insight: Option<Insight>,
}

impl Given<'_> {
    fn raw(&self) -> Targets {
        let (asked, circumstances) = (self.asked, self.asked.circumstances());
        let Some(rule) = &self.standing.relation.target.rule else {
            return self.targets(Vec::new(), 0, Vec::new(), Some("not_brought"));
        };
        let set = matches(&asked.snapshot, &circumstances, rule, self.source);
        let docs = in_order(&asked.snapshot, &circumstances, &set, self.standing.relation.sort, self.limit);
        let items = docs.into_iter().filter_map(|doc| answer::item(asked, doc)).collect();
        let holds = self.candidate().is_some_and(|doc| set.contains(doc.0));
        let total = usize::try_from(set.len()).unwrap_or(usize::MAX);
        self.targets(items, total, Vec::new(), (!holds).then_some("not_brought"))
    }

    fn shown(&self) -> Targets {
        let (asked, standing) = (self.asked, self.standing);
        let ask = asked.ask();
        let stands =
            self.source.is_none_or(|doc| asked.snapshot.stands_on(standing, &asked.circumstances(), doc));
        if !standing.problems.is_empty() || !stands || !ask.meets(&asked.snapshot, standing) {
            return self.targets(Vec::new(), 0, Vec::new(), Some("not_asked"));
        }
        let targets = alone(&asked.snapshot, &ask, standing, self.source, self.candidate());
        let picks = targets.picks.get(..self.limit.min(targets.picks.len())).unwrap_or_default();
        let items = answer::items(asked, picks, self.insight);
        let left_out =
            self.insight.map(|insight| reasons(asked, &targets.left_out, &targets.dropped, insight));
        let because = match targets.seen {
            Some(None) => None,
            Some(Some(because)) => Some(answer::left_out(because)),
            None => Some("not_brought"),
        };
        self.targets(items, targets.picks.len(), left_out.unwrap_or_default(), because)
    }

    fn candidate(&self) -> Option<Doc> {
        self.insight.and_then(|insight| insight.candidate)
    }

    fn targets(
        &self,
        items: Vec<answer::Item>,
        total: usize,
        left_out: Vec<Reason>,
        because: Option<&'static str>,
    ) -> Targets {
        let asked = self.asked;
        let told = |doc: Doc| {
            let rule = self.standing.relation.target.rule.as_ref();
            let told = rule
                .and_then(|rule| explain(&asked.snapshot, &asked.circumstances(), rule, self.source, doc));
            Some(Candidate {
                sku: asked.snapshot.product(doc)?.sku().to_owned(),
                shown: because.is_none(),
                reason: because,
                rule: told.as_ref().map(node),
            })
        };
        Targets {
            items,
            next: None,
            total,
            version: answer::version(&asked.snapshot),
            left_out: self.insight.map(|_| left_out),
            candidate: self.candidate().and_then(told),
        }
    }
}
