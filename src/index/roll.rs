//! The roll: what lists tell of every relation (its sentence, its two numbers, its words to search), reckoned once.
//!
//! The numbers need every rule to be answered, which is too much for each view of a list with thousands of relations.
//! They change only with the snapshot, and those of rules about days with the day; so a roll is kept as long as its
//! snapshot, at most [`KEPT`].

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Duration, Utc};
use roaring::RoaringBitmap;

use super::Circumstances;
use super::health::{Finding, findings};
use super::run;
use super::snapshot::{Doc, Snapshot, Standing};
use crate::domain::id::{CategoryId, ProductId, RelationId, TypeId};
use crate::domain::locale::Locale;
use crate::domain::relation::sentence::{Numbers, sentence};
use crate::domain::relation::{Relation, Source};
use crate::domain::rule::sentence::sentence as rule_sentence;
use crate::domain::rule::tree::Rule;
use crate::domain::sku::Sku;
use crate::domain::text::fold;

/// How long a roll is kept though nothing has changed.
pub const KEPT: Duration = Duration::minutes(30);
/// Most skus of one relation that a search looks through.
const SKUS_SEARCHED_MAX: usize = 1_000;
/// Most listed skus that are said one by one.
const SKUS_SAID_MAX: usize = 5;

/// What lists tell of one relation.
#[derive(Debug)]
pub struct Entry {
    /// The relation itself.
    pub standing: Arc<Standing>,
    /// On how many products it shows, in the first store.
    pub sources: usize,
    /// How many products it can show; none: each source has its own answer.
    pub matches: Option<usize>,
    /// The relation in words.
    pub sentence: String,
    /// Where it shows.
    pub owner: Owner,
    /// What it shows, in a few words: `2 pinned, then price is 110 % of its price`.
    pub brief: String,
    /// Name, key, key of the type, skus, names and sentence, folded, for the search.
    pub text: String,
    shown_on: Arc<RoaringBitmap>,
    /// What health finds of it, once somebody has asked.
    found: OnceLock<Vec<Finding>>,
}

impl Entry {
    /// Returns what health finds of it, the worst first; `snapshot` is the roll's.
    pub fn findings(&self, snapshot: &Snapshot) -> &[Finding] {
        self.found.get_or_init(|| findings(snapshot, snapshot.home().as_ref(), self))
    }
}

/// The products a relation is written for, as a list tells them.
#[derive(Debug, Default)]
pub struct Owner {
    /// The one product's sku, or the first listed one's; empty for a rule and for every product.
    pub sku: String,
    /// Its name; empty when the catalogue has no product of that sku.
    pub name: String,
    /// The rule, or the listed skus, in words; empty for one product and for every product.
    pub words: String,
    /// Skus and names, folded.
    text: String,
}

/// The products a list of relations is narrowed to: "what is shown on these pages".
#[derive(Debug, Default)]
pub struct Within {
    /// What was typed, folded; its words are found in the skus and names of those a relation is written for.
    typed: String,
    /// The product of exactly the sku that was typed; a relation that stands on it by a rule is found too.
    product: Option<u32>,
    /// The products of a category.
    category: Option<RoaringBitmap>,
}

impl Within {
    /// Returns what a sku or name and a category narrow to; empty ones do not.
    pub fn new(snapshot: &Snapshot, typed: &str, category: Option<CategoryId>) -> Self {
        let product = if typed.is_empty() { None } else { snapshot.find(&fold(typed)).map(|doc| doc.0) };
        let below = category.map(|id| snapshot.vocabulary().subtree(id));
        Self { typed: fold(typed), product, category: below.map(|ids| snapshot.in_categories(&ids)) }
    }

    /// Returns true when a relation is written for what was typed, or stands on the product of that sku.
    pub fn is_on(&self, entry: &Entry) -> bool {
        self.product.is_some_and(|doc| entry.shown_on.contains(doc))
            || self.typed.split_whitespace().all(|word| entry.owner.text.contains(word))
    }

    /// Returns true when a relation stands on a product of the category; without one every relation does.
    pub fn is_in_category(&self, entry: &Entry) -> bool {
        self.category.as_ref().is_none_or(|products| !products.is_disjoint(&entry.shown_on))
    }
}

/// What lists tell of every relation.
#[derive(Debug, Default)]
pub struct Roll {
    /// In the order of the snapshot: by priority, then key.
    pub entries: Vec<Arc<Entry>>,
    /// On how many products some switched-on relation shows, in the first store.
    pub covered: usize,
    places: HashMap<RelationId, usize>,
    at: DateTime<Utc>,
    catalogue: Arc<()>,
}

