//! A relation that is not kept current: its list, when it was taken, how it differs from what the rule gives now, and how
//! it is taken anew.

use crate::fixture::{relation, skus, small, stock};
use crate::world::{Setup, World};

/// A relation on the first product that shows what is dearer than a price, its list taken at publish.
fn frozen(world: &World) -> String {
    let key = relation(world, "Frozen one", &skus(world)[0], |draft| draft.keep_current = false);
    refresh(world, &key);
    key
}

fn refresh(world: &World, key: &str) -> String {
    world.anna().submit_and_follow(&format!("/relations/{key}/refresh"), &[])
}

/// Takes products out of the rule's reach, behind the list's back.
fn lose(world: &World, count: usize) {
    for sku in skus(world).iter().rev().take(count) {
        world.sql(&format!(
            "DELETE FROM price WHERE variant_id IN (SELECT v.id FROM variant v JOIN product p ON p.id = v.product_id \
             WHERE p.sku = '{sku}')"
        ));
    }
    kindred::work::load::load(&world.app).unwrap();
}

#[test]
fn a_frozen_list_has_its_date_in_the_list_and_on_the_relations_page() {
    // An hour before midnight in Greenwich, when it is the next day already where the shop is.
    let at = Some("2026-11-21T23:30:00Z".parse().unwrap());
    let world = World::with(Setup { at, ..Setup::default() });
    stock(&world);
    let key = frozen(&world);
    let anna = world.anna();
    let today = "22\u{a0}Nov";
    assert!(anna.page("/relations").contains(&format!("Frozen {today}")));
    let page = anna.page(&format!("/relations/{key}"));
    assert!(page.contains(&format!("Frozen on {today}")), "{page}");
    assert!(page.contains("the same as the rule gives now"), "{page}");
    let current = relation(&world, "Current one", &skus(&world)[0], |_| {});
    assert!(!anna.page(&format!("/relations/{current}")).contains("Refresh the list now"));
    assert_eq!(anna.submit(&format!("/relations/{current}/refresh"), &[]).status, 422);
    assert_eq!(anna.submit("/relations/nope/refresh", &[]).status, 404);
}

#[test]
fn what_the_rule_would_give_now_is_told_and_taken_at_a_press() {
    let world = small();
    let key = frozen(&world);
    lose(&world, 5);
    let anna = world.anna();
    let held = |page: &str| {
        page.split("It holds ").nth(1).unwrap().split('\u{a0}').next().unwrap().parse::<usize>().unwrap()
    };
    let before = anna.page(&format!("/relations/{key}"));
    assert!(before.contains("0 gained, 5 lost."), "{before}");
    let row = anna.page("/relations");
    assert!(
        row.contains(&format!(">{}<span class=\"pill\"", held(&before))),
        "the list counts what is frozen: {row}"
    );
    let after = refresh(&world, &key);
    assert!(
        after.contains("The list was taken anew") && after.contains("the same as the rule gives now"),
        "{after}"
    );
    assert_eq!(held(&after), held(&before) - 5);
    assert!(anna.page("/audit?noun=relation").contains("Frozen one"), "the audit tells it");
}

#[test]
fn saving_takes_the_list_anew() {
    let world = small();
    let key = frozen(&world);
    lose(&world, 5);
    let anna = world.anna();
    let draft = anna.get(&format!("/relations/{key}/edit")).location().to_owned();
    let page = anna.page(&draft);
    assert!(page.contains("keep_current"), "{page}");
    let stored = world.app.read_now(|read| kindred::store::relation::find(read, &key)).unwrap();
    world.write(move |write| {
        kindred::store::relation::update(write, stored.id, stored.version, &stored.draft)
    });
    assert!(!world.app.snapshot().standing().has_frozen(world.app.snapshot().relation(&key).unwrap().id));
    let page = anna.page(&format!("/relations/{key}"));
    assert!(page.contains("The list is not taken yet"), "{page}");
    let page = refresh(&world, &key);
    assert!(page.contains("the same as the rule gives now"), "{page}");
}

#[test]
fn the_page_tells_number_key_author_dates_sku_and_the_way_to_the_shop() {
    let world = small();
    let sku = skus(&world)[0].clone();
    let key = relation(&world, "One", &sku, |draft| draft.note = "For spring.".into());
    let page = world.anna().page(&format!("/relations/{key}"));
    let number = world.app.snapshot().relation(&key).unwrap().id;
    for fact in [
        format!("<dd>{number}</dd>"),
        format!("<dd>{key}</dd>"),
        "by command test".into(),
        "<dt>Made</dt>".into(),
        "<dt>Edited</dt>".into(),
        "<dt>Stores</dt>".into(),
        "<dt>Kept current</dt>".into(),
        "For spring.".into(),
        sku,
        "See it in the shop".into(),
        format!("/relations/{key}/history"),
        format!("/relations/{key}/edit"),
    ] {
        assert!(page.contains(&fact), "{fact}: {page}");
    }
}
