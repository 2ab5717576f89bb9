//! Loads the whole index from the database: `store::snapshot` → `index::build` → the handle.
//!
//! Products come in pages: while the next one is on its way, a second thread makes products of the last and hands them
//! to the builder, so that nobody ever holds all rows.

use std::sync::mpsc::{Receiver, sync_channel};

use crate::app::App;
use crate::index::build::{Builder, Rest};
use crate::index::snapshot::Snapshot;
use crate::store::door::{Read, Refusal};
use crate::store::snapshot::{self, Loaded, Page};

/// So many pages of products wait at most for the thread that takes them in.
const PAGES_MAX: usize = 2;

/// Reads everything and puts it into the handle.
pub fn load(app: &App) -> Result<(), Refusal> {
    super::follow::alone(|| {
        app.handle().store(whole(app)?);
        Ok(())
    })
}

/// Reads everything and returns the snapshot of it.
pub(super) fn whole(app: &App) -> Result<Snapshot, Refusal> {
    let at = app.clock().now();
    let (builder, rest) = app.read_now(|read| {
        let Loaded { version, vocabulary, links, hidden, relations, frozen } = snapshot::load(read)?;
        let builder = Builder::new(Some(version), at, vocabulary);
        Ok((products(read, builder)?, Rest { links, hidden, relations, frozen }))
    })?;
    Ok(builder.finish(rest))
}

fn products(read: &mut Read<'_>, builder: Builder) -> Result<Builder, Refusal> {
    std::thread::scope(|scope| {
        let (send, pages) = sync_channel(PAGES_MAX);
        let taker = scope.spawn(move || take(builder, &pages));
        let read = snapshot::pages(read, |page| send.send(page).is_ok());
        drop(send);
        let taken =
            taker.join().unwrap_or_else(|_| Err(Refusal::Fault("products could not be taken in".into())));
        read.and(taken)
    })
}

fn take(mut builder: Builder, pages: &Receiver<Page>) -> Result<Builder, Refusal> {
    for page in pages {
        page.products()?.into_iter().for_each(|product| builder.product(product));
    }
    Ok(builder)
}
