//! What callers of the API may keep: an entity tag on every read, 304 to those who have it, and for how long it holds.
//!
//! The weak tag is made of the answer itself, so that a 304 is never wrong. What everybody may read is found among the
//! answers that are `ready`, and put there. A tag that a route gives by itself, such as a relation's version, stays.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, AcceptEncoding, Encoding, Header, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};

use super::cors;
use super::ready::{Lasting, Ready, Told};
use crate::app::App;
use crate::route::is_in;
use crate::route::staff::Visit;

/// Seconds for which the description holds: until the next version is installed.
const DESCRIPTION: &str = "public, max-age=3600";
/// Seconds for which the stores hold; they change with imports.
const STORES: &str = "public, max-age=60";
/// What shops show may be kept, but is asked for anew each time, so that a change shows at once.
const SHOWN: &str = "public, no-cache";
/// What was answered to one caller is for that one alone.
const PRIVATE: &str = "private, no-cache";

/// On an answer that depends on the very moment, so that it is not kept for the next one who asks.
#[derive(Debug, Clone, Copy)]
pub struct Fleeting;

/// The addresses that this is about.
const API: &str = "/api/v1";

/// The middleware; it stands before the table of addresses, so that what is ready costs no look-up there.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !is_in(request.path(), API) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let grant = cors::grant(&request);
    if let Some(answer) = grant.preflight(&request) {
        return Ok(request.into_response(answer));
    }
    let mut response = match Read::of(&request) {
        Some(read) => read.answer(request, next).await?,
        None => next.call(request).await?.map_into_boxed_body(),
    };
    grant.put_on(response.headers_mut());
    Ok(response)
}

/// A read: who asks, and for how long the answer may be kept.
struct Read {
    lifetime: &'static str,
    /// Anybody would be answered the same.
    is_public: bool,
    is_explained: bool,
}

impl Read {
    /// Returns it for a read; none for anything else, and as long as there is no catalogue.
    fn of(request: &ServiceRequest) -> Option<Self> {
        let app = request.app_data::<web::Data<App>>()?;
        if request.method() != Method::GET || app.snapshot().version().is_none() {
            return None;
        }
        let is_staff = request.extensions().get::<Visit>().is_some();
        let is_told_apart = is_staff || request.headers().contains_key(header::AUTHORIZATION);
        let lifetime = match request.path() {
            _ if is_told_apart => PRIVATE,
            "/api/v1/openapi.json" => DESCRIPTION,
            "/api/v1/stores" => STORES,
            _ => SHOWN,
        };
        let is_explained = request.query_string().contains("explain");
        Some(Self { lifetime, is_public: !is_told_apart && cors::is_open(request), is_explained })
    }

    async fn answer(
        &self,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let ready = request.app_data::<web::Data<Ready>>().filter(|_| self.is_public).cloned();
        let app = request.app_data::<web::Data<App>>().cloned();
        let address = request.uri().path_and_query().map(|address| address.as_str().to_owned());
        let mut era = None;
        if let (Some(ready), Some(app), Some(address)) = (&ready, &app, &address) {
            match ready.find(app.handle(), app.clock().now(), address) {
                Ok(told) => return Ok(self.tell(request, told)),
                Err(now) => era = Some(now),
            }
        }
        let mut response = next.call(request).await?.map_into_boxed_body();
        let is_own = response.headers().contains_key(header::ETAG);
        if response.status() != StatusCode::OK || is_own {
            return Ok(self.dress(response, None));
        }
        let is_fleeting = response.response().extensions().get::<Fleeting>().is_some();
        let lasting = response.response_mut().extensions_mut().remove::<Lasting>();
        let (request, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let body = match body.try_into_bytes() {
            Ok(body) => body,
            Err(body) => return Ok(ServiceResponse::new(request, response.set_body(body))),
        };
        let told = Told::of(body).ok_or_else(|| actix_web::error::ErrorInternalServerError("no tag"))?;
        if let (Some(era), Some(ready), Some(address)) = (era.filter(|_| !is_fleeting), &ready, &address) {
            ready.keep(era, address, &told, lasting);
        }
        let response = match is_known(request.headers(), &told.tag) {
            true => HttpResponse::new(StatusCode::NOT_MODIFIED),
            false => response.set_body(BoxBody::new(told.body)),
        };
        Ok(self.dress(ServiceResponse::new(request, response), Some(told.tag)))
    }

    /// Answers with what is ready, compressed for those who take that; else the server would do it for each anew.
    fn tell(&self, request: ServiceRequest, told: Told) -> ServiceResponse<BoxBody> {
        let mut answer = HttpResponse::Ok();
        answer.content_type("application/json");
        let response = if is_known(request.headers(), &told.tag) {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else if let Some(packed) = takes_gzip(&request).then(|| told.gzip()).flatten() {
            answer.insert_header((header::CONTENT_ENCODING, "gzip"));
            answer.insert_header((header::VARY, "Accept-Encoding")).body(packed)
        } else {
            answer.body(told.body)
        };
        self.dress(request.into_response(response), Some(told.tag))
    }

    /// Puts tag, lifetime and what else the answer depends on on a success; a refusal is not kept.
    fn dress(
        &self,
        mut response: ServiceResponse<BoxBody>,
        tag: Option<HeaderValue>,
    ) -> ServiceResponse<BoxBody> {
        let status = response.status();
        if status != StatusCode::OK && status != StatusCode::NOT_MODIFIED {
            return response;
        }
        let headers = response.headers_mut();
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.lifetime));
        headers.append(header::VARY, HeaderValue::from_static("Authorization"));
        if self.is_explained {
            headers.append(header::VARY, HeaderValue::from_static("Cookie"));
        }
        response
    }
}

/// Returns true when the caller has the answer of that tag; a star means any.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let own = tag.to_str().unwrap_or_default();
    known.flat_map(|list| list.split(',')).map(str::trim).any(|tag| tag == own || tag == "*")
}

/// Returns true for those who would rather have gzip than nothing.
fn takes_gzip(request: &ServiceRequest) -> bool {
    let known = [Encoding::gzip(), Encoding::identity()];
    request.headers().contains_key(header::ACCEPT_ENCODING)
        && AcceptEncoding::parse(request)
            .is_ok_and(|taken| taken.negotiate(known.iter()) == Some(Encoding::gzip()))
}
