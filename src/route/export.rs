//! Exports: what would go out, and the files themselves. Each is a plain address, so that a list of relations, a bookmark
//! or a script can point at it.

use actix_web::{HttpRequest, web};

use super::download;
use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::{App, behind};
use crate::codec::export::{LINES_FILE, Table};
use crate::form::fields::Fields;
use crate::form::query;
use crate::page::chrome::Here;
use crate::page::export::{Chosen, Figures, Lost, Show, TOLD_MAX, chosen};
use crate::page::mark::Pill;
use crate::work::export::{self, Choice, Fate, Plan, Told};

/// What would go out, and what each relation loses; `?key=` chooses single ones, else the fields of the list of relations.
pub async fn show(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let asked = query::read(request.query_string());
    let freezes = choice(&asked) == Choice::Freeze;
    let (chosen, plan) = aside(&app, move |app| {
        let chosen = selected(app, &asked);
        let plan = planned(app, &chosen, choice(&asked));
        Ok((chosen, plan))
    })
    .await?;
    let page = Show {
        chrome: visit.chrome(&app, "Exports", Here::Relations),
        chosen: chosen.words,
        dropped: chosen.dropped,
        fields: chosen.fields,
        freezes,
        figures: Figures {
            asked: plan.asked,
            written: plan.written,
            rows: plan.rows(),
            left_out: plan.left_out(),
        },
        lost_count: plan.told.len(),
        lost: plan.told.into_iter().take(TOLD_MAX).map(lost).collect(),
        notices: plan.notices,
        files: Table::ALL.map(Table::file).to_vec(),
        lines: LINES_FILE,
    };
    reply::page(&page)
}

/// One file.
pub async fn file(
    _visit: Visit,
    app: web::Data<App>,
    name: web::Path<String>,
    request: HttpRequest,
) -> Reply {
    let asked = query::read(request.query_string());
    let wanted = name.into_inner();
    let table = Table::ALL.into_iter().find(|table| table.file() == wanted);
    if table.is_none() && wanted != LINES_FILE {
        return Err(Oops::not_found("There is no such file among the exports."));
    }
    let pieces = aside(&app, move |app| {
        let chosen = selected(app, &asked);
        Ok(match table {
            None => export::lines(&chosen.relations),
            Some(table) => planned(app, &chosen, choice(&asked)).file(table),
        })
    })
    .await?;
    Ok(match table {
        None => download::file(LINES_FILE, "application/x-ndjson", pieces),
        Some(table) => download::file(table.file(), "text/csv; charset=utf-8", pieces),
    })
}

/// Runs work over many relations on a thread that may take its time.
async fn aside<T: Send + 'static>(
    app: &web::Data<App>,
    work: impl FnOnce(&App) -> Result<T, Oops> + Send + 'static,
) -> Result<T, Oops> {
    let own = app.get_ref().clone();
    behind(move || work(&own).map_err(Box::new)).await?.map_err(|oops| *oops)
}

fn choice(asked: &Fields) -> Choice {
    Choice::parse(asked.get("lost")).unwrap_or(Choice::LeaveOut)
}

fn selected(app: &App, asked: &Fields) -> Chosen {
    let now = app.clock().now();
    let (snapshot, roll) = app.handle().roll(now);
    chosen(asked, &snapshot, &roll, now)
}

fn planned(app: &App, chosen: &Chosen, choice: Choice) -> Plan {
    export::plan(&app.snapshot(), &chosen.relations, choice, app.clock().now())
}

fn lost(told: Told) -> Lost {
    let fate = match told.fate {
        Fate::LeftOut => Pill { class: "warn", word: "Left out".into() },
        Fate::Frozen(1) => Pill { class: "accent", word: "1 list".into() },
        Fate::Frozen(lists) => Pill { class: "accent", word: format!("{lists} lists") },
        Fate::Written => Pill { class: "", word: "Written without".into() },
    };
    Lost { key: told.key, name: told.name, lacks: told.lacks, fate }
}
