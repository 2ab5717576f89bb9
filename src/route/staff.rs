//! Who is signed in: the extractor that every back-office route takes.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::Oops;
use crate::app::App;
use crate::domain::staff::Actor;
use crate::page::chrome::{Chrome, Flash, Here};

/// A signed-in person's visit.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who it is.
    pub actor: Actor,
    /// The session's form token.
    pub form_token: String,
    /// `light`, `dark` or empty.
    pub theme: String,
    /// What the last action did.
    pub flash: Option<Flash>,
}

impl Visit {
    /// Returns the frame of a page.
    pub fn chrome(&self, app: &App, title: impl Into<String>, here: Here) -> Chrome {
        let snapshot = app.snapshot();
        Chrome {
            title: title.into(),
            here,
            staff_name: self.actor.name.clone(),
            form_token: self.form_token.clone(),
            theme: self.theme.clone(),
            flash: self.flash.clone(),
            relation_count: snapshot.relations().len(),
            product_count: snapshot.len(),
        }
    }
}

impl FromRequest for Visit {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Err(Oops::fault("nobody can sign in yet")))
    }
}
