//! Browse: the products of a list, narrowed by a search, a category and a gap, one page at a time.
//!
//! Sets stay sets until the page is cut out of them, so a list of a million products costs as much as its page.

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::roll::{first_store, without};
use super::run::matches;
use super::search::search;
use super::snapshot::{Doc, Snapshot};
use crate::domain::id::{CategoryId, TypeId};
use crate::domain::locale::Locale;
use crate::domain::rule::draft::{Matching, NodeId};
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::{Condition, Group, Node, Rule, Test};

/// Most products that a search is answered with.
pub const FOUND_MAX: usize = 1_000;

/// What the products have in common.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// A sku, or words of sku and name; empty: any.
    pub query: &'a str,
    /// Lies in it or below it.
    pub category: Option<CategoryId>,
    /// Has neither links nor switched-on relations of it.
    pub gap: Option<TypeId>,
    /// Names are looked for in it.
    pub locale: &'a Locale,
}

/// A page of products.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// How many there are; a search stops counting at [`FOUND_MAX`].
    pub total: usize,
    /// Those of the page.
    pub page: Vec<Doc>,
}

/// Returns the products that are wanted, `size` of them after the first `skip`.
pub fn browse(
    snapshot: &Snapshot,
    wanted: &Wanted<'_>,
    at: DateTime<Utc>,
    cut: impl FnOnce(usize) -> (usize, usize),
) -> Found {
    let set = narrowed(snapshot, wanted, at);
    if wanted.query.is_empty() {
        let set = set.as_ref().unwrap_or_else(|| snapshot.all());
        let total = usize::try_from(set.len()).unwrap_or(usize::MAX);
        let (skip, size) = cut(total);
        let from = u32::try_from(skip).ok().and_then(|skip| set.select(skip));
        let page = from.map(|from| set.range(from..).take(size).map(Doc).collect()).unwrap_or_default();
        return Found { total, page };
    }
    let mut found = search(snapshot, wanted.query, wanted.locale, FOUND_MAX);
    if let Some(set) = set {
        found.retain(|doc| set.contains(doc.0));
    }
    let (skip, size) = cut(found.len());
    Found { total: found.len(), page: found.into_iter().skip(skip).take(size).collect() }
}

/// Returns the set of the category and the gap; none when neither is asked for.
fn narrowed(snapshot: &Snapshot, wanted: &Wanted<'_>, at: DateTime<Utc>) -> Option<RoaringBitmap> {
    let within = wanted.category.map(|category| lying_in(snapshot, category, at));
    let without = wanted.gap.map(|kind| without(snapshot, kind, at));
    match (within, without) {
        (Some(within), Some(without)) => Some(within & without),
        (one, other) => one.or(other),
    }
}

fn lying_in(snapshot: &Snapshot, category: CategoryId, at: DateTime<Utc>) -> RoaringBitmap {
    let Some(circumstances) = first_store(snapshot, at) else { return RoaringBitmap::new() };
    let condition = Condition {
        id: NodeId::numbered('t', 1),
        field: Field::Category,
        negated: false,
        test: Test::AnyCategory { categories: vec![category], with_sub: true },
    };
    let children = vec![Node::Condition(condition)];
    let root = Group { id: NodeId::numbered('t', 0), matching: Matching::All, same_variant: false, children };
    matches(snapshot, &circumstances, &Rule { root }, None)
}
