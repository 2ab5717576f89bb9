//! API tokens: programs that may call the API. The table holds only hashes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::door::{Entry, Read, Refusal, Write, broken_constraint};
use super::schema::api_token;
use crate::domain::id::TokenId;
use crate::domain::problem::Problems;
use crate::domain::staff::{Actor, Role};

/// A token as listed; its secret is nowhere.
#[derive(Debug, Clone)]
pub struct Token {
    /// The number.
    pub id: TokenId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Returns whom a token's hash stands for; none when it is unknown or taken back.
pub fn find(read: &mut Read<'_>, token_hash: &[u8]) -> Result<Option<Actor>, Refusal> {
    let row: Option<(String, String)> = api_token::table
        .select((api_token::name, api_token::role))
        .filter(api_token::token_hash.eq(token_hash).and(api_token::revoked_at.is_null()))
        .first(read.conn)
        .optional()?;
    Ok(row.map(|(name, role)| Actor {
        staff: None,
        name: format!("token {name}"),
        role: Role::parse(&role).unwrap_or(Role::Viewer),
    }))
}

/// Returns all tokens, by name.
pub fn list(read: &mut Read<'_>) -> Result<Vec<Token>, Refusal> {
    type Row = (i64, String, String, DateTime<Utc>, Option<DateTime<Utc>>);
    let rows: Vec<Row> = api_token::table
        .select((
            api_token::id,
            api_token::name,
            api_token::role,
            api_token::created_at,
            api_token::revoked_at,
        ))
        .order(api_token::name)
        .load(read.conn)?;
    let token = |(id, name, role, created_at, revoked_at): Row| Token {
        id: TokenId(id),
        name,
        role: Role::parse(&role).unwrap_or(Role::Viewer),
        created_at,
        revoked_at,
    };
    Ok(rows.into_iter().map(token).collect())
}

/// Adds a token; a name that is taken is a problem at `name`.
pub fn insert(write: &mut Write<'_>, name: &str, role: Role, token_hash: &[u8]) -> Result<TokenId, Refusal> {
    let inserted = diesel::insert_into(api_token::table)
        .values((
            api_token::name.eq(name),
            api_token::role.eq(role.as_str()),
            api_token::token_hash.eq(token_hash),
            api_token::created_at.eq(write.now),
        ))
        .returning(api_token::id)
        .get_result::<i64>(write.conn);
    let id = inserted.map_err(|error| match broken_constraint(&error) {
        Some("api_token_name_unique") => taken(name),
        _ => error.into(),
    })?;
    write.audit(Entry {
        action: "create",
        noun: "token",
        key: name,
        detail: json!({"role": role.as_str()}),
    })?;
    Ok(TokenId(id))
}

/// Takes a token back; what carries it is refused from then on.
pub fn revoke(write: &mut Write<'_>, name: &str) -> Result<(), Refusal> {
    let known = api_token::table.filter(api_token::name.eq(name).and(api_token::revoked_at.is_null()));
    let changed = diesel::update(known).set(api_token::revoked_at.eq(write.now)).execute(write.conn)?;
    if changed == 0 {
        return Err(Refusal::NotFound(format!("There is no token called {name}.")));
    }
    write.audit(Entry { action: "revoke", noun: "token", key: name, detail: json!({}) })
}

fn taken(name: &str) -> Refusal {
    let mut problems = Problems::default();
    problems.add("name", format!("There is already a token called {name}. Choose another name."));
    Refusal::Problems(problems)
}
