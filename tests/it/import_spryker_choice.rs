//! Values of Spryker's attributes: known once under all their names, referred to by rules, whatever the order of the files.

use kindred::domain::attribute::{Attribute, AttributeKind};
use kindred::domain::rule::draft::Body;
use kindred::domain::staff::Role;

use crate::spryker_files::{Folder, apply, came_to, check, import, told};
use crate::world::World;

const STORES: [(&str, &str); 3] = [
    ("store.csv", "name\nDE\n"),
    ("locale_store.csv", "locale_name,store_name\nen_US,DE\nde_DE,DE\n"),
    ("currency_store.csv", "currency_code,store_name,is_default\nEUR,DE,1\n"),
];
const MANAGEMENT: &str = "key,input_type,allow_input,is_multiple,values,key_translation.en_US,value_translations.en_US,value_translations.de_DE\n\
    colour,select,no,no,\"red,blue\",Colour,\"Red,Blue\",\"Rot,Blau\"\n\
    suits,text,yes,yes,\"wood,metal\",Suits,\"wood,metal\",\"Holz,Metall\"\n";
const ABSTRACT: &str = "category_key,abstract_sku,name.en_US,attribute_key_1,value_1,attribute_key_2,value_2,attribute_key_2.en_US,value_2.en_US,attribute_key_2.de_DE,value_2.de_DE\n\
    ,A,A,,,colour,red,,,,\n\
    ,B,B,,,,,colour,Red,colour,Rot\n\
    ,C,C,,,,,,,colour,Rot\n\
    ,D,D,suits,\"wood,stone\",colour,green,,,colour,Grün\n\
    ,E,E,note,\"smooth, dry\",,,,,,\n";

fn relation(key: &str, owner: &str, field: &str, operator: &str, value: &str) -> String {
    format!(
        "{key},{owner},related-products,\"{{\"\"condition\"\":\"\"AND\"\",\"\"rules\"\":[{{\"\"id\"\":\"\"product.json.{field}\"\",\"\"operator\"\":\"\"{operator}\"\",\"\"value\"\":\"\"{value}\"\"}}]}}\",1,1\n"
    )
}

fn relations() -> String {
    let rows = [
        relation("red", "A", "colour", "equal", "red"),
        relation("rot", "B", "colour", "equal", "ROT"),
        relation("gruen", "C", "colour", "in", "Grün, blau"),
        relation("not-red", "D", "colour", "not_in", "Rot,blue"),
        relation("stone", "E", "suits", "equal", "stone"),
        relation("note", "A", "note", "equal", "smooth, dry"),
        relation("typo", "B", "colour", "in", "red,blau,grene"),
        relation("begins", "C", "suits", "begins_with", "wo"),
    ];
    format!(
        "product_relation_key,product,relation_type,rule,is_active,is_rebuild_scheduled\n{}",
        rows.concat()
    )
}

/// Returns the skus that a relation's rule means, in a locale, whatever is shown.
fn raw(world: &World, key: &str, locale: &str) -> String {
    let address = format!("/api/v1/relations/{key}/targets?raw=1&locale={locale}");
    let answer = world.caller(Role::Viewer).get(&address);
    assert_eq!(answer.status, 200, "{key}: {}", answer.text());
    let items = answer.json()["items"].as_array().unwrap().clone();
    let mut skus: Vec<&str> = items.iter().map(|item| item["sku"].as_str().unwrap()).collect();
    skus.sort_unstable();
    skus.join(" ")
}

fn attribute(world: &World, key: &str) -> Attribute {
    world.app.snapshot().vocabulary().attribute_by_key(key).unwrap().clone()
}

fn values(world: &World, key: &str) -> Vec<String> {
    attribute(world, key).options.into_iter().map(|option| option.key).collect()
}

/// Returns the values that a relation's rule names.
fn named(world: &World, key: &str) -> Vec<String> {
    let snapshot = world.app.snapshot();
    let nodes = &snapshot.relation(key).unwrap().draft.target_rule.nodes;
    match &nodes[1].body {
        Body::Condition(row) => row.values.clone(),
        Body::Group { .. } => panic!("{key} begins with a group"),
    }
}

