//! The list of relations, one of them, and all that its buttons do.

use crate::fixture::{relation, skus, small};
use crate::world::World;

/// Returns how often a text occurs.
fn times(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

#[test]
fn a_list_without_relations_says_what_one_is() {
    let world = World::new();
    let page = world.anna().page("/relations");
    assert!(page.contains("No relation yet") && page.contains("/relations/new"), "{page}");
}

#[test]
fn relations_are_listed_searched_filtered_and_paged() {
    let world = small();
    let skus = skus(&world);
    for number in 0..30 {
        relation(&world, &format!("Number {number:02}"), &skus[0], |_| {});
    }
    relation(&world, "Trade up", &skus[1], |draft| draft.kind = "up-sell".into());
    let anna = world.anna();
    let page = anna.page("/relations");
    assert!(page.contains("1–25 of 31") && page.contains("aria-sort=\"ascending\""), "{page}");
    assert!(page.contains("Number 00") && !page.contains("Number 26"));
    assert!(anna.page("/relations?page=2").contains("26–31 of 31"));
    assert!(
        anna.page("/relations?page=999&per=50").contains("1–31 of 31"),
        "a page beyond the end is the last one"
    );
    assert!(anna.page("/relations?sort=-name").contains("aria-sort=\"descending\""));
    let up_sell = anna.page("/relations?type=up-sell");
    assert!(up_sell.contains("Trade up") && up_sell.contains("1–1 of 1") && !up_sell.contains("Number 00"));
    let found = anna.page(&format!("/relations?q={}", skus[1].to_lowercase()));
    assert!(
        found.contains("Trade up") && !found.contains("Number 00"),
        "found by its source's sku in any case"
    );
    assert!(anna.page("/relations?q=number+07").contains("1–1 of 1"));
}

#[test]
fn a_filter_without_result_names_each_term_and_takes_it_away() {
    let world = small();
    relation(&world, "One", &skus(&world)[0], |_| {});
    let page = world.anna().page("/relations?q=nothing+like+it&type=related&status=off");
    assert!(page.contains("No relation fits"), "{page}");
    for words in ["Remove “nothing like it”", "Remove type Related", "Remove status Off"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("href=\"/relations?q=nothing%20like%20it&#38;type=related\""), "{page}");
}

#[test]
fn a_wrong_query_is_said_and_left_out() {
    let world = small();
    relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    let page = anna.page("/relations?type=nope&status=blue&store=mars&sort=name;drop&page=-1&per=1000000");
    assert_eq!(times(&page, "it was left out of the filter"), 4, "{page}");
    assert!(page.contains("One"));
    for query in ["q=%00", "q=%FF%FE", "q=%", "page=99999999999999999999", "q[]=a&&&=&=", "sort=--"] {
        anna.page(&format!("/relations?{query}"));
    }
    anna.page(&format!("/relations?q={}", "a".repeat(5_000)));
}

#[test]
fn a_name_is_never_taken_for_markup() {
    let world = small();
    let key = relation(&world, "<script>alert(1)</script>", &skus(&world)[0], |_| {});
    let anna = world.anna();
    for path in ["/relations".to_owned(), format!("/relations/{key}"), format!("/relations/{key}/history")] {
        let page = anna.page(&path);
        assert!(page.contains("&#60;script&#62;alert(1)") && !page.contains("<script>alert"), "{path}");
    }
    let page = anna.page("/relations?q=%22%3E%3Cscript%3Ex");
    assert!(!page.contains("<script>x"), "{page}");
}

#[test]
fn a_relation_is_switched_off_and_on_again() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    let off = anna.submit_and_follow(&format!("/relations/{key}/pause"), &[("back", "/relations?per=50")]);
    assert!(
        off.contains("is switched off") && off.contains(&format!("action=\"/relations/{key}/resume\"")),
        "{off}"
    );
    assert!(!world.app.snapshot().relation(&key).unwrap().relation.active);
    assert!(anna.page("/relations?status=off").contains("1–1 of 1"));
    let on =
        anna.submit_and_follow(&format!("/relations/{key}/resume"), &[("back", "https://evil.example/")]);
    assert!(on.contains("is switched on"), "it never leads to another site");
    assert!(world.app.snapshot().relation(&key).unwrap().relation.active);
}

#[test]
fn a_deleted_relation_can_be_brought_back_and_a_second_press_says_that_it_is_gone() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    let page = anna.submit_and_follow(&format!("/relations/{key}/delete"), &[]);
    assert!(page.contains("was deleted") && page.contains("Undo"), "{page}");
    assert_eq!(anna.get(&format!("/relations/{key}")).status, 404);
    assert_eq!(anna.submit(&format!("/relations/{key}/delete"), &[]).status, 404);
    let undo = page.split("action=\"/relations/trash/restore").nth(1).unwrap().split('"').next().unwrap();
    let back = anna.submit_and_follow(&format!("/relations/trash/restore{undo}"), &[]);
    assert!(back.contains("is back") && back.contains("<h1>One</h1>"), "{back}");
    assert_eq!(anna.submit("/relations/trash/restore?id=999999", &[]).status, 404);
    assert_eq!(anna.submit("/relations/trash/restore?id=x", &[]).status, 404);
}

#[test]
fn a_copy_is_switched_off_and_has_a_key_of_its_own() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    let page = anna.submit_and_follow(&format!("/relations/{key}/copy"), &[]);
    assert!(page.contains("<h1>Copy of One</h1>"), "{page}");
    anna.submit_and_follow(&format!("/relations/{key}/copy"), &[]);
    let snapshot = world.app.snapshot();
    let copies: Vec<bool> =
        snapshot.relations().iter().filter(|one| one.key != key).map(|one| one.relation.active).collect();
    assert_eq!(copies, [false, false], "two presses make two copies");
    assert_eq!(anna.submit("/relations/nope/copy", &[]).status, 404);
}

