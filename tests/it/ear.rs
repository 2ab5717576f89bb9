//! What servers say while they run, in processes of their own: a test waits for the next thing said and looks again, instead
//! of asking over and over.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Hears any number of processes. What they log at `kindred=debug` is enough to hear whenever something has moved.
#[derive(Clone, Default)]
pub struct Ear(Arc<(Mutex<Heard>, Condvar)>);

#[derive(Default)]
struct Heard {
    lines: Vec<String>,
    ended: usize,
}

impl Ear {
    /// What `KINDRED_LOG` has to be.
    pub const LOG: &str = "kindred=debug";

    /// Hears all that a process writes there, until its end.
    pub fn listen(&self, stream: impl Read + Send + 'static) {
        let ear = self.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                ear.hear(|heard| heard.lines.push(line));
            }
            ear.hear(|heard| heard.ended += 1);
        });
    }

    fn hear(&self, what: impl FnOnce(&mut Heard)) {
        what(&mut self.0.0.lock().unwrap());
        self.0.1.notify_all();
    }

    /// Returns all that was said.
    pub fn said(&self) -> String {
        self.0.0.lock().unwrap().lines.join("\n")
    }

    /// Waits until something holds, looking at once and after each thing said, and returns how long that took.
    pub fn until(&self, most: Duration, what: &str, mut holds: impl FnMut() -> bool) -> Duration {
        let begun = Instant::now();
        loop {
            let known = self.count();
            if holds() {
                return begun.elapsed();
            }
            let left = most.checked_sub(begun.elapsed());
            let left = left.unwrap_or_else(|| panic!("{what}: not within {most:?}; heard:\n{}", self.said()));
            let heard = self.0.0.lock().unwrap();
            let _heard = self.0.1.wait_timeout_while(heard, left, |heard| count(heard) == known).unwrap();
        }
    }

    fn count(&self) -> (usize, usize) {
        count(&self.0.0.lock().unwrap())
    }
}

fn count(heard: &Heard) -> (usize, usize) {
    (heard.lines.len(), heard.ended)
}
