//! The stores, the default one first.

use actix_web::web::Data;
use serde::Serialize;

use super::answer::{List, version};
use crate::app::App;
use crate::domain::store::Store;
use crate::route::api::asked::loaded;
use crate::route::api::json;
use crate::route::api::problem::Answer;

/// One store.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Store)]
pub struct Item {
    key: String,
    name: String,
    locales: Vec<String>,
    currencies: Vec<String>,
    time_zone: String,
}

/// `GET /api/v1/stores`
pub async fn list(app: Data<App>) -> Answer {
    let snapshot = loaded(&app)?;
    let item = |store: &Store| Item {
        key: store.key.clone(),
        name: store.name.clone(),
        locales: store.locales.iter().map(ToString::to_string).collect(),
        currencies: store.currencies.iter().map(ToString::to_string).collect(),
        time_zone: store.time_zone.to_string(),
    };
    let items = snapshot.vocabulary().stores().iter().map(item).collect();
    json::write(&List { items, next: None, version: version(&snapshot) })
}