impl Roll {
    /// Returns the roll of a snapshot, in the first store and its first locale. What an older roll tells of a relation
    /// that has not changed is taken over when the catalogue has not changed either and the older one is young enough.
    pub fn of(snapshot: &Snapshot, at: DateTime<Utc>, old: Option<&Self>) -> Self {
        let circumstances = first_store(snapshot, at);
        let old = old.filter(|old| old.is_fresh(at) && Arc::ptr_eq(&old.catalogue, snapshot.catalogue()));
        let mut entries = Vec::with_capacity(snapshot.relations().len());
        let mut covered = RoaringBitmap::new();
        for standing in snapshot.relations() {
            let same = old.and_then(|old| old.place(standing.id));
            let entry = match same.filter(|same| Arc::ptr_eq(&same.standing, standing)) {
                Some(same) => Arc::clone(same),
                None => Arc::new(entry(snapshot, circumstances.as_ref(), standing)),
            };
            if standing.relation.active && standing.problems.is_empty() {
                covered |= &*entry.shown_on;
            }
            entries.push(entry);
        }
        let places = entries.iter().enumerate().map(|(at, entry)| (entry.standing.id, at)).collect();
        let catalogue = Arc::clone(snapshot.catalogue());
        // The numbers taken over are as old as the older roll, so its age is taken over too.
        Self { entries, covered: count(&covered), places, at: old.map_or(at, |old| old.at), catalogue }
    }

    /// Returns true when its figures are not too old, such as those about "the last seven days".
    pub fn is_fresh(&self, at: DateTime<Utc>) -> bool {
        self.at <= at && at - self.at < KEPT
    }

    /// Returns of how many relations health finds something; `snapshot` is the roll's.
    pub fn ailing(&self, snapshot: &Snapshot) -> usize {
        self.entries.iter().filter(|entry| !entry.findings(snapshot).is_empty()).count()
    }

    /// Returns what is told of one relation.
    pub fn find(&self, id: RelationId) -> Option<&Entry> {
        self.place(id).map(Arc::as_ref)
    }

    fn place(&self, id: RelationId) -> Option<&Arc<Entry>> {
        self.places.get(&id).and_then(|at| self.entries.get(*at))
    }
}

/// Returns the circumstances of the first store at a moment; none without any store.
pub fn first_store(snapshot: &Snapshot, at: DateTime<Utc>) -> Option<Circumstances> {
    snapshot.home().map(|home| Circumstances { at, ..home })
}

/// Returns the products that have neither a link of a type nor a switched-on relation of it.
pub fn without(snapshot: &Snapshot, kind: TypeId, at: DateTime<Utc>) -> RoaringBitmap {
    let Some(circumstances) = first_store(snapshot, at) else { return snapshot.all().clone() };
    let mut left = snapshot.all().clone();
    for standing in snapshot.relations() {
        let relation = &standing.relation;
        if relation.kind == kind && relation.active && standing.problems.is_empty() {
            left -= &*snapshot.source_set(standing, &circumstances);
        }
    }
    let linked =
        |doc: u32| snapshot.product(Doc(doc)).is_some_and(|view| has_link(snapshot, view.id(), kind));
    left.into_iter().filter(|doc| !linked(*doc)).collect()
}

/// Returns the products that a relation can show on a source, or on any where the answer is the same for all; stock and
/// status set aside. None: the answer differs by source and none was given.
pub fn targets(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    standing: &Standing,
    source: Option<Doc>,
) -> Option<RoaringBitmap> {
    let target = &standing.relation.target;
    let mut found = match &target.rule {
        Some(rule) if source.is_none() && rule.is_relative() => return None,
        Some(rule) => run::matches(snapshot, circumstances, rule, source),
        None => RoaringBitmap::new(),
    };
    found |= docs(snapshot, &target.pins);
    found -= docs(snapshot, &target.hidden);
    Some(found)
}

/// Returns what [`targets`] does, of the frozen list where the relation has one.
pub fn listed(
    snapshot: &Snapshot,
    circumstances: &Circumstances,
    standing: &Standing,
    source: Option<Doc>,
) -> Option<RoaringBitmap> {
    let relation = &standing.relation;
    let rule = relation.target.rule.as_ref().filter(|_| !relation.keep_current);
    let id = source.filter(|_| rule.is_some_and(Rule::is_relative));
    let id = id.and_then(|doc| snapshot.record(doc)).and_then(|record| record.id());
    let list = rule.and_then(|_| snapshot.standing().frozen(standing.id, id, &circumstances.locale));
    let Some(list) = list else { return targets(snapshot, circumstances, standing, source) };
    let mut found: RoaringBitmap =
        list.iter().filter_map(|id| snapshot.find_id(*id)).map(|doc| doc.0).collect();
    found |= docs(snapshot, &relation.target.pins);
    found -= docs(snapshot, &relation.target.hidden);
    Some(found)
}

