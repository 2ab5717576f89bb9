//! The open addresses over a catalogue in memory, without a database: what is answered, and what is refused with words.

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::Clock;
use crate::domain::change::Version;
use crate::index::build::{Everything, build};
use crate::index::sample::{everything, link, now, relation};

const SHOP: &str = "
    a cat=cameras brand=sony price=100 sold=1 name=Alpha
    b cat=cameras brand=sony price=110.50 sold=9 name=Beta name_de=Zwei
    c cat=bags brand=canon price=120 sold=8
    out cat=bags price=1 stock=0
    off cat=bags price=1 off
";

fn app() -> App {
    app_at(now())
}

fn app_at(moment: chrono::DateTime<chrono::Utc>) -> App {
    let app = App::new("postgres://nowhere.invalid/none", Clock::fixed(moment)).unwrap();
    let version = Some(Version { epoch: "e".into(), number: 7, at: None });
    let mut all = Everything { version, ..everything(SHOP) };
    all.links = vec![link(5, 1, 3, 1)];
    all.relations = vec![
        relation(1, "sony", "brand equal sony", |_| {}),
        relation(2, "bags", "category equal bags", |_| {}),
    ];
    app.handle().store(build(all));
    app
}

async fn answer(app: &App, request: TestRequest) -> (u16, Value, String) {
    let site = actix_web::App::new().app_data(Data::new(app.clone())).configure(super::configure);
    let service = site.wrap(from_fn(super::super::keep::pass));
    let service = init_service(service).await;
    let response = call_service(&service, request.to_request()).await;
    let status = response.status().as_u16();
    let tag = response.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = read_body(response).await;
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null), tag)
}

async fn get(address: &str) -> (u16, Value, String) {
    answer(&app(), TestRequest::get().uri(address)).await
}

#[actix_web::test]
async fn a_products_relations_are_told_with_their_origin() {
    let (status, told, _) = get("/api/v1/products/A/relations/related").await;
    let item = json!({
        "sku": "c", "name": "c", "url": "/shop/us/product/c", "image": null, "price": 120.0, "currency": "USD",
        "position": 1, "origin": {"kind": "link", "key": "5"}, "reason": "Picked by hand for this product."
    });
    assert_eq!((status, &told["items"][0], &told["total"]), (200, &item, &json!(2)));
    assert_eq!(told["items"][1]["origin"], json!({"kind": "rule", "key": "sony"}));
    assert_eq!((&told["hidden_because"], &told["version"]), (&Value::Null, &json!("e.7")));
    let (_, told, _) = get("/api/v1/products/a/relations/related?limit=1&explain=1").await;
    assert_eq!((told["items"].as_array().unwrap().len(), &told["total"]), (1, &json!(2)));
    let reason = |reason: &str, text: &str, first: &[&str]| json!({"reason": reason, "text": text, "count": 1, "first": first});
    assert_eq!(
        told["left_out"],
        json!([
            reason("source", "the product itself", &["a"]),
            reason("earlier", "already shown", &["c"]),
            reason("inactive", "inactive", &[]),
            reason("out_of_stock", "out of stock", &["out"]),
            reason("block_full", "beyond the block’s last place", &["b"]),
        ]),
        "of what the store does not show, everybody is told the number alone"
    );
    assert_eq!(told["items"][0]["detail"], json!({"source": "a"}));
    assert_eq!(get("/api/v1/products/a/relations/related?candidate=b").await.0, 401);
    let (_, told, _) = get("/api/v1/products/a/relations/related?exclude=c,B&store=de").await;
    assert_eq!((told["items"].as_array().unwrap().len(), &told["hidden_because"]), (0, &json!("empty")));
}

#[actix_web::test]
async fn wrong_parameters_are_refused_with_words() {
    for (address, status, place) in [
        ("/api/v1/products/nope/relations/related", 404, ""),
        ("/api/v1/products/a/relations/nope", 404, ""),
        ("/api/v1/blocks/nope", 404, ""),
        ("/api/v1/products/a/relations/related?store=nope", 422, "store"),
        ("/api/v1/products/a/relations/related?locale=fr", 422, "locale"),
        ("/api/v1/products/a/relations/related?at=2026-12-01T09:00:00", 422, "at"),
        ("/api/v1/products/a/relations/related?limit=101", 422, "limit"),
        ("/api/v1/products/a/relations/related?limit=0", 422, "limit"),
        ("/api/v1/blocks/pdp-related", 422, "sku"),
        ("/api/v1/blocks/pdp-related?sku=nope", 422, "sku"),
        ("/api/v1/blocks/pdp-related?sku=a&store=nope", 422, "store"),
        ("/api/v1/products/a/relations/related?explain=maybe", 422, "explain"),
        ("/api/v1/products?store=nope", 422, "store"),
        ("/api/v1/products/a?locale=fr_FR", 422, "locale"),
    ] {
        let (got, told, _) = get(address).await;
        assert_eq!(
            (got, told["errors"][0]["place"].as_str().unwrap_or_default()),
            (status, place),
            "{address}"
        );
        assert!(told["detail"].as_str().unwrap().ends_with('.'), "{told}");
    }
    let (status, ..) =
        get("/api/v1/products/a/relations/related?at=2026-12-01T09:00:00+01:00&locale=en-us").await;
    assert_eq!(status, 200);
}