fn broken(world: &World) -> Vec<String> {
    let snapshot = world.app.snapshot();
    let broken = snapshot.relations().iter().filter(|standing| !standing.problems.is_empty());
    broken.map(|standing| standing.key.clone()).collect()
}

#[test]
fn values_are_known_once_under_all_their_names_and_rules_refer_to_them() {
    let world = World::new();
    let related = relations();
    let mut files = STORES.to_vec();
    files.extend([
        ("product_management_attribute.csv", MANAGEMENT),
        ("product_abstract.csv", ABSTRACT),
        ("product_relation.csv", &related),
    ]);
    let folder = Folder::of(&files);
    let dry = check(&world, &folder.0);
    let first = apply(&world, &folder.0);
    assert_eq!((came_to(&dry), told(&dry)), (came_to(&first), told(&first)));
    assert_eq!((first.failure.as_deref(), first.counts.refused), (None, 0), "{:?}", told(&first));
    assert_eq!(attribute(&world, "colour").kind, AttributeKind::Choice);
    assert_eq!(values(&world, "colour"), ["red", "blue", "green", "Grün"]);
    assert_eq!(values(&world, "suits"), ["wood", "metal", "stone"]);
    assert_eq!(values(&world, "note"), ["smooth, dry"]);
    for (key, values) in [
        ("red", vec!["red"]),
        ("rot", vec!["red"]),
        ("gruen", vec!["Grün", "blue"]),
        ("typo", vec!["red", "blue", "grene"]),
        ("note", vec!["smooth, dry"]),
    ] {
        assert_eq!(named(&world, key), values, "{key}");
    }
    // What only one language says holds in that language alone.
    for (key, english, german) in [
        ("red", "A B", "A B C"),
        ("rot", "A B", "A B C"),
        ("gruen", "", "D"),
        ("not-red", "C D E", "D E"),
        ("stone", "D", "D"),
        ("note", "E", "E"),
        ("typo", "A B", "A B C"),
        ("begins", "D", ""),
    ] {
        assert_eq!(
            (raw(&world, key, "en_US").as_str(), raw(&world, key, "de_DE").as_str()),
            (english, german),
            "{key}"
        );
    }
    assert_eq!(broken(&world), ["typo"]);
    let grene = "colour “grene” is not known; did you mean “green”?";
    assert!(told(&first).iter().any(|line| line.contains(grene)), "{:?}", told(&first));
    let second = came_to(&apply(&world, &folder.0));
    assert_eq!([second[1], second[2]], [0, 0]);
}

#[test]
fn a_value_that_is_called_otherwise_later_leaves_relations_right() {
    let world = World::new();
    import(&world, "product_management_attribute.csv", MANAGEMENT.as_bytes());
    import(&world, "product_abstract.csv", ABSTRACT.as_bytes());
    import(&world, "product_relation.csv", relations().as_bytes());
    let before = raw(&world, "red", "en_US");
    let renamed = MANAGEMENT.replace("Red,Blue", "Crimson,Navy").replace("Rot,Blau", "Karmin,Marine");
    let report = import(&world, "product_management_attribute.csv", renamed.as_bytes());
    assert_eq!(report.counts.changed, 1, "{:?}", told(&report));
    assert_eq!((raw(&world, "red", "en_US"), raw(&world, "rot", "en_US")), (before.clone(), before));
    assert_eq!(named(&world, "rot"), ["red"]);
    let page = world.anna().page("/relations/rot");
    assert!(page.contains("Crimson") && !page.contains("Rot</"), "{page}");
}

