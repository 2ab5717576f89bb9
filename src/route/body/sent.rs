//! A file that a browser sends, streamed into the data folder.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use actix_multipart::Field;
use actix_web::http::StatusCode;
use futures_util::StreamExt;

use super::limit::too_large;
use super::multipart::broken;
use crate::route::error::Refused;
use crate::work::secret;

/// Longest file name that is kept, in characters.
const NAME_CHARS_MAX: usize = 200;

/// A file that was sent. It is deleted when this is dropped, unless `keep` took it.
#[derive(Debug)]
pub struct Sent {
    /// The name the browser gave; shown, never used as a path.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many further files came with it; they are not read.
    pub others: usize,
    path: Option<PathBuf>,
}

impl Sent {
    /// Hands the file over: from now on whoever asked deletes it.
    pub fn keep(mut self) -> PathBuf {
        self.path.take().unwrap_or_default()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let _gone = std::fs::remove_file(path);
        }
    }
}

/// Streams a part into a new file of the folder.
pub async fn receive(part: &mut Field, name: String, folder: &Path, bytes_max: u64) -> Result<Sent, Refused> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| unwritten(&error))?;
    let own = secret::fresh().map_err(|error| unwritten(&std::io::Error::other(error)))?;
    let path = folder.join(own);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(|error| unwritten(&error))?;
    let mut sent = Sent { name: clean(&name), bytes: 0, others: 0, path: Some(path) };
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        sent.bytes = sent.bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if sent.bytes > bytes_max {
            return Err(too_large(
                "The file is larger than 200 MiB. Split it, compress it with gzip, or use the command kindred import.",
            ));
        }
        file.write_all(&chunk).map_err(|error| unwritten(&error))?;
    }
    Ok(sent)
}

/// A name is shown in pages and logs: no control characters, no directions, no folders.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_shown = |letter: &char| {
        !letter.is_control()
            && !matches!(*letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    last.chars().filter(is_shown).take(NAME_CHARS_MAX).collect()
}

fn unwritten(error: &std::io::Error) -> Refused {
    tracing::error!(%error, "an upload could not be written");
    let sentence = match error.kind() {
        std::io::ErrorKind::StorageFull => {
            "The disk of the server is full. Nothing was changed. Tell whoever runs it."
        }
        _ => "The file could not be kept. Nothing was changed. Try again, or tell whoever runs this server.",
    };
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, "Not just now", sentence)
}
