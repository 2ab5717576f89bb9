//! The bare server: an actix handler that sends recorded bytes, the yardstick of everything over HTTP.

use std::collections::HashMap;
use std::path::Path;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde::Deserialize;

use super::super::Failure;
use crate::config::Config;

/// The share of a bare handler's requests that Kindred should answer.
pub const SHARE: f64 = 0.8;

/// What was recorded: headers that every answer has, and a body for each address.
#[derive(Debug, Deserialize)]
struct Recorded<T> {
    headers: Vec<(String, String)>,
    bodies: HashMap<String, T>,
}

/// Serves what a file holds until the process is ended.
pub fn run(config: &Config, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure(error.to_string()))?;
    let read: Recorded<String> = serde_json::from_str(&text).map_err(|error| Failure(error.to_string()))?;
    let bodies = read.bodies.into_iter().map(|(path, body)| (path, Bytes::from(body))).collect();
    let recorded = Data::new(Recorded { headers: read.headers, bodies });
    let server =
        HttpServer::new(move || App::new().app_data(recorded.clone()).default_service(web::to(answer)))
            .workers(config.workers)
            .bind(&config.listen)
            .map_err(|error| Failure(error.to_string()))?;
    actix_web::rt::System::new().block_on(server.run()).map_err(|error| Failure(error.to_string()))
}

async fn answer(request: HttpRequest, recorded: Data<Recorded<Bytes>>) -> HttpResponse {
    let path = request.uri().path_and_query().map(|path| path.as_str()).unwrap_or_default();
    let mut answer = HttpResponse::Ok();
    for (name, value) in &recorded.headers {
        answer.insert_header((name.as_str(), value.as_str()));
    }
    answer.body(recorded.bodies.get(path).cloned().unwrap_or_default())
}
