//! What users of other shops' back offices reported, each as a test here or beside what it is about.
//!
//! | reported | test |
//! |---|---|
//! | the product, its parent, siblings and variants in its own block | `pick`: `a_product_its_parent_variants_and_siblings_never_show_beside_it` |
//! | *none of* and *does not contain* with several, inherited, missing values | `none_of_and_does_not_contain_heed_several_inherited_and_missing_values` |
//! | an empty value list matches all | `bad_rule`: `a_bad_rule_is_refused_at_its_node_by_every_way_in` |
//! | two conditions on one property cannot be met | `two_conditions_on_one_property_are_met_by_two_values` |
//! | same category with several or none | `the_same_category_is_found_with_several_and_with_none` |
//! | a source moves from one rule's set to another's | `a_source_that_moves_to_another_rule_shows_that_ones_products` |
//! | a matching relation that yields nothing blocks the next | `pick`: `a_matching_relation_that_yields_nothing_lets_the_next_one_fill` |
//! | equal positions hide links | `pick`: `links_come_first_by_position_then_sku_and_pass_the_same_gate` |
//! | an expired relation stays | `pick`: `a_relation_shows_only_while_it_is_on_here` |
//! | rotation always shows the lowest ids | `pick`: `rotation_and_shuffle_hold_for_a_day_and_source_and_are_fair`, `a_draw_holds_from_midnight_to_midnight_on_the_stores_wall` |
//! | matched in one language, shown in another | `what_matches_in_a_language_is_shown_in_it` |
//! | the preview counts otherwise than the shop | `the_numbers_of_the_rule_its_targets_and_the_shop_are_one` |
//! | picks of the fallback are not marked | `pick`: `the_fallback_is_marked_and_fills_only_what_is_free` |
//! | thousands of links, thousands of queries | `three_thousand_links_take_no_more_queries_than_three` |
//! | deleting what a rule names widens it | `what_is_deleted_breaks_the_rules_that_name_it_and_widens_none` |
//! | a schedule's border in the hour that clocks skip or repeat | `domain/relation/standing`: `at_the_change_of_clocks_it_begins_early_and_ends_late` |
//! | the store's time zone is not the server's | `domain/relation/standing`: `a_wall_time_begins_and_ends_in_each_store_by_its_own_clock` |
//! | the cart block repeats what is in the cart | `pick`: `a_cart_joins_its_lines_the_last_added_first_less_what_is_in_it` |
//! | a sku in other case or spelling is not found | `skus_compare_trimmed_folded_and_composed` |
//! | the minimum counts what is left out later | `the_minimum_counts_what_every_exclusion_left` |
//! | two people save one relation | `draft`: `two_people_edit_one_relation_and_nobody_loses_work`; `api`: `a_relation_is_made_shown_changed_and_deleted` |
//! | every product beside every product | `pick`: `thousands_of_links_and_a_rule_over_everything_are_answered`; `kindred bench` |

use std::collections::HashMap;
use std::sync::Mutex;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use kindred::domain::staff::{Actor, Role};
use kindred::work::import::task;
use kindred::work::{follow, load};
use serde_json::{Value, json};

use crate::fixture::{skus as small_skus, small};
use crate::world::World;

const SHOP: &str =
    "sku,variant_of,name,name:de_DE,categories,brand,price,stock,attribute.colour,attribute.hint
A,,Alpha,Hemd rot,x|y,Acme,10,5,Red|Blue,soft cotton
B,,Beta,Hose,y,Acme,20,5,,
B-1,B,,,,,,,Red,warm wool
C,,Gamma Hemd,Mütze,x|z,Other,30,5,,
D,,Delta,Schal,,Other,40,0,Blue,soft silk
E,,Epsilon,Gürtel,,Other,50,5,Blue,
";

