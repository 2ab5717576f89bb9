//! Pages: one struct per page, each with its askama template of the same noun.
//!
//! A page asks nobody for anything: it is given all it shows. Every page has samples in `sample`, which tests render and
//! the styleguide draws from. Must not know HTTP or SQL.

pub mod address;
pub mod art;
pub mod asset;
pub mod audit;
pub mod chrome;
pub mod draft;
pub mod error;
pub mod explain;
pub mod export;
pub mod health;
pub mod import;
pub mod mark;
pub mod overview;
pub mod pager;
pub mod phrase;
pub mod picture;
pub mod product;
pub mod reason;
pub mod relation;
pub mod sample;
pub mod setting;
pub mod shop;
pub mod sign_in;
pub mod styleguide;
pub mod words;
