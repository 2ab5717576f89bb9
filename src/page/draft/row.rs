//! The rows of a rule, flat: a group opens, its rows follow, it closes with what can be added to it.

use std::collections::HashMap;

use super::field::{self, FieldGroup, OperatorGroup};
use super::value::{self, Editor, Offers, TOKENS_MAX, Token};
use crate::domain::locale::Locale;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::{Body, Condition, Draft, Matching, Node, NodeId};
use crate::domain::rule::field::{Field, Kind};
use crate::domain::rule::operator::Operator;
use crate::domain::vocabulary::Vocabulary;
use crate::form::rule::OF_SOURCE;
use crate::index::count::Counts;
use crate::page::explain::step::Line;
use crate::page::mark::Choice;
use crate::page::words;

/// One piece of a rule, in reading order.
#[derive(Debug, Clone)]
pub enum Item {
    /// A group begins.
    Open(Box<Group>),
    /// A condition.
    Row(Box<Row>),
    /// A group ends.
    Close(Close),
}

/// What groups and rows have in common.
#[derive(Debug, Clone)]
pub struct Common {
    /// Its name.
    pub id: String,
    /// The group it lies in; empty for the root.
    pub parent: String,
    /// The word before it: where, and, or.
    pub connector: &'static str,
    /// What it is called aloud: "Condition 2, Brand, in Products to show".
    pub title: String,
    /// It holds other rows.
    pub is_group: bool,
    /// Left out of the evaluation.
    pub muted: bool,
    /// Not finished, so it is not counted.
    pub unfinished: bool,
    /// What is wrong with it.
    pub problems: Vec<String>,
    /// What was changed in it.
    pub notes: Vec<String>,
    /// Which of its controls takes the focus: `row`, `field`, `op`, `v`, `add` or none.
    pub focus: &'static str,
    /// There is one before it.
    pub can_up: bool,
    /// There is one after it.
    pub can_down: bool,
    /// It lies in a group that is not the root.
    pub can_out: bool,
    /// There is a group beside it.
    pub can_into: bool,
    /// What it matches and does.
    pub count: Option<Count>,
    /// Its verdict on the product that is tried.
    pub tried: Option<Line>,
}

/// What a node matches and does, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many products match it alone.
    pub alone: String,
    /// Per hundred of the catalogue.
    pub share: usize,
    /// "cuts 37", "adds 5"; empty when it does nothing.
    pub effect: String,
}

/// A group.
#[derive(Debug, Clone)]
pub struct Group {
    /// What it has in common.
    pub common: Common,
    /// The outermost one.
    pub root: bool,
    /// How it joins.
    pub matching: Vec<Choice>,
    /// One and the same variant.
    pub same: bool,
}

/// A condition.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it has in common.
    pub common: Common,
    /// The chosen field.
    pub field: String,
    /// The chosen field when the list does not have it.
    pub strange: String,
    /// The operators.
    pub operators: Vec<OperatorGroup>,
    /// The values' editor.
    pub editor: Editor,
    /// The first chosen values.
    pub tokens: Vec<Token>,
    /// The other chosen values.
    pub more: Vec<Token>,
    /// The categories below count too; none: not asked.
    pub with_sub: Option<bool>,
}

impl Row {
    /// Returns true when the values need a line of their own.
    pub fn is_wide(&self) -> bool {
        matches!(&self.editor, Editor::Source(from) if !from.percents.is_empty() || !from.amounts.is_empty())
    }
}

/// The end of a group.
#[derive(Debug, Clone)]
pub struct Close {
    /// The group's name.
    pub id: String,
    /// Read before the list of fields.
    pub title: String,
    /// Its list of fields takes the focus.
    pub focus: bool,
    /// The outermost one.
    pub root: bool,
}

