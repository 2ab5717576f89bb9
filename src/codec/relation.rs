//! Relations as the API and the stored row write them.
//!
//! Texts, numbers and dates go over as they were typed; `check` judges them. Only the chosen kind of source is written.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::query_builder;
use crate::domain::problem::Problems;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::rule;
use crate::domain::rule::draft::{Body, Matching, Node, NodeId};

/// Reads a relation; what is left out has its default, name, type, source and target excepted. Unknown keys are ignored.
pub fn read(json: &Value) -> Result<Draft, Problems> {
    let mut problems = Problems::default();
    let Some(object) = json.as_object() else {
        problems.add("", "A relation is a JSON object with a name, a type, a source and a target.");
        return Err(problems);
    };
    let mut reader = Reader { object, problems };
    let mut draft = Draft {
        key: reader.text("key", ""),
        name: reader.text("name", ""),
        kind: reader.text("type", ""),
        active: reader.flag("active", Absent::True),
        priority: reader.text("priority", "100"),
        limit: reader.text("limit", ""),
        sort: reader.text("sort", "best_selling"),
        minimum: reader.text("minimum", ""),
        stores: reader.texts("stores"),
        segments: reader.texts("segments"),
        from: reader.text("from", ""),
        until: reader.text("until", ""),
        weekdays: reader.texts("weekdays").unwrap_or_default(),
        hours: reader.hours(),
        keep_current: reader.flag("keep_current", Absent::True),
        stop_here: reader.flag("stop_here", Absent::False),
        note: reader.text("note", ""),
        ..Draft::new()
    };
    reader.source(&mut draft);
    reader.target(&mut draft);
    rename(&mut draft.source_rule, 's');
    rename(&mut draft.target_rule, 't');
    reader.problems.or(draft)
}

/// What a missing yes or no means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absent {
    True,
    False,
}

struct Reader<'a> {
    object: &'a Map<String, Value>,
    problems: Problems,
}

impl Reader<'_> {
    fn text(&mut self, key: &str, absent: &str) -> String {
        match self.object.get(key) {
            None | Some(Value::Null) => absent.to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.problems.add(key, format!("“{key}” is one text or number."));
                String::new()
            }
        }
    }

    fn flag(&mut self, key: &str, absent: Absent) -> bool {
        match self.object.get(key) {
            None | Some(Value::Null) => absent == Absent::True,
            Some(Value::Bool(yes)) => *yes,
            Some(_) => {
                self.problems.add(key, format!("“{key}” is true or false."));
                absent == Absent::True
            }
        }
    }

    fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let object = self.object;
        texts(object.get(key), key, &mut self.problems)
    }

    fn hours(&mut self) -> [String; 2] {
        let mut hours = self.texts("hours").unwrap_or_default();
        if hours.len() > 2 {
            self.problems.add("hours", "“hours” are two times of day: from and until.");
        }
        let until = if hours.len() > 1 { hours.swap_remove(1) } else { String::new() };
        [hours.into_iter().next().unwrap_or_default(), until]
    }

    fn source(&mut self, draft: &mut Draft) {
        let Some(source) = self.object.get("source").and_then(Value::as_object) else {
            self.problems.add(
                "source",
                "Say on which products it shows: {\"kind\": \"one\", \"list\", \"rule\" or \"all\", …}.",
            );
            return;
        };
        let kind = source.get("kind").and_then(Value::as_str).and_then(SourceKind::parse);
        let Some(kind) = kind else {
            self.problems.add("source", "The kind of a source is one, list, rule or all.");
            return;
        };
        draft.source_kind = kind;
        self.foreign(source, kind);
        match kind {
            SourceKind::One => match source.get("sku") {
                Some(Value::String(sku)) => draft.source_sku = sku.clone(),
                Some(Value::Number(number)) => draft.source_sku = number.to_string(),
                _ => self.problems.add("source_sku", "Give the source's “sku”."),
            },
            SourceKind::List => {
                draft.source_skus =
                    texts(source.get("skus"), "source_skus", &mut self.problems).unwrap_or_default();
            }
            SourceKind::Rule => draft.source_rule = self.rule(source.get("rule"), 's'),
            SourceKind::All => {}
        }
    }

    /// Refuses what another kind of source says beside its own: whoever sends a rule with the kind `all` means the rule.
    /// Where its own is missing, that is told instead.
    fn foreign(&mut self, source: &Map<String, Value>, kind: SourceKind) {
        let told = [("sku", SourceKind::One), ("skus", SourceKind::List), ("rule", SourceKind::Rule)];
        let told = told.into_iter().filter(|(name, _)| source.get(*name).is_some_and(says_something));
        let told: Vec<(&str, SourceKind)> = told.collect();
        let is_there = kind == SourceKind::All || told.iter().any(|(_, own)| *own == kind);
        for (name, _) in told.into_iter().filter(|(_, own)| is_there && *own != kind) {
            let kind = kind.as_str();
            let message = format!("A source of the kind “{kind}” has no “{name}”; remove one of the two.");
            self.problems.add("source", message);
        }
    }

    fn target(&mut self, draft: &mut Draft) {
        let target = match self.object.get("target") {
            Some(Value::Object(target)) => target,
            None | Some(Value::Null) => return,
            Some(_) => {
                return self
                    .problems
                    .add("target", "A target is an object with pins, a rule and hidden skus.");
            }
        };
        draft.pins = texts(target.get("pins"), "pins", &mut self.problems).unwrap_or_default();
        draft.hidden = texts(target.get("hidden"), "hidden", &mut self.problems).unwrap_or_default();
        draft.target_rule = self.rule(target.get("rule"), 't');
    }

    fn rule(&mut self, json: Option<&Value>, tree: char) -> rule::draft::Draft {
        let json =
            json.filter(|json| !json.is_null() && json.as_object().is_none_or(|object| !object.is_empty()));
        match json.map(|json| query_builder::read(json, tree)) {
            None => rule::draft::Draft::empty(tree),
            Some(Ok(rule)) => rule,
            Some(Err(problems)) => {
                self.problems.0.extend(problems.0);
                rule::draft::Draft::empty(tree)
            }
        }
    }
}

