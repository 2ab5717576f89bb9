//! The ticked relations of the list: switched on, switched off or deleted together, all of them or none.

use crate::route::role::need;
use actix_web::web;

use super::{back, gone};
use crate::app::App;
use crate::domain::id::RelationId;
use crate::domain::staff::Role;
use crate::form::query;
use crate::page::chrome::Flash;
use crate::route::body::Posted;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::store;
use crate::store::door::{Refusal, Write};

/// Most relations of one action; as many as a page of the list has.
pub const TICKED_MAX: usize = 100;

#[derive(Debug, Clone, Copy)]
enum Act {
    On,
    Off,
    Delete,
}

/// Does to the ticked relations what the pressed button says.
pub async fn update(posted: Posted, app: web::Data<App>) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let back = back(&posted.fields, "/relations");
    let act = match posted.fields.get("do") {
        "on" => Act::On,
        "off" => Act::Off,
        "delete" => Act::Delete,
        _ => return Err(Oops::not_found("This button does nothing.")),
    };
    let mut keys: Vec<String> = posted.fields.all("key").map(str::to_owned).take(TICKED_MAX).collect();
    keys.sort();
    keys.dedup();
    if keys.is_empty() {
        let message = "Nothing was ticked, so nothing was changed.".to_owned();
        return reply::see_other_saying(back, &Flash { message, undo: String::new() });
    }
    let done = app.write(&posted.visit.actor, move |w| {
        keys.iter().map(|key| apply(w, key, act)).collect::<Result<Vec<_>, _>>()
    });
    let ids = done.await.map_err(gone)?;
    reply::see_other_saying(back, &said(act, &ids))
}

fn apply(w: &mut Write<'_>, key: &str, act: Act) -> Result<RelationId, Refusal> {
    match act {
        Act::On => store::relation::switch(w, key, true),
        Act::Off => store::relation::switch(w, key, false),
        Act::Delete => store::relation::delete(w, key),
    }
}

fn said(act: Act, ids: &[RelationId]) -> Flash {
    let count = match ids.len() {
        1 => "1 relation was".to_owned(),
        count => format!("{count} relations were"),
    };
    match act {
        Act::On => Flash { message: format!("{count} switched on."), undo: String::new() },
        Act::Off => Flash { message: format!("{count} switched off."), undo: String::new() },
        Act::Delete => {
            let numbers: Vec<(&str, std::borrow::Cow<'_, str>)> =
                ids.iter().map(|id| ("id", id.to_string().into())).collect();
            Flash {
                message: format!("{count} deleted."),
                undo: query::write("/relations/trash/restore", &numbers),
            }
        }
    }
}
