//! A checked rule: a tree by ids and typed values, at most eight groups deep, that can always be evaluated.
//!
//! Only `check` makes one. Unfinished and muted rows are not in it. A name that is gone stands for nothing: its list is
//! shorter by it, or empty, and an empty list matches nothing. Whether that may be shown to shoppers is for the problems
//! that came with the tree to say, not for the tree.

use chrono::NaiveDate;

use super::draft::{Matching, NodeId};
use super::field::Field;
use crate::domain::decimal::Decimal;
use crate::domain::id::{CategoryId, OptionId, StoreId};
use crate::domain::money::Currency;

/// A checked rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The root group.
    pub root: Group,
}

/// Joins its children. A group without children matches nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name in the draft.
    pub id: NodeId,
    /// How it joins them.
    pub matching: Matching,
    /// One and the same variant must meet all conditions below that ask for variant attributes.
    pub same_variant: bool,
    /// In reading order.
    pub children: Vec<Node>,
}

/// A group or a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Holds other nodes.
    Group(Group),
    /// Compares one field.
    Condition(Condition),
}

/// Compares one field of the candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Its name in the draft.
    pub id: NodeId,
    /// What it asks about.
    pub field: Field,
    /// True: holds exactly where the test does not, missing values included.
    pub negated: bool,
    /// The positive test; a missing value never passes it.
    pub test: Test,
}

/// A positive test. A candidate with several values passes when any one of them does.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Has a value.
    Present,
    /// Its text, its choice's or category's label in the asked locale, or its value as it is spelt, compares so with
    /// any of the folded values.
    Text {
        /// How the two compare.
        how: TextMatch,
        /// Folded; any of them.
        values: Vec<String>,
        /// The same as they were typed, for people.
        written: Vec<String>,
    },
    /// Its text compares so with any text of the source's field.
    TextOfSource {
        /// How the two compare.
        how: TextMatch,
        /// The source's field.
        from: Field,
    },
    /// Its number compares so; money in major units.
    Number {
        /// How, and with what.
        how: NumberMatch,
        /// Money only: the currency meant; none: the asked store's.
        currency: Option<Currency>,
    },
    /// Its day compares so; days are those of the asked store's time zone.
    Date(DateMatch),
    /// Carries any of the options.
    AnyOption(Vec<OptionId>),
    /// Carries all of the options.
    AllOptions(Vec<OptionId>),
    /// Carries any option that the source carries in this field; options of another attribute compare by folded label.
    OptionOfSource(Field),
    /// Carries all options that the source carries in this field; false for a source without any.
    AllOptionsOfSource(Field),
    /// Is active, or inactive.
    Active(bool),
    /// Is sold in any of the stores.
    AnyStore(Vec<StoreId>),
    /// Lies in any of the categories.
    AnyCategory {
        /// The categories.
        categories: Vec<CategoryId>,
        /// Those below them count too.
        with_sub: bool,
    },
    /// Lies in a category that the source lies in.
    CategoryOfSource {
        /// The categories below the source's count too.
        with_sub: bool,
    },
    /// Lies below one of the source's categories, at any depth, not in it.
    BelowSource,
    /// Lies in a category with the same parent as one of the source's; that one itself counts, top categories do not.
    SameParentAsSource,
    /// Is so.
    Is(bool),
    /// Is as the source is in this field.
    IsAsSource(Field),
    /// Matches nothing: what it named is gone.
    Nothing,
}

/// How two folded texts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextMatch {
    /// The same.
    Is,
    /// Holds it.
    Contains,
    /// Begins with it.
    Begins,
    /// Ends with it.
    Ends,
    /// Before it in code-point order.
    Less,
    /// Before it or the same.
    LessOrEqual,
    /// After it.
    Greater,
    /// After it or the same.
    GreaterOrEqual,
}

/// How numbers compare.
#[derive(Debug, Clone, PartialEq)]
pub enum NumberMatch {
    /// Equal to any of them.
    AnyOf(Vec<Decimal>),
    /// Compares with one.
    Compare(Comparison, Operand<Decimal>),
    /// Between the two, both included; the other way round matches nothing.
    Between(Operand<Decimal>, Operand<Decimal>),
}

/// How two ordered values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// =
    Equal,
    /// <
    Less,
    /// ≤
    LessOrEqual,
    /// >
    Greater,
    /// ≥
    GreaterOrEqual,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<T> {
    /// This value.
    Constant(T),
    /// The source's value × `mul` + `add`, compared exactly.
    Source {
        /// The source's field. Where it has several values, any of them may satisfy the condition.
        from: Field,
        /// The factor; 1.1 for 110 %.
        mul: Decimal,
        /// What is added, in the field's unit; days for dates.
        add: Decimal,
    },
}

/// How days compare.
#[derive(Debug, Clone, PartialEq)]
pub enum DateMatch {
    /// Is any of them.
    AnyOf(Vec<NaiveDate>),
    /// Compares with one day.
    Compare(Comparison, Operand<NaiveDate>),
    /// Between the two, both included.
    Between(Operand<NaiveDate>, Operand<NaiveDate>),
    /// From that many days ago to today, both included.
    InLastDays(u32),
    /// From today to that many days on, both included.
    InNextDays(u32),
}

impl Rule {
    /// Returns true when some condition compares with the product on the page, so that each source has its own answer.
    pub fn is_relative(&self) -> bool {
        group_is_relative(&self.root)
    }
}

fn group_is_relative(group: &Group) -> bool {
    group.children.iter().any(|child| match child {
        Node::Group(group) => group_is_relative(group),
        Node::Condition(condition) => condition.test.is_relative(),
    })
}

impl Test {
    /// Returns true when the test compares with the product on the page.
    pub fn is_relative(&self) -> bool {
        match self {
            Self::TextOfSource { .. }
            | Self::OptionOfSource(_)
            | Self::AllOptionsOfSource(_)
            | Self::CategoryOfSource { .. }
            | Self::BelowSource
            | Self::SameParentAsSource
            | Self::IsAsSource(_) => true,
            Self::Number { how: NumberMatch::Compare(_, right), .. } => right.is_source(),
            Self::Number { how: NumberMatch::Between(low, high), .. } => low.is_source() || high.is_source(),
            Self::Date(DateMatch::Compare(_, right)) => right.is_source(),
            Self::Date(DateMatch::Between(low, high)) => low.is_source() || high.is_source(),
            _ => false,
        }
    }

    /// Returns true when the test compares numbers or days.
    pub fn is_of_numbers(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::Date(_))
    }
}

impl<T> Operand<T> {
    /// Returns true for a value of the source.
    pub fn is_source(&self) -> bool {
        matches!(self, Self::Source { .. })
    }
}
