//! Links, one at a time: what a person adds, orders and removes on a product's page.
//!
//! Two people may edit the links of one product at once: every writer first takes the product's turn, so positions stay
//! 1 to n, and the table's own constraints refuse a link that is already there. Goes on to the index by the change feed.

mod bulk;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};
use serde_json::json;

use super::door::{Entry, Read, Refusal, Write, broken_constraint};
use super::schema::{link, product};
use crate::domain::change::Change;
use crate::domain::id::{LinkId, ProductId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::problem::Problems;

pub use bulk::{Pair, clear_many, find_pairs, upsert_many};

/// Most links of one product and type.
pub const LINKS_MAX: i64 = 1_000;

/// A link that is not kept yet.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// Which relation type it is of.
    pub kind: TypeId,
    /// On whose page it shows.
    pub source: ProductId,
    /// What it shows.
    pub target: ProductId,
    /// Where it goes; none: behind all others.
    pub position: Option<i32>,
    /// Also shows the source on the target's page.
    pub two_way: bool,
    /// Holds in one store only.
    pub store: Option<StoreId>,
    /// Holds from this moment on.
    pub valid_from: Option<DateTime<Utc>>,
    /// Holds until just before this moment.
    pub valid_until: Option<DateTime<Utc>>,
}

/// Where a link is moved among those of its product and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One place towards the first.
    Up,
    /// One place towards the last.
    Down,
    /// To this place, 1 being the first.
    To(i32),
}

