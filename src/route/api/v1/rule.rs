//! Rules: what one would match, with the numbers of its nodes and the sentence it reads as.

use actix_web::HttpRequest;
use actix_web::web::{Data, Payload};
use serde::Serialize;
use serde_json::Value;

use super::answer;
use super::explained;
use super::relation::Known;
use super::target::{Candidate, NOT_BROUGHT};
use crate::app::App;
use crate::codec::query_builder;
use crate::domain::limit::PRODUCTS_MAX;
use crate::domain::relation::Sort;
use crate::domain::rule::check::{Side, check};
use crate::domain::rule::sentence::sentence;
use crate::domain::rule::tree::Rule;
use crate::index::count::{NodeCount, count};
use crate::index::run::matches;
use crate::index::snapshot::Doc;
use crate::pick::order::in_order;
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::json::{self, RULE_BODY_MAX};
use crate::route::api::problem::{Answer, Refused};

/// Products that are listed when no limit is given.
const PAGE: usize = 20;

/// What a rule matches.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Evaluated {
    count: usize,
    items: Vec<answer::Item>,
    nodes: Vec<Node>,
    rescue: Option<Rescue>,
    sentence: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<Candidate>,
}

/// The numbers of one node: how many match it alone, and how many more the rule would match without it.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RuleNode)]
pub struct Node {
    node: String,
    count: usize,
    alone: usize,
    effect: i64,
}

/// The node whose removal brings most back where nothing matches.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Rescue {
    node: String,
    count: usize,
}

/// How a rule is to be evaluated.
struct Given {
    rule: Rule,
    source: Option<Doc>,
    sort: Sort,
    limit: usize,
    /// Tell every condition of every item.
    explain: bool,
    /// Tell every condition of this product.
    candidate: Option<Doc>,
}

/// `POST /api/v1/rules/evaluate` with `{"rule", "source", "store", "locale", "limit", "sort", "exclude", "explain",
/// "candidate"}`. Changes nothing. What is excluded is left out of the items, not of the numbers.
pub async fn create(app: Data<App>, request: HttpRequest, known: Known, payload: Payload) -> Answer {
    known?;
    let body = json::read(&request, payload, RULE_BODY_MAX).await?;
    if !body.is_object() {
        return Err(Refused::wrong("rule", "Send an object with a “rule”."));
    }
    let parameters = Parameters::of_json(&body);
    let asked = Asked::read(&app, &parameters)?;
    let rule = read(&asked, body.get("rule").unwrap_or(&Value::Null))?;
    let source = parameters.get("source").map(|sku| asked.named("source", sku)).transpose()?;
    let limit = parameters.number("limit", PRODUCTS_MAX)?.unwrap_or(PAGE);
    let sort = parameters.get("sort").map(|name| Sort::parse(name).ok_or(name)).transpose();
    let sort = sort.map_err(|name| Refused::wrong("sort", format!("There is no order “{name}”.")))?;
    let explain = parameters.flag("explain")?;
    let candidate = parameters.get("candidate").map(|sku| asked.named("candidate", sku)).transpose()?;
    let sort = sort.unwrap_or(Sort::BestSelling);
    let given = Given { rule, source, sort, limit, explain, candidate };
    let told = json::aside(move || evaluate(&asked, &given));
    json::write(&told.await?)
}

fn evaluate(asked: &Asked, given: &Given) -> Evaluated {
    let Given { rule, source, sort, limit, explain, candidate } = given;
    let circumstances = asked.circumstances();
    let mut set = matches(&asked.snapshot, &circumstances, rule, *source);
    let candidate = candidate.and_then(|doc| {
        let because = (!set.contains(doc.0)).then_some(NOT_BROUGHT);
        Candidate::told(asked, Some(rule), *source, doc, because)
    });
    asked.ask().exclude.iter().for_each(|doc| {
        set.remove(doc.0);
    });
    let docs = in_order(&asked.snapshot, &circumstances, &set, *sort, *limit);
    let counts = count(&asked.snapshot, &circumstances, rule, *source);
    let detail = |doc: Doc| explain.then(|| explained::of_rule(asked, rule, *source, doc));
    Evaluated {
        count: counts.total,
        items: docs.into_iter().filter_map(|doc| answer::matching(asked, doc, detail(doc))).collect(),
        nodes: counts.nodes.into_iter().map(node).collect(),
        rescue: counts.rescue.map(|(node, count)| Rescue { node: node.to_string(), count }),
        sentence: sentence(rule, asked.snapshot.vocabulary(), &asked.locale),
        version: answer::version(&asked.snapshot),
        candidate,
    }
}

/// Lets a rule through the gate; an unfinished or broken one is refused at its nodes.
fn read(asked: &Asked, json: &Value) -> Result<Rule, Refused> {
    if json.is_null() {
        return Err(Refused::wrong("rule", "Send the rule to evaluate as “rule”."));
    }
    let draft = query_builder::read(json, 't').map_err(|problems| Refused::rule(&problems))?;
    let checked = check(&draft, asked.snapshot.vocabulary(), Side::Target);
    match checked.rule.filter(|_| checked.problems.is_empty()) {
        Some(rule) => Ok(rule),
        None if checked.problems.is_empty() => {
            Err(Refused::wrong("t0", "The rule has no condition; add one."))
        }
        None => Err(Refused::rule(&checked.problems)),
    }
}

fn node(told: NodeCount) -> Node {
    Node { node: told.node.to_string(), count: told.count, alone: told.count, effect: told.effect }
}