#[actix_web::test]
async fn lists_are_paged_by_sku_and_tagged() {
    let (_, stores, _) = get("/api/v1/stores").await;
    assert_eq!((&stores["items"][0]["key"], &stores["next"]), (&json!("us"), &Value::Null));
    let app = app();
    let (_, first, tag) = answer(&app, TestRequest::get().uri("/api/v1/products?limit=2&store=de")).await;
    assert_eq!((&first["items"][1]["name"], &first["items"][1]["price"]), (&json!("Zwei"), &json!(110.5)));
    let next = first["next"].as_str().unwrap();
    let (_, second, _) = answer(&app, TestRequest::get().uri(next)).await;
    let skus: Vec<_> = second["items"].as_array().unwrap().iter().map(|item| item["sku"].clone()).collect();
    assert_eq!((skus, &second["next"]), (vec![json!("c"), json!("out")], &Value::Null));
    let again =
        TestRequest::get().uri("/api/v1/products?limit=2&store=de").insert_header(("If-None-Match", tag));
    assert_eq!(answer(&app, again).await.0, 304);
}

#[actix_web::test]
async fn an_answer_keeps_its_tag_for_as_long_as_it_says_the_same() {
    let tag = async |seconds: i64, query: &str| {
        let app = app_at(now() + chrono::TimeDelta::seconds(seconds));
        answer(&app, TestRequest::get().uri(&format!("/api/v1/products/a/relations/related{query}"))).await.2
    };
    for seconds in [1, 59, 60, 600] {
        assert_eq!(tag(0, "").await, tag(seconds, "").await, "{seconds}");
    }
    assert_ne!(tag(0, "").await, tag(0, "?limit=1").await);
    let at = "?at=2026-12-01T00:00:00Z";
    assert_eq!(tag(0, at).await, tag(600, at).await);
}

#[actix_web::test]
async fn a_cart_is_answered_block_by_block() {
    let app = app();
    let post = |body: Value| TestRequest::post().uri("/api/v1/carts/relations").set_json(body);
    let (status, told, _) = answer(&app, post(json!({"lines": [{"sku": "a"}, "b"], "store": "us"}))).await;
    assert_eq!((status, told["blocks"].as_array().unwrap().len()), (200, 2));
    let (status, told, _) = answer(&app, post(json!({"skus": ["a", "nope"]}))).await;
    assert_eq!((status, &told["errors"][0]["place"]), (422, &json!("skus.1")));
    let (status, told, _) = answer(&app, post(json!({"skus": ["a"], "store": "nope"}))).await;
    assert_eq!((status, &told["errors"][0]["place"]), (422, &json!("store")));
    let large = "x".repeat(70_000);
    let (status, ..) = answer(&app, post(json!({"skus": [large]}))).await;
    assert_eq!(status, 413);
}

#[actix_web::test]
async fn nothing_is_answered_before_the_catalogue_is_there() {
    let empty = App::new("postgres://nowhere.invalid/none", Clock::fixed(now())).unwrap();
    let (status, told, _) = answer(&empty, TestRequest::get().uri("/api/v1/stores")).await;
    assert_eq!((status, &told["status"]), (503, &json!(503)));
}

#[actix_web::test]
async fn a_block_that_is_ready_stays_ready_when_a_label_changes_that_it_does_not_depend_on() {
    use crate::domain::locale::Localised;
    use crate::domain::vocabulary::Vocabulary;
    use crate::index::apply::{News, apply};
    use crate::route::api::ready::Ready;
    let (app, ready) = (app(), Data::new(Ready::default()));
    let site = actix_web::App::new().app_data(Data::new(app.clone())).app_data(ready.clone());
    let site = site.configure(super::configure).wrap(from_fn(super::super::keep::pass));
    let service = init_service(site).await;
    let paths =
        ["/api/v1/blocks/pdp-related?sku=a", "/api/v1/products/b/relations/related", "/api/v1/products/a"];
    for path in paths {
        assert_eq!(call_service(&service, TestRequest::get().uri(path).to_request()).await.status(), 200);
    }
    let kept = |path: &str| ready.find(app.handle(), now(), path).ok().map(|told| told.body);
    assert!(paths.iter().all(|path| kept(path).is_some()));
    let old = app.snapshot();
    let known = old.vocabulary();
    let mut attributes = known.attributes().to_vec();
    attributes[0].options[0].label = Localised::plain("Renamed".into());
    let (stores, categories) = (known.stores().to_vec(), known.categories().to_vec());
    let (types, blocks) = (known.types().to_vec(), known.blocks().to_vec());
    let vocabulary = Some(Vocabulary::new(stores, categories, attributes, types, blocks));
    let version = Some(Version { epoch: "e".into(), number: 8, at: None });
    app.handle().store(apply(&old, News { version, vocabulary, ..News::default() }));
    for path in paths {
        let body = kept(path);
        assert_eq!(body.is_some(), !path.ends_with("/a"), "what tells labels is told anew: {path}");
        let fresh = call_service(&service, TestRequest::get().uri(path).to_request()).await;
        let fresh = read_body(fresh).await;
        assert!(body.is_none_or(|body| body == fresh) && fresh.ends_with(b"}"), "{path}");
        let json: Value = serde_json::from_slice(&fresh).unwrap();
        assert_eq!(json["version"], "e.8", "{path}");
    }
}
