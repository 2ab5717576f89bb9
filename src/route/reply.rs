//! Answers: a page, a redirect.

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::error::Oops;
use crate::page::chrome::Flash;

/// What every route function returns.
pub type Reply = Result<HttpResponse, Oops>;

/// Answers 200 with a page.
pub fn page(template: &impl Template) -> Reply {
    page_with(StatusCode::OK, template)
}

/// Answers with a page and a status of its own; 422 for a form that failed.
pub fn page_with(status: StatusCode, template: &impl Template) -> Reply {
    let html = template.render().map_err(|error| Oops::fault(error.to_string()))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// Answers 303: the browser gets the next page.
pub fn see_other(location: &str) -> Reply {
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish())
}

/// The cookie that carries a banner over one redirect.
pub const FLASH_COOKIE: &str = "kindred_flash";

/// Answers 303, and the next page says what was done, once.
pub fn see_other_saying(location: &str, flash: &Flash) -> Reply {
    let value = format!("{}|{}", coded(&flash.undo), coded(&flash.message));
    let cookie =
        Cookie::build(FLASH_COOKIE, value).path("/").http_only(true).same_site(SameSite::Lax).finish();
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, location)).cookie(cookie).finish())
}

fn coded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
