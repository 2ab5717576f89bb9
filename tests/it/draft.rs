//! The editor without a script: every button posts the whole form, and nothing typed is ever lost.

use crate::editor::{Editor, focus, form};
use crate::fixture::{relation, skus, small};
use crate::people::Person;
use crate::world::World;

fn world() -> (World, Vec<String>) {
    let world = small();
    let skus = skus(&world);
    (world, skus)
}

#[test]
fn a_template_is_published_in_three_presses_and_shown() {
    let (world, _) = world();
    let anna = world.anna();
    assert!(anna.page("/relations/new").contains("Trade up"));
    let editor = Editor::open(&anna, "trade-up", "");
    assert!(editor.page.contains("110 % to 160 %"), "the rule is read aloud");
    let (status, location, text) = editor.send("publish", &[]);
    assert_eq!((status, location.as_str()), (303, "/relations/trade-up"), "{text}");
    assert!(anna.page(&location).contains("is published"));
    assert_eq!(world.app.snapshot().relation("trade-up").unwrap().version, 1);
    assert_eq!(anna.get(&editor.path).status, 404, "the draft is gone");
}

#[test]
fn a_second_press_on_publish_leads_to_the_relation_that_the_first_one_made() {
    let (world, _) = world();
    let anna = world.anna();
    let editor = Editor::open(&anna, "trade-up", "");
    let typed: Vec<(String, String)> =
        form(&editor.page).into_iter().filter(|(name, _)| name != "_csrf").collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (anna, path, typed) = (world.anna(), &editor.path, &typed);
            scope.spawn(move || {
                let mut fields: Vec<(&str, &str)> =
                    typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                fields.push(("do", "publish"));
                let answer = anna.submit(path, &fields);
                assert_eq!((answer.status, answer.location()), (303, "/relations/trade-up"));
            });
        }
    });
    assert!(world.app.snapshot().relation("trade-up-2").is_none(), "it was published once");
    let (status, location, _) = editor.send("publish", &[]);
    assert_eq!(status, 303);
    assert!(anna.page(&location).contains("was published already"));
    assert_eq!(editor.send("preview", &[]).0, 404, "only publishing can have been meant twice");
    world.sql("UPDATE audit SET staff_id = NULL");
    assert_eq!(editor.send("publish", &[]).0, 404, "a draft that somebody else published is gone");
}

#[test]
fn every_button_keeps_everything_typed_and_moves_the_focus() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    editor.press("add:t0", &[("add.t0", "name")]);
    assert_eq!(focus(&editor.page), "t2.v");
    let typed = [
        ("name", "Ärger & <b>\"quotes\"</b>"),
        ("note", "a note\nof two lines"),
        ("t2.v", "typed, not added"),
        ("pins", "NO-SUCH-SKU"),
        ("limit", "many"),
        ("from", "2026-12-01T09:00"),
    ];
    for (pressed, at) in [
        ("add:t0", "t3.field"),
        ("up:t2", "t2"),
        ("down:t2", "t2"),
        ("dup:t2", "t4"),
        ("mute:t2", "t2"),
        ("mute:t2", "t2"),
        ("wrap:t2", "t2"),
        ("out:t2", "t2"),
        ("neg:t2", "t2"),
        ("rm:t4", ""),
        ("addg:t0", "t7.field"),
        ("preview", ""),
        ("why", ""),
        ("change:t2", "t2.v"),
        ("explode:t2", ""),
        ("rmv:t99:5", ""),
    ] {
        let page = editor.press(pressed, &typed);
        if !at.is_empty() {
            assert_eq!(focus(page), at, "{pressed}");
        }
        let kept = editor.fields();
        for (name, value) in typed {
            let all = kept.get(name).cloned().unwrap_or_default();
            assert!(
                all.iter().any(|kept| kept.replace("\r\n", "\n") == value),
                "{pressed} lost {name}: {all:?}"
            );
        }
    }
    assert!(!editor.page.contains("<b>\"quotes"), "what is typed is never markup");
}

