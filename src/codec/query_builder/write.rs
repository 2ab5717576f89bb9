//! A draft to JSON, iteratively; rows that belong to no group, or lie too deep, are left out.

use std::collections::HashMap;

use serde_json::{Map, Number, Value, json};

use super::read::is_parted;
use super::{COMMA, DEPTH_WRITTEN_MAX, VERSION};
use crate::domain::rule::draft::{Body, Condition, Draft, Matching, Node, NodeId};

pub(super) fn write(draft: &Draft) -> Value {
    let tree = draft.nodes.first().and_then(|root| root.id.as_str().chars().next()).unwrap_or('t');
    let order = in_reading_order(draft);
    let mut waiting: Vec<Vec<Value>> = order.iter().map(|_| Vec::new()).collect();
    for (at, (node, parent)) in order.iter().enumerate().rev() {
        let mut children = waiting.pop().unwrap_or_default();
        children.reverse();
        let json = Value::Object(row(node, at, tree, children));
        match parent.and_then(|parent| waiting.get_mut(parent)) {
            Some(siblings) => siblings.push(json),
            None => return json,
        }
    }
    json!({"version": VERSION, "condition": "AND", "rules": []})
}

/// Returns the nodes that hang on the root, a parent before its children, each with its parent's place in this list.
fn in_reading_order(draft: &Draft) -> Vec<(&Node, Option<usize>)> {
    let mut children: HashMap<&NodeId, Vec<&Node>> = HashMap::new();
    for node in &draft.nodes {
        if let Some(parent) = &node.parent {
            children.entry(parent).or_default().push(node);
        }
    }
    let mut order: Vec<(&Node, Option<usize>)> = Vec::with_capacity(draft.nodes.len());
    let mut waiting: Vec<(&Node, Option<usize>, usize)> = Vec::new();
    waiting.extend(draft.nodes.first().map(|root| (root, None, 1)));
    while let Some((node, parent, depth)) = waiting.pop() {
        let at = order.len();
        order.push((node, parent));
        // Taking the children out of the map is what ends a circle of parents.
        if matches!(node.body, Body::Group { .. }) && depth < DEPTH_WRITTEN_MAX {
            let below = children.remove(&node.id).unwrap_or_default();
            waiting.extend(below.into_iter().rev().map(|child| (child, Some(at), depth + 1)));
        }
    }
    order
}

fn row(node: &Node, at: usize, tree: char, children: Vec<Value>) -> Map<String, Value> {
    let mut row = Map::new();
    if at == 0 {
        row.insert("version".into(), json!(VERSION));
    }
    if node.id != NodeId::numbered(tree, at) {
        row.insert("node".into(), json!(node.id.as_str()));
    }
    if node.muted {
        row.insert("muted".into(), json!(true));
    }
    match &node.body {
        Body::Group { matching, same_variant } => {
            let condition = match matching {
                Matching::All => "AND",
                Matching::Any => "OR",
                Matching::None => "NONE",
            };
            row.insert("condition".into(), json!(condition));
            if *same_variant {
                row.insert("same_variant".into(), json!(true));
            }
            row.insert("rules".into(), Value::Array(children));
        }
        Body::Condition(condition) => leaf(condition, &mut row),
    }
    row
}

fn leaf(condition: &Condition, row: &mut Map<String, Value>) {
    let (kind, input) = kind(&condition.field);
    let number = kind == "double" || kind == "integer";
    row.insert("id".into(), json!(condition.field));
    row.insert("field".into(), json!(condition.field));
    row.insert("type".into(), json!(kind));
    row.insert("input".into(), json!(input));
    row.insert("operator".into(), json!(condition.operator));
    let listed = COMMA.contains(&condition.operator.as_str()) || condition.operator.ends_with("between");
    match condition.values.as_slice() {
        [] if listed && condition.from_source.is_none() => row.insert("value".into(), json!([])),
        [] if condition.from_source.is_some() => None,
        [] => row.insert("value".into(), Value::Null),
        [one] if !listed || is_parted(&condition.operator, &condition.values) => {
            row.insert("value".into(), scalar(one, number))
        }
        many => row.insert("value".into(), many.iter().map(|value| scalar(value, number)).collect()),
    };
    if condition.with_sub {
        row.insert("with_sub".into(), json!(true));
    }
    if let Some(from) = &condition.from_source {
        let mut rhs = Map::new();
        rhs.insert("source".into(), json!(from.field));
        for (name, factors) in [("mul", &from.mul), ("add", &from.add)] {
            match factors.as_slice() {
                [] => None,
                [one] => rhs.insert(name.into(), scalar(one, true)),
                many => rhs.insert(name.into(), many.iter().map(|factor| scalar(factor, true)).collect()),
            };
        }
        row.insert("rhs".into(), Value::Object(rhs));
    }
}

/// Returns a number where one is meant and reads back as the same text; a text otherwise.
fn scalar(text: &str, number: bool) -> Value {
    let exact = || text.parse::<Number>().ok().filter(|number| number.to_string() == text);
    match number.then(exact).flatten() {
        Some(number) => Value::Number(number),
        None => json!(text),
    }
}

/// Returns what jQuery-QueryBuilder calls the type and the input of a field.
fn kind(field: &str) -> (&'static str, &'static str) {
    match field {
        "price" | "regular_price" | "discount_percent" | "margin" | "rating" => ("double", "number"),
        "stock" | "reviews" | "sold_7d" | "sold_30d" | "sold_90d" | "viewed_7d" | "viewed_30d"
        | "viewed_90d" => ("integer", "number"),
        "in_stock" | "on_sale" | "is_new" => ("boolean", "radio"),
        "created_at" | "product_created_at" | "updated_at" | "new_from" | "new_until" => ("date", "text"),
        "category" | "brand" | "attribute_set" | "product_type" | "status" | "label" | "store" => {
            ("string", "select")
        }
        _ => ("string", "text"),
    }
}
