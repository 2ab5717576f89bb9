//! The Glue routes over HTTP, as a storefront calls them: every route, every error code, and the block's own order.

use kindred::domain::staff::Role;
use kindred::work::demo;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::people::Caller;
use crate::world::World;

const GUEST: &str = "X-Anonymous-Customer-Unique-Id";

fn shop() -> World {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make_default(&world.app).unwrap();
    world
}

/// Returns the status, and the code and detail of the first error.
fn refused(answer: &Answer) -> (u16, String, String) {
    let error = answer.json()["errors"][0].clone();
    assert_eq!(error["status"].as_u64(), Some(u64::from(answer.status)), "{error}");
    assert_eq!(answer.header("content-type"), Some("application/vnd.api+json"));
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (answer.status, text("code"), text("detail"))
}

fn ids(document: &Value) -> Vec<String> {
    let data = document["data"].as_array().unwrap();
    data.iter().map(|resource| resource["id"].as_str().unwrap().to_owned()).collect()
}

fn skus(told: &Value) -> Vec<String> {
    told["items"].as_array().unwrap().iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
}

fn item(sku: &str, quantity: &Value) -> Value {
    json!({"data": {"type": "items", "attributes": {"sku": sku, "quantity": quantity}}})
}

fn guest_sends(world: &World, method: &str, path: &str, id: &str, body: &str) -> Answer {
    world.stranger().send_with(method, path, &[(GUEST, id)], body.as_bytes())
}

/// Makes a cart of two lines and returns its name.
fn cart(caller: &Caller, skus: &[&str]) -> String {
    let made = caller.send("POST", "/glue/carts", b"");
    assert_eq!(made.status, 201, "{}", made.text());
    let uuid = made.json()["data"]["id"].as_str().unwrap().to_owned();
    for sku in skus {
        let added = caller.post(&format!("/glue/carts/{uuid}/items"), &item(sku, &json!(1)));
        assert_eq!(added.status, 201, "{}", added.text());
    }
    uuid
}

#[test]
fn related_products_are_the_blocks_in_the_blocks_order() {
    let world = shop();
    let storefront = world.stranger();
    let mut shown = 0;
    for sku in skus(&storefront.get("/api/v1/products?limit=12").json()) {
        let own = storefront.get(&format!("/api/v1/products/{sku}/relations/related")).json();
        let answer = storefront.get(&format!("/glue/abstract-products/{sku}/related-products"));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/vnd.api+json")));
        let document = answer.json();
        assert_eq!(ids(&document), skus(&own), "{sku}");
        let address = format!("/glue/abstract-products/{}/related-products", sku.replace('-', "%2D"));
        assert_eq!(document["links"]["self"], json!(address));
        shown += ids(&document).len();
    }
    assert!(shown > 0);
}

#[test]
fn a_product_is_told_whole_and_in_the_language_asked_for() {
    let world = shop();
    let storefront = world.stranger();
    let page = "/glue/abstract-products/CAM-0101";
    let told = storefront.get(page).json();
    let attributes = &told["data"]["attributes"];
    assert_eq!(
        (&told["data"]["type"], &attributes["sku"]),
        (&json!("abstract-products"), &json!("CAM-0101"))
    );
    for name in [
        "averageRating",
        "reviewCount",
        "name",
        "description",
        "attributes",
        "superAttributesDefinition",
        "superAttributes",
        "attributeMap",
        "metaTitle",
        "metaKeywords",
        "metaDescription",
        "attributeNames",
        "url",
    ] {
        assert!(attributes.get(name).is_some(), "{name}");
    }
    let map = &attributes["attributeMap"];
    let concrete = map["product_concrete_ids"].as_array().unwrap();
    assert!(
        !concrete.is_empty() && map["attribute_variant_map"].as_object().unwrap().len() == concrete.len()
    );
    assert!(
        attributes["attributes"]["brand"].is_string() && attributes["attributeNames"]["brand"] == "Brand"
    );

    let german = storefront.send_with("GET", page, &[("Accept-Language", "de-DE, en;q=0.5")], b"");
    assert_eq!(german.header("content-language"), Some("de-DE"));
    assert_ne!(german.json()["data"]["attributes"]["name"], attributes["name"]);
    let unheard = storefront.send_with("GET", page, &[("Accept-Language", "fr")], b"");
    assert_eq!(unheard.json()["data"]["attributes"]["name"], attributes["name"]);
}

