//! Times: taken, put in order, and read at their median and their worst hundredth.

use std::time::{Duration, Instant};

/// How often a series is measured; the best of them counts, the machine being noisy.
pub const TURNS: usize = 3;

/// Some times in order.
#[derive(Debug, Clone, Default)]
pub struct Spread(Vec<Duration>);

impl Spread {
    /// Puts times in order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Returns all times of several series as one.
    pub fn join(series: Vec<Self>) -> Self {
        Self::new(series.into_iter().flat_map(|one| one.0).collect())
    }

    /// Times something for each of a list, until all are done or the time is up; the first is always done.
    pub fn of<T>(list: &[T], budget: Duration, mut work: impl FnMut(&T)) -> Self {
        let begun = Instant::now();
        let mut times = Vec::with_capacity(list.len());
        for one in list {
            let started = Instant::now();
            work(one);
            times.push(started.elapsed());
            if begun.elapsed() > budget {
                break;
            }
        }
        Self::new(times)
    }

    /// Returns the time that so many of a hundred do not exceed, in seconds; 0 without any.
    pub fn at(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).map_or(0.0, Duration::as_secs_f64)
    }

    /// Returns how many were taken.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Median and worst hundredth of a series, each the best of its turns, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Best {
    /// The median.
    pub median: f64,
    /// What one in a hundred exceeds.
    pub p99: f64,
}

/// Measures a series some times over, as long as one turn does not use up the budget, and returns the best.
pub fn best(budget: Duration, mut turn: impl FnMut(Duration) -> Spread) -> Best {
    let mut best = Best { median: f64::INFINITY, p99: f64::INFINITY };
    for _ in 0..TURNS {
        let started = Instant::now();
        let spread = turn(budget);
        best.median = best.median.min(spread.at(50));
        best.p99 = best.p99.min(spread.at(99));
        if started.elapsed() > budget / 2 {
            break;
        }
    }
    best
}

/// Measures one long thing: so many times over as long as it is quick enough for that. Returns seconds.
pub fn quickest<E>(
    turns: usize,
    budget: Duration,
    mut work: impl FnMut() -> Result<Duration, E>,
) -> Result<f64, E> {
    let mut best = f64::INFINITY;
    for _ in 0..turns {
        let took = work()?;
        best = best.min(took.as_secs_f64());
        if took > budget {
            break;
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_worst_hundredth_are_read_from_the_right_places() {
        let spread = Spread::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!((spread.at(50), spread.at(99), spread.at(100)), (0.101, 0.199, 0.2));
        assert_eq!(Spread::default().at(99), 0.0);
    }

    #[test]
    fn a_series_ends_when_its_time_is_up_but_not_before_its_first() {
        let spread = Spread::of(&[1, 2, 3], Duration::ZERO, |_| std::thread::sleep(Duration::from_millis(1)));
        assert_eq!(spread.len(), 1);
    }
}
