//! Moments at which something begins or ends: it does so at its very second, in the snapshot that is there already.

use std::sync::Arc;

use kindred::domain::staff::Role;
use kindred::work::load;
use serde_json::json;

use crate::fixture;
use crate::world::{Setup, World};

#[test]
fn what_begins_and_ends_does_so_at_its_second_without_a_rebuild() {
    let world = World::with(Setup { at: Some("2026-11-21T08:00:00Z".parse().unwrap()), ..Setup::default() });
    fixture::stock(&world);
    let shop = world.stranger();
    let told = shop.get("/api/v1/products?limit=100").json();
    let there = told["items"].as_array().unwrap().iter().filter(|item| item["in_stock"] == true);
    let skus: Vec<String> = there.map(|item| item["sku"].as_str().unwrap().to_owned()).collect();
    let (source, late, early, fresh) = (&skus[0], &skus[1], &skus[2], &skus[3]);
    world.sql(&format!(
        "UPDATE product SET new_from = NULL, new_until = NULL;
         UPDATE product SET active_from = '2026-11-21T09:30:00Z' WHERE sku = '{late}';
         UPDATE product SET active_until = '2026-11-21T09:40:00Z' WHERE sku = '{early}';
         UPDATE product SET new_from = '2026-11-21T09:10:00Z', new_until = '2026-11-21T09:20:00Z' WHERE sku = '{fresh}'"
    ));
    load::load(&world.app).unwrap();
    let relation = json!({
        "key": "hour", "name": "Hour", "type": "related", "priority": 1,
        "from": "2026-11-21T09:00:00Z", "until": "2026-11-21T10:00:00Z",
        "source": {"kind": "one", "sku": source},
        "target": {
            "pins": [late, early],
            "rule": {"condition": "AND", "rules": [{"id": "is_new", "operator": "equal", "value": true}]}
        }
    });
    let made = world.caller(Role::Publisher).post("/api/v1/relations", &relation);
    assert_eq!(made.status, 201, "{}", made.text());
    let snapshot = world.app.snapshot();
    for (at, wanted) in [
        ("08:59:59", vec![]),
        ("09:00:00", vec![early]),
        ("09:09:59", vec![early]),
        ("09:10:00", vec![early, fresh]),
        ("09:19:59", vec![early, fresh]),
        ("09:20:00", vec![early]),
        ("09:29:59", vec![early]),
        ("09:30:00", vec![late, early]),
        ("09:39:59", vec![late, early]),
        ("09:40:00", vec![late]),
        ("09:59:59", vec![late]),
        ("10:00:00", vec![]),
    ] {
        let page = format!("/api/v1/products/{source}/relations/related?at=2026-11-21T{at}Z");
        let told = shop.get(&page).json();
        let items = told["items"].as_array().unwrap().iter();
        let shown: Vec<&str> = items
            .filter(|item| item["origin"]["key"] == "hour")
            .map(|item| item["sku"].as_str().unwrap())
            .collect();
        assert_eq!(shown, wanted, "{at}");
    }
    assert!(Arc::ptr_eq(&snapshot, &world.app.snapshot()), "nothing was built anew");
}
