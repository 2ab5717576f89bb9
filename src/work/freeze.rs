//! Takes the lists of relations that are not kept current, right after they were published.
//!
//! Publishing writes a relation and drops its old lists; only then does the index know it well enough to answer it. Until
//! its lists are there a moment later, it is answered fresh. Whoever publishes may [`take`] them at once; the follower
//! [`settle`]s what imports and commands left.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::json;

use crate::app::App;
use crate::domain::id::RelationId;
use crate::domain::problem::Problems;
use crate::domain::staff::Actor;
use crate::index::snapshot::{Snapshot, Standing};
use crate::pick::freeze::freeze;
use crate::store::door::{Entry, Refusal, Write};
use crate::store::frozen;

/// Takes a relation's lists; does nothing for one that is kept current or has them already.
pub async fn take(app: &App, actor: &Actor, key: &str) -> Result<(), Refusal> {
    let snapshot = app.snapshot();
    match snapshot.relation(key).filter(|standing| is_open(&snapshot, standing)).cloned() {
        Some(standing) => app.write(actor, move |write| keep(write, &snapshot, &standing)).await,
        None => Ok(()),
    }
}

/// Takes a relation's lists likewise, on this thread; for imports. What cannot be taken is answered fresh.
pub fn take_now(app: &App, actor: &Actor, key: &str) -> Result<(), Refusal> {
    let snapshot = app.snapshot();
    let Some(standing) = snapshot.relation(key).filter(|standing| is_open(&snapshot, standing)).cloned()
    else {
        return Ok(());
    };
    match app.write_aside(actor, |write| keep(write, &snapshot, &standing)) {
        Err(Refusal::Problems(problems)) => {
            tracing::warn!(?problems, key, "a relation's list could not be frozen; it is answered fresh");
            Ok(())
        }
        outcome => outcome,
    }
}

/// Takes a relation's lists anew, whatever it has. Refuses a relation that has none to take, and an unknown one.
pub async fn refresh(app: &App, actor: &Actor, key: &str) -> Result<(), Refusal> {
    let snapshot = app.snapshot();
    let unknown = || Refusal::NotFound(format!("There is no relation “{key}”."));
    let standing = snapshot.relation(key).cloned().ok_or_else(unknown)?;
    if !is_frozen(&standing) {
        let mut problems = Problems::default();
        let sentence =
            "This relation has no list to take: it is kept current, broken, or shows pinned products alone.";
        problems.add("keep_current", sentence);
        return Err(Refusal::Problems(problems));
    }
    app.write(actor, move |write| keep(write, &snapshot, &standing)).await
}

/// Takes the lists of all relations that lack them, each version once; what cannot be taken is logged and left.
pub(super) fn settle(app: &App, tried: &mut HashSet<(RelationId, i64)>) {
    let snapshot = app.snapshot();
    let open: Vec<Arc<Standing>> = snapshot
        .relations()
        .iter()
        .filter(|standing| is_open(&snapshot, standing) && !tried.contains(&(standing.id, standing.version)))
        .cloned()
        .collect();
    for standing in open {
        tried.insert((standing.id, standing.version));
        let kept = app.write_now(&Actor::command("serve"), |write| keep(write, &snapshot, &standing));
        if let Err(refusal) = kept {
            tracing::warn!(%refusal, key = standing.key, "a relation's list could not be frozen; it is answered fresh");
        }
    }
}

fn is_frozen(standing: &Standing) -> bool {
    let relation = &standing.relation;
    !relation.keep_current && relation.target.rule.is_some() && standing.problems.is_empty()
}

fn is_open(snapshot: &Snapshot, standing: &Standing) -> bool {
    is_frozen(standing) && !snapshot.standing().has_frozen(standing.id)
}

fn keep(write: &mut Write<'_>, snapshot: &Snapshot, standing: &Standing) -> Result<(), Refusal> {
    let lists = freeze(snapshot, standing).map_err(|sentence| {
        let mut problems = Problems::default();
        problems.add("keep_current", sentence);
        Refusal::Problems(problems)
    })?;
    frozen::replace(write, standing.id, &lists)?;
    let detail = json!({"version": standing.version, "lists": lists.len()});
    write.audit(Entry { action: "freeze", noun: "relation", key: &standing.key, detail })
}
