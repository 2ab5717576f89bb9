//! The audit, newest first.

use actix_web::{HttpRequest, web};

use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::form::audit_list::Filter;
use crate::form::query;
use crate::page::audit::{Line, List, Recorded};
use crate::page::chrome::Here;
use crate::store::audit::{self, Wanted};

/// The list, filtered as the query string says.
pub async fn list(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let filter = Filter::read(&query::read(request.query_string()));
    let asked = filter.clone();
    let (total, lines, nouns, actors) = app
        .read(move |r| {
            let mut wanted =
                Wanted { noun: asked.noun, actor: asked.actor, key: asked.key, ..Wanted::default() };
            let total = audit::count(r, &wanted)?;
            let paging = asked.paging.within(total);
            wanted.skip = paging.skip();
            wanted.size = paging.size;
            Ok((total, audit::list(r, &wanted)?, audit::nouns(r)?, audit::actors(r)?))
        })
        .await?;
    let (snapshot, now) = (app.snapshot(), app.clock().now());
    let lines = lines.iter().map(|line| Line::new(&recorded(line), &snapshot, now)).collect();
    let chrome = visit.chrome(&app, "Activity", Here::Audit);
    reply::page(&List::new(chrome, &filter, lines, total).offering(&filter, nouns, actors))
}

/// Returns a stored line as pages take it.
pub fn recorded(line: &audit::Line) -> Recorded<'_> {
    Recorded {
        at: line.at,
        actor: &line.actor,
        action: &line.action,
        noun: &line.noun,
        key: &line.key,
        detail: &line.detail,
    }
}
