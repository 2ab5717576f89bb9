//! The snapshot's side of the store: reads everything, or what changed, in one repeatable-read transaction.
//!
//! Rows come in pages, so that a million products are never held twice. Goes on to `work`, which hands it to the index.

mod cells;
mod product;
pub mod vocabulary;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};

use super::door::{Read, Refusal, feed_version};
use super::schema::{frozen, hidden, link};
use crate::domain::change::Version;
use crate::domain::id::{LinkId, ProductId, RelationId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::problem::Problems;
use crate::domain::relation::draft::Draft;
use crate::domain::relation::{Frozen, Kept};
use crate::domain::vocabulary::Vocabulary;

pub use product::{Page, find_many as products, pages};
pub use vocabulary::load as vocabulary;

/// Everything that the index is made of, but for the products, which come in pages.
#[derive(Debug)]
pub struct Loaded {
    /// Where the change feed stood.
    pub version: Version,
    /// All that can be named.
    pub vocabulary: Vocabulary,
    /// All links.
    pub links: Vec<Link>,
    /// All pairs of "hide here": source, target.
    pub hidden: Vec<(ProductId, ProductId)>,
    /// All relations that are not deleted.
    pub relations: Vec<Kept>,
    /// All frozen lists.
    pub frozen: Vec<Frozen>,
}

/// Reads everything but the products; these are for [`pages`], in the same transaction.
pub fn load(read: &mut Read<'_>) -> Result<Loaded, Refusal> {
    Ok(Loaded {
        version: feed_version(read)?,
        vocabulary: vocabulary(read)?,
        links: links(read, None)?,
        hidden: hidden_pairs(read, None)?,
        relations: relations(read, None)?,
        frozen: frozen_lists(read, None)?,
    })
}

type LinkRow = (i64, i32, i64, i64, i32, bool, Option<i32>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Reads the links of these sources, or all.
pub fn links(read: &mut Read<'_>, sources: Option<&[ProductId]>) -> Result<Vec<Link>, Refusal> {
    let mut query = link::table.order(link::id).into_boxed();
    if let Some(sources) = sources {
        query = query.filter(link::source_id.eq_any(sources.iter().map(|id| id.0).collect::<Vec<_>>()));
    }
    let rows: Vec<LinkRow> = query.load(read.conn)?;
    let link =
        |(id, kind, source, target, position, two_way, store, valid_from, valid_until): LinkRow| Link {
            id: LinkId(id),
            kind: TypeId(kind),
            source: ProductId(source),
            target: ProductId(target),
            position,
            two_way,
            store: store.map(StoreId),
            valid_from,
            valid_until,
        };
    Ok(rows.into_iter().map(link).collect())
}

/// Reads the pairs of "hide here" of these sources, or all.
pub fn hidden_pairs(
    read: &mut Read<'_>,
    sources: Option<&[ProductId]>,
) -> Result<Vec<(ProductId, ProductId)>, Refusal> {
    let mut query = hidden::table.order((hidden::source_id, hidden::target_id)).into_boxed();
    if let Some(sources) = sources {
        query = query.filter(hidden::source_id.eq_any(sources.iter().map(|id| id.0).collect::<Vec<_>>()));
    }
    let rows: Vec<(i64, i64)> = query.load(read.conn)?;
    Ok(rows.into_iter().map(|(source, target)| (ProductId(source), ProductId(target))).collect())
}

#[derive(QueryableByName)]
struct RelationRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    updated_by: String,
}

/// Reads these relations, or all; deleted ones are left out. The body comes as text, so that one row that nests too
/// deep stands broken alone.
pub fn relations(read: &mut Read<'_>, ids: Option<&[RelationId]>) -> Result<Vec<Kept>, Refusal> {
    let rows: Vec<RelationRow> = diesel::sql_query(
        "SELECT id, key, version, body::text AS body, created_at, updated_at, updated_by FROM relation \
         WHERE deleted_at IS NULL AND ($1 OR id = ANY ($2)) ORDER BY id",
    )
    .bind::<Bool, _>(ids.is_none())
    .bind::<Array<BigInt>, _>(ids.unwrap_or_default().iter().map(|id| id.0).collect::<Vec<_>>())
    .load(read.conn)?;
    Ok(rows.into_iter().map(kept).collect())
}

fn kept(row: RelationRow) -> Kept {
    let read = serde_json::from_str(&row.body).map_err(|error| {
        let mut problems = Problems::default();
        problems.add("", format!("The stored relation cannot be read: {error}."));
        problems
    });
    let (draft, problems) = match read.and_then(|json| crate::codec::relation::read(&json)) {
        Ok(draft) => (draft, Problems::default()),
        Err(problems) => (Draft { key: row.key.clone(), name: row.key.clone(), ..Draft::new() }, problems),
    };
    let RelationRow { id, key, version, created_at, updated_at, updated_by, .. } = row;
    Kept { id: RelationId(id), key, version, draft, problems, created_at, updated_at, updated_by }
}

type FrozenRow = (i64, Option<i64>, String, Vec<Option<i64>>);

/// Reads the frozen lists of these relations, or all.
pub fn frozen_lists(read: &mut Read<'_>, ids: Option<&[RelationId]>) -> Result<Vec<Frozen>, Refusal> {
    let mut query = frozen::table
        .select((frozen::relation_id, frozen::source_id, frozen::locale, frozen::target_ids))
        .order(frozen::id)
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(frozen::relation_id.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()));
    }
    let rows: Vec<FrozenRow> = query.load(read.conn)?;
    let list = |(relation, source, locale, targets): FrozenRow| {
        let locale = Locale::parse(&locale).ok()?;
        let targets = targets.into_iter().flatten().map(ProductId).collect();
        Some(Frozen { relation: RelationId(relation), source: source.map(ProductId), locale, targets })
    };
    Ok(rows.into_iter().filter_map(list).collect())
}
