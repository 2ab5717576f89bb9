//! Plans: the compiled rules of relations, each made when first asked for and kept as long as the catalogue stays.
//!
//! Bounded by what they hold: when it is too much, all go.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::answer::Key;
use super::run::Compiled;

/// Most bytes of all plans kept; sets that belong to the shelves are counted with each plan that uses them.
const BYTES_MAX: usize = 256 << 20;
/// Most plans kept.
const PLANS_MAX: usize = 50_000;

/// The compiled rules of a snapshot.
#[derive(Debug, Default)]
pub struct Plans {
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    plans: HashMap<(Key, i64), Arc<Compiled>>,
    bytes: usize,
}

impl Plans {
    /// Returns the compiled rule of a relation of that version, made first where it was not yet.
    pub fn plan(&self, key: Key, version: i64, make: impl FnOnce() -> Compiled) -> Arc<Compiled> {
        let key = (key, version);
        if let Some(plan) = self.kept.read().ok().and_then(|kept| kept.plans.get(&key).cloned()) {
            return plan;
        }
        let plan = Arc::new(make());
        if let Ok(mut kept) = self.kept.write() {
            if kept.plans.len() >= PLANS_MAX || kept.bytes >= BYTES_MAX {
                *kept = Kept::default();
            }
            kept.bytes = kept.bytes.saturating_add(plan.bytes());
            kept.plans.insert(key, Arc::clone(&plan));
        }
        plan
    }
}