#[test]
fn what_is_included_is_there_once_and_pointed_at() {
    let world = shop();
    let names = "abstract-product-prices,abstract-product-image-sets,concrete-products,\
                 abstract-product-availabilities,product-labels,product-tax-sets,product-options,product-reviews,\
                 category-nodes,nobody-knows-this";
    let path = format!("/glue/abstract-products/CAM-0101/related-products?include={names}");
    let document = world.stranger().get(&path).json();
    let included = document["included"].as_array().unwrap();
    let mut keys: Vec<(&str, &str)> = included
        .iter()
        .map(|resource| (resource["type"].as_str().unwrap(), resource["id"].as_str().unwrap()))
        .collect();
    keys.sort_unstable();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all, "each resource is there once");
    for resource in document["data"].as_array().unwrap() {
        for kind in [
            "abstract-product-prices",
            "concrete-products",
            "abstract-product-availabilities",
            "category-nodes",
        ] {
            let points = resource["relationships"][kind]["data"].as_array().unwrap();
            assert!(!points.is_empty());
            for point in points {
                let key = (point["type"].as_str().unwrap(), point["id"].as_str().unwrap());
                assert!(keys.binary_search(&key).is_ok(), "{key:?} is pointed at but not included");
            }
        }
        assert!(resource["relationships"].get("product-tax-sets").is_none());
    }
    let price = included.iter().find(|resource| resource["type"] == "abstract-product-prices").unwrap();
    let first = &price["attributes"]["prices"][0];
    assert_eq!((&first["priceTypeName"], &first["currency"]["code"]), (&json!("DEFAULT"), &json!("EUR")));
    assert_eq!(first["grossAmount"], price["attributes"]["price"]);
    let plain = world.stranger().get("/glue/abstract-products/CAM-0101/related-products").json();
    assert!(plain.get("included").is_none() && plain["data"][0].get("relationships").is_none());
}

#[test]
fn a_product_without_related_ones_has_an_empty_list() {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make_default(&world.app).unwrap();
    world.sql("UPDATE block SET off_store_ids = ARRAY(SELECT id FROM store)");
    kindred::work::load::load(&world.app).unwrap();
    let answer = world.stranger().get("/glue/abstract-products/CAM-0101/related-products");
    assert_eq!((answer.status, &answer.json()["data"]), (200, &json!([])));
    assert!(answer.json()["links"]["self"].is_string());
}

#[test]
fn every_error_has_its_status_and_code() {
    let world = shop();
    let (customer, stranger) = (world.caller(Role::Viewer), world.stranger());
    let variant = customer.get("/api/v1/products/CAM-0101").json()["variants"]
        .as_array()
        .and_then(|list| list.iter().find_map(|sku| sku.as_str().filter(|sku| *sku != "CAM-0101")))
        .map(str::to_owned);
    let no_product = (404, "301".to_owned(), "Abstract product is not found.".to_owned());
    if let Some(variant) = variant {
        let answer = stranger.get(&format!("/glue/abstract-products/{variant}/related-products"));
        assert_eq!(refused(&answer), no_product);
    }
    assert_eq!(refused(&stranger.get("/glue/abstract-products/NOPE/related-products")), no_product);
    assert_eq!(refused(&stranger.get("/glue/abstract-products/NOPE")), no_product);
    assert_eq!(
        refused(&stranger.get("/glue/abstract-products//related-products")),
        (400, "311".into(), "Abstract product sku is not specified.".into())
    );
    let no_uuid = (400, "104".to_owned(), "Cart uuid is missing.".to_owned());
    let no_cart = (404, "101".to_owned(), "Cart with given uuid not found.".to_owned());
    assert_eq!(refused(&customer.get("/glue/carts//up-selling-products")), no_uuid);
    assert_eq!(refused(&customer.get("/glue/carts/nope/up-selling-products")), no_cart);
    assert_eq!(refused(&customer.get("/glue/carts/a%00b/up-selling-products")), no_cart);
    assert_eq!(
        refused(&stranger.get("/glue/carts/nope/up-selling-products")),
        (403, "002".into(), "Missing access token.".into())
    );
    let bad = (401, "001".to_owned(), "Invalid access token.".to_owned());
    assert_eq!(
        refused(&Caller::new(&world.authority, "wrong").get("/glue/carts/nope/up-selling-products")),
        bad
    );
    let basic = [("Authorization", "Basic YTpi")];
    assert_eq!(refused(&stranger.send_with("GET", "/glue/carts/nope/up-selling-products", &basic, b"")), bad);

    let path = "/glue/guest-carts/nope/up-selling-products";
    let nobody = (400, "109".to_owned(), "Anonymous customer unique id is empty.".to_owned());
    assert_eq!(refused(&stranger.get(path)), nobody);
    assert_eq!(refused(&guest_sends(&world, "GET", path, " ", "")), nobody);
    assert_eq!(refused(&guest_sends(&world, "GET", path, "me", "")), no_cart);
    let path = "/glue/guest-carts//up-selling-products";
    assert_eq!(refused(&guest_sends(&world, "GET", path, "me", "")), no_uuid);
    let other_method = stranger.send("DELETE", "/glue/abstract-products/CAM-0101", b"");
    assert_eq!(refused(&other_method).0, 405);
    assert!(other_method.header("allow").is_some_and(|methods| methods.contains("GET")));
    for nowhere in ["/glue", "/glue/nothing", "/glue/abstract-products/CAM-0101/related-products/"] {
        assert_eq!(refused(&stranger.get(nowhere)).0, 404, "{nowhere}");
    }
    assert_eq!(refused(&stranger.get("/glue/abstract-products/CAM-0101?_store=nowhere")).0, 422);
}