/// What rows are made of.
pub struct Given<'a> {
    /// The rule.
    pub draft: &'a Draft,
    /// What the whole rule is called.
    pub title: &'static str,
    /// What is wrong, of both rules.
    pub problems: &'a Problems,
    /// What was changed.
    pub notes: &'a Problems,
    /// Rows that are not finished.
    pub unfinished: &'a [NodeId],
    /// What the rows match.
    pub counts: &'a Counts,
    /// Their verdicts on the product that is tried; empty: none is.
    pub tried: &'a [Line],
    /// The fields to choose from.
    pub fields: &'a [FieldGroup],
    /// There is a product on the page to compare with.
    pub relative: bool,
    /// The HTML id that takes the focus.
    pub at: &'a str,
    /// How many products there are.
    pub products: usize,
    /// All that can be named.
    pub words: &'a Vocabulary,
    /// In which labels are read.
    pub locale: &'a Locale,
}

/// Returns the pieces of a rule.
pub fn items(given: &Given<'_>, offers: &mut Offers<'_>) -> Vec<Item> {
    let mut children: HashMap<&NodeId, Vec<&Node>> = HashMap::new();
    for node in &given.draft.nodes {
        if let Some(parent) = &node.parent {
            children.entry(parent).or_default().push(node);
        }
    }
    let make = Make { given, children: &children };
    let mut items = Vec::new();
    let mut open: Vec<&Node> = Vec::new();
    for node in &given.draft.nodes {
        while let Some(group) = open.pop_if(|group| node.parent.as_ref() != Some(&group.id)) {
            items.push(make.close(group));
        }
        match &node.body {
            Body::Group { matching, same_variant } => {
                items.push(Item::Open(Box::new(make.group(node, *matching, *same_variant))));
                open.push(node);
            }
            Body::Condition(condition) => items.push(Item::Row(Box::new(make.row(node, condition, offers)))),
        }
    }
    while let Some(group) = open.pop() {
        items.push(make.close(group));
    }
    items
}

struct Make<'a> {
    given: &'a Given<'a>,
    children: &'a HashMap<&'a NodeId, Vec<&'a Node>>,
}

