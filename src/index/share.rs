//! Collections that share what did not change: the next snapshot clones them in microseconds and pays for what it
//! alters.
//!
//! A clone copies pointers to pieces; altering an entry copies its one piece. Must not know what it holds.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// Entries in one piece of a list.
pub const PIECE: usize = 1_024;
/// Pieces of a map.
const SHARDS: usize = 1_024;

/// A growing list.
#[derive(Debug, Clone)]
pub struct Chunks<T> {
    pieces: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }
}

impl<T: Clone> Chunks<T> {
    /// Returns the entry of that place.
    pub fn get(&self, at: u32) -> Option<&T> {
        let at = usize::try_from(at).ok()?;
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    /// Returns the entry of that place to be altered.
    pub fn get_mut(&mut self, at: u32) -> Option<&mut T> {
        let at = usize::try_from(at).ok()?;
        Arc::make_mut(self.pieces.get_mut(at / PIECE)?).get_mut(at % PIECE)
    }

    /// Adds an entry at the end and returns its place; `None` when there is no number left.
    pub fn push(&mut self, entry: T) -> Option<u32> {
        let place = u32::try_from(self.len).ok()?;
        if self.len.is_multiple_of(PIECE) {
            self.pieces.push(Arc::new(Vec::with_capacity(PIECE)));
        }
        Arc::make_mut(self.pieces.last_mut()?).push(entry);
        self.len += 1;
        Some(place)
    }

    /// Returns how many places there are.
    pub fn places(&self) -> usize {
        self.len
    }

    /// Returns the entries in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }
}

/// A map.
#[derive(Debug, Clone)]
pub struct Shards<K, V> {
    shards: Vec<Arc<HashMap<K, V>>>,
    hasher: RandomState,
}

impl<K, V> Default for Shards<K, V> {
    fn default() -> Self {
        let empty = Arc::new(HashMap::new());
        Self { shards: vec![empty; SHARDS], hasher: RandomState::new() }
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Shards<K, V> {
    fn shard<Q: Hash + ?Sized>(&self, key: &Q) -> usize {
        usize::try_from(self.hasher.hash_one(key)).unwrap_or(0) % SHARDS
    }

    /// Returns the value of a key.
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.shards.get(self.shard(key))?.get(key)
    }

    /// Puts a value in the place of the key's old one.
    pub fn insert(&mut self, key: K, value: V) {
        let at = self.shard(&key);
        if let Some(shard) = self.shards.get_mut(at) {
            Arc::make_mut(shard).insert(key, value);
        }
    }

    /// Takes a key out.
    pub fn remove<Q>(&mut self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let at = self.shard(key);
        if let Some(shard) = self.shards.get_mut(at).filter(|shard| shard.contains_key(key)) {
            Arc::make_mut(shard).remove(key);
        }
    }

    /// Returns all keys with their values, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.shards.iter().flat_map(|shard| shard.iter())
    }

    /// Returns the value of a key to be altered, made first where there is none.
    pub fn entry(&mut self, key: K, make: impl FnOnce() -> V) -> Option<&mut V> {
        let at = self.shard(&key);
        let shard = self.shards.get_mut(at)?;
        Some(Arc::make_mut(shard).entry(key).or_insert_with(make))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_clone_leaves_its_origin_as_it_was() {
        let mut old: Chunks<u32> = Chunks::default();
        for n in 0..3_000 {
            old.push(n);
        }
        let mut new = old.clone();
        *new.get_mut(2_000).unwrap() = 7;
        assert_eq!((old.get(2_000), new.get(2_000), new.get(3_000)), (Some(&2_000), Some(&7), None));
        assert_eq!(old.iter().count(), 3_000);

        let mut old: Shards<String, u32> = Shards::default();
        old.insert("a".into(), 1);
        let mut new = old.clone();
        new.insert("a".into(), 2);
        new.remove("b");
        assert_eq!((old.get("a"), new.get("a"), new.get("b")), (Some(&1), Some(&2), None));
    }
}
