//! Links of a product and products hidden on its page.

use kindred::domain::id::{LinkId, TypeId};

use crate::fixture::{skus, small};
use crate::people::Person;
use crate::world::World;

fn add(anna: &Person, source: &str, typed: &str) -> crate::http::Answer {
    anna.submit(&format!("/products/{source}/links"), &[("type", "related"), ("sku", typed)])
}

/// Returns the links of a product and type as skus, by position, with their numbers.
fn links(world: &World, source: &str) -> Vec<(String, LinkId)> {
    let snapshot = world.app.snapshot();
    let kind: TypeId = snapshot.vocabulary().relation_type("related").unwrap().id;
    let source = snapshot.product(snapshot.find(source).unwrap()).unwrap().id();
    let sku = |id| snapshot.product(snapshot.find_id(id).unwrap()).unwrap().sku().to_owned();
    snapshot.links(source, kind).iter().map(|link| (sku(link.target), link.id)).collect()
}

fn order(world: &World, source: &str) -> Vec<String> {
    links(world, source).into_iter().map(|(sku, _)| sku).collect()
}

#[test]
fn links_are_added_moved_removed_and_brought_back() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    for sku in &skus[1..4] {
        assert_eq!(add(&anna, &skus[0], sku).status, 303);
    }
    assert_eq!(order(&world, &skus[0]), skus[1..4]);
    let last = links(&world, &skus[0])[2].1;
    let moved = anna.submit(&format!("/products/{}/links/{last}/up", skus[0]), &[]);
    assert_eq!(
        (moved.status, moved.location()),
        (303, format!("/products/{}#links-related", skus[0]).as_str())
    );
    assert_eq!(order(&world, &skus[0]), [skus[1].clone(), skus[3].clone(), skus[2].clone()]);
    for _ in 0..3 {
        anna.submit(&format!("/products/{}/links/{last}/up", skus[0]), &[]);
    }
    assert_eq!(order(&world, &skus[0])[0], skus[3], "further up than the first is the first");
    let page = anna.submit_and_follow(&format!("/products/{}/links/{last}/delete", skus[0]), &[]);
    assert!(page.contains("was removed from this list"), "{page}");
    assert_eq!(order(&world, &skus[0]), skus[1..3]);
    let undo =
        page.split("/links/trash/restore").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    anna.submit_and_follow(&format!("/products/{}/links/trash/restore{undo}", skus[0]), &[]);
    assert_eq!(order(&world, &skus[0])[0], skus[3], "it is back in its place");
    let again = anna.submit_and_follow(&format!("/products/{}/links/trash/restore{undo}", skus[0]), &[]);
    assert!(again.contains("is in this list already"), "a second press says so");
    assert_eq!(anna.submit(&format!("/products/{}/links/{last}/delete", skus[0]), &[]).status, 404);
    assert_eq!(anna.submit(&format!("/products/{}/links/{last}/sideways", skus[0]), &[]).status, 404);
}

#[test]
fn links_take_the_order_in_which_they_were_dragged() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    for sku in &skus[1..5] {
        add(&anna, &skus[0], sku);
    }
    let ids: Vec<String> = links(&world, &skus[0]).iter().map(|(_, id)| id.to_string()).collect();
    let path = format!("/products/{}/links/order", skus[0]);
    // The last before the second, one unknown, one that is no number, one twice; the two that are not named keep theirs.
    let posted = [ids[3].as_str(), "999999", "x", ids[1].as_str(), ids[3].as_str()];
    let fields: Vec<(&str, &str)> =
        [("type", "related")].into_iter().chain(posted.iter().map(|id| ("link", *id))).collect();
    let answer = anna.submit(&path, &fields);
    assert_eq!(
        (answer.status, answer.location()),
        (303, format!("/products/{}#links-related", skus[0]).as_str())
    );
    let expected = [1, 4, 3, 2].map(|at| skus[at].clone());
    assert_eq!(order(&world, &skus[0]), expected);
    anna.submit(&path, &[("type", "related")]);
    assert_eq!(order(&world, &skus[0]), expected, "an order that names nothing changes nothing");
    assert_eq!(anna.submit(&path, &[("type", "nope")]).status, 404);
    assert_eq!(anna.submit("/products/nope/links/order", &fields).status, 404);
}

