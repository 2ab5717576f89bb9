//! Suggestions for pickers, as fragments of HTML.

use actix_web::{HttpRequest, web};

use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::domain::decimal::clip;
use crate::domain::rule::field::Field;
use crate::form::query;
use crate::index::roll::first_store;
use crate::index::{offer, search};
use crate::page::draft::value::{LISTED_MAX, Values, holding};
use crate::page::mark;
use crate::page::product::Suggest;
use crate::page::product::suggest::SUGGESTED_MAX;

/// Values of a rule's field for what is being typed into a row.
pub async fn values(
    _visit: Visit,
    app: web::Data<App>,
    field: web::Path<String>,
    request: HttpRequest,
) -> Reply {
    let snapshot = app.snapshot();
    let gone = || Oops::not_found(format!("There is no field “{}”.", clip(&field)));
    let known = Field::parse(&field, snapshot.vocabulary()).ok_or_else(gone)?;
    let circumstances = first_store(&snapshot, app.clock().now()).ok_or_else(gone)?;
    let offers = offer::values(&snapshot, &circumstances, known);
    let asked = query::read(request.query_string());
    let found = holding(&offers, asked.get("q")).take(LISTED_MAX).cloned().collect();
    reply::page(&Values { offers: found })
}

/// Products for what is being typed into a picker.
pub async fn list(_visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let snapshot = app.snapshot();
    let asked = query::read(request.query_string());
    let found = search(&snapshot, asked.get("q").trim(), &mark::locale(snapshot.vocabulary()), SUGGESTED_MAX);
    reply::page(&Suggest::new(&snapshot, &found))
}
