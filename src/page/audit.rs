//! The audit: who did what and when, as a list; a part of it stands on the overview.

use askama::Template;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::chrome::Chrome;
use super::mark::{Choice, zone};
use super::pager::Pager;
use super::{address, words};
use crate::form::audit_list::Filter;
use crate::form::paging::Paging;
use crate::index::snapshot::Snapshot;

/// Most characters of a detail that are shown.
const DETAIL_CHARS_MAX: usize = 120;

/// One change as it was recorded.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: &'a str,
    /// A verb.
    pub action: &'a str,
    /// A noun.
    pub noun: &'a str,
    /// Which one.
    pub key: &'a str,
    /// What changed.
    pub detail: &'a Value,
}

/// One change as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub actor: String,
    /// What they did: `published relation`.
    pub did: String,
    /// The name of what was changed.
    pub what: String,
    /// Its page; empty: it has none any more.
    pub href: String,
    /// What changed, in a few words; may be empty.
    pub detail: String,
    /// How long ago.
    pub ago: String,
    /// When exactly, for people.
    pub moment: String,
    /// When exactly, for machines.
    pub machine: String,
}

impl Line {
    /// Returns the change in words, with the name that its noun has today.
    pub fn new(recorded: &Recorded<'_>, snapshot: &Snapshot, now: DateTime<Utc>) -> Self {
        let (what, href) = named(recorded, snapshot);
        Self {
            actor: recorded.actor.to_owned(),
            did: format!("{} {}", past(recorded.action), recorded.noun),
            what,
            href,
            detail: detail(recorded.detail),
            ago: words::ago(recorded.at, now),
            moment: words::moment(recorded.at, &zone(snapshot.vocabulary())),
            machine: words::machine(recorded.at),
        }
    }
}

/// `/audit`
#[derive(Debug, Clone, Template)]
#[template(path = "audit/list.html")]
pub struct List {
    /// The frame.
    pub chrome: Chrome,
    /// The changes of this page.
    pub lines: Vec<Line>,
    /// What was searched.
    pub query: String,
    /// The nouns to choose from.
    pub nouns: Vec<Choice>,
    /// The people to choose from.
    pub actors: Vec<Choice>,
    /// True when a filter narrows the list.
    pub narrow: bool,
    /// The size of a page, kept when the filter is changed.
    pub per: usize,
    /// What stands below.
    pub pager: Pager,
}

impl List {
    /// Returns the page.
    pub fn new(chrome: Chrome, filter: &Filter, lines: Vec<Line>, total: usize) -> Self {
        let paging = filter.paging.within(total);
        let at = |page: usize| filter.address(Paging { page, size: paging.size });
        let sized = |size: usize| filter.address(Paging { page: 1, size });
        Self {
            chrome,
            lines,
            query: filter.key.clone(),
            nouns: Vec::new(),
            actors: Vec::new(),
            narrow: filter.is_narrow(),
            per: paging.size,
            pager: Pager::new(paging, total, at, sized),
        }
    }

    /// Returns the page with what the filter offers.
    pub fn offering(mut self, filter: &Filter, nouns: Vec<String>, actors: Vec<String>) -> Self {
        let choices = |all: &str, names: Vec<String>, chosen: &str| {
            let mut choices = vec![Choice::new("", all, chosen)];
            choices.extend(names.into_iter().map(|name| Choice::new(name.clone(), name, chosen)));
            choices
        };
        self.nouns = choices("Anything", nouns, &filter.noun);
        self.actors = choices("Anybody", actors, &filter.actor);
        self
    }
}

/// Returns what is read of the changed thing, and its page where it still has one.
fn named(recorded: &Recorded<'_>, snapshot: &Snapshot) -> (String, String) {
    let written = recorded.detail.get("name").and_then(Value::as_str).unwrap_or(recorded.key);
    match recorded.noun {
        "relation" => match snapshot.relation(recorded.key) {
            Some(standing) => (standing.relation.name.clone(), address::relation(recorded.key)),
            None => (written.to_owned(), String::new()),
        },
        "product" | "link" => {
            let source = recorded.key.split(" → ").next().unwrap_or(recorded.key);
            let href = snapshot.find(source).map(|_| address::product(source)).unwrap_or_default();
            (recorded.key.to_owned(), href)
        }
        _ => (written.to_owned(), String::new()),
    }
}

/// Returns the verb as it is told afterwards.
fn past(action: &str) -> String {
    let told = match action {
        "hide" => "hid",
        "unhide" => "showed again",
        "make" => "made",
        "sign in" => "began",
        "sign out" => "ended",
        "change password" => "changed the password of",
        _ => "",
    };
    match action {
        _ if !told.is_empty() => told.to_owned(),
        "" => "changed".to_owned(),
        action if action.ends_with('e') => format!("{action}d"),
        action => format!("{action}ed"),
    }
}

/// Returns a detail as `version 3 · active true`; nested values are left to the API.
fn detail(detail: &Value) -> String {
    let Some(entries) = detail.as_object() else { return String::new() };
    let mut parts = Vec::new();
    for (name, value) in entries.iter().filter(|(name, _)| *name != "name") {
        let name = name.replace('_', " ");
        match value {
            Value::String(text) if !text.is_empty() => parts.push(format!("{name} {text}")),
            Value::Number(number) => parts.push(format!("{name} {number}")),
            Value::Bool(true) => parts.push(name),
            _ => {}
        }
    }
    let text = parts.join(" · ");
    match text.char_indices().nth(DETAIL_CHARS_MAX) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_reads_as_a_sentence() {
        for (action, told) in [
            ("publish", "published"),
            ("delete", "deleted"),
            ("hide", "hid"),
            ("revoke", "revoked"),
            ("", "changed"),
        ] {
            assert_eq!(past(action), told);
        }
        assert_eq!(
            detail(&json!({"version": 3, "name": "x", "two_way": true, "rule": {}})),
            "version 3 · two way"
        );
        assert_eq!(detail(&json!("text")), "");
        assert_eq!(detail(&json!({"a": "ö".repeat(500)})).chars().count(), DETAIL_CHARS_MAX + 1);
    }
}