#[test]
fn three_thousand_links_are_paged_and_moved_across_pages() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    world.sql(&format!(
        "INSERT INTO product OVERRIDING SYSTEM VALUE SELECT (json_populate_record(product, json_build_object( \
             'id', 1000000 + n, 'sku', 'L-' || n, 'sku_fold', 'l-' || n))).* \
         FROM product, generate_series(1, 3000) AS n WHERE product.sku = '{0}'; \
         INSERT INTO link (relation_type_id, source_id, target_id, position, two_way) \
         SELECT kind.id, product.id, 1000000 + n, n, false FROM product, relation_type AS kind, generate_series(1, 3000) AS n \
         WHERE product.sku = '{0}'; UPDATE feed SET epoch = gen_random_uuid()",
        skus[0]
    ));
    kindred::work::follow::catch_up(&world.app);
    let path = format!("/products/{}", skus[0]);
    let page = anna.page(&path);
    assert!(page.contains("1–25 of 3,000") && page.contains("L-25<") && !page.contains("L-26<"), "{page}");
    let zipped = anna.send("GET", &path, &[("Accept-Encoding", "gzip")], b"").body.len();
    assert!(zipped <= 12_000, "{zipped} bytes compressed");
    let second = format!("{path}?page-related=2");
    let page = anna.page(&second);
    assert!(page.contains("26–50 of 3,000") && page.contains("name=\"place\" value=\"26\""), "{page}");
    assert!(page.contains("1–25 of 3,000"), "the other lists stay where they are");
    assert!(anna.page(&format!("{path}?page-related=999999999")).contains("2,976–3,000 of 3,000"));

    let all = links(&world, &skus[0]);
    let press = |what: &str, fields: &[(&str, &str)]| {
        let back = [("back", second.as_str()), ("type", "related")];
        let fields: Vec<(&str, &str)> = back.iter().chain(fields).copied().collect();
        anna.submit(&format!("{path}/links/{what}"), &fields)
    };
    let moved = press(&format!("{}/up", all[25].1), &[]);
    assert_eq!(moved.location(), format!("{second}#links-related"), "back to the page it was pressed on");
    assert_eq!(
        order(&world, &skus[0])[24..26],
        ["L-26", "L-25"],
        "the first of a page goes to the one before"
    );
    let id = |at: usize| links(&world, &skus[0])[at].1.to_string();
    let (one, two) = (id(25), id(26));
    press("order", &[("link", &two), ("link", &one)]);
    assert_eq!(
        order(&world, &skus[0])[24..28],
        ["L-26", "L-27", "L-25", "L-28"],
        "dragged on the second page"
    );
    press("places", &[("link", &id(25)), ("place", "1"), ("link", &id(26)), ("place", "27")]);
    assert_eq!(order(&world, &skus[0])[..2], ["L-27", "L-1"], "a typed place");
    for wrong in ["0", "3001", "first", "-1", "1e9"] {
        let refused = press("places", &[("link", &id(25)), ("place", wrong)]);
        let page = refused.text();
        assert_eq!(refused.status, 422, "{wrong}: {page}");
        assert!(page.contains(&format!("“{wrong}” is not a place from 1 to 3,000")), "{wrong}: {page}");
        assert!(page.contains(&format!("name=\"place\" value=\"{wrong}\"")), "it is kept: {page}");
    }
}

#[test]
fn what_is_typed_is_read_forgivingly() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    assert_eq!(add(&anna, &skus[0], &format!("  {}  ", skus[1].to_lowercase())).status, 303);
    assert_eq!(order(&world, &skus[0]), [skus[1].clone()]);
    let snapshot = world.app.snapshot();
    let with_variants = snapshot.docs().filter_map(|doc| snapshot.whole(doc)).find(|product| {
        product.variants.len() > 1 && product.sku.as_str() != skus[0] && product.sku.as_str() != skus[1]
    });
    let product = with_variants.unwrap();
    assert_eq!(add(&anna, &skus[0], product.variants[1].sku.as_str()).status, 303);
    assert_eq!(order(&world, &skus[0])[1], product.sku.as_str(), "a variant's sku means its product");
}

