//! JSON to a draft, iteratively and in reading order.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{COMMA, NODES_READ_MAX, VERSION};
use crate::domain::decimal::clip;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};

/// One JSON node that waits to be read, with the place of its parent among those read.
struct Waiting<'a> {
    json: &'a Value,
    parent: Option<usize>,
}

/// One node that was read, before those without a name get one.
struct Found {
    name: Option<NodeId>,
    parent: Option<usize>,
    muted: bool,
    body: Body,
}

pub(super) fn read(json: &Value, tree: char) -> Result<Draft, Problems> {
    let mut problems = Problems::default();
    let root = NodeId::numbered(tree, 0);
    check_version(json, root.as_str(), &mut problems);
    let mut found: Vec<Found> = Vec::new();
    let mut waiting = vec![Waiting { json, parent: None }];
    if json.as_object().is_some_and(is_leaf) {
        let body = Body::Group { matching: Matching::All, same_variant: false };
        found.push(Found { name: None, parent: None, muted: false, body });
        waiting = vec![Waiting { json, parent: Some(0) }];
    }
    while let Some(next) = waiting.pop() {
        let at = found.len();
        if at >= NODES_READ_MAX {
            problems
                .add(root.as_str(), format!("A rule of more than {NODES_READ_MAX} rows is not read at all."));
            break;
        }
        let place = NodeId::numbered(tree, at);
        let Some(node) = next.json.as_object() else {
            problems
                .add(place.as_str(), "A row of a rule is an object with a field, an operator and a value.");
            // It keeps its place, so that those after it are called what they are.
            let body = Body::Condition(Condition::default());
            found.push(Found { name: None, parent: next.parent, muted: false, body });
            continue;
        };
        let name = name(node, place.as_str(), &mut problems);
        let place = name.clone().unwrap_or(place);
        let children = children(node);
        let body = match is_group(node, &children) || next.parent.is_none() {
            true => group(node, place.as_str(), children.is_empty(), &mut problems),
            false => Body::Condition(condition(node, place.as_str(), &mut problems)),
        };
        found.push(Found { name, parent: next.parent, muted: flag(node.get("muted")), body });
        waiting.extend(children.into_iter().rev().map(|json| Waiting { json, parent: Some(at) }));
    }
    problems.or(named(found, tree))
}

fn check_version(json: &Value, place: &str, problems: &mut Problems) {
    match json.get("version") {
        None | Some(Value::Null) => {}
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(version) => {
            let version = clip(&version.to_string());
            problems
                .add(place, format!("This rule is of version {version}; version {VERSION} is read here."));
        }
    }
}

/// Returns a leaf's or group's `rules`; Spryker writes `null` or `{}` on leaves, and numbered objects for lists.
fn children(node: &Map<String, Value>) -> Vec<&Value> {
    match node.get("rules") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(list)) => list.values().collect(),
        _ => Vec::new(),
    }
}

fn is_leaf(node: &Map<String, Value>) -> bool {
    let filled =
        |key: &str| node.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    children(node).is_empty() && ["id", "field", "operator"].into_iter().any(filled)
}

fn is_group(node: &Map<String, Value>, children: &[&Value]) -> bool {
    !children.is_empty() || (!is_leaf(node) && node.get("condition").is_some_and(Value::is_string))
}

fn group(node: &Map<String, Value>, place: &str, empty: bool, problems: &mut Problems) -> Body {
    if flag(node.get("not")) {
        problems.add(place, "A “not” on a group is not read; write the group with \"condition\": \"NONE\".");
    }
    let written = node.get("condition");
    let matching =
        match written.and_then(Value::as_str).map(|text| text.trim().to_ascii_uppercase()).as_deref() {
            Some("AND") => Matching::All,
            Some("OR") => Matching::Any,
            Some("NONE") => Matching::None,
            None if empty && written.is_none_or(Value::is_null) => Matching::All,
            _ => {
                problems.add(place, "A group's condition is AND, OR or NONE.");
                Matching::All
            }
        };
    Body::Group { matching, same_variant: flag(node.get("same_variant")) }
}

