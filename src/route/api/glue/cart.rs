//! Carts and guest carts, kept by Kindred for preview and tests, and the up-selling products that they show.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::asked::{Frame, customer, guest, store_of};
use super::problem::{Answer, Fault};
use crate::app::App;
use crate::domain::block::Page;
use crate::domain::money::Currency;
use crate::domain::staff::Actor;
use crate::index::snapshot::Doc;
use crate::pick::choose::{Context, Depth, page};
use crate::route::api::json::{self, BODY_MAX};
use crate::route::api::problem::Refused;
use crate::route::api::v1::answer::escape;
use crate::store::cart::{self, Cart, Owner};
use crate::work::secret;

/// The relation type that a storefront calls up-selling products.
const UP_SELLING: &str = "up-sell";

/// `POST /glue/carts`: a new cart of the token's; its store and currency are those asked for.
pub async fn create(app: Data<App>, request: HttpRequest) -> Answer {
    let owner = customer(&app, &request).await?;
    let frame = Frame::read(&app, &request)?;
    let uuid = insert(&app, &frame, &owner).await?;
    let cart = find(&app, &uuid, &owner).await?;
    Ok(frame.answer(HttpResponse::Created(), &document(&app, "carts", &cart)?))
}

/// `GET /glue/carts/{uuid}`
pub async fn show(app: Data<App>, uuid: Path<String>, request: HttpRequest) -> Answer {
    let owner = customer(&app, &request).await?;
    let frame = Frame::read(&app, &request)?;
    let cart = find(&app, &uuid, &owner).await?;
    Ok(frame.answer(HttpResponse::Ok(), &document(&app, "carts", &cart)?))
}

/// `GET /glue/guest-carts/{uuid}`
pub async fn show_to_guest(app: Data<App>, uuid: Path<String>, request: HttpRequest) -> Answer {
    let owner = guest(&request)?;
    let frame = Frame::read(&app, &request)?;
    let cart = find(&app, &uuid, &owner).await?;
    Ok(frame.answer(HttpResponse::Ok(), &document(&app, "guest-carts", &cart)?))
}

/// `POST /glue/carts/{uuid}/items` with `{"data":{"type":"items","attributes":{"sku","quantity"}}}`
pub async fn add(app: Data<App>, uuid: Path<String>, request: HttpRequest, payload: Payload) -> Answer {
    let owner = customer(&app, &request).await?;
    let frame = Frame::read(&app, &request)?;
    let cart = find(&app, &uuid, &owner).await?;
    put(&app, &request, &frame, &cart.uuid, payload).await?;
    let cart = find(&app, &cart.uuid, &owner).await?;
    Ok(frame.answer(HttpResponse::Created(), &document(&app, "carts", &cart)?))
}

/// `POST /glue/guest-cart-items`, likewise; a guest's first item makes its cart.
pub async fn add_as_guest(app: Data<App>, request: HttpRequest, payload: Payload) -> Answer {
    let owner = guest(&request)?;
    let frame = Frame::read(&app, &request)?;
    let asked = owner.clone();
    let known = app.read(move |read| cart::newest(read, &asked)).await?;
    let uuid = match known {
        Some(uuid) => uuid,
        None => insert(&app, &frame, &owner).await?,
    };
    put(&app, &request, &frame, &uuid, payload).await?;
    let cart = find(&app, &uuid, &owner).await?;
    Ok(frame.answer(HttpResponse::Created(), &document(&app, "guest-carts", &cart)?))
}

/// `GET /glue/carts/{uuid}/up-selling-products?include=`
pub async fn up_selling(app: Data<App>, uuid: Path<String>, request: HttpRequest) -> Answer {
    let owner = customer(&app, &request).await?;
    picks(&app, &request, &uuid, &owner, "carts").await
}

/// `GET /glue/guest-carts/{uuid}/up-selling-products?include=`
pub async fn up_selling_to_guest(app: Data<App>, uuid: Path<String>, request: HttpRequest) -> Answer {
    let owner = guest(&request)?;
    picks(&app, &request, &uuid, &owner, "guest-carts").await
}

