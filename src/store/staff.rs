//! Staff: who may sign in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::door::{Entry, Read, Refusal, Write, broken_constraint};
use super::schema::{session, staff};
use crate::domain::id::StaffId;
use crate::domain::problem::Problems;
use crate::domain::staff::Role;
use crate::domain::text::fold;

/// A member of staff as stored.
#[derive(Debug, Clone)]
pub struct Member {
    /// The number.
    pub id: StaffId,
    /// The address they sign in with.
    pub email: String,
    /// The name shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The hash of the password, with its parameters.
    pub password_hash: String,
    /// False: may not sign in any more.
    pub active: bool,
    /// When they were added.
    pub created_at: DateTime<Utc>,
}

/// A new member of staff.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// The address they sign in with.
    pub email: String,
    /// The name shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The hash of the password, with its parameters.
    pub password_hash: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = staff)]
struct Row {
    id: i64,
    email: String,
    name: String,
    role: String,
    password_hash: String,
    active: bool,
    created_at: DateTime<Utc>,
}

impl From<Row> for Member {
    fn from(row: Row) -> Self {
        Self {
            id: StaffId(row.id),
            email: row.email,
            name: row.name,
            role: Role::parse(&row.role).unwrap_or(Role::Viewer),
            password_hash: row.password_hash,
            active: row.active,
            created_at: row.created_at,
        }
    }
}

/// Returns the member of that address, compared folded; none when there is no such one or they left.
pub fn find_active(read: &mut Read<'_>, email: &str) -> Result<Option<Member>, Refusal> {
    let row = staff::table
        .select(Row::as_select())
        .filter(staff::email_fold.eq(fold(email)).and(staff::active))
        .first(read.conn)
        .optional()?;
    Ok(row.map(Member::from))
}

/// Returns everybody, by address.
pub fn list(read: &mut Read<'_>) -> Result<Vec<Member>, Refusal> {
    let rows: Vec<Row> = staff::table.select(Row::as_select()).order(staff::email_fold).load(read.conn)?;
    Ok(rows.into_iter().map(Member::from).collect())
}

/// Returns how many may sign in.
pub fn count_active(read: &mut Read<'_>) -> Result<i64, Refusal> {
    Ok(staff::table.filter(staff::active).count().get_result(read.conn)?)
}

/// Adds a member; an address that is taken is a problem at `email`.
pub fn insert(write: &mut Write<'_>, new: &NewMember) -> Result<StaffId, Refusal> {
    let inserted = diesel::insert_into(staff::table)
        .values((
            staff::email.eq(new.email.trim()),
            staff::email_fold.eq(fold(&new.email)),
            staff::name.eq(new.name.trim()),
            staff::role.eq(new.role.as_str()),
            staff::password_hash.eq(&new.password_hash),
            staff::active.eq(true),
            staff::created_at.eq(write.now),
        ))
        .returning(staff::id)
        .get_result::<i64>(write.conn);
    let id = inserted.map_err(|error| match broken_constraint(&error) {
        Some("staff_email_unique") => taken(&new.email),
        _ => error.into(),
    })?;
    write.audit(Entry {
        action: "create",
        noun: "staff",
        key: &new.email,
        detail: json!({"role": new.role.as_str()}),
    })?;
    Ok(StaffId(id))
}

/// Gives a member a new password and ends their sessions.
pub fn set_password(write: &mut Write<'_>, id: StaffId, password_hash: &str) -> Result<(), Refusal> {
    let email: String = diesel::update(staff::table.find(id.0))
        .set(staff::password_hash.eq(password_hash))
        .returning(staff::email)
        .get_result(write.conn)?;
    diesel::delete(session::table.filter(session::staff_id.eq(id.0))).execute(write.conn)?;
    write.audit(Entry { action: "change password", noun: "staff", key: &email, detail: json!({}) })
}

/// Lets a member in or keeps them out; out ends their sessions.
pub fn set_active(write: &mut Write<'_>, id: StaffId, active: bool) -> Result<(), Refusal> {
    let email: String = diesel::update(staff::table.find(id.0))
        .set(staff::active.eq(active))
        .returning(staff::email)
        .get_result(write.conn)?;
    if !active {
        diesel::delete(session::table.filter(session::staff_id.eq(id.0))).execute(write.conn)?;
    }
    let action = if active { "enable" } else { "disable" };
    write.audit(Entry { action, noun: "staff", key: &email, detail: json!({}) })
}

fn taken(email: &str) -> Refusal {
    let mut problems = Problems::default();
    problems.add("email", format!("{} can already sign in. Use another address.", email.trim()));
    Refusal::Problems(problems)
}
