//! Edits of a rule as it is typed: what each button of the builder does to the flat list.
//!
//! Pure and total: an edit that cannot be made leaves the rule as it is and says why in a note. The list stays in reading
//! order, so a group and all below it are one stretch of it. Goes on to `settle`, which makes operators and values fit
//! a changed field, and to `check`.

mod place;
mod settle;
#[cfg(test)]
mod tests;

pub use place::renumber;
pub use settle::{default_operator, settle};

use super::draft::{Body, Condition, Draft, FromSource, Matching, Node, NodeId};
use super::operator::Operator;
use super::{DEPTH_MAX, NODES_MAX};
use crate::domain::vocabulary::Vocabulary;

/// What is done to one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A condition on this field comes last in the group; an empty field is chosen later.
    Add(String),
    /// A group with one empty condition comes last in the group.
    AddGroup,
    /// A finished condition comes last in the group, or its values join those of a condition that asks the same.
    Suggest(Condition),
    /// The node goes, with all below it.
    Remove,
    /// The condition's value of this place goes.
    RemoveValue(usize),
    /// The node changes places with the one before it in its group.
    Up,
    /// The node changes places with the one after it in its group.
    Down,
    /// The node comes right after the group it lies in.
    Out,
    /// The node goes into this group, else into the nearest group beside it.
    Into(Option<NodeId>),
    /// A new group takes the node's place and holds it.
    Wrap,
    /// The group's children take its place.
    Unwrap,
    /// A copy comes right after the node.
    Duplicate,
    /// The node is left out of the evaluation, or no longer.
    Mute,
    /// The node asks for the opposite.
    Negate,
    /// The field, operator or matching was changed in the form itself.
    Change,
}

/// The control that is used next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The row or group itself.
    Row,
    /// Its field.
    Field,
    /// Its operator.
    Operator,
    /// Its values.
    Value,
    /// The group's list of fields to add.
    Add,
}

/// Where the focus goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// Which node.
    pub node: NodeId,
    /// Which of its controls.
    pub part: Part,
}

impl Focus {
    fn new(node: &NodeId, part: Part) -> Self {
        Self { node: node.clone(), part }
    }

    /// Returns the HTML id of the control: `t4`, `t4.op`, `t4.v`, `add.t4`.
    pub fn place(&self) -> String {
        match self.part {
            Part::Row => self.node.to_string(),
            Part::Field => format!("{}.field", self.node),
            Part::Operator => format!("{}.op", self.node),
            Part::Value => format!("{}.v", self.node),
            Part::Add => format!("add.{}", self.node),
        }
    }
}

/// What an edit came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Where the focus goes; none: nothing was edited.
    pub focus: Option<Focus>,
    /// Why it was not done.
    pub note: Option<String>,
}

impl Outcome {
    fn at(node: &NodeId, part: Part) -> Self {
        Self { focus: Some(Focus::new(node, part)), note: None }
    }

    fn refused(node: &NodeId, note: impl Into<String>) -> Self {
        Self { focus: Some(Focus::new(node, Part::Row)), note: Some(note.into()) }
    }
}

/// Does an action to a node. `last` is the highest number that any node of the draft ever had; new nodes count on from
/// it, so that no name is used twice. A node that is not there changes nothing.
pub fn apply(
    draft: &mut Draft,
    last: &mut u64,
    node: &NodeId,
    action: &Action,
    words: &Vocabulary,
) -> Outcome {
    let Some(at) = position(draft, node) else { return Outcome::default() };
    let mut edit = Edit { draft, last, words };
    match action {
        Action::Add(field) => edit.add(node, field),
        Action::AddGroup => edit.add_group(node),
        Action::Suggest(condition) => edit.suggest(node, condition),
        Action::Remove => edit.remove(at, node),
        Action::RemoveValue(value) => edit.remove_value(node, *value),
        Action::Up => edit.swap(at, node, Side::Before),
        Action::Down => edit.swap(at, node, Side::After),
        Action::Out => edit.out(at, node),
        Action::Into(group) => edit.move_in(at, node, group.as_ref()),
        Action::Wrap => edit.wrap(at, node),
        Action::Unwrap => edit.unwrap(at, node),
        Action::Duplicate => edit.duplicate(at, node),
        Action::Mute => edit.mute(at, node),
        Action::Negate => edit.negate(at, node),
        Action::Change => Outcome::at(node, Part::Operator),
    }
}

/// Returns the highest number that a node of the draft has.
pub fn highest(draft: &Draft) -> u64 {
    draft.nodes.iter().filter_map(|node| number(&node.id)).max().unwrap_or(0)
}

fn number(id: &NodeId) -> Option<u64> {
    id.as_str().get(1..)?.parse().ok()
}

fn position(draft: &Draft, id: &NodeId) -> Option<usize> {
    draft.nodes.iter().position(|node| node.id == *id)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

struct Edit<'a> {
    draft: &'a mut Draft,
    last: &'a mut u64,
    words: &'a Vocabulary,
}

