//! Links of a file: resolved when all its products are in, and only those written that are not there yet.
//!
//! A link that the file does not list stays; an empty cell takes all links of its type away.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::names::Names;
use super::survey::Survey;
use super::{Making, Mode, Outcome, Progress};
use crate::app::App;
use crate::codec::catalogue::{Fact, LinkFact, Record, Trouble};
use crate::domain::id::{ProductId, TypeId};
use crate::domain::staff::Actor;
use crate::domain::text::fold;
use crate::store::door::{Entry, Read, Refusal};
use crate::store::link::{self, Pair};
use crate::store::product;

/// So many rows with links are written at once.
const ROWS_PER_BATCH: usize = 2_000;

/// Links of the rows that were taken.
#[derive(Debug, Default)]
pub(super) struct Links {
    rows: Vec<Linked>,
}

/// What one row says about links.
#[derive(Debug)]
struct Linked {
    line: u64,
    source: String,
    outcome: Outcome,
    facts: Vec<LinkFact>,
}

/// What a batch of rows wants changed.
#[derive(Debug, Default)]
struct Wanted {
    put: Vec<Pair>,
    clear: Vec<(TypeId, ProductId)>,
}

impl Links {
    /// Notes the links of a row that was taken. What a variant's row links, its product links; but an empty cell of a
    /// variant does not empty its product's list.
    pub(super) fn note(&mut self, source: &str, record: &Record, outcome: Outcome) {
        let is_own = record.sku.fold() == source;
        let facts = record.facts.iter().filter_map(|fact| match fact {
            Fact::Links(links) if is_own || !links.targets.is_empty() => Some(links.clone()),
            _ => None,
        });
        let facts: Vec<LinkFact> = facts.collect();
        if !facts.is_empty() {
            self.rows.push(Linked { line: record.line, source: source.to_owned(), outcome, facts });
        }
    }
}

/// Who writes links, and what it needs to know.
pub(super) struct Circle<'a, 'p, 'v> {
    /// The application.
    pub app: &'a App,
    /// Who acts.
    pub actor: &'a Actor,
    /// Whether anything is written.
    pub mode: Mode,
    /// What names mean.
    pub names: &'a Names<'v>,
    /// What the first pass found out.
    pub survey: &'a Survey,
    /// Is told how far it is.
    pub progress: Progress<'a, 'p>,
}

/// Writes the links, or tells what would be written.
pub(super) fn finish(links: Links, circle: Circle<'_, '_, '_>, making: &mut Making) -> Result<(), Refusal> {
    let Circle { app, actor, mode, names, survey, progress } = circle;
    for rows in links.rows.chunks(ROWS_PER_BATCH) {
        let is_coming = |fold: &str| mode == Mode::Check && survey.has_row(fold);
        let types: HashMap<String, Option<TypeId>> = rows
            .iter()
            .flat_map(|row| &row.facts)
            .map(|fact| (fact.kind.clone(), names.relation_type(&fact.kind)))
            .collect();
        match mode {
            Mode::Check => {
                app.read_now(|read| resolve(read, rows, &types, &is_coming, making))?;
            }
            Mode::Apply => app.write_aside(actor, |write| {
                let wanted = resolve(&mut write.as_read(), rows, &types, &is_coming, making)?;
                link::clear_many(write, &wanted.clear)?;
                link::upsert_many(write, &wanted.put)?;
                let key = format!("{} links", wanted.put.len());
                write.audit(Entry {
                    action: "import",
                    noun: "link",
                    key: &key,
                    detail: json!({"cleared": wanted.clear.len()}),
                })?;
                progress(write, making.counts.rows, survey.rows)
            })?,
        }
    }
    Ok(())
}

fn resolve(
    read: &mut Read<'_>,
    rows: &[Linked],
    types: &HashMap<String, Option<TypeId>>,
    is_coming: &dyn Fn(&str) -> bool,
    making: &mut Making,
) -> Result<Wanted, Refusal> {
    let targets =
        rows.iter().flat_map(|row| &row.facts).flat_map(|fact| &fact.targets).map(|(sku, _)| fold(sku));
    let mut folds: Vec<String> = rows.iter().map(|row| row.source.clone()).chain(targets).collect();
    folds.sort();
    folds.dedup();
    let ids = product::find_ids(read, &folds)?;
    let sources: Vec<ProductId> = rows.iter().filter_map(|row| ids.get(&row.source).copied()).collect();
    let there: HashMap<(TypeId, ProductId, ProductId), i32> = link::find_pairs(read, &sources)?
        .into_iter()
        .map(|pair| ((pair.kind, pair.source, pair.target), pair.position))
        .collect();
    let mut wanted = Wanted::default();
    for row in rows {
        let mut is_changed = false;
        for fact in &row.facts {
            let Some(Some(kind)) = types.get(&fact.kind).copied() else {
                let message = format!("There is no relation type “{}”; its links are left out.", fact.kind);
                making.trouble(row.line, Trouble::slight(&fact.column, "", message));
                continue;
            };
            is_changed |=
                one(row, fact, kind, &Around { ids: &ids, there: &there, is_coming }, &mut wanted, making);
        }
        if is_changed && row.outcome == Outcome::Unchanged {
            making.counts.unchanged = making.counts.unchanged.saturating_sub(1);
            making.counts.changed += 1;
        }
    }
    Ok(wanted)
}

struct Around<'a> {
    ids: &'a HashMap<String, ProductId>,
    there: &'a HashMap<(TypeId, ProductId, ProductId), i32>,
    is_coming: &'a dyn Fn(&str) -> bool,
}

/// Adds what one cell wants; returns true when that is a change.
fn one(
    row: &Linked,
    fact: &LinkFact,
    kind: TypeId,
    around: &Around<'_>,
    wanted: &mut Wanted,
    making: &mut Making,
) -> bool {
    let source = around.ids.get(&row.source).copied();
    if fact.targets.is_empty() {
        let some =
            source.filter(|source| around.there.keys().any(|(of, from, _)| of == &kind && from == source));
        wanted.clear.extend(some.map(|source| (kind, source)));
        return some.is_some();
    }
    let mut is_changed = false;
    let mut seen = HashSet::new();
    for (sku, position) in &fact.targets {
        let target_fold = fold(sku);
        let target = around.ids.get(&target_fold).copied();
        let trouble = if target_fold == row.source || (target.is_some() && target == source) {
            Some("A product cannot be linked to itself; the link is left out.".to_owned())
        } else if target.is_none() && !(around.is_coming)(&target_fold) {
            Some(format!(
                "There is no product “{}”; the link is left out.",
                crate::domain::decimal::clip(sku)
            ))
        } else {
            None
        };
        if let Some(message) = trouble {
            making.trouble(row.line, Trouble::slight(&fact.column, sku, message));
            continue;
        }
        if !seen.insert(target.map(|id| id.to_string()).unwrap_or(target_fold)) {
            continue;
        }
        let (Some(source), Some(target)) = (source, target) else {
            is_changed = true;
            continue;
        };
        if around.there.get(&(kind, source, target)) != Some(position) {
            is_changed = true;
            wanted.put.push(Pair { kind, source, target, position: *position });
        }
    }
    is_changed
}
