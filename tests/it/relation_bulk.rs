//! Many relations at once: ticked, or all that match; asked about first, reported, and taken back.

use std::sync::atomic::{AtomicI64, Ordering};

use kindred::clock::Clock;
use kindred::domain::staff::Role;

use crate::fixture::{relation, skus, small};
use crate::people::Person;
use crate::world::{Setup, World};

fn named(world: &World, names: &[&str]) -> Vec<String> {
    let sku = skus(world)[0].clone();
    names.iter().map(|name| relation(world, name, &sku, |_| {})).collect()
}

fn active(world: &World) -> Vec<bool> {
    let snapshot = world.app.snapshot();
    let mut all: Vec<_> =
        snapshot.relations().iter().map(|one| (one.key.clone(), one.relation.active)).collect();
    all.sort();
    all.into_iter().map(|(_, active)| active).collect()
}

fn press(anna: &Person, keys: &[String], what: &str) -> String {
    let ticked = keys.iter().map(|key| ("key", key.as_str()));
    anna.submit_and_follow("/relations/selected", &ticked.chain([("do", what)]).collect::<Vec<_>>())
}

fn undo(anna: &Person, page: &str) -> String {
    let address =
        page.split("action=\"/relations/selected/").nth(1).expect("an undo").split('"').next().unwrap();
    anna.submit_and_follow(&format!("/relations/selected/{address}"), &[])
}

#[test]
fn ticked_relations_are_switched_duplicated_and_deleted_together() {
    let world = small();
    let keys = named(&world, &["A", "B", "C"]);
    let anna = world.anna();
    assert!(press(&anna, &keys[..2], "off").contains("2 relations were switched off."));
    assert!(anna.page("/relations?status=off").contains("1–2 of 2"));
    assert!(press(&anna, &keys[..2], "on").contains("2 relations were switched on."));
    let page = press(&anna, &keys[..2], "copy");
    assert!(page.contains("2 relations were duplicated"), "{page}");
    assert_eq!(active(&world), [true, true, true, false, false], "copies are switched off");
    undo(&anna, &page);
    assert_eq!(world.app.snapshot().relations().len(), 3);
    let page = press(&anna, &keys[..2], "delete");
    assert!(page.contains("2 relations were deleted."), "{page}");
    assert_eq!(world.app.snapshot().relations().len(), 1);
    assert!(undo(&anna, &page).contains("2 relations were brought back."));
    assert_eq!(active(&world), [true; 3]);
    assert!(press(&anna, &[], "delete").contains("Nothing was ticked"));
    assert_eq!(anna.submit("/relations/selected", &[("key", &keys[0]), ("do", "restore")]).status, 404);
}

#[test]
fn every_relation_of_a_bulk_action_is_a_version_and_an_entry_of_its_own() {
    let world = small();
    let keys = named(&world, &["A", "B"]);
    let anna = world.anna();
    press(&anna, &keys, "off");
    for key in &keys {
        let history = anna.page(&format!("/relations/{key}/history"));
        assert!(history.contains("Version 2") && history.contains("Switched off."), "{history}");
    }
    let told = anna.page("/audit?noun=relation");
    assert_eq!(
        told.matches("paused relation").count()
            + told.matches("pause relation").count()
            + told.matches("switched off").count(),
        2,
        "{told}"
    );
}

#[test]
fn a_bulk_action_touches_only_what_it_changes_and_its_undo_likewise() {
    let world = small();
    let keys = named(&world, &["One", "Three", "Two"]);
    let anna = world.anna();
    anna.submit_and_follow(&format!("/relations/{}/pause", keys[2]), &[]);
    let page = press(&anna, &keys, "off");
    assert!(page.contains("2 relations were switched off; 1 so already."), "{page}");
    assert_eq!(active(&world), [false; 3]);
    let page = undo(&anna, &page);
    assert!(page.contains("2 relations were switched on."), "{page}");
    assert_eq!(active(&world), [true, true, false], "what was off before stays off");
    undo(&anna, &page);
    assert_eq!(active(&world), [false; 3], "an undo can be undone");
    assert!(press(&anna, &keys, "off").contains("They were so already"));
}

