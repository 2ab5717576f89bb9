//! A relation as the editor posts it. Total: what is missing is empty, what is wrong is kept for `check` to name.
//!
//! Lists of skus (`pins`, `hidden`, `source_skus`) may be repeated fields, several lines in one, or both; a sku that was
//! typed and not yet added counts as added. The two rules are read by `form::rule`.

use std::collections::HashSet;

use super::fields::Fields;
use super::rule::{self, clean};
use crate::domain::relation::draft::{Draft, SourceKind};
use crate::domain::relation::step::Seen;
use crate::domain::text::fold;

/// Reads the relation.
pub fn read(fields: &Fields) -> Draft {
    let one = |name: &str| clean(fields.get(name));
    let ticked = |name: &str| fields.has(name);
    let many = |name: &str| -> Vec<String> {
        fields.all(name).map(clean).filter(|value| !value.is_empty()).collect()
    };
    Draft {
        key: one("key"),
        name: one("name"),
        kind: one("type"),
        active: ticked("active"),
        priority: one("priority"),
        source_kind: SourceKind::parse(&one("source_kind")).unwrap_or(SourceKind::One),
        source_sku: one("source_sku"),
        source_skus: skus(fields, "source_skus"),
        source_rule: rule::read(fields, 's'),
        pins: skus(fields, "pins"),
        target_rule: rule::read(fields, 't'),
        hidden: skus(fields, "hidden"),
        limit: one("limit"),
        sort: one("sort"),
        minimum: one("minimum"),
        stores: (!ticked("stores_all")).then(|| many("store")),
        segments: segments(&one("segments")),
        from: one("from"),
        until: one("until"),
        weekdays: many("weekday"),
        hours: [one("hours_from"), one("hours_until")],
        keep_current: ticked("keep_current"),
        stop_here: ticked("stop_here"),
        note: one("note"),
    }
}

/// Reads how the preview is seen.
pub fn read_seen(fields: &Fields) -> Seen {
    let one = |name: &str| clean(fields.get(name));
    Seen { sku: one("as"), store: one("as_store"), at: one("as_at"), why: one("why_sku") }
}

/// Returns the skus of a list, each once, in order.
fn skus(fields: &Fields, name: &str) -> Vec<String> {
    let mut known = HashSet::new();
    let lines = fields.all(name).flat_map(str::lines).map(clean);
    lines.filter(|sku| !sku.is_empty() && known.insert(fold(sku))).collect()
}

fn segments(typed: &str) -> Option<Vec<String>> {
    let keys: Vec<String> = typed.split(',').map(clean).filter(|key| !key.is_empty()).collect();
    (!keys.is_empty()).then_some(keys)
}
