//! The description of the API: complete, and true of what is really answered.

use std::collections::{BTreeMap, BTreeSet};

use kindred::domain::staff::Role;
use kindred::work::demo;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::world::World;

fn shop() -> World {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make_default(&world.app).unwrap();
    world
}

/// Returns every method and address of the API, read from the table of its routes.
fn routes() -> BTreeSet<(String, String)> {
    let source = std::fs::read_to_string("src/route/api/v1/mod.rs").unwrap();
    let resources = source.split("web::resource(\"").skip(1);
    let methods = |resource: &str| -> Vec<String> {
        resource
            .split("web::")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once("().to")?.0.to_owned()))
            .collect()
    };
    resources
        .flat_map(|resource| {
            let path = format!("/api/v1{}", resource.split('"').next().unwrap());
            methods(resource).into_iter().map(move |method| (method, path.clone()))
        })
        .collect()
}

/// Returns what is wrong with a value by a schema of the description, the keywords that it uses understood.
fn wrong(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return wrong(root, found, value, at);
    }
    let mut all = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        all.extend(wrong(root, part, value, at));
    }
    for one in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[one].as_array()
            && !parts.iter().any(|part| wrong(root, part, value, at).is_empty())
        {
            all.push(format!("{at}: none of {one} fits {value}"));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at}: the type {other}"),
    };
    if !kinds.is_empty() && !kinds.iter().any(is) {
        all.push(format!("{at}: {value} is none of {kinds:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.is_object() && value.get(name).is_none() {
            all.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(inner) = value.get(name) {
            all.extend(wrong(root, part, inner, &format!("{at}.{name}")));
        }
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        all.extend(wrong(root, &schema["items"], item, &format!("{at}.{number}")));
    }
    all
}

/// Returns the places in an answer that the schema does not tell of, however deep.
fn untold(root: &Value, schema: &Value, value: &Value, at: &str) -> BTreeSet<String> {
    let (mut parts, mut items) = (BTreeMap::new(), Vec::new());
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        if let Some(reference) = schema["$ref"].as_str() {
            waiting.push(root.pointer(reference.trim_start_matches('#')).unwrap());
        }
        for joint in ["allOf", "oneOf", "anyOf"] {
            waiting.extend(schema[joint].as_array().into_iter().flatten());
        }
        parts.extend(schema["properties"].as_object().into_iter().flatten());
        items.extend(schema.get("items"));
    }
    let mut found = BTreeSet::new();
    for (name, inner) in value.as_object().into_iter().flatten() {
        let place = format!("{at}.{name}");
        match parts.get(name) {
            Some(part) => found.extend(untold(root, part, inner, &place)),
            // A plain object is told as a whole.
            None if parts.is_empty() => {}
            None => drop(found.insert(place)),
        }
    }
    for (inner, items) in
        value.as_array().into_iter().flatten().flat_map(|one| items.iter().map(move |of| (one, of)))
    {
        found.extend(untold(root, items, inner, at));
    }
    found
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let world = World::new();
    let described = world.stranger().get("/api/v1/openapi.json").json();
    assert_eq!(described["openapi"], "3.1.0");
    let mut told = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            told.insert((method.clone(), path.clone()));
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}");
            let named: BTreeSet<String> = operation["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(|parameter| &described.pointer(&parameter["$ref"].as_str().unwrap()[1..]).unwrap()["name"])
                .map(|name| name.as_str().unwrap().to_owned())
                .collect();
            for part in path.split('{').skip(1) {
                assert!(named.contains(part.split('}').next().unwrap()), "{path}: {named:?}");
            }
        }
    }
    let routes = routes();
    assert!(routes.len() >= 13, "{routes:?}");
    assert_eq!(told, routes);
    let text = described.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(described.pointer(reference).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn what_is_answered_is_as_it_is_described() {
    let world = shop();
    let (shopper, program) = (world.stranger(), world.caller(Role::Publisher));
    let described = shopper.get("/api/v1/openapi.json").json();
    let sku = shopper.get("/api/v1/products?limit=1").json()["items"][0]["sku"].as_str().unwrap().to_owned();
    let holds = |method: &str, path: &str, answer: &Answer| {
        let operation = &described["paths"][path][method];
        let mut response = &operation["responses"][answer.status.to_string()];
        if let Some(reference) = response["$ref"].as_str() {
            response = described.pointer(&reference[1..]).unwrap();
        }
        assert!(response.is_object(), "{method} {path}: {} is not described", answer.status);
        let kind = answer.header("content-type").unwrap_or_default();
        let schema = &response["content"][kind]["schema"];
        assert_eq!(schema.is_null(), answer.body.is_empty(), "{method} {path}: {kind}");
        if answer.body.is_empty() {
            return;
        }
        let told = answer.json();
        assert_eq!(wrong(&described, schema, &told, path), Vec::<String>::new(), "{told}");
        if path != "/api/v1/openapi.json" {
            assert_eq!(untold(&described, schema, &told, path), BTreeSet::new(), "{told}");
        }
    };
    for (path, query) in [
        ("/api/v1/openapi.json", ""),
        ("/api/v1/stores", ""),
        ("/api/v1/products", "?limit=3&q=a"),
        ("/api/v1/products", "?limit=many"),
        ("/api/v1/products", "?store=nope"),
        ("/api/v1/products/{sku}", ""),
        ("/api/v1/products/{sku}", "?at=soon"),
        ("/api/v1/products/{sku}/relations/{type}", "?explain=1"),
        ("/api/v1/products/{sku}/relations/{type}", "?candidate=TNT-0102"),
        ("/api/v1/products/{sku}/relations/{type}", "?limit=0"),
        ("/api/v1/blocks/{block}", "?sku=TNT-0102&explain=1"),
        ("/api/v1/blocks/{block}", ""),
        ("/api/v1/relations", "?limit=2"),
        ("/api/v1/relations/{key}", ""),
        ("/api/v1/relations/{key}/targets", "?raw=1"),
        ("/api/v1/relations/{key}/targets", "?raw=1&explain=1&limit=1&source=TNT-0102"),
        ("/api/v1/relations/{key}/targets", "?candidate=TNT-0102&explain=1"),
        ("/api/v1/relations/{key}/targets", "?source=nope"),
    ] {
        let address =
            path.replace("{sku}", &sku).replace("{type}", "related").replace("{block}", "cart-cross-sell");
        let address = address.replace("{key}", "on-the-desk");
        let address =
            if query.is_empty() && path.contains("{block}") { "/api/v1/blocks/nope".into() } else { address };
        holds("get", path, &program.get(&format!("{address}{query}")));
    }
    holds("get", "/api/v1/relations", &shopper.get("/api/v1/relations"));
    holds("get", "/api/v1/products/{sku}", &shopper.get("/api/v1/products/nope"));
    let rule = json!({"condition": "AND", "rules": [{"id": "price", "operator": "greater", "value": 1}]});
    let relation = json!({"key": "mine", "name": "Mine", "type": "related", "source": {"kind": "rule", "rule": rule},
        "target": {"pins": [sku], "rule": rule}, "weekdays": ["mon"], "hours": ["09:00", "17:00"], "from": "2026-12-01T09:00"});
    for (path, body) in [
        ("/api/v1/carts/relations", json!({"skus": [sku], "explain": true})),
        ("/api/v1/carts/relations", json!({"skus": ["nope"]})),
        ("/api/v1/carts/relations", json!([])),
        ("/api/v1/rules/evaluate", json!({"rule": rule, "source": sku, "limit": 2})),
        ("/api/v1/rules/evaluate", json!({"rule": rule, "limit": 2, "explain": true, "candidate": sku})),
        ("/api/v1/rules/evaluate", json!({"rule": {"condition": "AND", "rules": []}})),
        ("/api/v1/relations", relation.clone()),
        ("/api/v1/relations", json!({"name": "No target"})),
    ] {
        holds("post", path, &program.post(path, &body));
    }
    let put = |tag: &str| {
        program.send_with(
            "PUT",
            "/api/v1/relations/mine",
            &[("If-Match", tag)],
            relation.to_string().as_bytes(),
        )
    };
    holds("put", "/api/v1/relations/{key}", &put("\"1\""));
    holds("put", "/api/v1/relations/{key}", &put("\"1\""));
    holds("delete", "/api/v1/relations/{key}", &program.send("DELETE", "/api/v1/relations/mine", b""));
    holds("delete", "/api/v1/relations/{key}", &program.send("DELETE", "/api/v1/relations/mine", b""));
}
