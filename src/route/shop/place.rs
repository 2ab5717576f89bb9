//! Where a visitor stands, read from the address, the cookies and the sign-in.
//!
//! Moment and segment may be asked for by anybody, as in the API; drafts and reasons are for staff. What is typed wrongly
//! is told in the bar and changes nothing.

use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::domain::block::Page;
use crate::domain::decimal::clip;
use crate::domain::id::{DraftId, RelationId};
use crate::domain::locale::Locale;
use crate::domain::moment::Moment;
use crate::domain::money::Currency;
use crate::domain::problem::Problems;
use crate::domain::relation::Kept;
use crate::domain::store::Store;
use crate::form::cart::{self, Line};
use crate::form::fields::Fields;
use crate::form::query;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::shop::cart::Held;
use crate::page::shop::frame::{Around, Frame};
use crate::page::shop::missing;
use crate::page::shop::stand::Stand;
use crate::pick::choose::{self, Ask, Context, Decision, Depth};
use crate::route::error::Oops;
use crate::route::reply::{Reply, page_with};
use crate::route::staff::Visit;
use crate::store;
use crate::store::door::Refusal;

/// Longest segment that is read.
const SEGMENT_CHARS_MAX: usize = 80;

/// Where a visitor stands, owned.
pub struct Place {
    /// The catalogue; it does not change under the request.
    pub snapshot: Arc<Snapshot>,
    /// The store; the first one where the asked one is not known.
    pub store: Store,
    /// The cart's lines as the cookie has them.
    pub lines: Vec<Line>,
    locale: Locale,
    currency: Currency,
    at: DateTime<Utc>,
    segment: Option<String>,
    carried: Vec<(String, String)>,
    draft: Option<Standing>,
    problems: Vec<String>,
    is_staff: bool,
    why: bool,
}

/// Returns what a frame is made of: title, address after the store, the same thing in the back office.
pub fn around<'a>(title: &'a str, path: &'a str, desk_url: &'a str) -> Around<'a> {
    Around { title, path, cart_count: 0, staff: None, desk_url, explain: None }
}

/// Reads the place from the request; for a store that there is not, the answer is the page that says so.
impl FromRequest for Place {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let key: String = request.match_info().query("store").into();
            let key = percent_encoding::percent_decode_str(&key).decode_utf8_lossy().into_owned();
            let app = request.app_data::<web::Data<App>>().ok_or_else(|| Oops::fault("no application"))?;
            let place = Self::find(app, &key, &request).await?;
            if place.snapshot.vocabulary().store(&key).is_some() {
                return Ok(place);
            }
            let missing = place.missing(format!("There is no store “{}”.", clip(&key)))?;
            Err(InternalError::from_response("no such store", missing).into())
        })
    }
}

