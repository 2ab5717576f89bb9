//! The thread that writes merged batches, each one transaction, while the next one is merged.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use serde_json::json;

use super::names::Wanted;
use super::{Halt, Progress};
use crate::app::App;
use crate::domain::product::Product;
use crate::domain::staff::Actor;
use crate::store::door::{Entry, Refusal};
use crate::store::{catalogue, product};

/// Products to be written.
struct Batch {
    products: Vec<Product>,
    /// Rows of the file up to here, and all.
    rows: (u64, u64),
}

/// Hands batches to the thread.
pub(super) struct Writer {
    send: SyncSender<Batch>,
    written: Receiver<()>,
    /// Batches that are not written yet, and the skus in them.
    under_way: usize,
    skus: HashSet<String>,
}

/// Runs `merge` with a writer beside, and returns when all it handed over is written.
pub(super) fn beside<T>(
    app: &App,
    actor: &Actor,
    progress: Progress<'_, '_>,
    merge: impl FnOnce(Writer) -> Result<T, Halt>,
) -> Result<T, Halt> {
    std::thread::scope(|scope| {
        // A batch is handed over when the one before is written, so that there are never more than two.
        let (send, batches) = sync_channel(0);
        let (tell, written) = channel();
        let writer = scope.spawn(move || write(app, actor, progress, &batches, &tell));
        let merged = merge(Writer { send, written, under_way: 0, skus: HashSet::new() });
        match writer.join() {
            Ok(Ok(())) => merged,
            Ok(Err(refusal)) => Err(Halt::Store(refusal)),
            Err(_) => Err(Halt::Store(Refusal::Fault("the thread that writes broke".into()))),
        }
    })
}

fn write(
    app: &App,
    actor: &Actor,
    progress: Progress<'_, '_>,
    batches: &Receiver<Batch>,
    tell: &Sender<()>,
) -> Result<(), Refusal> {
    for Batch { products, rows: (done, of) } in batches {
        app.write_aside(actor, |write| {
            write.unremarkable();
            if !products.is_empty() {
                product::upsert_many(write, &products)?;
                let key = format!("{} products", products.len());
                let detail = json!({"rows": done});
                write.audit(Entry { action: "import", noun: "product", key: &key, detail })?;
            }
            progress(write, done, of)
        })?;
        // Whoever merged may have ended already.
        let _heard = tell.send(());
    }
    Ok(())
}

impl Writer {
    /// Hands a batch over, with the skus that its products had before; waits while the batch before is being written.
    pub(super) fn put(
        &mut self,
        products: Vec<Product>,
        before: Vec<String>,
        rows: (u64, u64),
    ) -> Result<(), Refusal> {
        while self.written.try_recv().is_ok() {
            self.under_way = self.under_way.saturating_sub(1);
        }
        if self.under_way == 0 {
            self.skus.clear();
        }
        self.skus.extend(before);
        for product in &products {
            self.skus.insert(product.sku.fold().to_owned());
            self.skus.extend(product.variants.iter().map(|variant| variant.sku.fold().to_owned()));
        }
        self.under_way += 1;
        self.send.send(Batch { products, rows }).map_err(|_| gone())
    }

    /// Waits until nothing is under way in which one of these skus stands, so that what is read next is what was
    /// written.
    pub(super) fn settle<'s>(&mut self, mut skus: impl Iterator<Item = &'s str>) -> Result<(), Refusal> {
        if self.under_way == 0 || !skus.any(|sku| self.skus.contains(sku)) {
            return Ok(());
        }
        while self.under_way > 0 {
            self.written.recv().map_err(|_| gone())?;
            self.under_way -= 1;
        }
        self.skus.clear();
        Ok(())
    }
}

/// What is said where the thread has ended; why, the thread itself says.
fn gone() -> Refusal {
    Refusal::Fault("the thread that writes has ended".into())
}

/// Puts words in that are not there yet, and returns their numbers.
pub(super) fn ensure(app: &App, actor: &Actor, wanted: &Wanted<'_>) -> Result<Vec<i32>, Refusal> {
    app.write_aside(actor, |write| {
        let key = format!("{} words", wanted.count());
        write.audit(Entry { action: "import", noun: "vocabulary", key: &key, detail: json!({}) })?;
        Ok(match wanted {
            Wanted::Store(new) => {
                let ids = catalogue::ensure_stores(write, std::slice::from_ref(*new))?;
                ids.into_iter().map(|id| id.0).collect()
            }
            Wanted::Attributes(new) => {
                catalogue::ensure_attributes(write, new)?.into_iter().map(|id| id.0).collect()
            }
            Wanted::Options(of, new) => {
                catalogue::ensure_options(write, *of, new)?.into_iter().map(|id| id.0).collect()
            }
            Wanted::Categories(new) => {
                catalogue::ensure_categories(write, new)?.into_iter().map(|id| id.0).collect()
            }
        })
    })
}