#[test]
fn what_cannot_be_added_is_said_at_its_field_and_kept() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    let typo = format!("{}X<b>", skus[1]);
    let answer = anna.submit(
        &format!("/products/{}/links", skus[0]),
        &[("type", "related"), ("sku", &typo), ("two_way", "1")],
    );
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("There is no product of sku or name") && page.contains("aria-invalid"), "{page}");
    assert!(
        page.contains(&format!("value=\"{}X&#60;b&#62;\"", skus[1])) && page.contains("value=\"1\" checked")
    );
    assert!(page.contains("Did you mean") && page.contains(&format!("name=\"pick\" value=\"{}\"", skus[1])));
    let picked = anna.submit(
        &format!("/products/{}/links", skus[0]),
        &[("type", "related"), ("sku", &typo), ("pick", &skus[1])],
    );
    assert_eq!(picked.status, 303, "a suggestion is pressed");
    for (fields, words) in [
        (vec![("type", "related"), ("sku", "")], "Type the sku or the name"),
        (vec![("type", "related"), ("sku", &skus[0])], "cannot be linked to itself"),
        (vec![("type", "related"), ("sku", &skus[1])], "is in this list already"),
        (vec![("type", "related"), ("sku", &skus[2]), ("store", "mars")], "There is no store"),
    ] {
        let answer = anna.submit(&format!("/products/{}/links", skus[0]), &fields);
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let path = format!("/products/{}/links", skus[0]);
    let forged = anna.submit(&path, &[("type", "nope\""), ("sku", &skus[1])]);
    let page = forged.text();
    assert_eq!(forged.status, 422, "{page}");
    assert!(
        page.contains("There is no relation type “nope&#34;”") && page.contains("aria-invalid"),
        "{page}"
    );
    assert!(
        page.contains(&format!("placeholder=\"Sku or name\" value=\"{}\"", skus[1])),
        "it is kept: {page}"
    );
    let long = "x".repeat(5_000);
    let page = anna.submit(&path, &[("type", "related"), ("sku", &long)]).text();
    assert!(page.contains(&format!("of sku or name “{}…”", "x".repeat(40))), "{page}");
    assert_eq!(page.matches(&long).count(), 1, "kept in its field, and not echoed beside it");
    assert_eq!(order(&world, &skus[0]), [skus[1].clone()]);
    assert_eq!(add(&anna, "nope", &skus[1]).status, 404);
}

#[test]
fn a_two_way_link_shows_on_both_pages() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    anna.submit(
        &format!("/products/{}/links", skus[0]),
        &[("type", "related"), ("sku", &skus[1]), ("two_way", "1")],
    );
    let other = anna.page(&format!("/products/{}", skus[1]));
    assert!(other.contains("Also shown here by two-way links of"), "{other}");
}

#[test]
fn a_hidden_product_is_gone_from_the_page_until_it_is_shown_again() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    add(&anna, &skus[0], &skus[1]);
    let page = anna.submit_and_follow(&format!("/products/{}/hidden", skus[0]), &[("sku", &skus[1])]);
    assert!(page.contains("is never shown on this page"), "{page}");
    let why = anna.page(&format!("/explain?on={}&of={}", skus[0], skus[1]));
    assert!(why.contains("somebody hid it on this page"), "{why}");
    anna.submit_and_follow(&format!("/products/{}/hidden", skus[0]), &[("sku", &skus[1])]);
    anna.submit_and_follow(&format!("/products/{}/hidden/{}/delete", skus[0], skus[1]), &[]);
    let why = anna.page(&format!("/explain?on={}&of={}", skus[0], skus[1]));
    assert!(!why.contains("somebody hid it on this page"), "{why}");
    for (typed, words) in [
        (skus[0].as_str(), "never shows on its own page"),
        ("", "Type the sku"),
        ("zz-nope", "There is no product"),
    ] {
        let answer = anna.submit(&format!("/products/{}/hidden", skus[0]), &[("sku", typed)]);
        assert!(
            answer.status == 422 && answer.text().contains(words),
            "{typed}: {} {}",
            answer.status,
            answer.text()
        );
    }
}

#[test]
fn two_who_press_at_once_leave_the_positions_whole() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    for sku in &skus[1..6] {
        add(&anna, &skus[0], sku);
    }
    let all = links(&world, &skus[0]);
    std::thread::scope(|scope| {
        for (_, id) in &all {
            let (anna, source) = (world.anna(), &skus[0]);
            scope.spawn(move || anna.submit(&format!("/products/{source}/links/{id}/down"), &[]));
        }
    });
    let mut left = order(&world, &skus[0]);
    left.sort();
    assert_eq!(left, skus[1..6]);
    let snapshot = world.app.snapshot();
    let source = snapshot.product(snapshot.find(&skus[0]).unwrap()).unwrap().id();
    let kind = snapshot.vocabulary().relation_type("related").unwrap().id;
    let positions: Vec<i32> = snapshot.links(source, kind).iter().map(|link| link.position).collect();
    assert_eq!(positions, [1, 2, 3, 4, 5]);
}
