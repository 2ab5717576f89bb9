//! The editor: drafts of relations, step by step.
//!
//! Every button posts the whole form. What was typed becomes a step before anything else is done with it, so that it is
//! kept whatever comes next; then the browser is sent to the page of that step, with the control that takes the focus.

pub mod begin;
mod publish;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use super::body::Posted;
use super::error::Oops;
use super::reply::{self, Reply};
use super::role::need;
use super::staff::Visit;
use crate::app::App;
use crate::domain::id::DraftId;
use crate::domain::problem::Problems;
use crate::domain::relation::step::Step;
use crate::domain::relation::{draft, edit};
use crate::domain::rule::draft::NodeId;
use crate::domain::rule::edit::{Action, Outcome, apply, settle};
use crate::domain::staff::Role;
use crate::form;
use crate::form::fields::Fields;
use crate::form::intent::{Intent, Listed};
use crate::form::query::{self, coded};
use crate::page::chrome::{Flash, Here};
use crate::page::draft::{Edit, Session};
use crate::store;
use crate::store::door::Refusal;
use crate::store::draft::{Kept, Record, Turn};

/// Said when a draft was thrown away.
const DISCARDED: &str = "The draft was discarded; nothing was changed.";

/// The editor; `?at=t4` gives that control the focus.
pub async fn show(visit: Visit, app: web::Data<App>, id: web::Path<i64>, request: HttpRequest) -> Reply {
    let kept = find(&app, *id).await?;
    let asked = query::read(request.query_string());
    let session = Session { find: asked.get("find").to_owned(), ..session(&kept, &visit, asked.get("at")) };
    reply::page(&page(&visit, &app, session, &kept.step)?)
}

/// Takes what was typed and does what the pressed button says.
pub async fn update(posted: Posted, app: web::Data<App>, id: web::Path<i64>) -> Reply {
    let Posted { visit, fields } = posted;
    need(&visit.actor, Role::Editor)?;
    let intent = form::intent::read(&fields);
    // Another press may take the draft away at any moment of this one.
    match press(&visit, &fields, &intent, &app, *id).await {
        // What is to be thrown away and is gone already is as it should be.
        Err(Oops(Refusal::NotFound(_))) if intent == Intent::Discard => {
            reply::see_other_saying("/relations", &said(DISCARDED))
        }
        Err(Oops(Refusal::NotFound(sentence))) if is_publish(&intent) => {
            let published = publish::again(&app, &visit, *id).await?;
            published.ok_or_else(|| Refusal::NotFound(sentence).into())
        }
        answer => answer,
    }
}

async fn press(visit: &Visit, fields: &Fields, intent: &Intent, app: &App, id: i64) -> Reply {
    let kept = find(app, id).await?;
    if visit.actor.staff != Some(kept.owner) {
        let sentence = format!("This is {}’s draft; open your own to change the relation.", kept.owner_name);
        return Err(Refusal::Forbidden(sentence).into());
    }
    let (step, at) = next(&kept.step, fields, intent, app);
    let changed = step.relation != kept.step.relation;
    let place = if changed { changed_place(&kept.step.relation, &step.relation) } else { kept.focus.clone() };
    if changed || step != kept.step {
        let typed_on = *intent == Intent::Preview && kept.number > 0 && !kept.can_redo && place == kept.focus;
        let record = if changed && !typed_on { Record::Next } else { Record::Again };
        let (id, step, place) = (kept.id, step.clone(), place.clone());
        app.write(&visit.actor, move |w| store::draft::update(w, id, &step, &place, record)).await?;
    }
    match intent {
        Intent::Undo => turn(app, visit, &kept, Turn::Back).await,
        Intent::Redo => turn(app, visit, &kept, Turn::On).await,
        Intent::Save => reply::see_other_saying(
            &left(&kept, app),
            &said("The draft is kept; shoppers see nothing of it yet."),
        ),
        Intent::Discard => discard(app, visit, &kept).await,
        Intent::Publish => publish::publish(app, visit, kept.id, None).await,
        Intent::PublishOver(version) => publish::publish(app, visit, kept.id, Some(*version)).await,
        Intent::Why => see(&kept, "why"),
        Intent::Find(node) => {
            let name = format!("{node}.v");
            let find = fields.all(&name).last().unwrap_or_default();
            let query = query::write("", &[("at", at.as_str().into()), ("find", find.trim().into())]);
            reply::see_other(&format!("/drafts/{}{query}", kept.id))
        }
        _ => see(&kept, &at),
    }
}

