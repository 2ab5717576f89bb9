//! The settings: lists to be read.

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
