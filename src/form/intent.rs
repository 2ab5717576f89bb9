//! What the pressed button of the editor asks for: the posted `do=`.
//!
//! A button names what it does and to which row: `add:t3`, `rm:t4`, `rmv:t4:1`, `into:t4:t2`. Suggestions carry a whole
//! condition: `chip:t0:brand=sony,canon`, `chip:t0:brand@equal`, `chip:t0:price@between:1.1:1.6`, values percent-coded.

use percent_encoding::percent_decode_str;

use super::fields::Fields;
use super::query::coded;
use crate::domain::rule::draft::{Condition, FromSource, NodeId};
use crate::domain::rule::edit::Action;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Count and preview anew; also what Enter does.
    Preview,
    /// Keep as it is and go.
    Save,
    /// Make it the relation's next version.
    Publish,
    /// Likewise, on top of this version of somebody else.
    PublishOver(i64),
    /// Throw the draft away.
    Discard,
    /// One step back.
    Undo,
    /// One step on.
    Redo,
    /// Tell why a product is shown or not.
    Why,
    /// Edit a row of a rule.
    Row(NodeId, Action),
    /// Offer a row only the values that hold what was typed into it; that does not become a value.
    Find(NodeId),
    /// Keep the order in which it was dragged; the row, or the list, that takes the focus.
    Dropped(NodeId),
    /// Edit the pins or hidden ones.
    Sku(Listed, String),
}

/// What is done to a sku of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// It becomes the last pin.
    Pin,
    /// It is no longer pinned.
    Unpin,
    /// It changes places with the pin before it.
    PinUp,
    /// It changes places with the pin after it.
    PinDown,
    /// This relation never shows it.
    Hide,
    /// It may be shown again.
    Unhide,
}

/// Reads the intent; anything unknown only previews.
pub fn read(fields: &Fields) -> Intent {
    parse(fields.get("do"), fields).unwrap_or(Intent::Preview)
}

fn parse(pressed: &str, fields: &Fields) -> Option<Intent> {
    let (verb, rest) = pressed.split_once(':').unwrap_or((pressed, ""));
    let sku = |listed| (!rest.trim().is_empty()).then(|| Intent::Sku(listed, rest.trim().to_owned()));
    match verb {
        "save" => Some(Intent::Save),
        "publish" => Some(Intent::Publish),
        "over" => rest.parse().ok().map(Intent::PublishOver),
        "discard" => Some(Intent::Discard),
        "undo" => Some(Intent::Undo),
        "redo" => Some(Intent::Redo),
        "why" => Some(Intent::Why),
        "find" => NodeId::parse(rest).map(Intent::Find),
        "drop" => NodeId::parse(rest).map(Intent::Dropped),
        "pin" => sku(Listed::Pin),
        "unpin" => sku(Listed::Unpin),
        "pinup" => sku(Listed::PinUp),
        "pindown" => sku(Listed::PinDown),
        "hide" => sku(Listed::Hide),
        "unhide" => sku(Listed::Unhide),
        _ => {
            let (node, rest) = rest.split_once(':').unwrap_or((rest, ""));
            let node = NodeId::parse(node)?;
            let action = action(verb, &node, rest, fields)?;
            Some(Intent::Row(node, action))
        }
    }
}

fn action(verb: &str, node: &NodeId, rest: &str, fields: &Fields) -> Option<Action> {
    Some(match verb {
        "add" => Action::Add(fields.get(&format!("add.{node}")).trim().to_owned()),
        "addg" => Action::AddGroup,
        "chip" => Action::Suggest(chip(rest)?),
        "rm" => Action::Remove,
        "rmv" => Action::RemoveValue(rest.parse().ok()?),
        "up" => Action::Up,
        "down" => Action::Down,
        "out" => Action::Out,
        "into" => Action::Into(NodeId::parse(rest)),
        "wrap" => Action::Wrap,
        "unwrap" => Action::Unwrap,
        "dup" => Action::Duplicate,
        "mute" => Action::Mute,
        "neg" => Action::Negate,
        "change" => Action::Change,
        _ => return None,
    })
}

/// Reads a suggestion.
fn chip(text: &str) -> Option<Condition> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().replace('\0', "\u{fffd}");
    let values =
        text.split_once('=').map(|(field, values)| (field, values.split(',').map(decoded).collect()));
    if let Some((field, values)) = values {
        let operator = if field == "in_stock" || field == "on_sale" { "equal" } else { "in" };
        let condition =
            Condition { field: decoded(field), operator: operator.into(), values, ..Condition::default() };
        return Some(Condition { with_sub: field == "category", ..condition });
    }
    let (field, how) = text.split_once('@')?;
    let mut parts = how.split(':').map(decoded);
    let operator = parts.next()?;
    let from = FromSource { field: decoded(field), mul: parts.take(2).collect(), add: Vec::new() };
    Some(Condition { field: decoded(field), operator, from_source: Some(from), ..Condition::default() })
}

/// Writes the button of a suggested condition for a group.
pub fn write_chip(group: &NodeId, condition: &Condition) -> String {
    match &condition.from_source {
        Some(from) => {
            let parts = [vec![condition.operator.clone()], from.mul.clone()].concat();
            format!("chip:{group}:{}@{}", coded(&condition.field), parts.join(":"))
        }
        None => {
            let values: Vec<String> = condition.values.iter().map(|value| coded(value)).collect();
            format!("chip:{group}:{}={}", coded(&condition.field), values.join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(pressed: &str) -> Intent {
        read(&Fields(vec![("do".into(), pressed.into()), ("add.t3".into(), "brand".into())]))
    }

    #[test]
    fn a_button_says_what_it_does() {
        let row = |node: &str, action| Intent::Row(NodeId::parse(node).unwrap(), action);
        for (pressed, expected) in [
            ("", Intent::Preview),
            ("explode:t4", Intent::Preview),
            ("rm:../etc", Intent::Preview),
            ("publish", Intent::Publish),
            ("over:13", Intent::PublishOver(13)),
            ("over:x", Intent::Preview),
            ("add:t3", row("t3", Action::Add("brand".into()))),
            ("rmv:t4:1", row("t4", Action::RemoveValue(1))),
            ("rmv:t4:-1", Intent::Preview),
            ("drop:t4", Intent::Dropped(NodeId::parse("t4").unwrap())),
            ("drop:", Intent::Preview),
            ("into:t4:t2", row("t4", Action::Into(NodeId::parse("t2")))),
            ("pin:a:b", Intent::Sku(Listed::Pin, "a:b".into())),
        ] {
            assert_eq!(intent(pressed), expected, "{pressed}");
        }
    }

    #[test]
    fn a_suggestion_comes_back_as_it_was_written() {
        let root = NodeId::numbered('t', 0);
        let constant = Condition {
            field: "attribute.colour".into(),
            operator: "in".into(),
            values: vec!["Silver, dark".into(), "a=b@c:d".into()],
            ..Condition::default()
        };
        let relative = Condition {
            field: "price".into(),
            operator: "between".into(),
            from_source: Some(FromSource {
                field: "price".into(),
                mul: vec!["1.1".into(), "1.6".into()],
                add: Vec::new(),
            }),
            ..Condition::default()
        };
        for condition in [constant, relative] {
            let pressed = write_chip(&root, &condition);
            assert_eq!(intent(&pressed), Intent::Row(root.clone(), Action::Suggest(condition)), "{pressed}");
        }
    }
}
