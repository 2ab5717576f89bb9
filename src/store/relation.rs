//! Relations and their versions.

use chrono::{DateTime, Utc};

use super::door::{Read, Refusal, Write};
use crate::domain::id::RelationId;
use crate::domain::relation::draft::Draft;

/// A relation as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its number.
    pub id: RelationId,
    /// Its key.
    pub key: String,
    /// Counts its versions from 1.
    pub version: i64,
    /// As published; whether it (still) checks is for `check` to say.
    pub draft: Draft,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last published or switched.
    pub updated_at: DateTime<Utc>,
    /// Who did.
    pub updated_by: String,
}

/// One version of a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// As published.
    pub draft: Draft,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
}

/// Keeps a new relation and returns its number and key; an empty key is made from the name.
pub fn insert(_w: &mut Write<'_>, _draft: &Draft) -> Result<(RelationId, String), Refusal> {
    Err(Refusal::Fault("not there yet".into()))
}

/// Makes the draft the relation's next version, and returns that; refuses a draft of an older version as stale.
pub fn update(_w: &mut Write<'_>, _id: RelationId, _based_on: i64, _draft: &Draft) -> Result<i64, Refusal> {
    Err(Refusal::Fault("not there yet".into()))
}

/// Switches a relation on or off.
pub fn switch(_w: &mut Write<'_>, _key: &str, _active: bool) -> Result<RelationId, Refusal> {
    Err(Refusal::Fault("not there yet".into()))
}

/// Deletes a relation; it can be restored.
pub fn delete(_w: &mut Write<'_>, _key: &str) -> Result<RelationId, Refusal> {
    Err(Refusal::Fault("not there yet".into()))
}

/// Brings a deleted relation back and returns its key.
pub fn restore(_w: &mut Write<'_>, _id: RelationId) -> Result<String, Refusal> {
    Err(Refusal::Fault("not there yet".into()))
}

/// Returns every relation that is not deleted, by key.
pub fn list(_r: &mut Read<'_>) -> Result<Vec<Stored>, Refusal> {
    Ok(Vec::new())
}

/// Returns the relation of that key.
pub fn find(_r: &mut Read<'_>, _key: &str) -> Result<Stored, Refusal> {
    Err(Refusal::NotFound("There is no relation of that key.".into()))
}

/// Returns the versions of a relation, the newest first.
pub fn versions(_r: &mut Read<'_>, _id: RelationId) -> Result<Vec<Version>, Refusal> {
    Ok(Vec::new())
}
