//! Carts that Kindred keeps itself, so that a storefront's cart routes can be previewed and tested without a shop.
//!
//! They are shoppers' own work: nothing here is audited or told to the change feed, and what nobody touched for a while
//! goes. A shop's real carts never come here.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::door::{Read, Refusal, Write};
use super::schema::{cart, cart_line};
use crate::domain::id::StoreId;
use crate::domain::problem::Problems;

/// Most lines of one cart.
pub const LINES_MAX: usize = 500;
/// Most pieces of one line.
pub const QUANTITY_MAX: i32 = 9_999;
/// Most carts kept; the ones untouched for longest go first.
pub const CARTS_MAX: i64 = 10_000;
/// For so many days an untouched cart is kept.
pub const KEPT_DAYS: i64 = 30;

/// Whose cart it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Who carries this token.
    Customer(String),
    /// A guest, under the id it gave itself.
    Guest(String),
}

impl Owner {
    fn parts(&self) -> (&str, bool) {
        match self {
            Self::Customer(name) => (name, false),
            Self::Guest(id) => (id, true),
        }
    }
}

/// A cart with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cart {
    /// Its name.
    pub uuid: String,
    /// The store it is filled in.
    pub store: StoreId,
    /// The code of its currency.
    pub currency: String,
    /// Its lines, the first-added first.
    pub lines: Vec<Line>,
}

/// One line of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of the product or variant, as it was added.
    pub sku: String,
    /// Pieces.
    pub quantity: i32,
}

/// Returns a cart of that owner; none when there is none of that name, or when it is somebody else's.
pub fn find(read: &mut Read<'_>, uuid: &str, owner: &Owner) -> Result<Option<Cart>, Refusal> {
    let (name, guest) = owner.parts();
    let found: Option<(i32, String)> = cart::table
        .select((cart::store_id, cart::currency))
        .filter(cart::uuid.eq(uuid).and(cart::owner.eq(name)).and(cart::guest.eq(guest)))
        .first(read.conn)
        .optional()?;
    let Some((store, currency)) = found else { return Ok(None) };
    let lines: Vec<(String, i32)> = cart_line::table
        .select((cart_line::sku, cart_line::quantity))
        .filter(cart_line::cart_uuid.eq(uuid))
        .order(cart_line::place)
        .load(read.conn)?;
    let lines = lines.into_iter().map(|(sku, quantity)| Line { sku, quantity }).collect();
    Ok(Some(Cart { uuid: uuid.to_owned(), store: StoreId(store), currency, lines }))
}

/// Returns the name of the owner's newest cart.
pub fn newest(read: &mut Read<'_>, owner: &Owner) -> Result<Option<String>, Refusal> {
    let (name, guest) = owner.parts();
    let found = cart::table
        .select(cart::uuid)
        .filter(cart::owner.eq(name).and(cart::guest.eq(guest)))
        .order((cart::updated_at.desc(), cart::uuid))
        .first(read.conn)
        .optional()?;
    Ok(found)
}

/// Adds an empty cart; beyond [`CARTS_MAX`] the ones untouched for longest go.
pub fn insert(
    write: &mut Write<'_>,
    uuid: &str,
    owner: &Owner,
    store: StoreId,
    currency: &str,
) -> Result<(), Refusal> {
    write.own_work();
    let (name, guest) = owner.parts();
    diesel::insert_into(cart::table)
        .values((
            cart::uuid.eq(uuid),
            cart::owner.eq(name),
            cart::guest.eq(guest),
            cart::store_id.eq(store.0),
            cart::currency.eq(currency),
            cart::updated_at.eq(write.now),
        ))
        .execute(write.conn)?;
    let beyond: Vec<String> = cart::table
        .select(cart::uuid)
        .order((cart::updated_at.desc(), cart::uuid))
        .offset(CARTS_MAX)
        .load(write.conn)?;
    if !beyond.is_empty() {
        diesel::delete(cart::table.filter(cart::uuid.eq_any(beyond))).execute(write.conn)?;
    }
    Ok(())
}

/// Adds pieces of a sku to a cart as its last-added line; what is there already of that sku moves along. The cart must
/// be there.
pub fn add(write: &mut Write<'_>, uuid: &str, sku: &str, quantity: i32) -> Result<(), Refusal> {
    write.own_work();
    // The row's lock puts two additions to one cart one after the other.
    let touched = diesel::update(cart::table.filter(cart::uuid.eq(uuid)))
        .set(cart::updated_at.eq(write.now))
        .execute(write.conn)?;
    if touched == 0 {
        return Err(Refusal::NotFound("This cart is gone.".into()));
    }
    let lines: Vec<(i32, String, i32)> = cart_line::table
        .select((cart_line::place, cart_line::sku, cart_line::quantity))
        .filter(cart_line::cart_uuid.eq(uuid))
        .order(cart_line::place)
        .load(write.conn)?;
    let same = lines.iter().find(|(_, other, _)| other == sku);
    let sum = same.map_or(0, |(_, _, there)| *there).saturating_add(quantity);
    if !(1..=QUANTITY_MAX).contains(&sum) {
        return Err(wrong("quantity", format!("A line has 1 to {QUANTITY_MAX} pieces.")));
    }
    if same.is_none() && lines.len() >= LINES_MAX {
        return Err(wrong("sku", format!("A cart has at most {LINES_MAX} lines.")));
    }
    if let Some((place, _, _)) = same {
        let old = cart_line::table.filter(cart_line::cart_uuid.eq(uuid).and(cart_line::place.eq(place)));
        diesel::delete(old).execute(write.conn)?;
    }
    let place = lines.last().map_or(0, |(place, _, _)| place.saturating_add(1));
    diesel::insert_into(cart_line::table)
        .values((
            cart_line::cart_uuid.eq(uuid),
            cart_line::place.eq(place),
            cart_line::sku.eq(sku),
            cart_line::quantity.eq(sum),
        ))
        .execute(write.conn)?;
    Ok(())
}

/// Throws away the carts that nobody touched for [`KEPT_DAYS`], and returns how many.
pub fn prune(write: &mut Write<'_>, now: DateTime<Utc>) -> Result<usize, Refusal> {
    write.own_work();
    let since = now - TimeDelta::days(KEPT_DAYS);
    Ok(diesel::delete(cart::table.filter(cart::updated_at.lt(since))).execute(write.conn)?)
}

fn wrong(place: &str, message: String) -> Refusal {
    let mut problems = Problems::default();
    problems.add(place, message);
    Refusal::Problems(problems)
}
