//! Loads the whole index from the database: `store::snapshot` → `index::build` → the handle.

use crate::app::App;
use crate::index::build::{Everything, build};
use crate::index::snapshot::Snapshot;
use crate::store::door::Refusal;
use crate::store::snapshot;

/// Reads everything and puts it into the handle.
pub fn load(app: &App) -> Result<(), Refusal> {
    super::follow::alone(|| {
        app.handle().store(whole(app)?);
        Ok(())
    })
}

/// Reads everything and returns the snapshot of it.
pub(super) fn whole(app: &App) -> Result<Snapshot, Refusal> {
    let loaded = app.read_now(snapshot::load)?;
    Ok(build(Everything {
        version: Some(loaded.version),
        at: app.clock().now(),
        vocabulary: loaded.vocabulary,
        products: loaded.products,
        links: loaded.links,
        hidden: loaded.hidden,
        relations: loaded.relations,
        frozen: loaded.frozen,
    }))
}
