//! Suggestions for pickers, as fragments of HTML.

use actix_web::{HttpRequest, web};

use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::form::query;
use crate::index::search;
use crate::page::mark;
use crate::page::product::Suggest;
use crate::page::product::suggest::SUGGESTED_MAX;

/// Products for what is being typed into a picker.
pub async fn list(_visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let snapshot = app.snapshot();
    let asked = query::read(request.query_string());
    let found = search(&snapshot, asked.get("q").trim(), &mark::locale(snapshot.vocabulary()), SUGGESTED_MAX);
    reply::page(&Suggest::new(&snapshot, &found))
}
