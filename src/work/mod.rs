//! Work that runs by itself: following the change feed, loading the index, finishing imports.

pub mod behind;
pub mod demo;
pub mod export;
pub mod follow;
pub mod freeze;
pub mod import;
pub mod keep;
pub mod load;
pub mod password;
pub mod prune;
pub mod secret;
