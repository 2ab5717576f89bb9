//! The store: all SQL, and nothing but SQL.
//!
//! One file per noun with functions *find, list, insert, update, delete* that take a door's [`door::Read`] or
//! [`door::Write`]. Rows are private structs; what comes in and goes out are domain values and drafts. Must not know
//! HTTP, HTML or the index.

pub mod audit;
pub mod block;
pub mod bulk;
pub mod cart;
pub mod catalogue;
pub mod copy;
pub mod door;
pub mod draft;
pub mod frozen;
pub mod hidden;
pub mod hint;
pub mod import;
pub mod link;
pub mod migrate;
pub mod product;
pub mod relation;
pub mod saved_view;
pub mod schema;
pub mod session;
pub mod snapshot;
pub mod staff;
pub mod token;
pub mod word;
