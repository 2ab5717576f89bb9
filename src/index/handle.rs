//! The handle: where the current snapshot hangs. Readers load it without a lock and keep what they loaded.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::snapshot::Snapshot;

/// Holds the current snapshot.
#[derive(Debug, Default)]
pub struct Handle {
    current: ArcSwap<Snapshot>,
}

impl Handle {
    /// Returns the current snapshot.
    pub fn load(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Puts a new snapshot in its place; readers of the old one keep it.
    pub fn store(&self, snapshot: Snapshot) {
        self.current.store(Arc::new(snapshot));
    }
}
