//! Plans: the compiled rules of relations, and the sets of products that carry any of several terms, each made when first
//! asked for and kept as long as the catalogue stays.
//!
//! Bounded by what they hold: when it is too much, all go.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, RwLock};

use roaring::RoaringBitmap;

use super::answer::Key;
use super::fact::Term;
use super::run::Compiled;
use crate::domain::id::RelationId;

/// Most bytes of all plans kept; sets that belong to the shelves are not counted.
const BYTES_MAX: usize = 256 << 20;
/// Most plans kept.
const PLANS_MAX: usize = 50_000;
/// Most bytes of all joined sets kept.
const JOINED_MAX: usize = 64 << 20;

/// The compiled rules of a snapshot.
#[derive(Debug, Default)]
pub struct Plans {
    kept: RwLock<Kept>,
    joined: RwLock<Joined>,
}

#[derive(Debug, Clone, Default)]
struct Joined {
    sets: HashMap<Vec<Term>, Arc<RoaringBitmap>>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Kept {
    plans: HashMap<(Key, i64), Arc<Compiled>>,
    bytes: usize,
}

impl Plans {
    /// Returns the plans of all relations but some, for a snapshot of the same products in which only those may read
    /// otherwise.
    pub fn without(&self, relations: &HashSet<RelationId>) -> Self {
        let mut next = Kept::default();
        if let Ok(kept) = self.kept.read() {
            let stays = kept.plans.iter().filter(|((key, _), _)| !relations.contains(&key.relation()));
            next.plans = stays.map(|(key, plan)| (key.clone(), Arc::clone(plan))).collect();
            next.bytes = next.plans.values().map(|plan| plan.bytes()).sum();
        }
        let joined = self.joined.read().map(|joined| joined.clone()).unwrap_or_default();
        Self { kept: RwLock::new(next), joined: RwLock::new(joined) }
    }

    /// Returns the products that carry any of some terms, joined first where they were not yet.
    pub fn joined(&self, terms: Vec<Term>, join: impl FnOnce() -> RoaringBitmap) -> Arc<RoaringBitmap> {
        if let Some(set) = self.joined.read().ok().and_then(|joined| joined.sets.get(&terms).cloned()) {
            return set;
        }
        let set = Arc::new(join());
        if let Ok(mut joined) = self.joined.write() {
            if joined.bytes >= JOINED_MAX {
                *joined = Joined::default();
            }
            let bytes = set.serialized_size().saturating_add(terms.len().saturating_mul(size_of::<Term>()));
            joined.bytes = joined.bytes.saturating_add(bytes);
            joined.sets.insert(terms, Arc::clone(&set));
        }
        set
    }

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
