//! The door: who comes in, and in what shape refusals go out.
//!
//! Every request passes here once. On the way in the session is looked up, visitors of the back office who are not
//! signed in are sent to the sign-in page, and what another site's page posts is refused. On the way out a refusal gets
//! its shape and a banner that was shown is taken away.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use serde_json::json;

use super::api::glue;
use super::error::{Oops, Refused};
use super::origin;
use super::reply::FLASH_COOKIE;
use super::session::Sessions;
use super::staff::{FlashShown, Visit};
use crate::app::App;
use crate::page;
use crate::page::chrome::Here;

/// Which part of the site an address belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// For signed-in staff alone.
    Desk,
    /// For everybody: the shop preview, the sign-in page, static files.
    Open,
    /// For programs; its routes ask for a token where one is needed.
    Api,
}

/// Returns which part an address belongs to.
pub fn part(path: &str) -> Part {
    let is_in = |folder: &str| super::is_in(path, folder);
    if ["/api", "/glue", "/rest"].into_iter().any(is_in) {
        return Part::Api;
    }
    let open = [
        "/shop",
        "/static",
        "/art",
        "/sign-in",
        "/healthz",
        "/readyz",
        "/metrics",
        "/favicon.ico",
        "/robots.txt",
    ];
    if open.into_iter().any(is_in) { Part::Open } else { Part::Desk }
}

/// The middleware.
pub async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let part = part(request.path());
    if let Some(answer) = stop(&request, part).await {
        return Ok(shape(request.into_response(answer)));
    }
    Ok(shape(next.call(request).await?.map_into_boxed_body()))
}

/// Looks the visitor up; returns an answer when they may not come in.
async fn stop(request: &ServiceRequest, part: Part) -> Option<HttpResponse> {
    if !request.method().is_safe() && part != Part::Api && !origin::is_own(request) {
        let sentence = "This form was sent from another site. Open the page here and send it again.";
        return Some(
            Refused::new(StatusCode::FORBIDDEN, "This did not come from here", sentence).into_response(),
        );
    }
    match look_up(request).await {
        Ok(Some(visit)) => {
            request.extensions_mut().insert(visit);
            None
        }
        Ok(None) if part == Part::Desk => Some(to_sign_in(request)),
        Ok(None) => None,
        Err(_) if part != Part::Desk => None,
        Err(oops) => Some(actix_web::ResponseError::error_response(&oops)),
    }
}

async fn look_up(request: &ServiceRequest) -> Result<Option<Visit>, Oops> {
    let Some(sessions) = request.app_data::<web::Data<Sessions>>() else { return Ok(None) };
    let Some(app) = request.app_data::<web::Data<App>>() else { return Ok(None) };
    let Some(cookie) = request.cookie(sessions.cookie_name()) else { return Ok(None) };
    let Some(session) = sessions.find(app, cookie.value()).await? else { return Ok(None) };
    Ok(Some(Visit::of(request.request(), session)))
}

fn to_sign_in(request: &ServiceRequest) -> HttpResponse {
    let asked = request.uri().path_and_query().map(|path| path.as_str()).unwrap_or("/");
    let location = if request.method() == Method::GET && asked != "/" {
        let next = percent_encoding::utf8_percent_encode(asked, percent_encoding::NON_ALPHANUMERIC);
        format!("/sign-in?next={next}")
    } else {
        "/sign-in".to_owned()
    };
    HttpResponse::SeeOther().insert_header((header::LOCATION, location)).finish()
}

/// Gives a refusal its shape, and takes away a banner that was shown.
fn shape(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if (status.is_client_error() || status.is_server_error()) && !is_shaped(&response) {
        let carried = response.response().extensions().get::<Refused>().cloned();
        let refused = carried.unwrap_or_else(|| Refused::of(status));
        return dress(response, &refused);
    }
    let shown = response.request().extensions().get::<FlashShown>().is_some();
    if !shown || !status.is_success() {
        return response;
    }
    let mut response = response;
    let mut gone = Cookie::build(FLASH_COOKIE, "").path("/").finish();
    gone.make_removal();
    let _added = response.response_mut().add_cookie(&gone);
    response
}

/// A route that answered with its own page or JSON keeps it.
fn is_shaped(response: &ServiceResponse<BoxBody>) -> bool {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("text/html") || kind.contains("json")
}

fn dress(response: ServiceResponse<BoxBody>, refused: &Refused) -> ServiceResponse<BoxBody> {
    let (request, old) = response.into_parts();
    let mut builder = HttpResponse::build(refused.status);
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE, header::SET_COOKIE] {
        for value in old.headers().get_all(&name) {
            builder.append_header((name.clone(), value.clone()));
        }
    }
    let fresh = if glue::is_below(request.path()) {
        let fault = glue::problem::Fault::new(refused.status, detail(refused));
        builder.content_type(glue::problem::MEDIA_TYPE).body(fault.document())
    } else if part(request.path()) == Part::Api {
        builder.content_type("application/problem+json").body(problem_json(refused).to_string())
    } else {
        builder.content_type("text/html; charset=utf-8").body(html(&request, refused))
    };
    ServiceResponse::new(request, fresh)
}

/// Returns what a program is told.
fn detail(refused: &Refused) -> &str {
    match refused.status {
        StatusCode::METHOD_NOT_ALLOWED => "This address takes other methods; “Allow” names them.",
        _ => &refused.sentence,
    }
}

/// RFC 9457.
fn problem_json(refused: &Refused) -> serde_json::Value {
    let problems: Vec<_> = refused
        .problems
        .0
        .iter()
        .map(|problem| json!({"place": problem.place, "message": problem.message}))
        .collect();
    let mut body = json!({
        "type": "about:blank",
        "title": refused.title,
        "status": refused.status.as_u16(),
        "detail": detail(refused),
    });
    if let (false, Some(body)) = (problems.is_empty(), body.as_object_mut()) {
        body.insert("problems".into(), problems.into());
    }
    body
}

fn html(request: &HttpRequest, refused: &Refused) -> String {
    let visit = request.extensions().get::<Visit>().cloned();
    let app = request.app_data::<web::Data<App>>();
    let chrome = visit.zip(app).map(|(visit, app)| visit.chrome(app, refused.title.clone(), Here::Nowhere));
    let messages = refused.problems.0.iter().map(|problem| problem.message.clone()).collect();
    let words = page::error::Words {
        status: refused.status.as_u16(),
        title: refused.title.clone(),
        sentence: refused.sentence.clone(),
        messages,
    };
    page::error::show(words, chrome)
}
