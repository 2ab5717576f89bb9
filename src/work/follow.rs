//! Follows the change feed: database → snapshot → handle.
//!
//! Whoever wrote catches up at once, so that it reads what it wrote; a thread looks for what other processes wrote, at
//! once when a second thread hears a hint, and twice a second without any. One at a time; a change that is there already
//! is not applied again.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::behind::step_back;
use crate::app::App;
use crate::domain::change::{Change, Version};
use crate::domain::id::{ProductId, RelationId};
use crate::index::apply::{News, apply};
use crate::store::door::{Commit, Read, Refusal, feed_after, feed_version, is_followable};
use crate::store::hint::Listener;
use crate::store::snapshot;

/// How long the follower waits for a hint before it looks without one; more than once in the second that a change may
/// take to every replica.
const PAUSE: Duration = Duration::from_millis(500);
/// Least time between two looks, however many hints there are.
const GAP: Duration = Duration::from_millis(50);
/// Longest rest after a long step.
const REST_MAX: Duration = Duration::from_secs(1);
/// How often the listening thread looks for hints; that asks the kernel, not the server.
const LISTEN: Duration = Duration::from_millis(20);
/// How long it waits before it connects again.
const AGAIN: Duration = Duration::from_secs(1);
/// How often imports are looked after whose process has ended.
const LOOK_AFTER: Duration = Duration::from_secs(10);
/// Most commits read at once.
const COMMITS_MAX: i64 = 500;
/// Most changed products taken in at once; more take several steps, so that a large import beside needs little memory
/// here.
const PRODUCTS_AT_ONCE: usize = 10_000;
/// From so many changed products on, and half of all, reading everything anew is cheaper.
const PRODUCTS_MAX: usize = 20_000;

static TURN: Mutex<()> = Mutex::new(());

/// Runs a change of the handle while no other is under way.
pub(super) fn alone<T>(change: impl FnOnce() -> T) -> T {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    change()
}

/// Brings the index up to the newest commit; what fails is logged and tried again by the follower. Does nothing before
/// the first load.
pub fn catch_up(app: &App) {
    loop {
        match step(app) {
            Ok(Outcome::Moved) => {}
            Ok(Outcome::Fresh) => return,
            Err(refusal) => {
                tracing::warn!(%refusal, "the index could not follow the change feed");
                return;
            }
        }
    }
}

/// Starts the threads that follow the feed until the process ends.
pub fn start(app: &App) {
    // One hint that waits is as good as many.
    let (hint, hints) = sync_channel(1);
    let (follower, listener) = (app.clone(), app.clone());
    type Run = Box<dyn FnOnce() + Send>;
    let follow: Run = Box::new(move || keep_following(&follower, &hints));
    let listen: Run = Box::new(move || keep_listening(&listener, &hint));
    for (name, run) in [("follow", follow), ("listen", listen)] {
        if let Err(error) = std::thread::Builder::new().name(name.into()).spawn(run) {
            tracing::error!(%error, name, "a thread that keeps the index fresh could not be started");
        }
    }
}

fn keep_following(app: &App, hints: &Receiver<()>) {
    step_back();
    let mut is_behind = false;
    let (mut tried, mut settled) = (HashSet::new(), None);
    let mut looked = Instant::now();
    let mut is_more = false;
    while !app.is_closing() {
        // Without a thread that listens there are no hints, only pauses.
        if !is_more && hints.recv_timeout(PAUSE) == Err(RecvTimeoutError::Disconnected) {
            std::thread::sleep(PAUSE);
        }
        let begun = Instant::now();
        let outcome = step(app);
        let took = begun.elapsed();
        is_more = matches!(outcome, Ok(Outcome::Moved));
        match outcome {
            Ok(Outcome::Fresh) if is_behind => {
                is_behind = false;
                tracing::info!("the index follows the change feed again");
            }
            Err(refusal) if !is_behind && !app.is_closing() => {
                is_behind = true;
                tracing::warn!(%refusal, "the index cannot follow the change feed; it tries on");
            }
            _ => {}
        }
        if !is_behind {
            // Another thread may have followed the feed, too: what counts is where the index is.
            let version = app.snapshot().version().cloned();
            if version != settled {
                super::freeze::settle(app, &mut tried);
                settled = version;
            }
            if looked.elapsed() > LOOK_AFTER {
                looked = Instant::now();
                super::import::task::look_after(app);
            }
        }
        app.handle().let_go();
        // A step of a large import takes long; as much time again is left to those who ask.
        std::thread::sleep(took.clamp(GAP, REST_MAX));
    }
}

fn keep_listening(app: &App, hint: &SyncSender<()>) {
    step_back();
    while !app.is_closing() {
        if let Err(refusal) = listen(app, hint) {
            tracing::debug!(%refusal, "no hints for now; the change feed is looked at without");
        }
        std::thread::sleep(AGAIN);
    }
}

