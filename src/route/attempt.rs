//! Attempts to sign in: who failed too often waits.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::text::fold;

/// Failures of one address before it waits, and how long they count.
const PER_ACCOUNT: usize = 10;
const ACCOUNT_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failures from one network address before it waits, and how long they count.
const PER_NETWORK: usize = 30;
const NETWORK_WINDOW: Duration = Duration::from_secs(60);
/// Most names remembered; the oldest are forgotten beyond.
const REMEMBERED_MAX: usize = 10_000;

/// The failures of the last minutes.
#[derive(Debug, Default)]
pub struct Attempts {
    failures: Mutex<HashMap<String, Vec<Instant>>>,
}

impl Attempts {
    /// Returns true when this account or this network failed too often.
    pub fn must_wait(&self, email: &str, network: &str) -> bool {
        let failures = self.lock();
        let recent = |name: &str, window: Duration| {
            failures.get(name).map_or(0, |list| list.iter().filter(|at| at.elapsed() < window).count())
        };
        recent(&account(email), ACCOUNT_WINDOW) >= PER_ACCOUNT
            || recent(&from(network), NETWORK_WINDOW) >= PER_NETWORK
    }

    /// Notes a failure.
    pub fn failed(&self, email: &str, network: &str) {
        let mut failures = self.lock();
        if failures.len() >= REMEMBERED_MAX {
            failures.retain(|_, list| list.last().is_some_and(|at| at.elapsed() < ACCOUNT_WINDOW));
        }
        if failures.len() >= REMEMBERED_MAX {
            failures.clear();
        }
        for name in [account(email), from(network)] {
            let list = failures.entry(name).or_default();
            list.retain(|at| at.elapsed() < ACCOUNT_WINDOW);
            list.push(Instant::now());
        }
    }

    /// Forgets the failures of an account that signed in.
    pub fn succeeded(&self, email: &str) {
        self.lock().remove(&account(email));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Instant>>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn account(email: &str) -> String {
    format!("account {}", fold(email))
}

fn from(network: &str) -> String {
    format!("from {network}")
}
