//! Who asks, in which store, locale and currency, and what is to go along; and the frame of every answer.
//!
//! The store is told by the header `Store` or the parameter `_store`, else it is the first one; the locale is the store's
//! that `Accept-Language` likes best, else its first one.

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::include::{Included, Includes};
use super::problem::{Answer, Fault, MEDIA_TYPE};
use crate::app::App;
use crate::domain::locale::Locale;
use crate::domain::store::Store;
use crate::index::snapshot::Doc;
use crate::route::api::asked::{Asked, Parameters, loaded};
use crate::route::token;
use crate::store::cart::Owner;

/// Longest id that a guest may give itself, in bytes.
const GUEST_MAX: usize = 255;

/// The circumstances of one request.
pub struct Frame {
    /// Store, locale, currency and moment.
    pub asked: Asked,
    /// What is to go along.
    pub includes: Includes,
    query: String,
}

impl Frame {
    /// Reads the circumstances of a request.
    pub fn read(app: &App, request: &HttpRequest) -> Result<Self, Fault> {
        let given = Parameters::of_query(request.query_string())?;
        let store = given.get("_store").map(str::to_owned).or_else(|| text(request.headers(), "store"));
        let mut wanted = serde_json::Map::new();
        if let Some(store) = store {
            wanted.insert("store".into(), store.into());
        }
        if let Some(currency) = given.get("currency") {
            wanted.insert("currency".into(), currency.into());
        }
        let mut asked = Asked::read(app, &Parameters::of_json(&Value::Object(wanted)))?;
        let liked = text(request.headers(), "accept-language").unwrap_or_default();
        if let Some(locale) = liked_locale(&asked.store, &liked) {
            asked.locale = locale;
        }
        let include = given.get("include").unwrap_or_default();
        let query = match include {
            "" => String::new(),
            names => format!("?include={}", crate::route::api::v1::answer::escape(names)),
        };
        Ok(Self { asked, includes: Includes::of(include), query })
    }

    /// Answers with a list of products under an address of its own.
    pub fn list(&self, docs: impl Iterator<Item = Doc>, own: &str) -> Answer {
        let mut included = Included::default();
        let data: Vec<Value> = docs.filter_map(|doc| self.resource(doc, &mut included)).collect();
        let mut document = json!({"data": data, "links": {"self": format!("{own}{}", self.query)}});
        included.put_into(&mut document);
        Ok(self.answer(HttpResponse::Ok(), &document))
    }

    /// Answers with one product.
    pub fn one(&self, doc: Doc) -> Answer {
        let mut included = Included::default();
        let data = self.resource(doc, &mut included).ok_or_else(Fault::no_product)?;
        let mut document = json!({"data": data});
        included.put_into(&mut document);
        Ok(self.answer(HttpResponse::Ok(), &document))
    }

    /// Answers with any document.
    pub fn answer(&self, mut answer: actix_web::HttpResponseBuilder, document: &Value) -> HttpResponse {
        answer
            .content_type(MEDIA_TYPE)
            .insert_header((header::CONTENT_LANGUAGE, self.asked.locale.tag()))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::VARY, "Accept-Language, Store"))
            .body(document.to_string())
    }

    fn resource(&self, doc: Doc, included: &mut Included) -> Option<Value> {
        let view = self.asked.snapshot.product(doc)?;
        let mut resource = super::resource::product(&self.asked, view);
        let related = self.includes.of_product(&self.asked, view, included);
        if let (Some(resource), false) = (resource.as_object_mut(), related.is_empty()) {
            resource.insert("relationships".into(), Value::Object(related));
        }
        Some(resource)
    }
}

/// Returns whose carts a customer's request is about: the token's.
pub async fn customer(app: &App, request: &HttpRequest) -> Result<Owner, Fault> {
    if !request.headers().contains_key(header::AUTHORIZATION) {
        return Err(Fault::no_token());
    }
    let token = token::sent(request).ok_or_else(Fault::bad_token)?;
    let actor = token::holder(app, &token).await?.ok_or_else(Fault::bad_token)?;
    Ok(Owner::Customer(actor.name))
}

/// Returns whose carts a guest's request is about.
pub fn guest(request: &HttpRequest) -> Result<Owner, Fault> {
    let id = text(request.headers(), "x-anonymous-customer-unique-id").ok_or_else(Fault::no_guest)?;
    if id.len() > GUEST_MAX {
        let detail = format!("An anonymous customer unique id has at most {GUEST_MAX} bytes.");
        return Err(Fault::new(actix_web::http::StatusCode::BAD_REQUEST, detail));
    }
    Ok(Owner::Guest(id))
}

/// Returns the store that a cart was filled in, as long as it is there.
pub fn store_of(app: &App, id: crate::domain::id::StoreId) -> Result<Option<Store>, Fault> {
    Ok(loaded(app)?.vocabulary().store_by_id(id).cloned())
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the store's locale that a list of languages likes best (RFC 9110, 12.5.4); none when it knows none of them.
fn liked_locale(store: &Store, accepted: &str) -> Option<Locale> {
    let mut liked: Vec<(f32, &str)> = accepted
        .split(',')
        .filter_map(|entry| {
            let (tag, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight > 0.0).then_some((weight, tag.trim()))
        })
        .collect();
    liked.sort_by(|left, right| right.0.total_cmp(&left.0));
    liked.into_iter().find_map(|(_, tag)| {
        let wanted = Locale::parse(tag).ok()?;
        let language = |locale: &Locale| locale.as_str().split('_').next().map(str::to_owned);
        let exact = store.locales.iter().find(|locale| **locale == wanted);
        let near = || store.locales.iter().find(|locale| language(locale) == language(&wanted));
        exact.or_else(near).cloned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_is_the_one_that_the_reader_likes_best_among_the_stores() {
        let store = Store {
            id: crate::domain::id::StoreId(1),
            key: "eu".into(),
            name: "EU".into(),
            time_zone: chrono_tz::Tz::UTC,
            locales: ["en_US", "de_DE", "de_AT"].map(|text| Locale::parse(text).unwrap()).to_vec(),
            currencies: Vec::new(),
        };
        for (accepted, expected) in [
            ("de-DE", Some("de_DE")),
            ("de", Some("de_DE")),
            ("de-AT, de;q=0.9", Some("de_AT")),
            ("fr, de;q=0.3, en;q=0.8", Some("en_US")),
            ("de-CH;q=0.5", Some("de_DE")),
            ("en;q=0, de", Some("de_DE")),
            ("fr", None),
            ("*", None),
            ("", None),
            (";;;,q=,=", None),
        ] {
            assert_eq!(liked_locale(&store, accepted).as_ref().map(Locale::as_str), expected, "{accepted}");
        }
    }
}
