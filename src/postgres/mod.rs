//! The private Postgres: an installed Postgres, run in the data folder for Kindred alone.
//!
//! `find` looks for its programs, `account` says as whom it may run, `cluster` makes and starts it, `keeper` holds it
//! for as long as this process lives and shares it with other processes on the same folder. It listens on a Unix socket
//! that only its own account and root can open. Must not know tables: what is in the database is the store's.

pub mod account;
pub mod cluster;
pub mod find;
pub mod keeper;
mod pid_file;

use std::path::{Path, PathBuf};

pub use keeper::Private;

/// Why there is no private Postgres: a sentence for whoever started Kindred.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub String);

/// How the private Postgres is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Kindred's data folder.
    pub data_dir: PathBuf,
    /// Where Postgres' programs may be, the first choice first.
    pub dirs: Vec<PathBuf>,
    /// How careful it is.
    pub care: Care,
}

/// How careful Postgres is with what it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// What is committed survives a power cut.
    Durable,
    /// What is committed may be lost, for tests.
    Throwaway,
}

/// Turns an I/O error into a sentence that names the place.
fn at(path: &Path, what: &str, error: &std::io::Error) -> Trouble {
    let hint = match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            " The folder belongs to somebody else: run Kindred as its owner, or set KINDRED_DATA_DIR to a folder of yours."
        }
        std::io::ErrorKind::StorageFull => " The disk is full: make room and start Kindred again.",
        _ => "",
    };
    Trouble(format!("Cannot {what} {}: {error}.{hint}", path.display()))
}