#[test]
fn what_cannot_be_done_is_reported_with_its_reason_and_the_others_are_done() {
    let world = small();
    let mut keys = named(&world, &["Good", "Other"]);
    let sku = skus(&world)[0].clone();
    keys.push(relation(&world, "Broken one", &sku, |draft| {
        draft.active = false;
        draft.stores = Some(vec!["no-such-store".into()]);
    }));
    keys.push("deleted-meanwhile".into());
    let anna = world.anna();
    press(&anna, &keys[..1], "off");
    let page = press(&anna, &keys, "on");
    assert!(page.contains("1 relation was switched on; 1 so already; 2 could not be."), "{page}");
    assert!(
        page.contains("It is broken, so it would show nothing") && page.contains("It was deleted meanwhile."),
        "{page}"
    );
    assert_eq!(active(&world), [false, true, true]);
    undo(&anna, &page);
    assert_eq!(active(&world), [false, false, true]);
    assert_eq!(anna.get("/relations/selected/999999").status, 404);
}

#[test]
fn all_that_match_are_asked_about_with_their_number_and_then_done() {
    let world = small();
    let names: Vec<String> = (0..30).map(|number| format!("Number {number:02}")).collect();
    named(&world, &names.iter().map(String::as_str).collect::<Vec<_>>());
    named(&world, &["Apart"]);
    let anna = world.anna();
    assert!(anna.page("/relations?q=number").contains("all 30 that match"));
    let fields = [("all", "1"), ("filter", "/relations?q=number&page=2"), ("do", "delete")];
    let asked = anna.submit("/relations/selected", &fields);
    let page = asked.text();
    assert!(
        asked.status == 200 && page.contains("Yes, delete 30\u{a0}relations") && page.contains("and 20 more"),
        "{page}"
    );
    assert_eq!(world.app.snapshot().relations().len(), 31, "nothing happens before the answer");
    let wrong: Vec<_> = fields.iter().copied().chain([("sure", "29")]).collect();
    assert!(
        anna.submit("/relations/selected", &wrong).text().contains("Yes, delete 30"),
        "another number is asked again"
    );
    let sure: Vec<_> = fields.iter().copied().chain([("sure", "30")]).collect();
    let done = anna.submit_and_follow("/relations/selected", &sure);
    assert!(done.contains("30 relations were deleted."), "{done}");
    assert_eq!(world.app.snapshot().relations().len(), 1);
    undo(&anna, &done);
    assert_eq!(world.app.snapshot().relations().len(), 31);
    let few = [("all", "1"), ("filter", "/relations?q=apart"), ("do", "off")];
    assert!(anna.submit_and_follow("/relations/selected", &few).contains("1 relation was switched off."));
}

#[test]
fn the_chosen_relations_are_given_as_json_lines_that_the_api_reads() {
    let world = small();
    let keys = named(&world, &["Ash", "Birch", "Cedar"]);
    let anna = world.anna();
    let given = |fields: &[(&str, &str)]| {
        let location = anna.submit("/relations/selected", fields).location().to_owned();
        assert!(anna.page(&location).contains("relations.jsonl"), "{location}");
        let text = anna.page(&location.replacen("/exports", "/exports/relations.jsonl", 1));
        let read = |line: &str| kindred::codec::relation::read(&serde_json::from_str(line).unwrap()).unwrap();
        text.lines().map(read).collect::<Vec<_>>()
    };
    let ticked = given(&[("key", &keys[0]), ("key", &keys[2]), ("do", "export")]);
    assert_eq!(ticked.iter().map(|draft| draft.key.as_str()).collect::<Vec<_>>(), ["ash", "cedar"]);
    for draft in &ticked {
        assert_eq!(*draft, world.app.snapshot().relation(&draft.key).unwrap().draft);
    }
    assert_eq!(given(&[("all", "1"), ("filter", "/relations?q=birch"), ("do", "export")]).len(), 1);
    assert_eq!(given(&[("all", "1"), ("filter", "/relations"), ("do", "export")]).len(), 3);
}

