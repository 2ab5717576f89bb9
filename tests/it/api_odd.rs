//! What programs may get wrong, or ask for oddly, on every address of the API: each parameter that is described is heeded,
//! each refusal is a problem at its place.

use kindred::domain::staff::Role;
use kindred::work::follow;
use serde_json::{Value, json};

use crate::fixture::{relation, skus as known, small};
use crate::http::Answer;

/// Returns the skus of an answer's items.
pub fn skus(told: &Value) -> Vec<String> {
    let items = told["items"].as_array().unwrap_or_else(|| panic!("{told}"));
    items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
}

/// Method, address, status, headers and body of a request that is refused.
type Case<'a> = (&'a str, &'a str, u16, &'a [(&'a str, &'a str)], &'a str);

/// Looks at what every refusal says, and returns the places of what is wrong.
fn places(answer: &Answer, status: u16, what: &str) -> Vec<String> {
    assert_eq!(answer.status, status, "{what}: {}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
    let told = answer.json();
    assert_eq!((&told["status"], &told["type"]), (&json!(status), &json!("about:blank")), "{what}");
    assert!(
        told["title"].is_string() && told["detail"].as_str().is_some_and(|text| text.ends_with('.')),
        "{told}"
    );
    let errors = told["errors"].as_array().into_iter().flatten();
    errors.map(|error| error["place"].as_str().unwrap().to_owned()).collect()
}

fn everything() -> Value {
    json!({"condition": "AND", "rules": [{"id": "price", "operator": "greater", "value": 0}]})
}

#[test]
fn every_parameter_that_is_described_is_heeded_on_every_address() {
    let world = small();
    let program = world.caller(Role::Viewer);
    let described = program.get("/api/v1/openapi.json").json();
    let sku = known(&world)[0].clone();
    let key = relation(&world, "Some", &sku, |_| {});
    let lamps = world.app.snapshot().vocabulary().categories()[0].key.clone();
    // Names and words that may be anything.
    let free = ["segment", "exclude", "q", "If-None-Match", "If-Match"];
    let mut asked = 0;
    for (path, methods) in described["paths"].as_object().unwrap() {
        let address = path.replace("{sku}", &sku).replace("{type}", "related").replace("{key}", &key);
        let address = address.replace("{block}", "category");
        let operation = &methods["get"];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = described.pointer(&parameter["$ref"].as_str().unwrap()[1..]).unwrap();
            let name = parameter["name"].as_str().unwrap();
            let is_cursor = name == "after" && parameter["schema"]["type"] == "string";
            if parameter["in"] != "query" || free.contains(&name) || is_cursor {
                continue;
            }
            let category = if name == "category" { "" } else { &lamps };
            let wrong = program.get(&format!("{address}?category={category}&{name}=%C2%A7"));
            assert_eq!(places(&wrong, 422, &format!("{path} {name}")), [name], "{path}");
            assert_eq!(wrong.json()["errors"][0]["node"], Value::Null, "{path} {name}: no rule was sent");
            asked += 1;
        }
    }
    assert!(asked > 25, "{asked} parameters");
    for (path, body) in [
        ("/api/v1/carts/relations", json!({"skus": [sku]})),
        ("/api/v1/rules/evaluate", json!({"rule": everything()})),
    ] {
        let reference =
            &described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        let mut schemas = vec![described.pointer(&reference["$ref"].as_str().unwrap()[1..]).unwrap()];
        let mut names: Vec<&String> = Vec::new();
        while let Some(schema) = schemas.pop() {
            let parts = schema["allOf"].as_array().into_iter().flatten();
            schemas.extend(parts.map(|part| match part["$ref"].as_str() {
                Some(reference) => described.pointer(&reference[1..]).unwrap(),
                None => part,
            }));
            names.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name));
        }
        assert!(names.len() > 9, "{path}: {names:?}");
        for name in names.into_iter().filter(|name| !["rule", "lines", "skus"].contains(&name.as_str())) {
            for odd in [json!({}), json!({"a": 1}), json!([["x"]]), json!([null])] {
                let mut body = body.clone();
                body[name] = odd.clone();
                assert_eq!(
                    places(&program.post(path, &body), 422, &format!("{path} {name} {odd}")),
                    [name.as_str()]
                );
            }
        }
    }
}

#[test]
fn several_wrong_circumstances_are_told_together() {
    let world = small();
    let answer = world.stranger().post(
        "/api/v1/carts/relations",
        &json!({"skus": [], "store": "mars", "at": "2026-11-21", "segment": {}, "exclude": {"a": 1}}),
    );
    assert_eq!(places(&answer, 422, "four"), ["exclude", "segment", "store", "at"]);
}

