//! Who changed what and when.

use crate::fixture::{relation, skus, small};
use crate::world::World;

/// A shop in which `test` made 30 relations and Anna signed in.
fn busy() -> World {
    let world = small();
    let sku = skus(&world)[0].clone();
    for number in 1..=30 {
        relation(&world, &format!("Number {number}"), &sku, |_| {});
    }
    world
}

/// Returns what the table below the filter holds.
fn table(page: &str) -> &str {
    page.split_once("<tbody>").map_or("", |(_, rest)| rest.split("</tbody>").next().unwrap_or_default())
}

#[test]
fn it_is_for_staff_alone() {
    assert_eq!(World::new().visitor().get("/audit").status, 303);
}

#[test]
fn it_is_told_newest_first_and_in_pages() {
    let world = busy();
    let anna = world.anna();
    let first = anna.page("/audit?noun=relation");
    assert!(first.contains("1–25 of 30"), "{first}");
    assert!(table(&first).find("Number 30").unwrap() < table(&first).find("Number 29").unwrap());
    let second = anna.page("/audit?noun=relation&page=2");
    assert!(second.contains("26–30 of 30") && table(&second).contains("Number 1<"), "{second}");
    assert!(first.contains("/audit?noun=relation&#38;page=2"), "the filter is kept from page to page");
    let beyond = anna.page("/audit?noun=relation&page=999");
    assert!(beyond.contains("26–30 of 30"), "a page that is not there is the last one");
}

#[test]
fn it_is_narrowed_by_thing_person_and_key() {
    let world = busy();
    let anna = world.anna();
    let own = anna.page("/audit?who=Anna");
    assert!(table(&own).contains("session") && !table(&own).contains("Number"), "{own}");
    let one = anna.page("/audit?q=number-17");
    assert!(table(&one).contains("Number 17") && table(&one).matches("<tr>").count() == 1, "{one}");
    let none = anna.page("/audit?noun=relation&who=Anna");
    assert!(none.contains("No change fits") && none.contains("href=\"/audit\""), "{none}");
}

#[test]
fn whatever_is_asked_is_answered_with_a_page() {
    let world = busy();
    let anna = world.anna();
    let long = format!("/audit?q={}", "x".repeat(4_000));
    for asked in [
        "/audit?page=0&per=0",
        "/audit?page=-1&per=99999999999999999999",
        "/audit?page=%00&per=%FF",
        "/audit?q=%00&noun=%00&who=%00",
        "/audit?q=%25_%5C&noun=%27%3B--&who=%22",
        "/audit?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&noun=%3Cscript%3Ealert(1)",
        "/audit?q=1&q=2&&&=&%",
        long.as_str(),
    ] {
        let page = anna.page(asked);
        assert!(!page.contains("<script>alert"), "{asked}");
    }
}
