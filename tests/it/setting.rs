//! The settings: lists to be read.

use crate::fixture::small;
use crate::world::{EMAIL, World};

const LISTS: [(&str, &str); 5] = [
    ("blocks", "Blocks"),
    ("types", "Relation types"),
    ("stores", "Stores"),
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
    world.caller(kindred::domain::staff::Role::Viewer);
    let anna = world.anna();
    let staff = anna.page("/settings/staff");
    assert!(staff.contains(EMAIL) && staff.contains("May sign in") && !staff.contains("$argon2"), "{staff}");
    let tokens = anna.page("/settings/tokens");
    assert!(tokens.contains("Viewer") && tokens.contains("Holds"), "{tokens}");
    world.sql("UPDATE staff SET name = '<script>alert(1)</script>'");
    assert!(!anna.page("/settings/staff").contains("<script>alert"));
}

#[test]
fn an_empty_catalogue_has_its_lists_too() {
    let world = World::new();
    let anna = world.anna();
    for (name, _) in LISTS {
        anna.page(&format!("/settings/{name}"));
    }
}
