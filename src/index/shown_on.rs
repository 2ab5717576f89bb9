//! Shown on: the products whose pages can show a product, by link or by a live relation.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Circumstances;
use super::run::is_match;
use super::snapshot::{Doc, Snapshot, Standing};
use crate::domain::relation::standing::{State, state};

/// Most source products of relations about the product on the page that are tried one by one.
pub const TRIED_MAX: usize = 10_000;

/// What can bring a product onto a page.
#[derive(Debug, Clone)]
pub enum Through {
    /// A link by hand.
    Link,
    /// A live relation.
    Relation(Arc<Standing>),
}

/// The pages a product can show on.
#[derive(Debug, Clone, Default)]
pub struct ShownOn {
    /// The first of them by place, with the first thing that brings it there.
    pub first: Vec<(Doc, Through)>,
    /// How many there are.
    pub total: usize,
    /// True when some were not tried, so that there may be more.
    pub at_least: bool,
}

/// Returns the pages a product can show on in a store, `keep` of them one by one. Relations about the product on the
/// page are tried on at most [`TRIED_MAX`] pages in all.
pub fn shown_on(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    doc: Doc,
    linked: &[Doc],
    keep: usize,
) -> ShownOn {
    let mut all: roaring::RoaringBitmap = linked.iter().map(|doc| doc.0).collect();
    let mut through: BTreeMap<Doc, Through> = linked.iter().map(|doc| (*doc, Through::Link)).collect();
    let mut tries_left = TRIED_MAX;
    let mut at_least = false;
    let Some(store) = snapshot.vocabulary().store_by_id(circumstances.store) else {
        return ShownOn::default();
    };
    for standing in snapshot.relations() {
        let relation = &standing.relation;
        let live = matches!(state(relation, &standing.problems, store, circumstances.at), State::Live);
        if !live || names(&relation.target.hidden, snapshot, doc) {
            continue;
        }
        let sources = snapshot.source_set(standing, circumstances);
        let pinned = names(&relation.target.pins, snapshot, doc);
        let relative = relation.target.rule.as_ref().is_some_and(|rule| !pinned && rule.is_relative());
        let brings = |source: Option<Doc>| {
            let rule = relation.target.rule.as_ref();
            pinned || rule.is_some_and(|rule| is_match(snapshot, circumstances, rule, source, doc))
        };
        let found: roaring::RoaringBitmap = if relative {
            let tried = tries_left.min(usize::try_from(sources.len()).unwrap_or(usize::MAX));
            tries_left -= tried;
            at_least |= u64::try_from(tried).is_ok_and(|tried| tried < sources.len());
            sources.iter().take(tried).filter(|source| brings(Some(Doc(*source)))).collect()
        } else if brings(None) {
            (*sources).clone()
        } else {
            continue;
        };
        for source in found.iter().filter(|source| *source != doc.0).take(keep) {
            through.entry(Doc(source)).or_insert_with(|| Through::Relation(Arc::clone(standing)));
        }
        all |= found;
    }
    all.remove(doc.0);
    through.remove(&doc);
    let total = usize::try_from(all.len()).unwrap_or(usize::MAX);
    ShownOn { first: through.into_iter().take(keep).collect(), total, at_least }
}

fn names(skus: &[crate::domain::sku::Sku], snapshot: &Snapshot, doc: Doc) -> bool {
    skus.iter().any(|sku| snapshot.find(sku.as_str()) == Some(doc))
}
