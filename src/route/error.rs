//! What a visitor gets when a request cannot be answered: words and a way out.
//!
//! A refusal becomes a [`Refused`]: a status and sentences, put on an empty answer. `route::door` sees it on the way
//! out and gives it the shape that the visitor can read: a page, or `application/problem+json` under `/api`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::domain::problem::Problems;
use crate::store::door::Refusal;

/// What is said to the visitor.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The status.
    pub status: StatusCode,
    /// A short heading.
    pub title: String,
    /// What happened and what to do.
    pub sentence: String,
    /// What is wrong with what was sent.
    pub problems: Problems,
}

/// Seconds after which a visitor may try again what found the database busy.
pub(super) const RETRY_AFTER: &str = "5";

impl Refused {
    /// Returns a refusal in words.
    pub fn new(status: StatusCode, title: &str, sentence: impl Into<String>) -> Self {
        Self { status, title: title.to_owned(), sentence: sentence.into(), problems: Problems::default() }
    }

    /// Returns the words for a bare status.
    pub fn of(status: StatusCode) -> Self {
        let (title, sentence) = match status.as_u16() {
            400 => {
                ("This request cannot be read", "Go back and try again; if you typed the address, check it.")
            }
            401 => ("You are not signed in", "Sign in, or send a token that holds."),
            403 => ("This is not for you", "Ask an administrator if you need it."),
            404 => ("There is nothing here", "The address is wrong, or what was here is gone."),
            405 => (
                "This address cannot be used that way",
                "Go back and use the buttons of the page; programs find the methods in “Allow”.",
            ),
            408 => ("The request took too long", "Your connection may be slow. Try again."),
            409 => ("Somebody else was faster", "Go back, load the page again and repeat your change."),
            413 => ("This is too much at once", "Send less: split the file or the form."),
            414 | 431 => ("The address is too long", "Go back and use a shorter search."),
            415 => ("This kind of content is not read here", "Send a form, as the page does."),
            422 => ("Something is not right yet", "Go back and correct it."),
            429 => ("Too many attempts", "Wait some minutes, then try again."),
            503 => {
                ("Not just now", "The database does not answer. Nothing was changed. Try again in a moment.")
            }
            _ => (
                "Something broke",
                "It is our fault and it was logged. Nothing was changed. Try again, or go back.",
            ),
        };
        Self::new(status, title, sentence)
    }

    /// Returns an empty answer that carries the words.
    pub fn into_response(self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            builder.insert_header((header::RETRY_AFTER, RETRY_AFTER));
        }
        let mut response = builder.finish();
        response.extensions_mut().insert(self);
        response
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.status, self.sentence)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        self.clone().into_response()
    }
}

/// A refusal on its way to the visitor. Logged once, here.
#[derive(Debug)]
pub struct Oops(pub Refusal);

impl Oops {
    /// Something is broken; the text is for the log alone.
    pub fn fault(text: impl Into<String>) -> Self {
        Self(Refusal::Fault(text.into()))
    }

    /// There is no such thing; the visitor reads the sentence.
    pub fn not_found(sentence: impl Into<String>) -> Self {
        Self(Refusal::NotFound(sentence.into()))
    }
}

impl From<Refusal> for Oops {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Oops {
    fn status_code(&self) -> StatusCode {
        match &self.0 {
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::Forbidden(_) => StatusCode::FORBIDDEN,
            Refusal::Stale(_) => StatusCode::CONFLICT,
            Refusal::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut refused = Refused::of(self.status_code());
        match &self.0 {
            Refusal::NotFound(sentence) | Refusal::Forbidden(sentence) | Refusal::Stale(sentence) => {
                refused.sentence = sentence.clone();
            }
            Refusal::Problems(problems) => refused.problems = problems.clone(),
            Refusal::Busy(text) => tracing::warn!(text, "a request found the database busy"),
            Refusal::Fault(text) => tracing::error!(text, "a request failed"),
        }
        refused.into_response()
    }
}

impl actix_web::Responder for Refused {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _request: &actix_web::HttpRequest) -> HttpResponse {
        self.into_response()
    }
}