fn condition(node: &Map<String, Value>, place: &str, problems: &mut Problems) -> Condition {
    let text = |key: &str| node.get(key).and_then(Value::as_str).map(str::to_owned).unwrap_or_default();
    let field = Some(text("id")).filter(|id| !id.trim().is_empty()).unwrap_or_else(|| text("field"));
    let operator = text("operator");
    let mut values = list(node.get("value")).unwrap_or_else(|| {
        problems.add(format!("{place}.v"), "A value is a text, a number, true or false, or a list of those.");
        Vec::new()
    });
    // A list of one text with a comma is that text; the empty second value keeps `check` from parting it.
    let listed = matches!(node.get("value"), Some(Value::Array(_)));
    if listed && values.len() == 1 && is_parted(&operator, &values) {
        values.push(String::new());
    }
    let from_source = from_source(node.get("rhs"), place, problems);
    Condition { field, operator, values, with_sub: flag(node.get("with_sub")), from_source }
}

/// Returns true when `check` would part the only value at its commas.
pub(super) fn is_parted(operator: &str, values: &[String]) -> bool {
    COMMA.contains(&operator.trim()) && values.len() == 1 && values.iter().any(|value| value.contains(','))
}

fn from_source(rhs: Option<&Value>, place: &str, problems: &mut Problems) -> Option<FromSource> {
    let rhs = rhs.filter(|rhs| !rhs.is_null())?;
    let field = rhs.get("source").and_then(Value::as_str).map(str::to_owned);
    // An empty object is no value on Spryker's leaves; here it would be a factor that is quietly lost.
    let numbers =
        |key: &str| list(rhs.get(key).filter(|json| !json.is_null())).filter(|_| !rhs[key].is_object());
    let (mul, add) = (numbers("mul"), numbers("add"));
    let (Some(field), Some(mul), Some(add)) = (field, mul, add) else {
        let message = "The right-hand side of the product on the page is written {\"source\": field, \"mul\": 1.1, \"add\": 0}.";
        problems.add(format!("{place}.v"), message);
        return None;
    };
    Some(FromSource { field, mul, add })
}

/// Returns one value or a list as texts; none when something in it is neither text, number nor yes/no.
fn list(json: Option<&Value>) -> Option<Vec<String>> {
    match json {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Object(object)) if object.is_empty() => Some(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(scalar).collect(),
        Some(single) => scalar(single).map(|text| vec![text]),
    }
}

fn scalar(json: &Value) -> Option<String> {
    match json {
        Value::Null => Some(String::new()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn flag(json: Option<&Value>) -> bool {
    match json {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => {
            matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes")
        }
        _ => false,
    }
}

fn name(node: &Map<String, Value>, place: &str, problems: &mut Problems) -> Option<NodeId> {
    let written = node.get("node").filter(|name| !name.is_null())?;
    let name = written.as_str().and_then(NodeId::parse);
    if name.is_none() {
        problems.add(place, "A node's name is made of up to 40 letters, digits, “-” or “_”.");
    }
    name
}

/// Names the nodes that have no name by their place; a place that another node took as its name gets the next free one.
fn named(found: Vec<Found>, tree: char) -> Draft {
    let taken: HashSet<NodeId> = found.iter().filter_map(|node| node.name.clone()).collect();
    let mut free = found.len();
    let mut names: Vec<NodeId> = Vec::with_capacity(found.len());
    for (at, node) in found.iter().enumerate() {
        let mut name = node.name.clone().unwrap_or_else(|| NodeId::numbered(tree, at));
        while node.name.is_none() && taken.contains(&name) {
            name = NodeId::numbered(tree, free);
            free += 1;
        }
        names.push(name);
    }
    let parent = |at: Option<usize>| at.and_then(|at| names.get(at)).cloned();
    let nodes = found.into_iter().zip(&names).map(|(node, id)| Node {
        id: id.clone(),
        parent: parent(node.parent),
        muted: node.muted,
        body: node.body,
    });
    Draft { nodes: nodes.collect() }
}