/// Returns true for what is more than nothing.
fn says_something(json: &Value) -> bool {
    match json {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn texts(json: Option<&Value>, place: &str, problems: &mut Problems) -> Option<Vec<String>> {
    let scalar = |item: &Value| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let list = match json {
        None | Some(Value::Null) => return None,
        Some(Value::Array(items)) => items.iter().map(scalar).collect::<Option<Vec<String>>>(),
        Some(_) => None,
    };
    if list.is_none() {
        problems.add(place, format!("“{place}” is a list of texts."));
    }
    Some(list.unwrap_or_default())
}

/// Gives every node that is not called by its tree's letter and a number such a name. The editor's form holds both rules
/// and tells their rows apart by it; a row of another name would be lost there.
fn rename(rule: &mut rule::draft::Draft, tree: char) {
    let fits = |id: &NodeId| {
        let number = id.as_str().strip_prefix(tree).unwrap_or_default();
        (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut taken: HashSet<NodeId> = rule.nodes.iter().map(|node| node.id.clone()).filter(fits).collect();
    let mut renamed: HashMap<NodeId, NodeId> = HashMap::new();
    let mut free = 0;
    for node in &mut rule.nodes {
        if !fits(&node.id) {
            let mut name = NodeId::numbered(tree, free);
            while !taken.insert(name.clone()) {
                free += 1;
                name = NodeId::numbered(tree, free);
            }
            renamed.insert(std::mem::replace(&mut node.id, name.clone()), name);
        }
        if let Some(parent) = node.parent.as_ref().and_then(|parent| renamed.get(parent)) {
            node.parent = Some(parent.clone());
        }
    }
}

/// Writes a relation.
pub fn write(draft: &Draft) -> Value {
    let source = match draft.source_kind {
        SourceKind::One => json!({"kind": "one", "sku": draft.source_sku}),
        SourceKind::List => json!({"kind": "list", "skus": draft.source_skus}),
        SourceKind::Rule => json!({"kind": "rule", "rule": query_builder::write(&draft.source_rule)}),
        SourceKind::All => json!({"kind": "all"}),
    };
    let rule = match is_blank(&draft.target_rule.nodes) {
        true => Value::Null,
        false => query_builder::write(&draft.target_rule),
    };
    let mut json = json!({
        "key": draft.key,
        "name": draft.name,
        "type": draft.kind,
        "active": draft.active,
        "priority": number(&draft.priority),
        "source": source,
        "target": {"pins": draft.pins, "rule": rule, "hidden": draft.hidden},
        "limit": number(&draft.limit),
        "sort": draft.sort,
        "minimum": number(&draft.minimum),
        "stores": draft.stores,
        "segments": draft.segments,
        "from": moment(&draft.from),
        "until": moment(&draft.until),
        "keep_current": draft.keep_current,
        "stop_here": draft.stop_here,
        "note": draft.note,
    });
    if let Some(object) = json.as_object_mut() {
        if !draft.weekdays.is_empty() {
            object.insert("weekdays".into(), json!(draft.weekdays));
        }
        if draft.hours.iter().any(|hour| !hour.is_empty()) {
            object.insert("hours".into(), json!(draft.hours));
        }
    }
    json
}

/// Returns true for a rule that nobody began.
fn is_blank(nodes: &[Node]) -> bool {
    let plain = Body::Group { matching: Matching::All, same_variant: false };
    match nodes {
        [] => true,
        [root] => root.body == plain && !root.muted && root.id.as_str() == "t0",
        _ => false,
    }
}

fn moment(typed: &str) -> Value {
    if typed.is_empty() { Value::Null } else { json!(typed) }
}

/// Returns a number where the text is one and reads back the same; a text otherwise, and null for none.
fn number(typed: &str) -> Value {
    match typed.parse::<i64>() {
        Ok(number) if number.to_string() == typed => json!(number),
        _ => moment(typed),
    }
}

#[cfg(test)]
mod tests;
