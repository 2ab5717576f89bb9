//! Difference: what a new vocabulary says otherwise than the last one.
//!
//! A vocabulary is read anew as a whole, though mostly one word of it has changed. What this finds tells `apply` which
//! relations have to be checked anew, which answers may have changed with a label, and what stays.

use std::collections::HashSet;

use super::snapshot::Standing;
use crate::domain::attribute::{Attribute, AttributeOption};
use crate::domain::category::Category;
use crate::domain::id::{AttributeId, OptionId};
use crate::domain::relation::Source;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Condition, DateMatch, Group, Node, NumberMatch, Operand, Rule, Test};
use crate::domain::vocabulary::Vocabulary;

/// What differs between two vocabularies.
#[derive(Debug)]
pub struct Difference {
    /// Nothing but what people call options, attributes and categories.
    is_of_labels: bool,
    /// All that sets of a rule can depend on is there as before; there may be more.
    is_of_additions: bool,
    /// So much that every relation may read otherwise.
    is_wide: bool,
    /// Anything of the categories.
    categories: bool,
    /// Attributes that have changed in anything.
    attributes: HashSet<AttributeId>,
}

impl Difference {
    /// Compares two vocabularies.
    pub fn between(old: &Vocabulary, new: &Vocabulary) -> Self {
        let is_same_shop = old.stores() == new.stores();
        let attributes = || old.attributes().iter().zip(new.attributes());
        let is_listed_alike = old.attributes().len() == new.attributes().len()
            && attributes().all(|(old, new)| (old.id, &old.key) == (new.id, &new.key));
        let other = attributes().filter(|(old, new)| old != new).flat_map(|(old, new)| [old.id, new.id]);
        Self {
            is_of_labels: is_same_shop
                && old.types() == new.types()
                && old.blocks() == new.blocks()
                && is_listed_alike
                && attributes().all(|(old, new)| is_relabelled(old, new))
                && is_renamed(old.categories(), new.categories()),
            is_of_additions: is_superset(new, old),
            is_wide: !is_same_shop || old.types() != new.types() || !is_listed_alike,
            categories: old.categories() != new.categories(),
            attributes: other.collect(),
        }
    }

    /// Returns true when nothing has changed but labels: every name in a rule means the same, or is compared with one.
    pub fn is_of_labels(&self) -> bool {
        self.is_of_labels
    }

    /// Returns true when all that sets of a rule can depend on is there as before, labels aside: the stores, the tree of
    /// categories, the kinds and options of attributes. What is new is carried by changed products alone.
    pub fn is_of_additions(&self) -> bool {
        self.is_of_additions
    }

    /// Returns true when a relation may read otherwise than before, or have other problems.
    pub fn may_change(&self, standing: &Standing) -> bool {
        let names = |condition: &Condition| {
            self.has(condition.field) || source_fields(&condition.test).any(|field| self.has(field))
        };
        self.is_wide || !standing.problems.is_empty() || rules(standing).any(|rule| has(&rule.root, &names))
    }

    /// Returns true when a relation compares with labels that may have changed, in either rule.
    pub fn is_compared_by(&self, standing: &Standing) -> bool {
        rules(standing).any(|rule| self.is_compared_in(rule))
    }

    /// Returns true when on which products a relation stands depends on labels that may have changed.
    pub fn moves(&self, standing: &Standing) -> bool {
        matches!(&standing.relation.source, Source::Rule(rule) if self.is_compared_in(rule))
    }

    fn is_compared_in(&self, rule: &Rule) -> bool {
        has(&rule.root, &|condition: &Condition| match &condition.test {
            Test::Text { .. } => self.has(condition.field),
            // Within one field by what it is, across fields by what it is called.
            Test::OptionOfSource(from) | Test::AllOptionsOfSource(from) if *from == condition.field => false,
            Test::TextOfSource { from, .. } | Test::OptionOfSource(from) | Test::AllOptionsOfSource(from) => {
                self.has(condition.field) || self.has(*from)
            }
            _ => false,
        })
    }

    fn has(&self, field: Field) -> bool {
        match field {
            Field::Category => self.categories,
            Field::Attribute(id) => self.attributes.contains(&id),
            _ => false,
        }
    }
}

/// Returns true when two attributes differ in labels at most.
fn is_relabelled(old: &Attribute, new: &Attribute) -> bool {
    let kind = |of: &Attribute| (of.id, of.kind, of.built_in, of.multiple);
    let option = |(old, new): (&AttributeOption, &AttributeOption)| (old.id, &old.key) == (new.id, &new.key);
    kind(old) == kind(new)
        && (&old.key, &old.unit) == (&new.key, &new.unit)
        && old.options.len() == new.options.len()
        && old.options.iter().zip(&new.options).all(option)
}

/// Returns true when two lists of categories differ in names at most.
fn is_renamed(old: &[Category], new: &[Category]) -> bool {
    let place = |of: &Category| (of.id, of.parent);
    let same = |(old, new): (&Category, &Category)| place(old) == place(new) && old.key == new.key;
    old.len() == new.len() && old.iter().zip(new).all(same)
}

fn is_superset(new: &Vocabulary, old: &Vocabulary) -> bool {
    let category = |old: &Category| new.category(old.id).is_some_and(|new| new.parent == old.parent);
    let attribute = |old: &Attribute| {
        let Some(new) = new.attribute(old.id).filter(|new| new.kind == old.kind) else { return false };
        let options: HashSet<OptionId> = new.options.iter().map(|option| option.id).collect();
        old.options.iter().all(|option| options.contains(&option.id))
    };
    new.stores() == old.stores()
        && old.categories().iter().all(category)
        && old.attributes().iter().all(attribute)
}

/// Returns the rules of a relation.
fn rules(standing: &Standing) -> impl Iterator<Item = &Rule> {
    let source = match &standing.relation.source {
        Source::Rule(rule) => Some(rule),
        _ => None,
    };
    source.into_iter().chain(&standing.relation.target.rule)
}

/// Returns true when some condition is so.
fn has(group: &Group, is_so: &impl Fn(&Condition) -> bool) -> bool {
    group.children.iter().any(|child| match child {
        Node::Group(inner) => has(inner, is_so),
        Node::Condition(condition) => is_so(condition),
    })
}

/// Returns the fields of the source that a test compares with; what it takes from categories is of its own field.
fn source_fields(test: &Test) -> impl Iterator<Item = Field> {
    fn of<T>(operand: &Operand<T>) -> Option<Field> {
        match operand {
            Operand::Constant(_) => None,
            Operand::Source { from, .. } => Some(*from),
        }
    }
    let pair = match test {
        Test::TextOfSource { from, .. }
        | Test::OptionOfSource(from)
        | Test::AllOptionsOfSource(from)
        | Test::IsAsSource(from) => [Some(*from), None],
        Test::Number { how: NumberMatch::Compare(_, right), .. } => [of(right), None],
        Test::Number { how: NumberMatch::Between(low, high), .. } => [of(low), of(high)],
        Test::Date(DateMatch::Compare(_, right)) => [of(right), None],
        Test::Date(DateMatch::Between(low, high)) => [of(low), of(high)],
        _ => [None, None],
    };
    pair.into_iter().flatten()
}

#[cfg(test)]
mod tests;
