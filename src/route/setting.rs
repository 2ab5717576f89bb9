//! The settings: one list each, to be read; stores can be changed.

pub mod store;

use actix_web::web;

use super::error::Oops;
use super::reply::{self, Reply};
use super::staff::Visit;
use crate::app::App;
use crate::domain::staff::Role;
use crate::page::chrome::{Chrome, Here};
use crate::page::setting::{self, List, Member, Token};

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
        "stores" => stores(chrome("Stores"), &app, visit.actor.role == Role::Administrator),
        "segments" => segments(chrome("Segments"), &app),
        "staff" => staff(chrome("Staff"), &app).await?,
        "tokens" => tokens(chrome("API tokens"), &app).await?,
        name => return Err(Oops::not_found(format!("There are no settings called “{name}”."))),
    };
    reply::page(&page)
}

fn blocks(chrome: Chrome, app: &App) -> List {
    List {
        chrome,
        here: "/settings/blocks",
        lead: "Places in the shop that show picks, in the order in which a page fills them.",
        columns: &[
            "Block",
            "Types",
            "Picks",
            "Draws from",
            "Turns",
            "Out of stock",
            "Fills up with",
            "Status",
        ],
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

fn stores(chrome: Chrome, app: &App, may_change: bool) -> List {
    List {
        chrome,
        here: "/settings/stores",
        lead: match may_change {
            true => {
                "Shop fronts in their order; open one to change its name, time zone or place. The first of each is the default."
            }
            false => {
                "Shop fronts in their order, with their languages, currencies and time zone. The first of each is the default."
            }
        },
        columns: &["Store", "Locales", "Currencies", "Time zone"],
        rows: setting::stores(app.snapshot().vocabulary(), may_change),
        none: "Stores come with the first import.",
    }
}

fn segments(chrome: Chrome, app: &App) -> List {
    List {
        chrome,
        here: "/settings/segments",
        lead: "Groups of shoppers, by the keys that relations name and shops send along. A key needs no more than that.",
        columns: &["Segment", "Relations shown to it alone", "How many"],
        rows: setting::segments(app.snapshot().relations()),
        none: "A segment comes with the first relation that names it under “Segments”.",
    }
}

async fn staff(chrome: Chrome, app: &App) -> Result<List, Oops> {
    let members = app.read(crate::store::staff::list).await?;
    let now = app.clock().now();
    let member = |stored: crate::store::staff::Member| Member {
        name: stored.name,
        email: stored.email,
        role: stored.role,
        active: stored.active,
        created_at: stored.created_at,
    };
    Ok(List {
        chrome,
        here: "/settings/staff",
        lead: "Who may sign in. People are added and kept out with the command `kindred staff`.",
        columns: &["Name", "Role", "Added", "Status"],
        rows: setting::staff(&members.into_iter().map(member).collect::<Vec<_>>(), now),
        none: "Nobody can sign in yet.",
    })
}

async fn tokens(chrome: Chrome, app: &App) -> Result<List, Oops> {
    let tokens = app.read(crate::store::token::list).await?;
    let now = app.clock().now();
    let token = |stored: crate::store::token::Token| Token {
        name: stored.name,
        role: stored.role,
        created_at: stored.created_at,
        revoked_at: stored.revoked_at,
    };
    Ok(List {
        chrome,
        here: "/settings/tokens",
        lead: "Programs that may call the API. Tokens are made and taken back with the command `kindred token`.",
        columns: &["Name", "Role", "Made", "Status"],
        rows: setting::tokens(&tokens.into_iter().map(token).collect::<Vec<_>>(), now),
        none: "A token lets a program call the API: `kindred token create NAME`.",
    })
}
