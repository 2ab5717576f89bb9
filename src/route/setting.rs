//! The settings: one list each, to be read.

use actix_web::web;

use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::page::chrome::{Chrome, Here};
use crate::page::setting::{self, List};

/// Leads to the first list.
pub async fn show(_visit: Visit) -> Reply {
    reply::see_other("/settings/blocks")
}

/// One of the lists.
pub async fn list(visit: Visit, app: web::Data<App>, name: web::Path<String>) -> Reply {
    let chrome = |title: &str| visit.chrome(&app, title, Here::Settings);
    let page = match name.as_str() {
        "blocks" => blocks(chrome("Blocks"), &app),
        "types" => types(chrome("Relation types"), &app),
        "stores" => stores(chrome("Stores"), &app),
        name => return Err(Oops::not_found(format!("There are no settings called “{name}”."))),
    };
    reply::page(&page)
}

fn blocks(chrome: Chrome, app: &App) -> List {
    List {
        chrome,
        here: "/settings/blocks",
        lead: "Places in the shop that show picks, in the order in which a page fills them.",
        columns: &["Block", "Types", "Picks", "Draws from", "Turns", "Out of stock", "Fills up with", "Status"],
        rows: setting::blocks(app.snapshot().vocabulary()),
        none: "A block is a place in the shop that shows picks.",
    }
}

fn types(chrome: Chrome, app: &App) -> List {
    let snapshot = app.snapshot();
    let used = |id| snapshot.relations().iter().filter(|standing| standing.relation.kind == id).count();
    List {
        chrome,
        here: "/settings/types",
        lead: "What a relation can mean, and which blocks show it.",
        columns: &["Type", "Key", "Shown in", "Relations"],
        rows: setting::types(snapshot.vocabulary(), used),
        none: "A relation type says what a relation means, such as up-sell.",
    }
}

fn stores(chrome: Chrome, app: &App) -> List {
    List {
        chrome,
        here: "/settings/stores",
        lead: "Shop fronts with their languages, currencies and time zone. The first of each is the default.",
        columns: &["Store", "Locales", "Currencies", "Time zone"],
        rows: setting::stores(app.snapshot().vocabulary()),
        none: "Stores come with the first import.",
    }
}
