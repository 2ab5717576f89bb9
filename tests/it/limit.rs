//! Bodies that are too large, cut short or not what they say.

use crate::people::{Person, multipart};
use crate::world::World;

const URLENCODED: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

type Headers<'a> = &'a [(&'a str, &'a str)];

fn signing_in(person: &Person, fields: &[(&str, &str)]) -> (u16, String) {
    let answer = person.send_form("/sign-in", fields);
    (answer.status, answer.text())
}

#[test]
fn forms_have_room_for_256_kib_and_no_more() {
    let world = World::new();
    let visitor = world.visitor();
    let part = "x".repeat(60 * 1024);
    let four = [("a", part.as_str()), ("b", &part), ("c", &part), ("d", &part)];
    assert_eq!(signing_in(&visitor, &four).0, 422, "what fits is read");
    let five = [("a", part.as_str()), ("b", &part), ("c", &part), ("d", &part), ("e", &part)];
    let (status, text) = signing_in(&visitor, &five);
    assert_eq!(status, 413);
    assert!(text.contains("256 KiB"), "{text}");
    let huge = "x".repeat(10 * 1024 * 1024);
    assert_eq!(signing_in(&visitor, &[("a", &huge)]).0, 413);
    let answer = visitor.send("POST", "/sign-in", &[URLENCODED], format!("a={huge}").as_bytes());
    assert_eq!(answer.status, 413);
}

#[test]
fn one_value_has_room_for_64_kib() {
    let world = World::new();
    let visitor = world.visitor();
    assert_eq!(signing_in(&visitor, &[("email", &"x".repeat(64 * 1024))]).0, 422);
    assert_eq!(signing_in(&visitor, &[("email", &"x".repeat(64 * 1024 + 1))]).0, 413);
}

#[test]
fn five_thousand_fields_are_read_and_one_more_is_not() {
    let world = World::new();
    let body = |count: usize| vec!["a=1"; count].join("&");
    let visitor = world.visitor();
    assert_eq!(visitor.send("POST", "/sign-in", &[URLENCODED], body(5_000).as_bytes()).status, 422);
    assert_eq!(visitor.send("POST", "/sign-in", &[URLENCODED], body(5_001).as_bytes()).status, 413);
}

#[test]
fn what_is_no_text_is_refused_in_words() {
    let world = World::new();
    let visitor = world.visitor();
    for body in ["email=%00&password=x", "email=%FF%FE&password=x", "email=%C0%AF"] {
        let answer = visitor.send("POST", "/sign-in", &[URLENCODED], body.as_bytes());
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.text().contains("cannot be read"), "{body}");
    }
    let (status, text) = signing_in(&visitor, &[("email", "a\0b")]);
    assert!(status == 422 && text.contains("NUL"), "{text}");
    // A bad percent sign is only a percent sign.
    assert_eq!(visitor.send("POST", "/sign-in", &[URLENCODED], b"email=%ZZ%1&password=100%").status, 422);
}

#[test]
fn bodies_that_are_not_what_they_say_are_refused_in_words() {
    let world = World::new();
    let visitor = world.visitor();
    let (kind, body) = multipart(&[("email", "a"), ("password", "b")], None);
    let cut = &body[..body.len() - 10];
    let cases: [(&str, u16, Headers, &[u8]); 7] = [
        ("cut short", 422, &[("Content-Type", &kind)], cut),
        ("no edge", 422, &[("Content-Type", "multipart/form-data")], &body),
        ("another edge", 422, &[("Content-Type", "multipart/form-data; boundary=other")], &body),
        ("no type", 415, &[], &body),
        ("JSON", 415, &[("Content-Type", "application/json")], b"{}"),
        ("plain text", 415, &[("Content-Type", "text/plain")], b"email=a"),
        ("compressed", 415, &[URLENCODED, ("Content-Encoding", "gzip")], b"\x1f\x8b"),
    ];
    for (what, status, headers, body) in cases {
        let answer = visitor.send("POST", "/sign-in", headers, body);
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        assert!(answer.text().contains("<h1>"), "{what}");
    }
}

#[test]
fn heads_that_no_browser_sends_do_no_harm() {
    let world = World::new();
    for request in [
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /%zz%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /relations?q=%FF%FE HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        let answer = crate::http::raw(&world.authority, request.as_bytes());
        assert!((300..500).contains(&answer.status), "{request}: {}", answer.status);
    }
    assert_eq!(world.visitor().get("/healthz").status, 200);
}

#[test]
fn a_path_of_eight_kib_is_no_more_than_unknown() {
    let world = World::new();
    let answer = world.anna().get(&format!("/{}", "x".repeat(8 * 1024)));
    assert_eq!(answer.status, 404);
}

#[test]
fn a_name_that_is_there_twice_in_json_is_refused_by_name_and_place() {
    let world = World::new();
    let program = world.caller(kindred::domain::staff::Role::Publisher);
    for (path, body) in [
        ("/api/v1/rules/evaluate", r#"{"rule": {"condition": "AND", "rules": [], "rules": []}}"#),
        ("/api/v1/relations", r#"{"name": "A", "type": "related", "limit": 1, "limit": 2}"#),
        ("/api/v1/carts/relations", r#"{"skus": [], "skus": ["A"]}"#),
    ] {
        let answer = program.send("POST", path, body.as_bytes());
        let name = if path.ends_with("evaluate") {
            "rules"
        } else if path.ends_with("carts/relations") {
            "skus"
        } else {
            "limit"
        };
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json")),
            "{path}"
        );
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(&format!("“{name}” is there twice")), "{path}: {detail}");
        assert!(detail.contains("line 1, column"), "{path}: {detail}");
    }
}

#[test]
fn what_the_api_does_not_know_is_refused_where_it_stands() {
    let world = World::new();
    crate::fixture::stock(&world);
    let program = world.caller(kindred::domain::staff::Role::Viewer);
    let place = |answer: &crate::http::Answer| answer.json()["errors"][0]["place"].clone();
    let list = program.get("/api/v1/relations?type=nope");
    assert_eq!((list.status, place(&list)), (422, "type".into()));
    let cart = program.post("/api/v1/carts/relations", &serde_json::json!({"skus": [], "type": "nope"}));
    assert_eq!((cart.status, place(&cart)), (422, "type".into()));
    for (at, status) in [
        ("2026-12-01T09:00Z", 200),
        ("2026-12-01T09:00:00%2B01:00", 200),
        ("2026-12-01T09:00:00+01:00", 200),
        ("2026-12-01T09:00", 422),
        ("2026-12-01", 422),
        ("2026-12-01T09:00:00", 422),
    ] {
        assert_eq!(program.get(&format!("/api/v1/products?at={at}")).status, status, "{at}");
    }
    let other = program.send("PATCH", "/api/v1/stores", b"");
    assert_eq!((other.status, other.header("allow").is_some()), (405, true));
    assert!(other.json()["detail"].as_str().unwrap().contains("Allow"), "{}", other.text());
}