fn has_link(snapshot: &Snapshot, id: ProductId, kind: TypeId) -> bool {
    !snapshot.links(id, kind).is_empty() || !snapshot.links_back(id, kind).is_empty()
}

fn docs(snapshot: &Snapshot, skus: &[Sku]) -> RoaringBitmap {
    skus.iter().filter_map(|sku| snapshot.find(sku.as_str())).map(|doc| doc.0).collect()
}

fn count(set: &RoaringBitmap) -> usize {
    usize::try_from(set.len()).unwrap_or(usize::MAX)
}

fn entry(snapshot: &Snapshot, circumstances: Option<&Circumstances>, standing: &Arc<Standing>) -> Entry {
    let relation = &standing.relation;
    let shown_on = circumstances.map(|c| snapshot.source_set(standing, c)).unwrap_or_default();
    let sources = count(&shown_on);
    let matches = circumstances
        .map_or_else(|| Some(RoaringBitmap::new()), |c| listed(snapshot, c, standing, None))
        .map(|set| count(&set));
    let sentence = match circumstances {
        Some(c) => words(snapshot, standing, &c.locale, sources),
        None => String::new(),
    };
    let locale = circumstances.map(|c| c.locale.clone()).unwrap_or_default();
    let kind = snapshot.vocabulary().type_by_id(relation.kind).map(|kind| kind.key.as_str());
    let owner = owner(snapshot, relation, &locale);
    let mut text =
        format!("{} {} {} {} {sentence}", relation.name, standing.key, kind.unwrap_or_default(), owner.text);
    let skus = relation.target.pins.iter().chain(&relation.target.hidden);
    for sku in skus.take(SKUS_SEARCHED_MAX) {
        let _infallible = write!(text, " {sku}");
    }
    let brief = brief(snapshot, relation, &locale);
    Entry {
        standing: Arc::clone(standing),
        sources,
        matches,
        sentence,
        owner,
        brief,
        text: fold(&text),
        shown_on,
        found: OnceLock::new(),
    }
}

fn owner(snapshot: &Snapshot, relation: &Relation, locale: &Locale) -> Owner {
    let listed: &[Sku] = match &relation.source {
        Source::One(sku) => std::slice::from_ref(sku),
        Source::List(skus) => skus,
        Source::Rule(rule) => {
            let words = rule_sentence(rule, snapshot.vocabulary(), locale);
            return Owner { words, ..Owner::default() };
        }
        Source::All => return Owner::default(),
    };
    let view = |sku: &Sku| snapshot.find(sku.fold()).and_then(|doc| snapshot.product(doc));
    let name = |sku: &Sku| view(sku).map(|view| view.name(locale).to_owned()).unwrap_or_default();
    let mut text = String::new();
    for sku in listed.iter().take(SKUS_SEARCHED_MAX) {
        let _infallible = write!(text, "{sku} {} ", name(sku));
    }
    let said: Vec<&str> = listed.iter().take(SKUS_SAID_MAX).map(Sku::as_str).collect();
    Owner {
        sku: listed.first().map(ToString::to_string).unwrap_or_default(),
        name: listed.first().map(name).unwrap_or_default(),
        words: if matches!(relation.source, Source::List(_)) { said.join(", ") } else { String::new() },
        text: fold(&text),
    }
}

/// Returns what a relation shows in a few words: `2 pinned, then price is 110 % of its price`.
fn brief(snapshot: &Snapshot, relation: &Relation, locale: &Locale) -> String {
    let rule = |rule: &Rule| rule_sentence(rule, snapshot.vocabulary(), locale);
    let pins = relation.target.pins.len();
    let pinned = (pins > 0).then(|| format!("{pins} pinned"));
    let target: Vec<String> = pinned.into_iter().chain(relation.target.rule.as_ref().map(rule)).collect();
    target.join(", then ")
}

fn words(snapshot: &Snapshot, standing: &Standing, locale: &Locale, sources: usize) -> String {
    sentence(&standing.relation, snapshot.vocabulary(), locale, Numbers { sources: Some(sources) })
}

#[cfg(test)]
mod tests;