/// Returns a world with a store of two languages and a catalogue of lines.
fn shop(text: &str) -> World {
    let world = World::at("2026-11-21T12:00:00Z");
    world.sql(
        "INSERT INTO store (key, name, time_zone, locales, currencies, position) \
         VALUES ('us', 'US', 'America/New_York', '{en_US,de_DE}', '{USD}', 1)",
    );
    load::load(&world.app).unwrap();
    import(&world, text);
    world
}

fn import(world: &World, text: &str) {
    let name = std::thread::current().name().unwrap().replace(':', "-");
    let file = std::env::temp_dir().join(format!("kindred-peers-{}-{name}.csv", std::process::id()));
    std::fs::write(&file, text).unwrap();
    let report = task::apply_file(&world.app, &Actor::command("import"), &file, None).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(report.counts.refused, 0, "{text}");
    follow::catch_up(&world.app);
}

fn row(field: &str, operator: &str, value: Value) -> Value {
    json!({"id": field, "operator": operator, "value": value})
}

fn all(rows: &[Value]) -> Value {
    json!({"condition": "AND", "rules": rows})
}

fn skus(told: &Value) -> String {
    let items = told["items"].as_array().unwrap_or_else(|| panic!("{told}"));
    let mut skus: Vec<&str> = items.iter().map(|item| item["sku"].as_str().unwrap()).collect();
    skus.sort_unstable();
    skus.join(" ")
}

/// Returns the skus that match a rule, for a product on the page and in a locale.
fn matching(world: &World, rule: Value, source: &str, locale: &str) -> String {
    let asked = json!({"rule": rule, "source": source, "locale": locale, "limit": 100});
    skus(&world.caller(Role::Viewer).post("/api/v1/rules/evaluate", &asked).json())
}

