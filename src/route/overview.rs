//! The first page of the back office.

use actix_web::web;

use super::audit::recorded;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::page::audit::Line;
use crate::page::chrome::Here;
use crate::page::overview::Show;
use crate::store::audit::{self, Wanted};

/// How many changes stand on it.
const RECENT: usize = 8;

/// What needs somebody, and what was just changed.
pub async fn show(visit: Visit, app: web::Data<App>) -> Reply {
    let lines = app
        .read(|r| audit::list(r, &Wanted { except: "session".into(), size: RECENT, ..Wanted::default() }))
        .await?;
    let now = app.clock().now();
    let (snapshot, roll) = app.handle().roll(now);
    let recent = lines.iter().map(|line| Line::new(&recorded(line), &snapshot, now)).collect();
    let chrome = visit.chrome(&app, "Overview", Here::Overview);
    reply::page(&Show::new(chrome, &snapshot, &roll, recent, now))
}
