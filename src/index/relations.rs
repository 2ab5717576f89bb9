//! The relations of a snapshot, found by key and by the product they stand on.
//!
//! A product's relations are looked up: those that name it, those for all, and of those with a source rule the few that
//! it may meet, which are then asked about this one product.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Circumstances;
use super::answer::Key;
use super::fact::choices;
use super::run::{is_match, matches};
use super::snapshot::{Doc, Snapshot, Standing};
use super::source::{Carried, Sources};
use super::value::Asked;
use crate::domain::id::{ProductId, RelationId};
use crate::domain::locale::Locale;
use crate::domain::relation::{Frozen, Source};
use crate::domain::text::fold;

/// All relations that are not deleted.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    all: Vec<Arc<Standing>>,
    by_key: HashMap<String, usize>,
    sources: Sources,
    frozen: Arc<BTreeMap<RelationId, Vec<Frozen>>>,
}

impl Relations {
    /// Returns the relations in their order, ready to be found.
    pub fn new(mut all: Vec<Arc<Standing>>, frozen: Vec<Frozen>) -> Self {
        all.sort_by(|left, right| {
            (left.relation.priority, &left.key).cmp(&(right.relation.priority, &right.key))
        });
        let mut relations = Self::default();
        for (at, standing) in all.iter().enumerate() {
            relations.by_key.insert(standing.key.clone(), at);
            relations.sources.add(at, &standing.relation.source);
        }
        relations.all = all;
        let mut lists: BTreeMap<RelationId, Vec<Frozen>> = BTreeMap::new();
        for list in frozen {
            lists.entry(list.relation).or_default().push(list);
        }
        for lists in lists.values_mut() {
            lists.sort_by(|left, right| (left.source, &left.locale).cmp(&(right.source, &right.locale)));
        }
        relations.frozen = Arc::new(lists);
        relations
    }

    /// Returns all, by priority, then key.
    pub fn all(&self) -> &[Arc<Standing>] {
        &self.all
    }

    /// Returns the relation of that key, compared exactly.
    pub fn find(&self, key: &str) -> Option<&Arc<Standing>> {
        self.by_key.get(key).and_then(|at| self.all.get(*at))
    }

    /// Returns true when a relation has frozen lists.
    pub fn has_frozen(&self, relation: RelationId) -> bool {
        self.frozen.contains_key(&relation)
    }

    /// Returns every frozen list.
    pub(super) fn frozen_all(&self) -> impl Iterator<Item = &Frozen> {
        self.frozen.values().flatten()
    }

    /// Returns what a relation that was frozen shows for a source in a locale: its own list, else the one for all sources.
    /// A locale that came later takes the list of another one; a source that came later has nothing. None: it was never
    /// frozen.
    pub fn frozen(
        &self,
        relation: RelationId,
        source: Option<ProductId>,
        locale: &Locale,
    ) -> Option<&[ProductId]> {
        let lists = self.frozen.get(&relation)?;
        let of = |wanted: Option<ProductId>| {
            let from = lists.partition_point(|list| list.source < wanted);
            let own = || lists.iter().skip(from).take_while(move |list| list.source == wanted);
            own().find(|list| list.locale == *locale).or_else(|| own().next())
        };
        let list = of(source).or_else(|| of(None));
        Some(list.map(|list| list.targets.as_slice()).unwrap_or_default())
    }
}

impl Snapshot {
    /// Returns the relations whose source a product is, by priority, then key; those switched off too.
    pub fn relations_of(&self, doc: Doc, circumstances: &Circumstances) -> Vec<&Arc<Standing>> {
        let may = self.may_stand(doc).into_iter();
        may.filter(|standing| self.does_stand(standing, circumstances, doc)).collect()
    }

    /// Returns true when a relation that may stand on a product does.
    pub fn does_stand(&self, standing: &Standing, circumstances: &Circumstances, doc: Doc) -> bool {
        match &standing.relation.source {
            Source::Rule(rule) => is_match(self, circumstances, rule, None, doc),
            _ => true,
        }
    }

    /// Returns the relations whose source a product may be, by priority, then key; each still has to be asked.
    pub fn may_stand(&self, doc: Doc) -> Vec<&Arc<Standing>> {
        let Some(product) = self.product(doc) else { return Vec::new() };
        let relations = self.standing();
        let variants = product.variant_skus().map(|sku| fold(&sku));
        let skus = std::iter::once(product.fold()).chain(variants);
        // A variant's sku may also be another product's own; then it means that one.
        let skus = skus.map(|sku| (self.find(&sku) == Some(doc), sku)).map(|(own, sku)| (sku, own));
        let carried = Carried { skus: skus.collect(), terms: choices(product.record()) };
        let places = relations.sources.of(&carried, self.vocabulary());
        places.into_iter().filter_map(|at| relations.all.get(at)).collect()
    }

    /// Returns the products a relation stands on.
    pub fn source_set(&self, standing: &Standing, circumstances: &Circumstances) -> Arc<RoaringBitmap> {
        let one = |sku: &crate::domain::sku::Sku| self.find(sku.fold()).map(|doc| doc.0);
        match &standing.relation.source {
            Source::One(sku) => Arc::new(one(sku).into_iter().collect()),
            Source::List(skus) => Arc::new(skus.iter().filter_map(one).collect()),
            Source::All => Arc::clone(&self.all),
            Source::Rule(rule) => {
                let today = Asked::new(circumstances, self.vocabulary()).today;
                let key = Key::of_source(standing.id, rule, circumstances, today)
                    .filter(|_| self.is_live(standing));
                self.answers.set(key, || matches(self, circumstances, rule, None))
            }
        }
    }

    /// Returns true when a relation stands on a product; asks that one product alone.
    pub fn stands_on(&self, standing: &Standing, circumstances: &Circumstances, doc: Doc) -> bool {
        match &standing.relation.source {
            Source::One(sku) => self.find(sku.fold()) == Some(doc),
            Source::List(skus) => skus.iter().any(|sku| self.find(sku.fold()) == Some(doc)),
            Source::All => self.all.contains(doc.0),
            Source::Rule(rule) => is_match(self, circumstances, rule, None, doc),
        }
    }

    /// Returns true for a relation of this snapshot itself, false for a draft of one.
    pub fn is_live(&self, standing: &Standing) -> bool {
        self.relation(&standing.key).is_some_and(|live| std::ptr::eq(live.as_ref(), standing))
    }

    /// Returns the places of answers that are kept.
    pub fn answers(&self) -> &super::answer::Answers {
        &self.answers
    }
}
