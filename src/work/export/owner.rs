//! The products a relation stands on, and what it shows on each: what is written when it is frozen.

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::{LISTED_MAX, OWNERS_MAX};
use crate::domain::relation::{KEY_CHARS_MAX, Source};
use crate::domain::sku::Sku;
use crate::domain::text::{fold, slug};
use crate::index::Circumstances;
use crate::index::run::matches;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::pick::order::{Shuffle, first};

/// A product that a relation stands on.
pub(super) struct Owner {
    pub(super) sku: String,
    doc: Doc,
}

/// Returns the products a relation stands on: those of a list in its order, those of a rule by sku. Refuses with their
/// number when there are more than [`OWNERS_MAX`].
pub(super) fn owners(
    snapshot: &Snapshot,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Result<Vec<Owner>, usize> {
    let Some(here) = here(snapshot, standing, now) else { return Ok(Vec::new()) };
    let owner = |doc: Doc| Some(Owner { sku: snapshot.product(doc)?.sku().to_owned(), doc });
    let named = |skus: &[Sku]| -> Vec<Doc> {
        let mut seen = RoaringBitmap::new();
        let docs = skus.iter().filter_map(|sku| snapshot.find(sku.fold()));
        docs.filter(|doc| seen.insert(doc.0)).collect()
    };
    let docs = match &standing.relation.source {
        Source::One(sku) => named(std::slice::from_ref(sku)),
        Source::List(skus) => named(skus),
        Source::Rule(_) | Source::All => {
            let set = snapshot.source_set(standing, &here);
            let count = usize::try_from(set.len()).unwrap_or(usize::MAX);
            if count > OWNERS_MAX {
                return Err(count);
            }
            let mut owners: Vec<Owner> = set.iter().filter_map(|doc| owner(Doc(doc))).collect();
            owners.sort_by_cached_key(|owner| fold(&owner.sku));
            return Ok(owners);
        }
    };
    if docs.len() > OWNERS_MAX { Err(docs.len()) } else { Ok(docs.into_iter().filter_map(owner).collect()) }
}

/// Returns the key of the list that a relation becomes on one product: short enough to be a key here again, and another
/// for every sku.
pub(super) fn list_key(key: &str, sku: &str) -> String {
    let tail = slug(sku);
    let plain = format!("{key}-{tail}");
    if tail == fold(sku) && plain.chars().count() <= KEY_CHARS_MAX {
        return plain;
    }
    // FNV-1a: the same on every machine, so that the files stay the same.
    let mark = key
        .bytes()
        .chain([0])
        .chain(fold(sku).bytes())
        .fold(0x811c_9dc5_u32, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mark = format!("-{mark:08x}");
    let start: String = plain.chars().take(KEY_CHARS_MAX.saturating_sub(mark.len())).collect();
    format!("{}{mark}", start.trim_end_matches('-'))
}

/// Returns what the relation shows on each owner, in its order: pins, then its rule's, less the hidden ones and the owner
/// itself, at most as many as it may show. Owners on which it shows nothing are left out.
pub(super) fn frozen(
    snapshot: &Snapshot,
    standing: &Standing,
    owners: Vec<Owner>,
    now: DateTime<Utc>,
) -> Vec<(Owner, Vec<String>)> {
    let Some(here) = here(snapshot, standing, now) else { return Vec::new() };
    let relation = &standing.relation;
    let find =
        |skus: &[Sku]| -> Vec<Doc> { skus.iter().filter_map(|sku| snapshot.find(sku.fold())).collect() };
    let (pins, hidden) = (find(&relation.target.pins), find(&relation.target.hidden));
    let most = usize::try_from(relation.limit).unwrap_or(LISTED_MAX).min(LISTED_MAX);
    let relative = relation.target.rule.as_ref().is_some_and(|rule| rule.is_relative());
    // One more than are shown, for the owner itself may be among them.
    let shared =
        (!relative).then(|| ruled(snapshot, standing, &here, None, most + 1 + hidden.len() + pins.len()));
    let list = |owner: &Owner| -> Vec<String> {
        let mut seen: RoaringBitmap = hidden.iter().map(|doc| doc.0).chain([owner.doc.0]).collect();
        let own = match &shared {
            Some(shared) => shared.clone(),
            None => ruled(snapshot, standing, &here, Some(owner.doc), most + 1 + hidden.len() + pins.len()),
        };
        let docs = pins.iter().chain(&own).filter(|doc| seen.insert(doc.0)).take(most);
        docs.filter_map(|doc| Some(snapshot.product(*doc)?.sku().to_owned())).collect()
    };
    let lists = owners.into_iter().map(|owner| {
        let skus = list(&owner);
        (owner, skus)
    });
    lists.filter(|(_, skus)| !skus.is_empty()).collect()
}

/// Returns the rule's first products in the relation's order: those of its frozen list, when it has one.
fn ruled(
    snapshot: &Snapshot,
    standing: &Standing,
    here: &Circumstances,
    source: Option<Doc>,
    count: usize,
) -> Vec<Doc> {
    let id = source.and_then(|doc| snapshot.product(doc)).map(|product| product.id());
    let kept = snapshot.standing().frozen(standing.id, id, &here.locale);
    if let Some(kept) = kept.filter(|_| !standing.relation.keep_current) {
        return kept.iter().filter_map(|id| snapshot.find_id(*id)).take(count).collect();
    }
    let Some(rule) = &standing.relation.target.rule else { return Vec::new() };
    let set = matches(snapshot, here, rule, source);
    let sku = source.and_then(|doc| snapshot.product(doc)).map(|product| product.fold()).unwrap_or_default();
    let zone = snapshot.vocabulary().store_by_id(here.store).map(|store| store.time_zone).unwrap_or_default();
    let day = here.at.with_timezone(&zone).date_naive();
    let shuffle = Shuffle { day, source: &sku, relation: &standing.key };
    first(snapshot, here, &set, standing.relation.sort, shuffle, count)
}

/// Returns the circumstances of the first store that the relation is for.
fn here(snapshot: &Snapshot, standing: &Standing, at: DateTime<Utc>) -> Option<Circumstances> {
    let stores = snapshot.vocabulary().stores();
    let wanted = standing.relation.stores.as_deref().and_then(|own| own.first());
    let store = stores.iter().find(|store| wanted == Some(&store.id)).or_else(|| stores.first())?;
    let (locale, currency) = (store.locales.first()?.clone(), *store.currencies.first()?);
    Some(Circumstances { store: store.id, locale, currency, at })
}
