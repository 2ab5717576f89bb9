//! The settings: lists to be read, and stores to be changed.

use kindred::domain::staff::Role;

use crate::fixture::{relation, skus, small};
use crate::world::{EMAIL, World};

const LISTS: [(&str, &str); 6] = [
    ("blocks", "Blocks"),
    ("types", "Relation types"),
    ("stores", "Stores"),
    ("segments", "Segments"),
    ("staff", "Staff"),
    ("tokens", "API tokens"),
];

#[test]
fn every_list_is_a_page_that_knows_where_it_is() {
    let world = small();
    let anna = world.anna();
    assert_eq!(anna.get("/settings").location(), "/settings/blocks");
    for (name, title) in LISTS {
        let page = anna.page(&format!("/settings/{name}"));
        assert!(page.contains(&format!("href=\"/settings/{name}\" aria-current=\"page\"")), "{page}");
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
    }
}

#[test]
fn they_are_for_staff_alone_and_there_are_no_others() {
    let world = World::new();
    for (name, _) in LISTS {
        let answer = world.visitor().get(&format!("/settings/{name}"));
        assert_eq!(answer.status, 303, "{name}");
    }
    let anna = world.anna();
    for name in ["nope", "%3Cscript%3Ealert(1)", "%2e%2e", "blocks/1"] {
        let answer = anna.get(&format!("/settings/{name}"));
        assert_eq!(answer.status, 404, "{name}");
        assert!(!answer.text().contains("<script>alert"), "{name}");
    }
}

#[test]
fn staff_and_tokens_are_listed_without_their_secrets() {
    let world = World::new();
    world.caller(Role::Viewer);
    let anna = world.anna();
    let staff = anna.page("/settings/staff");
    assert!(staff.contains(EMAIL) && staff.contains("May sign in") && !staff.contains("$argon2"), "{staff}");
    let tokens = anna.page("/settings/tokens");
    assert!(tokens.contains("Viewer") && tokens.contains("Holds"), "{tokens}");
    world.sql("UPDATE staff SET name = '<script>alert(1)</script>'");
    assert!(!anna.page("/settings/staff").contains("<script>alert"));
}

#[test]
fn segments_are_listed_with_the_relations_that_name_them() {
    let world = small();
    let sku = skus(&world)[0].clone();
    let anna = world.anna();
    assert!(anna.page("/settings/segments").contains("None yet"));
    let named = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_owned()).collect());
    relation(&world, "For <b>friends", &sku, |draft| draft.segments = named(&["vip", "club"]));
    for number in 0..7 {
        relation(&world, &format!("Number {number}"), &sku, |draft| draft.segments = named(&["vip"]));
    }
    let page = anna.page("/settings/segments");
    assert!(page.contains("<strong>vip</strong>") && page.contains("<strong>club</strong>"), "{page}");
    assert!(page.contains("For &#60;b&#62;friends</a>") && page.contains("and 3 more"), "{page}");
}

#[test]
fn no_page_of_the_rail_or_the_settings_leads_nowhere() {
    let world = small();
    let anna = world.anna();
    let pages: String = ["/", "/settings/blocks"].map(|path| anna.page(path)).concat();
    let links: std::collections::BTreeSet<&str> =
        pages.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.contains("settings/segments") && !links.iter().any(|link| link.starts_with("units")));
    for link in links {
        let status = anna.get(&format!("/{}", link.replace("&#38;", "&"))).status;
        assert!([200, 303].contains(&status), "/{link}: {status}");
    }
}

#[test]
fn an_empty_catalogue_has_its_lists_too() {
    let world = World::new();
    let anna = world.anna();
    for (name, _) in LISTS {
        anna.page(&format!("/settings/{name}"));
    }
}

/// Returns the keys of the stores in their order, with their names and time zones.
fn stores(world: &World) -> Vec<String> {
    let snapshot = world.app.snapshot();
    let told = |store: &kindred::domain::store::Store| {
        format!("{} {} {}", store.key, store.name, store.time_zone.name())
    };
    snapshot.vocabulary().stores().iter().map(told).collect()
}

#[test]
fn a_store_gets_another_name_time_zone_and_place() {
    let world = small();
    let anna = world.anna();
    let before = stores(&world);
    assert!(before.len() > 1 && before[0].starts_with("eu "), "{before:?}");
    let list = anna.page("/settings/stores");
    assert!(list.contains("href=\"/settings/stores/eu\""), "{list}");
    let form = anna.page("/settings/stores/EU");
    assert!(form.contains("name=\"time_zone\"") && form.contains("First: the home store"), "{form}");
    let fields = [("name", " Far <West> "), ("time_zone", "pacific/auckland"), ("place", "2")];
    let page = anna.submit_and_follow("/settings/stores/eu", &fields);
    assert!(page.contains("“Far &#60;West&#62;” is kept."), "{page}");
    let mut wanted = before.clone();
    wanted[0] = "eu Far <West> Pacific/Auckland".into();
    wanted.swap(0, 1);
    assert_eq!(stores(&world), wanted);
    let items = world.caller(Role::Viewer).get("/api/v1/stores").json()["items"].clone();
    assert_eq!(items[1]["key"], "eu", "{items}");
    let audit = anna.page("/audit");
    assert!(audit.contains("changed store") && audit.contains("Pacific/Auckland"), "{audit}");
    // The same again changes nothing.
    anna.submit_and_follow("/settings/stores/eu", &fields);
    assert_eq!(stores(&world), wanted);
    world.sql("DO $$ BEGIN ASSERT (SELECT count(*) FROM audit WHERE noun = 'store') = 1; END $$");
}

#[test]
fn what_is_wrong_with_a_store_is_told_at_its_field_and_nothing_changes() {
    let world = small();
    let anna = world.anna();
    let before = stores(&world);
    let fields = [("name", ""), ("time_zone", "berlin\"><script>alert(1)"), ("place", "99")];
    let answer = anna.submit("/settings/stores/eu", &fields);
    assert_eq!(answer.status, 422);
    let page = answer.text();
    for words in [
        "href=\"#name\"",
        "id=\"name-problem\"",
        "id=\"time_zone-problem\"",
        "id=\"place-problem\"",
        "Give the store a name.",
        "Choose a place from 1 to",
        "berlin&#34;&#62;",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    let gone = anna.submit("/settings/stores/nowhere", &fields);
    assert_eq!((gone.status, anna.get("/settings/stores/nowhere").status), (404, 404));
    let untold =
        anna.send_form("/settings/stores/eu", &[("name", "X"), ("time_zone", "UTC"), ("place", "1")]);
    assert_eq!((untold.status, stores(&world)), (403, before));
}

#[test]
fn stores_are_changed_by_administrators_alone() {
    let world = small();
    let before = stores(&world);
    let password_hash = kindred::work::password::hash("another long password").unwrap();
    let (email, name) = ("eve@example.org".to_owned(), "Eve".to_owned());
    let eve = kindred::store::staff::NewMember { email, name, role: Role::Publisher, password_hash };
    world.write(move |write| kindred::store::staff::insert(write, &eve));
    let eve = world.visitor();
    eve.sign_in("eve@example.org", "another long password");
    assert!(!eve.page("/settings/stores").contains("/settings/stores/eu"));
    let answer = eve.get("/settings/stores/eu");
    assert!(answer.status == 403 && answer.text().contains("administrator"), "{}", answer.text());
    let fields = [("name", "Mine"), ("time_zone", "UTC"), ("place", "1")];
    assert_eq!((eve.submit("/settings/stores/eu", &fields).status, stores(&world)), (403, before));
}
