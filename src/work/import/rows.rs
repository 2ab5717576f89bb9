//! Rows of a file, read by a thread of their own while those before are worked on.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::Open;
use crate::codec::catalogue::source::{self, Catalogue, Circumstances};
use crate::codec::catalogue::{Format, Row};

/// Rows that are handed over at once.
const CHUNK: usize = 250;
/// So many chunks wait at most to be worked on.
const CHUNKS_MAX: usize = 8;

type Chunk = Result<Vec<Row>, String>;

/// Hands every row of a file to `take`, in order, and returns the format it was read in. Ends with what `take` refuses, or
/// with the sentence that says why the file cannot be read any further.
pub(super) fn each<E: From<String>>(
    open: Open<'_>,
    format: Option<Format>,
    circumstances: Circumstances,
    mut take: impl FnMut(Row) -> Result<(), E>,
) -> Result<Format, E> {
    let bytes = open().map_err(|error| source::sentence(&error))?;
    let (format, catalogue) = Catalogue::open(bytes, format, circumstances)?;
    std::thread::scope(|scope| {
        let (send, chunks) = sync_channel(CHUNKS_MAX);
        scope.spawn(move || read(catalogue, &send));
        // The receiver ends with this closure, and with it a reader that nobody listens to any more.
        let chunks: Receiver<Chunk> = chunks;
        for chunk in &chunks {
            for row in chunk? {
                take(row)?;
            }
        }
        Ok(format)
    })
}

fn read(mut catalogue: Catalogue<'_>, send: &SyncSender<Chunk>) {
    loop {
        let mut rows = Vec::with_capacity(CHUNK);
        let mut end = None;
        while rows.len() < CHUNK && end.is_none() {
            match catalogue.next_row() {
                Some(Ok(row)) => rows.push(row),
                Some(Err(sentence)) => end = Some(Err(sentence)),
                None => end = Some(Ok(())),
            }
        }
        if send.send(Ok(rows)).is_err() {
            return;
        }
        match end {
            None => {}
            Some(Ok(())) => return,
            Some(Err(sentence)) => {
                // Whoever no longer listens needs no reason either.
                let _heard = send.send(Err(sentence));
                return;
            }
        }
    }
}
