//! Drafts of relations as the steps of an editing session keep them: nothing typed is lost, however unfinished.
//!
//! Rules are written flat, as drafts hold them, so that orphans, doubles and any depth come back as they were. Only
//! Kindred reads this; the format of others is `relation`.

use serde_json::{Map, Value, json};

use crate::domain::problem::Problems;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule;
use crate::domain::rule::draft::{Body, Condition, FromSource, Matching, Node, NodeId};

/// Writes a draft.
pub fn write(draft: &Draft) -> Value {
    json!({
        "key": draft.key,
        "name": draft.name,
        "type": draft.kind,
        "active": draft.active,
        "priority": draft.priority,
        "source_kind": draft.source_kind.as_str(),
        "source_sku": draft.source_sku,
        "source_skus": draft.source_skus,
        "source_rule": rule_to_json(&draft.source_rule),
        "pins": draft.pins,
        "target_rule": rule_to_json(&draft.target_rule),
        "hidden": draft.hidden,
        "limit": draft.limit,
        "sort": draft.sort,
        "minimum": draft.minimum,
        "stores": draft.stores,
        "segments": draft.segments,
        "from": draft.from,
        "until": draft.until,
        "weekdays": draft.weekdays,
        "hours": draft.hours,
        "keep_current": draft.keep_current,
        "stop_here": draft.stop_here,
        "note": draft.note,
    })
}

fn rule_to_json(rule: &rule::draft::Draft) -> Value {
    rule.nodes.iter().map(node_to_json).collect()
}

fn node_to_json(node: &Node) -> Value {
    let mut json = json!({"id": node.id.as_str(), "in": node.parent.as_ref().map(NodeId::as_str)});
    let body = match &node.body {
        Body::Group { matching, same_variant } => {
            let matching = match matching {
                Matching::All => "all",
                Matching::Any => "any",
                Matching::None => "none",
            };
            json!({"match": matching, "same_variant": same_variant})
        }
        Body::Condition(condition) => json!({
            "field": condition.field,
            "op": condition.operator,
            "v": condition.values,
            "with_sub": condition.with_sub,
            "source": condition.from_source.as_ref().map(|from| json!({"field": from.field, "mul": from.mul, "add": from.add})),
        }),
    };
    if let (Some(json), Value::Object(body)) = (json.as_object_mut(), body) {
        json.insert("muted".into(), json!(node.muted));
        json.extend(body);
    }
    json
}

/// Reads a draft; what is missing or of another shape is as in a new one, so that no step of an older Kindred is lost.
pub fn read(json: &Value) -> Result<Draft, Problems> {
    let Some(object) = json.as_object() else {
        let mut problems = Problems::default();
        problems.add("", "This draft cannot be read. Open the relation anew.");
        return Err(problems);
    };
    let new = Draft::new();
    Ok(Draft {
        key: text(object, "key").unwrap_or(new.key),
        name: text(object, "name").unwrap_or(new.name),
        kind: text(object, "type").unwrap_or(new.kind),
        active: flag(object, "active").unwrap_or(new.active),
        priority: text(object, "priority").unwrap_or(new.priority),
        source_kind: text(object, "source_kind")
            .and_then(|kind| SourceKind::parse(&kind))
            .unwrap_or(new.source_kind),
        source_sku: text(object, "source_sku").unwrap_or(new.source_sku),
        source_skus: texts(object, "source_skus").unwrap_or(new.source_skus),
        source_rule: rule_from_json(object.get("source_rule")).unwrap_or(new.source_rule),
        pins: texts(object, "pins").unwrap_or(new.pins),
        target_rule: rule_from_json(object.get("target_rule")).unwrap_or(new.target_rule),
        hidden: texts(object, "hidden").unwrap_or(new.hidden),
        limit: text(object, "limit").unwrap_or(new.limit),
        sort: text(object, "sort").unwrap_or(new.sort),
        minimum: text(object, "minimum").unwrap_or(new.minimum),
        stores: texts(object, "stores"),
        segments: texts(object, "segments"),
        from: text(object, "from").unwrap_or(new.from),
        until: text(object, "until").unwrap_or(new.until),
        weekdays: texts(object, "weekdays").unwrap_or(new.weekdays),
        hours: texts(object, "hours")
            .and_then(|hours| <[String; 2]>::try_from(hours).ok())
            .unwrap_or(new.hours),
        keep_current: flag(object, "keep_current").unwrap_or(new.keep_current),
        stop_here: flag(object, "stop_here").unwrap_or(new.stop_here),
        note: text(object, "note").unwrap_or(new.note),
    })
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

fn flag(object: &Map<String, Value>, key: &str) -> Option<bool> {
    object.get(key)?.as_bool()
}

fn texts(object: &Map<String, Value>, key: &str) -> Option<Vec<String>> {
    let list = object.get(key)?.as_array()?;
    Some(list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
}

fn rule_from_json(json: Option<&Value>) -> Option<rule::draft::Draft> {
    let nodes: Vec<Node> = json?.as_array()?.iter().filter_map(node_from_json).collect();
    Some(rule::draft::Draft { nodes })
}

fn node_from_json(json: &Value) -> Option<Node> {
    let object = json.as_object()?;
    let id = NodeId::parse(object.get("id")?.as_str()?)?;
    let parent = object.get("in").and_then(Value::as_str).and_then(NodeId::parse);
    let body = match object.get("match").and_then(Value::as_str) {
        Some(matching) => Body::Group {
            matching: match matching {
                "any" => Matching::Any,
                "none" => Matching::None,
                _ => Matching::All,
            },
            same_variant: flag(object, "same_variant").unwrap_or(false),
        },
        None => Body::Condition(Condition {
            field: text(object, "field").unwrap_or_default(),
            operator: text(object, "op").unwrap_or_default(),
            values: texts(object, "v").unwrap_or_default(),
            with_sub: flag(object, "with_sub").unwrap_or(false),
            from_source: object.get("source").and_then(Value::as_object).map(|from| FromSource {
                field: text(from, "field").unwrap_or_default(),
                mul: texts(from, "mul").unwrap_or_default(),
                add: texts(from, "add").unwrap_or_default(),
            }),
        }),
    };
    Some(Node { id, parent, muted: flag(object, "muted").unwrap_or(false), body })
}

#[cfg(test)]
mod tests;
