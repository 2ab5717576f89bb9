use super::*;
use crate::codec::query_builder::write;
use crate::domain::rule::fixture::{rule, vocabulary};

/// Returns the rule that a query set becomes, and the troubles.
fn read(text: &str) -> (String, Vec<String>) {
    let vocabulary = vocabulary();
    let told = |troubles: Vec<Trouble>| troubles.into_iter().map(|trouble| trouble.message).collect();
    match Rules::new(&vocabulary).read(text) {
        Ok((draft, troubles)) => (write(&draft).to_string(), told(troubles)),
        Err(troubles) => (String::new(), told(troubles)),
    }
}

fn leaf(id: &str, operator: &str, value: &str) -> String {
    format!(
        r#"{{"condition":"AND","rules":[{{"condition":null,"rules":{{}},"id":"{id}","field":"x","type":"string","input":"text","operator":"{operator}","value":"{value}"}}]}}"#
    )
}

#[test]
fn a_query_set_becomes_a_rule_of_ours() {
    for (id, operator, value, ours) in [
        ("product_sku", "in", "004, 005 ,006,", "sku in 004|005|006"),
        ("product_category_name", "equal", "Cameras", "category equal cameras"),
        ("product_category_name", "equal", "Accessories", "category in cam-acc|bag-acc"),
        ("product_category_name", "not_equal", "Accessories", "category not_in cam-acc|bag-acc"),
        ("product_category_name", "in", "Lenses, Accessories", "category in lenses|cam-acc|bag-acc"),
        ("product_category_name", "begins_with", "Len", "category begins_with Len"),
        ("product.json.brand", "equal", "x, co", "brand equal x-co"),
        ("product.json.brand", "IN", "Sony,Canon", "brand in sony|canon"),
        ("product.json.series", "greater", "Canon", "attribute.series greater Canon"),
        ("product_created_at", "greater_or_equal", "2026-01-02", "created_at greater_or_equal 2026-01-02"),
    ] {
        let (written, troubles) = read(&leaf(id, operator, value));
        assert_eq!(troubles, Vec::<String>::new(), "{id} {operator} {value}");
        assert_eq!(written, write(&rule(ours)).to_string(), "{id} {operator} {value}");
    }
}

#[test]
fn every_form_of_a_query_set_is_read_and_deep_groups_mean_what_they_say() {
    let deep = r#"{"condition":"and","rules":[{"rules":[],"condition":null,"id":"product_sku","field":"product_sku","operator":"equal","value":"A","colour":"spam"},
        {"condition":"Or","rules":[{"id":null,"field":"spy_category_attribute.name","operator":"equal","value":"Bags"},
        {"condition":"AND","id":null,"field":null,"operator":null,"value":null,"rules":[{"id":"product.json.series","operator":"equal","value":"1"},{"id":"product_name","rules":{},"operator":"less","value":"b"}]}]}]}"#;
    let (written, troubles) = read(deep);
    assert_eq!(troubles, Vec::<String>::new());
    let ours = "all\n  sku equal A\n  any\n    category equal bags\n    all\n      attribute.series equal 1\n      name less b";
    assert_eq!(written, write(&rule(ours)).to_string());
}

#[test]
fn what_is_not_known_is_told_with_what_was_meant_and_stays() {
    for (id, value, words) in [
        ("product_category_name", "Camras", "category “Camras” is not known; did you mean “Cameras”?"),
        ("product.json.colour", "Sliver", "colour “Sliver” is not known; did you mean “Silver”?"),
        ("product.json.colur", "red", "did you mean “attribute.colour”?"),
        ("product_category_name", "Lenses, Bags", "category “Lenses, Bags” is not known"),
        ("product_category_name", "Spaceships", "category “Spaceships” is not known; choose another."),
    ] {
        let (written, troubles) = read(&leaf(id, "equal", value));
        assert!(troubles.iter().any(|trouble| trouble.contains(words)), "{words}: {troubles:?}");
        assert!(written.contains(value), "{written}");
    }
    // A list is parted at every comma, and so holds no name with a comma in it.
    let (_, troubles) = read(&leaf("product.json.brand", "in", "x, co, Sony"));
    assert_eq!(troubles.len(), 2, "{troubles:?}");
    for text in ["", "null"] {
        assert!(Rules::new(&vocabulary()).read(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_rule_is_refused() {
    let empty = r#"{"condition":"AND","rules":[]}"#;
    let cases = [
        "",
        "{",
        "[]",
        "text",
        empty,
        &leaf("product_sku", "resembles", "A"),
        &leaf("product_sku", "equal", " "),
    ];
    for text in cases {
        let (written, troubles) = read(text);
        assert!(written.is_empty() && !troubles.is_empty(), "{text}: {written}");
    }
}
