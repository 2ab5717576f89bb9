//! Who comes in, and in what shape refusals go out.

use crate::people::multipart;
use crate::world::{Setup, World};
use kindred::domain::staff::Role;

type Headers<'a> = &'a [(&'a str, &'a str)];

const ALWAYS: [&str; 7] = [
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-request-id",
];

#[test]
fn every_address_of_the_back_office_sends_visitors_to_the_sign_in_page() {
    let world = World::new();
    for path in [
        "/",
        "/relations",
        "/products/a%2Fb",
        "/imports",
        "/settings/staff",
        "/settings/stores/eu",
        "/audit",
        "/no/such/page",
        "/drafts/1",
    ] {
        let answer = world.visitor().get(path);
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/sign-in"), "{path}: {}", answer.location());
    }
    assert_eq!(world.visitor().send_form("/relations/x/pause", &[]).status, 303);
}

#[test]
fn every_status_carries_the_headers() {
    let world = World::new();
    let anna = world.anna();
    let wrong_form = anna.send_form("/sign-out", &[]);
    let answers = [
        (200, anna.get("/relations")),
        (303, world.visitor().get("/")),
        (404, anna.get("/nowhere")),
        (404, anna.get("/static/nothing.css")),
        (404, world.stranger().get("/api/v1/nowhere")),
        (401, world.stranger().get("/api/v1/relations")),
        (403, wrong_form),
        (405, anna.send("PUT", "/sign-in", &[], b"")),
        (415, anna.send("POST", "/sign-out", &[("Content-Type", "text/plain")], b"x")),
        (200, world.visitor().get("/healthz")),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status, "{}", answer.text());
        for name in ALWAYS {
            assert!(answer.header(name).is_some(), "{status} has no {name}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"));
    }
    assert_eq!(anna.get("/relations").header("cache-control"), Some("no-store"));
}

#[test]
fn an_unknown_address_has_words_and_ways_out() {
    let world = World::new();
    let answer = world.anna().get("/nowhere");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("There is nothing here") && answer.text().contains("href=\"/relations\""));
    let answer = world.stranger().get("/api/v1/nowhere");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.json()["status"], 404);
}

#[test]
fn a_wrong_method_says_which_are_right() {
    let world = World::new();
    let answer = world.anna().send("DELETE", "/sign-in", &[], b"");
    assert_eq!(answer.status, 405);
    let allowed = answer.header("allow").unwrap();
    assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
    assert!(answer.text().contains("<h1>"));
    for method in ["TRACE", "PROPFIND", "FOO"] {
        let answer = world.visitor().send(method, "/sign-in", &[], b"");
        assert_eq!(answer.status, 405, "{method}");
    }
}

#[test]
fn forms_of_other_sites_and_without_the_token_change_nothing() {
    let world = World::new();
    let anna = world.anna();
    let other = world.anna();
    let (own_token, other_token) = (anna.form_token(), other.form_token());
    assert_ne!(own_token, other_token);
    let origin = format!("http://{}", world.authority);
    let cases: [(&str, Option<&str>, Headers); 9] = [
        ("no token", None, &[]),
        ("an empty token", Some(""), &[]),
        ("the token of another session", Some(&other_token), &[]),
        ("half a token", Some(&own_token[..32]), &[]),
        ("another site", Some(&own_token), &[("Sec-Fetch-Site", "cross-site")]),
        ("a sister site", Some(&own_token), &[("Sec-Fetch-Site", "same-site")]),
        ("another origin", Some(&own_token), &[("Origin", "https://evil.example")]),
        ("no origin", Some(&own_token), &[("Origin", "null")]),
        ("another port", Some(&own_token), &[("Origin", "http://127.0.0.1:1")]),
    ];
    for (what, token, headers) in cases {
        let fields: Vec<(&str, &str)> = token.iter().map(|token| ("_csrf", *token)).collect();
        let (kind, body) = multipart(&fields, None);
        let mut all = vec![("Content-Type", kind.as_str())];
        all.extend_from_slice(headers);
        let answer = anna.send("POST", "/sign-out", &all, &body);
        assert_eq!(answer.status, 403, "{what}");
        assert!(answer.text().contains("<h1>"), "{what}");
        assert_eq!(anna.get("/relations").status, 200, "{what}");
    }
    let (kind, body) = multipart(&[("_csrf", &own_token)], None);
    let own = [("Content-Type", kind.as_str()), ("Origin", &origin), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(anna.send("POST", "/sign-out", &own, &body).status, 303);
}

#[test]
fn the_public_origin_is_the_right_one_behind_a_proxy() {
    let world = World::with(Setup { origin: Some("https://kindred.example".into()), ..Setup::default() });
    let from = |origin: &str| {
        let (kind, body) = multipart(&[("email", "a"), ("password", "b")], None);
        world.visitor().send("POST", "/sign-in", &[("Content-Type", &kind), ("Origin", origin)], &body).status
    };
    assert_eq!(from("https://kindred.example"), 422);
    assert_eq!(from("https://evil.example"), 403);
}

#[test]
fn a_token_opens_the_api_until_it_is_taken_back() {
    let world = World::new();
    let caller = world.caller(Role::Viewer);
    assert_eq!(caller.get("/api/v1/relations").status, 200);
    world.sql("UPDATE api_token SET revoked_at = now()");
    let answer = caller.get("/api/v1/relations");
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}

#[test]
fn static_files_come_small_and_stay() {
    let world = World::new();
    let page = world.visitor().page("/sign-in");
    let path = page.split("stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let plain = world.visitor().get(path);
    assert_eq!((plain.status, plain.header("content-encoding")), (200, Some("identity")));
    assert!(plain.header("cache-control").unwrap().contains("immutable"));
    for coding in ["br", "gzip"] {
        let answer = world.visitor().with_header("Accept-Encoding", coding).get(path);
        assert_eq!(answer.header("content-encoding"), Some(coding));
        assert!(answer.body.len() < plain.body.len() / 2);
    }
    let refused = world.visitor().with_header("Accept-Encoding", "br;q=0").get(path);
    assert_eq!(refused.header("content-encoding"), Some("identity"));
    for path in ["/static/../Cargo.toml", "/static/%2e%2e%2fCargo.toml", "/static/"] {
        assert_ne!(world.visitor().get(path).status, 200, "{path}");
    }
}

#[test]
fn pages_are_compressed_for_those_who_take_it() {
    let world = World::new();
    let answer = world.visitor().with_header("Accept-Encoding", "gzip, br").get("/sign-in");
    assert_eq!(answer.header("content-encoding"), Some("br"));
}

#[test]
fn whoever_asks_for_the_head_gets_no_body() {
    let world = World::new();
    let answer = world.visitor().send("HEAD", "/healthz", &[], b"");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(world.visitor().send("HEAD", "/relations", &[], b"").status, 303);
}

#[test]
fn no_two_requests_have_one_number() {
    let world = World::new();
    let number = || world.visitor().get("/healthz").header("x-request-id").unwrap().to_owned();
    let numbers: std::collections::HashSet<String> = (0..20).map(|_| number()).collect();
    assert_eq!(numbers.len(), 20);
    assert!(numbers.iter().all(|number| number.len() == 16 && u64::from_str_radix(number, 16).is_ok()));
}
