//! Refusals of the Glue routes: `{"errors":[{"code","status","detail"}]}` with the codes that storefronts know.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;

use crate::route::api::problem::Refused;
use crate::store::door::Refusal;
use crate::work::secret::NoRandom;

/// The media type of every answer.
pub const MEDIA_TYPE: &str = "application/vnd.api+json";

/// A refusal on its way to the storefront.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    code: Option<&'static str>,
    detail: String,
}

/// What every route function here returns.
pub type Answer = Result<HttpResponse, Fault>;

impl Fault {
    /// Refuses with a status and a sentence that no code is agreed for.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, code: None, detail: detail.into() }
    }

    /// The address names no product.
    pub fn no_sku() -> Self {
        Self::known(StatusCode::BAD_REQUEST, "311", "Abstract product sku is not specified.")
    }

    /// There is no such product, or it is a variant's sku, or the store does not show it.
    pub fn no_product() -> Self {
        Self::known(StatusCode::NOT_FOUND, "301", "Abstract product is not found.")
    }

    /// The address names no cart.
    pub fn no_uuid() -> Self {
        Self::known(StatusCode::BAD_REQUEST, "104", "Cart uuid is missing.")
    }

    /// There is no such cart, or it is somebody else's.
    pub fn no_cart() -> Self {
        Self::known(StatusCode::NOT_FOUND, "101", "Cart with given uuid not found.")
    }

    /// The token does not hold.
    pub fn bad_token() -> Self {
        Self::known(StatusCode::UNAUTHORIZED, "001", "Invalid access token.")
    }

    /// There is no token.
    pub fn no_token() -> Self {
        Self::known(StatusCode::FORBIDDEN, "002", "Missing access token.")
    }

    /// A guest did not say which one.
    pub fn no_guest() -> Self {
        Self::known(StatusCode::BAD_REQUEST, "109", "Anonymous customer unique id is empty.")
    }

    /// Returns the document that says it.
    pub fn document(&self) -> String {
        let mut error = json!({"status": self.status.as_u16(), "detail": self.detail});
        if let (Some(code), Some(error)) = (self.code, error.as_object_mut()) {
            error.insert("code".into(), code.into());
        }
        json!({"errors": [error]}).to_string()
    }

    fn known(status: StatusCode, code: &'static str, detail: &str) -> Self {
        Self { status, code: Some(code), detail: detail.to_owned() }
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Self::new(refused.status_code(), refused.to_string())
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::from(Refused::from(refusal))
    }
}

impl From<NoRandom> for Fault {
    fn from(error: NoRandom) -> Self {
        Self::from(Refusal::Fault(error.to_string()))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).content_type(MEDIA_TYPE).body(self.document())
    }
}
