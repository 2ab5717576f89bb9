//! What was posted: the one extractor of forms, over actix-multipart, under the limits.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::Oops;
use super::staff::Visit;
use crate::form::fields::Fields;

/// A form posted by somebody signed in, its form token already checked.
#[derive(Debug)]
pub struct Posted {
    /// Who posted it.
    pub visit: Visit,
    /// What was posted.
    pub fields: Fields,
}

impl FromRequest for Posted {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Err(Oops::fault("no form is read yet")))
    }
}
