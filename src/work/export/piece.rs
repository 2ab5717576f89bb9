//! A file in pieces: each is made when it is asked for, so that an export needs the memory of one piece, whatever its
//! length, and one that nobody asks on for is over.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::owner::each_list;
use super::{Planned, What};
use crate::codec::export::query_set::{self, Speaker};
use crate::codec::export::{self, Row, Table};
use crate::codec::relation;
use crate::domain::id::StoreId;
use crate::domain::vocabulary::Vocabulary;
use crate::index::snapshot::{Doc, Snapshot, Standing};

/// Most rows of a piece.
pub const ROWS_MAX: usize = 256;
/// A piece of lines ends with the line that fills so many bytes.
pub const BYTES: usize = 64 * 1024;

/// The pieces of one file in their order. After one that could not be made there is none.
#[derive(Debug)]
pub struct Pieces {
    source: Source,
    at: usize,
    is_done: bool,
}

#[derive(Debug)]
enum Source {
    Rows { snapshot: Arc<Snapshot>, rows: Arc<Vec<Planned>>, now: DateTime<Utc>, table: Table },
    Lines(Vec<Arc<Standing>>),
}

impl Pieces {
    pub(super) fn rows(
        snapshot: Arc<Snapshot>,
        rows: Arc<Vec<Planned>>,
        now: DateTime<Utc>,
        table: Table,
    ) -> Self {
        Self { source: Source::Rows { snapshot, rows, now, table }, at: 0, is_done: false }
    }

    pub(super) fn lines(mut relations: Vec<Arc<Standing>>) -> Self {
        relations.sort_by(|left, right| left.key.cmp(&right.key));
        Self { source: Source::Lines(relations), at: 0, is_done: false }
    }
}

impl Iterator for Pieces {
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let (taken, piece, length) = match &self.source {
            Source::Lines(relations) => {
                let (taken, piece) = lines(relations.get(self.at..).unwrap_or_default());
                (taken, Ok(piece), relations.len())
            }
            Source::Rows { snapshot, rows, now, table } => {
                let next = rows.get(self.at..).unwrap_or_default();
                let next = next.get(..ROWS_MAX).unwrap_or(next);
                let written = written(snapshot, next, *now, *table);
                let piece = written.and_then(|written| {
                    export::write(*table, &written, self.at == 0).map_err(|error| error.to_string())
                });
                (next.len(), piece, rows.len())
            }
        };
        self.at += taken;
        self.is_done = self.at >= length || piece.is_err();
        Some(piece)
    }
}

fn lines(relations: &[Arc<Standing>]) -> (usize, Vec<u8>) {
    let (mut taken, mut text) = (0, String::new());
    for standing in relations {
        text.push_str(&relation::write(&standing.draft).to_string());
        text.push('\n');
        taken += 1;
        if text.len() >= BYTES {
            break;
        }
    }
    (taken, text.into_bytes())
}

/// Returns what the planned rows say.
fn written(
    snapshot: &Snapshot,
    rows: &[Planned],
    now: DateTime<Utc>,
    table: Table,
) -> Result<Vec<Row>, String> {
    let speaker = Speaker::new(snapshot.vocabulary());
    let mut lists: BTreeMap<(i64, StoreId), Vec<(Doc, usize)>> = BTreeMap::new();
    let mut written = Vec::with_capacity(rows.len());
    for (place, planned) in rows.iter().enumerate() {
        let rule = match &planned.what {
            What::Rule if table == Table::Relations => {
                query_set::write(&planned.standing.draft.target_rule, &speaker)
                    .map_err(|lacks| format!("{}: {}", planned.key, lacks.join(" ")))?
            }
            What::List(doc, stores) if table == Table::Relations => {
                if let Some(store) = stores.first() {
                    lists.entry((planned.standing.id.0, *store)).or_default().push((*doc, place));
                }
                String::new()
            }
            // The file of stores holds no rule.
            What::Rule | What::List(..) => String::new(),
        };
        written.push(row(snapshot, planned, rule));
    }
    for ((_, store), mut asked) in lists {
        let Some(first) = asked.first().and_then(|(_, place)| rows.get(*place)) else { continue };
        let docs: Vec<Doc> = asked.iter().map(|(doc, _)| *doc).collect();
        let mut places = asked.drain(..).map(|(_, place)| place);
        each_list(snapshot, &first.standing, store, &docs, now, |_, skus| {
            if let Some(row) = places.next().and_then(|place| written.get_mut(place)) {
                row.rule = query_set::listed(skus);
            }
        });
    }
    Ok(written)
}

fn row(snapshot: &Snapshot, planned: &Planned, rule: String) -> Row {
    let Planned { key, standing, what } = planned;
    let (draft, vocabulary) = (&standing.draft, snapshot.vocabulary());
    let owner = match what {
        What::Rule => snapshot.find(&draft.source_sku),
        What::List(doc, _) => Some(*doc),
    };
    let product = owner.and_then(|doc| snapshot.product(doc)).map(|product| product.sku().to_owned());
    let (current, stores) = match what {
        What::Rule => (draft.keep_current, stores_of(standing, vocabulary)),
        // A list of skus is the same whenever it is worked out; one that is not kept current would come in empty.
        What::List(_, stores) => (true, keys(stores.iter(), vocabulary)),
    };
    Row {
        key: key.clone(),
        product: product.unwrap_or_else(|| draft.source_sku.trim().to_owned()),
        kind: export::kind(&draft.kind).to_owned(),
        rule,
        active: draft.active,
        current,
        stores,
    }
}

/// Returns the keys of the stores that a relation is for.
pub(super) fn stores_of(standing: &Standing, vocabulary: &Vocabulary) -> Vec<String> {
    match &standing.draft.stores {
        None => vocabulary.stores().iter().map(|store| store.key.clone()).collect(),
        Some(typed) => typed.iter().filter_map(|key| Some(vocabulary.store(key)?.key.clone())).collect(),
    }
}

/// Returns the keys of stores.
pub(super) fn keys<'a>(stores: impl Iterator<Item = &'a StoreId>, vocabulary: &Vocabulary) -> Vec<String> {
    stores.filter_map(|id| Some(vocabulary.store_by_id(*id)?.key.clone())).collect()
}