#[test]
fn whatever_is_refused_is_a_problem() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let large = "x".repeat(300 * 1024);
    let packed = [("Content-Encoding", "gzip")];
    let cases: [Case<'_>; 11] = [
        ("GET", "/api/v1/nothing", 404, &[], ""),
        ("GET", "/api", 404, &[], ""),
        ("GET", "/api/v1/products/a%00%FF", 404, &[], ""),
        ("PATCH", "/api/v1/relations", 405, &[], ""),
        ("GET", "/api/v1/carts/relations", 405, &[], ""),
        ("POST", "/api/v1/carts/relations", 413, &[], &large),
        ("POST", "/api/v1/rules/evaluate", 413, &[], &large),
        ("POST", "/api/v1/relations", 413, &[], &large),
        ("POST", "/api/v1/carts/relations", 415, &packed, "{}"),
        ("POST", "/api/v1/relations", 415, &packed, "{}"),
        ("POST", "/api/v1/rules/evaluate", 400, &[("Content-Encoding", "identity")], "{"),
    ];
    for (method, path, status, headers, body) in cases {
        let answer = program.send_with(method, path, headers, body.as_bytes());
        places(&answer, status, &format!("{method} {path}"));
        assert_eq!(answer.header("allow").is_some(), status == 405, "{method} {path}");
    }
}

