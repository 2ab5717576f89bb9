//! Takes the lists of a relation that is not kept current, right after it was published.
//!
//! Publishing writes the relation; only then does the index know it well enough to answer it. Until its lists are there
//! a moment later, the relation is answered fresh.

use serde_json::json;

use crate::app::App;
use crate::domain::problem::Problems;
use crate::domain::staff::Actor;
use crate::pick::freeze::freeze;
use crate::store::door::{Entry, Refusal};
use crate::store::frozen;
use crate::store::snapshot::Frozen;

/// Takes a relation's lists anew; drops those of one that is kept current again. Does nothing for most relations.
pub async fn take(app: &App, actor: &Actor, key: &str) -> Result<(), Refusal> {
    let snapshot = app.snapshot();
    let Some(standing) = snapshot.relation(key).cloned() else { return Ok(()) };
    let had = snapshot.standing().has_frozen(standing.id);
    if standing.relation.keep_current && !had {
        return Ok(());
    }
    let lists = freeze(&snapshot, &standing).map_err(|sentence| {
        let mut problems = Problems::default();
        problems.add("keep_current", sentence);
        Refusal::Problems(problems)
    })?;
    let lists: Vec<Frozen> = lists
        .into_iter()
        .map(|list| Frozen {
            relation: list.relation,
            source: list.source,
            locale: list.locale,
            targets: list.targets,
        })
        .collect();
    app.write(actor, move |write| {
        frozen::replace(write, standing.id, &lists)?;
        let detail = json!({"version": standing.version, "lists": lists.len()});
        write.audit(Entry { action: "freeze", noun: "relation", key: &standing.key, detail })
    })
    .await
}
