//! Packed: all products of a snapshot as bytes, a few hundred each.
//!
//! `write` makes a record of a product, `record` reads single fields off it without unpacking, `laid` several at once, `read`
//! unpacks it whole.
//! `press` shortens what is only read to be shown, `book` names what many records name, `piece` keeps records together.
//! Must not know sets, rules or what the fields are asked for.

pub mod book;
pub mod bytes;
pub mod field;
pub mod laid;
pub mod numbers;
pub mod piece;
pub mod press;
pub mod read;
pub mod record;
pub mod write;

pub use book::Book;
pub use laid::Laid;
pub use piece::Packed;
pub use record::Record;

#[cfg(test)]
mod tests;
