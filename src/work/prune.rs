//! Drafts and carts that were left: thrown away at the start when nobody touched them for a month.
//!
//! What was never published is nobody's record, and a forgotten draft would only offer old values to be published.

use chrono::TimeDelta;

use crate::app::App;
use crate::domain::staff::Actor;
use crate::store;
use crate::store::door::Refusal;

/// For so many days an untouched draft is kept.
pub const KEPT_DAYS: i64 = 30;

/// Throws away what is older, and returns how many drafts that were.
pub fn drafts(app: &App) -> Result<usize, Refusal> {
    let since = app.clock().now() - TimeDelta::days(KEPT_DAYS);
    app.write_now(&Actor::command("serve"), move |w| store::draft::prune(w, since))
}

/// Throws away the carts that are older than they are kept, and returns how many that were.
pub fn carts(app: &App) -> Result<usize, Refusal> {
    let now = app.clock().now();
    app.write_now(&Actor::command("serve"), move |write| store::cart::prune(write, now))
}
