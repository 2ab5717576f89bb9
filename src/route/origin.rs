//! Whether a request was sent by a page of this very site, as far as the browser tells.

use actix_web::dev::ServiceRequest;
use actix_web::http::header;
use actix_web::web;

use crate::config::Config;

/// Returns false when the browser says that another site's page sent this. Programs that are no browsers say nothing
/// and pass; the form token stops those that do not know it.
pub fn is_own(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header(header::ORIGIN.as_str()) else { return true };
    let public = request.app_data::<web::Data<Config>>().and_then(|config| config.origin.clone());
    match public {
        Some(public) => origin == public,
        None => header(header::HOST.as_str()).is_some_and(|host| {
            origin.split_once("://").is_some_and(|(_, own)| own.eq_ignore_ascii_case(host))
        }),
    }
}