fn is_publish(intent: &Intent) -> bool {
    matches!(intent, Intent::Publish | Intent::PublishOver(_))
}

async fn find(app: &App, id: i64) -> Result<Kept, Oops> {
    Ok(app.read(move |r| store::draft::find(r, DraftId(id))).await?)
}

fn see(kept: &Kept, at: &str) -> Reply {
    let at = if at.is_empty() { String::new() } else { format!("?at={}", coded(at)) };
    reply::see_other(&format!("/drafts/{}{at}", kept.id))
}

async fn turn(app: &App, visit: &Visit, kept: &Kept, turn: Turn) -> Reply {
    let id = kept.id;
    let focus = app.write(&visit.actor, move |w| store::draft::turn(w, id, turn)).await?;
    see(kept, &focus)
}

async fn discard(app: &App, visit: &Visit, kept: &Kept) -> Reply {
    let id = kept.id;
    app.write(&visit.actor, move |w| store::draft::delete(w, id)).await?;
    reply::see_other_saying(&left(kept, app), &said(DISCARDED))
}

/// Returns where somebody goes who leaves the editor: to the relation, or to the list where there is none (any more).
fn left(kept: &Kept, app: &App) -> String {
    match app.snapshot().relation(&kept.relation_key) {
        Some(_) => crate::page::address::relation(&kept.relation_key),
        None => "/relations".into(),
    }
}

fn said(message: &str) -> Flash {
    Flash { message: message.to_owned(), undo: String::new() }
}

/// Returns the step that the posted form and the pressed button make, and the control that takes the focus.
fn next(before: &Step, fields: &Fields, intent: &Intent, app: &App) -> (Step, String) {
    let snapshot = app.snapshot();
    let words = snapshot.vocabulary();
    let mut relation = form::relation::read(fields);
    let mut notes = settle(&mut relation.source_rule, &before.relation.source_rule, words);
    notes.0.extend(settle(&mut relation.target_rule, &before.relation.target_rule, words).0);
    let mut last = before.last;
    let mut at = String::new();
    match intent {
        Intent::Row(node, action) => {
            let rule = if node.as_str().starts_with('s') {
                &mut relation.source_rule
            } else {
                &mut relation.target_rule
            };
            let outcome = apply(rule, &mut last, node, action, words);
            at = focus(&outcome, node, action, before, &relation);
            if let (Some(note), Some(focus)) = (outcome.note, outcome.focus) {
                notes.add(focus.node.as_str(), note);
            }
        }
        Intent::Find(node) => {
            at = format!("{node}.v");
            forget(&mut relation, node, fields.all(&at).last().unwrap_or_default());
        }
        // The posted order is the new one already.
        Intent::Dropped(place) => at = place.to_string(),
        Intent::Sku(listed, sku) => {
            at = "pins".into();
            list(&mut relation, *listed, sku);
        }
        _ => {}
    }
    let seen = form::relation::read_seen(fields);
    (Step { relation, seen, notes, last }, at)
}

/// Takes out of a row what was typed only to find values by.
fn forget(relation: &mut draft::Draft, node: &NodeId, typed: &str) {
    let rules = [&mut relation.source_rule, &mut relation.target_rule];
    for row in rules.into_iter().flat_map(|rule| &mut rule.nodes).filter(|row| row.id == *node) {
        if let crate::domain::rule::draft::Body::Condition(condition) = &mut row.body
            && condition.values.last().is_some_and(|last| last == typed.trim())
        {
            condition.values.pop();
        }
    }
}

