//! What operators ask.

use crate::world::{Setup, World};

#[test]
fn the_process_says_that_it_is_alive() {
    let world = World::new();
    let answer = world.visitor().get("/healthz");
    assert_eq!((answer.status, answer.json()["alive"].as_bool()), (200, Some(true)));
}

#[test]
fn it_is_not_ready_before_the_catalogue_is_loaded() {
    let world = World::with(Setup { unloaded: true, ..Setup::default() });
    let answer = world.visitor().get("/readyz");
    assert_eq!(answer.status, 503);
    assert!(answer.json()["why"].as_str().unwrap().contains("loaded"));
    kindred::work::load::load(&world.app).unwrap();
    assert_eq!(world.visitor().get("/readyz").status, 200);
}

#[test]
fn the_meters_count_answers_by_class() {
    let world = World::new();
    world.stranger().get("/api/v1/nowhere");
    let text = world.visitor().page("/metrics");
    assert!(text.contains("kindred_answers_total{class=\"4xx\"} 1"), "{text}");
    assert!(text.contains("kindred_products 0"), "{text}");
}