#[test]
fn a_relation_is_read_on_a_product_of_choice() {
    let world = small();
    let skus = skus(&world);
    let key = relation(&world, "One", &skus[0], |_| {});
    let anna = world.anna();
    let page = anna.page(&format!("/relations/{key}"));
    assert!(
        page.contains("What it shows") && page.contains(&skus[0]) && !page.contains("Not one of its sources")
    );
    let other = anna.page(&format!("/relations/{key}?on={}", skus[1].to_lowercase()));
    assert!(other.contains("Not one of its sources"), "{other}");
    let unknown = anna.page(&format!("/relations/{key}?on=%3Cb%3Enope"));
    assert!(unknown.contains("There is no product of sku “&#60;b&#62;nope”"), "{unknown}");
    assert_eq!(anna.get("/relations/nope").status, 404);
}

#[test]
fn the_history_tells_each_version_and_what_changed() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    anna.submit_and_follow(&format!("/relations/{key}/pause"), &[]);
    let page = anna.page(&format!("/relations/{key}/history"));
    assert!(
        page.contains("Version 2") && page.contains("Version 1") && page.contains("Switched off."),
        "{page}"
    );
    assert!(page.contains("Anna"));
}

#[test]
fn a_visitor_sees_and_changes_nothing() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let visitor = world.visitor();
    assert_ne!(visitor.get("/relations").status, 200);
    let answer = visitor.send_form(&format!("/relations/{key}/delete"), &[]);
    assert_ne!(answer.status, 200);
    let anna = world.anna();
    let forged = anna.send_form(&format!("/relations/{key}/delete"), &[("_csrf", "forged")]);
    assert_eq!(forged.status, 403);
    assert!(world.app.snapshot().relation(&key).is_some());
}

#[test]
fn each_status_is_told_and_filtered() {
    let world = small();
    let sku = skus(&world)[0].clone();
    let keys = [
        ("live", relation(&world, "Live one", &sku, |_| {})),
        ("off", relation(&world, "Off one", &sku, |draft| draft.active = false)),
        ("scheduled", relation(&world, "Later one", &sku, |draft| draft.from = "2099-01-01T00:00".into())),
        ("ended", relation(&world, "Past one", &sku, |draft| draft.until = "2001-01-01T00:00".into())),
        ("nowhere", relation(&world, "Lost one", "no-such-sku", |_| {})),
        (
            "no-match",
            relation(&world, "Vain one", &sku, |draft| {
                draft.target_rule = kindred::domain::rule::draft::Draft::empty('t');
                draft.pins = vec!["no-such-sku".into()];
            }),
        ),
    ];
    let anna = world.anna();
    for (status, key) in &keys {
        let page = anna.page(&format!("/relations?status={status}"));
        assert!(
            page.contains("1–1 of 1") && page.contains(&format!("/relations/{key}\"")),
            "{status}: {page}"
        );
    }
    assert!(anna.page("/relations?status=attention").contains("1–2 of 2"));
}

#[test]
fn a_draft_is_found_again_among_ones_own() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    assert!(anna.page("/drafts").contains("No draft"));
    assert_eq!(anna.get(&format!("/relations/{key}/edit")).status, 303);
    let page = anna.page("/drafts");
    assert!(page.contains("changes one") && page.contains("/drafts/"), "{page}");
    assert!(anna.page("/relations").contains("My drafts"));
}

#[test]
fn a_deleted_relation_comes_back_though_another_has_taken_its_key() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |_| {});
    let anna = world.anna();
    let page = anna.submit_and_follow(&format!("/relations/{key}/delete"), &[]);
    assert!(page.contains("“One” was deleted"), "it is called by its name: {page}");
    let undo = page.split("action=\"/relations/trash/restore").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(relation(&world, "One", &skus(&world)[1], |_| {}), key);
    let back = anna.submit_and_follow(&format!("/relations/trash/restore{undo}"), &[]);
    assert!(back.contains("Relation “one-2” is back.") && back.contains("<h1>One</h1>"), "{back}");
    let source = |key: &str| world.app.snapshot().relation(key).unwrap().draft.source_sku.clone();
    assert_eq!((source("one-2"), source("one")), (skus(&world)[0].clone(), skus(&world)[1].clone()));
    assert!(back.contains("action=\"/relations/one-2/pause\""), "{back}");
}

#[test]
fn a_key_of_any_characters_has_its_pages_and_comes_back_as_it_was() {
    let world = small();
    let key = relation(&world, "One", &skus(&world)[0], |draft| draft.key = "Möbel / 50 % „neu“?#1".into());
    assert_eq!(key, "Möbel / 50 % „neu“?#1");
    let anna = world.anna();
    let coded = kindred::page::address::relation(&key);
    assert!(anna.page("/relations").contains(&format!("href=\"{coded}\"")));
    assert!(anna.page(&coded).contains("Möbel / 50 % „neu“?#1"));
    let off = anna.submit_and_follow(&format!("{coded}/pause"), &[]);
    assert!(off.contains("is switched off") && !world.app.snapshot().relation(&key).unwrap().relation.active);
    assert_eq!(anna.get(&format!("{coded}/history")).status, 200);
    let editor = anna.get(&format!("{coded}/edit"));
    assert_eq!(editor.status, 303, "the editor is begun");
    let read = world.caller(kindred::domain::staff::Role::Viewer).get(&format!("/api/v1{coded}"));
    assert_eq!((read.status, read.json()["key"].as_str()), (200, Some(key.as_str())));
}
