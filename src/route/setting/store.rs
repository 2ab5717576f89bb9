//! One store: its name, its time zone and its place among the others.

use actix_web::http::StatusCode;
use actix_web::web;
use serde_json::json;

use crate::app::App;
use crate::domain::staff::Role;
use crate::domain::store::{Draft, Store, check};
use crate::page::chrome::{Flash, Here};
use crate::page::setting::store::Edit;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::route::staff::Visit;
use crate::store::door::Entry;
use crate::store::word;

/// The form, as the store is.
pub async fn edit(visit: Visit, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&visit.actor, Role::Administrator)?;
    let (stores, at) = find(&app, &key)?;
    let draft = stores.get(at).map(|store| Draft::of(store, at)).unwrap_or_default();
    let chrome = visit.chrome(&app, "Store", Here::Settings);
    reply::page(&Edit::new(chrome, &stores, at, draft))
}

/// Changes the store, or shows the form again with what is wrong.
pub async fn update(posted: Posted, app: web::Data<App>, key: web::Path<String>) -> Reply {
    need(&posted.visit.actor, Role::Administrator)?;
    let (mut stores, at) = find(&app, &key)?;
    let typed = |name: &str| posted.fields.get(name).to_owned();
    let draft = Draft { name: typed("name"), time_zone: typed("time_zone"), place: typed("place") };
    let wanted = match check(&draft, stores.len()) {
        Ok(wanted) => wanted,
        Err(problems) => {
            let chrome = posted.visit.chrome(&app, "Store", Here::Settings);
            let page = Edit { problems, ..Edit::new(chrome, &stores, at, draft) };
            return reply::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let before = stores.remove(at);
    let store = Store { name: wanted.name, time_zone: wanted.time_zone, ..before.clone() };
    stores.insert(wanted.place.min(stores.len()), store.clone());
    let message = format!("“{}” is kept.", store.name);
    if store != before || wanted.place != at {
        let order: Vec<_> = stores.iter().map(|store| store.id).collect();
        let change = move |write: &mut crate::store::door::Write<'_>| {
            word::change_store(write, &store)?;
            word::arrange_stores(write, &order)?;
            let detail =
                json!({"name": store.name, "time zone": store.time_zone.name(), "place": wanted.place + 1});
            write.audit(Entry { action: "change", noun: "store", key: &store.key, detail })
        };
        app.write(&posted.visit.actor, change).await?;
    }
    reply::see_other_saying("/settings/stores", &Flash { message, undo: String::new() })
}

/// Returns the stores, and the place of the one of that key among them.
fn find(app: &App, key: &str) -> Result<(Vec<Store>, usize), Oops> {
    let snapshot = app.snapshot();
    let vocabulary = snapshot.vocabulary();
    let wanted = vocabulary.store(key).map(|store| store.id);
    let at = vocabulary.stores().iter().position(|store| Some(store.id) == wanted);
    match at {
        Some(at) => Ok((vocabulary.stores().to_vec(), at)),
        None => Err(Oops::not_found(format!("There is no store called “{key}”."))),
    }
}
