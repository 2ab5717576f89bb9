//! Behind: threads on which no shopper waits give way to those that answer shoppers.
//!
//! Where there are more threads than cores, the kernel lets each run for milliseconds before the next one. A thread that
//! stepped back is stopped as soon as one that did not has something to do. Must not know what the threads do.

use std::cell::Cell;

/// How far a thread steps back: about a tenth of a thread's share is left where shoppers use a core up, so that changes
/// still come through.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

thread_local! {
    static IS_BEHIND: Cell<bool> = const { Cell::new(false) };
}

/// Lets this thread, and those it starts from now on, give way for good; asked of the kernel once. Where threads cannot
/// differ, nothing happens.
pub fn step_back() {
    if IS_BEHIND.replace(true) {
        return;
    }
    // On Linux, this thread alone.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "a thread could not step back");
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    /// The nineteenth field of the kernel's line about a thread; the name before it may hold anything in brackets.
    fn niceness() -> i32 {
        let line = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let behind_name = line.rsplit_once(')').unwrap().1;
        behind_name.split_whitespace().nth(16).unwrap().parse().unwrap()
    }

    #[test]
    fn a_thread_steps_back_with_those_it_starts_and_no_other_does() {
        let before = niceness();
        let back = std::thread::spawn(|| {
            step_back();
            step_back();
            (niceness(), std::thread::spawn(niceness).join().unwrap())
        });
        assert_eq!(back.join().unwrap(), (NICE.max(before), NICE.max(before)));
        assert_eq!(niceness(), before);
    }
}
