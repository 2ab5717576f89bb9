//! The API over HTTP: relations made, changed and taken away by a program, and what shops are answered meanwhile.

use kindred::domain::staff::Role;
use kindred::work::{demo, follow, load};
use serde_json::{Value, json};

use crate::fixture::{self, small};
use crate::world::World;

/// A shop to ask; the time stands still on a Saturday.
fn shop() -> World {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make_default(&world.app).unwrap();
    world
}

fn pinned(key: &str, sku: &str, pin: &str) -> Value {
    json!({
        "key": key, "name": "Pinned", "type": "related", "priority": 1,
        "source": {"kind": "one", "sku": sku}, "target": {"pins": [pin]}
    })
}

fn skus(told: &Value) -> Vec<String> {
    told["items"].as_array().unwrap().iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
}

/// Returns the skus of two products that can be bought.
fn two(world: &World) -> (String, String) {
    let told = world.stranger().get("/api/v1/products?limit=50").json();
    let there = told["items"].as_array().unwrap().iter().filter(|item| item["in_stock"] == true);
    let there: Vec<String> = there.map(|item| item["sku"].as_str().unwrap().to_owned()).collect();
    (there[0].clone(), there[30].clone())
}

#[test]
fn most_products_of_the_demo_shop_show_related_ones() {
    let world = shop();
    let shop = world.stranger();
    let first = skus(&shop.get("/api/v1/products?limit=50").json());
    let shows = |sku: &&String| {
        !skus(&shop.get(&format!("/api/v1/products/{sku}/relations/related")).json()).is_empty()
    };
    assert!(first.len() == 50 && first.iter().filter(shows).count() >= 25);
}

#[test]
fn a_relation_is_made_shown_changed_and_deleted() {
    let world = shop();
    let (program, shopper) = (world.caller(Role::Publisher), world.stranger());
    let (sku, pin) = two(&world);
    let page = format!("/api/v1/products/{sku}/relations/related");
    let made = program.post("/api/v1/relations", &pinned("mine", &sku, &pin));
    assert_eq!(
        (made.status, made.location(), made.header("etag")),
        (201, "/api/v1/relations/mine", Some("\"1\""))
    );
    let first = shopper.get(&page).json()["items"][0].clone();
    assert_eq!((&first["sku"], &first["origin"]), (&json!(pin), &json!({"kind": "pin", "key": "mine"})));

    let mut paused = pinned("mine", &sku, &pin);
    paused["active"] = json!(false);
    let paused = paused.to_string();
    let put =
        |tag| program.send_with("PUT", "/api/v1/relations/mine", &[("If-Match", tag)], paused.as_bytes());
    let stale = put("\"7\"");
    assert_eq!(stale.status, 412);
    let changed = put("\"1\"");
    assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")));
    assert_ne!(shopper.get(&page).json()["items"][0]["sku"], json!(pin));

    assert_eq!(program.send("DELETE", "/api/v1/relations/mine", b"").status, 204);
    assert_eq!(program.get("/api/v1/relations/mine").status, 404);
}

#[test]
fn a_schedule_is_read_by_each_stores_own_clock_and_comes_back_as_it_was_sent() {
    let world = shop();
    let (program, shopper) = (world.caller(Role::Publisher), world.stranger());
    let (sku, pin) = two(&world);
    for (key, from) in [("wall", "2027-03-28T02:30"), ("fixed", "2027-03-28T02:30:00-04:00")] {
        let mut body = pinned(key, &sku, &pin);
        body["from"] = json!(from);
        assert_eq!(program.post("/api/v1/relations", &body).status, 201);
        assert_eq!(program.get(&format!("/api/v1/relations/{key}")).json()["from"], json!(from));
        for (store, at, shown) in [
            ("eu", "2027-03-28T00:59:59Z", ""),
            ("eu", "2027-03-28T01:00:00Z", "wall"), // 03:00 in Berlin: 02:30 is not there
            ("us", "2027-03-28T06:29:59Z", ""),
            ("us", "2027-03-28T06:30:00Z", "both"), // 02:30 in New York
            ("eu", "2027-03-28T06:29:59Z", "wall"),
            ("eu", "2027-03-28T06:30:00Z", "both"),
        ] {
            let page = format!("/api/v1/products/{sku}/relations/related?store={store}&at={at}");
            let is_shown = shopper.get(&page).json()["items"][0]["origin"]["key"] == json!(key);
            assert_eq!(is_shown, shown == key || shown == "both", "{key} {store} {at}");
        }
        assert_eq!(program.send("DELETE", &format!("/api/v1/relations/{key}"), b"").status, 204);
    }
}

