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

/// A form of the public pages: no sign-in and no form token, but only from this very site.
#[derive(Debug)]
pub struct Open {
    /// What was posted.
    pub fields: Fields,
}

impl FromRequest for Open {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Err(Oops::fault("no form is read yet")))
    }
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

/// A file that was sent, streamed into the data folder. It is deleted when this is dropped, unless `keep` took it.
#[derive(Debug)]
pub struct Sent {
    /// The name the browser gave; shown, never used as a path.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    path: Option<std::path::PathBuf>,
}

impl Sent {
    /// Hands the file over: from now on whoever asked deletes it.
    pub fn keep(mut self) -> std::path::PathBuf {
        self.path.take().unwrap_or_default()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let _gone = std::fs::remove_file(path);
        }
    }
}

impl FromRequest for Upload {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Err(Oops::fault("no form is read yet")))
    }
}
