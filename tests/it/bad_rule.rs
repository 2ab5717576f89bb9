//! Bad rules by every way in: refused with 422 at the node that is wrong; and rows that somebody spoilt by hand.

use kindred::app::App;
use kindred::clock::Clock;
use kindred::domain::staff::Role;
use kindred::work::{follow, load};
use serde_json::{Value, json};

use crate::editor::Editor;
use crate::fixture::{relation, skus, small};
use crate::people::Caller;
use crate::world::World;

fn all(rows: &[Value]) -> Value {
    json!({"condition": "AND", "rules": rows})
}

fn row(field: &str, operator: &str, value: Value) -> Value {
    json!({"id": field, "operator": operator, "value": value})
}

/// Groups within groups, so many deep, around one row.
fn deep(depth: usize) -> Value {
    (0..depth).fold(row("price", "greater", json!(1)), |inner, _| all(&[inner]))
}

/// Rules with the node that is wrong and a piece of what is said about it.
fn wrong() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let good = || row("price", "greater", json!(1));
    let one = |row: Value| all(&[good(), row]);
    let of_source = |field: &str, rhs: Value| one(json!({"id": field, "operator": "less", "rhs": rhs}));
    vec![
        ("deeper than 8", deep(9), "t8", "at most 8 deep"),
        ("far deeper than 8", deep(40), "t8", "at most 8 deep"),
        ("over 200 nodes", all(&vec![good(); 200]), "t0", "at most 200"),
        ("over 1,000 values", one(row("sku", "in", json!(vec!["a"; 1_001]))), "t2", "at most 1,000 values"),
        (
            "1,001 values by commas",
            one(row("sku", "in", json!("a,".repeat(1_000) + "a"))),
            "t2",
            "1,000 values",
        ),
        ("unknown field", one(row("colour'--", "equal", json!("a"))), "t2", "gone or was never there"),
        (
            "unknown field within",
            one(all(&[row("product.json.x' OR 1=1", "equal", json!("a"))])),
            "t3",
            "never there",
        ),
        ("a field of 10 KB", one(row(&"x".repeat(10_000), "equal", json!("a"))), "t2", "never there"),
        ("unknown operator", one(row("price", "like", json!(1))), "t2", "no operator “like”"),
        (
            "operator of another kind",
            one(row("name", "in_last_days", json!(1))),
            "t2",
            "does not take “in last days”",
        ),
        ("unknown value", one(row("brand", "equal", json!("Nobody & Sons"))), "t2", "never there"),
        (
            "number out of range",
            one(row("price", "less", json!("99999999999999999999"))),
            "t2",
            "out of range",
        ),
        ("number with an exponent", one(row("price", "less", json!("1e5"))), "t2", "not a number"),
        ("wrong currency", one(row("price", "less", json!("5 CHF"))), "t2", "No store takes CHF"),
        ("two currencies", one(row("price", "between", json!(["5 EUR", "6"]))), "t2", "same currency"),
        ("an object for a value", one(row("price", "less", json!({"a": 1}))), "t2", "a text, a number"),
        ("lists in a list", one(row("price", "in", json!([[1]]))), "t2", "a text, a number"),
        ("no value", one(row("price", "less", Value::Null)), "t2", "Type a number"),
        ("an empty list", one(row("brand", "in", json!([]))), "t2", "Choose at least one"),
        ("a list of blanks", one(row("sku", "in", json!(["", " ", "\u{200b}"]))), "t2", "Type a value"),
        ("one end of two", one(row("price", "between", json!(["5"]))), "t2", "both ends"),
        ("ends turned round", one(row("price", "between", json!(["9", "5"]))), "t2", "wrong way round"),
        ("an empty group", one(all(&[])), "t2", "group is empty"),
        ("an unknown joint", one(json!({"condition": "XOR", "rules": [good()]})), "t2", "AND, OR or NONE"),
        ("a not on a group", one(json!({"condition": "AND", "not": true, "rules": [good()]})), "t2", "NONE"),
        ("a row that is none", one(json!(5)), "t2", "is an object"),
        ("another version", json!({"version": 2, "condition": "AND", "rules": [good()]}), "t0", "version 2"),
        ("unknown field of the source", of_source("price", json!({"source": "prise"})), "t2", "did you mean"),
        (
            "another kind of the source",
            of_source("price", json!({"source": "stock"})),
            "t2",
            "cannot be compared",
        ),
        ("no field of the source", of_source("price", json!({"mul": 2})), "t2", "is written"),
        (
            "an object for a factor",
            of_source("price", json!({"source": "price", "mul": {}})),
            "t2",
            "is written",
        ),
        (
            "a list in an amount",
            of_source("price", json!({"source": "price", "add": [[1]]})),
            "t2",
            "is written",
        ),
        (
            "a name that is none",
            one(json!({"node": "a b", "id": "price", "operator": "less", "value": 1})),
            "t2",
            "name",
        ),
    ]
}

