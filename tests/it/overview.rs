//! The first page of the back office.

use crate::fixture::{relation, skus, small};
use crate::world::World;

#[test]
fn nobody_sees_it_without_signing_in() {
    let answer = World::new().visitor().get("/");
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/sign-in"), "{}", answer.location());
}

#[test]
fn a_fresh_shop_is_told_where_to_begin() {
    let page = World::new().anna().page("/");
    assert!(page.contains("href=\"/imports\"") && page.contains("aria-current=\"page\">Overview"), "{page}");
}

#[test]
fn it_names_what_needs_somebody_and_what_begins_soon() {
    let world = small();
    let sku = skus(&world)[0].clone();
    relation(&world, "Fine", &sku, |_| {});
    relation(&world, "Lost <b>", &sku, |draft| draft.target_rule.nodes.truncate(1));
    relation(&world, "Nowhere", "no-such-sku", |_| {});
    let soon = (kindred::clock::Clock::real().now() + chrono::TimeDelta::days(5))
        .format("%Y-%m-%dT09:00")
        .to_string();
    relation(&world, "Later", &sku, |draft| draft.from = soon);
    let page = world.anna().page("/");
    let (_, attention) = page.split_once("Needs attention").unwrap();
    let (attention, soon) = attention.split_once(">Soon<").unwrap();
    assert!(attention.contains("Nowhere") && !attention.contains("Fine"), "{attention}");
    assert!(soon.contains("Later") && soon.contains("Begins"), "{soon}");
    assert!(!page.contains("<b>"), "a name is never taken for markup");
}

#[test]
fn it_tells_the_last_changes_and_no_sign_ins() {
    let world = small();
    let sku = skus(&world)[0].clone();
    relation(&world, "Dearer ones", &sku, |_| {});
    let page = world.anna().page("/");
    let (_, recent) = page.split_once("Recent changes").unwrap();
    assert!(recent.contains("Dearer ones") && !recent.contains("session"), "{recent}");
}

#[test]
fn what_health_finds_is_counted_on_the_overview_and_on_the_list() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Fine", &skus[0], |draft| {
        draft.pins = vec![skus[2].clone()];
        draft.target_rule.nodes.truncate(1);
    });
    let anna = world.anna();
    assert!(!anna.page("/").contains("/insight/health"), "nothing to tell");
    assert!(anna.page("/relations").contains("href=\"/insight/health\">Health <span class=\"num\">0<"));
    relation(&world, "Nowhere", &skus[1], |draft| draft.stores = Some(Vec::new()));
    let page = anna.page("/");
    assert!(
        page.contains("Health found something in <a href=\"/insight/health\">1\u{a0}relation</a>"),
        "{page}"
    );
    assert!(anna.page("/relations").contains("href=\"/insight/health\">Health <span class=\"num\">1<"));
}
