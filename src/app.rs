//! The application: the pool, the clock and the index in one hand, and the two doors to the database.
//!
//! [`App::read`] and [`App::write`] hold the connection, the blocking thread, the transaction, the clock and the audit.
//! After a write the own index is brought up to the commit before the door closes, so that whoever wrote reads what they
//! wrote. Shoppers' requests use [`App::snapshot`] and never a door.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::web;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, PooledConnection, R2D2Connection};

use crate::clock::Clock;
use crate::domain::staff::Actor;
use crate::index::handle::Handle;
use crate::index::snapshot::Snapshot;
use crate::store::door::{Read, Refusal, Write};
use crate::work::behind::step_back;

/// How long a request waits for a connection.
pub const CHECKOUT_WAIT: Duration = Duration::from_secs(1);
/// Blocking threads of the web server: as many as may hold a connection at once, so that none starves.
pub const BLOCKING_THREADS: u32 = 4;
/// Connections: one for each blocking thread, and some for the work that runs by itself.
pub const POOL_SIZE: u32 = BLOCKING_THREADS + 2;

/// Runs work on a blocking thread of the web server, which gives way to those that answer shoppers.
pub async fn behind<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    let work = move || {
        step_back();
        work()
    };
    web::block(work).await.map_err(|error| Refusal::Fault(error.to_string()))
}

type PgPool = Pool<ConnectionManager<PgConnection>>;

/// What every request and command works with. Cloning shares it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    database_url: String,
    pool: PgPool,
    clock: Clock,
    handle: Handle,
    is_open: AtomicBool,
    is_away: AtomicBool,
    is_closing: AtomicBool,
}

impl App {
    /// Returns the application on a database whose schema is right; the index is still empty.
    pub fn new(database_url: &str, clock: Clock) -> Result<Self, Refusal> {
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(CHECKOUT_WAIT)
            .connection_customizer(Box::new(Settle))
            .build_unchecked(ConnectionManager::new(database_url));
        Ok(Self {
            inner: Arc::new(Inner {
                database_url: database_url.to_owned(),
                pool,
                clock,
                handle: Handle::default(),
                is_open: AtomicBool::new(true),
                is_away: AtomicBool::new(false),
                is_closing: AtomicBool::new(false),
            }),
        })
    }

    /// Returns the application on a database that may not answer yet, or not have the right schema: until [`App::open`]
    /// both doors say so at once.
    pub fn waiting(database_url: &str, clock: Clock) -> Result<Self, Refusal> {
        let app = Self::new(database_url, clock)?;
        app.inner.is_open.store(false, Ordering::Release);
        Ok(app)
    }

    /// Opens both doors: the database answers, and its schema is right.
    pub fn open(&self) {
        self.inner.is_open.store(true, Ordering::Release);
    }

    /// Returns true when both doors are open.
    pub fn is_open(&self) -> bool {
        self.inner.is_open.load(Ordering::Acquire)
    }

    /// Returns true when both doors are open and the database answered when it was last asked, which the follower of the
    /// change feed does twice a second.
    pub fn is_reached(&self) -> bool {
        self.is_open() && !self.inner.is_away.load(Ordering::Relaxed)
    }

    /// Returns the address of the database, for a connection outside the pool.
    pub fn database_url(&self) -> &str {
        &self.inner.database_url
    }

    /// Returns the clock.
    pub fn clock(&self) -> Clock {
        self.inner.clock
    }

    /// Says that the process ends: the work that runs by itself should not mind that the database goes away.
    pub fn close(&self) {
        self.inner.is_closing.store(true, Ordering::Relaxed);
    }

    /// Returns true when the process ends.
    pub fn is_closing(&self) -> bool {
        self.inner.is_closing.load(Ordering::Relaxed)
    }

