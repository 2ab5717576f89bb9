//! API tokens: the extractor of the addresses that need one.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::Oops;
use crate::domain::staff::Actor;

/// A caller of the API that is known: by `Authorization: Bearer …`, or by the session of somebody signed in.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// Who it is.
    pub actor: Actor,
}

impl FromRequest for Bearer {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Err(Oops::fault("no token is read yet")))
    }
}
