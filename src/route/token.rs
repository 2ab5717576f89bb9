//! API tokens: the extractor of the addresses that need one.

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, ResponseError, web};
use futures_util::future::{FutureExt, LocalBoxFuture};

use super::error::{Oops, Refused};
use super::staff::Visit;
use crate::app::App;
use crate::domain::staff::Actor;
use crate::store::door::Refusal;
use crate::store::token;
use crate::work::secret;

/// Longest token that is looked up.
const LENGTH_MAX: usize = 200;

/// A caller of the API that is known: by `Authorization: Bearer …`, or by the session of somebody signed in.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// Who it is.
    pub actor: Actor,
}

/// Why a caller is not known.
#[derive(Debug)]
pub enum Unknown {
    /// No token, or one that does not hold.
    Refused,
    /// It could not be looked up.
    Oops(Oops),
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused => f.write_str("no token that holds"),
            Self::Oops(oops) => oops.fmt(f),
        }
    }
}

impl ResponseError for Unknown {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Refused => StatusCode::UNAUTHORIZED,
            Self::Oops(oops) => oops.status_code(),
        }
    }

    fn error_response(&self) -> actix_web::HttpResponse {
        let Self::Oops(oops) = self else {
            let sentence =
                "Send a token that holds as \"Authorization: Bearer …\"; kindred token create makes one.";
            let refused = Refused::new(StatusCode::UNAUTHORIZED, "A token is needed", sentence);
            let mut response = refused.into_response();
            let scheme = header::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
            return response;
        };
        oops.error_response()
    }
}

impl FromRequest for Bearer {
    type Error = Unknown;
    type Future = LocalBoxFuture<'static, Result<Self, Unknown>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move {
            let Some(token) = sent(&request) else {
                let visit = request.extensions().get::<Visit>().cloned();
                // A session's cookie goes along with requests that other sites make; reading does no harm.
                let visit = visit.filter(|_| request.method().is_safe());
                return visit.map(|visit| Self { actor: visit.actor }).ok_or(Unknown::Refused);
            };
            let app = request.app_data::<web::Data<App>>().ok_or(Unknown::Refused)?;
            let actor = holder(app, &token).await.map_err(|refusal| Unknown::Oops(Oops(refusal)))?;
            actor.map(|actor| Self { actor }).ok_or(Unknown::Refused)
        }
        .boxed_local()
    }
}

/// Returns whom a token stands for; none when it does not hold.
pub async fn holder(app: &App, token: &str) -> Result<Option<Actor>, Refusal> {
    let hash = secret::hash(token);
    app.read(move |read| token::find(read, &hash)).await
}

/// Returns the token that a request carries as `Authorization: Bearer …`.
pub fn sent(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    let is_usable = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= LENGTH_MAX;
    is_usable.then(|| token.to_owned())
}