/// Keeps a relation of one source, or of the products of a rule.
fn keep(world: &World, key: &str, source: Value, target: Value, more: Value) {
    let mut body = json!({"key": key, "name": key, "type": "related", "source": source, "target": target});
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    let answer = world.caller(Role::Publisher).post("/api/v1/relations", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
}

fn one(sku: &str) -> Value {
    json!({"kind": "one", "sku": sku})
}

/// Returns what a product's page shows of relations, the fallback left out.
fn shown(world: &World, sku: &str) -> String {
    let mut told = world.stranger().get(&format!("/api/v1/products/{sku}/relations/related")).json();
    if let Some(items) = told["items"].as_array_mut() {
        items.retain(|item| item["origin"]["kind"] != "unit");
    }
    skus(&told)
}

#[test]
fn none_of_and_does_not_contain_heed_several_inherited_and_missing_values() {
    let world = shop(SHOP);
    for (field, operator, value, expected) in [
        ("attribute.colour", "in", json!(["Red"]), "A B"),
        ("attribute.colour", "not_in", json!(["Red"]), "C D E"),
        ("attribute.colour", "not_in", json!(["Red", "Blue"]), "C"),
        ("attribute.colour", "not_equal", json!("Blue"), "B C"),
        ("attribute.colour", "contains", json!("e"), "A B D E"),
        ("attribute.colour", "not_contains", json!("re"), "C D E"),
        ("attribute.colour", "not_begins_with", json!("BL"), "B C"),
        ("attribute.colour", "is_empty", Value::Null, "C"),
        ("attribute.hint", "not_contains", json!("soft"), "B C E"),
        ("attribute.hint", "not_ends_with", json!("WOOL"), "A C D E"),
        ("category", "not_in", json!(["x"]), "B D E"),
    ] {
        let rule = all(&[row(field, operator, value.clone())]);
        assert_eq!(matching(&world, rule, "A", "en_US"), expected, "{field} {operator} {value}");
    }
    let group = json!({"condition": "NONE", "rules": [row("attribute.colour", "equal", json!("Red")), row("brand", "equal", json!("Other"))]});
    assert_eq!(matching(&world, all(&[group]), "A", "en_US"), "");
}

#[test]
fn two_conditions_on_one_property_are_met_by_two_values() {
    let world = shop(SHOP);
    let both =
        [row("attribute.colour", "equal", json!("Red")), row("attribute.colour", "equal", json!("Blue"))];
    assert_eq!(matching(&world, all(&both), "A", "en_US"), "A");
    let places = [row("category", "in", json!("x")), row("category", "in", json!("y"))];
    assert_eq!(matching(&world, all(&places), "A", "en_US"), "A");
}

#[test]
fn the_same_category_is_found_with_several_and_with_none() {
    let world = shop(SHOP);
    let same = |operator: &str| {
        all(&[json!({"id": "category", "operator": operator, "rhs": {"source": "category"}})])
    };
    for (source, shared, apart) in
        [("A", "A B C", "D E"), ("B", "A B", "C D E"), ("C", "A C", "B D E"), ("D", "", "A B C D E")]
    {
        assert_eq!(matching(&world, same("equal"), source, "en_US"), shared, "{source}");
        assert_eq!(matching(&world, same("not_equal"), source, "en_US"), apart, "{source}");
    }
}

#[test]
fn a_source_that_moves_to_another_rule_shows_that_ones_products() {
    let world = shop(SHOP);
    for (key, brand, pin) in [("acme", "Acme", "C"), ("other", "Other", "E")] {
        let source = json!({"kind": "rule", "rule": all(&[row("brand", "equal", json!(brand))])});
        keep(&world, key, source, json!({"pins": [pin]}), json!({}));
    }
    assert_eq!((shown(&world, "A"), shown(&world, "C")), ("C".to_owned(), "E".to_owned()));
    import(&world, "sku,brand\nA,Other\nC,Acme\n");
    assert_eq!(
        (shown(&world, "A"), shown(&world, "C")),
        ("E".to_owned(), String::new()),
        "C is not beside itself"
    );
    import(&world, "sku,brand\nA,\n");
    assert_eq!(shown(&world, "A"), "", "without a brand it is in neither");
}

#[test]
fn what_matches_in_a_language_is_shown_in_it() {
    let world = shop(SHOP);
    keep(
        &world,
        "shirts",
        one("E"),
        json!({"rule": all(&[row("name", "contains", json!("hemd"))])}),
        json!({}),
    );
    let told = |locale: &str| {
        let address = format!("/api/v1/products/E/relations/related?locale={locale}");
        let told = world.stranger().get(&address).json();
        let items = told["items"].as_array().unwrap().iter().filter(|item| item["origin"]["kind"] == "rule");
        let names: Vec<String> = items.map(|item| item["name"].as_str().unwrap().to_owned()).collect();
        names.join(", ")
    };
    assert_eq!((told("en_US"), told("de_DE")), ("Gamma Hemd".to_owned(), "Hemd rot".to_owned()));
}

#[test]
fn the_numbers_of_the_rule_its_targets_and_the_shop_are_one() {
    let world = small();
    let source = small_skus(&world)[0].clone();
    let rule = all(&[
        row("price", "greater", json!(1)),
        row("in_stock", "equal", json!(true)),
        row("sku", "not_equal", json!(source)),
    ]);
    keep(&world, "most", one(&source), json!({"rule": rule}), json!({"limit": 100}));
    let program = world.caller(Role::Viewer);
    let evaluated = program
        .post("/api/v1/rules/evaluate", &json!({"rule": rule, "source": source, "limit": 1_000}))
        .json();
    let count = evaluated["count"].as_u64().unwrap();
    let raw = program.get(&format!("/api/v1/relations/most/targets?source={source}&raw=1&limit=1000")).json();
    assert_eq!((skus(&raw), &evaluated["nodes"][0]["count"]), (skus(&evaluated), &json!(count)));
    let told = world
        .stranger()
        .get(&format!("/api/v1/products/{source}/relations/related?limit=100&explain=1"))
        .json();
    let items = told["items"].as_array().unwrap().iter().filter(|item| item["origin"]["key"] == "most");
    let own = json!({"items": items.cloned().collect::<Vec<_>>()});
    let targets = program.get(&format!("/api/v1/relations/most/targets?source={source}&limit=1000")).json();
    assert_eq!(skus(&own), skus(&targets), "what is shown of it, on the page and in the list");
    let shown = own["items"].as_array().map_or(0, Vec::len);
    assert!(shown > 20 && shown <= usize::try_from(count).unwrap(), "{shown} of {count}");
}

/// Queries by the name of the database, for whoever asked for counting before it connected.
static ASKED: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

/// Counts the queries of one connection.
struct Counter(String);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { .. } => {
                let mut asked = ASKED.lock().unwrap();
                *asked.get_or_insert_default().entry(self.0.clone()).or_default() += 1;
            }
            _ => {}
        }
    }
}