/// Returns the node and the message of the first error, having looked at what every refusal says.
fn refusal(answer: &crate::http::Answer, what: &str) -> (String, String) {
    let told = answer.json();
    assert_eq!((answer.status, &told["status"]), (422, &json!(422)), "{what}: {told}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
    let first = &told["errors"][0];
    let text = |name: &str| first[name].as_str().unwrap_or_default().to_owned();
    (text("node"), text("message"))
}

fn evaluate(program: &Caller, rule: &Value) -> crate::http::Answer {
    program.post("/api/v1/rules/evaluate", &json!({"rule": rule}))
}

fn body(name: &str, source: Value, target: Value) -> Value {
    json!({"name": name, "type": "related", "source": source, "target": {"rule": target}})
}

#[test]
fn a_bad_rule_is_refused_at_its_node_by_every_way_in() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let key = relation(&world, "Kept", &skus(&world)[0], |_| {});
    let path = format!("/api/v1/relations/{key}");
    for (what, rule, node, said) in wrong() {
        let (told, message) = refusal(&evaluate(&program, &rule), what);
        assert!(told == node && message.contains(said), "{what}: {told}: {message}");
        let sent = body("Sent", json!({"kind": "all"}), rule.clone());
        let (told, message) = refusal(&program.post("/api/v1/relations", &sent), what);
        assert!(told == node && message.contains(said), "POST {what}: {told}: {message}");
        let put = program.send("PUT", &path, sent.to_string().as_bytes());
        assert_eq!(refusal(&put, what), (told, message), "PUT {what}");
        let sent =
            body("Sent", json!({"kind": "rule", "rule": rule}), all(&[row("price", "greater", json!(1))]));
        let (told, _) = refusal(&program.post("/api/v1/relations", &sent), what);
        assert!(told.starts_with('s') || what.contains("of the source"), "{what}: {told}");
    }
    let standing = world.app.snapshot();
    assert_eq!(
        (standing.relations().len(), standing.relation(&key).unwrap().version),
        (1, 1),
        "nothing was kept"
    );
}

#[test]
fn limits_are_kept_to_their_edge() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let good = row("price", "greater", json!(1));
    for (what, rule) in [
        ("8 deep", deep(8)),
        ("200 nodes", all(&vec![good; 199])),
        ("1,000 values", all(&[row("sku", "in", json!(vec!["a"; 1_000]))])),
        ("1,000 values by commas", all(&[row("sku", "in", json!("a,".repeat(999) + "a"))])),
        ("a row alone", row("price", "greater", json!(1))),
    ] {
        let answer = evaluate(&program, &rule);
        assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    }
}

#[test]
fn a_node_is_named_as_the_caller_named_it() {
    let world = small();
    let program = world.caller(Role::Viewer);
    for bad in [
        json!({"node": "dear", "id": "price", "operator": "less", "value": "ten"}),
        json!({"node": "dear", "id": "prise", "operator": "less", "value": 1}),
        json!({"node": "dear", "id": "price", "operator": "less", "value": {}, "rhs": 5}),
        json!({"node": "dear", "condition": "XOR", "rules": [row("price", "less", json!(1))]}),
        json!({"node": "dear", "condition": "OR", "rules": []}),
    ] {
        let told =
            refusal(&evaluate(&program, &all(&[row("price", "less", json!(1)), bad.clone()])), "named");
        assert_eq!(told.0, "dear", "{bad}: {}", told.1);
    }
    let twice = json!({"node": "dear", "id": "price", "operator": "less", "value": 1});
    let (node, message) = refusal(&evaluate(&program, &all(&[twice.clone(), twice])), "twice");
    assert!(node == "dear" && message.contains("Two rows are called"), "{message}");
}

#[test]
fn source_and_rule_mixed_up_are_told_apart() {
    let world = small();
    let program = world.caller(Role::Publisher);
    let rule = all(&[row("price", "greater", json!(1))]);
    let relative = all(&[json!({"id": "brand", "operator": "equal", "rhs": {"source": "brand"}})]);
    for (what, source, place) in [
        ("a rule where a sku is meant", json!({"kind": "one", "rule": rule}), "source_sku"),
        ("a sku where a rule is meant", json!({"kind": "rule", "sku": "A"}), "s0"),
        ("a rule of its own", rule.clone(), "source"),
        ("no kind", json!({"sku": "A"}), "source"),
        ("a product on the page where there is none", json!({"kind": "rule", "rule": relative}), "s1"),
    ] {
        let answer = program.post("/api/v1/relations", &body("Mixed", source, rule.clone()));
        assert_eq!((answer.status, &answer.json()["errors"][0]["place"]), (422, &json!(place)), "{what}");
    }
}

