//! Blocks: what is settled about the places that show picks.

use diesel::prelude::*;

use super::door::{Refusal, Write};
use super::schema::block;
use crate::codec::stored::write_localised;
use crate::domain::change::Change;
use crate::domain::locale::Localised;

/// Gives a block another title; a key that is no block's is a refusal.
pub fn rename(write: &mut Write<'_>, key: &str, title: &Localised<String>) -> Result<(), Refusal> {
    let renamed = diesel::update(block::table.filter(block::key.eq(key)))
        .set(block::titles.eq(write_localised(title)))
        .execute(write.conn)?;
    if renamed == 0 {
        return Err(Refusal::NotFound(format!("There is no block “{key}”.")));
    }
    write.tell(Change::Vocabulary);
    Ok(())
}
