//! Refusals of the API: `application/problem+json` after RFC 9457, with one entry for each thing that is wrong.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::problem::Problems;
use crate::route::error::{Oops, RETRY_AFTER};
use crate::route::token::Unknown;
use crate::store::door::Refusal;

/// The fields of a relation and the parameters of a request that a problem may lie at.
const FIELDS: [&str; 26] = [
    "active",
    "at",
    "from",
    "hidden",
    "hours",
    "keep_current",
    "key",
    "limit",
    "minimum",
    "name",
    "note",
    "pins",
    "priority",
    "segments",
    "sort",
    "source",
    "source_sku",
    "source_skus",
    "stop_here",
    "store",
    "stores",
    "target",
    "type",
    "until",
    "weekdays",
    "rule",
];

/// A refusal on its way to the caller.
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    detail: String,
    errors: Vec<Wrong>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProblemPlace)]
pub struct Wrong {
    /// The parameter, field or node it belongs to: `store`, `t4.v`.
    place: String,
    /// The node of a rule it belongs to: `t4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    message: String,
}

/// A refusal after RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Body<'a> {
    /// Always `about:blank`: the status says what it is.
    r#type: &'a str,
    title: &'a str,
    status: u16,
    /// What happened and what to do, in a sentence.
    detail: &'a str,
    /// Each thing that is wrong with what was sent.
    #[serde(skip_serializing_if = "<[Wrong]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [Wrong],
}

/// What every route function of the API returns.
pub type Answer = Result<HttpResponse, Refused>;

impl Refused {
    /// Refuses with a status and a sentence.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new() }
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// One parameter or field is wrong.
    pub fn wrong(place: &str, message: impl Into<String>) -> Self {
        let mut problems = Problems::default();
        problems.add(place, message);
        Self::parameters(&problems)
    }

    /// What was sent besides a relation or a rule is not right: no place is a node.
    pub fn parameters(problems: &Problems) -> Self {
        Self::at(problems, |_| None)
    }

    /// What was sent is not right.
    pub fn problems(problems: &Problems) -> Self {
        Self::at(problems, node)
    }

    /// A rule is not right: every place is a node of it, whatever it is called, or its value.
    pub fn rule(problems: &Problems) -> Self {
        Self::at(problems, |place| {
            Some(place.strip_suffix(".v").unwrap_or(place).to_owned()).filter(|name| !name.is_empty())
        })
    }

    fn at(problems: &Problems, node: impl Fn(&str) -> Option<String>) -> Self {
        let wrong = |problem: &crate::domain::problem::Problem| Wrong {
            place: problem.place.clone(),
            node: node(&problem.place),
            message: problem.message.clone(),
        };
        let errors: Vec<Wrong> = problems.0.iter().map(wrong).collect();
        let detail = match errors.as_slice() {
            [one] => one.message.clone(),
            many => format!("{} things are not right; each is named in errors.", many.len()),
        };
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, detail, errors }
    }
}

/// Returns the node that a place such as `t4` or `t4.v` lies at: every place that is no field of a relation.
fn node(place: &str) -> Option<String> {
    let (name, part) = place.split_once('.').unwrap_or((place, ""));
    let is_node = part == "v" || (part.is_empty() && !name.is_empty() && !FIELDS.contains(&name));
    is_node.then(|| name.to_owned())
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound(sentence) => Self::not_found(sentence),
            Refusal::Forbidden(sentence) => Self::new(StatusCode::FORBIDDEN, sentence),
            Refusal::Stale(sentence) => Self::new(StatusCode::PRECONDITION_FAILED, sentence),
            Refusal::Problems(problems) => Self::problems(&problems),
            Refusal::Busy(text) => {
                tracing::warn!(%text, "the API could not reach the database");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The database is not available right now; try again.",
                )
            }
            Refusal::Fault(text) => {
                tracing::error!(%text, "the API failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something is broken here; it has been logged.")
            }
        }
    }
}

impl From<Oops> for Refused {
    fn from(oops: Oops) -> Self {
        Self::from(oops.0)
    }
}

impl From<Unknown> for Refused {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Oops(oops) => Self::from(oops),
            Unknown::Refused => Self::new(
                StatusCode::UNAUTHORIZED,
                "Send a token that holds as \"Authorization: Bearer …\"; kindred token create makes one.",
            ),
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let title = self.status.canonical_reason().unwrap_or("Refused");
        let (status, errors) = (self.status.as_u16(), self.errors.as_slice());
        let body = Body { r#type: "about:blank", title, status, detail: &self.detail, errors };
        let mut answer = HttpResponse::build(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            answer.insert_header(("WWW-Authenticate", "Bearer"));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.insert_header((header::RETRY_AFTER, RETRY_AFTER));
        }
        let text = serde_json::to_string(&body).unwrap_or_default();
        answer.content_type("application/problem+json").body(text)
    }
}