#[test]
fn a_range_with_one_percentage_left_blank_is_unfinished_and_blocks_publishing() {
    let (world, _) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "trade-up", "");
    let row = editor.fields().iter().find(|(_, values)| values[0] == "between@source").unwrap().0.clone();
    let row = row.trim_end_matches(".op").to_owned();
    let page = editor.press("preview", &[(&format!("{row}.hi"), "")]).to_owned();
    assert!(page.contains("not finished") && page.contains("Give both percentages"), "{page}");
    assert!(page.contains(&format!("name=\"{row}.lo\" value=\"110\"")), "what was typed is kept");
    assert!(page.contains(&format!("name=\"{row}.hi\" value=\"\"")), "{page}");
    assert!(!page.contains("110 % to"), "it is left out of the sentence");
    let (status, _, page) = editor.send("publish", &[]);
    assert_eq!((status, page.contains("Give both percentages")), (422, true));
    editor.press("preview", &[(&format!("{row}.hi"), "150")]);
    assert_eq!(editor.send("publish", &[]).0, 303);
}

#[test]
fn undo_and_redo_go_through_the_steps() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    assert!(editor.page.contains("No unpublished changes"));
    editor.press("add:t0", &[("add.t0", "price")]);
    editor.press("preview", &[("t2.v", "10")]);
    editor.press("rm:t2", &[]);
    assert!(!editor.fields().contains_key("t2.field"));
    editor.press("undo", &[]);
    assert_eq!(editor.fields()["t2.v"], ["10"]);
    assert!(editor.page.contains("unpublished change"));
    editor.press("redo", &[]);
    assert!(!editor.fields().contains_key("t2.field"));
    editor.press("undo", &[]);
    editor.press("undo", &[]);
    editor.press("undo", &[]);
    assert!(editor.page.contains("No unpublished changes"));
    editor.press("undo", &[]);
    editor.press("add:t0", &[("add.t0", "name")]);
    assert!(editor.page.contains("value=\"redo\" disabled"), "a new step drops what was undone");
}

#[test]
fn publishing_what_is_not_right_keeps_it_and_says_each_thing_at_its_place() {
    let (world, _) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "empty", "");
    editor.press("add:t0", &[("add.t0", "brand")]);
    let (status, _, page) = editor.send("publish", &[("name", ""), ("limit", "0"), ("note", "kept")]);
    assert_eq!(status, 422);
    assert!(page.contains("This cannot be published yet") && page.contains("<title>Error:"), "{page}");
    for place in ["#name", "#limit", "#t1.v", "#s0"] {
        assert!(page.contains(&format!("href=\"{place}\"")), "{place}: {page}");
    }
    assert!(page.contains("kept") && page.contains("aria-invalid=\"true\""));
    assert!(world.app.snapshot().relations().is_empty());
    assert!(anna.page(&editor.path).contains("kept"), "and it is still there later");
}

#[test]
fn two_people_edit_one_relation_and_nobody_loses_work() {
    let (world, skus) = world();
    let key = relation(&world, "Shared", &skus[0], |_| {});
    let anna = world.anna();
    let opened =
        |person: &Person| person.submit(&format!("/relations/{key}/edit"), &[]).location().to_owned();
    let first = Editor::at(&anna, &opened(&anna));
    assert_eq!(opened(&anna), first.path, "one draft for each person and relation");
    let edited = |draft: &mut kindred::domain::relation::draft::Draft| draft.name = "Theirs".into();
    let stored = world.app.read_now(|r| kindred::store::relation::find(r, &key)).unwrap();
    let mut theirs = stored.draft.clone();
    edited(&mut theirs);
    world.write(move |w| kindred::store::relation::update(w, stored.id, stored.version, &theirs));
    let (status, _, page) = first.send("publish", &[("name", "Mine")]);
    assert_eq!(status, 409, "{page}");
    assert!(
        page.contains("changed this relation") && page.contains("value=\"over:2\"") && page.contains("Mine")
    );
    let again = Editor { person: &anna, path: first.path.clone(), page };
    let (status, location, text) = again.send("over:2", &[]);
    assert_eq!((status, location), (303, format!("/relations/{key}")), "{text}");
    let standing = world.app.snapshot().relation(&key).cloned().unwrap();
    assert_eq!((standing.version, standing.relation.name.as_str()), (3, "Mine"));
}

