//! Writes the invented Spryker shop to `tests/spryker`: its import files, and the list of mistakes planted in them.
//!
//! ```sh
//! cargo run --example spryker_folder
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

#[path = "../tests/it/spryker_folder/mod.rs"]
mod spryker_folder;

fn main() -> std::io::Result<()> {
    for (name, text) in spryker_folder::made() {
        let path = spryker_folder::folder().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
