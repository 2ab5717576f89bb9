//! Explanations: why a block shows what it shows, and why one candidate is in it or not.
//!
//! Everybody may ask for the counted reasons. What staff alone know, such as a relation's name and rule, the figures that
//! a rule compares and products that the store does not show, takes a token or the session of somebody signed in.

use actix_web::{FromRequest, HttpRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{self, Source, source};
use crate::domain::rule::draft::Matching;
use crate::domain::rule::tree::Rule;
use crate::index::explain::{Body, Told, explain};
use crate::index::snapshot::Doc;
use crate::page::explain::told::{self, told};
use crate::page::reason::short;
use crate::pick::account::{Account, Outcome, Stage, Verdict, What};
use crate::pick::choose::{Decision, Dropped, Pick};
use crate::pick::reason::{LeftOut, Origin};
use crate::route::api::asked::{Asked, Parameters};
use crate::route::api::problem::Refused;
use crate::route::token::{Bearer, Unknown};

/// Most products that are named for one reason.
const FIRST_MAX: usize = 10;

/// How much is explained.
#[derive(Debug, Clone, Copy)]
pub struct Insight {
    /// To staff: everything.
    pub staff: bool,
    /// About this candidate in particular.
    pub candidate: Option<Doc>,
}

impl Insight {
    /// Reads `explain=1` and `candidate=SKU`; none where neither is given. A candidate is told of to staff alone.
    pub async fn read(
        request: &HttpRequest,
        parameters: &Parameters,
        asked: &Asked,
    ) -> Result<Option<Self>, Refused> {
        let sku = parameters.get("candidate");
        if !parameters.flag("explain")? && sku.is_none() {
            return Ok(None);
        }
        let staff = Bearer::extract(request).await.is_ok();
        if sku.is_some() && !staff {
            return Err(Unknown::Refused.into());
        }
        let candidate = sku.map(|sku| asked.named("candidate", sku)).transpose()?;
        Ok(Some(Self { staff, candidate }))
    }
}

/// One reason with how many it leaves out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reason {
    reason: &'static str,
    text: &'static str,
    count: usize,
    first: Vec<String>,
}

/// What is told of a pick besides its origin.
#[derive(Debug, Serialize, ToSchema)]
pub struct Detail {
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Node>,
}

/// A group or condition of a rule with its verdict on one product.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExplainedNode)]
pub struct Node {
    node: String,
    holds: bool,
    decides: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<Vec<Own>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, no_recursion)]
    rules: Vec<Node>,
}

/// A value of the product.
#[derive(Debug, Serialize, ToSchema)]
struct Own {
    text: String,
    passes: bool,
}

/// Why one candidate is shown, or not.
#[derive(Debug, Serialize, ToSchema)]
pub struct Candidate {
    sku: String,
    name: String,
    shown: bool,
    position: Option<usize>,
    origin: Option<Source>,
    reason: Option<&'static str>,
    text: String,
    exclusions: Vec<Exclusion>,
    stages: Vec<StageTold>,
    more_relations: usize,
}

/// One exclusion.
#[derive(Debug, Serialize, ToSchema)]
struct Exclusion {
    reason: &'static str,
    holds: bool,
    text: String,
}

/// One stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stage)]
struct StageTold {
    kind: &'static str,
    key: Option<String>,
    name: String,
    priority: Option<u32>,
    source: Option<String>,
    outcome: &'static str,
    reason: Option<&'static str>,
    text: String,
    rule: Option<Node>,
}

/// Returns the counted reasons. To everybody those products alone are named that the store shows.
pub fn reasons(
    asked: &Asked,
    counts: &std::collections::BTreeMap<LeftOut, usize>,
    dropped: &[Dropped],
    insight: Insight,
) -> Vec<Reason> {
    let is_open = |doc: Doc| {
        let view = asked.snapshot.product(doc);
        insight.staff || view.is_some_and(|view| view.is_shown(asked.store.id, asked.at))
    };
    let first = |because: LeftOut| {
        let of = dropped.iter().filter(|dropped| dropped.because == because && is_open(dropped.doc));
        of.take(FIRST_MAX).filter_map(|dropped| sku(asked, dropped.doc)).collect()
    };
    let told = counts.iter().map(|(because, count)| Reason {
        reason: answer::left_out(*because),
        text: short(*because),
        count: *count,
        first: first(*because),
    });
    told.collect()
}

