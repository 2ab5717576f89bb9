//! Answers that are ready: what shops were told is kept, as bytes, for the next one who asks the same.
//!
//! All of it belongs to one snapshot and to one mark of its tide, so that a change shows at once and an hour that strikes
//! does, too; whatever else an answer depends on is in its address. Only what everybody may read is kept, and what depends
//! on the very moment is not. Bounded in bytes: what nobody asked for lately goes first. Must not know what it keeps.

use std::collections::{HashMap, hash_map};
use std::io::Write;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::index::handle::Handle;
use crate::index::snapshot::Snapshot;
use crate::index::tide::Tide;

/// Most bytes of one half; when it is full, the half that was not asked for since the last time goes.
const HALF_MAX: usize = 48 << 20;
/// Largest answer that is kept.
const ONE_MAX: usize = 64 << 10;
/// Bytes that an answer takes besides its text.
const OVERHEAD: usize = 256;
/// Answers that no longer hold are freed by so many at once, whenever a new one is kept: all together they would take
/// longer than a shopper may wait.
const FREED: usize = 32;

/// One answer; its copies share what is in it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The JSON.
    pub body: Bytes,
    /// Its entity tag.
    pub tag: HeaderValue,
    /// The JSON compressed, once somebody asked for that.
    gzip: Arc<OnceLock<Bytes>>,
}

impl Told {
    /// Returns an answer.
    pub fn new(body: Bytes, tag: HeaderValue) -> Self {
        Self { body, tag, gzip: Arc::default() }
    }

    /// Returns the JSON compressed; done once, and never larger than the JSON. None for what would not become smaller.
    pub fn gzip(&self) -> Option<Bytes> {
        let packed = self.gzip.get_or_init(|| {
            let mut writer = GzEncoder::new(Vec::new(), Compression::default());
            // Writing into memory does not fail; if it did, the answer would go out as it is.
            let packed = writer.write_all(&self.body).and_then(|()| writer.finish()).unwrap_or_default();
            Bytes::from(packed)
        });
        (!packed.is_empty() && packed.len() < self.body.len()).then(|| packed.clone())
    }
}

/// The answers of one process.
#[derive(Debug, Default)]
pub struct Ready(RwLock<State>);

#[derive(Debug, Default)]
struct State {
    /// Weak, so that an old catalogue is not kept in memory for its answers' sake.
    snapshot: Weak<Snapshot>,
    tide: Arc<Tide>,
    mark: u64,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    /// Goes up whenever all answers go.
    era: u64,
    young: HashMap<String, Told>,
    old: HashMap<String, Told>,
    bytes: usize,
    /// What no longer holds and is still to be freed.
    gone: Vec<hash_map::IntoIter<String, Told>>,
}

impl Ready {
    /// Returns the answer to an address that holds now; else the era in which a new one may be kept.
    pub fn find(&self, handle: &Handle, at: DateTime<Utc>, address: &str) -> Result<Told, u64> {
        let snapshot = handle.load();
        {
            let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if state.holds(&snapshot, at) {
                if let Some(told) = state.young.get(address) {
                    return Ok(told.clone());
                }
                if !state.old.contains_key(address) {
                    return Err(state.era);
                }
            }
        }
        drop(snapshot);
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Loaded under the lock, so that no thread that was slower brings an older catalogue back.
        state.turn_to(&handle.load(), at);
        match state.old.remove(address).or_else(|| state.young.get(address).cloned()) {
            None => Err(state.era),
            Some(told) => {
                state.put(address, told.clone());
                Ok(told)
            }
        }
    }

    /// Keeps the answer to an address, if the era in which it was asked still is.
    pub fn keep(&self, era: u64, address: &str, told: &Told) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if state.era == era && told.body.len() <= ONE_MAX {
            state.put(address, told.clone());
        }
    }
}

impl State {
    fn holds(&self, snapshot: &Arc<Snapshot>, at: DateTime<Utc>) -> bool {
        std::ptr::eq(self.snapshot.as_ptr(), Arc::as_ptr(snapshot))
            && self.from.is_some_and(|from| from <= at)
            && self.until.is_some_and(|until| at < until)
    }

    fn turn_to(&mut self, snapshot: &Arc<Snapshot>, at: DateTime<Utc>) {
        if self.holds(snapshot, at) {
            return;
        }
        let is_same = std::ptr::eq(self.snapshot.as_ptr(), Arc::as_ptr(snapshot));
        if !is_same {
            (self.snapshot, self.tide) = (Arc::downgrade(snapshot), Arc::clone(snapshot.tide()));
        }
        let (mark, until) = self.tide.mark(at);
        if !is_same || mark != self.mark {
            self.era += 1;
            let gone = [std::mem::take(&mut self.young), std::mem::take(&mut self.old)];
            self.gone.extend(gone.into_iter().filter(|gone| !gone.is_empty()).map(HashMap::into_iter));
            self.bytes = 0;
        }
        (self.mark, self.from, self.until) = (mark, Some(at), Some(until));
    }

    fn put(&mut self, address: &str, told: Told) {
        // As much again as the text at most, when it is compressed.
        let bytes = 2 * told.body.len() + address.len() + OVERHEAD;
        if self.bytes + bytes > HALF_MAX {
            let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
            self.gone.push(gone.into_iter());
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.young.insert(address.to_owned(), told);
        self.free();
    }

    /// Frees some of what no longer holds.
    fn free(&mut self) {
        let Some(gone) = self.gone.last_mut() else { return };
        if gone.by_ref().take(FREED).count() < FREED {
            self.gone.pop();
        }
    }
}

#[cfg(test)]
mod tests;