    /// Returns the index as it is now; it does not change under its reader.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.handle.load()
    }

    /// Returns the place where the index is swapped.
    pub fn handle(&self) -> &Handle {
        &self.inner.handle
    }

    /// Runs a reader in a read-only transaction on a blocking thread.
    pub async fn read<T, F>(&self, f: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let app = self.clone();
        behind(move || app.read_now(f)).await?
    }

    /// Runs a writer in a transaction on a blocking thread; all of it is kept, or nothing.
    pub async fn write<T, F>(&self, actor: &Actor, f: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Write<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (app, actor) = (self.clone(), actor.clone());
        behind(move || app.write_now(&actor, f)).await?
    }

    /// Runs a reader on this thread; for commands and background work.
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let now = self.inner.clock.now();
        let mut f = Some(f);
        self.on_live_connection(|conn| {
            conn.build_transaction().read_only().repeatable_read().run(|conn| match f.take() {
                Some(f) => f(&mut Read { conn, now }).map(Some),
                None => Ok(None),
            })
        })
    }

    /// Runs a writer on this thread; for commands and background work.
    pub fn write_now<T>(
        &self,
        actor: &Actor,
        f: impl FnOnce(&mut Write<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (value, told) = self.write_and_tell(actor, f)?;
        if told.is_some() {
            crate::work::follow::catch_up(self);
        }
        Ok(value)
    }

    /// Runs a writer on this thread and leaves it to the follower to bring the index up to its commit; for one of very
    /// many writes, whose writer catches up after the last.
    pub fn write_aside<T>(
        &self,
        actor: &Actor,
        f: impl FnOnce(&mut Write<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.write_and_tell(actor, f).map(|(value, _)| value)
    }

    fn write_and_tell<T>(
        &self,
        actor: &Actor,
        f: impl FnOnce(&mut Write<'_>) -> Result<T, Refusal>,
    ) -> Result<(T, Option<u64>), Refusal> {
        let now = self.inner.clock.now();
        let mut f = Some(f);
        self.on_live_connection(|conn| {
            conn.transaction(|conn| {
                let Some(f) = f.take() else { return Ok(None) };
                let mut write = Write::open(conn, now, actor);
                let value = f(&mut write)?;
                Ok::<_, Refusal>(Some((value, write.close()?)))
            })
        })
    }

    /// Runs a transaction. A connection whose server was restarted shows it only when it is used: as long as not even
    /// the transaction could begin, nothing has happened yet, and the next connection is tried.
    fn on_live_connection<T>(
        &self,
        run: impl FnMut(&mut PgConnection) -> Result<Option<T>, Refusal>,
    ) -> Result<T, Refusal> {
        let outcome = self.on_some_connection(run);
        self.inner.is_away.store(matches!(outcome, Err(Refusal::Busy(_))), Ordering::Relaxed);
        outcome
    }

    fn on_some_connection<T>(
        &self,
        mut run: impl FnMut(&mut PgConnection) -> Result<Option<T>, Refusal>,
    ) -> Result<T, Refusal> {
        let mut last = None;
        for _ in 0..=POOL_SIZE {
            let mut conn = self.connection()?;
            match run(&mut conn) {
                Ok(Some(value)) => return Ok(value),
                Ok(None) => break,
                Err(refusal) if !conn.is_broken() => return Err(refusal),
                Err(refusal) => last = Some(refusal),
            }
        }
        Err(last.unwrap_or_else(|| Refusal::Busy("the connection broke".into())))
    }

    fn connection(&self) -> Result<PooledConnection<ConnectionManager<PgConnection>>, Refusal> {
        if !self.is_open() {
            return Err(Refusal::Busy("the database is not opened yet".into()));
        }
        self.inner.pool.get().map_err(|error| Refusal::Busy(error.to_string()))
    }
}

/// Gives every new connection the limits that keep one slow statement from holding the others up.
#[derive(Debug)]
struct Settle;

impl diesel::r2d2::CustomizeConnection<PgConnection, diesel::r2d2::Error> for Settle {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
        diesel::sql_query(
            "SELECT set_config('statement_timeout', '60s', false), set_config('lock_timeout', '2s', false), \
             set_config('idle_in_transaction_session_timeout', '60s', false), set_config('TimeZone', 'UTC', false)",
        )
        .execute(conn)
        .map(|_| ())
        .map_err(diesel::r2d2::Error::QueryError)
    }
}