#[test]
fn hostile_forms_neither_break_the_editor_nor_lose_the_draft() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    let huge = "x".repeat(60_000);
    for typed in [
        vec![("node", "t9"), ("t9.kind", "group"), ("t9.in", "t9")],
        vec![("node", "t1"), ("node", "t1")],
        vec![("node", "../../etc"), ("t9.in", "t0")],
        vec![("name", "a\0b"), ("t1.v", "\0")],
        vec![("t1.op", "less@source"), ("t1.lo", "1e999"), ("t1.src", "' OR 1=1--")],
        vec![("t1.field", "attribute.x' OR 1=1--"), ("t1.op", "no such")],
        vec![
            ("source_kind", "everything"),
            ("type", "nope"),
            ("sort", "name;drop"),
            ("as", "%00"),
            ("as_at", "2026-02-30T25:00"),
        ],
        vec![("note", huge.as_str())],
        vec![("weekday", "someday"), ("hours_from", "25:99"), ("store", "mars")],
    ] {
        for pressed in ["preview", "publish", "dup:t1"] {
            let (status, _, text) = editor.send(pressed, &typed);
            assert!([303, 422].contains(&status), "{pressed} {typed:?}: {status} {text}");
        }
        editor.page = anna.page(&editor.path);
    }
    let many: Vec<String> = (0..201).map(|number| format!("t{}", number + 10)).collect();
    let rows: Vec<(&str, &str)> = many.iter().map(|id| ("node", id.as_str())).collect();
    let mut fields: Vec<(&str, &str)> =
        vec![("node", "t0"), ("t0.kind", "group"), ("do", "publish"), ("name", "N")];
    fields.extend(rows);
    assert_eq!(anna.submit(&editor.path, &fields).status, 422, "201 rows are refused in words");
    let lots: Vec<(&str, &str)> = vec![("x", "y"); 10_000];
    let status = anna.submit(&editor.path, &lots).status;
    assert!((400..500).contains(&status), "10,000 fields: {status}");
    assert_eq!(anna.get(&editor.path).status, 200);
}

#[test]
fn an_unknown_draft_and_somebody_elses_are_said_so() {
    let (world, skus) = world();
    let anna = world.anna();
    for path in ["/drafts/999999", "/drafts/-1", "/relations/nope/edit"] {
        assert_eq!(anna.get(path).status, 404, "{path}");
    }
    let editor = Editor::open(&anna, "same-brand", &skus[0]);
    world.sql("INSERT INTO staff (email, email_fold, name, role, password_hash, active, created_at) \
               SELECT 'bert@example.org', 'bert@example.org', 'Bert', role, password_hash, true, created_at FROM staff LIMIT 1");
    world.sql("UPDATE draft SET staff_id = (SELECT id FROM staff WHERE name = 'Bert')");
    let page = anna.page(&editor.path);
    assert!(
        page.contains("This is Bert’s draft") && page.contains("<fieldset class=\"plain\" disabled"),
        "{page}"
    );
    assert_eq!(editor.send("rm:t1", &[]).0, 403);
}

#[test]
fn values_are_ticked_and_tokens_taken_away() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "empty", &skus[0]);
    let chip =
        editor.page.split("value=\"chip:t0:brand=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    editor.press(&format!("chip:t0:brand={chip}"), &[]);
    assert_eq!(editor.fields()["t1.field"], ["brand"]);
    assert!(editor.page.contains("value=\"rmv:t1:0\""));
    editor.press("rmv:t1:0", &[]);
    assert!(editor.page.contains("Choose at least one value"), "{}", editor.page);
    editor.press("change:t1", &[("t1.field", "price")]);
    assert_eq!(editor.fields()["t1.op"], ["in"], "an operator that the new field has is kept");
    editor.press("change:t1", &[("t1.op", "between@source")]);
    editor.press("preview", &[("t1.lo", "50"), ("t1.hi", "200")]);
    assert!(editor.page.contains("50 % to 200 %"), "{}", editor.page);
    assert!(editor.page.contains("Preview") && editor.page.contains(" shown</span>"));
}

#[test]
fn rows_keep_the_order_and_group_in_which_they_were_dragged_and_undo_puts_them_back() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "trade-up-brand", &skus[0]);
    editor.press("addg:t0", &[]);
    let rows = |editor: &Editor<'_>| editor.fields()["node"].join(" ");
    assert_eq!(rows(&editor), "s0 t0 t1 t2 t3 t4 t5");
    let page = editor.press("drop:t1", &[("t1.in", "t4")]);
    assert_eq!(focus(page), "t1");
    assert_eq!(
        rows(&editor),
        "s0 t0 t2 t3 t4 t1 t5",
        "a group's rows come in the order in which they are posted"
    );
    editor.press("drop:t1", &[("t1.in", "t0")]);
    editor.press("undo", &[]);
    assert_eq!(editor.fields()["t1.in"], ["t4"], "each drop is a step");
    editor.press("preview", &[("t4.same", "1")]);
    assert!(editor.page.contains("one and the same variant"), "{}", editor.page);
    editor.press("up:t4", &[]);
    assert_eq!(editor.fields()["t4.same"], ["1"], "and it is kept");
}

