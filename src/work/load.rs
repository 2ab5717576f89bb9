//! Loads the whole index from the database: `store::snapshot` → `index::build` → the handle.
//!
//! Products come in pages: while the next one is on its way, other threads make products of the last ones, pack them and
//! hand them to the builder, so that nobody ever holds all rows.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::domain::product::Product;
use crate::index::build::{Builder, Bundle, Rest};
use crate::index::snapshot::Snapshot;
use crate::store::door::{Read, Refusal};
use crate::store::snapshot::{self, Loaded, Page};

/// So many pages of products wait at most for the threads that take them in.
const PAGES_MAX: usize = 2;
/// Products made, packed and let go at once: few enough that what they take stays near the core.
const TOGETHER: usize = 32;
/// Products taken in before others are packed beside each other: what the first ones have in common is learnt by then.
const LEARNT: usize = 2_500;
/// Threads that make products of pages.
const TAKERS: usize = 2;

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
    let builder = Mutex::new(builder);
    std::thread::scope(|scope| {
        let (send, pages) = sync_channel(PAGES_MAX);
        // It goes with the last taker, so that nobody waits for one that stopped.
        let pages = Arc::new(Mutex::new(pages));
        let builder = &builder;
        let taker = |pages| scope.spawn(move || take(builder, pages));
        let takers: Vec<_> = (0..TAKERS).map(|_| taker(Arc::clone(&pages))).collect();
        drop(pages);
        let read = snapshot::pages(read, |page| send.send(page).is_ok());
        drop(send);
        let lost = |_| Err(Refusal::Fault("products could not be taken in".into()));
        let taken = takers.into_iter().map(|taker| taker.join().unwrap_or_else(lost));
        read.and(taken.fold(Ok(()), Result::and))
    })?;
    Ok(builder.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn take(builder: &Mutex<Builder>, pages: Arc<Mutex<Receiver<Page>>>) -> Result<(), Refusal> {
    let mut some = Vec::with_capacity(TOGETHER);
    loop {
        let page = pages.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(page) = page else { return Ok(()) };
        for product in page.products() {
            some.push(product?);
            if some.len() == TOGETHER {
                put(builder, &some);
                some.clear();
            }
        }
        put(builder, &some);
        some.clear();
    }
}

fn put(builder: &Mutex<Builder>, products: &[Product]) {
    let lock = || builder.lock().unwrap_or_else(PoisonError::into_inner);
    let book = {
        let mut builder = lock();
        if builder.len() < LEARNT {
            return builder.products(products);
        }
        builder.book()
    };
    let bundle = Bundle::of(products, &book);
    // Without it, what is learnt now would be learnt by a copy.
    drop(book);
    lock().take(bundle);
}
