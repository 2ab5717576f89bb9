//! Who is signed in: the extractor that every back-office route takes.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::error::Oops;
use super::reply::FLASH_COOKIE;
use crate::app::App;
use crate::domain::staff::Actor;
use crate::page::chrome::{Chrome, Flash, Here};
use crate::store::door::Refusal;
use crate::store::session::Session;

/// The cookie that holds the chosen theme, `light` or `dark`.
pub const THEME_COOKIE: &str = "kindred_theme";

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
    /// Returns the visit of a session.
    pub fn of(request: &HttpRequest, session: Session) -> Self {
        let theme = request.cookie(THEME_COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let theme = if ["light", "dark"].contains(&theme.as_str()) { theme } else { String::new() };
        Self { actor: session.actor, form_token: session.form_token, theme, flash: flash(request) }
    }

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

/// Marks a request whose answer shows the banner, so that it is shown once.
#[derive(Debug, Clone, Copy)]
pub struct FlashShown;

impl FromRequest for Visit {
    type Error = Oops;
    type Future = Ready<Result<Self, Oops>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let visit = request.extensions().get::<Self>().cloned();
        if visit.as_ref().is_some_and(|visit| visit.flash.is_some()) && request.method() == Method::GET {
            request.extensions_mut().insert(FlashShown);
        }
        let sentence = "Sign in first, then come back to this page.";
        ready(visit.ok_or_else(|| Oops(Refusal::Forbidden(sentence.into()))))
    }
}

/// Reads the banner that the last answer left.
fn flash(request: &HttpRequest) -> Option<Flash> {
    let cookie = request.cookie(FLASH_COOKIE)?;
    let (undo, message) = cookie.value().split_once('|')?;
    let plain = |text: &str| {
        percent_encoding::percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned())
    };
    let undo = plain(undo)?;
    let message = plain(message).filter(|message| !message.is_empty())?;
    Some(Flash { message, undo: local(&undo).unwrap_or_default() })
}

/// Returns an address when it leads to a page of this site and nowhere else.
pub fn local(address: &str) -> Option<String> {
    let is_plain = address.bytes().all(|byte| byte > 0x20 && byte < 0x7f && byte != b'\\');
    let is_here = address.starts_with('/') && !address.starts_with("//");
    (is_plain && is_here && address.len() <= 2_000).then(|| address.to_owned())
}
