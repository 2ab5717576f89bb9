//! Sessions on the way in: cookie → session, asked of the database at most every few seconds.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

use crate::app::App;
use crate::store::door::Refusal;
use crate::store::session::{self, AGE_MAX, Session};
use crate::work::secret;

/// A session ended elsewhere is believed here for so long.
const BELIEVED: Duration = Duration::from_secs(3);
/// Without a database the pages that are answered from memory go on for so long.
const BELIEVED_WITHOUT_DATABASE: Duration = Duration::from_secs(600);
/// The last visit is written down at most so often.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);
/// Most sessions remembered; beyond, all are asked for again.
const REMEMBERED_MAX: usize = 10_000;
/// Length of a cookie's value.
const SECRET_LENGTH: usize = 64;

struct Known {
    session: Session,
    asked: Instant,
}

/// The sessions this process knows.
pub struct Sessions {
    known: Mutex<HashMap<Vec<u8>, Known>>,
    is_https: bool,
}

impl Sessions {
    /// Returns an empty memory of sessions.
    pub fn new(is_https: bool) -> Self {
        Self { known: Mutex::new(HashMap::new()), is_https }
    }

    /// Returns the cookie's name; with https it is one that no other host and no plain page can set.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_https { "__Host-kindred" } else { "kindred" }
    }

    /// Returns the cookie of a session.
    pub fn cookie(&self, secret: String) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), secret)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_https)
            .max_age(actix_web::cookie::time::Duration::seconds(AGE_MAX.num_seconds()))
            .finish()
    }

    /// Returns the session that a cookie's value opens, if it holds.
    pub async fn find(&self, app: &App, value: &str) -> Result<Option<Session>, Refusal> {
        if value.len() != SECRET_LENGTH {
            return Ok(None);
        }
        let hash = secret::hash(value);
        if let Some(session) = self.remembered(&hash, BELIEVED) {
            return Ok(Some(session));
        }
        let asked = hash.clone();
        match app.read(move |read| session::find(read, &asked)).await {
            Ok(Some(session)) => {
                self.touch(app, &hash, &session).await;
                self.remember(hash, session.clone());
                Ok(Some(session))
            }
            Ok(None) => {
                self.forget(&hash);
                Ok(None)
            }
            Err(Refusal::Busy(text)) => match self.remembered(&hash, BELIEVED_WITHOUT_DATABASE) {
                Some(session) => Ok(Some(session)),
                None => Err(Refusal::Busy(text)),
            },
            Err(refusal) => Err(refusal),
        }
    }

    /// Forgets a session that has ended.
    pub fn forget(&self, hash: &[u8]) {
        self.lock().remove(hash);
    }

    fn remembered(&self, hash: &[u8], at_most: Duration) -> Option<Session> {
        let known = self.lock();
        let known = known.get(hash)?;
        (known.asked.elapsed() < at_most).then(|| known.session.clone())
    }

    fn remember(&self, hash: Vec<u8>, session: Session) {
        let mut known = self.lock();
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(hash, Known { session, asked: Instant::now() });
    }

    async fn touch(&self, app: &App, hash: &[u8], session: &Session) {
        if app.clock().now() - session.seen_at < SEEN_EVERY {
            return;
        }
        let hash = hash.to_vec();
        if let Err(refusal) = app.write(&session.actor, move |write| session::touch(write, &hash)).await {
            tracing::warn!(%refusal, "a visit could not be written down");
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
