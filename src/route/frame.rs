//! The outermost frame of every request: its number, the headers every answer carries, and code that broke.

use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse, ResponseError, web};
use futures_util::FutureExt;

use super::door::{Part, part};
use super::health::Meter;
use crate::config::Config;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; \
    img-src 'self' data: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const ALWAYS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];
const ONE_YEAR: &str = "max-age=31536000";

/// The middleware.
pub async fn surround(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // Whoever asks for the head alone gets that of the page; the server leaves the body away by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let part = part(request.path());
    let meter = request.app_data::<web::Data<Meter>>().cloned();
    let is_https = request.app_data::<web::Data<Config>>().is_some_and(|config| config.is_https());
    let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let count = |status: StatusCode| {
        if let Some(meter) = &meter {
            meter.answered(status.as_u16());
        }
    };
    match outcome {
        Ok(Ok(response)) => {
            let mut response = response.map_into_boxed_body();
            count(response.status());
            dress(response.headers_mut(), part, is_https);
            Ok(response)
        }
        Ok(Err(error)) => {
            count(error.as_response_error().status_code());
            Err(Broken { part, status: error.as_response_error().status_code() }.into())
        }
        Err(_) => {
            tracing::error!("a request's code panicked");
            if let Some(meter) = &meter {
                meter.panicked();
            }
            count(StatusCode::INTERNAL_SERVER_ERROR);
            Err(Broken { part, status: StatusCode::INTERNAL_SERVER_ERROR }.into())
        }
    }
}

/// Puts on the headers that every answer carries.
fn dress(headers: &mut HeaderMap, part: Part, is_https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if part == Part::Api {
        let open = HeaderValue::from_static("cross-origin");
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), open);
    }
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONE_YEAR));
    }
    let kept = match part {
        Part::Desk => "no-store",
        Part::Open | Part::Api => "no-cache",
    };
    if part == Part::Desk || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(format!("{:016x}", number()))) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}

/// Returns the number of a request: no two of a process are alike, and those of two processes hardly ever. It is no
/// secret.
fn number() -> u64 {
    static FIRST: OnceLock<u64> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let first = FIRST.get_or_init(|| RandomState::new().hash_one(std::process::id()));
    // An odd factor goes through all numbers before it comes back to one.
    first.wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// A request that broke below everything that could have given it a page.
#[derive(Debug)]
struct Broken {
    part: Part,
    status: StatusCode,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a request broke")
    }
}

impl ResponseError for Broken {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        let mut response = if self.part == Part::Api {
            builder.content_type("application/problem+json").body(
                r#"{"type":"about:blank","title":"Something broke","status":500,"detail":"It is our fault and it was logged."}"#,
            )
        } else {
            builder.content_type("text/html; charset=utf-8").body(
                "<!doctype html><html lang=\"en\"><title>Something broke · Kindred</title><h1>Something broke</h1>\
                 <p>It is our fault and it was logged. Nothing was changed.</p><p><a href=\"/\">To the overview</a></p></html>",
            )
        };
        dress(response.headers_mut(), self.part, false);
        response
    }
}
