//! The theme: light, dark or as the system has it, kept in a cookie.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use super::body::Posted;
use super::reply::{self, Reply};
use super::staff::THEME_COOKIE;

/// How long it is kept.
const KEPT_DAYS: i64 = 365;

/// Chooses a theme and goes back to the page where it was chosen.
pub async fn update(request: HttpRequest, posted: Posted) -> Reply {
    let theme = match posted.fields.get("theme") {
        known @ ("light" | "dark") => known,
        _ => "",
    };
    let mut cookie = Cookie::build(THEME_COOKIE, theme)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(KEPT_DAYS))
        .finish();
    if theme.is_empty() {
        cookie.make_removal();
    }
    let mut response = reply::see_other(&back(&request))?;
    response.add_cookie(&cookie).map_err(|error| super::error::Oops::fault(error.to_string()))?;
    Ok(response)
}

/// Returns the path of the page that the form stood on; the first page when the browser does not say. Only the path is
/// taken, so the answer never leads to another site.
fn back(request: &HttpRequest) -> String {
    let from =
        request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    match path {
        Some(path) if !path.starts_with("//") && !path.contains('\\') => path.to_owned(),
        _ => "/".to_owned(),
    }
}
