use super::query_set::Speaker;
use super::*;
use crate::domain::rule::fixture::{rule, vocabulary};
use serde_json::Value;

/// Writes a rule and tells each of its rows in one line, or what it cannot say.
fn told(typed: &str) -> String {
    match query_set::write(&rule(typed), &Speaker::new(&vocabulary())) {
        Ok(text) => {
            let json: Value = serde_json::from_str(&text).unwrap();
            rows(&json, 0).join("\n")
        }
        Err(lacks) => lacks.iter().map(|lack| format!("! {lack}")).collect::<Vec<_>>().join("\n"),
    }
}

fn rows(json: &Value, depth: usize) -> Vec<String> {
    assert_eq!(json.as_object().unwrap().len(), 8, "{json}");
    let text = |key: &str| json[key].as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    match json["rules"].as_array() {
        Some(rules) => {
            lines.push(format!("{}{}", "  ".repeat(depth), text("condition")));
            lines.extend(rules.iter().flat_map(|rule| rows(rule, depth + 1)));
        }
        None => {
            assert!(json["condition"].is_null() && json["rules"].as_object().unwrap().is_empty());
            lines.push(format!(
                "{}{} {} {} = {}",
                "  ".repeat(depth),
                text("id"),
                text("field"),
                text("operator"),
                text("value")
            ));
        }
    }
    lines
}

#[test]
fn rules_are_said_as_spryker_stores_them() {
    for (typed, expected) in [
        ("sku in B,  A ,C", "AND\n  product_sku product_sku in = B,A,C"),
        ("sku in B|A", "AND\n  product_sku product_sku in = B,A"),
        (
            "category equal cameras",
            "AND\n  product_category_name spy_category_attribute.name equal = Cameras",
        ),
        (
            "category in cam-acc|bag-acc",
            "AND\n  product_category_name spy_category_attribute.name equal = Accessories",
        ),
        ("category equal cameras /sub\n~name equal X", "! “Accessories” is the name of several categories."),
        (
            "category in lenses|bags",
            "AND\n  product_category_name spy_category_attribute.name in = Lenses,Bags",
        ),
        (
            "category equal Lensses",
            "AND\n  product_category_name spy_category_attribute.name equal = Lensses",
        ),
        ("brand equal sony", "AND\n  product.json.brand spy_product_abstract.attributes equal = Sony"),
        ("brand in x-co", "AND\n  product.json.brand spy_product_abstract.attributes equal = X, Co"),
        (
            "brand in x-co|sony",
            "AND\n  OR\n    product.json.brand spy_product_abstract.attributes equal = X, Co\n    \
             product.json.brand spy_product_abstract.attributes equal = Sony",
        ),
        (
            "brand not_in x-co|sony",
            "AND\n  AND\n    product.json.brand spy_product_abstract.attributes not_equal = X, Co\n    \
             product.json.brand spy_product_abstract.attributes not_equal = Sony",
        ),
        (
            "attribute.colour equal w1",
            "AND\n  product.json.colour spy_product_abstract.attributes equal = w1",
        ),
        (
            "attribute.weight greater 9",
            "AND\n  product.json.weight spy_product_abstract.attributes greater = 9",
        ),
        ("attribute.gone equal 9", "AND\n  product.json.gone spy_product_abstract.attributes equal = 9"),
        ("created_at less 2026-01-02", "AND\n  product_created_at product_created_at less = 2026-01-02"),
        (
            "all\n  any\n    name contains X\n    ~name contains Y\n  any\n    ~name equal Z",
            "AND\n  OR\n    product_name product_name contains = X",
        ),
    ] {
        assert_eq!(told(typed), expected, "{typed}");
    }
}

#[test]
fn what_spryker_cannot_say_is_told() {
    for (typed, expected) in [
        ("price less 5", "! “price” is not a field there."),
        ("label equal new", "! “label” is not a field there."),
        ("brand equal @brand", "! “brand” is compared with the product on the page."),
        ("name is_empty", "! “name” is compared by “is not set”."),
        (
            "attribute.fits_mount equal @attribute.mount",
            "! “fits mount” is compared with the product on the page.",
        ),
        ("attribute.gone is_not_empty", "! “attribute.gone” is compared by “is set”."),
        ("reviews less 5", "! “number of reviews” is not a field there."),
        ("category equal cam-acc", "! “Accessories” is the name of several categories."),
        (
            "none\n  name equal X\n  price less 5",
            "! It has a “none of” group.\n! “price” is not a field there.",
        ),
        ("all same\n  name equal X", "! It asks that one and the same variant meets several conditions."),
        ("all", "! It has no rule."),
    ] {
        assert_eq!(told(typed), expected, "{typed}");
    }
}

#[test]
fn a_file_is_written_piece_by_piece_with_one_head() {
    let row = |key: &str, stores: &[&str]| Row {
        key: key.into(),
        product: "A \"1\"".into(),
        kind: kind("Related").into(),
        rule: query_set::listed(&["B".into(), "C".into()]),
        active: true,
        current: false,
        stores: stores.iter().map(|store| (*store).to_owned()).collect(),
    };
    let rows = [row("a", &[]), row("b", &["DE", "AT"])];
    let [relations, stores] = Table::ALL.map(|table| {
        let whole = write(table, &rows, true).unwrap();
        let [first, second] = rows.each_ref().map(std::slice::from_ref);
        let pieces = [write(table, first, true).unwrap(), write(table, second, false).unwrap()];
        assert_eq!(pieces.concat(), whole);
        assert_eq!(
            write(table, &[], true).unwrap(),
            whole[..=whole.iter().position(|c| *c == b'\n').unwrap()]
        );
        format!("{}\n{}", table.file(), String::from_utf8(whole).unwrap())
    });
    let rule = "\"{\"\"condition\"\":\"\"AND\"\",\"\"rules\"\":[{\"\"condition\"\":null,\"\"rules\"\":{},\
                \"\"id\"\":\"\"product_sku\"\",\"\"field\"\":\"\"product_sku\"\",\"\"type\"\":\"\"string\"\",\
                \"\"input\"\":\"\"text\"\",\"\"operator\"\":\"\"in\"\",\"\"value\"\":\"\"B,C\"\"}],\"\"id\"\":null,\
                \"\"field\"\":null,\"\"type\"\":null,\"\"input\"\":null,\"\"operator\"\":null,\"\"value\"\":null}\"";
    assert_eq!(
        relations,
        format!(
            "product_relation.csv\nproduct_relation_key,product,relation_type,rule,is_active,is_rebuild_scheduled\n\
             a,\"A \"\"1\"\"\",related-products,{rule},1,0\nb,\"A \"\"1\"\"\",related-products,{rule},1,0\n"
        )
    );
    assert_eq!(stores, "product_relation_store.csv\nproduct_relation_key,store_name\nb,DE\nb,AT\n");
}
