//! A rule as it is typed: a flat list of nodes that keeps everything, however unfinished.
//!
//! The list is in reading order, a parent before its children; the first node is the root group. Flat, because the form
//! posts it flat, because moving a row is moving a piece of a list, and because no hostile depth can overflow a stack.

/// The name of a node, stable for the life of a draft: `t4`. Also its HTML id and the place of its problems.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(String);

impl NodeId {
    /// Returns the name when it is made of 1 to 40 ASCII letters, digits, `_` or `-`.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        ((1..=40).contains(&text.len()) && text.bytes().all(fits)).then(|| Self(text.to_owned()))
    }

    /// Returns the name that a tree gives to its number-th node: `t4`.
    pub fn numbered(tree: char, number: usize) -> Self {
        Self(format!("{tree}{number}"))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a group joins its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matching {
    /// Every child holds.
    All,
    /// At least one child holds.
    Any,
    /// No child holds.
    None,
}

/// A rule as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// In reading order; the first is the root group.
    pub nodes: Vec<Node>,
}

/// A group or condition as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub id: NodeId,
    /// The group it lies in; none for the root.
    pub parent: Option<NodeId>,
    /// Left out of the evaluation, kept in the draft; blocks nothing.
    pub muted: bool,
    /// What it is.
    pub body: Body,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Holds other nodes.
    Group {
        /// How it joins them.
        matching: Matching,
        /// All its conditions must be met by one and the same variant.
        same_variant: bool,
    },
    /// Compares one field.
    Condition(Condition),
}

/// A condition as typed; every text may be empty or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// The field's id as in the rule JSON: `brand`, `attribute.colour`.
    pub field: String,
    /// The operator as in the rule JSON: `equal`.
    pub operator: String,
    /// The values of a constant right-hand side: keys, labels, numbers, dates.
    pub values: Vec<String>,
    /// Categories only: the categories below count too.
    pub with_sub: bool,
    /// The right-hand side is the source's value instead.
    pub from_source: Option<FromSource>,
}

/// A right-hand side taken from the product on the page; texts as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FromSource {
    /// The source's field, as in the rule JSON.
    pub field: String,
    /// Factors as decimal numbers (`1.1` for 110 %), one, or two for *between*; none means 1.
    pub mul: Vec<String>,
    /// Amounts added, one, or two for *between*; none means 0.
    pub add: Vec<String>,
}

impl Draft {
    /// Returns the draft of an empty rule: a root group that asks for all.
    pub fn empty(tree: char) -> Self {
        let body = Body::Group { matching: Matching::All, same_variant: false };
        Self { nodes: vec![Node { id: NodeId::numbered(tree, 0), parent: None, muted: false, body }] }
    }

    /// Returns the node of that name.
    pub fn find(&self, id: &NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == *id)
    }

    /// Returns the direct children of a group, in order.
    pub fn children<'a>(&'a self, id: &'a NodeId) -> impl Iterator<Item = &'a Node> {
        self.nodes.iter().filter(move |node| node.parent.as_ref() == Some(id))
    }
}