/// Returns how many queries a world's application asks meanwhile.
fn queries(world: &World, act: impl FnOnce()) -> usize {
    let so_far = || ASKED.lock().unwrap().get_or_insert_default().get(&world.url).copied().unwrap_or(0);
    let before = so_far();
    act();
    so_far() - before
}

#[test]
fn three_thousand_links_take_no_more_queries_than_three() {
    set_default_instrumentation(|| Some(Box::new(Counter(String::new())))).unwrap();
    let world = small();
    let sku = small_skus(&world)[0].clone();
    let (anna, shopper) = (world.anna(), world.stranger());
    let link = |from: usize, to: usize| {
        world.sql(&format!(
            "INSERT INTO product OVERRIDING SYSTEM VALUE SELECT (json_populate_record(product, json_build_object( \
                 'id', 1000000 + n, 'sku', 'L-' || n, 'sku_fold', 'l-' || n))).* \
             FROM product, generate_series({from}, {to}) AS n WHERE product.sku = '{sku}'; \
             INSERT INTO link (relation_type_id, source_id, target_id, position, two_way) \
             SELECT kind.id, product.id, 1000000 + n, 0, false FROM product, relation_type AS kind, \
             generate_series({from}, {to}) AS n WHERE product.sku = '{sku}'; UPDATE feed SET epoch = gen_random_uuid()"
        ));
        follow::catch_up(&world.app);
    };
    let asked = || {
        ["/products/", "/api/v1/products/", "/shop/"].map(|kind| {
            let store = world.app.snapshot().vocabulary().stores()[0].key.clone();
            let address = match kind {
                "/products/" => format!("/products/{sku}"),
                "/shop/" => format!("/shop/{store}/product/{sku}"),
                _ => format!("/api/v1/products/{sku}/relations/related?limit=100"),
            };
            // Who is signed in is asked of the database every few seconds; shops and shoppers are not.
            let status = || {
                if kind == "/products/" { anna.get(&address).status } else { shopper.get(&address).status }
            };
            queries(&world, || assert_eq!(status(), 200, "{address}"))
        })
    };
    link(1, 3);
    asked();
    let few = asked();
    link(4, 3_000);
    asked();
    let many = asked();
    assert_eq!(few, many);
    assert!(few[0] > 0, "the queries of the back office are counted");
    let total =
        world.stranger().get(&format!("/api/v1/products/{sku}/relations/related")).json()["total"].clone();
    assert!(
        queries(&world, || drop(world.stranger().get(&format!("/api/v1/products/{sku}/relations/related"))))
            == 0,
        "{total}"
    );
}

