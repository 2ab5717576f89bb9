//! What callers of the API may keep, and which pages of other sites may call it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use kindred::clock::Clock;
use kindred::domain::staff::Role;
use kindred::work::demo;
use serde_json::json;

use crate::http::Answer;
use crate::people::Caller;
use crate::world::{Setup, World};

const SHOP: &str = "https://shop.example";

fn shop(cors_origins: &str) -> World {
    let (at, cors_origins) = (Some("2026-11-21T12:00:00Z".parse().unwrap()), Some(cors_origins.to_owned()));
    let world = World::with(Setup { at, cors_origins, ..Setup::default() });
    demo::make_default(&world.app).unwrap();
    world
}

/// A shop with a clock that is moved by hand, and a moment of it at which something is to end.
struct Ending {
    world: World,
    hand: &'static AtomicI64,
    until: DateTime<Utc>,
}

impl Ending {
    fn new() -> Self {
        let start: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().unwrap();
        let hand: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(start.timestamp_micros())));
        let world = World::with(Setup { clock: Some(Clock::moved(hand)), ..Setup::default() });
        demo::make_default(&world.app).unwrap();
        Self { world, hand, until: start + TimeDelta::minutes(7) }
    }

    /// Moves the clock to so many microseconds after the moment.
    fn go(&self, after: i64) {
        self.hand.store(self.until.timestamp_micros() + after, Ordering::SeqCst);
    }
}

/// Returns a product of another family that can be bought.
fn another(shopper: &Caller) -> String {
    let told = shopper.get("/api/v1/products?limit=100").json();
    let mut there = told["items"].as_array().unwrap().iter().filter(|item| item["in_stock"] == true);
    there.find_map(|item| item["sku"].as_str().filter(|sku| !sku.starts_with("TNT"))).unwrap().to_owned()
}

/// Returns true when some item was brought by that relation.
fn comes_from(answer: &Answer, key: &str) -> bool {
    let told = answer.json();
    told["items"].as_array().is_some_and(|items| items.iter().any(|item| item["origin"]["key"] == key))
}

fn ask(caller: &Caller, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    caller.send_with(method, path, headers, b"")
}

#[test]
fn reads_carry_a_weak_tag_that_holds_until_something_changes() {
    let world = shop("");
    let shopper = world.stranger();
    for path in [
        "/api/v1/stores",
        "/api/v1/products",
        "/api/v1/products/TNT-0102",
        "/api/v1/products/TNT-0102/relations/related",
        "/api/v1/blocks/home",
        "/api/v1/openapi.json",
    ] {
        let first = shopper.get(path);
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        assert!(first.header("cache-control").is_some_and(|kept| kept.starts_with("public")), "{path}");
        for known in [tag.clone(), format!("\"x\", {tag}"), "*".into()] {
            let again = ask(&shopper, "GET", path, &[("If-None-Match", &known)]);
            assert_eq!(
                (again.status, again.body.len(), again.header("etag")),
                (304, 0, Some(tag.as_str())),
                "{path}"
            );
        }
        let other = ask(&shopper, "GET", path, &[("If-None-Match", "W/\"other\"")]);
        assert_eq!((other.status, &other.body), (200, &first.body), "{path}");
    }
    let path = "/api/v1/products/TNT-0102/relations/related";
    let tag = |query: &str| shopper.get(&format!("{path}{query}")).header("etag").unwrap().to_owned();
    assert_ne!(tag(""), tag("?store=us"), "another question");
    let before = tag("");
    world.anna().submit("/relations/on-the-desk/pause", &[]);
    assert_ne!(tag(""), before, "another state of the catalogue");
    for wrong in ["/api/v1/products/nope", "/api/v1/products?limit=many"] {
        let answer = ask(&shopper, "GET", wrong, &[("If-None-Match", "*")]);
        assert!([404, 422].contains(&answer.status), "{wrong}: a star is not an answer");
    }
    let refused = shopper.get("/api/v1/products/nope");
    assert_eq!((refused.status, refused.header("etag")), (404, None), "a refusal is not kept");
}