impl Edit<'_> {
    fn new_id(&mut self) -> NodeId {
        *self.last = (*self.last).max(highest(self.draft)).saturating_add(1);
        let tree = self.draft.nodes.first().and_then(|root| root.id.as_str().chars().next()).unwrap_or('t');
        NodeId::parse(&format!("{tree}{}", self.last)).unwrap_or_else(|| NodeId::numbered(tree, 0))
    }

    /// Returns where the stretch of a node and all below it ends.
    fn end(&self, at: usize) -> usize {
        let mut inside: Vec<&NodeId> = Vec::new();
        for (place, node) in self.draft.nodes.iter().enumerate().skip(at) {
            let below = node.parent.as_ref().is_some_and(|parent| inside.contains(&parent));
            if place > at && !below {
                return place;
            }
            inside.push(&node.id);
        }
        self.draft.nodes.len()
    }

    /// Returns how many groups a node lies in, itself included when it is one; the root alone is 1.
    fn depth(&self, node: &NodeId) -> usize {
        let mut depth = 0;
        let mut at = Some(node.clone());
        while let Some(found) = at.and_then(|id| self.draft.find(&id)) {
            depth += usize::from(matches!(found.body, Body::Group { .. }));
            at = found.parent.clone();
            if depth > self.draft.nodes.len() {
                break;
            }
        }
        depth
    }

    /// Returns how many groups are nested in a stretch.
    fn height(&self, from: usize, to: usize) -> usize {
        let nodes = self.draft.nodes.iter().take(to).skip(from);
        let outside =
            self.draft.nodes.get(from).and_then(|node| node.parent.as_ref()).map_or(0, |up| self.depth(up));
        nodes.map(|node| self.depth(&node.id).saturating_sub(outside)).max().unwrap_or(0)
    }

    fn room(&self, node: &NodeId, more: usize) -> Option<Outcome> {
        let full = self.draft.nodes.len().saturating_add(more) > NODES_MAX;
        full.then(|| Outcome::refused(node, format!("A rule holds at most {NODES_MAX} rows and groups.")))
    }

    fn too_deep(&self, node: &NodeId, depth: usize) -> Option<Outcome> {
        (depth > DEPTH_MAX).then(|| Outcome::refused(node, format!("Groups nest at most {DEPTH_MAX} deep.")))
    }

    fn is_group(&self, node: &NodeId) -> bool {
        self.draft.find(node).is_some_and(|node| matches!(node.body, Body::Group { .. }))
    }

    fn append(&mut self, group: &NodeId, mut nodes: Vec<Node>) {
        let Some(at) = position(self.draft, group) else { return };
        if let Some(first) = nodes.first_mut() {
            first.parent = Some(group.clone());
        }
        let end = self.end(at);
        self.draft.nodes.splice(end..end, nodes);
    }

    fn condition(&mut self, parent: &NodeId, condition: Condition) -> Node {
        Node {
            id: self.new_id(),
            parent: Some(parent.clone()),
            muted: false,
            body: Body::Condition(condition),
        }
    }

    fn add(&mut self, group: &NodeId, field: &str) -> Outcome {
        if !self.is_group(group) {
            return Outcome::default();
        }
        if let Some(refused) = self.room(group, 1) {
            return refused;
        }
        let mut condition = Condition { field: field.to_owned(), ..Condition::default() };
        settle::begin(&mut condition, self.words);
        let part = if field.is_empty() { Part::Field } else { Part::Value };
        let node = self.condition(group, condition);
        let focus = Outcome::at(&node.id, part);
        self.append(group, vec![node]);
        focus
    }

    fn add_group(&mut self, group: &NodeId) -> Outcome {
        if !self.is_group(group) {
            return Outcome::default();
        }
        if let Some(refused) = self.room(group, 2).or_else(|| self.too_deep(group, self.depth(group) + 1)) {
            return refused;
        }
        let matching = match self.draft.find(group).map(|node| &node.body) {
            Some(Body::Group { matching: Matching::All, .. }) => Matching::Any,
            _ => Matching::All,
        };
        let outer = Node {
            id: self.new_id(),
            parent: Some(group.clone()),
            muted: false,
            body: Body::Group { matching, same_variant: false },
        };
        let inner = self.condition(&outer.id, Condition::default());
        let focus = Outcome::at(&inner.id, Part::Field);
        self.append(group, vec![outer, inner]);
        focus
    }

    fn suggest(&mut self, group: &NodeId, wanted: &Condition) -> Outcome {
        if !self.is_group(group) {
            return Outcome::default();
        }
        let same = self.draft.nodes.iter_mut().find_map(|node| match &mut node.body {
            Body::Condition(found) if node.parent.as_ref() == Some(group) && joins(found, wanted) => {
                Some((node.id.clone(), found))
            }
            _ => None,
        });
        if let Some((id, found)) = same {
            for value in &wanted.values {
                if !found.values.contains(value) {
                    found.values.push(value.clone());
                }
            }
            return Outcome::at(&id, Part::Value);
        }
        if let Some(refused) = self.room(group, 1) {
            return refused;
        }
        let node = self.condition(group, wanted.clone());
        let focus = Outcome::at(&node.id, Part::Row);
        self.append(group, vec![node]);
        focus
    }

    fn remove(&mut self, at: usize, node: &NodeId) -> Outcome {
        let Some(parent) = self.draft.find(node).and_then(|node| node.parent.clone()) else {
            return Outcome::refused(node, "The outermost group stays; remove what is in it.");
        };
        let beside = self.beside(node, Side::After).or_else(|| self.beside(node, Side::Before));
        let end = self.end(at);
        self.draft.nodes.drain(at..end);
        beside.map_or_else(|| Outcome::at(&parent, Part::Add), |beside| Outcome::at(&beside, Part::Row))
    }

    fn remove_value(&mut self, node: &NodeId, value: usize) -> Outcome {
        let found = self.draft.nodes.iter_mut().find(|found| found.id == *node);
        if let Some(Node { body: Body::Condition(condition), .. }) = found
            && value < condition.values.len()
        {
            condition.values.remove(value);
        }
        Outcome::at(node, Part::Value)
    }

    fn duplicate(&mut self, at: usize, node: &NodeId) -> Outcome {
        let end = self.end(at);
        if at == 0 {
            return Outcome::at(node, Part::Row);
        }
        if let Some(refused) = self.room(node, end - at) {
            return refused;
        }
        let mut copies: Vec<Node> = self.draft.nodes.iter().take(end).skip(at).cloned().collect();
        let named: Vec<(NodeId, NodeId)> =
            copies.iter().map(|copy| (copy.id.clone(), self.new_id())).collect();
        let renamed = |id: &NodeId| named.iter().find(|(old, _)| old == id).map(|(_, new)| new.clone());
        for copy in &mut copies {
            copy.parent =
                copy.parent.as_ref().map(|parent| renamed(parent).unwrap_or_else(|| parent.clone()));
            copy.id = renamed(&copy.id).unwrap_or_else(|| copy.id.clone());
        }
        let focus = copies.first().map(|copy| Focus::new(&copy.id, Part::Row));
        self.draft.nodes.splice(end..end, copies);
        Outcome { focus, note: None }
    }

    fn mute(&mut self, at: usize, node: &NodeId) -> Outcome {
        if let Some(found) = self.draft.nodes.get_mut(at).filter(|_| at > 0) {
            found.muted = !found.muted;
        }
        Outcome::at(node, Part::Row)
    }

    fn negate(&mut self, at: usize, node: &NodeId) -> Outcome {
        let (mut cover, parent) = (false, self.draft.find(node).and_then(|node| node.parent.clone()));
        match self.draft.nodes.get_mut(at).map(|node| &mut node.body) {
            Some(Body::Group { matching: matching @ Matching::Any, .. }) => *matching = Matching::None,
            Some(Body::Group { matching: matching @ Matching::None, .. }) => *matching = Matching::Any,
            Some(Body::Condition(condition)) => match opposite(&condition.operator) {
                Some(operator) => condition.operator = operator.as_str().to_owned(),
                None => cover = true,
            },
            Some(Body::Group { .. }) => cover = true,
            None => {}
        }
        let Some(parent) = parent.filter(|_| cover) else { return Outcome::at(node, Part::Row) };
        let depth = self.depth(&parent) + 1 + self.height(at, self.end(at));
        if let Some(refused) = self.room(node, 1).or_else(|| self.too_deep(node, depth)) {
            return refused;
        }
        let group = self.cover(at, parent, Matching::None);
        Outcome::at(&group, Part::Row)
    }
}

/// Tells whether values may be added to a condition instead of asking a second time.
fn joins(found: &Condition, wanted: &Condition) -> bool {
    let list = matches!(found.operator.as_str(), "in" | "equal") && found.from_source.is_none();
    let same = found.field == wanted.field && wanted.from_source.is_none() && !wanted.values.is_empty();
    (list && same && matches!(wanted.operator.as_str(), "in" | "equal")) || found == wanted
}

/// Returns the operator that is true exactly where this one is not.
fn opposite(operator: &str) -> Option<Operator> {
    let operator = Operator::parse(operator)?;
    operator
        .positive()
        .or_else(|| Operator::ALL.iter().copied().find(|other| other.positive() == Some(operator)))
}

/// Returns a right-hand side that is the source's value of the same field.
pub fn from_source(field: &str) -> FromSource {
    FromSource { field: field.to_owned(), mul: Vec::new(), add: Vec::new() }
}
