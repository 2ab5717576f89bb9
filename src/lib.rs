//! Kindred decides which products a shop shows beside which.
//!
//! A request travels one way: `route` (HTTP) → `form` or `codec` (text to draft) → `domain` (draft to value) → `store`
//! (SQL) → `page` (HTML). A shopper's request never reaches SQL: `route` → `pick` (in memory) → page or JSON. The middle
//! (`domain`, `index`, `pick`, `form`, `codec`) is pure: no I/O, no clock. `docs/architecture.md` has the whole map, and
//! `tests/it/tidy.rs` holds every module to it.

pub mod app;
pub mod clock;
pub mod codec;
pub mod command;
pub mod config;
pub mod demo;
pub mod domain;
pub mod form;
pub mod index;
pub mod page;
pub mod pick;
pub mod postgres;
pub mod route;
pub mod server;
pub mod store;
pub mod work;
