//! Edits that move nodes: up, down, out of a group, into one, a new group around them, a group away from around them.

use super::{Edit, Outcome, Part, Side, position};
use crate::domain::rule::draft::{Body, Matching, Node, NodeId};

impl Edit<'_> {
    pub(super) fn beside(&self, node: &NodeId, side: Side) -> Option<NodeId> {
        let parent = self.draft.find(node)?.parent.as_ref()?;
        let ids: Vec<&NodeId> = self.draft.children(parent).map(|child| &child.id).collect();
        let at = ids.iter().position(|id| *id == node)?;
        let at = if side == Side::Before { at.checked_sub(1)? } else { at + 1 };
        ids.get(at).map(|id| (*id).clone())
    }

    pub(super) fn swap(&mut self, at: usize, node: &NodeId, side: Side) -> Outcome {
        let Some(other) = self.beside(node, side).and_then(|other| position(self.draft, &other)) else {
            return Outcome::at(node, Part::Row);
        };
        let first = at.min(other);
        let middle = self.end(first);
        let end = self.end(middle);
        if let Some(both) = self.draft.nodes.get_mut(first..end) {
            both.rotate_left(middle - first);
        }
        Outcome::at(node, Part::Row)
    }

    pub(super) fn take(&mut self, at: usize) -> Vec<Node> {
        let end = self.end(at);
        self.draft.nodes.drain(at..end).collect()
    }

    pub(super) fn out(&mut self, at: usize, node: &NodeId) -> Outcome {
        let parent = self.draft.find(node).and_then(|node| node.parent.clone());
        let Some(group) = parent.and_then(|id| self.draft.find(&id)).map(|group| group.id.clone()) else {
            return Outcome::at(node, Part::Row);
        };
        let Some(outer) = self.draft.find(&group).and_then(|group| group.parent.clone()) else {
            return Outcome::at(node, Part::Row);
        };
        let mut nodes = self.take(at);
        if let Some(first) = nodes.first_mut() {
            first.parent = Some(outer);
        }
        if let Some(group) = position(self.draft, &group) {
            let end = self.end(group);
            self.draft.nodes.splice(end..end, nodes);
        }
        Outcome::at(node, Part::Row)
    }

    pub(super) fn move_in(&mut self, at: usize, node: &NodeId, group: Option<&NodeId>) -> Outcome {
        let near = || {
            let sides = [Side::Before, Side::After];
            sides.into_iter().filter_map(|side| self.beside(node, side)).find(|beside| self.is_group(beside))
        };
        let Some(group) = group.cloned().or_else(near) else { return Outcome::at(node, Part::Row) };
        let end = self.end(at);
        let inside = position(self.draft, &group).is_some_and(|place| (at..end).contains(&place));
        if inside || !self.is_group(&group) || at == 0 {
            return Outcome::at(node, Part::Row);
        }
        if let Some(refused) = self.too_deep(node, self.depth(&group) + self.height(at, end)) {
            return refused;
        }
        let nodes = self.take(at);
        self.append(&group, nodes);
        Outcome::at(node, Part::Row)
    }

    pub(super) fn wrap(&mut self, at: usize, node: &NodeId) -> Outcome {
        let Some(parent) = self.draft.find(node).and_then(|node| node.parent.clone()) else {
            return Outcome::at(node, Part::Row);
        };
        let depth = self.depth(&parent) + 1 + self.height(at, self.end(at));
        if let Some(refused) = self.room(node, 1).or_else(|| self.too_deep(node, depth)) {
            return refused;
        }
        self.cover(at, parent, Matching::Any);
        Outcome::at(node, Part::Row)
    }

    /// Puts a new group around the node of a place.
    pub(super) fn cover(&mut self, at: usize, parent: NodeId, matching: Matching) -> NodeId {
        let id = self.new_id();
        let body = Body::Group { matching, same_variant: false };
        if let Some(node) = self.draft.nodes.get_mut(at) {
            node.parent = Some(id.clone());
        }
        self.draft.nodes.insert(at, Node { id: id.clone(), parent: Some(parent), muted: false, body });
        id
    }

    pub(super) fn unwrap(&mut self, at: usize, node: &NodeId) -> Outcome {
        let parent = self.draft.find(node).and_then(|node| node.parent.clone());
        let (Some(parent), true) = (parent, self.is_group(node)) else { return Outcome::at(node, Part::Row) };
        let first = self.draft.children(node).next().map(|child| child.id.clone());
        for child in self.draft.nodes.iter_mut().filter(|child| child.parent.as_ref() == Some(node)) {
            child.parent = Some(parent.clone());
        }
        self.draft.nodes.remove(at);
        first.map_or_else(|| Outcome::at(&parent, Part::Add), |first| Outcome::at(&first, Part::Row))
    }
}

/// Names the rows of a rule anew, `t0`, `t1`, … in their order, as a new draft begins.
pub fn renumber(draft: &mut crate::domain::rule::draft::Draft, tree: char) {
    let mut names: std::collections::HashMap<NodeId, NodeId> = std::collections::HashMap::new();
    for (number, node) in draft.nodes.iter_mut().enumerate() {
        let name = NodeId::numbered(tree, number);
        node.parent = node.parent.take().and_then(|parent| names.get(&parent).cloned());
        names.insert(std::mem::replace(&mut node.id, name.clone()), name);
    }
}
