//! For tests: what the markup of every page must keep to, whatever is in it.

use std::collections::BTreeSet;

use super::catalogue::Sample;

/// Attributes that name the ids of other elements.
const POINTERS: [&str; 6] = ["for", "form", "list", "aria-describedby", "aria-labelledby", "aria-controls"];

/// Returns what is wrong with a page, in sentences.
pub fn faults(sample: &Sample) -> Vec<String> {
    let html = sample.html.as_str();
    let mut faults = Vec::new();
    let tags = tags(html);
    let named = |name: &str| tags.iter().filter(|tag| is_named(tag, name)).count();
    if named("h1") != 1 {
        faults.push(format!("{} elements h1", named("h1")));
    }
    if html.to_lowercase().contains("<script>") || html.contains("<u>") {
        faults.push("a name became markup".into());
    }
    for tag in &tags {
        let on = attributes(tag).into_iter().find(|(name, _)| name.starts_with("on") || name == "style");
        faults.extend(on.map(|(name, _)| format!("the attribute {name} in <{tag}>")));
        if is_named(tag, "script") && value(tag, "src").is_none() {
            faults.push("an inline script".into());
        }
        let sized = value(tag, "width").is_some() && value(tag, "height").is_some();
        if is_named(tag, "img") && (!sized || value(tag, "alt").is_none()) {
            faults.push(format!("a picture without size or words: <{tag}>"));
        }
    }
    faults.extend(identities(&tags));
    faults
}

/// Ids stand once, and whoever points at one finds it.
fn identities(tags: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| value(tag, "id")) {
        if !ids.insert(id.clone()) {
            faults.push(format!("the id {id} stands twice"));
        }
    }
    for tag in tags {
        for (name, value) in attributes(tag).into_iter().filter(|(name, _)| POINTERS.contains(&name.as_str()))
        {
            let lost = value.split_whitespace().filter(|id| !ids.contains(*id));
            faults.extend(lost.map(|id| format!("{name}={id} points at nothing")));
        }
    }
    faults
}

/// Returns the inside of every opening tag. Values are escaped, so `>` stands in none that a name brought; one of the
/// templates' own would show up as a fault.
fn tags(html: &str) -> Vec<&str> {
    let opened =
        html.split('<').skip(1).filter(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic()));
    opened.map(|tag| tag.split('>').next().unwrap_or_default()).collect()
}

fn is_named(tag: &str, name: &str) -> bool {
    tag.split(|end: char| end.is_whitespace() || end == '/').next() == Some(name)
}

fn value(tag: &str, name: &str) -> Option<String> {
    attributes(tag).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    while !rest.is_empty() {
        let end = rest.find(|end: char| end == '=' || end.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", after.trim_start_matches('=')),
        };
        found.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    found
}

#[test]
fn markup_is_read_as_browsers_read_it() {
    let html = "<h1 id=\"a\">x</h1><h1 id=a><p style=\"x\" onclick=\"y\"><img src=\"z\" alt=\"\"><label for=\"gone\">";
    let page = Sample { template: "", state: "", html: html.replace("id=a>", "id=\"a\">") };
    assert_eq!(faults(&page).len(), 5, "{:?}", faults(&page));
}