#[test]
fn a_draft_outlives_the_deletion_of_its_relation() {
    let (world, skus) = world();
    let key = relation(&world, "One", &skus[0], |_| {});
    let anna = world.anna();
    let edit = anna.get(&format!("/relations/{key}/edit"));
    let mut editor = Editor::at(&anna, edit.location());
    editor.press("preview", &[("name", "One and a half")]);
    anna.submit_and_follow(&format!("/relations/{key}/delete"), &[]);
    let (status, _, text) = editor.send("publish", &[]);
    assert_eq!(status, 409, "{text}");
    assert!(text.contains("This relation was deleted") && text.contains("One and a half"), "{text}");
    let back = text.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(back.starts_with("/relations/trash/restore?id="), "{back}");
    anna.submit_and_follow(back, &[]);
    let (status, location, text) = editor.send("publish", &[]);
    assert_eq!((status, location.as_str()), (303, "/relations/one"), "{text}");
    assert_eq!(world.app.snapshot().relation(&key).unwrap().relation.name, "One and a half");
}

#[test]
fn a_sku_that_the_catalogue_lacks_is_said_at_its_list_and_does_not_stand_in_the_way() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", "");
    let page = editor
        .press("preview", &[("source_kind", "one"), ("source_sku", "NO-SUCH-1"), ("pins", "NO-SUCH-2")]);
    for sku in ["NO-SUCH-1", "NO-SUCH-2"] {
        assert!(page.contains(&format!("The catalogue has no product “{sku}”.")), "{page}");
    }
    let list = format!("NO-SUCH-3\n{}\nNO-SUCH-4", skus[0].to_lowercase());
    let page = editor.press("preview", &[("source_kind", "list"), ("source_skus", &list)]);
    assert!(page.contains("lacks 2 of these products: “NO-SUCH-3” is the first."), "{page}");
    let (status, location, text) = editor.send("publish", &[]);
    assert_eq!((status, location.as_str()), (303, "/relations/same-brand"), "{text}");
}

#[test]
fn a_long_list_of_values_says_so_and_is_narrowed_by_what_is_typed() {
    let (world, skus) = world();
    world.sql(
        "INSERT INTO attribute_option (attribute_id, key, labels, position) \
         SELECT attribute.id, 'maker-' || n, jsonb_build_object('', 'Maker ' || n), 1000 + n \
         FROM attribute, generate_series(1, 300) AS n WHERE attribute.key = 'brand'; \
         UPDATE feed SET epoch = gen_random_uuid()",
    );
    kindred::work::follow::catch_up(&world.app);
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    let page = editor.press("add:t0", &[("add.t0", "brand")]).to_owned();
    assert!(page.contains("the first 200 are offered") && page.contains("value=\"find:t2\""), "{page}");
    assert!(page.matches("<option value=\"Maker ").count() < 201);
    let (status, location, _) = editor.send("find:t2", &[("t2.v", "aker 29")]);
    assert_eq!(status, 303);
    editor.page = anna.page(&location);
    assert_eq!(focus(&editor.page), "t2.v");
    assert_eq!(
        editor.page.matches("<option value=\"Maker ").count(),
        11,
        "29 and 290 to 299: {}",
        editor.page
    );
    assert!(editor.page.contains("11 of") && editor.page.contains("hold “aker 29”"), "{}", editor.page);
    assert_eq!(editor.fields()["t2.v"], [""], "what was typed to find did not become a value");
    let fragment = anna.page("/suggest/values/brand?q=maker%20295");
    assert!(
        fragment.contains("<option value=\"Maker 295\">") && !fragment.contains("Maker 294"),
        "{fragment}"
    );
    assert_eq!(anna.get("/suggest/values/nope?q=a").status, 404);
    assert_eq!(world.visitor().get("/suggest/values/brand?q=a").status, 303);
}

#[test]
fn categories_below_others_are_set_in() {
    let (world, skus) = world();
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    let page = editor.press("add:t0", &[("add.t0", "category")]).to_owned();
    let ticked = page.contains("class=\"check depth-1\"");
    assert!(ticked || page.contains(" › "), "{page}");
}
