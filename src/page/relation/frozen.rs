//! A frozen list as its relation's page tells it: when it was taken, and what the rule would give now instead.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use crate::domain::id::ProductId;
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::page::mark;
use crate::page::words::{self, number, plural};
use crate::pick::freeze::{LISTED_MAX, list_now};

/// What is told of it.
#[derive(Debug, Clone)]
pub struct FrozenList {
    /// When it was taken, such as `21 Nov 2026, 14:02`; empty while it is not taken yet.
    pub taken: String,
    /// How it differs from what the rule gives now, in a sentence; empty when there is nothing to compare.
    pub compared: String,
    /// True when both are the same.
    pub is_same: bool,
}

impl FrozenList {
    /// Returns what is told of a relation's list, looked at on a product; none for one that is kept current.
    pub fn new(
        snapshot: &Snapshot,
        standing: &Standing,
        circumstances: Option<&Circumstances>,
        on: Option<Doc>,
        taken: Option<DateTime<Utc>>,
    ) -> Option<Self> {
        let relation = &standing.relation;
        let rule = relation.target.rule.as_ref().filter(|_| !relation.keep_current)?;
        let zone = mark::zone(snapshot.vocabulary());
        let has_list = snapshot.standing().has_frozen(standing.id);
        let taken = taken.filter(|_| has_list).map(|at| words::moment(at, &zone)).unwrap_or_default();
        let source = on.filter(|_| rule.is_relative());
        let id = source.and_then(|doc| snapshot.record(doc)).and_then(|record| record.id());
        let compared = circumstances.and_then(|here| {
            let kept = snapshot.standing().frozen(standing.id, id, &here.locale)?;
            Some(compare(kept, &list_now(snapshot, here, standing, source)))
        });
        let (compared, is_same) = compared.unwrap_or_default();
        Some(Self { taken, compared, is_same })
    }
}

/// Returns how a list differs from what the rule gives now, and whether it does not.
fn compare(kept: &[ProductId], now: &[ProductId]) -> (String, bool) {
    let set = |ids: &[ProductId]| ids.iter().copied().collect::<HashSet<_>>();
    let (old, new) = (set(kept), set(now));
    let (gained, lost) = (new.difference(&old).count(), old.difference(&new).count());
    let more = if now.len() >= LISTED_MAX { "the first " } else { "" };
    let holds = format!("It holds {}", plural(kept.len(), "product", "products"));
    let would = format!("the rule would give {more}{} now", number(now.len()));
    match (gained, lost, kept == now) {
        (0, 0, true) => (format!("{holds}, the same as the rule gives now."), true),
        (0, 0, false) => (format!("{holds}; {would}, the same ones in another order."), false),
        _ => (format!("{holds}; {would}: {} gained, {} lost.", number(gained), number(lost)), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_compared_with_what_the_rule_gives_now() {
        let ids = |ids: &[i64]| ids.iter().map(|id| ProductId(*id)).collect::<Vec<_>>();
        for (kept, now, sentence) in [
            (vec![1, 2], vec![1, 2], "It holds 2\u{a0}products, the same as the rule gives now."),
            (
                vec![1, 2],
                vec![2, 1],
                "It holds 2\u{a0}products; the rule would give 2 now, the same ones in another order.",
            ),
            (vec![1], vec![2, 3], "It holds 1\u{a0}product; the rule would give 2 now: 2 gained, 1 lost."),
            (vec![], vec![], "It holds 0\u{a0}products, the same as the rule gives now."),
        ] {
            assert_eq!(compare(&ids(&kept), &ids(&now)).0, sentence);
        }
    }
}
