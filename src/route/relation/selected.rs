//! The ticked relations of the list: switched on, switched off or deleted together, all of them or none.
//!
//! The banner's undo posts to the same address and names in it what was changed: the button's name and the relations'
//! numbers.

use std::borrow::Cow;

use crate::route::role::need;
use actix_web::{HttpRequest, web};

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
pub async fn update(posted: Posted, app: web::Data<App>, request: HttpRequest) -> Reply {
    need(&posted.visit.actor, Role::Publisher)?;
    let back = back(&posted.fields, "/relations");
    let asked = query::read(request.query_string());
    let act = match if asked.has("id") { asked.get("do") } else { posted.fields.get("do") } {
        "on" => Act::On,
        "off" => Act::Off,
        "delete" => Act::Delete,
        _ => return Err(Oops::not_found("This button does nothing.")),
    };
    let mut keys: Vec<String> = posted.fields.all("key").map(str::to_owned).take(TICKED_MAX).collect();
    keys.sort();
    keys.dedup();
    let ids: Vec<RelationId> =
        asked.all("id").filter_map(|id| id.parse().ok()).take(TICKED_MAX).map(RelationId).collect();
    if keys.is_empty() && ids.is_empty() {
        let message = "Nothing was ticked, so nothing was changed.".to_owned();
        return reply::see_other_saying(back, &Flash { message, undo: String::new() });
    }
    let done = app.write(&posted.visit.actor, move |w| {
        for stored in store::relation::find_many(&mut w.as_read(), &ids)? {
            keys.push(stored.key);
        }
        keys.iter().filter_map(|key| apply(w, key, act).transpose()).collect::<Result<Vec<_>, _>>()
    });
    let ids = done.await.map_err(gone)?;
    reply::see_other_saying(back, &said(act, &ids))
}

/// Returns the relation's number; none when it was so already.
fn apply(w: &mut Write<'_>, key: &str, act: Act) -> Result<Option<RelationId>, Refusal> {
    let active = match act {
        Act::On => true,
        Act::Off => false,
        Act::Delete => return store::relation::delete(w, key).map(Some),
    };
    let was = store::relation::find(&mut w.as_read(), key)?.draft.active;
    let id = store::relation::switch(w, key, active)?;
    Ok((was != active).then_some(id))
}

fn said(act: Act, ids: &[RelationId]) -> Flash {
    let count = match ids.len() {
        1 => "1 relation was".to_owned(),
        count => format!("{count} relations were"),
    };
    if ids.is_empty() {
        return Flash { message: "They were so already; nothing was changed.".into(), undo: String::new() };
    }
    let (done, path, undone) = match act {
        Act::On => ("switched on", "/relations/selected", "off"),
        Act::Off => ("switched off", "/relations/selected", "on"),
        Act::Delete => ("deleted", "/relations/trash/restore", ""),
    };
    let numbers = ids.iter().map(|id| ("id", id.to_string().into()));
    let pairs: Vec<(&str, Cow<'_, str>)> =
        std::iter::once(("do", Cow::Borrowed(undone))).chain(numbers).collect();
    Flash { message: format!("{count} {done}."), undo: query::write(path, &pairs) }
}
