//! Rows of a file, or of several in turn, read by a thread of their own while those before are worked on.
//!
//! Lines of several files are told apart by their place: the file's number above, the line below.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::Source;
use crate::codec::catalogue::source::{self, Catalogue, Circumstances};
use crate::codec::catalogue::spryker::File;
use crate::codec::catalogue::{Format, Record, Row};

/// Rows that are handed over at once.
const CHUNK: usize = 250;
/// So many chunks wait at most to be worked on.
const CHUNKS_MAX: usize = 8;

type Chunk = Result<Vec<Row>, String>;

/// Lines of one file of several; what is above is the file's number.
const LINES_PER_FILE: u64 = 1 << 40;

/// Returns which of several files a place is in, and on which line.
pub(super) fn apart(place: u64) -> (usize, u64) {
    (usize::try_from(place / LINES_PER_FILE).unwrap_or(0), place % LINES_PER_FILE)
}

/// Returns the place of a line in one of several files.
pub(super) fn place(file: usize, line: u64) -> u64 {
    u64::try_from(file).unwrap_or(0).saturating_mul(LINES_PER_FILE).saturating_add(line)
}

/// Hands every row of the files to `take`, in order, and returns the format of the first. Ends with what `take` refuses, or
/// with the sentence that says why a file cannot be read any further.
pub(super) fn each<E: From<String>>(
    sources: &[Source<'_>],
    format: Option<Format>,
    circumstances: Circumstances,
    mut take: impl FnMut(Row) -> Result<(), E>,
) -> Result<Option<Format>, E> {
    let mut told = None;
    for source in sources {
        let circumstances = Circumstances { file: File::of_name(source.name), ..circumstances };
        let bytes = (source.open)().map_err(|error| source::sentence(&error))?;
        let (format, catalogue) = Catalogue::open(bytes, format, circumstances)?;
        told = told.or(Some(format));
        std::thread::scope(|scope| {
            let (send, chunks) = sync_channel(CHUNKS_MAX);
            scope.spawn(move || read(catalogue, &send));
            // The receiver ends with this closure, and with it a reader that nobody listens to any more.
            let chunks: Receiver<Chunk> = chunks;
            for chunk in &chunks {
                for row in chunk? {
                    take(placed(row, source.place))?;
                }
            }
            Ok::<(), E>(())
        })?;
    }
    Ok(told)
}

fn placed(row: Row, number: usize) -> Row {
    match row {
        row if number == 0 => row,
        Row::Bad(line, troubles) => Row::Bad(place(number, line), troubles),
        Row::Read(record) => Row::Read(Record { line: place(number, record.line), ..record }),
    }
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
