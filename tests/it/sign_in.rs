//! Signing in and out, and sessions.

use crate::people::Person;
use crate::world::{EMAIL, PASSWORD, Setup, World};

#[test]
fn anna_signs_in_with_a_plain_form_and_lands_where_she_wanted() {
    let world = World::new();
    let anna = world.visitor();
    assert_eq!(anna.get("/relations?q=a%20b").location(), "/sign-in?next=%2Frelations%3Fq%3Da%2520b");
    let page = anna.page("/sign-in?next=%2Frelations%3Fq%3Da%2520b");
    assert!(page.contains("name=\"next\" value=\"/relations?q=a%20b\""), "{page}");
    let body = format!(
        "email={}&password={}&next=/relations",
        EMAIL.replace('@', "%40"),
        PASSWORD.replace(' ', "+")
    );
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = anna.send("POST", "/sign-in", &kind, body.as_bytes());
    assert_eq!((answer.status, answer.location()), (303, "/relations"));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert_eq!(anna.get("/relations").status, 200);
}

#[test]
fn a_wrong_password_and_an_unknown_address_read_the_same() {
    let world = World::new();
    let try_with = |email: &str, password: &str| {
        let answer = world.visitor().send_form("/sign-in", &[("email", email), ("password", password)]);
        assert_eq!(answer.status, 422);
        assert!(answer.header("set-cookie").is_none());
        answer.text().replace(email, "")
    };
    let wrong = try_with(EMAIL, "wrong");
    assert_eq!(wrong, try_with("nobody@example.org", PASSWORD));
    assert!(wrong.contains("is not right"), "{wrong}");
    try_with("", "");
    try_with(EMAIL, &"x".repeat(5_000));
}

#[test]
fn the_address_that_was_typed_is_kept_and_escaped() {
    let world = World::new();
    let typed = "\"><script>alert(1)</script>@example.org";
    let answer = world.visitor().send_form("/sign-in", &[("email", typed), ("password", "x")]);
    assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
    assert!(answer.text().contains("alert(1)"));
}

#[test]
fn ten_failures_make_an_account_wait_even_with_the_right_password() {
    let world = World::new();
    let anna = world.visitor();
    for _ in 0..10 {
        assert_eq!(anna.send_form("/sign-in", &[("email", EMAIL), ("password", "wrong")]).status, 422);
    }
    let answer = anna.send_form("/sign-in", &[("email", EMAIL), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("900")));
    assert!(answer.text().contains("Wait fifteen minutes"));
}

#[test]
fn signing_out_ends_the_session_everywhere() {
    let world = World::new();
    let anna = world.anna();
    let cookie = anna.cookie("kindred").unwrap();
    assert_eq!(anna.submit("/sign-out", &[]).location(), "/sign-in");
    assert_eq!(anna.cookie("kindred"), None);
    anna.set_cookie("kindred", &cookie);
    assert_eq!(anna.get("/relations").status, 303);
}

#[test]
fn a_session_ends_when_idle_when_old_and_when_its_owner_is_kept_out() {
    for ending in [
        "UPDATE session SET seen_at = seen_at - interval '8 hours 1 minute'",
        "UPDATE session SET created_at = created_at - interval '7 days 1 minute'",
        "UPDATE staff SET active = false",
    ] {
        let world = World::new();
        let anna = world.anna();
        world.sql(ending);
        assert_eq!(anna.get("/relations").status, 303, "{ending}");
    }
}

#[test]
fn cookies_that_are_no_sessions_are_visitors() {
    let world = World::new();
    let long = "x".repeat(3_000);
    for value in
        ["", "x", "%00", "ä", "0000000000000000000000000000000000000000000000000000000000000000", &long]
    {
        let somebody = world.visitor();
        somebody.set_cookie("kindred", value);
        assert_eq!(somebody.get("/relations").status, 303, "{value}");
    }
}

#[test]
fn next_never_leads_to_another_site() {
    let world = World::new();
    for next in [
        "//evil.example",
        "https://evil.example",
        "https:evil.example",
        "\\\\evil",
        "/\\evil",
        "javascript:alert(1)",
        "/\tevil",
        "",
        "evil",
        "/sign-out",
        "/ä",
    ] {
        let answer = world
            .visitor()
            .send_form("/sign-in", &[("email", EMAIL), ("password", PASSWORD), ("next", next)]);
        assert_eq!((answer.status, answer.location()), (303, "/"), "{next}");
    }
}

#[test]
fn behind_https_the_cookie_is_for_https_alone() {
    let world = World::with(Setup { origin: Some("https://kindred.example".into()), ..Setup::default() });
    let anna = Person::new(&world.authority);
    let answer = anna.send_form("/sign-in", &[("email", EMAIL), ("password", PASSWORD)]);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-kindred=") && cookie.contains("Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").is_some());
    assert_eq!(anna.get("/relations").status, 200);
}

#[test]
fn only_hashes_of_secrets_are_stored() {
    let world = World::new();
    let anna = world.anna();
    let cookie = anna.cookie("kindred").unwrap();
    world.sql(&format!("DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM session WHERE encode(id_hash, 'hex') = '{cookie}'); END $$"));
    world.sql("DO $$ BEGIN ASSERT (SELECT bool_and(password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%') FROM staff); END $$");
    world.sql("DO $$ BEGIN ASSERT EXISTS (SELECT FROM audit WHERE action = 'sign in'); END $$");
}
