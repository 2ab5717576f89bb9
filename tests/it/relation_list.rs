//! The list of relations: its columns, their order, and what narrows it.

use kindred::domain::relation::draft::SourceKind;
use kindred::domain::rule::draft::{Body, Condition, Node, NodeId};

use crate::fixture::{relation, skus, small};
use crate::people::Person;
use crate::world::World;

/// Returns the keys of the relations of a page, in its order.
fn keys(anna: &Person, query: &str) -> Vec<String> {
    let page = anna.page(&format!("/relations?{query}"));
    let ticks = page.split("name=\"key\" value=\"").skip(1);
    ticks.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Returns a product's sku, name and first category.
fn product(world: &World, sku: &str) -> (String, String) {
    let snapshot = world.app.snapshot();
    let view = snapshot.product(snapshot.find(sku).unwrap()).unwrap();
    let locale = snapshot.vocabulary().stores()[0].locales[0].clone();
    let category = snapshot.vocabulary().category(view.categories()[0]).unwrap();
    (view.name(&locale).to_owned(), category.key.clone())
}

/// Three relations: on one product, on a list of two, and on those of the first one's category.
fn three(world: &World) -> Vec<String> {
    let skus = skus(world);
    let (_, category) = product(world, &skus[0]);
    relation(world, "Beta", &skus[0], |draft| draft.priority = "3".into());
    relation(world, "Alpha", &skus[0], |draft| {
        draft.source_kind = SourceKind::List;
        draft.source_skus = vec![skus[20].clone(), skus[40].clone()];
        draft.priority = "2".into();
    });
    relation(world, "Gamma", &skus[0], |draft| {
        draft.source_kind = SourceKind::Rule;
        let condition = Condition {
            field: "category".into(),
            operator: "in".into(),
            values: vec![category],
            ..Condition::default()
        };
        let (id, parent) = (NodeId::numbered('s', 1), Some(NodeId::numbered('s', 0)));
        draft.source_rule.nodes.push(Node { id, parent, muted: false, body: Body::Condition(condition) });
        draft.priority = "1".into();
    });
    skus
}

#[test]
fn every_fact_of_a_relation_stands_in_its_row() {
    let world = small();
    let skus = three(&world);
    let (name, _) = product(&world, &skus[0]);
    let page = world.anna().page("/relations");
    let row = page.split("<tr>").find(|row| row.contains("value=\"beta\"")).unwrap();
    let number = world.app.snapshot().relation("beta").unwrap().id;
    for fact in
        [format!(">{number}<"), "Beta".into(), "beta ·".into(), skus[0].clone(), name, "priority 3".into()]
    {
        assert!(row.contains(&fact), "{fact}: {row}");
    }
    for fact in [
        "Related",
        "Live",
        ">all<",
        "just now",
        "command test",
        "/relations/beta/edit",
        "/relations/beta/delete",
    ] {
        assert!(row.contains(fact), "{fact}: {row}");
    }
    assert!(row.contains(">59<") || row.contains(">60<"), "how many products it can show: {row}");
    assert!(
        page.contains("2\u{a0}products") && page.contains(&format!("{}, {}", skus[20], skus[40])),
        "{page}"
    );
}

#[test]
fn the_list_is_put_in_order_of_every_column() {
    let world = small();
    three(&world);
    let anna = world.anna();
    for (sort, order) in [
        ("", ["alpha", "beta", "gamma"]),
        ("-name", ["gamma", "beta", "alpha"]),
        ("number", ["beta", "alpha", "gamma"]),
        ("-number", ["gamma", "alpha", "beta"]),
        ("key", ["alpha", "beta", "gamma"]),
        ("sku", ["beta", "alpha", "gamma"]),
        ("priority", ["gamma", "alpha", "beta"]),
        ("shown", ["beta", "gamma", "alpha"]),
    ] {
        assert_eq!(keys(&anna, &format!("sort={sort}")), order, "{sort}");
    }
    for sort in ["product", "type", "status", "matches", "edited", "editor"] {
        let (there, mut back) = (keys(&anna, &format!("sort={sort}")), keys(&anna, &format!("sort=-{sort}")));
        back.reverse();
        assert_eq!((there.len(), there), (3, back), "{sort}");
    }
}

#[test]
fn the_list_is_narrowed_to_what_is_shown_on_a_product_or_in_a_category() {
    let world = small();
    let skus = three(&world);
    let (name, category) = product(&world, &skus[0]);
    let anna = world.anna();
    let coded = kindred::form::query::coded;
    let on = |typed: &str| keys(&anna, &format!("on={}", coded(typed)));
    assert_eq!(on(&skus[0].to_lowercase()), ["beta", "gamma"], "a sku finds the rule that reaches it too");
    assert_eq!(on(&skus[40]), ["alpha"]);
    assert!(on(&name).contains(&"beta".to_owned()), "{name}");
    assert!(on("nothing-like-it").is_empty());
    let within = keys(&anna, &format!("category={category}"));
    assert!(within.starts_with(&["beta".to_owned()]) && within.contains(&"gamma".to_owned()), "{within:?}");
    assert_eq!(keys(&anna, &format!("category={category}&on={}&type=related", skus[0])), ["beta", "gamma"]);
    assert_eq!(keys(&anna, &format!("q={}", coded(&name))).len(), 1, "the search finds the product’s name");
    let page = anna.page("/relations?category=no-such-one");
    assert!(page.contains("There is no category “no-such-one”"), "{page}");
}

/// Returns how many elements a page has.
fn elements(page: &str) -> usize {
    page.match_indices('<').filter(|(at, _)| page.as_bytes()[at + 1].is_ascii_alphabetic()).count()
}

#[test]
fn a_list_of_fifty_rows_has_at_most_1500_elements() {
    let world = small();
    let sku = skus(&world)[0].clone();
    for number in 0..50 {
        relation(&world, &format!("Relation {number:02}"), &sku, |draft| draft.keep_current = false);
    }
    let anna = world.anna();
    for name in ["Mine", "Yours"] {
        anna.submit("/views", &[("name", name), ("filter", "/relations?q=relation&type=related")]);
    }
    let page = anna.page("/relations?q=relation&type=related&per=50");
    assert_eq!((page.matches("<tr>").count(), page.matches("Frozen").count() >= 50), (51, true), "{page}");
    assert!(elements(&page) <= 1_500, "{}", elements(&page));
}

#[test]
fn a_saved_view_tells_how_many_relations_are_in_it() {
    let world = small();
    let skus = skus(&world);
    for (name, sku) in [("One", &skus[0]), ("Two", &skus[0]), ("Three", &skus[1])] {
        relation(&world, name, sku, |_| {});
    }
    let anna = world.anna();
    let views = [
        ("Of one product", format!("/relations?on={}", skus[0]), 2),
        ("Of no product", "/relations?on=NO-SUCH".to_owned(), 0),
        ("Searched", "/relations?q=three".to_owned(), 1),
        ("Sorted", "/relations?sort=-key".to_owned(), 3),
    ];
    for (name, filter, _) in &views {
        anna.submit_and_follow("/views", &[("name", name), ("filter", filter)]);
    }
    // Whatever the list is narrowed to itself.
    for address in ["/relations", &format!("/relations?on={}", skus[1])] {
        let page = anna.page(address);
        for (name, _, count) in &views {
            let tab = format!("{name} <span class=\"num\">{count}</span>");
            assert!(page.contains(&tab), "{tab} on {address}: {page}");
        }
    }
}
