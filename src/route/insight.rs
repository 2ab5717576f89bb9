//! Insight: what is found of the relations, all of them or those that one import brought.

use actix_web::{HttpRequest, web};

use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::{App, behind};
use crate::domain::id::ImportId;
use crate::form::query;
use crate::page::chrome::Here;
use crate::page::health::{List, Report, Wanted};
use crate::store::door::{Read, Refusal};
use crate::store::import::Stored;
use crate::store::{self, audit, import};

/// What is found; `?import=` narrows it to the relations that one import made or changed.
pub async fn health(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let wanted = Wanted::read(&query::read(request.query_string()));
    let asked = wanted.import.clone();
    let brought = match asked.is_empty() {
        true => None,
        false => {
            let id = asked.parse().map(ImportId).map_err(|_| Oops::not_found("There is no such import."))?;
            Some(
                app.read(move |r| {
                    let stored = import::find(r, id)?;
                    let keys = brought(r, &stored)?;
                    Ok((stored.file_name, keys))
                })
                .await?,
            )
        }
    };
    let (file, keys) = brought.unzip();
    let report = report(&app, keys).await?;
    let chrome = visit.chrome(&app, "Health", Here::Relations);
    reply::page(&List::new(chrome, report, &wanted, file.unwrap_or_default()))
}

/// Returns the keys of the relations that an import made or changed.
pub fn brought(r: &mut Read<'_>, stored: &Stored) -> Result<Vec<String>, Refusal> {
    match stored.state {
        store::import::State::Applied => {
            audit::published_by(r, &stored.by, stored.created_at, stored.updated_at)
        }
        _ => Ok(Vec::new()),
    }
}

/// Looks at relations on a thread that may take its time.
pub async fn report(app: &web::Data<App>, keys: Option<Vec<String>>) -> Result<Report, Oops> {
    let own = app.get_ref().clone();
    let look = move || {
        let (snapshot, roll) = own.handle().roll(own.clock().now());
        Report::new(&snapshot, &roll, keys.as_deref())
    };
    Ok(behind(look).await?)
}
