//! `/art/{name}.svg`: product pictures. An address never changes what it shows, so browsers may keep it for ever.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::error::Oops;
use super::reply::Reply;
use crate::page::art;

/// Answers with a drawing.
pub async fn show(name: web::Path<String>) -> Reply {
    let drawing = art::draw(&name).ok_or_else(|| Oops::not_found("There is no drawing of that name."))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(drawing))
}
