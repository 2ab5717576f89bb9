//! The shop preview: what a shopper would see, with a bar for staff on top.
//!
//! `stand` says where the visitor stands and makes every link; the other files are one page each. Pages are given the
//! decisions of `pick` and show them; they decide nothing. The shop has a layout and a style sheet of its own and no
//! scripts at all.

pub mod block;
pub mod card;
pub mod cart;
pub mod category;
pub mod frame;
pub mod home;
pub mod missing;
pub mod product;
pub mod stand;
pub mod thanks;
pub mod words;
