//! The index: the whole catalogue in memory, and the answers to rules.
//!
//! `snapshot` is what readers hold; `build` makes one, `apply` makes the next one out of a change, `handle` swaps them.
//! `compile` and `run` answer a checked rule, `explain` says why. Pure: no I/O, no clock. Goes on to `pick`.

pub mod handle;
pub mod snapshot;
