//! Health: what a relation has that its makers hardly meant, found from the snapshot and its roll.
//!
//! Cheap for each relation: its figures are the roll's, and of products only its own are asked.

use super::Circumstances;
use super::roll::Entry;
use super::run::is_match;
use super::snapshot::Snapshot;
use crate::domain::relation::Source;
use crate::domain::rule::check::meant::{self, Unknown};
use crate::domain::rule::draft::{Body, NodeId};
use crate::domain::rule::field::Field;
use crate::domain::rule::operator::Operator;
use crate::domain::text::fold;

/// From more products than this on a list is long.
pub const LONG: usize = 50;
/// Of a list of sources, so many are asked whether the rule holds them.
const OWNERS_ASKED_MAX: usize = 100;

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It names something that is gone.
    Unknown,
    /// It is broken in another way.
    Broken,
    /// It is for no store.
    NoStore,
    /// Its rule finds nothing.
    NoMatch,
    /// It lists a sku that no product has.
    UnknownSku,
    /// It lists a sku twice.
    Duplicate,
    /// It finds very many.
    Long,
    /// Its rule finds the product it stands on.
    HoldsOwner,
}

impl Kind {
    /// All kinds, the worst first.
    pub const ALL: [Self; 8] = [
        Self::Unknown,
        Self::Broken,
        Self::NoStore,
        Self::NoMatch,
        Self::UnknownSku,
        Self::Duplicate,
        Self::Long,
        Self::HoldsOwner,
    ];
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The row of the rule it is about.
    pub node: Option<NodeId>,
    /// The value or the sentence it is about.
    pub value: String,
    /// What was probably meant.
    pub meant: Option<String>,
    /// How many products, or values of the row.
    pub count: usize,
}

/// Returns what is found of a relation, the worst first.
pub fn findings(snapshot: &Snapshot, circumstances: Option<&Circumstances>, entry: &Entry) -> Vec<Finding> {
    let (standing, relation) = (&entry.standing, &entry.standing.relation);
    let plain = |kind, count| Finding { kind, node: None, value: String::new(), meant: None, count };
    let mut found = rows(snapshot, entry);
    if relation.stores.as_ref().is_some_and(Vec::is_empty) {
        found.push(plain(Kind::NoStore, 0));
    }
    if standing.problems.is_empty() && relation.target.rule.is_some() {
        match entry.matches {
            Some(0) => found.push(plain(Kind::NoMatch, 0)),
            Some(count)
                if count > LONG && usize::try_from(relation.limit).is_ok_and(|limit| limit > LONG) =>
            {
                found.push(plain(Kind::Long, count));
            }
            _ => {}
        }
        let held = circumstances.and_then(|circumstances| owner_held(snapshot, circumstances, entry));
        found.extend(held.map(|value| Finding { value, ..plain(Kind::HoldsOwner, 0) }));
    }
    found.sort_by_key(|finding| finding.kind);
    found
}

/// Returns what is found in single rows of the rule, and what else keeps the relation from being shown.
fn rows(snapshot: &Snapshot, entry: &Entry) -> Vec<Finding> {
    let (standing, vocabulary) = (&entry.standing, snapshot.vocabulary());
    let mut found = Vec::new();
    for node in standing.draft.target_rule.nodes.iter().filter(|node| !node.muted) {
        let Body::Condition(row) = &node.body else { continue };
        let finding = |kind, value: String, meant| Finding {
            kind,
            node: Some(node.id.clone()),
            value,
            meant,
            count: 0,
        };
        let unknown = meant::unknown(row, vocabulary).into_iter();
        found.extend(unknown.map(|Unknown { written, meant }| finding(Kind::Unknown, written, meant)));
        let is_list = matches!(Operator::parse(&row.operator), Some(Operator::In | Operator::Equal));
        if Field::parse(&row.field, vocabulary) != Some(Field::Sku) || !is_list || row.from_source.is_some() {
            continue;
        }
        let (mut seen, mut twice) = (std::collections::HashSet::new(), None);
        let skus = meant::values(row);
        let count = skus.len();
        for sku in skus {
            if snapshot.find(&sku).is_none() && snapshot.parent(&sku).is_none() {
                found.push(Finding { count, ..finding(Kind::UnknownSku, sku.clone(), None) });
            }
            if !seen.insert(fold(&sku)) {
                twice = Some(sku);
            }
        }
        found.extend(twice.map(|sku| finding(Kind::Duplicate, sku, None)));
    }
    let told = |place: &str| {
        let place = place.strip_suffix(".v").unwrap_or(place);
        found.iter().any(|found| found.node.as_ref().is_some_and(|node| node.as_str() == place))
    };
    let others = standing.problems.0.iter().filter(|problem| !told(&problem.place));
    let broken: Vec<Finding> = others
        .map(|problem| Finding {
            kind: Kind::Broken,
            node: None,
            value: problem.message.clone(),
            meant: None,
            count: 0,
        })
        .collect();
    found.extend(broken);
    found
}

/// Returns the sku of a product that the relation stands on and its rule finds.
fn owner_held(snapshot: &Snapshot, circumstances: &Circumstances, entry: &Entry) -> Option<String> {
    let relation = &entry.standing.relation;
    let rule = relation.target.rule.as_ref()?;
    let owners = match &relation.source {
        Source::One(sku) => std::slice::from_ref(sku),
        Source::List(skus) => skus.get(..OWNERS_ASKED_MAX).unwrap_or(skus),
        _ => &[],
    };
    let hidden = |doc| relation.target.hidden.iter().any(|sku| snapshot.find(sku.fold()) == Some(doc));
    let mut docs = owners.iter().filter_map(|sku| snapshot.find(sku.fold()));
    let held = docs.find(|doc| is_match(snapshot, circumstances, rule, Some(*doc), *doc) && !hidden(*doc))?;
    snapshot.product(held).map(|product| product.sku().to_owned())
}
