//! What was posted: the extractors of forms, over `multipart/form-data` and urlencoded bodies, under the limits.
//!
//! Whatever is wrong with a body is said in words; reading one never ends in a bare status.

mod limit;
mod multipart;
mod sent;
mod urlencoded;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::{FutureExt, LocalBoxFuture};
use subtle::ConstantTimeEq;

use super::error::Refused;
use super::staff::Visit;
use crate::config::Config;
use crate::form::fields::Fields;
use limit::Limit;
pub use sent::Sent;

/// The field that carries the form token.
const TOKEN_FIELD: &str = "_csrf";

/// A form posted by somebody signed in, its form token already checked.
#[derive(Debug)]
pub struct Posted {
    /// Who posted it.
    pub visit: Visit,
    /// What was posted.
    pub fields: Fields,
}

/// A form of the public pages: no sign-in and no form token, but only from this very site.
#[derive(Debug)]
pub struct Open {
    /// What was posted.
    pub fields: Fields,
}

/// A form with one file, posted by somebody signed in, its form token already checked.
#[derive(Debug)]
pub struct Upload {
    /// Who posted it.
    pub visit: Visit,
    /// The other fields.
    pub fields: Fields,
    /// The file; none when nothing was chosen.
    pub file: Option<Sent>,
}

impl FromRequest for Posted {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let (fields, _) = read(&request, payload, &Limit::form()).await?;
            let visit = known(&request, &fields)?;
            Ok(Self { visit, fields })
        }
        .boxed_local()
    }
}

impl FromRequest for Open {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move { read(&request, payload, &Limit::form()).await.map(|(fields, _)| Self { fields }) }
            .boxed_local()
    }
}

impl FromRequest for Upload {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let config = request.app_data::<web::Data<Config>>().ok_or_else(fault)?;
            let limit = Limit::upload(config.data_dir.join("uploads"));
            let (fields, file) = read(&request, payload, &limit).await?;
            let visit = known(&request, &fields)?;
            Ok(Self { visit, fields, file })
        }
        .boxed_local()
    }
}

/// Reads a body of either kind.
async fn read(
    request: &HttpRequest,
    payload: Payload,
    limit: &Limit,
) -> Result<(Fields, Option<Sent>), Refused> {
    let kind = request.content_type().to_ascii_lowercase();
    let work = async {
        match kind.as_str() {
            "multipart/form-data" => multipart::read(request.headers(), payload, limit).await,
            "application/x-www-form-urlencoded" => {
                urlencoded::read(payload, limit).await.map(|fields| (fields, None))
            }
            _ => Err(Refused::of(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        }
    };
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(Refused::of(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    match tokio::time::timeout(limit.time, work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Refused::of(StatusCode::REQUEST_TIMEOUT)),
    }
}

/// Returns who posts, if the form is of their own session.
fn known(request: &HttpRequest, fields: &Fields) -> Result<Visit, Refused> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or_else(|| Refused::of(StatusCode::UNAUTHORIZED))?;
    let fits: bool = visit.form_token.as_bytes().ct_eq(fields.get(TOKEN_FIELD).as_bytes()).into();
    if fits {
        return Ok(visit);
    }
    let sentence = "This form belongs to an earlier sign-in, or was not made by Kindred. Nothing was changed. Go back, \
                    load the page again and send it once more.";
    Err(Refused::new(StatusCode::FORBIDDEN, "This form has run out", sentence))
}

fn fault() -> Refused {
    Refused::of(StatusCode::INTERNAL_SERVER_ERROR)
}
