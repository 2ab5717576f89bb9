//! Freezes: the lists that a relation which is not kept current shows from its publishing on.
//!
//! One list for each locale, and for each source where the rule compares with it. What is out of stock or switched off
//! now stays in the list: it is filtered when shown, not when taken.

use super::order::{Shuffle, first};
use crate::domain::id::ProductId;
use crate::domain::relation::Frozen;
use crate::index::Circumstances;
use crate::index::run::matches;
use crate::index::snapshot::{Doc, Snapshot, Standing};

/// Most sources that lists are taken for.
pub const SOURCES_MAX: usize = 10_000;
/// Most products in one list; a block shows far fewer, and the rest is there for what is left out by then.
pub const LISTED_MAX: usize = 1_000;

/// Returns the lists of a relation; none when it is kept current or has no rule. A rule that compares with its source
/// and stands on too many gives the sentence that says so.
pub fn freeze(snapshot: &Snapshot, standing: &Standing) -> Result<Vec<Frozen>, String> {
    let relation = &standing.relation;
    let Some(rule) = relation.target.rule.as_ref().filter(|_| !relation.keep_current) else {
        return Ok(Vec::new());
    };
    let mut lists = Vec::new();
    for locale in snapshot.vocabulary().locales() {
        let Some(circumstances) = speaking(snapshot, locale) else { continue };
        let sources: Vec<Option<Doc>> = match rule.is_relative() {
            false => vec![None],
            true => snapshot.source_set(standing, &circumstances).iter().map(|doc| Some(Doc(doc))).collect(),
        };
        if sources.len() > SOURCES_MAX {
            return Err(format!(
                "A list that is not kept current is taken for each source; {} sources are more than {SOURCES_MAX}.",
                sources.len()
            ));
        }
        for source in sources {
            let targets = list_now(snapshot, &circumstances, standing, source);
            let view = source.and_then(|doc| snapshot.product(doc));
            let source = view.and_then(|view| view.record().id());
            lists.push(Frozen { relation: standing.id, source, locale: locale.clone(), targets });
        }
    }
    Ok(lists)
}

/// Returns what the list of a relation would hold if it were taken now, in order; on a source where the rule compares
/// with it. Empty without a rule.
pub fn list_now(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    standing: &Standing,
    source: Option<Doc>,
) -> Vec<ProductId> {
    let relation = &standing.relation;
    let Some(rule) = &relation.target.rule else { return Vec::new() };
    let set = matches(snapshot, circumstances, rule, source);
    let sku = source.and_then(|doc| snapshot.product(doc)).map(|view| view.fold()).unwrap_or_default();
    let zone = snapshot.vocabulary().store_by_id(circumstances.store).map(|store| store.time_zone);
    let day = circumstances.at.with_timezone(&zone.unwrap_or_default()).date_naive();
    let shuffle = Shuffle { day, source: &sku, relation: &standing.key };
    let docs = first(snapshot, circumstances, &set, relation.sort, shuffle, LISTED_MAX);
    docs.iter().filter_map(|doc| snapshot.record(*doc)?.id()).collect()
}

/// Returns the circumstances of the first store that speaks a locale.
fn speaking(snapshot: &Snapshot, locale: &crate::domain::locale::Locale) -> Option<Circumstances> {
    let home = snapshot.home()?;
    let store = snapshot.vocabulary().stores().iter().find(|store| store.locales.contains(locale))?;
    let currency = *store.currencies.first()?;
    Some(Circumstances { store: store.id, locale: locale.clone(), currency, at: home.at })
}
