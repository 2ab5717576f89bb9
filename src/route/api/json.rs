//! Bodies in and out: JSON under a limit, and answers.

use actix_web::http::{StatusCode, header};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use super::problem::{Answer, Refused};
use crate::app::behind;
use crate::codec::query_builder::not_json;
use crate::codec::strict;
use crate::store::door::Refusal;

/// Largest JSON body in bytes.
pub const BODY_MAX: usize = 64 * 1024;
/// Largest JSON body that may hold a rule, in bytes.
pub const RULE_BODY_MAX: usize = 256 * 1024;

/// Reads a JSON body of at most so many bytes, whatever its content type says. One that is packed is not unpacked.
pub async fn read(request: &HttpRequest, payload: Payload, limit: usize) -> Result<Value, Refused> {
    let packed = request.headers().get(header::CONTENT_ENCODING);
    if packed.is_some_and(|kind| !kind.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let message = "Bodies are not unpacked here: send the JSON as it is, without Content-Encoding.";
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let too_large = || {
        let message = format!("The body is larger than {} KiB.", limit / 1024);
        Refused::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    let bytes = payload.to_bytes_limited(limit).await.map_err(|_| too_large())?;
    let bytes = bytes.map_err(|_| Refused::new(StatusCode::BAD_REQUEST, "The body broke off."))?;
    strict::read(&bytes).map_err(|error| Refused::new(StatusCode::BAD_REQUEST, not_json(&error)))
}

/// Makes an answer that may take long on a thread that may take its time, so that shoppers do not wait behind it.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    Ok(behind(work).await?)
}

/// Answers 200 with JSON; `keep` puts the tag on.
pub fn write(value: &impl Serialize) -> Answer {
    Ok(HttpResponse::Ok().content_type("application/json").body(text(value)?))
}

/// Answers 200 with JSON under a tag of its own, or 304 when the caller has it already.
pub fn write_tagged(request: &HttpRequest, tag: &str, body: String) -> Answer {
    let tag = format!("\"{tag}\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|list| {
        list.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let status = if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::ETAG, tag));
    if is_known {
        return Ok(answer.finish());
    }
    Ok(answer.content_type("application/json").body(body))
}

/// Returns the JSON of a value.
pub fn text(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::from(Refusal::Fault(error.to_string())))
}
