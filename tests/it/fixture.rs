//! A small shop to act in: the demo's products without its relations, and relations written by hand.

use kindred::domain::relation::draft::{Draft, SourceKind};
use kindred::domain::rule::draft::{Body, Condition, Node, NodeId};
use kindred::store;
use kindred::work::demo::{Size, make};

use crate::world::World;

/// Returns a world with sixty products and no relation.
pub fn small() -> World {
    let world = World::new();
    stock(&world);
    world
}

/// Puts sixty products into a world, and no relation.
pub fn stock(world: &World) {
    make(&world.app, Size { products: 60, relations: 0, seed: 7 }, |_| ()).unwrap();
    world.sql("DELETE FROM link");
    kindred::work::load::load(&world.app).unwrap();
    assert_eq!(world.app.snapshot().len(), 60);
}

/// Returns the skus of the shop in order.
pub fn skus(world: &World) -> Vec<String> {
    let snapshot = world.app.snapshot();
    let skus = snapshot.docs().filter_map(|doc| snapshot.product(doc)).map(|view| view.sku().to_owned());
    let mut skus: Vec<String> = skus.collect();
    skus.sort();
    skus
}

/// Keeps a relation that shows products above a price on one product, changed as asked; returns its key.
pub fn relation(world: &World, name: &str, source: &str, change: impl FnOnce(&mut Draft)) -> String {
    let mut draft =
        Draft { name: name.into(), source_kind: SourceKind::One, source_sku: source.into(), ..Draft::new() };
    let condition = Condition {
        field: "price".into(),
        operator: "greater".into(),
        values: vec!["0".into()],
        ..Condition::default()
    };
    let root = draft.target_rule.nodes[0].id.clone();
    let id = NodeId::numbered('t', 1);
    let body = Body::Condition(condition);
    draft.target_rule.nodes.push(Node { id, parent: Some(root), muted: false, body });
    change(&mut draft);
    world.write(move |write| store::relation::insert(write, &draft)).1
}
