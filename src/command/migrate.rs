//! `kindred migrate`.

use super::{Failure, open};
use crate::config::Config;

/// Brings the schema up to date and says which migrations ran.
pub fn run(config: &Config) -> Result<(), Failure> {
    let opened = open(config)?;
    for name in &opened.migrated {
        println!("Migrated {name}.");
    }
    if opened.migrated.is_empty() {
        println!("The database is up to date.");
    }
    Ok(())
}