#[test]
fn only_who_may_publish_writes_and_only_who_is_known_reads() {
    let world = shop();
    let (sku, pin) = two(&world);
    let body = pinned("mine", &sku, &pin);
    for path in
        ["/api/v1/relations", "/api/v1/relations/on-the-desk", "/api/v1/relations/on-the-desk/targets"]
    {
        assert_eq!(world.stranger().get(path).status, 401, "{path}");
        assert_eq!(world.caller(Role::Viewer).get(path).status, 200, "{path}");
    }
    assert_eq!(world.stranger().post("/api/v1/relations", &body).status, 401);
    assert_eq!(world.caller(Role::Editor).post("/api/v1/relations", &body).status, 403);
    let evaluate =
        json!({"rule": {"condition": "AND", "rules": [{"id": "price", "operator": "greater", "value": 1}]}});
    assert_eq!(world.stranger().post("/api/v1/rules/evaluate", &evaluate).status, 401);
}

#[test]
fn a_rule_is_evaluated_with_its_numbers_and_its_sentence() {
    let world = shop();
    let program = world.caller(Role::Viewer);
    let (sku, _) = two(&world);
    let rule = json!({"condition": "AND", "rules": [
        {"id": "brand", "operator": "equal", "rhs": {"source": "brand"}},
        {"node": "dear", "id": "price", "operator": "greater", "rhs": {"source": "price", "mul": 1.1}}
    ]});
    let told =
        program.post("/api/v1/rules/evaluate", &json!({"rule": rule, "source": sku, "limit": 1})).json();
    assert_eq!(
        (told["nodes"][2]["node"].as_str(), told["items"].as_array().unwrap().len()),
        (Some("dear"), 1)
    );
    assert!(
        told["count"].as_u64().unwrap() > 1 && told["sentence"].as_str().unwrap().contains("110 %"),
        "{told}"
    );
    for (rule, place) in [
        (
            json!({"condition": "AND", "rules": [
                {"id": "price", "operator": "between", "rhs": {"source": "price", "mul": [null, 1.6]}}
            ]}),
            "t1.v",
        ),
        (json!({"condition": "AND", "rules": []}), "t0"),
        (json!({"condition": "AND", "rules": [{"id": "nope", "operator": "equal", "value": "1"}]}), "t1"),
        (
            json!({"condition": "AND", "rules": [{"id": "price", "operator": "equal", "value": "ten"}]}),
            "t1.v",
        ),
        (json!({"condition": "AND", "rules": [{"id": "price", "operator": "nope", "value": "1"}]}), "t1"),
    ] {
        let refused = program.post("/api/v1/rules/evaluate", &json!({"rule": rule}));
        let errors = refused.json()["errors"].clone();
        assert_eq!((refused.status, errors[0]["place"].as_str()), (422, Some(place)), "{errors}");
    }
    for (member, value) in [("store", "nope"), ("locale", "xx"), ("source", "nope"), ("sort", "nope")] {
        let mut body = evaluate("price", "1");
        body[member] = json!(value);
        let refused = program.post("/api/v1/rules/evaluate", &body);
        assert_eq!((refused.status, &refused.json()["errors"][0]["place"]), (422, &json!(member)));
    }
    assert_eq!(world.visitor().get("/shop/nope").status, 404, "what the path names and is not there");
    let deep = format!("{{\"rule\":{}{}}}", "[".repeat(7_000), "]".repeat(7_000));
    assert_eq!(program.send("POST", "/api/v1/rules/evaluate", deep.as_bytes()).status, 400);
}

fn evaluate(field: &str, value: &str) -> Value {
    json!({"rule": {"condition": "AND", "rules": [{"id": field, "operator": "greater", "value": value}]}})
}

#[test]
fn a_list_that_is_not_kept_current_stays_as_it_was_taken() {
    let world = shop();
    let program = world.caller(Role::Publisher);
    let (sku, other) = two(&world);
    let mut body = pinned("frozen", &sku, &other);
    let rule = json!({"condition": "AND", "rules": [{"id": "sku", "operator": "equal", "value": other}]});
    body["target"] = json!({"rule": rule});
    body["keep_current"] = json!(false);
    assert_eq!(program.post("/api/v1/relations", &body).status, 201);
    let targets =
        |raw: &str| skus(&program.get(&format!("/api/v1/relations/frozen/targets?source={sku}{raw}")).json());
    assert_eq!((targets(""), targets("&raw=1")), (vec![other.clone()], vec![other.clone()]));
    world.sql(&format!("UPDATE product SET sku = 'X', sku_fold = 'x' WHERE sku = '{other}'; UPDATE feed SET epoch = gen_random_uuid()"));
    follow::catch_up(&world.app);
    assert_eq!((targets(""), targets("&raw=1").len()), (vec!["X".to_owned()], 0));
}