fn listen(app: &App, hint: &SyncSender<()>) -> Result<(), Refusal> {
    let mut listener = Listener::open(app.database_url())?;
    tracing::debug!("hints are listened for");
    while !app.is_closing() {
        let known = app.snapshot().version().map_or(0, |version| version.number);
        if listener.heard()?.is_some_and(|number| number > known) {
            // Full: a hint waits already.
            let _waits = hint.try_send(());
        }
        std::thread::sleep(LISTEN);
    }
    Ok(())
}

/// How the index stands after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// There was nothing new.
    Fresh,
    /// There may be more.
    Moved,
}

/// Takes in what happened since, or some of it where it is much.
fn step(app: &App) -> Result<Outcome, Refusal> {
    alone(|| {
        let current = app.snapshot();
        let Some(version) = current.version() else { return Ok(Outcome::Fresh) };
        let now = app.clock().now();
        match app.read_now(|read| next(read, version, current.len()))? {
            Step::Stay => return Ok(Outcome::Fresh),
            Step::Apply(mut news) => {
                news.at = now;
                let number = news.version.as_ref().map(|version| version.number);
                app.handle().store(apply(&current, *news));
                tracing::debug!(number, "the index moved");
            }
            Step::Reload => {
                tracing::info!("the index is read anew");
                app.handle().store(super::load::whole(app)?);
            }
        }
        Ok(Outcome::Moved)
    })
}

enum Step {
    Stay,
    Apply(Box<News>),
    Reload,
}

/// Reads what happened after a version, all in one transaction.
fn next(read: &mut Read<'_>, version: &Version, products: usize) -> Result<Step, Refusal> {
    let feed = feed_version(read)?;
    if feed == *version {
        return Ok(Step::Stay);
    }
    if feed.epoch != version.epoch || feed.number < version.number || !is_followable(read, version)? {
        return Ok(Step::Reload);
    }
    let commits = feed_after(read, version.number, COMMITS_MAX)?;
    if changed(&commits) > PRODUCTS_MAX.max(products / 2) {
        return Ok(Step::Reload);
    }
    let mut told = Told::default();
    let mut reached = version.clone();
    for commit in commits {
        reached = Version { epoch: feed.epoch.clone(), number: commit.number, at: Some(commit.at) };
        commit.changes.into_iter().for_each(|change| told.add(change));
        if told.products.len() >= PRODUCTS_AT_ONCE {
            break;
        }
    }
    if told.everything || reached == *version {
        return Ok(Step::Reload);
    }
    let mut news = told.read(read)?;
    news.version = Some(reached);
    Ok(Step::Apply(Box::new(news)))
}

/// Returns how many products some commits changed.
fn changed(commits: &[Commit]) -> usize {
    let of = |change: &Change| match change {
        Change::Products(ids) => ids.len(),
        _ => 0,
    };
    commits.iter().flat_map(|commit| &commit.changes).map(of).sum()
}

/// What some commits tell, each thing once.
#[derive(Default)]
struct Told {
    everything: bool,
    vocabulary: bool,
    products: Vec<ProductId>,
    sources: Vec<ProductId>,
    relations: Vec<RelationId>,
}

impl Told {
    fn add(&mut self, change: Change) {
        match change {
            Change::Products(ids) => self.products.extend(ids),
            Change::Links(ids) => self.sources.extend(ids),
            Change::Relations(ids) => self.relations.extend(ids),
            Change::Vocabulary => self.vocabulary = true,
            Change::Everything => self.everything = true,
        }
    }

    fn read(mut self, read: &mut Read<'_>) -> Result<News, Refusal> {
        distinct(&mut self.products);
        distinct(&mut self.sources);
        distinct(&mut self.relations);
        let found = snapshot::products(read, &self.products)?;
        let mut products: HashMap<ProductId, _> =
            found.into_iter().filter_map(|product| Some((product.id?, product))).collect();
        let mut news = News {
            products: self.products.iter().map(|id| (*id, products.remove(id))).collect(),
            ..News::default()
        };
        if self.vocabulary {
            news.vocabulary = Some(snapshot::vocabulary(read)?);
        }
        if !self.sources.is_empty() {
            news.links = snapshot::links(read, Some(&self.sources))?;
            news.hidden = snapshot::hidden_pairs(read, Some(&self.sources))?;
        }
        if !self.relations.is_empty() {
            let found = snapshot::relations(read, Some(&self.relations))?;
            let mut kept: HashMap<RelationId, _> = found.into_iter().map(|kept| (kept.id, kept)).collect();
            news.relations = self.relations.iter().map(|id| (*id, kept.remove(id))).collect();
            news.frozen = snapshot::frozen_lists(read, Some(&self.relations))?;
        }
        news.sources = self.sources;
        Ok(news)
    }
}

fn distinct<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
