//! Answers that are ready: what shops were told is kept, as bytes, for the next one who asks the same.
//!
//! An answer belongs to one snapshot and to one mark of its tide, so that a change shows at once and an hour that strikes
//! does, too; whatever else it depends on is in its address. One that is known to be [`Lasting`] goes on to the next
//! snapshot of the same course where none of the relations that changed stands on its sources. Only what everybody may
//! read is kept, and what depends on the very moment is not. Bounded in bytes: what nobody asked for lately goes first.

use std::collections::{HashMap, hash_map};
use std::io::Write;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::v1::answer::version;
use crate::index::Circumstances;
use crate::index::course::Course;
use crate::index::handle::Handle;
use crate::index::snapshot::{Doc, Snapshot};
use crate::index::tide::Tide;

/// Most bytes of one half; when it is full, the half that was not asked for since the last time goes.
const HALF_MAX: usize = 48 << 20;
/// Largest answer that is kept.
const ONE_MAX: usize = 64 << 10;
/// Bytes that an answer takes besides its text.
const OVERHEAD: usize = 512;
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
    /// Returns an answer, with the weak tag that is made of it.
    pub fn of(body: Bytes) -> Option<Self> {
        Some(Self { tag: tag(&body)?, body, gzip: Arc::default() })
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

/// What an answer depends on that goes on, as long as nothing else has changed, to the next snapshot.
#[derive(Debug, Clone)]
pub struct Lasting {
    /// The products on whose relations it depends.
    pub sources: Vec<Doc>,
    /// Under which circumstances their relations were asked.
    pub circumstances: Circumstances,
    /// Where the answer says that the catalogue stood.
    pub version: String,
}

/// An answer that is kept.
#[derive(Debug, Clone)]
struct Kept {
    told: Told,
    /// When it was last known to be right, …
    era: u64,
    /// … and how many steps the course had by then.
    steps: usize,
    lasting: Option<Lasting>,
}

impl Kept {
    /// Returns it as it is told from a later snapshot of the same course; none where it may be another one there.
    fn again(&self, snapshot: &Snapshot) -> Option<(Told, Lasting)> {
        let lasting = self.lasting.clone()?;
        if !snapshot.holds_since(self.steps, &lasting.sources, &lasting.circumstances) {
            return None;
        }
        let place = |version: &str| format!("\"version\":\"{version}\"");
        let version = version(snapshot);
        let (was, is) = (place(&lasting.version), place(&version));
        // Quotes within a text are escaped, so that no text can be taken for it; what a block is made of stands before it.
        let at = memchr::memmem::rfind(&self.told.body, was.as_bytes())?;
        let (before, after) = (self.told.body.get(..at)?, self.told.body.get(at + was.len()..)?);
        let body = Bytes::from([before, is.as_bytes(), after].concat());
        Some((Told::of(body)?, Lasting { version, ..lasting }))
    }
}

/// The answers of one process.
#[derive(Debug, Default)]
pub struct Ready(RwLock<State>);

#[derive(Debug, Default)]
struct State {
    /// Weak, so that an old catalogue is not kept in memory for its answers' sake.
    snapshot: Weak<Snapshot>,
    course: Course,
    tide: Arc<Tide>,
    mark: u64,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    /// Goes up whenever no answer is known to hold any more.
    era: u64,
    young: HashMap<String, Kept>,
    old: HashMap<String, Kept>,
    bytes: usize,
    /// What no longer holds and is still to be freed.
    gone: Vec<hash_map::IntoIter<String, Kept>>,
}

impl Ready {
    /// Returns the answer to an address that holds now; else the era in which a new one may be kept.
    pub fn find(&self, handle: &Handle, at: DateTime<Utc>, address: &str) -> Result<Told, u64> {
        let snapshot = handle.load();
        {
            let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if state.holds(&snapshot, at) {
                match state.young.get(address) {
                    Some(kept) if kept.era == state.era => return Ok(kept.told.clone()),
                    None if !state.old.contains_key(address) => return Err(state.era),
                    _ => {}
                }
            }
        }
        drop(snapshot);
        let (snapshot, kept, era) = {
            let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
            // Loaded under the lock, so that no thread that was slower brings an older catalogue back.
            let snapshot = handle.load();
            state.turn_to(&snapshot, at);
            let era = state.era;
            let Some(kept) = state.take(address) else { return Err(era) };
            if kept.era == era {
                let told = kept.told.clone();
                state.put(address, kept);
                return Ok(told);
            }
            (snapshot, kept, era)
        };
        let (told, lasting) = kept.again(&snapshot).ok_or(era)?;
        self.keep(era, address, &told, Some(lasting));
        Ok(told)
    }

    /// Keeps the answer to an address, if the era in which it was asked still is.
    pub fn keep(&self, era: u64, address: &str, told: &Told, lasting: Option<Lasting>) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if state.era == era && told.body.len() <= ONE_MAX {
            let steps = state.course.len();
            state.put(address, Kept { told: told.clone(), era, steps, lasting });
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
        // By the tide of the snapshot that the answers are of: that of the next one may have other turns.
        let is_still = self.tide.mark(at).0 == self.mark;
        if !is_still || !snapshot.course().is_of(&self.course) {
            let gone = [std::mem::take(&mut self.young), std::mem::take(&mut self.old)];
            self.gone.extend(gone.into_iter().filter(|gone| !gone.is_empty()).map(HashMap::into_iter));
            self.bytes = 0;
        }
        if !is_still || !is_same {
            self.era += 1;
        }
        if !is_same {
            self.snapshot = Arc::downgrade(snapshot);
            (self.course, self.tide) = (snapshot.course().clone(), Arc::clone(snapshot.tide()));
        }
        let (mark, until) = self.tide.mark(at);
        (self.mark, self.from, self.until) = (mark, Some(at), Some(until));
    }

    /// Takes an answer out, whether it holds or not.
    fn take(&mut self, address: &str) -> Option<Kept> {
        let young = self.young.remove(address);
        self.bytes = self.bytes.saturating_sub(young.as_ref().map_or(0, |kept| size(address, kept)));
        young.or_else(|| self.old.remove(address))
    }

    fn put(&mut self, address: &str, kept: Kept) {
        let bytes = size(address, &kept);
        if self.bytes + bytes > HALF_MAX {
            let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
            self.gone.push(gone.into_iter());
            self.bytes = 0;
        }
        self.bytes += bytes;
        let was = self.young.insert(address.to_owned(), kept);
        self.bytes = self.bytes.saturating_sub(was.map_or(0, |was| size(address, &was)));
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

/// Returns the bytes of a kept answer: as much again as the text at most, when it is compressed.
fn size(address: &str, kept: &Kept) -> usize {
    2 * kept.told.body.len() + address.len() + OVERHEAD
}

/// Returns the weak tag of an answer.
fn tag(body: &[u8]) -> Option<HeaderValue> {
    let digest = Sha256::digest(body);
    let tag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("W/\"{tag}\"")).ok()
}

#[cfg(test)]
mod tests;