/// Returns what is told of a pick besides its origin; to staff with its relation and every condition.
pub fn detail(asked: &Asked, pick: &Pick, insight: Insight) -> Detail {
    let snapshot = &asked.snapshot;
    let key = crate::page::reason::relation_key(&pick.origin);
    let standing = key.and_then(|key| snapshot.relation(key)).filter(|_| insight.staff);
    let rule = standing.filter(|_| matches!(pick.origin, Origin::Rule(_)));
    let rule = rule.and_then(|standing| standing.relation.target.rule.as_ref());
    let told = rule.and_then(|rule| explain(snapshot, &asked.circumstances(), rule, pick.source, pick.doc));
    Detail {
        source: pick.source.and_then(|doc| sku(asked, doc)),
        relation: standing.map(|standing| standing.relation.name.clone()),
        priority: standing.map(|standing| standing.relation.priority),
        rule: told.as_ref().map(node),
    }
}

/// Returns what is told of a product that a rule matches: every condition.
pub fn of_rule(asked: &Asked, rule: &Rule, source: Option<Doc>, doc: Doc) -> Detail {
    let told = explain(&asked.snapshot, &asked.circumstances(), rule, source, doc);
    let source = source.and_then(|doc| sku(asked, doc));
    Detail { source, relation: None, priority: None, rule: told.as_ref().map(node) }
}

/// Returns a rule's verdict with all below it. A rule is at most eight groups deep.
pub fn node(told: &Told) -> Node {
    let base = Node {
        node: told.node.to_string(),
        holds: told.holds,
        decides: told.decides,
        text: None,
        field: None,
        own: None,
        asked: None,
        condition: None,
        variant: None,
        rules: Vec::new(),
    };
    match &told.body {
        Body::Group { matching, variant, children } => Node {
            condition: Some(match matching {
                Matching::All => "AND",
                Matching::Any => "OR",
                Matching::None => "NONE",
            }),
            variant: variant.clone(),
            rules: children.iter().map(node).collect(),
            ..base
        },
        Body::Condition(compared) => {
            let own = compared.own.iter().map(|own| Own { text: own.text.clone(), passes: own.passes });
            Node {
                text: Some(compared.text()),
                field: Some(compared.field.clone()),
                own: Some(own.collect()),
                asked: Some(compared.asked.clone()),
                ..base
            }
        }
    }
}

/// Returns why a candidate is shown in a block, or not.
pub fn candidate(asked: &Asked, account: &Account<'_>) -> Option<Candidate> {
    let view = asked.snapshot.product(account.candidate)?;
    let given = told::Given {
        snapshot: &asked.snapshot,
        store: &asked.store,
        locale: &asked.locale,
        currency: asked.currency,
        draft: None,
    };
    let words = told(given, account);
    let (position, origin) = match &account.verdict {
        Verdict::Shown { place, origin } => (Some(*place), Some(source(origin))),
        _ => (None, None),
    };
    let reason = match account.verdict {
        Verdict::Shown { .. } => None,
        Verdict::LeftOut(because) => Some(answer::left_out(because)),
        Verdict::Hidden(because) => Some(answer::hidden(because)),
        Verdict::NotReached => Some("not_reached"),
        Verdict::NotBrought => Some("not_brought"),
    };
    let exclusions = words.checks.into_iter().map(|check| Exclusion {
        reason: answer::left_out(check.because),
        holds: check.holds,
        text: check.text,
    });
    let stages = account.stages.iter().zip(words.steps).map(|(stage, step)| StageTold {
        kind: step.kind,
        key: Some(step.key).filter(|key| !key.is_empty()),
        name: step.name,
        priority: step.priority,
        source: stage.source.and_then(|doc| sku(asked, doc)),
        outcome: step.outcome,
        reason: match stage.outcome {
            Outcome::LeftOut(because) => Some(answer::left_out(because)),
            _ => None,
        },
        text: step.verdict,
        rule: rule(stage),
    });
    Some(Candidate {
        sku: view.sku().to_owned(),
        name: view.name(&asked.locale).to_owned(),
        shown: position.is_some(),
        position,
        origin,
        reason,
        text: words.verdict,
        exclusions: exclusions.collect(),
        stages: stages.collect(),
        more_relations: account.more,
    })
}

fn rule(stage: &Stage<'_>) -> Option<Node> {
    match &stage.what {
        What::Relation(told) => told.rule.as_ref().map(node),
        What::Links(_) | What::Fallback => None,
    }
}

fn sku(asked: &Asked, doc: Doc) -> Option<String> {
    Some(asked.snapshot.product(doc)?.sku().to_owned())
}

/// Returns the counted reasons of a block.
pub fn of_block(asked: &Asked, decision: &Decision<'_>, insight: Insight) -> Vec<Reason> {
    reasons(asked, &decision.left_out, &decision.dropped, insight)
}
