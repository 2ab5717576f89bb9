//! Cores: the same work done on many things by every core at once. Must not know the work.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Returns what is made of each of the things, in their order; those that come first are begun first.
pub fn each<T: Send, R: Send>(things: Vec<T>, make: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(things.len());
    if threads < 2 {
        return things.into_iter().map(make).collect();
    }
    let waiting = Mutex::new(things.into_iter().enumerate());
    let made = Mutex::new(Vec::new());
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, thing)) = next else { return };
            let one = make(thing);
            made.lock().unwrap_or_else(PoisonError::into_inner).push((at, one));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_comes_in_the_order_of_the_things() {
        for count in [0_u32, 1, 2, 1_000] {
            let made = each((0..count).collect(), |thing| {
                // The first ones take longest.
                (0..(count - thing) * 50).fold(thing, |sum, turn| std::hint::black_box(sum ^ turn ^ turn))
            });
            assert_eq!(made, (0..count).collect::<Vec<_>>());
        }
    }
}