#[test]
fn who_has_an_answer_is_told_at_the_very_moment_when_it_no_longer_holds() {
    let shop = Ending::new();
    let (shopper, path) = (shop.world.stranger(), "/api/v1/products/TNT-0102/relations/related");
    let relation = json!({"key": "brief", "name": "Brief", "type": "related", "priority": 1,
        "source": {"kind": "one", "sku": "TNT-0102"}, "target": {"pins": [another(&shopper)]},
        "until": shop.until.to_rfc3339()});
    let made = shop.world.caller(Role::Publisher).post("/api/v1/relations", &relation);
    assert_eq!(made.status, 201, "{}", made.text());
    let first = shopper.get(path);
    assert!(comes_from(&first, "brief"), "{}", first.text());
    let tag = first.header("etag").unwrap().to_owned();
    for (after, wanted) in [(-60_000_000, 304), (-1_000_000, 304), (-1, 304), (0, 200), (59_000_000, 200)] {
        shop.go(after);
        let answer = ask(&shopper, "GET", path, &[("If-None-Match", &tag)]);
        assert_eq!(answer.status, wanted, "{after} µs after it ended");
        assert!(wanted == 304 || !comes_from(&answer, "brief"), "{}", answer.text());
    }
}

#[test]
fn a_link_that_ends_is_gone_at_its_moment_though_answers_are_kept() {
    let shop = Ending::new();
    let (shopper, path) = (shop.world.stranger(), "/api/v1/products/TNT-0102/relations/related");
    let (target, until) = (another(&shopper), shop.until);
    shop.world.sql(
        &format!("DELETE FROM link; INSERT INTO link (source_id, relation_type_id, target_id, position, two_way, valid_until) \
         SELECT source.id, type.id, target.id, 0, false, '{until}' \
         FROM product source, product target, relation_type type \
         WHERE source.sku = 'TNT-0102' AND target.sku = '{target}' AND type.key = 'related'"),
    );
    kindred::work::load::load(&shop.world.app).unwrap();
    for (after, wanted) in [(-60_000_000, true), (-1, true), (0, false), (59_000_000, false)] {
        shop.go(after);
        let answer = shopper.get(path);
        assert_eq!(answer.json()["items"][0]["sku"] == target.as_str(), wanted, "{after}: {}", answer.text());
    }
}

#[test]
fn every_answer_says_where_the_catalogue_stood() {
    let world = shop("");
    let program = world.caller(Role::Viewer);
    let version = |path: &str| {
        let answer = program.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()["version"].as_str().map(str::to_owned)
    };
    let stood = version("/api/v1/blocks/home");
    assert!(stood.as_ref().is_some_and(|stood| stood.contains('.')), "{stood:?}");
    for path in [
        "/api/v1/stores",
        "/api/v1/products",
        "/api/v1/products/TNT-0102",
        "/api/v1/products/TNT-0102/relations/related",
        "/api/v1/relations",
        "/api/v1/relations/on-the-desk/targets",
    ] {
        assert_eq!(version(path), stood, "{path}");
    }
}

#[test]
fn what_a_token_was_given_is_private_and_never_told_without_it() {
    let world = shop("");
    let program = world.caller(Role::Viewer);
    for path in
        ["/api/v1/relations", "/api/v1/relations/on-the-desk", "/api/v1/relations/on-the-desk/targets"]
    {
        let first = program.get(path);
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.header("cache-control"), Some("private, no-cache"), "{path}");
        assert_eq!(ask(&program, "GET", path, &[("If-None-Match", &tag)]).status, 304, "{path}");
        for known in [tag.as_str(), "*"] {
            assert_eq!(
                ask(&world.stranger(), "GET", path, &[("If-None-Match", known)]).status,
                401,
                "{path}"
            );
        }
    }
}

