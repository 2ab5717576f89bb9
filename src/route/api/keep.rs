//! What callers of the API may keep: an entity tag on every read, 304 to those who have it, and for how long it holds.
//!
//! An answer depends on where the catalogue stood, on the address, on who asks, and, as long as no moment is asked for, on
//! the minute. The weak tag is made of these alone, so that who has the answer is told so before it is worked out. A tag
//! that a route gives by itself, such as a relation's version, stays.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};
use sha2::{Digest, Sha256};

use super::cors;
use crate::app::App;
use crate::form::query;
use crate::index::snapshot::Snapshot;
use crate::route::staff::Visit;

/// Seconds for which the description holds: until the next version is installed.
const DESCRIPTION: &str = "public, max-age=3600";
/// Seconds for which the stores hold; they change with imports.
const STORES: &str = "public, max-age=60";
/// What shops show may be kept, but is asked for anew each time, so that a change shows at once.
const SHOWN: &str = "public, no-cache";
/// What was answered to one caller is for that one alone.
const PRIVATE: &str = "private, no-cache";

/// The middleware of `/api/v1`.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let grant = cors::grant(&request);
    if let Some(answer) = grant.preflight(&request) {
        return Ok(request.into_response(answer));
    }
    let kept = Kept::of(&request);
    let mut response = match &kept {
        Some(kept) if kept.is_open && kept.is_known(request.headers(), false) => {
            request.into_response(HttpResponse::new(StatusCode::NOT_MODIFIED))
        }
        _ => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some(kept) = &kept {
        response = kept.put_on(response);
    }
    grant.put_on(response.headers_mut());
    Ok(response)
}

/// What may be kept of the answer to a read.
struct Kept {
    tag: HeaderValue,
    lifetime: &'static str,
    is_open: bool,
    is_explained: bool,
}

impl Kept {
    /// Returns it for a read; none for anything else, and as long as there is no catalogue.
    fn of(request: &ServiceRequest) -> Option<Self> {
        if request.method() != Method::GET {
            return None;
        }
        let app = request.app_data::<web::Data<App>>()?;
        let is_staff = request.extensions().get::<Visit>().is_some();
        let token = request.headers().get(header::AUTHORIZATION);
        let asked = query::read(request.query_string());
        let minute = match asked.get("at").trim() {
            "" => app.clock().now().timestamp().div_euclid(60),
            _ => 0,
        };
        let mut digest = Sha256::new();
        digest.update(stood(&app.snapshot())?);
        digest.update(minute.to_be_bytes());
        digest.update([u8::from(is_staff)]);
        digest.update(token.map(HeaderValue::as_bytes).unwrap_or_default());
        digest.update(request.uri().to_string());
        let tag: String = digest.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let lifetime = match request.path() {
            _ if is_staff || token.is_some() => PRIVATE,
            "/api/v1/openapi.json" => DESCRIPTION,
            "/api/v1/stores" => STORES,
            _ => SHOWN,
        };
        Some(Self {
            tag: HeaderValue::from_str(&format!("W/\"{tag}\"")).ok()?,
            lifetime,
            is_open: cors::is_open(request),
            is_explained: asked.has("explain"),
        })
    }

    /// Returns true when the caller has the answer. A star means any answer, so it first takes one.
    fn is_known(&self, headers: &HeaderMap, is_answered: bool) -> bool {
        let known = headers.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
        let own = self.tag.to_str().unwrap_or_default();
        known
            .flat_map(|list| list.split(','))
            .map(str::trim)
            .any(|tag| tag == own || (is_answered && tag == "*"))
    }

    /// Puts tag, lifetime and what else the answer depends on on a success; a refusal is not kept.
    fn put_on(&self, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let status = response.status();
        if status != StatusCode::OK && status != StatusCode::NOT_MODIFIED {
            return response;
        }
        let has_own = response.headers().contains_key(header::ETAG);
        let mut response = response;
        if !has_own && status == StatusCode::OK && self.is_known(response.request().headers(), true) {
            response = response.into_response(HttpResponse::new(StatusCode::NOT_MODIFIED));
        }
        let headers = response.headers_mut();
        if !has_own {
            headers.insert(header::ETAG, self.tag.clone());
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.lifetime));
        headers.append(header::VARY, HeaderValue::from_static("Authorization"));
        if self.is_explained {
            headers.append(header::VARY, HeaderValue::from_static("Cookie"));
        }
        response
    }
}

/// Returns where the catalogue stood; none when there is none yet.
fn stood(snapshot: &Snapshot) -> Option<String> {
    snapshot.version().map(|version| format!("{}.{}", version.epoch, version.number))
}