type Row = (i64, i32, i64, i64, i32, bool, Option<i32>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Keeps a new link. One that is there already, points at itself or is one too many is a problem at `sku`.
pub fn insert(write: &mut Write<'_>, new: &New) -> Result<LinkId, Refusal> {
    take_turn(write, new.source)?;
    let source = sku_of(write, new.source)?;
    let target = sku_of(write, new.target)?;
    let mine =
        link::table.filter(link::source_id.eq(new.source.0)).filter(link::relation_type_id.eq(new.kind.0));
    let (count, last): (i64, Option<i32>) =
        mine.select((diesel::dsl::count_star(), diesel::dsl::max(link::position))).first(write.conn)?;
    if count >= LINKS_MAX {
        return Err(problem(format!(
            "This product has {LINKS_MAX} links of this type already, which is the most."
        )));
    }
    let id: i64 = diesel::insert_into(link::table)
        .values((
            link::relation_type_id.eq(new.kind.0),
            link::source_id.eq(new.source.0),
            link::target_id.eq(new.target.0),
            link::position.eq(new.position.unwrap_or_else(|| last.unwrap_or(0).saturating_add(1))),
            link::two_way.eq(new.two_way),
            link::store_id.eq(new.store.map(|store| store.0)),
            link::valid_from.eq(new.valid_from),
            link::valid_until.eq(new.valid_until),
        ))
        .returning(link::id)
        .get_result(write.conn)
        .map_err(|error| refused(error, &target))?;
    let key = format!("{source} → {target}");
    write.audit(Entry { action: "add", noun: "link", key: &key, detail: json!({"two_way": new.two_way}) })?;
    tell(write, new.source, new.target, new.two_way);
    Ok(LinkId(id))
}

/// Moves a link of that source; all positions of its product and type become 1 to n in one statement.
pub fn update(write: &mut Write<'_>, source: ProductId, id: LinkId, to: Move) -> Result<Link, Refusal> {
    take_turn(write, source)?;
    let link = find(write, source, id)?;
    let (step, place) = match to {
        Move::Up => (-1, 0),
        Move::Down => (1, 0),
        Move::To(place) => (0, place.max(1)),
    };
    diesel::sql_query(include_str!("sql/link_move.sql"))
        .bind::<BigInt, _>(source.0)
        .bind::<Integer, _>(link.kind.0)
        .bind::<BigInt, _>(id.0)
        .bind::<Integer, _>(step)
        .bind::<Integer, _>(place)
        .execute(write.conn)?;
    audit(write, "move", &link)?;
    write.tell(Change::Links(vec![source]));
    Ok(link)
}

/// Puts the named links of a source and type into this order, in one statement: they share the places that they held
/// together. Those that are not named, on another page or added meanwhile, keep theirs; a number that is no link of this
/// list is passed over.
pub fn order(write: &mut Write<'_>, source: ProductId, kind: TypeId, ids: &[LinkId]) -> Result<(), Refusal> {
    take_turn(write, source)?;
    let named: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let moved = diesel::sql_query(include_str!("sql/link_order.sql"))
        .bind::<BigInt, _>(source.0)
        .bind::<Integer, _>(kind.0)
        .bind::<Array<BigInt>, _>(named)
        .execute(write.conn)?;
    if moved == 0 {
        write.own_work();
        return Ok(());
    }
    let key = sku_of(write, source)?;
    write.audit(Entry { action: "order", noun: "links", key: &key, detail: json!({"moved": moved}) })?;
    write.tell(Change::Links(vec![source]));
    Ok(())
}

/// Removes a link of that source and returns it, so that it can be put back.
pub fn delete(write: &mut Write<'_>, source: ProductId, id: LinkId) -> Result<Link, Refusal> {
    take_turn(write, source)?;
    let gone = find(write, source, id)?;
    diesel::delete(link::table.filter(link::id.eq(id.0))).execute(write.conn)?;
    audit(write, "remove", &gone)?;
    tell(write, gone.source, gone.target, gone.two_way);
    Ok(gone)
}

fn find(write: &mut Write<'_>, source: ProductId, id: LinkId) -> Result<Link, Refusal> {
    let columns = (
        link::id,
        link::relation_type_id,
        link::source_id,
        link::target_id,
        link::position,
        link::two_way,
        link::store_id,
        link::valid_from,
        link::valid_until,
    );
    let row: Option<Row> = link::table
        .select(columns)
        .filter(link::id.eq(id.0))
        .filter(link::source_id.eq(source.0))
        .first(write.conn)
        .optional()?;
    row.map(from_row)
        .ok_or_else(|| Refusal::NotFound("This link is gone: somebody removed it meanwhile.".into()))
}

fn from_row(row: Row) -> Link {
    let (id, kind, source, target, position, two_way, store, valid_from, valid_until) = row;
    Link {
        id: LinkId(id),
        kind: TypeId(kind),
        source: ProductId(source),
        target: ProductId(target),
        position,
        two_way,
        store: store.map(StoreId),
        valid_from,
        valid_until,
    }
}

/// Waits until nobody else edits the links of this product; the turn ends with the transaction.
pub(super) fn take_turn(write: &mut Write<'_>, source: ProductId) -> Result<(), Refusal> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('link ' || $1::text, 0))")
        .bind::<BigInt, _>(source.0)
        .execute(write.conn)?;
    Ok(())
}

/// Returns the sku of a product that must be there.
pub(super) fn sku_of(write: &mut Write<'_>, id: ProductId) -> Result<String, Refusal> {
    let sku: Option<String> =
        product::table.select(product::sku).filter(product::id.eq(id.0)).first(write.conn).optional()?;
    sku.ok_or_else(|| Refusal::NotFound("This product is gone from the catalogue.".into()))
}

fn audit(write: &mut Write<'_>, action: &str, link: &Link) -> Result<(), Refusal> {
    let key = format!("{} → {}", sku_of(write, link.source)?, sku_of(write, link.target)?);
    write.audit(Entry { action, noun: "link", key: &key, detail: json!({"position": link.position}) })
}

/// Tells the feed. A two-way link shows on both pages, so both are told.
fn tell(write: &mut Write<'_>, source: ProductId, target: ProductId, two_way: bool) {
    write.tell(Change::Links(if two_way { vec![source, target] } else { vec![source] }));
}

/// Turns a broken constraint into the sentence that says what to do.
fn refused(error: diesel::result::Error, target: &str) -> Refusal {
    match broken_constraint(&error) {
        Some("link_unique") => problem(format!("{target} is in this list already.")),
        Some("link_not_self") => problem("A product cannot be linked to itself; choose another one.".into()),
        Some("link_target_fkey" | "link_source_fkey") => {
            problem("This product is gone from the catalogue.".into())
        }
        Some("link_store_fkey") => problem("This store is gone; choose another one.".into()),
        Some("link_type_fkey") => problem("This relation type is gone; choose another one.".into()),
        _ => error.into(),
    }
}

fn problem(message: String) -> Refusal {
    let mut problems = Problems::default();
    problems.add("sku", message);
    Refusal::Problems(problems)
}

/// Returns the sources whose links show a product, the first `limit` of them by number.
pub fn sources_of(read: &mut Read<'_>, target: ProductId, limit: i64) -> Result<Vec<ProductId>, Refusal> {
    let ids: Vec<i64> = link::table
        .select(link::source_id)
        .filter(link::target_id.eq(target.0))
        .distinct()
        .order(link::source_id)
        .limit(limit)
        .load(read.conn)?;
    Ok(ids.into_iter().map(ProductId).collect())
}
