//! What a visitor gets when a request cannot be answered: words and a way out.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::store::door::Refusal;

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
        HttpResponse::new(self.status_code())
    }
}
