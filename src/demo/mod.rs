//! The demo shop: a catalogue of any size, made of words and a seed, the same every time.
//!
//! `department` and the files named after departments hold the words; `catalogue` makes stores, categories and attributes
//! of them, `product` the products, `relation` and `link` what is shown beside what. What a shop of more than the usual
//! size has beyond them is in `plenty`, with `word`, `niche` and `detail`, and in `bulk` its relations. Pure: no clock, no
//! database, no chance. All brands are invented. Goes on to `work::demo`, which keeps it.

mod audio;
mod bike;
mod bulk;
pub mod catalogue;
mod department;
mod detail;
mod german;
mod kitchen;
mod lighting;
pub mod link;
mod niche;
mod office;
mod outdoor;
mod photo;
mod plenty;
pub mod product;
pub mod relation;
pub mod seed;
#[cfg(test)]
mod tests;
pub mod title;
mod watch;
mod word;

/// Products of the demo shop that an empty database gets.
pub const PRODUCTS: u64 = 600;
/// Relations of that shop.
pub const RELATIONS: usize = 40;
/// The seed of that shop.
pub const SEED: u64 = 7;
