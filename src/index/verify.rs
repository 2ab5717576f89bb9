//! Verify: compiled tests against one product, read off the product itself.

use super::compile::{Plan, compares, compile};
use super::spelt::spelt;
use super::value::{Asked, Reader};
use crate::domain::rule::draft::Matching;
use crate::domain::rule::tree::{Group, Node};

/// Returns true when the product, or the one variant, passes the test.
pub fn passes(plan: &Plan, candidate: Reader<'_>) -> bool {
    match plan {
        Plan::Never => false,
        Plan::Present(field) => candidate.is_present(*field),
        Plan::Text(field, how, values) => {
            let texts = candidate.texts(*field);
            texts.iter().any(|text| values.iter().any(|value| compares(*how, text, value)))
        }
        Plan::Spelt(field, how, values) => {
            let texts = spelt(candidate, *field);
            texts.iter().any(|text| values.iter().any(|value| compares(*how, text, value)))
        }
        Plan::Numbers(field, currency, ranges) => within(&candidate.numbers(*field, *currency), ranges),
        Plan::Days(field, ranges) => within(&candidate.days(*field), ranges),
        Plan::AnyOption(id, options) => candidate.options(*id).iter().any(|option| options.contains(option)),
        Plan::AllOptions(id, lists) => {
            let own = candidate.options(*id);
            !lists.is_empty() && lists.iter().all(|list| list.iter().any(|option| own.contains(option)))
        }
        Plan::Active(wanted) => wanted.contains(&candidate.is_active()),
        Plan::AnyStore(stores) => match candidate.stores() {
            Some(own) => own.iter().any(|store| stores.contains(store)),
            None => !stores.is_empty(),
        },
        Plan::AnyCategory(_) | Plan::Below(_) => {
            let vocabulary = candidate.asked().vocabulary;
            candidate.categories().iter().any(|own| plan.takes_category(*own, vocabulary))
        }
        Plan::Is(field, wanted) => candidate.yes_no(*field).iter().any(|is| wanted.contains(is)),
    }
}

fn within<T: PartialOrd>(values: &[T], ranges: &[(T, T)]) -> bool {
    values.iter().any(|value| ranges.iter().any(|(low, high)| low <= value && value <= high))
}

/// Compiled tests, joined as a rule joins them.
#[derive(Debug)]
pub enum Joined {
    /// A group.
    Group {
        /// How it joins its children.
        matching: Matching,
        /// One and the same variant must meet all.
        same_variant: bool,
        /// What it joins; nothing: nothing passes.
        children: Vec<Joined>,
    },
    /// A condition.
    Test {
        /// The positive test.
        plan: Plan,
        /// Holds exactly where the test does not.
        negated: bool,
    },
}

impl Joined {
    /// Returns a group with its conditions compiled for a source.
    pub fn of(group: &Group, asked: &Asked<'_>, source: Option<Reader<'_>>) -> Self {
        let child = |node: &Node| match node {
            Node::Group(group) => Self::of(group, asked, source),
            Node::Condition(condition) => {
                Self::Test { plan: compile(condition, asked, source), negated: condition.negated }
            }
        };
        let children = group.children.iter().map(child).collect();
        Self::Group { matching: group.matching, same_variant: group.same_variant, children }
    }

    /// Returns true when one product, or one variant, meets it.
    pub fn holds(&self, candidate: Reader<'_>) -> bool {
        let (matching, children) = match self {
            Self::Test { plan, negated } => return passes(plan, candidate) != *negated,
            Self::Group { children, .. } if children.is_empty() => return false,
            Self::Group { matching, same_variant, children } => {
                if *same_variant && !candidate.is_variant() {
                    let mut active = candidate.each_variant().peekable();
                    if active.peek().is_some() {
                        return active.any(|variant| self.holds(variant));
                    }
                }
                (matching, children)
            }
        };
        let mut children = children.iter();
        match matching {
            Matching::All => children.all(|child| child.holds(candidate)),
            Matching::Any => children.any(|child| child.holds(candidate)),
            Matching::None => !children.any(|child| child.holds(candidate)),
        }
    }
}
