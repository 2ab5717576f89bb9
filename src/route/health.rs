//! What operators ask: is it alive, is it ready, how is it doing.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::error::Oops;
use super::reply::Reply;
use crate::app::App;

/// Counts of this process.
#[derive(Debug)]
pub struct Meter {
    started: Instant,
    answers: [AtomicU64; 6],
    panics: AtomicU64,
}

impl Default for Meter {
    fn default() -> Self {
        Self { started: Instant::now(), answers: Default::default(), panics: AtomicU64::new(0) }
    }
}

impl Meter {
    /// Counts an answer by the first digit of its status.
    pub fn answered(&self, status: u16) {
        if let Some(count) = self.answers.get(usize::from(status / 100)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a request whose code broke.
    pub fn panicked(&self) {
        self.panics.fetch_add(1, Ordering::Relaxed);
    }
}

/// `GET /healthz`: the process answers.
pub async fn show() -> Reply {
    Ok(HttpResponse::Ok().json(json!({"alive": true, "version": env!("CARGO_PKG_VERSION")})))
}

/// `GET /readyz`: the catalogue is in memory, so that shops can be answered. As long as the database does not answer, that
/// is all.
pub async fn ready(app: web::Data<App>) -> Reply {
    let snapshot = app.snapshot();
    Ok(match snapshot.version() {
        Some(version) => HttpResponse::Ok().json(json!({
            "ready": true, "products": snapshot.len(), "version": version.number,
            "shops": true, "back_office": app.is_reached(),
        })),
        None => HttpResponse::ServiceUnavailable()
            .json(json!({"ready": false, "why": "The catalogue is being loaded."})),
    })
}

/// `GET /metrics`, in the text form that Prometheus reads.
pub async fn metrics(app: web::Data<App>, meter: web::Data<Meter>) -> Reply {
    let snapshot = app.snapshot();
    let mut text = String::new();
    let mut line = |name: &str, value: u64| {
        writeln!(text, "{name} {value}").map_err(|error| Oops::fault(error.to_string()))
    };
    line("kindred_uptime_seconds", meter.started.elapsed().as_secs())?;
    for (class, count) in meter.answers.iter().enumerate().skip(1) {
        line(&format!("kindred_answers_total{{class=\"{class}xx\"}}"), count.load(Ordering::Relaxed))?;
    }
    line("kindred_panics_total", meter.panics.load(Ordering::Relaxed))?;
    line("kindred_products", u64::try_from(snapshot.len()).unwrap_or(u64::MAX))?;
    line("kindred_relations", u64::try_from(snapshot.relations().len()).unwrap_or(u64::MAX))?;
    line("kindred_feed_version", snapshot.version().map_or(0, |version| version.number))?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}
