//! The products a relation stands on, and what it shows on each: what is written when it is frozen.

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;
use sha2::Digest as _;

use super::{LISTED_MAX, OWNERS_MAX};
use crate::codec::export::query_set;
use crate::domain::id::StoreId;
use crate::domain::relation::{KEY_CHARS_MAX, Source};
use crate::domain::sku::Sku;
use crate::domain::text::{fold, slug};
use crate::index::Circumstances;
use crate::index::snapshot::{Doc, Snapshot, Standing};
use crate::pick::choose::Ask;
use crate::pick::each::Round;

/// A product that a relation stands on.
pub(super) struct Owner {
    pub(super) sku: String,
    pub(super) doc: Doc,
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

/// Returns the key of the list that a relation becomes on one product, and in one store where stores differ: short enough
/// to be a key here again, and another for every sku and store.
pub(super) fn list_key(key: &str, sku: Option<&str>, store: Option<&str>) -> String {
    let tails =
        [("-", sku), ("_", store)].map(|(sign, tail)| tail.map(|tail| (sign, fold(tail), slug(tail))));
    let mut plain = key.to_owned();
    for (sign, _, tail) in tails.iter().flatten() {
        plain.push_str(sign);
        plain.push_str(tail);
    }
    let is_said = tails.iter().flatten().all(|(_, folded, tail)| folded == tail);
    if is_said && plain.chars().count() <= KEY_CHARS_MAX {
        return plain;
    }
    // FNV-1a: the same on every machine, so that the files stay the same.
    let tails = tails.iter().flatten().flat_map(|(_, folded, _)| std::iter::once(0).chain(folded.bytes()));
    let mark = key
        .bytes()
        .chain(tails)
        .fold(0x811c_9dc5_u32, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mark = format!("-{mark:08x}");
    let start: String = plain.chars().take(KEY_CHARS_MAX.saturating_sub(mark.len())).collect();
    format!("{}{mark}", start.trim_end_matches(['-', '_']))
}

/// Calls back with each owner and what the relation shows there by itself in a store, in the store's first locale and
/// currency: at most [`LISTED_MAX`] skus.
pub(super) fn each_list(
    snapshot: &Snapshot,
    standing: &Standing,
    store: StoreId,
    owners: &[Doc],
    at: DateTime<Utc>,
    mut told: impl FnMut(Doc, &[String]),
) {
    let Some(known) = snapshot.vocabulary().store_by_id(store) else { return };
    let (Some(locale), Some(currency)) = (known.locales.first(), known.currencies.first()) else { return };
    let ask = Ask { store, locale, currency: *currency, segment: None, at, exclude: &[], draft: None };
    Round::new(snapshot, &ask).each(standing, owners.iter().copied(), |doc, picks| {
        let skus = picks.iter().filter_map(|pick| Some(snapshot.product(*pick)?.sku().to_owned()));
        let skus: Vec<String> = skus.take(LISTED_MAX).collect();
        told(doc, &skus);
    });
}

/// The same list in some stores.
pub(super) struct Shown {
    /// Its query set, as a digest.
    pub(super) rule: Digest,
    /// Where it is shown, in the relation's order.
    pub(super) stores: Vec<StoreId>,
}

/// Stands for a query set where only sameness counts.
pub(super) type Digest = [u8; 32];

/// Returns what stands for a query set.
pub(super) fn digest(rule: &str) -> Digest {
    sha2::Sha256::digest(rule.as_bytes()).into()
}

/// Returns the different lists that a relation shows on each owner, told apart by store. In a store in which it shows
/// nothing there is none.
pub(super) fn frozen(
    snapshot: &Snapshot,
    standing: &Standing,
    owners: &[Owner],
    now: DateTime<Utc>,
) -> Vec<Vec<Shown>> {
    let docs: Vec<Doc> = owners.iter().map(|owner| owner.doc).collect();
    let mut lists: Vec<Vec<Shown>> = docs.iter().map(|_| Vec::new()).collect();
    for store in stores(snapshot, standing) {
        let mut own = lists.iter_mut();
        each_list(snapshot, standing, store, &docs, now, |_, skus| {
            let Some(shown) = own.next().filter(|_| !skus.is_empty()) else { return };
            let rule = digest(&query_set::listed(skus));
            match shown.iter_mut().find(|known| known.rule == rule) {
                Some(known) => known.stores.push(store),
                None => shown.push(Shown { rule, stores: vec![store] }),
            }
        });
    }
    lists
}

/// Returns the stores that a relation is for.
fn stores(snapshot: &Snapshot, standing: &Standing) -> Vec<StoreId> {
    match &standing.relation.stores {
        Some(own) => own.clone(),
        None => snapshot.vocabulary().stores().iter().map(|store| store.id).collect(),
    }
}

/// Returns the circumstances of the first store that the relation is for.
fn here(snapshot: &Snapshot, standing: &Standing, at: DateTime<Utc>) -> Option<Circumstances> {
    let store = stores(snapshot, standing).first().copied();
    let store = store.and_then(|id| snapshot.vocabulary().store_by_id(id));
    let store = store.or_else(|| snapshot.vocabulary().stores().first())?;
    let (locale, currency) = (store.locales.first()?.clone(), *store.currencies.first()?);
    Some(Circumstances { store: store.id, locale, currency, at })
}
