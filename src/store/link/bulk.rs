//! Links in bulk, as an import brings them: of every store, without dates, one way.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};

use crate::domain::change::Change;
use crate::domain::id::{ProductId, TypeId};
use crate::store::door::{Read, Refusal, Write};
use crate::store::schema::link;

/// A link of every store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Which relation type it is of.
    pub kind: TypeId,
    /// On whose page it shows.
    pub source: ProductId,
    /// What it shows.
    pub target: ProductId,
    /// Smaller ones first.
    pub position: i32,
}

/// Returns the links of these sources that hold in every store.
pub fn find_pairs(read: &mut Read<'_>, sources: &[ProductId]) -> Result<Vec<Pair>, Refusal> {
    let ids: Vec<i64> = sources.iter().map(|id| id.0).collect();
    let rows: Vec<(i32, i64, i64, i32)> = link::table
        .select((link::relation_type_id, link::source_id, link::target_id, link::position))
        .filter(link::source_id.eq_any(ids))
        .filter(link::store_id.is_null())
        .load(read.conn)?;
    let pair = |(kind, source, target, position): (i32, i64, i64, i32)| Pair {
        kind: TypeId(kind),
        source: ProductId(source),
        target: ProductId(target),
        position,
    };
    Ok(rows.into_iter().map(pair).collect())
}

/// Puts links in, or moves those that are there to their position. Each pair of a type once.
pub fn upsert_many(write: &mut Write<'_>, pairs: &[Pair]) -> Result<(), Refusal> {
    if pairs.is_empty() {
        return Ok(());
    }
    let kinds: Vec<i32> = pairs.iter().map(|pair| pair.kind.0).collect();
    let sources: Vec<i64> = pairs.iter().map(|pair| pair.source.0).collect();
    let targets: Vec<i64> = pairs.iter().map(|pair| pair.target.0).collect();
    let positions: Vec<i32> = pairs.iter().map(|pair| pair.position).collect();
    diesel::sql_query(include_str!("../sql/link_upsert.sql"))
        .bind::<Array<Integer>, _>(kinds)
        .bind::<Array<BigInt>, _>(&sources)
        .bind::<Array<BigInt>, _>(targets)
        .bind::<Array<Integer>, _>(positions)
        .execute(write.conn)?;
    tell(write, sources);
    Ok(())
}

/// Takes away all links of these types and sources that hold in every store.
pub fn clear_many(write: &mut Write<'_>, of: &[(TypeId, ProductId)]) -> Result<(), Refusal> {
    let mut by_kind: HashMap<TypeId, Vec<i64>> = HashMap::new();
    for (kind, source) in of {
        by_kind.entry(*kind).or_default().push(source.0);
    }
    let mut by_kind: Vec<(TypeId, Vec<i64>)> = by_kind.into_iter().collect();
    by_kind.sort_by_key(|(kind, _)| *kind);
    for (kind, sources) in by_kind {
        let gone = link::table
            .filter(link::relation_type_id.eq(kind.0))
            .filter(link::source_id.eq_any(sources.clone()))
            .filter(link::store_id.is_null());
        diesel::delete(gone).execute(write.conn)?;
        tell(write, sources);
    }
    Ok(())
}

fn tell(write: &mut Write<'_>, mut sources: Vec<i64>) {
    sources.sort_unstable();
    sources.dedup();
    write.tell(Change::Links(sources.into_iter().map(ProductId).collect()));
}
