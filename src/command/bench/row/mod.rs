//! The rows of the table, a file each.

pub mod answer;
pub mod build;
pub mod change;
pub mod http;
pub mod import;
pub mod page;
pub mod pair;
pub mod rename;
pub mod resolve;
pub mod start;