#[test]
fn what_a_rule_is_asked_under_is_checked_too() {
    let world = small();
    let program = world.caller(Role::Viewer);
    let rule = all(&[row("price", "greater", json!(1))]);
    for (name, value) in [
        ("store", json!("mars")),
        ("store", json!({"key": "us"})),
        ("locale", json!("xx_XX")),
        ("locale", json!("nonsense")),
        ("locale", json!([["en_US"]])),
        ("at", json!("2026-11-21T09:00:00")),
        ("at", json!("2026-11-21")),
        ("at", json!("yesterday")),
        ("at", json!({})),
        ("source", json!("no such sku")),
        ("source", rule.clone()),
        ("limit", json!(0)),
        ("limit", json!(1.5)),
        ("limit", json!(1_001)),
        ("sort", json!("name;drop")),
    ] {
        let mut body = json!({"rule": rule});
        body[name] = value.clone();
        let answer = program.post("/api/v1/rules/evaluate", &body);
        let told = answer.json();
        assert_eq!((answer.status, &told["errors"][0]["place"]), (422, &json!(name)), "{value}: {told}");
    }
    for body in [
        json!({}),
        json!({"rule": null}),
        json!({"rule": "price > 1"}),
        json!({"rule": []}),
        json!([1]),
        json!(5),
    ] {
        let answer = program.post("/api/v1/rules/evaluate", &body);
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        assert!(answer.json()["errors"][0]["place"].is_string(), "{body}: {}", answer.text());
    }
    for text in ["{\"rule\": NaN}", "{\"rule\": {}} x", "{\"rule\": \"\\ud800\"}", "[", "", "\u{feff}{"] {
        assert_eq!(program.send("POST", "/api/v1/rules/evaluate", text.as_bytes()).status, 400, "{text}");
    }
    let deep = format!("{{\"rule\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(program.send("POST", "/api/v1/rules/evaluate", deep.as_bytes()).status, 400);
    let large = json!({"rule": all(&[row("sku", "in", json!("x".repeat(1_000_000)))])});
    assert_eq!(program.post("/api/v1/rules/evaluate", &large).status, 413);
}

#[test]
fn a_category_that_lies_in_itself_is_answered_all_the_same() {
    let world = small();
    world.sql(
        "UPDATE category SET parent_id = (SELECT max(id) FROM category) WHERE id = (SELECT min(id) FROM category); \
         UPDATE category SET parent_id = (SELECT min(id) FROM category) WHERE id = (SELECT max(id) FROM category); \
         UPDATE feed SET epoch = gen_random_uuid()",
    );
    follow::catch_up(&world.app);
    let program = world.caller(Role::Viewer);
    let source = skus(&world)[0].clone();
    let snapshot = world.app.snapshot();
    for category in snapshot.vocabulary().categories() {
        let inside = json!({"id": "category", "operator": "in", "value": category.key, "with_sub": true});
        let below = json!({"id": "category", "operator": "below"});
        let beside = json!({"id": "category", "operator": "same_parent"});
        let asked = json!({"rule": all(&[inside, below, beside]), "source": source});
        assert_eq!(program.post("/api/v1/rules/evaluate", &asked).status, 200, "{}", category.key);
    }
    assert_eq!(world.anna().get("/products").status, 200);
}

/// Puts rows into the database that no Kindred ever wrote, and tells the feed of them.
fn spoil(world: &World) {
    world.sql(
        "INSERT INTO relation (key, version, body, created_at, created_by, updated_at, updated_by) \
         SELECT key, 1, body::jsonb, now(), 'x', now(), 'x' FROM (VALUES \
           ('bomb', repeat('[', 7000) || repeat(']', 7000)), ('number', '5'), ('empty', '{}'), ('list', '[{}]'), \
           ('odd', '{\"name\": [1], \"type\": {}, \"source\": 5, \"target\": \"x\", \"stores\": {\"a\": []}}'), \
           ('deep', '{\"name\": \"Deep\", \"type\": \"related\", \"source\": {\"kind\": \"all\"}, \"target\": {\"rule\": ' \
             || repeat('{\"condition\": \"AND\", \"rules\": [', 3500) || repeat(']}', 3500) || '}}')) AS bad (key, body); \
         UPDATE feed SET version = version + 1; \
         INSERT INTO change SELECT version, now(), jsonb_build_array(jsonb_build_object('relations', \
           (SELECT jsonb_agg(id) FROM relation))) FROM feed",
    );
}

#[test]
fn rows_spoilt_by_hand_stand_broken_and_take_nothing_down() {
    let world = small();
    let skus = skus(&world);
    let key = relation(&world, "Sound", &skus[0], |_| {});
    let address = format!("/api/v1/products/{}/relations/related", skus[0]);
    let before = world.stranger().get(&address).json()["items"].clone();
    spoil(&world);
    follow::catch_up(&world.app);
    let fresh = App::new(&world.url, Clock::real()).unwrap();
    load::load(&fresh).unwrap();
    let bad = ["bomb", "number", "empty", "list", "odd", "deep"];
    for app in [&world.app, &fresh] {
        let snapshot = app.snapshot();
        assert_eq!((snapshot.len(), snapshot.relations().len()), (60, 7));
        assert!(bad.iter().all(|key| !snapshot.relation(key).unwrap().problems.is_empty()));
        assert!(snapshot.relation(&key).unwrap().problems.is_empty());
    }
    let (anna, program) = (world.anna(), world.caller(Role::Publisher));
    assert_eq!(world.stranger().get(&address).json()["items"], before, "the sound one shows what it showed");
    let list = anna.page("/relations");
    for key in bad {
        assert!(list.contains(key), "{key} is listed");
        let told = program.get(&format!("/api/v1/relations/{key}")).json();
        let reason = told["problems"][0]["message"].as_str().unwrap_or_default();
        assert!(told["broken"] == json!(true) && reason.ends_with('.'), "{key}: {told}");
        let page = anna.page(&format!("/relations/{key}"));
        let shown = reason.split(['“', '"', '\'', '<']).next().unwrap();
        assert!(page.contains(shown), "{key} says why: {reason}");
        for way in ["history", "edit"] {
            let answer = anna.get(&format!("/relations/{key}/{way}"));
            assert!(answer.status < 500, "{key}/{way}: {}", answer.status);
        }
        let answer = program.get(&format!("/api/v1/relations/{key}/targets?source={}", skus[0]));
        assert!(answer.status < 500, "{key}: {}", answer.text());
    }
    for page in ["/", &format!("/products/{}", skus[0]), "/products", "/insight/health"] {
        assert!(anna.get(page).status < 500, "{page}");
    }
    assert_eq!(program.send("DELETE", "/api/v1/relations/bomb", b"").status, 204, "and can be deleted");
}

#[test]
fn a_draft_or_a_version_spoilt_by_hand_is_told_and_stops_no_other() {
    let world = small();
    let skus = skus(&world);
    let key = relation(&world, "Sound", &skus[0], |_| {});
    let anna = world.anna();
    let (spoilt, sound) = (Editor::open(&anna, "same-brand", &skus[0]), Editor::open(&anna, "trade-up", ""));
    for body in
        ["repeat('[', 7000) || repeat(']', 7000)", "'5'", "'{\"relation\": [], \"seen\": {}, \"notes\": 5}'"]
    {
        let id = spoilt.path.rsplit('/').next().unwrap();
        world.sql(&format!(
            "UPDATE draft_step SET body = ({body})::jsonb WHERE draft_id = {id}; UPDATE relation_version SET body = ({body})::jsonb"
        ));
        let page = anna.page(&spoilt.path);
        assert!(page.contains("cannot be read"), "{body}");
        assert_eq!(anna.get(&sound.path).status, 200);
        for path in
            ["/relations", "/drafts", &format!("/relations/{key}"), &format!("/relations/{key}/history")]
        {
            let status = anna.get(path).status;
            assert!(status == 200 || (status == 404 && path == "/drafts"), "{path}: {status}");
        }
    }
    let (status, _, text) = spoilt.send("discard", &[]);
    assert_eq!(status, 303, "{text}");
}

#[test]
fn a_product_row_spoilt_by_hand_stops_no_other() {
    let world = small();
    let skus = skus(&world);
    world.sql(&format!(
        "UPDATE product SET attributes = (repeat('[', 7000) || repeat(']', 7000))::jsonb, texts = '[[]]' WHERE sku = '{}'; \
         UPDATE product SET attributes = '{{\"1\": 5, \"x\": {{\"c\": [\"a\"]}}}}', texts = '{{\"\": 5, \"de_DE\": {{\"name\": []}}}}' WHERE sku = '{}'; \
         UPDATE feed SET epoch = gen_random_uuid()",
        skus[0], skus[1]
    ));
    follow::catch_up(&world.app);
    let fresh = App::new(&world.url, Clock::real()).unwrap();
    load::load(&fresh).unwrap();
    for app in [&world.app, &fresh] {
        assert!(app.snapshot().len() >= 59, "{}", app.snapshot().len());
    }
    assert!(world.anna().get(&format!("/products/{}", skus[0])).status < 500);
    assert_eq!(world.stranger().get(&format!("/api/v1/products/{}/relations/related", skus[2])).status, 200);
}
