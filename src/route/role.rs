//! Roles: who may do what, asked at the head of every route that changes something.

use super::error::Oops;
use crate::domain::staff::{Actor, Role};
use crate::store::door::Refusal;

/// Refuses an actor of a lesser role, and says which one is needed.
pub fn need(actor: &Actor, role: Role) -> Result<(), Oops> {
    if role <= actor.role {
        return Ok(());
    }
    let (needed, own) = (role.as_str(), actor.role.as_str());
    Err(Oops(Refusal::Forbidden(format!(
        "This needs the role {needed}; yours is {own}. Ask an administrator."
    ))))
}
