//! Products: the list, and one product with its links.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::domain::decimal::clip;
use crate::domain::id::ProductId;
use crate::domain::locale::Locale;
use crate::domain::vocabulary::Vocabulary;
use crate::form::fields::Fields;
use crate::form::product_list::Filter;
use crate::form::product_page::Look;
use crate::form::query;
use crate::index::Circumstances;
use crate::index::browse::{Wanted, browse};
use crate::index::roll::first_store;
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::address;
use crate::page::chrome::Here;
use crate::page::mark;
use crate::page::product::link::Failed;
use crate::page::product::show::Given;
use crate::page::product::{List, Show};
use crate::store;

/// Most sources of links that are looked at for "appears on the pages of".
const LINKED_MAX: i64 = 1_000;

/// The list, narrowed as the query string says.
pub async fn list(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let (snapshot, now) = (app.snapshot(), app.clock().now());
    let vocabulary = snapshot.vocabulary();
    let filter = Filter::read(&query::read(request.query_string()), vocabulary);
    let locale = mark::locale(vocabulary);
    let wanted = Wanted {
        query: &filter.query,
        category: filter.find_category(vocabulary).map(|category| category.id),
        gap: vocabulary.relation_type(&filter.gap).map(|kind| kind.id),
        locale: &locale,
    };
    let found = browse(&snapshot, &wanted, now, |total| {
        let paging = filter.paging.within(total);
        (paging.skip(), paging.size)
    });
    let circumstances = first_store(&snapshot, now);
    let chrome = visit.chrome(&app, "Products", Here::Products);
    reply::page(&List::new(chrome, &filter, &found, &snapshot, circumstances.as_ref()))
}

/// One product; `?store=` and `?locale=` choose where it is looked at, `?why=SKU` leads on to the page that explains.
pub async fn show(visit: Visit, app: web::Data<App>, sku: web::Path<String>, request: HttpRequest) -> Reply {
    let asked = query::read(request.query_string());
    let why = asked.get("why").trim();
    if !why.is_empty() {
        return reply::see_other(&address::explain(&sku, why, asked.get("store"), asked.get("locale")));
    }
    drawn(&visit, &app, &sku, &asked, Failed::default(), StatusCode::OK).await
}

/// Answers with the page of a product, and with what went wrong in one of its forms.
pub(super) async fn drawn(
    visit: &Visit,
    app: &App,
    sku: &str,
    asked: &Fields,
    failed: Failed,
    status: StatusCode,
) -> Reply {
    let now = app.clock().now();
    let (snapshot, roll) = app.handle().roll(now);
    let (doc, id) = find(&snapshot, sku)?;
    let linked = app.read(move |r| store::link::sources_of(r, id, LINKED_MAX)).await?;
    let circumstances = first_store(&snapshot, now).map(|first| chosen(first, snapshot.vocabulary(), asked));
    let title = snapshot.product(doc).map(|view| view.name(&mark::locale(snapshot.vocabulary())).to_owned());
    let chrome = visit.chrome(app, title.unwrap_or_default(), Here::Products);
    let given = Given {
        snapshot: &snapshot,
        roll: &roll,
        doc,
        circumstances: circumstances.as_ref(),
        linked: &linked,
        look: &Look::read(asked),
        failed,
        now,
    };
    reply::page_with(status, &Show::new(chrome, given).ok_or_else(|| unknown(sku))?)
}

/// Returns the product of a product's or a variant's sku.
pub(super) fn find(snapshot: &Snapshot, sku: &str) -> Result<(Doc, ProductId), Oops> {
    let doc = snapshot.find(sku).ok_or_else(|| unknown(sku))?;
    let view = snapshot.product(doc).ok_or_else(|| unknown(sku))?;
    Ok((doc, view.id()))
}

fn unknown(sku: &str) -> Oops {
    Oops::not_found(format!("There is no product of sku “{}” in the catalogue.", clip(sku)))
}

/// Returns the circumstances of the store and locale asked for; what is unknown or missing stays as it is.
fn chosen(first: Circumstances, vocabulary: &Vocabulary, asked: &Fields) -> Circumstances {
    let store = vocabulary.store(asked.get("store")).or_else(|| vocabulary.store_by_id(first.store));
    let Some(store) = store else { return first };
    let locale = Locale::parse(asked.get("locale")).ok().filter(|locale| store.locales.contains(locale));
    let locale = locale.or_else(|| store.locales.first().cloned()).unwrap_or_else(|| first.locale.clone());
    let currency = store.currencies.first().copied().unwrap_or(first.currency);
    Circumstances { store: store.id, locale, currency, at: first.at }
}
