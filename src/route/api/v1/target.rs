//! What one relation shows: for a source, or its rule's set before anything is left out.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::answer;
use super::explained::{self, Insight, Node, Reason, node, reasons};
use super::relation::{Known, found};
use crate::app::App;
use crate::domain::limit::PRODUCTS_MAX;
use crate::domain::rule::tree::Rule;
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
pub struct Candidate {
    sku: String,
    shown: bool,
    reason: Option<&'static str>,
    rule: Option<Node>,
}

/// Why a candidate is not shown that nothing brings.
pub const NOT_BROUGHT: &str = "not_brought";

impl Candidate {
    /// Returns what is told of a candidate with every condition of a rule; no reason: it is shown.
    pub fn told(
        asked: &Asked,
        rule: Option<&Rule>,
        source: Option<Doc>,
        doc: Doc,
        reason: Option<&'static str>,
    ) -> Option<Self> {
        let told = rule.and_then(|rule| explain(&asked.snapshot, &asked.circumstances(), rule, source, doc));
        Some(Self {
            sku: asked.snapshot.product(doc)?.sku().to_owned(),
            shown: reason.is_none(),
            reason,
            rule: told.as_ref().map(node),
        })
    }
}

/// `GET /api/v1/relations/{key}/targets?source=&raw=1&after=`. Raw is the rule's whole set in the relation's order, its source
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
    let after = parameters.behind("after")?;
    let address = format!("/api/v1/relations/{}/targets", answer::escape(&key));
    let next = Next { address, query: parameters.but(&["after", "limit"]) };
    let targets = json::aside(move || {
        let given = Given { asked: &asked, standing: &standing, source, limit, after, insight, next };
        if raw { given.raw() } else { given.shown() }
    });
    json::write(&targets.await?)
}

struct Given<'a> {
    asked: &'a Asked,
    standing: &'a Standing,
    source: Option<Doc>,
    limit: usize,
    /// So many of the list are on pages before.
    after: usize,
    insight: Option<Insight>,
    next: Next,
}

/// Where the next page lies: this address, asked about the same.
struct Next {
    address: String,
    query: String,
}

impl Given<'_> {
    fn raw(&self) -> Targets {
        let (asked, circumstances) = (self.asked, self.asked.circumstances());
        let Some(rule) = &self.standing.relation.target.rule else {
            return self.targets(Vec::new(), 0, Vec::new(), Some(NOT_BROUGHT));
        };
        let set = matches(&asked.snapshot, &circumstances, rule, self.source);
        let (sort, end) = (self.standing.relation.sort, self.after.saturating_add(self.limit));
        let docs = in_order(&asked.snapshot, &circumstances, &set, sort, end).into_iter().skip(self.after);
        let detail = |doc: Doc| self.insight.map(|_| explained::of_rule(asked, rule, self.source, doc));
        let items = docs.filter_map(|doc| answer::matching(asked, doc, detail(doc))).collect();
        let holds = self.candidate().is_some_and(|doc| set.contains(doc.0));
        let total = usize::try_from(set.len()).unwrap_or(usize::MAX);
        self.targets(items, total, Vec::new(), (!holds).then_some(NOT_BROUGHT))
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
        let picks = targets.picks.get(self.after..).unwrap_or_default();
        let picks = picks.get(..self.limit).unwrap_or(picks);
        let items = answer::items_from(self.after.saturating_add(1), asked, picks, self.insight);
        let left_out =
            self.insight.map(|insight| reasons(asked, &targets.left_out, &targets.dropped, insight));
        let because = match targets.seen {
            Some(None) => None,
            Some(Some(because)) => Some(answer::left_out(because)),
            None => Some(NOT_BROUGHT),
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
        let rule = self.standing.relation.target.rule.as_ref();
        let told = |doc: Doc| Candidate::told(asked, rule, self.source, doc, because);
        let end = self.after.saturating_add(self.limit);
        let next = || format!("{}?limit={}&after={end}{}", self.next.address, self.limit, self.next.query);
        Targets {
            items,
            next: (end < total).then(next),
            total,
            version: answer::version(&asked.snapshot),
            left_out: self.insight.map(|_| left_out),
            candidate: self.candidate().and_then(told),
        }
    }
}