/// What the cart's blocks of the type show, in the order in which they fill, in the store and currency of the cart.
async fn picks(app: &Data<App>, request: &HttpRequest, uuid: &str, owner: &Owner, noun: &str) -> Answer {
    let mut frame = Frame::read(app, request)?;
    let cart = find(app, uuid, owner).await?;
    settle(app, &mut frame, &cart)?;
    let asked = &frame.asked;
    let mut lines: Vec<Doc> = cart.lines.iter().filter_map(|line| asked.snapshot.find(&line.sku)).collect();
    lines.reverse();
    let mut decisions = page(&asked.snapshot, &asked.ask(), Page::Cart, Context::Cart(&lines), Depth::Picks);
    decisions.retain(|decision| decision.block.type_keys.iter().any(|key| key == UP_SELLING));
    let shown = decisions.iter().flat_map(|decision| decision.picks.iter().map(|pick| pick.doc));
    frame.list(shown, &format!("/glue/{noun}/{}/up-selling-products", escape(&cart.uuid)))
}

/// A cart is answered in the store that it was filled in, whatever the request says.
fn settle(app: &App, frame: &mut Frame, cart: &Cart) -> Result<(), Fault> {
    if frame.asked.store.id == cart.store {
        return Ok(());
    }
    let Some(store) = store_of(app, cart.store)? else { return Ok(()) };
    let currency = Currency::parse(&cart.currency).ok().filter(|known| store.currencies.contains(known));
    if !store.locales.contains(&frame.asked.locale)
        && let Some(first) = store.locales.first()
    {
        frame.asked.locale = first.clone();
    }
    if let Some(currency) = currency.or_else(|| store.currencies.first().copied()) {
        frame.asked.currency = currency;
    }
    frame.asked.store = store;
    Ok(())
}

async fn insert(app: &Data<App>, frame: &Frame, owner: &Owner) -> Result<String, Fault> {
    let uuid = secret::uuid()?;
    let (name, owner, store) = (uuid.clone(), owner.clone(), frame.asked.store.id);
    let currency = frame.asked.currency.to_string();
    app.write(&Actor::command("glue"), move |write| cart::insert(write, &name, &owner, store, &currency))
        .await?;
    Ok(uuid)
}

async fn find(app: &Data<App>, uuid: &str, owner: &Owner) -> Result<Cart, Fault> {
    if uuid.trim().is_empty() {
        return Err(Fault::no_uuid());
    }
    let (uuid, owner) = (uuid.trim().to_owned(), owner.clone());
    if uuid.contains('\0') {
        return Err(Fault::no_cart());
    }
    app.read(move |read| cart::find(read, &uuid, &owner)).await?.ok_or_else(Fault::no_cart)
}

/// Reads an item from the body and adds it.
async fn put(
    app: &Data<App>,
    request: &HttpRequest,
    frame: &Frame,
    uuid: &str,
    payload: Payload,
) -> Result<(), Fault> {
    let body = json::read(request, payload, BODY_MAX).await?;
    let told = |name: &str| body.get("data")?.get("attributes")?.get(name);
    let sku = told("sku").and_then(Value::as_str).map(str::trim).filter(|sku| !sku.is_empty());
    let sku = sku.ok_or_else(|| Refused::wrong("sku", "Name the item's sku in data.attributes.sku."))?;
    frame.asked.named("sku", sku)?;
    let quantity = match told("quantity") {
        None | Some(Value::Null) => 1,
        Some(given) => {
            let whole = given.as_i64().or_else(|| given.as_str()?.trim().parse().ok());
            let whole = whole.and_then(|whole| i32::try_from(whole).ok()).filter(|whole| *whole > 0);
            whole.ok_or_else(|| Refused::wrong("quantity", "A quantity is a whole number from 1."))?
        }
    };
    let (uuid, sku) = (uuid.to_owned(), sku.to_owned());
    app.write(&Actor::command("glue"), move |write| cart::add(write, &uuid, &sku, quantity)).await?;
    Ok(())
}

fn document(app: &App, noun: &str, cart: &Cart) -> Result<Value, Fault> {
    let store = store_of(app, cart.store)?.map(|store| store.key);
    let kind = if noun == "carts" { "items" } else { "guest-cart-items" };
    let item = |line: &cart::Line| json!({"type": kind, "id": line.sku, "attributes": {"sku": line.sku, "quantity": line.quantity}});
    let items: Vec<Value> = cart.lines.iter().map(item).collect();
    let points: Vec<Value> = cart.lines.iter().map(|line| json!({"type": kind, "id": line.sku})).collect();
    Ok(json!({
        "data": {
            "type": noun, "id": cart.uuid,
            "attributes": {"priceMode": "GROSS_MODE", "currency": cart.currency, "store": store},
            "links": {"self": format!("/glue/{noun}/{}", escape(&cart.uuid))},
            "relationships": {kind: {"data": points}},
        },
        "included": items,
    }))
}
