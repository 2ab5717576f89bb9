//! A database that is gone: words instead of a panic, and everything goes on when it is back.

use kindred::domain::staff::Role;
use kindred::postgres::{Care, Options, Private};

use crate::world::{EMAIL, PASSWORD, Setup, World, config};

#[test]
fn without_the_database_visitors_get_words_and_with_it_all_goes_on() {
    let dir = tempdir("outage");
    let options = Options { data_dir: dir.clone(), dirs: config(&[]).postgres_dirs, care: Care::Throwaway };
    let postgres = Private::open(&options).unwrap();
    kindred::store::migrate::create_database(&postgres.url("postgres"), "shop").unwrap();
    kindred::store::migrate::run(&postgres.url("shop")).unwrap();
    let world = World::with(Setup { url: Some(postgres.url("shop")), ..Setup::default() });
    let (anna, caller) = (world.anna(), world.caller(Role::Viewer));
    assert_eq!(anna.get("/relations").status, 200);

    drop(postgres);
    let sign_in = || world.visitor().send_form("/sign-in", &[("email", EMAIL), ("password", PASSWORD)]);
    let answer = sign_in();
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert!(answer.text().contains("The database does not answer"), "{}", answer.text());
    let answer = caller.get("/api/v1/relations");
    assert_eq!((answer.status, answer.header("content-type")), (503, Some("application/problem+json")));
    assert_eq!(answer.header("retry-after"), Some("5"));
    // What is answered from memory goes on, for those whose session is known.
    assert_eq!(world.visitor().get("/healthz").status, 200);
    let ready = || world.visitor().get("/readyz");
    assert_eq!(ready().status, 200);
    assert!(ready().text().contains("\"back_office\":false"), "{}", ready().text());
    for page in ["/products", "/relations"] {
        assert_eq!(anna.get(page).status, 200, "{page}");
    }

    let again = Private::open(&options).unwrap();
    assert_eq!(sign_in().status, 303, "not even the first request after the outage fails");
    assert!(ready().text().contains("\"back_office\":true"), "{}", ready().text());
    for _ in 0..8 {
        assert_eq!(caller.get("/api/v1/relations").status, 200);
    }
    drop(world);
    drop(again);
    let _gone = std::fs::remove_dir_all(dir);
}

fn tempdir(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("kindred-test-{}-{name}", std::process::id()))
}
