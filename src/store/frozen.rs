//! Frozen lists: what relations that are not kept current show.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::door::{Read, Refusal, Write};
use super::schema::frozen;
use crate::domain::change::Change;
use crate::domain::id::RelationId;
use crate::domain::relation::Frozen;

/// Rows of one insert; each binds five values.
const ROWS: usize = 1_000;

/// Returns when the lists of these relations were taken; those without a list are left out.
pub fn taken(r: &mut Read<'_>, ids: &[RelationId]) -> Result<Vec<(RelationId, DateTime<Utc>)>, Refusal> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, DateTime<Utc>)> = frozen::table
        .filter(frozen::relation_id.eq_any(ids))
        .select((frozen::relation_id, frozen::taken_at))
        .distinct()
        .load(r.conn)?;
    Ok(rows.into_iter().map(|(id, at)| (RelationId(id), at)).collect())
}

/// Drops a relation's lists: it is published anew, and what was taken of its last version holds no more.
pub fn delete(write: &mut Write<'_>, relation: RelationId) -> Result<(), Refusal> {
    diesel::delete(frozen::table.filter(frozen::relation_id.eq(relation.0))).execute(write.conn)?;
    Ok(())
}

/// Puts a relation's lists in the place of its old ones. The audit entry is the caller's.
pub fn replace(write: &mut Write<'_>, relation: RelationId, lists: &[Frozen]) -> Result<(), Refusal> {
    delete(write, relation)?;
    for lists in lists.chunks(ROWS) {
        let row = |list: &Frozen| {
            (
                frozen::relation_id.eq(relation.0),
                frozen::source_id.eq(list.source.map(|id| id.0)),
                frozen::locale.eq(list.locale.as_str().to_owned()),
                frozen::target_ids.eq(list.targets.iter().map(|id| id.0).collect::<Vec<_>>()),
                frozen::taken_at.eq(write.now),
            )
        };
        let rows: Vec<_> = lists.iter().map(row).collect();
        diesel::insert_into(frozen::table).values(rows).execute(write.conn)?;
    }
    write.tell(Change::Relations(vec![relation]));
    Ok(())
}
