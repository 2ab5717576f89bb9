//! Publishing: a draft becomes its relation's next version, or a page says what is in the way and keeps everything.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::{Kept, answer, find, session};
use crate::app::{App, behind};
use crate::domain::id::DraftId;
use crate::domain::id::RelationId;
use crate::domain::problem::{Problem, Problems};
use crate::domain::relation::check::check;
use crate::domain::relation::draft::Draft;
use crate::domain::relation::step::Step;
use crate::domain::rule::by_key::by_key;
use crate::domain::staff::Role;
use crate::index::snapshot::Standing;
use crate::page::address;
use crate::page::chrome::Flash;
use crate::page::draft::Session;
use crate::pick::freeze::freeze;
use crate::route::error::Oops;
use crate::route::reply::{self, Reply};
use crate::route::role::need;
use crate::route::staff::Visit;
use crate::store;
use crate::store::door::{Refusal, Write};

/// Publishes a draft; on top of a version that somebody else made where that was asked for.
pub async fn publish(app: &App, visit: &Visit, id: DraftId, over: Option<i64>) -> Reply {
    need(&visit.actor, Role::Publisher)?;
    let kept = find(app, id.0).await?;
    if kept.relation_gone {
        return deleted(app, visit, &kept);
    }
    if let Err(problems) = ready(app, &kept.step) {
        return refused(app, visit, &kept, problems);
    }
    let draft = by_keys(kept.clone(), app);
    match app.write(&visit.actor, move |w| put(w, &draft, over)).await {
        Ok(key) => {
            crate::work::freeze::take(app, &visit.actor, &key).await?;
            let message = format!("“{}” is published.", kept.step.relation.name.trim());
            reply::see_other_saying(&address::relation(&key), &Flash { message, undo: String::new() })
        }
        Err(Refusal::Problems(problems)) => refused(app, visit, &kept, problems),
        Err(Refusal::NotFound(_)) => match again(app, visit, id.0).await? {
            Some(published) => Ok(published),
            None => deleted(app, visit, &kept),
        },
        Err(Refusal::Stale(sentence)) => stale(app, visit, &kept, sentence).await,
        Err(other) => Err(other.into()),
    }
}

/// Leads somebody who presses again to the relation that the first press made of the draft; none when it was not theirs, or
/// was discarded. The index may not have heard of the first press yet.
pub async fn again(app: &App, visit: &Visit, id: i64) -> Result<Option<HttpResponse>, Oops> {
    let Some(staff) = visit.actor.staff else { return Ok(None) };
    let published = app.read(move |r| {
        let key = store::audit::published_from(r, staff, DraftId(id))?;
        key.map(|key| store::relation::find(r, &key)).transpose()
    });
    let relation = match published.await {
        Ok(Some(relation)) => relation,
        Ok(None) | Err(Refusal::NotFound(_)) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let index = app.clone();
    behind(move || crate::work::follow::catch_up(&index)).await?;
    let message = format!("“{}” was published already.", relation.draft.name.trim());
    let here = address::relation(&relation.key);
    reply::see_other_saying(&here, &Flash { message, undo: String::new() }).map(Some)
}

/// Returns what is wrong; an empty list of problems when the page finds them by itself.
fn ready(app: &App, step: &Step) -> Result<(), Problems> {
    let snapshot = app.snapshot();
    let checked = check(&step.relation, snapshot.vocabulary());
    if !checked.problems.is_empty() {
        return Err(Problems::default());
    }
    if checked.relation.keep_current {
        return Ok(());
    }
    let now = app.clock().now();
    let standing = Standing {
        id: RelationId(0),
        key: checked.relation.key.clone(),
        version: 0,
        draft: step.relation.clone(),
        relation: checked.relation,
        problems: Problems::default(),
        created_at: now,
        updated_at: now,
        updated_by: String::new(),
    };
    let refuse = |sentence| Problems(vec![Problem { place: "keep_current".into(), message: sentence }]);
    freeze(&snapshot, &standing).map(|_| ()).map_err(refuse)
}

/// Returns the draft with labels written as keys, so that renaming one later breaks nothing.
fn by_keys(mut kept: Kept, app: &App) -> Kept {
    let snapshot = app.snapshot();
    by_key(&mut kept.step.relation.source_rule, snapshot.vocabulary());
    by_key(&mut kept.step.relation.target_rule, snapshot.vocabulary());
    kept
}

fn put(w: &mut Write<'_>, kept: &Kept, over: Option<i64>) -> Result<String, Refusal> {
    store::draft::take(w, kept.id)?;
    let draft = &kept.step.relation;
    match kept.relation {
        Some(id) => {
            // The editor never changes a key, and one that was deleted and brought back may have a new one.
            let draft = Draft { key: String::new(), ..draft.clone() };
            store::relation::update_from(w, id, over.unwrap_or(kept.based_on), &draft, Some(kept.id))?;
            Ok(kept.relation_key.clone())
        }
        None => Ok(store::relation::insert_from(w, draft, Some(kept.id))?.1),
    }
}

fn refused(app: &App, visit: &Visit, kept: &Kept, extra: Problems) -> Reply {
    let mut session = session(kept, visit, "");
    session.refused = true;
    session.extra = extra;
    answer(visit, app, StatusCode::UNPROCESSABLE_ENTITY, session, &kept.step)
}

/// Answers with the editor and a button that brings the deleted relation back.
fn deleted(app: &App, visit: &Visit, kept: &Kept) -> Reply {
    let session = Session { gone: kept.relation, ..session(kept, visit, "") };
    answer(visit, app, StatusCode::CONFLICT, session, &kept.step)
}

async fn stale(app: &App, visit: &Visit, kept: &Kept, sentence: String) -> Reply {
    let key = kept.relation_key.clone();
    let live = app.read(move |r| store::relation::find(r, &key)).await?;
    let mut session = session(kept, visit, "");
    session.stale = Some((sentence, live.version));
    answer(visit, app, StatusCode::CONFLICT, session, &kept.step)
}
