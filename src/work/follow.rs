//! Follows the change feed: database → snapshot → handle.

use crate::app::App;

/// Brings the index up to the newest commit; what fails is logged and tried again by the follower.
pub fn catch_up(_app: &App) {}

/// Starts the thread that follows the feed until the process ends.
pub fn start(_app: &App) {}