/// A changed field leads on to its operator, a changed operator to the values.
fn focus(outcome: &Outcome, node: &NodeId, action: &Action, before: &Step, after: &draft::Draft) -> String {
    let Some(focus) = &outcome.focus else { return String::new() };
    let field = |draft: &draft::Draft| {
        let found = draft.source_rule.find(node).or_else(|| draft.target_rule.find(node));
        found.and_then(|node| match &node.body {
            crate::domain::rule::draft::Body::Condition(condition) => Some(condition.field.clone()),
            crate::domain::rule::draft::Body::Group { .. } => None,
        })
    };
    let same = field(&before.relation) == field(after);
    let condition = field(after).is_some();
    if *action == Action::Change && same && condition { format!("{node}.v") } else { focus.place() }
}

fn list(relation: &mut draft::Draft, listed: Listed, sku: &str) {
    match listed {
        Listed::Pin => edit::pin(relation, sku),
        Listed::Unpin => edit::unpin(relation, sku),
        Listed::PinUp => edit::pin_up(relation, sku),
        Listed::PinDown => edit::pin_down(relation, sku),
        Listed::Hide => edit::hide(relation, sku),
        Listed::Unhide => edit::unhide(relation, sku),
    }
}

/// Returns the HTML id of the first row or field that differs, so that undo leads there.
fn changed_place(before: &draft::Draft, after: &draft::Draft) -> String {
    let rules = [(&before.source_rule, &after.source_rule), (&before.target_rule, &after.target_rule)];
    for (old, new) in rules {
        let changed = new.nodes.iter().find(|node| old.find(&node.id) != Some(node));
        let gone = old.nodes.iter().find(|node| new.find(&node.id).is_none());
        let parent = gone.and_then(|node| node.parent.as_ref());
        let mut beside = new.nodes.iter().zip(&old.nodes);
        let moved = beside.find(|(new, old)| new.id != old.id).map(|(new, _)| &new.id);
        if let Some(id) = changed.map(|node| &node.id).or(parent).or(moved) {
            return id.to_string();
        }
    }
    let fields = [
        (before.name != after.name, "name"),
        (before.kind != after.kind, "type"),
        (before.source_sku != after.source_sku, "source_sku"),
        (before.source_skus != after.source_skus, "source_skus"),
        (before.pins != after.pins, "pins"),
        (before.hidden != after.hidden, "hidden"),
        (before.limit != after.limit, "limit"),
        (before.sort != after.sort, "sort"),
        (before.priority != after.priority, "priority"),
    ];
    fields.iter().find(|(changed, _)| *changed).map(|(_, place)| (*place).to_owned()).unwrap_or_default()
}

fn session(kept: &Kept, visit: &Visit, at: &str) -> Session {
    let own = visit.actor.staff == Some(kept.owner);
    Session {
        href: format!("/drafts/{}", kept.id),
        key: kept.relation_key.clone(),
        based_on: kept.based_on,
        steps: kept.number,
        can_undo: kept.can_undo,
        can_redo: kept.can_redo,
        owner: if own { String::new() } else { kept.owner_name.clone() },
        saved_at: kept.updated_at,
        at: at.to_owned(),
        find: String::new(),
        refused: false,
        stale: None,
        gone: kept.relation.filter(|_| kept.relation_gone),
        extra: Problems::default(),
    }
}

fn page(visit: &Visit, app: &App, session: Session, step: &Step) -> Result<Edit, Oops> {
    let title = if step.relation.name.is_empty() { "New relation" } else { &step.relation.name };
    let title = if session.refused { format!("Error: {title}") } else { title.to_owned() };
    let chrome = visit.chrome(app, title, Here::Relations);
    let no_store = || Oops::not_found("There is no store yet; import one, then relations can be made.");
    Edit::new(chrome, session, &app.snapshot(), step, app.clock().now()).ok_or_else(no_store)
}

/// Answers with the editor and a status of its own.
fn answer(visit: &Visit, app: &App, status: StatusCode, session: Session, step: &Step) -> Reply {
    reply::page_with(status, &page(visit, app, session, step)?)
}
