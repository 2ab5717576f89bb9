//! How much of the cores' time this machine gives to whoever asks for all of it. On a machine that is shared, which its
//! own clock of stolen time need not tell, every time on the wall is longer by what is missing, and a wait for one request
//! in a hundred is never shorter than the gaps.

use std::time::{Duration, Instant};

use super::server::{Side, can_choose, stay_on};

/// How long each core is kept busy.
const TIME: Duration = Duration::from_millis(1_000);
/// A step of the counting thread takes well below a microsecond; one longer than this is time that it was not given.
const GAP: Duration = Duration::from_micros(100);

/// What two threads found that did nothing but look at the clock, one on each core.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The share of the time in which they ran, of 100.
    pub percent: f64,
    /// The longest time in which one of them did not.
    pub longest: Duration,
}

/// Measures; none where there is no second core to choose.
pub fn given() -> Option<Given> {
    let sides = if can_choose() { [Side::Bench, Side::Server] } else { return None };
    let gaps: Vec<Vec<Duration>> = std::thread::scope(|scope| {
        let watch = |side| {
            scope.spawn(move || {
                stay_on(side, false);
                watch(TIME)
            })
        };
        let watching = sides.map(watch);
        watching.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    Some(reckon(&gaps, TIME))
}

/// Returns the gaps in a thread's time.
fn watch(time: Duration) -> Vec<Duration> {
    let begun = Instant::now();
    let (mut last, mut gaps) = (begun, Vec::new());
    while last - begun < time {
        let now = Instant::now();
        if now - last > GAP {
            gaps.push(now - last);
        }
        last = now;
    }
    gaps
}

fn reckon(gaps: &[Vec<Duration>], time: Duration) -> Given {
    let lost: Duration = gaps.iter().flatten().sum();
    let asked = time.as_secs_f64() * super::float(gaps.len().max(1));
    let percent = (1.0 - lost.as_secs_f64() / asked).max(0.0) * 100.0;
    Given { percent, longest: gaps.iter().flatten().max().copied().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cores_were_not_given_is_a_share_of_what_both_asked_for() {
        let milli = Duration::from_millis;
        let second = milli(1_000);
        for (gaps, percent, longest) in [
            (vec![vec![], vec![]], 100.0, 0),
            (vec![vec![milli(100), milli(300)], vec![milli(200)]], 70.0, 300),
            (vec![vec![milli(1_500)], vec![milli(1_500)]], 0.0, 1_500),
        ] {
            let given = reckon(&gaps, second);
            assert!((given.percent - percent).abs() < 1e-9, "{given:?}");
            assert_eq!(given.longest, milli(longest));
        }
    }
}
