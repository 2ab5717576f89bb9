//! The demo shop: a catalogue of any size, made of words and a seed, the same every time.
//!
//! `department` and the files named after departments hold the words; `catalogue` makes stores, categories and attributes
//! of them, `product` the products, `relation` and `link` what is shown beside what. Pure: no clock, no database, no
//! chance. All brands are invented. Goes on to `command::demo`, which keeps it.

mod audio;
mod bike;
pub mod catalogue;
mod department;
mod german;
mod kitchen;
mod lighting;
pub mod link;
mod office;
mod outdoor;
mod photo;
pub mod product;
pub mod relation;
mod seed;
#[cfg(test)]
mod tests;
pub mod title;
mod watch;

/// Products of the demo shop that an empty database gets.
pub const PRODUCTS: u64 = 600;
/// Relations of that shop.
pub const RELATIONS: usize = 40;
/// The seed of that shop.
pub const SEED: u64 = 7;