#[test]
fn what_is_deleted_breaks_the_rules_that_name_it_and_widens_none() {
    let world = shop(SHOP);
    for (key, rows) in [
        ("by-category", vec![row("category", "in", json!(["x", "z"]))]),
        ("by-not-category", vec![row("category", "not_in", json!(["z"]))]),
        ("by-option", vec![row("attribute.colour", "not_equal", json!("Red"))]),
        (
            "by-attribute",
            vec![row("attribute.hint", "is_not_empty", Value::Null), row("price", "greater", json!(1))],
        ),
        ("sound", vec![row("sku", "equal", json!("C"))]),
    ] {
        let target = json!({"rule": all(&rows)});
        keep(&world, key, one("E"), target, json!({"priority": if key == "sound" { 200 } else { 1 }}));
    }
    assert_ne!(shown(&world, "E"), "C");
    let raw = |key: &str| {
        let address = format!("/api/v1/relations/{key}/targets?source=E&raw=1&limit=100");
        skus(&world.caller(Role::Viewer).get(&address).json())
    };
    assert_eq!((raw("by-category"), raw("by-attribute")), ("A C".to_owned(), "A B D".to_owned()));
    world.sql(
        "DELETE FROM category WHERE key = 'z'; \
         DELETE FROM attribute_option o USING attribute a WHERE a.id = o.attribute_id AND a.key = 'colour' AND o.labels ->> '' = 'Red'; \
         DELETE FROM attribute WHERE key = 'hint'; \
         UPDATE feed SET version = version + 1; INSERT INTO change SELECT version, now(), '[\"vocabulary\"]' FROM feed",
    );
    follow::catch_up(&world.app);
    assert_eq!(shown(&world, "E"), "C", "only the sound one shows");
    assert_eq!(
        (raw("by-category"), raw("by-attribute")),
        ("A C".to_owned(), String::new()),
        "never more than before"
    );
    let (anna, program) = (world.anna(), world.caller(Role::Viewer));
    let overview = anna.page("/");
    for key in ["by-category", "by-not-category", "by-option", "by-attribute"] {
        let told = program.get(&format!("/api/v1/relations/{key}")).json();
        let message = told["problems"][0]["message"].as_str().unwrap_or_default().to_owned();
        assert!(told["broken"] == json!(true) && message.contains("is gone or was never there"), "{told}");
        assert!(overview.contains(key), "{key} needs attention");
        let page = anna.page(&format!("/relations/{key}"));
        assert!(page.contains("is gone or was never there"), "{key} says what is gone");
    }
    import(&world, "sku,categories\nA,x|y\n");
    assert_eq!(shown(&world, "E"), "C", "an import mends nothing that it does not bring");
}

#[test]
fn skus_compare_trimmed_folded_and_composed() {
    let world = shop("sku,variant_of,price\nÉtui-1,,5\nStraße 2,,5\nstraße 2-v,Straße 2,5\n");
    let pins = json!({"pins": ["  STRASSE 2 "]});
    keep(&world, "mixed", one(" e\u{301}TUI-1 "), pins, json!({}));
    for written in ["%C3%89tui-1", "e%CC%81tui-1", "%C3%89TUI-1"] {
        assert_eq!(shown(&world, written), "Straße 2", "{written}");
    }
    let rule = all(&[row("sku", "in", json!(["STRASSE 2-V", "nothing"]))]);
    assert_eq!(matching(&world, rule, "étui-1", "en_US"), "Straße 2");
    let hidden = json!({"rule": all(&[row("price", "equal", json!(5))]), "hidden": ["strasse 2"]});
    keep(&world, "hiding", one("STRASSE 2-V"), hidden, json!({}));
    assert_eq!(shown(&world, "stra%C3%9Fe%202"), "Étui-1", "the page of a variant is its product's");
}

#[test]
fn the_minimum_counts_what_every_exclusion_left() {
    let world = shop(SHOP);
    let target = json!({"rule": all(&[row("brand", "equal", json!("Other"))]), "hidden": ["E"]});
    keep(&world, "few", one("A"), target, json!({"minimum": 2, "priority": 1}));
    keep(&world, "next", one("A"), json!({"pins": ["B"]}), json!({"priority": 2}));
    assert_eq!(shown(&world, "A"), "B", "of three, one is out of stock and one hidden");
    import(&world, "sku,stock\nD,3\n");
    assert_eq!(shown(&world, "A"), "B C D", "now two are left");
}
