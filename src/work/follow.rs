//! Follows the change feed: database → snapshot → handle.
//!
//! Whoever wrote catches up at once, so that it reads what it wrote; a thread asks for what other processes wrote. One
//! at a time; a change that is there already is not applied again.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::domain::change::{Change, Version};
use crate::domain::id::{ProductId, RelationId};
use crate::index::apply::{News, apply};
use crate::index::snapshot::Snapshot;
use crate::store::door::{Read, Refusal, feed_after, feed_version};
use crate::store::snapshot;

/// How long the thread waits before it asks again.
const PAUSE: Duration = Duration::from_millis(500);
/// Most commits read at once.
const COMMITS_MAX: i64 = 1_000;
/// From so many changed products on, reading everything anew is cheaper.
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
    if let Err(refusal) = follow(app) {
        tracing::warn!(%refusal, "the index could not follow the change feed");
    }
}

/// Starts the thread that follows the feed until the process ends.
pub fn start(app: &App) {
    let app = app.clone();
    let follower = move || {
        let mut is_behind = false;
        let mut tried = HashSet::new();
        loop {
            std::thread::sleep(PAUSE);
            if app.is_closing() {
                return;
            }
            match follow(&app) {
                Ok(()) if is_behind => {
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
                super::freeze::settle(&app, &mut tried);
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("follow".into()).spawn(follower) {
        tracing::error!(%error, "the thread that follows the change feed could not be started");
    }
}

fn follow(app: &App) -> Result<(), Refusal> {
    alone(|| {
        loop {
            let current = app.snapshot();
            let Some(version) = current.version() else { return Ok(()) };
            let now = app.clock().now();
            match app.read_now(|read| step(read, version, current.len()))? {
                Step::Stay => return Ok(()),
                Step::Apply(mut news) => {
                    news.at = now;
                    app.handle().store(apply(&current, *news));
                }
                Step::Reload => app.handle().store(reload(app)?),
            }
        }
    })
}

fn reload(app: &App) -> Result<Snapshot, Refusal> {
    tracing::info!("the index is read anew");
    super::load::whole(app)
}

enum Step {
    Stay,
    Apply(Box<News>),
    Reload,
}

/// Reads what happened after a version, all in one transaction.
fn step(read: &mut Read<'_>, version: &Version, products: usize) -> Result<Step, Refusal> {
    let feed = feed_version(read)?;
    if feed == *version {
        return Ok(Step::Stay);
    }
    let is_gone = feed.epoch != version.epoch || feed.number < version.number;
    if is_gone || !snapshot::is_followable(read, version.number)? {
        return Ok(Step::Reload);
    }
    let commits = feed_after(read, version.number, COMMITS_MAX)?;
    let Some(last) = commits.last().map(|(number, _)| *number) else { return Ok(Step::Reload) };
    let mut told = Told::default();
    for change in commits.into_iter().flat_map(|(_, changes)| changes) {
        told.add(change);
    }
    if told.everything || told.products.len() > PRODUCTS_MAX.max(products / 4) {
        return Ok(Step::Reload);
    }
    let mut news = told.read(read)?;
    news.version = Some(Version { epoch: feed.epoch, number: last });
    Ok(Step::Apply(Box::new(news)))
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
