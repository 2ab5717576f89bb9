//! For tests: a small vocabulary, and rules written as indented lines.
//!
//! A line is a group (`all`, `any`, `none`, with `same` for one variant) or `field operator value|value`. `@field *1.1|1.6
//! +0|5` compares with the source, `/sub` ends a line that means the categories below too, `~` before it mutes it. Nodes
//! are called `t0`, `t1`, … by line.

use super::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOption};
use crate::domain::block::Block;
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId, TypeId};
use crate::domain::locale::{Locale, Localised};
use crate::domain::money::Currency;
use crate::domain::store::Store;
use crate::domain::vocabulary::{RelationType, Vocabulary};

/// Returns a shop with two stores, a category tree and attributes of every kind.
pub(crate) fn vocabulary() -> Vocabulary {
    let label = |text: &str| Localised::plain(text.to_owned());
    let store = |id, key: &str, name: &str, zone, locale: &str, currencies: &[&str]| Store {
        id: StoreId(id),
        key: key.into(),
        name: name.into(),
        time_zone: zone,
        locales: vec![Locale::parse(locale).unwrap()],
        currencies: currencies.iter().map(|code| Currency::parse(code).unwrap()).collect(),
    };
    let stores = vec![
        store(1, "us", "United States", chrono_tz::America::New_York, "en_US", &["USD"]),
        store(2, "de", "Deutschland", chrono_tz::Europe::Berlin, "de_DE", &["EUR"]),
    ];
    let category = |id, key: &str, parent: Option<i32>, name: &str| Category {
        id: CategoryId(id),
        key: key.into(),
        parent: parent.map(CategoryId),
        name: label(name),
    };
    let categories = vec![
        category(1, "cameras", None, "Cameras"),
        category(2, "lenses", Some(1), "Lenses"),
        category(3, "cam-acc", Some(1), "Accessories"),
        category(4, "bags", None, "Bags"),
        category(5, "bag-acc", Some(4), "Accessories"),
    ];
    let mut next = 0;
    let mut attribute =
        |key: &str, kind, name: &str, built_in, unit: Option<&str>, options: &[(&str, &str)]| {
            next += 1;
            let option = |(at, (key, name)): (usize, &(&str, &str))| AttributeOption {
                id: OptionId(next * 100 + i32::try_from(at).unwrap()),
                key: (*key).into(),
                label: label(name),
            };
            Attribute {
                id: AttributeId(next),
                key: key.into(),
                kind,
                built_in,
                multiple: key == "colour",
                unit: unit.map(str::to_owned),
                label: label(name),
                options: options.iter().enumerate().map(option).collect(),
            }
        };
    use AttributeKind as A;
    let attributes = vec![
        attribute(
            "brand",
            A::Choice,
            "Brand",
            true,
            None,
            &[("sony", "Sony"), ("canon", "Canon"), ("x-co", "X, Co")],
        ),
        attribute("label", A::Choice, "Label", true, None, &[("new", "New")]),
        attribute(
            "colour",
            A::Choice,
            "Colour",
            false,
            None,
            &[("silver", "Silver"), ("w1", "White"), ("w2", "White")],
        ),
        attribute("mount", A::Choice, "Mount", false, None, &[("e", "E-mount")]),
        attribute("fits_mount", A::Choice, "Fits mount", false, None, &[("e", "E-mount")]),
        attribute("series", A::Text, "Series", false, None, &[]),
        attribute("weight", A::Number, "Weight", false, Some("g"), &[]),
        attribute("released", A::Date, "Released", false, None, &[]),
        attribute("waterproof", A::YesNo, "Waterproof", false, None, &[]),
    ];
    let kind =
        |id, key: &str, name: &str| RelationType { id: TypeId(id), key: key.into(), label: label(name) };
    let types = vec![
        kind(1, "related", "Related"),
        kind(2, "up-sell", "Up-sell"),
        kind(3, "cross-sell", "Cross-sell"),
    ];
    Vocabulary::new(stores, categories, attributes, types, Vec::<Block>::new())
}

/// Returns the locale that tests read in.
pub(crate) fn english() -> Locale {
    Locale::parse("en_US").unwrap()
}

/// Returns the draft of a rule written as indented lines; a single condition gets an all-group around it.
pub(crate) fn rule(text: &str) -> Draft {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_group = |line: &str| {
        matches!(line.trim().trim_start_matches('~').split(' ').next(), Some("all" | "any" | "none"))
    };
    if !lines.first().is_some_and(|line| is_group(line))
        || lines[1..].iter().any(|line| indent(line) <= indent(lines[0]))
    {
        let shifted: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        return rule(&format!("all\n{}", shifted.join("\n")));
    }
    let mut open: Vec<(usize, NodeId)> = Vec::new();
    let mut nodes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        open.retain(|(depth, _)| *depth < indent(line));
        let id = NodeId::numbered('t', at);
        let parent = open.last().map(|(_, id)| id.clone());
        let muted = line.trim().starts_with('~');
        let body = body(line.trim().trim_start_matches('~'));
        if matches!(body, Body::Group { .. }) {
            open.push((indent(line), id.clone()));
        }
        nodes.push(Node { id, parent, muted, body });
    }
    Draft { nodes }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn body(line: &str) -> Body {
    let group = |matching| Body::Group { matching, same_variant: line.ends_with(" same") };
    let mut words = line.splitn(3, ' ');
    let (field, operator) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match field {
        "all" => return group(Matching::All),
        "any" => return group(Matching::Any),
        "none" => return group(Matching::None),
        _ => {}
    }
    let rest = words.next().unwrap_or_default();
    let (rest, with_sub) = rest.strip_suffix("/sub").map_or((rest, false), |rest| (rest.trim_end(), true));
    let list = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    let mut condition =
        Condition { field: field.into(), operator: operator.into(), with_sub, ..Condition::default() };
    match rest.strip_prefix('@') {
        Some(from) => {
            let mut parts = from.split(' ');
            let mut from =
                FromSource { field: parts.next().unwrap_or_default().into(), ..FromSource::default() };
            for part in parts {
                match part.split_at(1) {
                    ("*", rest) => from.mul = list(rest),
                    (_, rest) => from.add = list(rest),
                }
            }
            condition.from_source = Some(from);
        }
        None if rest.is_empty() => {}
        None => condition.values = list(rest),
    }
    Body::Condition(condition)
}