#[test]
fn only_listed_origins_are_let_in_and_only_to_open_reads() {
    let world = shop("https://shop.example, https://other.example/");
    let shopper = world.stranger();
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").map(str::to_owned);
    let asking = |origin: &'static str| [("Origin", origin)];
    let preflight = [
        ("Origin", SHOP),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type"),
    ];
    for path in ["/api/v1/stores", "/api/v1/products/TNT-0102/relations/related", "/api/v1/products/nope"] {
        let answer = ask(&shopper, "GET", path, &asking(SHOP));
        assert_eq!(allowed(&answer), Some(SHOP.to_owned()), "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), None, "{path}");
        let vary: Vec<&str> = answer
            .headers
            .iter()
            .filter(|(name, _)| name == "vary")
            .map(|(_, value)| value.as_str())
            .collect();
        assert!(vary.iter().any(|value| value.contains("Origin")), "{path}: {vary:?}");
        for origin in
            ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"]
        {
            assert_eq!(allowed(&ask(&shopper, "GET", path, &asking(origin))), None, "{path} {origin}");
        }
        assert_eq!(allowed(&ask(&shopper, "GET", path, &[])), None, "{path}");
    }
    let asked = ask(&shopper, "OPTIONS", "/api/v1/carts/relations", &preflight);
    assert_eq!((asked.status, allowed(&asked)), (204, Some(SHOP.to_owned())));
    assert!(asked.header("access-control-allow-headers").is_some_and(|names| names.contains("Content-Type")));
    for path in [
        "/api/v1/relations",
        "/api/v1/relations/on-the-desk",
        "/api/v1/rules/evaluate",
        "/relations",
        "/shop/eu",
    ] {
        let asked = ask(&world.caller(Role::Publisher), "OPTIONS", path, &preflight);
        assert_eq!((allowed(&asked), asked.status == 204), (None, false), "{path}");
        assert_eq!(allowed(&ask(&world.caller(Role::Viewer), "GET", path, &asking(SHOP))), None, "{path}");
    }
}

#[test]
fn without_the_setting_no_page_of_another_site_is_let_in() {
    let world = shop("");
    let answer = ask(&world.stranger(), "GET", "/api/v1/stores", &[("Origin", SHOP)]);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, None));
    let preflight = [("Origin", SHOP), ("Access-Control-Request-Method", "GET")];
    assert_eq!(ask(&world.stranger(), "OPTIONS", "/api/v1/stores", &preflight).status, 405);
}

#[test]
fn a_star_lets_every_page_in_and_an_unreadable_origin_is_refused_at_the_start() {
    let world = shop("*");
    let answer = ask(&world.stranger(), "GET", "/api/v1/stores", &[("Origin", SHOP)]);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    for wrong in ["shop.example", "https://shop.example/path", "https://"] {
        let refused =
            kindred::config::Config::read(&|name| (name == "KINDRED_CORS_ORIGINS").then(|| wrong.to_owned()));
        assert!(refused.is_err_and(|sentence| sentence.contains("KINDRED_CORS_ORIGINS")), "{wrong}");
    }
}

#[test]
fn what_is_ready_is_sent_compressed_to_those_who_take_gzip_and_says_so() {
    let world = shop("");
    let shopper = world.stranger();
    let path = "/api/v1/products/TNT-0102/relations/related";
    let plain = shopper.get(path);
    for (taken, is_packed) in [("gzip", true), ("br, gzip", true), ("gzip;q=0", false), ("identity", false)] {
        let answer = ask(&shopper, "GET", path, &[("Accept-Encoding", taken)]);
        assert_eq!(answer.header("content-encoding") == Some("gzip"), is_packed, "{taken}");
        assert_eq!(answer.header("etag"), plain.header("etag"), "{taken}");
        let varies = |(name, value): &(String, String)| {
            name.eq_ignore_ascii_case("vary") && value.eq_ignore_ascii_case("accept-encoding")
        };
        match is_packed {
            true => assert!(answer.body.len() < plain.body.len() / 2 && answer.headers.iter().any(varies)),
            false => assert_eq!(answer.body, plain.body, "{taken}"),
        }
    }
}