impl Place {
    /// Finds out where a visitor stands; in the first store where the asked one is not known.
    pub async fn find(app: &App, key: &str, request: &HttpRequest) -> Result<Self, Oops> {
        let visit = Visit::extract(request).await.ok();
        let snapshot = app.snapshot();
        if snapshot.version().is_none() {
            return Err(Refusal::Busy("the index is not loaded yet".into()).into());
        }
        let typed = query::read(request.query_string());
        let store = snapshot.vocabulary().store(key).cloned();
        let store = store.or_else(|| snapshot.vocabulary().stores().first().cloned());
        let store = store.ok_or_else(|| {
            Oops::not_found("There is no store yet: import a catalogue, or make the demo shop.")
        })?;
        let (Some(locale), Some(currency)) =
            (store.locales.first().cloned(), store.currencies.first().copied())
        else {
            return Err(Oops::fault("a store without locale or currency"));
        };
        let cookie = request.cookie(cart::COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let mut place = Self {
            snapshot,
            lines: cart::read(&cookie),
            locale,
            currency,
            at: app.clock().now(),
            segment: None,
            carried: Vec::new(),
            draft: None,
            problems: Vec::new(),
            is_staff: visit.is_some(),
            why: false,
            store,
        };
        place.read(&typed);
        if place.is_staff {
            place.read_draft(app, &typed).await;
        }
        Ok(place)
    }

    /// Takes over what the address asks for.
    fn read(&mut self, typed: &Fields) {
        let asked = typed.get("locale");
        let named = Locale::parse(asked).ok().filter(|locale| self.store.locales.contains(locale));
        match named {
            Some(locale) => self.locale = locale,
            None if asked.is_empty() => {}
            None => self.problems.push(format!("This store does not speak “{}”.", clip(asked))),
        }
        let at = typed.get("at");
        match Moment::parse(at) {
            Some(moment) => self.at = moment.first(self.store.time_zone),
            None if at.is_empty() => {}
            None => {
                self.problems.push(format!("“{}” is not a moment; write it like 2026-12-01T09:00.", clip(at)))
            }
        }
        let segment: String = typed.get("segment").trim().chars().take(SEGMENT_CHARS_MAX).collect();
        self.segment = (!segment.is_empty()).then_some(segment);
        self.why = self.is_staff && typed.has("why");
        for name in ["at", "segment", "why"] {
            let value = typed.get(name);
            if !value.is_empty() && (name != "why" || self.is_staff) {
                self.carried.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// Loads the draft that staff want to see in the live one's place. Its unfinished rows are left out, as in the editor.
    async fn read_draft(&mut self, app: &App, typed: &Fields) {
        let asked = typed.get("draft").trim();
        if asked.is_empty() {
            return;
        }
        self.carried.push(("draft".to_owned(), asked.to_owned()));
        let Ok(id) = asked.parse().map(DraftId) else {
            return self
                .problems
                .push(format!("“{}” is not a draft's number; this is what is live.", clip(asked)));
        };
        match app.read(move |read| store::draft::find(read, id)).await {
            Ok(kept) => self.draft = Some(self.stands_as(kept)),
            Err(Refusal::NotFound(_)) => {
                self.problems.push(format!("There is no draft {id} any more; this is what is live."))
            }
            Err(refusal) => self
                .problems
                .push(format!("The draft cannot be loaded now; this is what is live. ({refusal})")),
        }
    }

    /// Returns how a draft would stand: in the place of its relation, or beside all others.
    fn stands_as(&self, kept: store::draft::Kept) -> Standing {
        let draft = kept.step.relation;
        let typed = if draft.key.is_empty() { format!("draft-{}", kept.id) } else { draft.key.clone() };
        let key = if kept.relation_key.is_empty() { typed } else { kept.relation_key };
        let mut standing = Standing::new(
            Kept {
                id: kept.relation.unwrap_or(RelationId(0)),
                key,
                version: kept.based_on,
                draft,
                problems: Problems::default(),
                created_at: kept.updated_at,
                updated_at: kept.updated_at,
                updated_by: kept.owner_name,
            },
            self.snapshot.vocabulary(),
        );
        standing.problems = Problems::default();
        standing
    }

    /// Returns where the visitor stands, as pages take it.
    pub fn stand(&self) -> Stand<'_> {
        Stand {
            snapshot: &self.snapshot,
            store: &self.store,
            locale: &self.locale,
            currency: self.currency,
            at: self.at,
            carried: &self.carried,
            why: self.why,
            draft: self.draft.as_ref(),
        }
    }

    /// Returns the frame of a page, the cart's count and the bar for staff put in.
    pub fn frame(&self, around: &Around<'_>) -> Frame {
        let cart_count = self.held().iter().map(|held| held.pieces).sum();
        let staff = self.is_staff.then_some(self.problems.as_slice());
        let page = self.explained(around.path);
        let explain = page.as_ref().map(|(name, value)| (*name, value.as_str()));
        Frame::new(&self.stand(), &Around { cart_count, staff, explain, ..*around })
    }

    /// Returns how `/explain` calls the page of an address after the store; none where no block stands.
    fn explained(&self, path: &str) -> Option<(&'static str, String)> {
        let decoded =
            |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let skus = || {
            let lines = self.lines.iter().rev().map(|line| line.sku.as_str());
            lines.collect::<Vec<_>>().join(",")
        };
        match path {
            "" => Some(("", String::new())),
            "/cart" => Some(("cart", skus())).filter(|(_, skus)| !skus.is_empty()),
            path => {
                let product = path.strip_prefix("/product/").map(|sku| ("on", decoded(sku)));
                product.or_else(|| path.strip_prefix("/category/").map(|key| ("category", decoded(key))))
            }
        }
    }

    /// Returns what the resolver is asked.
    pub fn ask(&self) -> Ask<'_> {
        Ask {
            store: self.store.id,
            locale: &self.locale,
            currency: self.currency,
            segment: self.segment.as_deref(),
            at: self.at,
            exclude: &[],
            draft: self.draft.as_ref(),
        }
    }

    /// Returns what is wrong with what was typed, in sentences.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Asks what every block of a page shows.
    pub fn decide(&self, page: Page, context: Context<'_>) -> Vec<Decision<'_>> {
        choose::page(&self.snapshot, &self.ask(), page, context, Depth::reasons(self.why))
    }

    /// Returns what is in the cart, as far as the catalogue still has it.
    pub fn held(&self) -> Vec<Held> {
        let found = self.lines.iter().filter_map(|line| {
            let doc = self.snapshot.find(line.sku.as_str())?;
            Some(Held { sku: line.sku.as_str().to_owned(), doc, pieces: line.pieces })
        });
        found.collect()
    }

    /// Returns the products in the cart, the last-added first.
    pub fn held_docs(&self) -> Vec<Doc> {
        let mut docs: Vec<Doc> = Vec::new();
        for held in self.held() {
            if !docs.contains(&held.doc) {
                docs.push(held.doc);
            }
        }
        docs
    }

    /// Answers 404 in the shop's clothes.
    pub fn missing(&self, sentence: String) -> Reply {
        let frame = self.frame(&around(self.stand().words().missing, "", "/"));
        page_with(StatusCode::NOT_FOUND, &missing::Show::new(&self.stand(), frame, sentence))
    }
}
