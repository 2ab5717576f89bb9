//! Which pages of other sites may read the API in a shopper's browser: those of the origins that a setting lists, the open
//! reads alone, and never with cookies or tokens.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{HttpResponse, web};

use crate::config::Config;
use crate::route::is_in;

/// What stands for every origin.
pub const ANY: &str = "*";
/// For how many seconds a browser remembers what it was granted.
const REMEMBERED: &str = "600";
const METHODS: &str = "GET, HEAD, POST";
const HEADERS: &str = "Content-Type, If-None-Match";

/// What is granted to the page that asks.
pub struct Grant(Option<HeaderValue>);

/// Returns what is granted: nothing without a listed origin, and nothing on addresses that want a token.
pub fn grant(request: &ServiceRequest) -> Grant {
    let listed = request.app_data::<web::Data<Config>>().map(|config| config.cors_origins.as_slice());
    let listed = listed.unwrap_or_default();
    if listed.is_empty() || !is_open(request) {
        return Grant(None);
    }
    let asking = request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let is_listed = |origin: &str| listed.iter().any(|one| one == origin);
    match asking {
        Some(_) if is_listed(ANY) => Grant(Some(HeaderValue::from_static(ANY))),
        Some(origin) if is_listed(origin) => Grant(HeaderValue::from_str(origin).ok()),
        _ => Grant(None),
    }
}

/// Returns true for what anybody may read: everything but relations and rules. A cart's blocks are read by a post.
pub fn is_open(request: &ServiceRequest) -> bool {
    let path = request.path();
    !is_in(path, "/api/v1/relations") && !is_in(path, "/api/v1/rules")
}

impl Grant {
    /// Returns the answer to a browser that asks beforehand; none when it is not that, or nothing is granted.
    pub fn preflight(&self, request: &ServiceRequest) -> Option<HttpResponse> {
        let asks = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if !asks || self.0.is_none() {
            return None;
        }
        let mut answer = HttpResponse::NoContent();
        answer
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, REMEMBERED));
        let mut answer = answer.finish();
        self.put_on(answer.headers_mut());
        Some(answer)
    }

    /// Puts the grant on an answer. Without one, it still depends on who asks where origins are told apart.
    pub fn put_on(&self, headers: &mut HeaderMap) {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = &self.0 {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag"));
        }
    }
}