#[test]
fn a_cart_shows_its_up_sells_to_its_owner_alone() {
    let world = shop();
    let (anna, berta) = (world.caller(Role::Viewer), world.caller(Role::Viewer));
    let uuid = cart(&anna, &["CAM-0101", "CAM-0102"]);
    let path = format!("/glue/carts/{uuid}/up-selling-products");
    let told = anna.get(&path).json();
    let body = json!({"skus": ["CAM-0101", "CAM-0102"], "type": "up-sell"});
    assert_eq!(ids(&told), skus(&anna.post("/api/v1/carts/relations", &body).json()));
    assert!(
        !ids(&told).is_empty() && told["links"]["self"].as_str().unwrap().ends_with("/up-selling-products")
    );
    assert_eq!(refused(&berta.get(&path)).1, "101");
    assert_eq!(
        refused(&guest_sends(&world, "GET", &path.replace("/carts", "/guest-carts"), "me", "")).1,
        "101"
    );

    let cart = anna.get(&format!("/glue/carts/{uuid}")).json();
    assert_eq!(cart["data"]["relationships"]["items"]["data"].as_array().unwrap().len(), 2);
    assert_eq!(cart["data"]["attributes"]["currency"], "EUR");
}

#[test]
fn a_guests_first_item_makes_its_cart_and_the_next_goes_in_too() {
    let world = shop();
    let add = |id: &str, sku: &str, quantity: i64| {
        let body = item(sku, &json!(quantity)).to_string();
        guest_sends(&world, "POST", "/glue/guest-cart-items", id, &body)
    };
    let made = add("me", "CAM-0101", 1);
    assert_eq!((made.status, &made.json()["data"]["type"]), (201, &json!("guest-carts")));
    let uuid = made.json()["data"]["id"].as_str().unwrap().to_owned();
    let again = add("me", "CAM-0101", 2).json();
    assert_eq!(
        (&again["data"]["id"], &again["included"][0]["attributes"]["quantity"]),
        (&json!(uuid), &json!(3))
    );
    assert_ne!(add("you", "CAM-0101", 1).json()["data"]["id"], json!(uuid));
    let path = format!("/glue/guest-carts/{uuid}/up-selling-products");
    let shown = guest_sends(&world, "GET", &path, "me", "");
    assert_eq!(shown.status, 200);
    assert!(!ids(&shown.json()).contains(&"CAM-0101".to_owned()));
    assert_eq!(refused(&guest_sends(&world, "GET", &path, "you", "")).1, "101");
}

#[test]
fn a_wrong_item_is_refused_with_a_sentence_and_changes_nothing() {
    let world = shop();
    let anna = world.caller(Role::Viewer);
    let uuid = cart(&anna, &["CAM-0101"]);
    let path = format!("/glue/carts/{uuid}/items");
    for (body, status) in [
        (item("NOPE", &json!(1)), 422),
        (item("", &json!(1)), 422),
        (item("CAM-0101", &json!(0)), 422),
        (item("CAM-0101", &json!(-3)), 422),
        (item("CAM-0101", &json!(1.5)), 422),
        (item("CAM-0101", &json!(9_999)), 422),
        (item("CAM-0101", &json!("many")), 422),
        (json!({"data": []}), 422),
        (json!("CAM-0101"), 422),
    ] {
        let answer = anna.post(&path, &body);
        let (told, _, detail) = refused(&answer);
        assert!(told == status && detail.ends_with('.'), "{body}: {told} {detail}");
    }
    assert_eq!(refused(&anna.send("POST", &path, b"{")).0, 400);
    let cart = anna.get(&format!("/glue/carts/{uuid}")).json();
    assert_eq!(cart["included"].as_array().unwrap().len(), 1);
    assert_eq!(cart["included"][0]["attributes"]["quantity"], 1);
}