impl Make<'_> {
    fn common(&self, node: &Node, name: &str) -> Common {
        let given = self.given;
        let id = node.id.as_str();
        let parent = node.parent.as_ref().and_then(|parent| given.draft.find(parent));
        let beside = node.parent.as_ref().and_then(|parent| self.children.get(parent));
        let beside = beside.map(Vec::as_slice).unwrap_or_default();
        let at = beside.iter().position(|other| other.id == node.id).unwrap_or(0);
        let value = format!("{id}.v");
        let problems = given.problems.at(id).chain(given.problems.at(&value));
        Common {
            id: id.to_owned(),
            parent: node.parent.as_ref().map(NodeId::to_string).unwrap_or_default(),
            connector: connector(parent, at),
            title: format!("{name}, {}", given.title),
            is_group: matches!(node.body, Body::Group { .. }),
            muted: node.muted,
            unfinished: given.unfinished.contains(&node.id),
            problems: problems.map(|problem| problem.message.clone()).collect(),
            notes: given.notes.at(id).map(|note| note.message.clone()).collect(),
            focus: focus(given.at, id),
            can_up: at > 0,
            can_down: at + 1 < beside.len(),
            can_out: parent.is_some_and(|parent| parent.parent.is_some()),
            can_into: near(beside, at).any(|other| matches!(other.body, Body::Group { .. })),
            count: self.count(&node.id),
            tried: given.tried.iter().find(|line| line.node == id).cloned(),
        }
    }

    fn count(&self, id: &NodeId) -> Option<Count> {
        let found = self.given.counts.nodes.iter().find(|count| count.node == *id)?;
        let effect = match found.effect {
            0 => String::new(),
            cut @ 1.. => format!("cuts {}", words::number(cut)),
            more => format!("adds {}", words::number(more.unsigned_abs())),
        };
        let share = words::share(found.count, self.given.products);
        Some(Count { alone: words::number(found.count), share, effect })
    }

    fn group(&self, node: &Node, matching: Matching, same: bool) -> Group {
        let now = match matching {
            Matching::All => "all",
            Matching::Any => "any",
            Matching::None => "none",
        };
        let choice = |value: &str| Choice::new(value, value, now);
        let matching = ["all", "any", "none"].into_iter().map(choice).collect();
        let number = words::number(self.children.get(&node.id).map_or(0, Vec::len));
        let common = self.common(node, &format!("Group of {number}, {now} of these"));
        Group { common, root: node.parent.is_none(), matching, same }
    }

    fn close(&self, node: &Node) -> Item {
        let id = node.id.to_string();
        let focus = self.given.at == format!("add.{id}");
        let title = format!("Field to add, {}", self.given.title);
        Item::Close(Close { id, title, focus, root: node.parent.is_none() })
    }

    fn row(&self, node: &Node, condition: &Condition, offers: &mut Offers<'_>) -> Row {
        let given = self.given;
        let field = Field::parse(&condition.field, given.words);
        let kind = field.and_then(|field| field.kind(given.words));
        let known = field.zip(kind);
        let name = field
            .map_or_else(|| condition.field.clone(), |field| field::title(field, given.words, given.locale));
        let name = if name.is_empty() { "Condition without a field".to_owned() } else { name };
        let (editor, tokens, operators) = match known {
            Some((field, kind)) => {
                let (editor, tokens) = value::editor(condition, field, kind, offers);
                (editor, tokens, field::operators(kind, &operator(condition), given.relative))
            }
            None => (Editor::Nothing, Vec::new(), Vec::new()),
        };
        let id = field.map_or_else(|| condition.field.clone(), |field| field.id(given.words));
        let offered = given.fields.iter().flat_map(|group| &group.fields).any(|option| option.id == id);
        let mut tokens = tokens;
        let more = tokens.split_off(tokens.len().min(TOKENS_MAX));
        let sub = matches!(
            Operator::parse(&condition.operator),
            Some(Operator::In | Operator::NotIn | Operator::Equal | Operator::NotEqual)
        );
        let with_sub = (kind == Some(Kind::Category) && sub).then_some(condition.with_sub);
        let strange = if offered || id.is_empty() { String::new() } else { name.clone() };
        Row {
            common: self.common(node, &name),
            field: id,
            strange,
            operators,
            editor,
            tokens,
            more,
            with_sub,
        }
    }
}

/// Returns the operator as the form posts it.
fn operator(condition: &Condition) -> String {
    let relative =
        condition.from_source.is_some() || matches!(condition.operator.as_str(), "below" | "same_parent");
    let same = |name: &'static str| if relative { name.to_owned() } else { condition.operator.clone() };
    let name = match condition.operator.as_str() {
        "in" => same("equal"),
        "not_in" => same("not_equal"),
        other => other.to_owned(),
    };
    if relative { format!("{name}{OF_SOURCE}") } else { name }
}

fn near<'a>(beside: &'a [&'a Node], at: usize) -> impl Iterator<Item = &'a &'a Node> {
    let before = at.checked_sub(1).and_then(|before| beside.get(before));
    before.into_iter().chain(beside.get(at + 1))
}

fn connector(parent: Option<&Node>, at: usize) -> &'static str {
    let matching = parent.and_then(|parent| match parent.body {
        Body::Group { matching, .. } => Some(matching),
        Body::Condition(_) => None,
    });
    match (matching, at) {
        (None, _) => "",
        (Some(Matching::None), 0) => "Neither",
        (Some(Matching::None), _) => "nor",
        (Some(_), 0) => "Where",
        (Some(Matching::All), _) => "and",
        (Some(Matching::Any), _) => "or",
    }
}

fn focus(at: &str, id: &str) -> &'static str {
    match at.strip_prefix(id) {
        Some("") => "row",
        Some(".field") => "field",
        Some(".op") => "op",
        Some(".v") => "v",
        _ => "",
    }
}
