//! The products a written relation names by sku: each has to be there.
//!
//! Files may name products that come later, and what they name waits or is found by health. Who writes to the API is there
//! to be told at once: a sku that no product has is a slip. What the relation named before may stay, for a catalogue loses
//! products without its relations' fault.

use std::collections::HashSet;

use crate::domain::decimal::clip;
use crate::domain::problem::Problems;
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::text::fold;
use crate::index::snapshot::Snapshot;

/// Most unknown skus of one list that are told one by one.
const TOLD_MAX: usize = 5;

/// Returns what is wrong with the skus of a relation that is to stand in for `old`.
pub fn unknown(draft: &Draft, old: Option<&Draft>, snapshot: &Snapshot) -> Problems {
    let stood: HashSet<String> =
        old.into_iter().flat_map(named).flat_map(|(_, skus)| skus).map(|sku| fold(sku)).collect();
    let mut problems = Problems::default();
    for (place, skus) in named(draft) {
        let is_unknown = |sku: &&String| {
            !sku.trim().is_empty() && snapshot.find(sku).is_none() && !stood.contains(&fold(sku))
        };
        let unknown: Vec<&String> = skus.iter().filter(is_unknown).collect();
        for sku in unknown.iter().take(TOLD_MAX) {
            problems.add(place, format!("There is no product of sku “{}”.", clip(sku.trim())));
        }
        if unknown.len() > TOLD_MAX {
            problems.add(place, format!("{} more skus are of no product.", unknown.len() - TOLD_MAX));
        }
    }
    problems
}

/// Returns the skus that a relation names, each list with its place.
fn named(draft: &Draft) -> Vec<(&'static str, &[String])> {
    let source: (&str, &[String]) = match draft.source_kind {
        SourceKind::One => ("source_sku", std::slice::from_ref(&draft.source_sku)),
        SourceKind::List => ("source_skus", &draft.source_skus),
        SourceKind::Rule | SourceKind::All => ("source", &[]),
    };
    vec![source, ("pins", &draft.pins), ("hidden", &draft.hidden)]
}
