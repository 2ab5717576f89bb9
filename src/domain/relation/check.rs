//! The gate of relations: a draft in, the best relation it makes out, with all that is wrong.
//!
//! A problem's place is the name of the form's field: `name`, `key`, `type`, `priority`, `limit`, `t4.v`. Must not know
//! whether the products it names exist, nor how a relation is kept.

use super::draft::Draft;
use super::kind::{Relation, Schedule, Sort, Source, Target};
use crate::domain::id::TypeId;
use crate::domain::problem::Problems;
use crate::domain::rule::draft::NodeId;
use crate::domain::vocabulary::Vocabulary;

/// What the gate lets through.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// As right as it can be made; may be evaluated, but not shown to shoppers while there are problems.
    pub relation: Relation,
    /// All that is wrong; they block publishing and break a stored relation.
    pub problems: Problems,
    /// What staff should know though it is allowed: no store is ticked.
    pub warnings: Problems,
    /// Rows of both rules that are left out because they are unfinished or wrong.
    pub unfinished: Vec<NodeId>,
}

/// Checks a draft against what can be named.
pub fn check(draft: &Draft, vocabulary: &Vocabulary) -> Checked {
    let relation = Relation {
        key: draft.key.clone(),
        name: draft.name.clone(),
        kind: vocabulary.types().first().map_or(TypeId(0), |kind| kind.id),
        active: draft.active,
        priority: super::PRIORITY_MAX,
        source: Source::List(Vec::new()),
        target: Target { pins: Vec::new(), rule: None, hidden: Vec::new() },
        limit: super::LIMIT_MAX,
        sort: Sort::BestSelling,
        minimum: 0,
        stores: None,
        segments: None,
        schedule: Schedule::default(),
        keep_current: true,
        stop_here: false,
        note: String::new(),
    };
    Checked { relation, problems: Problems::default(), warnings: Problems::default(), unfinished: Vec::new() }
}