#[test]
fn another_process_follows_and_a_restored_database_is_read_anew() {
    let world = shop();
    let replica = kindred::app::App::new(&world.url, kindred::clock::Clock::real()).unwrap();
    load::load(&replica).unwrap();
    let (sku, pin) = two(&world);
    assert_eq!(
        world.caller(Role::Publisher).post("/api/v1/relations", &pinned("mine", &sku, &pin)).status,
        201
    );
    assert!(replica.snapshot().relation("mine").is_none());
    follow::catch_up(&replica);
    assert_eq!(replica.snapshot().version(), world.app.snapshot().version());
    assert!(replica.snapshot().relation("mine").is_some());
    world.sql("DELETE FROM relation WHERE key = 'mine'; UPDATE feed SET epoch = gen_random_uuid()");
    follow::catch_up(&replica);
    assert!(replica.snapshot().relation("mine").is_none());
}

#[test]
fn a_stored_relation_nested_too_deep_stands_broken_alone() {
    let world = shop();
    let before = world.app.snapshot().relations().len();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    world.sql(&format!(
        "UPDATE relation SET body = jsonb_set(body, '{{target,rule}}', '{deep}') WHERE key = 'on-the-desk'; \
         UPDATE feed SET epoch = gen_random_uuid()"
    ));
    follow::catch_up(&world.app);
    let snapshot = world.app.snapshot();
    let broken = snapshot.relation("on-the-desk").unwrap();
    assert!(snapshot.relations().len() == before && !broken.problems.is_empty());
    let listed = world.caller(Role::Viewer).get("/api/v1/relations/on-the-desk").json();
    assert_eq!(listed["broken"], json!(true));
}

#[test]
fn a_list_of_relations_gives_at_most_a_hundred_at_once() {
    let world = small();
    let program = world.caller(Role::Viewer);
    assert_eq!(program.get("/api/v1/relations?limit=100").status, 200);
    for wrong in ["101", "1000", "0", "-1", "many"] {
        let answer = program.get(&format!("/api/v1/relations?limit={wrong}"));
        assert_eq!(answer.status, 422, "{wrong}");
        let told = answer.json();
        assert_eq!(told["errors"][0]["place"], "limit", "{told}");
        assert!(told["errors"][0]["message"].as_str().unwrap().contains("from 1 to 100"), "{told}");
    }
}

#[test]
fn a_sku_that_no_product_has_is_refused_at_its_place_and_may_stay_where_it_stood() {
    let world = small();
    let skus = fixture::skus(&world);
    let program = world.caller(Role::Publisher);
    let relation = |source: Value, pins: Value| json!({"key": "typed", "name": "Typed", "type": "related", "source": source, "target": {"pins": pins, "hidden": []}});
    let one = |sku: &str| json!({"kind": "one", "sku": sku});
    let list = |skus: &[&str]| json!({"kind": "list", "skus": skus});
    for (source, pins, places) in [
        (one("NO-SUCH"), json!([skus[1]]), vec!["source_sku"]),
        (list(&[&skus[0], "NO-SUCH", "NOR-THIS"]), json!([skus[1]]), vec!["source_skus", "source_skus"]),
        (one(&skus[0]), json!([skus[1], "NO-SUCH"]), vec!["pins"]),
        (one("NO-SUCH"), json!(["NOR-THIS"]), vec!["source_sku", "pins"]),
    ] {
        let answer = program.post("/api/v1/relations", &relation(source, pins));
        assert_eq!(answer.status, 422, "{}", answer.text());
        let told = answer.json();
        let at: Vec<&str> =
            told["errors"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
        assert_eq!(at, places, "{told}");
        assert!(told["errors"][0]["message"].as_str().unwrap().contains("“NO-SUCH”"), "{told}");
    }
    let made = relation(one(&skus[0].to_lowercase()), json!([skus[1]]));
    assert_eq!(program.post("/api/v1/relations", &made).status, 201, "a sku in any case");
    // The catalogue loses a product; whoever changes the relation need not mend that first.
    world.sql(&format!("DELETE FROM product WHERE sku = '{}'", skus[1]));
    kindred::work::load::load(&world.app).unwrap();
    let changed = relation(one(&skus[0]), json!([skus[1], skus[2]]));
    let put = |body: &Value| program.send("PUT", "/api/v1/relations/typed", body.to_string().as_bytes());
    assert_eq!(put(&changed).status, 200, "{}", put(&changed).text());
    assert_eq!(put(&relation(one(&skus[0]), json!([skus[1], "NO-SUCH"]))).status, 422);
}
