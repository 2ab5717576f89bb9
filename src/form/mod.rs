//! Forms: what a browser posts, and what it is read as.
//!
//! One file per noun reads [`fields::Fields`] into a draft. Reading is total: it never fails and keeps what was typed;
//! `domain`'s `check` says what is wrong. Must not know HTTP or HTML.

pub mod audit_list;
pub mod cart;
pub mod fields;
pub mod intent;
pub mod known;
pub mod mend;
pub mod paging;
pub mod percent;
pub mod product_list;
pub mod product_page;
pub mod query;
pub mod relation;
pub mod relation_list;
pub mod rule;
