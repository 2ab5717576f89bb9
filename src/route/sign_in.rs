//! Signing in and out.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::attempt::Attempts;
use super::body::{Open, Posted};
use super::error::Oops;
use super::reply::{Reply, page, page_with, see_other};
use super::session::Sessions;
use super::staff::{Visit, local};
use crate::app::App;
use crate::domain::staff::Actor;
use crate::page::sign_in;
use crate::store::door::Refusal;
use crate::store::{session, staff};
use crate::work::password::Checker;
use crate::work::secret;

const WRONG: &str = "The e-mail or the password is not right. Check both and try again.";
const WAIT: &str = "There were too many attempts. Wait fifteen minutes, then try again.";

/// The query of the sign-in page.
#[derive(Debug, serde::Deserialize)]
pub struct Asked {
    next: Option<String>,
}

/// What signing in works with.
#[derive(Clone)]
pub struct Doorman {
    /// The application.
    pub app: App,
    /// The thread that compares passwords.
    pub checker: Checker,
    /// The failures of the last minutes.
    pub attempts: web::Data<Attempts>,
    /// The sessions this process knows.
    pub sessions: web::Data<Sessions>,
}

/// `GET /sign-in`
pub async fn new(asked: web::Query<Asked>, visit: Option<Visit>) -> Reply {
    let next = next(asked.next.as_deref().unwrap_or_default());
    if visit.is_some() {
        return see_other(&next);
    }
    page(&sign_in::New { next, email: String::new(), problem: String::new() })
}

/// `POST /sign-in`
pub async fn create(request: HttpRequest, doorman: web::Data<Doorman>, form: Open) -> Reply {
    let (email, password) =
        (form.fields.get("email").trim().to_owned(), form.fields.get("password").to_owned());
    let next = next(form.fields.get("next"));
    let network = request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default();
    let again = |status, problem: &str| {
        page_with(
            status,
            &sign_in::New { next: next.clone(), email: email.clone(), problem: problem.to_owned() },
        )
    };
    if doorman.attempts.must_wait(&email, &network) {
        let mut answer = again(StatusCode::TOO_MANY_REQUESTS, WAIT)?;
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("900"));
        return Ok(answer);
    }
    let Some(member) = doorman.check(&email, password).await? else {
        doorman.attempts.failed(&email, &network);
        return again(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
    };
    doorman.attempts.succeeded(&email);
    let cookie = doorman.open(member).await?;
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, next)).cookie(cookie).finish())
}

/// `POST /sign-out`
pub async fn delete(request: HttpRequest, doorman: web::Data<Doorman>, form: Posted) -> Reply {
    let name = doorman.sessions.cookie_name();
    if let Some(cookie) = request.cookie(name) {
        let hash = secret::hash(cookie.value());
        doorman.sessions.forget(&hash);
        doorman.app.write(&form.visit.actor, move |write| session::delete(write, &hash)).await?;
    }
    let mut answer = see_other("/sign-in")?;
    let mut gone = doorman.sessions.cookie(String::new());
    gone.make_removal();
    answer.add_cookie(&gone).map_err(|error| Oops::fault(error.to_string()))?;
    Ok(answer)
}

impl Doorman {
    /// Returns the member whose password this is. It takes as long when there is no such member.
    async fn check(&self, email: &str, password: String) -> Result<Option<staff::Member>, Refusal> {
        let asked = email.to_owned();
        let member = self.app.read(move |read| staff::find_active(read, &asked)).await?;
        let hash = member.as_ref().map(|member| member.password_hash.clone());
        let fits = self.checker.fits(&password, hash).await?;
        Ok(member.filter(|_| fits))
    }

    /// Opens a session and returns its cookie.
    async fn open(&self, member: staff::Member) -> Result<actix_web::cookie::Cookie<'static>, Refusal> {
        let no_random = |error: secret::NoRandom| Refusal::Fault(error.to_string());
        let (id, form_token) = (secret::fresh().map_err(no_random)?, secret::fresh().map_err(no_random)?);
        let hash = secret::hash(&id);
        let actor = Actor { staff: Some(member.id), name: member.name, role: member.role };
        self.app.write(&actor, move |write| session::insert(write, member.id, &hash, &form_token)).await?;
        Ok(self.sessions.cookie(id))
    }
}

/// Returns where to go after signing in: a page of the back office, never another site.
fn next(asked: &str) -> String {
    local(asked).filter(|path| !path.starts_with("/sign-")).unwrap_or_else(|| "/".to_owned())
}
