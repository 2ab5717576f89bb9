//! The demo shop, kept and loaded.

use kindred::work::demo::{self, Size};

use crate::world::World;

fn rows(world: &World) -> Vec<String> {
    let snapshot = world.app.snapshot();
    let products = snapshot.docs().filter_map(|doc| snapshot.product(doc));
    let mut rows: Vec<String> = products
        .map(|view| {
            let mut product = view.whole().unwrap();
            product.id = None;
            format!("{product:?}")
        })
        .collect();
    rows.extend(snapshot.relations().iter().map(|standing| format!("{:?}", standing.draft)));
    rows.sort();
    rows
}

#[test]
fn an_empty_database_gets_the_same_shop_every_time_and_only_once() {
    let (one, other) = (World::new(), World::new());
    let made = demo::make_if_empty(&one.app).unwrap().unwrap();
    assert_eq!((made.products, made.relations, made.links), (600, 40, 150));
    assert_eq!(demo::make_if_empty(&one.app).unwrap(), None);
    demo::make(&other.app, Size::USUAL, |_| {}).unwrap();
    let (one, other) = (rows(&one), rows(&other));
    assert_eq!(one.len(), 640);
    assert_eq!(one, other);
}

#[test]
fn a_second_run_adds_nothing_and_a_larger_one_only_what_is_missing() {
    let world = World::new();
    let small = Size { products: 100, relations: 5, seed: 3 };
    demo::make(&world.app, small, |_| {}).unwrap();
    let again = demo::make(&world.app, small, |_| {}).unwrap();
    assert_eq!((again.relations, again.links), (0, 0));
    assert_eq!(world.app.snapshot().len(), 100);
    demo::make(&world.app, Size { products: 3_000, relations: 60, seed: 3 }, |_| {}).unwrap();
    let snapshot = world.app.snapshot();
    assert_eq!((snapshot.len(), snapshot.relations().len()), (3_000, 60));
    let store = &snapshot.vocabulary().stores()[0];
    let currency = store.currencies[0];
    assert!(snapshot.docs().all(|doc| snapshot.product(doc).unwrap().price(store.id, currency).is_some()));
    assert!(snapshot.relations().iter().all(|standing| standing.problems.is_empty()));
}

#[test]
fn most_products_show_related_ones_through_the_api() {
    let world = World::new();
    demo::make_default(&world.app).unwrap();
    let stranger = world.visitor();
    let mut skus: Vec<String> = {
        let snapshot = world.app.snapshot();
        snapshot.docs().map(|doc| snapshot.product(doc).unwrap().sku().to_owned()).collect()
    };
    skus.sort();
    for window in skus.chunks(50).step_by(3) {
        let shows = window.iter().filter(|sku| {
            let answer = stranger.page(&format!("/api/v1/products/{sku}/relations/related"));
            answer.contains("\"sku\"")
        });
        assert!(shows.count() >= 25, "from {}", window[0]);
    }
}
