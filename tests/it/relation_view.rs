//! Saved views of the list of relations: one's own, shared by their address.

use kindred::domain::saved_view::VIEWS_MAX;
use kindred::domain::staff::Role;
use kindred::store::staff::NewMember;
use kindred::work::password;

use crate::fixture::{relation, skus, small};
use crate::world::World;

const NARROW: &str = "/relations?type=up-sell&sort=-edited";

fn two() -> World {
    let world = small();
    let sku = skus(&world)[0].clone();
    relation(&world, "One", &sku, |_| {});
    relation(&world, "Two", &sku, |draft| draft.kind = "up-sell".into());
    world
}

/// Returns where the view's own form posts to.
fn own(page: &str) -> String {
    let form = page.split("action=\"/views/").nth(1).expect("a view’s own form");
    format!("/views/{}", form.split('"').next().unwrap())
}

#[test]
fn a_filter_is_saved_under_a_name_and_found_again() {
    let world = two();
    let anna = world.anna();
    let page = anna
        .submit_and_follow("/views", &[("filter", &format!("{NARROW}&page=1")), ("name", " Dearer  ones ")]);
    assert!(page.contains("is saved"), "{page}");
    let tab = "<a href=\"/relations?type=up-sell&#38;sort=-edited\"";
    assert!(page.contains(&format!("{tab} aria-current=\"page\">Dearer")), "{page}");
    assert_eq!(
        page.matches("aria-current=\"page\"").count(),
        2,
        "the rail and the view, no other tab: {page}"
    );
    let plain = anna.page("/relations");
    assert!(plain.contains(&format!("{tab}>Dearer")) && plain.contains("1–2 of 2"), "{plain}");
    assert!(anna.page(NARROW).contains("1–1 of 1"));
}

#[test]
fn a_view_is_renamed_and_deleted_and_a_name_taken_twice_replaces() {
    let world = two();
    let anna = world.anna();
    let save =
        |filter: &str, name: &str| anna.submit_and_follow("/views", &[("filter", filter), ("name", name)]);
    let page = save(NARROW, "Mine");
    let form = own(&page);
    let renamed = anna.submit_and_follow(&form, &[("name", "Yours")]);
    assert!(renamed.contains("View “Yours”") && !renamed.contains("View “Mine”"), "{renamed}");
    save("/relations?status=live", "Other");
    let taken = anna.submit_and_follow(&form, &[("name", "Other")]);
    assert!(taken.contains("You have a view “Other” already"), "{taken}");
    let replaced = save("/relations?status=off", "Yours");
    assert!(!replaced.contains("type=up-sell&#38;sort=-edited"), "the old address is gone: {replaced}");
    let deleted = anna.submit_and_follow(&format!("{form}/delete"), &[("back", "/relations")]);
    assert!(deleted.contains("The view is deleted") && !deleted.contains(">Yours<"), "{deleted}");
    assert_eq!(
        anna.submit(&format!("{form}/delete"), &[]).status,
        404,
        "a second press says that it is gone"
    );
}

#[test]
fn a_view_without_a_name_or_one_too_many_is_refused_in_words() {
    let world = two();
    let anna = world.anna();
    let save = |name: &str| anna.submit_and_follow("/views", &[("filter", NARROW), ("name", name)]);
    assert!(save("   ").contains("Write what the view should be called"));
    assert!(save(&"x".repeat(61)).contains("at most 60 characters"));
    assert!(!anna.page("/relations").contains("xxxxx"));
    for number in 0..VIEWS_MAX {
        assert!(save(&format!("View {number}")).contains("is saved"));
    }
    let page = save("One more");
    assert!(page.contains("20 views, which is the most") && !page.contains("One more<"), "{page}");
    assert!(save("View 3").contains("is saved"), "one that is there already is not one more");
    let page =
        anna.submit_and_follow("/views", &[("filter", "https://evil.example/?q=x"), ("name", "View 1")]);
    assert!(
        page.contains("href=\"/relations?q=x\""),
        "whatever is posted, a view is an address of the list: {page}"
    );
}

#[test]
fn everybody_has_views_of_their_own() {
    let world = two();
    let anna = world.anna();
    let page = anna.submit_and_follow("/views", &[("filter", NARROW), ("name", "Only Anna’s")]);
    let form = own(&page);
    let password_hash = password::hash("another long password").unwrap();
    let ben = NewMember {
        email: "ben@example.org".into(),
        name: "Ben".into(),
        role: Role::Publisher,
        password_hash,
    };
    world.write(move |write| kindred::store::staff::insert(write, &ben));
    let ben = world.visitor();
    ben.sign_in("ben@example.org", "another long password");
    assert!(!ben.page("/relations").contains("Only Anna’s"));
    assert_eq!(ben.submit(&format!("{form}/delete"), &[]).status, 404);
    let stolen = ben.submit(&form, &[("name", "Ben’s")]);
    assert_eq!(stolen.status, 404, "{}", stolen.text());
    assert!(anna.page("/relations").contains("Only Anna’s"));
    assert!(ben.page(NARROW).contains("1–1 of 1"), "the address alone is shared");
}
