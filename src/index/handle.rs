//! The handle: where the current snapshot hangs. Readers load it without a lock and keep what they loaded.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use arc_swap::{ArcSwap, ArcSwapOption};
use chrono::{DateTime, Utc};

use super::roll::Roll;
use super::snapshot::Snapshot;

/// Holds the current snapshot, and the roll of its relations once a list has asked for it.
#[derive(Debug, Default)]
pub struct Handle {
    current: ArcSwap<Snapshot>,
    /// Those before it that a reader may still hold. Whoever lets go of a snapshot last frees all that was in it alone,
    /// which takes longer than a shopper's request may.
    past: Mutex<Vec<Arc<Snapshot>>>,
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

    /// Puts a new snapshot in its place; readers of the old one keep it until [`Handle::let_go`].
    pub fn store(&self, snapshot: Snapshot) {
        // Else the first who asks would work it out.
        let _tide = snapshot.tide();
        self.let_go();
        let old = self.current.swap(Arc::new(snapshot));
        self.past.lock().unwrap_or_else(PoisonError::into_inner).push(old);
    }

    /// Frees the snapshots before the current one that nobody reads any more, on this thread.
    pub fn let_go(&self) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, read): (Vec<_>, Vec<_>) =
            past.drain(..).partition(|snapshot| Arc::strong_count(snapshot) == 1);
        *past = read;
        drop(past);
        drop(left);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::sample::shop;

    #[test]
    fn a_past_snapshot_is_freed_by_who_looks_after_them_and_not_by_its_last_reader() {
        let handle = Handle::default();
        handle.store(shop("a1 price=10"));
        let read = handle.load();
        let past = Arc::downgrade(&read);
        handle.store(shop("a1 price=11"));
        handle.let_go();
        drop(read);
        assert!(past.upgrade().is_some(), "its reader did not free it");
        handle.let_go();
        assert!(past.upgrade().is_none());
        assert_eq!(handle.load().len(), 1, "the current one stays");
    }
}
