//! The sheet: prints figures as they are measured, and what could not be measured instead of them, so that a row that
//! fails costs no other one.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::super::Failure;
use super::figure::{Figure, head, missing_json, missing_line};
use super::say;

/// The figures of one size on their way out.
pub struct Sheet {
    size: u64,
    json: bool,
    wanted: Vec<String>,
    begun: Instant,
    time: Duration,
    missing: Cell<usize>,
}

impl Sheet {
    /// Begins the sheet of a size. Without any group named all are wanted; after so long no further one is begun.
    pub fn begin(size: u64, json: bool, wanted: &[String], time: Duration) -> Self {
        let (begun, missing) = (Instant::now(), Cell::new(0));
        Self { size, json, wanted: wanted.to_vec(), begun, time, missing }
    }

    /// Prints the head of the table.
    pub fn head(&self) {
        if !self.json {
            print!("{}", head(self.size));
        }
    }

    /// Returns true when a group of rows is to be measured.
    pub fn wants(&self, group: &str) -> bool {
        self.wanted.is_empty() || self.wanted.iter().any(|wanted| wanted == group)
    }

    /// Measures a group of rows, if it is wanted, and prints it.
    pub fn rows(&self, group: &str, work: impl FnOnce() -> Result<Vec<Figure>, Failure>) {
        if !self.wants(group) {
            return;
        }
        for figure in self.attempt(group, work).unwrap_or_default() {
            match self.json {
                true => println!("{}", figure.to_json()),
                false => println!("{}", figure.to_line()),
            }
        }
    }

    /// Does what a group of rows needs; what fails or breaks is printed in the place of its rows, and counted.
    pub fn attempt<T>(&self, group: &str, work: impl FnOnce() -> Result<T, Failure>) -> Option<T> {
        let started = Instant::now();
        let done = match self.begun.elapsed() < self.time {
            true => catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|_| Err(Failure("The code that measures broke.".into()))),
            false => Err(Failure(format!("{} minutes were up.", self.time.as_secs() / 60))),
        };
        say(&format!("{} products, {group}: {:.0} s", self.size, started.elapsed().as_secs_f64()));
        match done {
            Ok(value) => Some(value),
            Err(Failure(why)) => {
                self.missing.set(self.missing.get() + 1);
                match self.json {
                    true => println!("{}", missing_json(group, self.size)),
                    false => println!("{}", missing_line(group, &why)),
                }
                say(&format!("{group} is not measured: {}", why.trim_end_matches('.')));
                None
            }
        }
    }

    /// Returns how many groups could not be measured.
    pub fn missing(&self) -> usize {
        self.missing.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(wanted: &[&str], time: u64) -> Sheet {
        let wanted: Vec<String> = wanted.iter().map(|group| (*group).to_owned()).collect();
        Sheet::begin(100, true, &wanted, Duration::from_secs(time))
    }

    #[test]
    fn what_fails_or_breaks_is_counted_and_the_next_goes_on() {
        let sheet = sheet(&[], 60);
        assert_eq!(sheet.attempt("a", || Err::<(), _>(Failure("No.".into()))), None);
        assert_eq!(sheet.attempt("b", || -> Result<(), Failure> { panic!("on purpose") }), None);
        assert_eq!((sheet.attempt("c", || Ok(7)), sheet.missing()), (Some(7), 2));
    }

    #[test]
    fn nothing_is_begun_when_the_time_is_up_and_nothing_that_is_not_wanted() {
        let late = sheet(&[], 0);
        assert_eq!((late.attempt("a", || Ok(())), late.missing()), (None, 1));
        let choosy = sheet(&["http"], 60);
        choosy.rows("rules", || Err(Failure("It was asked.".into())));
        assert_eq!((choosy.wants("http"), choosy.missing()), (true, 0));
    }
}
