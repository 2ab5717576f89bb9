//! The web server: middleware in order, limits, shutdown.
//!
//! From the outside in: `frame` (headers, code that broke), compression, `door` (who comes in, the shape of refusals),
//! `keep` (answers of the API that are ready), then the table of `route`.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Site, HttpServer, web};

use crate::app::{App, BLOCKING_THREADS};
use crate::config::Config;
use crate::route;
use crate::route::api::ready::Ready;
use crate::route::attempt::Attempts;
use crate::route::error::Refused;
use crate::route::health::Meter;
use crate::route::session::Sessions;
use crate::route::sign_in::Doorman;
use crate::store::door::Refusal;
use crate::work::password::Checker;

const HEAD_TIME: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const SHUTDOWN_SECONDS: u64 = 8;
const CONNECTIONS_MAX: usize = 2_048;
/// Most bytes of a JSON body.
const JSON_BYTES_MAX: usize = 256 * 1024;

/// Whether the server ends by itself when the process is asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signals {
    /// Ctrl-C and `kill` end it.
    Heeded,
    /// Whoever started it ends it.
    Left,
}

/// Returns the server on a listener; it runs when it is awaited.
pub fn serve(app: &App, config: &Config, listener: TcpListener, signals: Signals) -> Result<Server, Refusal> {
    let sessions = web::Data::new(Sessions::new(config.is_https()));
    let doorman = web::Data::new(Doorman {
        app: app.clone(),
        checker: Checker::start()?,
        attempts: web::Data::new(Attempts::default()),
        sessions: sessions.clone(),
    });
    let (app, config, meter) =
        (web::Data::new(app.clone()), web::Data::new(config.clone()), web::Data::new(Meter::default()));
    let ready = web::Data::new(Ready::default());
    let workers = config.workers;
    let blocking = usize::try_from(BLOCKING_THREADS).unwrap_or(1);
    let server = HttpServer::new(move || {
        Site::new()
            .app_data(app.clone())
            .app_data(config.clone())
            .app_data(sessions.clone())
            .app_data(doorman.clone())
            .app_data(meter.clone())
            .app_data(ready.clone())
            .app_data(json())
            .app_data(web::PayloadConfig::new(JSON_BYTES_MAX))
            .app_data(
                web::QueryConfig::default().error_handler(|_, _| Refused::of(StatusCode::BAD_REQUEST).into()),
            )
            .app_data(
                web::PathConfig::default().error_handler(|_, _| Refused::of(StatusCode::NOT_FOUND).into()),
            )
            .configure(route::configure)
            .default_service(web::to(nothing))
            .wrap(from_fn(route::api::keep::pass))
            .wrap(from_fn(route::door::pass))
            .wrap(Compress::default())
            .wrap(from_fn(route::frame::surround))
    })
    .workers(workers)
    .worker_max_blocking_threads((blocking / workers).max(1))
    .max_connections(CONNECTIONS_MAX)
    .client_request_timeout(HEAD_TIME)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .listen(listener)
    .map_err(|error| Refusal::Fault(error.to_string()))?;
    Ok(match signals {
        Signals::Heeded => server.run(),
        Signals::Left => server.disable_signals().run(),
    })
}

fn json() -> web::JsonConfig {
    web::JsonConfig::default().limit(JSON_BYTES_MAX).error_handler(|error, _| {
        use actix_web::error::JsonPayloadError as Error;
        let status = match &error {
            Error::Overflow { .. } | Error::OverflowKnownLength { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Error::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            _ => StatusCode::BAD_REQUEST,
        };
        let mut refused = Refused::of(status);
        if let (StatusCode::BAD_REQUEST, Error::Deserialize(told)) = (status, &error) {
            refused.sentence =
                format!("The JSON cannot be read: line {}, column {}.", told.line(), told.column());
        }
        refused.into()
    })
}

/// Answers whatever the table does not know.
async fn nothing() -> Refused {
    Refused::of(StatusCode::NOT_FOUND)
}
