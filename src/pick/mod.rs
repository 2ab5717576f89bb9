//! Picks: what a shopper sees in a block, and why.
//!
//! [`choose::choose`] is the one resolver: shop API, previews, editor, explain and tests all call it, and it returns a
//! decision for every candidate. Pure. Goes on to `page` and `route::api`.

pub mod account;
mod alike;
pub mod choose;
pub mod draw;
pub mod each;
pub mod freeze;
mod front;
mod gate;
mod list;
pub mod order;
pub mod reason;
mod stage;
pub mod trail;
mod turn;

#[cfg(test)]
mod tests;
