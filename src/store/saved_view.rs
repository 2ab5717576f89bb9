//! Saved views: everybody's own, of the list of relations.

use diesel::prelude::*;

use super::door::{Read, Refusal, Write, broken_constraint};
use super::schema::saved_view;
use crate::domain::id::{StaffId, ViewId};
use crate::domain::problem::Problems;
use crate::domain::saved_view::{self as view, SavedView, VIEWS_MAX};

/// Returns somebody's views, by name.
pub fn list(r: &mut Read<'_>, owner: StaffId) -> Result<Vec<SavedView>, Refusal> {
    let rows: Vec<(i64, String, String)> = saved_view::table
        .filter(saved_view::staff_id.eq(owner.0))
        .order((saved_view::name, saved_view::id))
        .select((saved_view::id, saved_view::name, saved_view::address))
        .load(r.conn)?;
    let one = |(id, name, address)| SavedView { id: ViewId(id), name, address };
    Ok(rows.into_iter().map(one).collect())
}

/// Keeps an address under a name and returns that; in the place of the view of that name, if there is one. Refuses one
/// more than [`VIEWS_MAX`].
pub fn save(w: &mut Write<'_>, owner: StaffId, typed: &str, address: &str) -> Result<String, Refusal> {
    let name = view::name(typed).map_err(Refusal::Problems)?;
    let own = list(&mut w.as_read(), owner)?;
    if own.len() >= VIEWS_MAX && own.iter().all(|view| view.name != name) {
        let mut problems = Problems::default();
        let sentence =
            format!("You have {VIEWS_MAX} views, which is the most; delete one that you no longer need.");
        problems.add("name", sentence);
        return Err(Refusal::Problems(problems));
    }
    diesel::insert_into(saved_view::table)
        .values((
            saved_view::staff_id.eq(owner.0),
            saved_view::name.eq(&name),
            saved_view::address.eq(address),
        ))
        .on_conflict((saved_view::staff_id, saved_view::name))
        .do_update()
        .set(saved_view::address.eq(address))
        .execute(w.conn)?;
    w.own_work();
    Ok(name)
}

/// Gives one's own view another name, and returns its address.
pub fn rename(w: &mut Write<'_>, owner: StaffId, id: ViewId, typed: &str) -> Result<String, Refusal> {
    let name = view::name(typed).map_err(Refusal::Problems)?;
    let own = saved_view::table.filter(saved_view::id.eq(id.0).and(saved_view::staff_id.eq(owner.0)));
    let address: Option<String> = diesel::update(own)
        .set(saved_view::name.eq(&name))
        .returning(saved_view::address)
        .get_result(w.conn)
        .optional()
        .map_err(|error| taken(error, &name))?;
    w.own_work();
    address.ok_or_else(gone)
}

/// Deletes one's own view.
pub fn delete(w: &mut Write<'_>, owner: StaffId, id: ViewId) -> Result<(), Refusal> {
    let own = saved_view::table.filter(saved_view::id.eq(id.0).and(saved_view::staff_id.eq(owner.0)));
    let count = diesel::delete(own).execute(w.conn)?;
    w.own_work();
    if count == 0 { Err(gone()) } else { Ok(()) }
}

fn taken(error: diesel::result::Error, name: &str) -> Refusal {
    if broken_constraint(&error) != Some("saved_view_name_unique") {
        return error.into();
    }
    let mut problems = Problems::default();
    problems.add("name", format!("You have a view “{name}” already; choose a different name."));
    Refusal::Problems(problems)
}

fn gone() -> Refusal {
    Refusal::NotFound("This view is gone; it may have been deleted.".into())
}