#[test]
fn a_viewer_exports_and_changes_nothing() {
    let world = small();
    let keys = named(&world, &["A"]);
    let password_hash = kindred::work::password::hash("another long password").unwrap();
    let (email, name) = ("eve@example.org".to_owned(), "Eve".to_owned());
    let eve = kindred::store::staff::NewMember { email, name, role: Role::Viewer, password_hash };
    world.write(move |write| kindred::store::staff::insert(write, &eve));
    let eve = world.visitor();
    eve.sign_in("eve@example.org", "another long password");
    let pressed = |what| eve.submit("/relations/selected", &[("key", keys[0].as_str()), ("do", what)]).status;
    assert_eq!((pressed("delete"), pressed("off"), pressed("export")), (403, 403, 303));
    assert_eq!(active(&world), [true]);
}

#[test]
fn a_filter_that_names_something_gone_lets_nothing_be_done_to_all() {
    let world = small();
    let keys = named(&world, &["A", "B"]);
    let anna = world.anna();
    let fields = [("all", "1"), ("filter", "/relations?type=no-such-type"), ("do", "off")];
    let answer = anna.submit("/relations/selected", &fields);
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(answer.text().contains("not clear which relations are meant"), "{}", answer.text());
    assert_eq!(active(&world), [true; 2]);
    let ticked = [("key", keys[0].as_str()), ("filter", "/relations?type=no-such-type"), ("do", "off")];
    anna.submit("/relations/selected", &ticked);
    assert_eq!(active(&world), [false, true], "ticked ones are clear whatever the filter is");
}

#[test]
fn many_at_once_with_a_forged_token_is_refused() {
    let world = small();
    let keys = named(&world, &["A"]);
    let anna = world.anna();
    let fields = [("key", keys[0].as_str()), ("do", "delete"), ("_csrf", "forged")];
    assert_eq!(anna.send_form("/relations/selected", &fields).status, 403);
    assert_eq!(active(&world), [true]);
}

#[test]
fn an_undo_keeps_the_copies_that_were_changed_since_and_says_so() {
    let world = World::at("2026-11-21T09:00:00Z");
    crate::fixture::stock(&world);
    let keys = named(&world, &["A", "B"]);
    let anna = world.anna();
    let copied = press(&anna, &keys, "copy");
    anna.submit_and_follow("/relations/copy-of-a/resume", &[]);
    let report = undo(&anna, &copied);
    assert!(report.contains("1 relation was deleted; 1 could not be."), "{report}");
    assert!(report.contains("It was changed since, so it is kept"), "{report}");
    let snapshot = world.app.snapshot();
    let left: Vec<&str> = snapshot.relations().iter().map(|one| one.key.as_str()).collect();
    assert_eq!(left, ["a", "b", "copy-of-a"]);
}

#[test]
fn what_was_brought_back_and_changed_since_is_not_deleted_by_taking_that_back() {
    static HAND: AtomicI64 = AtomicI64::new(1_795_251_600_000_000);
    let world = World::with(Setup { clock: Some(Clock::moved(&HAND)), ..Setup::default() });
    crate::fixture::stock(&world);
    let keys = named(&world, &["A", "B"]);
    let anna = world.anna();
    let deleted = press(&anna, &keys, "delete");
    let back = undo(&anna, &deleted);
    HAND.fetch_add(60_000_000, Ordering::SeqCst);
    anna.submit_and_follow(&format!("/relations/{}/pause", keys[0]), &[]);
    let report = undo(&anna, &back);
    assert!(report.contains("1 relation was deleted; 1 could not be."), "{report}");
    assert_eq!(world.app.snapshot().relations()[0].key, keys[0]);
}
