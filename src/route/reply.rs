//! Answers: a page, a redirect.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::error::Oops;

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
