//! Keeps the private Postgres: starts it, watches it, and stops it with this process.
//!
//! Of all processes on one data folder the one that holds the lock runs Postgres; the others use it, and one of them
//! takes over when it ends. So a command beside a running server shares its database, and neither can pull the database
//! from under the other for longer than a restart takes.

use std::fs::File;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::{Options, Trouble};

/// How often the server and the lock are looked at.
const LOOK: Duration = Duration::from_millis(150);
/// How long a process waits for the one that is starting Postgres.
const SHARE_WAIT: Duration = Duration::from_secs(120);

/// The private Postgres for as long as this value lives.
#[derive(Debug)]
pub struct Private {
    cluster: Cluster,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Private {
    /// Starts Postgres on the data folder, or joins the one that runs there.
    pub fn open(options: &Options) -> Result<Self, Trouble> {
        let cluster = Cluster::prepare(options)?;
        let lock = cluster.lock_file()?;
        let (stop, stopped) = channel();
        let (tell, told) = channel();
        let keeper = Keeper { cluster: cluster.clone(), lock, stopped, tell: Some(tell) };
        // A thread of its own that lives as long as we do: the kernel ends Postgres with the thread that started it.
        let thread = std::thread::Builder::new()
            .name("postgres".into())
            .spawn(move || keeper.keep())
            .map_err(|error| Trouble(format!("Cannot start a thread: {error}.")))?;
        match told.recv() {
            Ok(Ok(())) => Ok(Self { cluster, stop: Some(stop), thread: Some(thread) }),
            Ok(Err(trouble)) => Err(trouble),
            Err(_) => Err(Trouble("The private Postgres could not be started.".into())),
        }
    }

    /// Returns the address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

struct Keeper {
    cluster: Cluster,
    lock: File,
    stopped: Receiver<()>,
    tell: Option<Sender<Result<(), Trouble>>>,
}

/// Why keeping came to an end.
#[derive(PartialEq, Eq)]
enum End {
    /// This process stops.
    Asked,
    /// The server or its keeper went away; somebody must start it again.
    Gone,
}

impl Keeper {
    fn keep(mut self) {
        loop {
            let turn = if self.lock.try_lock().is_ok() { self.own() } else { self.share() };
            match turn {
                Ok(End::Asked) => return,
                Ok(End::Gone) => {}
                Err(trouble) => {
                    if !self.report(Err(trouble)) {
                        return;
                    }
                    if self.pause(Duration::from_secs(2)) == End::Asked {
                        return;
                    }
                }
            }
        }
    }

    /// Runs the server until we stop or it dies.
    fn own(&mut self) -> Result<End, Trouble> {
        let started = self.cluster.start();
        let mut child = match started {
            Ok(child) => child,
            Err(trouble) => {
                let _free = self.lock.unlock();
                return Err(trouble);
            }
        };
        if self.tell.is_none() {
            tracing::info!("the private Postgres runs again");
        }
        self.report(Ok(()));
        loop {
            if self.pause(LOOK) == End::Asked {
                self.cluster.stop(child);
                let _free = self.lock.unlock();
                return Ok(End::Asked);
            }
            let ended = match &mut child {
                Some(child) => child.try_wait().is_ok_and(|ended| ended.is_some()),
                None => self.cluster.is_stopped(),
            };
            if ended {
                tracing::warn!("the private Postgres ended by itself and is started again");
                let _free = self.lock.unlock();
                return Ok(End::Gone);
            }
        }
    }

    /// Uses the server that another process runs, until we stop or that process ends.
    fn share(&mut self) -> Result<End, Trouble> {
        let begun = Instant::now();
        loop {
            if self.cluster.is_ready() {
                self.report(Ok(()));
            } else if self.tell.is_some() && begun.elapsed() > SHARE_WAIT {
                return Err(Trouble(
                    "Another Kindred holds the data folder, but its Postgres does not answer. Stop that Kindred, then \
                     start again."
                        .into(),
                ));
            }
            if self.pause(LOOK) == End::Asked {
                return Ok(End::Asked);
            }
            if self.lock.try_lock().is_ok() {
                let _free = self.lock.unlock();
                return Ok(End::Gone);
            }
        }
    }

    /// Tells the opener how it went, the first time, or the log; false when nobody waits for a server any more.
    fn report(&mut self, outcome: Result<(), Trouble>) -> bool {
        match self.tell.take() {
            Some(tell) => {
                let fine = outcome.is_ok();
                tell.send(outcome).is_ok() && fine
            }
            None => {
                if let Err(trouble) = outcome {
                    tracing::error!("{trouble}");
                }
                true
            }
        }
    }

    fn pause(&self, length: Duration) -> End {
        match self.stopped.recv_timeout(length) {
            Err(RecvTimeoutError::Timeout) => End::Gone,
            Ok(()) | Err(RecvTimeoutError::Disconnected) => End::Asked,
        }
    }
}