#[test]
fn what_an_attribute_is_does_not_depend_on_the_order_of_its_files() {
    let keys = "attribute_key,is_super\ncolour,1\nsuits,0\nweight,0\n";
    let numbers = "key,input_type,is_multiple,values\nweight,number,no,\n";
    let files = [
        ("product_attribute_key.csv", keys),
        ("product_management_attribute.csv", numbers),
        ("product_management_attribute.csv", MANAGEMENT),
        ("product_abstract.csv", ABSTRACT),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1], [1, 0, 3, 2]] {
        let world = World::new();
        for _ in 0..2 {
            for at in order {
                let (name, text) = files[at];
                let report = import(&world, name, text.as_bytes());
                assert_eq!((report.failure, report.counts.refused), (None, 0), "{order:?} {name}");
            }
        }
        for (name, text) in files {
            assert_eq!(came_to(&import(&world, name, text.as_bytes()))[1..3], [0, 0], "{order:?} {name}");
        }
        let kinds = ["colour", "suits", "note", "weight"].map(|key| attribute(&world, key).kind);
        let choice = AttributeKind::Choice;
        assert_eq!(kinds, [choice, choice, choice, AttributeKind::Number], "{order:?}");
        import(&world, "product_relation.csv", relations().as_bytes());
        assert_eq!(raw(&world, "red", "en_US"), "A B", "{order:?}");
        assert_eq!((raw(&world, "typo", "en_US").as_str(), broken(&world).len()), ("A B", 1), "{order:?}");
    }
}

#[test]
fn a_number_that_is_declared_too_late_is_told() {
    let world = World::new();
    let products = "category_key,abstract_sku,attribute_key_1,value_1\n,A,weight,9\n,B,weight,10\n";
    import(&world, "product_abstract.csv", products.as_bytes());
    let declared = "key,input_type,is_multiple,values\nweight,number,no,\n";
    let report = import(&world, "product_management_attribute.csv", declared.as_bytes());
    let words = "2 input_type number: “weight” is a choice here since its values came before this line";
    assert!(told(&report)[0].starts_with(words), "{:?}", told(&report));
    assert_eq!(attribute(&world, "weight").kind, AttributeKind::Choice);
}

#[test]
fn values_that_are_too_many_or_too_long_to_choose_from_stay_texts_and_are_told() {
    let head = "category_key,abstract_sku,attribute_key_1,value_1\n";
    let many: String = (0..=10_000).map(|n| format!(",P{n},code,c{n}\n")).collect();
    let long = format!(",P,care,{}\n,Q,care,{}\n,R,care,short\n", "é".repeat(255), "é".repeat(256));
    let keys = "attribute_key,is_super\ncode,0\ncare,0\n";
    for (key, text, limit) in [
        ("code", &many, "“code” is a text: it has more than 10,000 different values"),
        (
            "care",
            &long,
            "“care” is a text: one of its values has 256 characters, and a value to choose has at most 255.",
        ),
    ] {
        for is_declared in [false, true] {
            let world = World::new();
            if is_declared {
                import(&world, "product_attribute_key.csv", keys.as_bytes());
            }
            let folder = Folder::of(&[("product_abstract.csv", &format!("{head}{text}"))]);
            let (dry, report) = (check(&world, &folder.0), apply(&world, &folder.0));
            assert_eq!(dry.notices, report.notices);
            assert!(report.notices.iter().any(|notice| notice.starts_with(limit)), "{:?}", report.notices);
            assert_eq!((report.counts.refused, attribute(&world, key).kind), (0, AttributeKind::Text));
            assert_eq!(values(&world, key), Vec::<String>::new());
        }
    }
    // A choice stays one; what is too long for it is left out alone.
    let world = World::new();
    import(&world, "product_abstract.csv", format!("{head},R,care,short\n").as_bytes());
    let report = import(&world, "product_abstract.csv", format!("{head}{long}").as_bytes());
    assert_eq!(came_to(&report), [3, 2, 0, 1, 0], "{:?}", told(&report));
    assert!(
        told(&report)[0].starts_with("3 care é") && told(&report)[0].contains("at most 255"),
        "{:?}",
        told(&report)
    );
    assert_eq!((attribute(&world, "care").kind, values(&world, "care").len()), (AttributeKind::Choice, 2));
}
