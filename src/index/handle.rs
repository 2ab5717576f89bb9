//! The handle: where the current snapshot hangs. Readers load it without a lock and keep what they loaded.

use std::sync::{Arc, Weak};

use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, Utc};

use super::roll::Roll;
use super::snapshot::Snapshot;

/// Holds the current snapshot, and the roll of its relations once a list has asked for it.
#[derive(Debug, Default)]
pub struct Handle {
    current: ArcSwap<Snapshot>,
    roll: ArcSwapOption<Kept>,
}

#[derive(Debug)]
struct Kept {
    /// Weak, so that an old catalogue is not kept in memory for the sake of its numbers.
    snapshot: Weak<Snapshot>,
    roll: Arc<Roll>,
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

    /// Returns the roll of the current snapshot, with that snapshot: the kept one, else one made now. Two that ask at
    /// once may both make it, which costs time but is right.
    pub fn roll(&self, at: DateTime<Utc>) -> (Arc<Snapshot>, Arc<Roll>) {
        let snapshot = self.load();
        let kept = self.roll.load_full();
        if let Some(kept) = &kept {
            let same = std::ptr::eq(kept.snapshot.as_ptr(), Arc::as_ptr(&snapshot));
            if same && kept.roll.is_fresh(at) {
                return (snapshot, Arc::clone(&kept.roll));
            }
        }
        let roll = Arc::new(Roll::of(&snapshot, at, kept.as_ref().map(|kept| kept.roll.as_ref())));
        let kept = Kept { snapshot: Arc::downgrade(&snapshot), roll: Arc::clone(&roll) };
        self.roll.store(Some(Arc::new(kept)));
        (snapshot, roll)
    }
}