#[test]
fn a_sku_with_a_comma_is_excluded_and_put_into_a_cart() {
    let world = small();
    let known = known(&world);
    let (source, odd, other) = (&known[0], &known[1], &known[2]);
    world.sql(&format!("UPDATE product SET sku = 'a,b', sku_fold = 'a,b' WHERE sku = '{odd}'; UPDATE feed SET epoch = gen_random_uuid()"));
    follow::catch_up(&world.app);
    relation(&world, "Pins", source, |draft| draft.pins = vec!["a,b".into(), other.clone()]);
    let shop = world.stranger();
    let first = |query: &str| {
        let page = format!("/api/v1/products/{source}/relations/related?limit=2{query}");
        let told = shop.get(&page).json();
        let items = told["items"].as_array().unwrap().iter();
        let pins = items.filter(|item| item["origin"]["kind"] == "pin");
        pins.map(|item| item["sku"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(first(""), format!("a,b {other}"));
    assert_eq!(first("&exclude=a%2Cb"), *other, "all of it is a sku");
    assert_eq!(first("&exclude=a%2Cb,x"), format!("a,b {other}"), "parted, its pieces are none");
    assert_eq!(first(&format!("&exclude=A,b&exclude={other}")), "", "said twice, both count");
    assert_eq!(first(&format!("&exclude=,%20,{},nope", other.to_lowercase())), "a,b");
    let cart = shop.get("/api/v1/blocks/cart-cross-sell?sku=a%2Cb&explain=1");
    assert_eq!(cart.status, 200, "{}", cart.text());
    let sent = json!({"skus": [source], "exclude": ["a,b", other]});
    assert_eq!(shop.post("/api/v1/carts/relations", &sent).status, 200);
}

#[test]
fn an_evaluated_rule_is_explained_and_its_items_leave_out_what_is_excluded() {
    let world = small();
    let program = world.caller(Role::Viewer);
    let known = known(&world);
    let rule = json!({"condition": "AND", "rules": [{"id": "sku", "operator": "in", "value": [known[0], known[1], known[2]]}]});
    let told = |more: Value| {
        let mut body = json!({"rule": rule, "sort": "sku"});
        more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        program.post("/api/v1/rules/evaluate", &body).json()
    };
    let plain = told(json!({}));
    assert_eq!((skus(&plain), &plain["items"][0]["detail"]), (known[..3].to_vec(), &Value::Null));
    assert!(plain.get("candidate").is_none());
    let less = told(json!({"exclude": [known[1]]}));
    assert_eq!((skus(&less), &less["count"]), (vec![known[0].clone(), known[2].clone()], &json!(3)));
    let explained = told(json!({"explain": true, "source": known[5]}));
    let detail = &explained["items"][0]["detail"];
    assert_eq!((&detail["source"], &detail["rule"]["holds"]), (&json!(known[5]), &json!(true)), "{detail}");
    assert_eq!(detail["rule"]["rules"][0]["own"][0]["text"], json!(format!("“{}”", known[0])), "{detail}");
    for (candidate, shown, reason) in [(1, true, Value::Null), (7, false, json!("not_brought"))] {
        let candidate = &told(json!({"candidate": known[candidate]}))["candidate"];
        assert_eq!((&candidate["shown"], &candidate["reason"]), (&json!(shown), &reason), "{candidate}");
        assert_eq!(candidate["rule"]["rules"][0]["holds"], json!(shown), "{candidate}");
    }
}

#[test]
fn the_targets_of_a_relation_are_paged_to_their_end() {
    let world = small();
    let program = world.caller(Role::Viewer);
    let known = known(&world);
    let key = relation(&world, "a/b all", &known[0], |draft| draft.sort = "price".into());
    for raw in ["&raw=1", ""] {
        let mut next = json!(format!("/api/v1/relations/{key}/targets?limit=25&source={}{raw}", known[0]));
        let (mut found, mut places, mut pages) = (Vec::new(), Vec::new(), 0);
        while let Some(address) = next.as_str() {
            let told = program.get(address).json();
            found.extend(skus(&told));
            places.extend(told["items"].as_array().unwrap().iter().map(|item| item["position"].clone()));
            (next, pages) = (told["next"].clone(), pages + 1);
            assert!(pages < 9, "{told}");
        }
        let whole = program
            .get(&format!("/api/v1/relations/{key}/targets?limit=1000&source={}{raw}", known[0]))
            .json();
        assert_eq!(
            (&found, json!(found.len()), &whole["next"]),
            (&skus(&whole), whole["total"].clone(), &Value::Null)
        );
        assert_eq!(pages, found.len().div_ceil(25), "{raw}");
        assert!(raw == "&raw=1" || places == (1..=found.len()).map(|place| json!(place)).collect::<Vec<_>>());
    }
    let beyond = program.get(&format!("/api/v1/relations/{key}/targets?after=99999&raw=1")).json();
    assert_eq!((skus(&beyond).len(), &beyond["next"]), (0, &Value::Null));
}

#[test]
fn the_tag_of_a_relation_tells_that_it_broke_and_still_means_its_version() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let body = json!({"key": "mine", "name": "Mine", "type": "related", "source": {"kind": "all"},
        "target": {"rule": {"condition": "AND", "rules": [{"id": "category", "operator": "in", "value": "gone-soon"}]}}});
    world.sql("INSERT INTO category (key, names, position) VALUES ('gone-soon', '{\"\": \"Gone soon\"}', 99); UPDATE feed SET epoch = gen_random_uuid()");
    follow::catch_up(&world.app);
    let made = program.post("/api/v1/relations", &body);
    assert_eq!((made.status, made.header("etag")), (201, Some("\"1\"")), "{}", made.text());
    let read = |tag: &str| program.send_with("GET", "/api/v1/relations/mine", &[("If-None-Match", tag)], b"");
    assert_eq!(read("\"1\"").status, 304);
    world.sql("DELETE FROM category WHERE key = 'gone-soon'; UPDATE feed SET epoch = gen_random_uuid()");
    follow::catch_up(&world.app);
    let broken = read("\"1\"");
    assert_eq!(
        (broken.status, &broken.json()["broken"]),
        (200, &json!(true)),
        "what is kept says that it is whole"
    );
    let tag = broken.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    assert_eq!(read(&tag).status, 304);
    let mut paused = body.clone();
    (paused["active"], paused["target"]) = (json!(false), json!({"rule": everything()}));
    let put = |tag: &str| {
        program.send_with(
            "PUT",
            "/api/v1/relations/mine",
            &[("If-Match", tag)],
            paused.to_string().as_bytes(),
        )
    };
    for wrong in ["\"2\"", "1", "\"x\"", "", "\"-1\""] {
        assert_eq!(put(wrong).status, 412, "{wrong}");
    }
    let changed = put(&tag);
    assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")), "{}", changed.text());
}

#[test]
fn many_who_make_a_relation_of_one_name_at_once_each_get_a_key() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let pin = known(&world)[1].clone();
    let body =
        json!({"name": "Same name", "type": "related", "source": {"kind": "all"}, "target": {"pins": [pin]}});
    let mut keys: Vec<String> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..8).map(|_| scope.spawn(|| program.post("/api/v1/relations", &body))).collect();
        let answers = sent.into_iter().map(|sent| sent.join().unwrap());
        answers
            .map(|answer| {
                assert_eq!(answer.status, 201, "{}", answer.text());
                answer.json()["key"].as_str().unwrap().to_owned()
            })
            .collect()
    });
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 8, "{keys:?}");
}

#[test]
fn a_source_says_one_thing_and_nothing_of_another_kind() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let sku = known(&world)[0].clone();
    let post = |source: Value| {
        let body =
            json!({"name": "S", "type": "related", "source": source, "target": {"rule": everything()}});
        program.post("/api/v1/relations", &body)
    };
    for source in [
        json!({"kind": "all", "rule": everything()}),
        json!({"kind": "all", "sku": sku}),
        json!({"kind": "one", "sku": sku, "rule": everything()}),
        json!({"kind": "rule", "rule": everything(), "skus": [sku]}),
    ] {
        assert_eq!(places(&post(source.clone()), 422, &source.to_string()), ["source"]);
    }
    let blank = json!({"kind": "one", "sku": sku, "skus": [], "rule": null});
    assert_eq!(post(blank).status, 201, "what is empty says nothing");
}
