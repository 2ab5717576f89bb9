//! Static files, in the smallest form the browser takes, kept by it for ever.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::error::Oops;
use super::reply::Reply;
use crate::page::asset;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /static/{name}`
pub async fn show(request: HttpRequest, name: web::Path<String>) -> Reply {
    let Some(file) = asset::find(&name) else {
        return Err(Oops::not_found(
            "There is no such file; the page that asked for it may be an old one. Load it again.",
        ));
    };
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepted = accepted.unwrap_or_default();
    let (coding, bytes) = if takes(accepted, "br") && !file.brotli.is_empty() {
        ("br", file.brotli.as_slice())
    } else if takes(accepted, "gzip") && !file.gzip.is_empty() {
        ("gzip", file.gzip.as_slice())
    } else {
        ("identity", file.plain.as_slice())
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, file.media_type))
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .insert_header((header::CONTENT_ENCODING, coding))
        .insert_header((header::VARY, "Accept-Encoding"))
        .body(bytes))
}

/// Returns true when the header takes a coding, and not with a weight of nought.
fn takes(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some(coding)
            && !words.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}
