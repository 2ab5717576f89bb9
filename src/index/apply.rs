//! Apply: a snapshot and what changed in; the next snapshot out, sharing all that stayed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::answer::{self, Answers, Changed};
use super::cores::each;
use super::fact::Facts;
use super::packed::write::pack;
use super::relations::Relations;
use super::run::is_match;
use super::snapshot::{Doc, Snapshot, Standing};
use crate::domain::attribute::Attribute;
use crate::domain::category::Category;
use crate::domain::change::Version;
use crate::domain::id::{OptionId, ProductId, RelationId};
use crate::domain::link::Link;
use crate::domain::product::Product;
use crate::domain::relation::{Frozen, Kept, Source};
use crate::domain::vocabulary::Vocabulary;

/// Relations that one core checks anew at once.
const TOGETHER: usize = 256;

/// What changed, read anew.
#[derive(Debug, Default)]
pub struct News {
    /// Where the change feed stood.
    pub version: Option<Version>,
    /// When it was read.
    pub at: DateTime<Utc>,
    /// All that can be named, when any of it changed.
    pub vocabulary: Option<Vocabulary>,
    /// The products told to have changed; none: it is gone.
    pub products: Vec<(ProductId, Option<Product>)>,
    /// The sources whose links or hidden pairs were told to have changed, …
    pub sources: Vec<ProductId>,
    /// … all their links, …
    pub links: Vec<Link>,
    /// … and all their hidden pairs.
    pub hidden: Vec<(ProductId, ProductId)>,
    /// The relations told to have changed; none: it is gone.
    pub relations: Vec<(RelationId, Option<Kept>)>,
    /// All frozen lists of those relations.
    pub frozen: Vec<Frozen>,
}

/// Returns the next snapshot.
pub fn apply(old: &Snapshot, news: News) -> Snapshot {
    let mut next = old.clone();
    next.version = news.version;
    next.at = news.at;
    next.answers = Arc::new(Answers::default());
    let tide = next.tide.take();
    let renamed = news.vocabulary.is_some();
    let carries = news.vocabulary.as_ref().is_none_or(|vocabulary| is_superset(vocabulary, &old.vocabulary));
    if renamed || !news.products.is_empty() {
        next.catalogue = Arc::default();
    }
    if let Some(vocabulary) = news.vocabulary {
        next.rename(vocabulary);
    }
    let mut changed: Vec<Doc> = Vec::new();
    for (id, product) in news.products {
        changed.extend(next.find_id(id));
        next.replace(id, product);
        changed.extend(next.find_id(id));
    }
    changed.sort_unstable();
    changed.dedup();
    next.settle(old, &changed);
    if renamed || !changed.is_empty() {
        next.plans = Arc::default();
    }
    let mut relations: Vec<RelationId> = news.relations.iter().map(|(id, _)| *id).collect();
    for source in &news.sources {
        next.take_links(*source);
        next.hidden.remove(source);
    }
    next.put_links(news.links);
    next.put_hidden(news.hidden);
    if renamed || !news.relations.is_empty() {
        next.restate(news.relations, news.frozen, renamed);
    }
    if renamed {
        relations.extend(next.reread(old));
    }
    if let Some(tide) = tide {
        next.tide = Arc::new(tide.next(old, &next, &changed)).into();
    }
    if carries {
        next.answers = Arc::new(next.carry(old, &Changed { products: &changed, relations: &relations }));
    }
    next
}

/// Returns true when all that sets of a rule can depend on is there as before, labels aside: the stores, the tree of
/// categories, the kinds and options of attributes. What is new is carried by changed products alone.
fn is_superset(new: &Vocabulary, old: &Vocabulary) -> bool {
    let category = |old: &Category| new.category(old.id).is_some_and(|new| new.parent == old.parent);
    let attribute = |old: &Attribute| {
        let Some(new) = new.attribute(old.id).filter(|new| new.kind == old.kind) else { return false };
        let options: HashSet<OptionId> = new.options.iter().map(|option| option.id).collect();
        old.options.iter().all(|option| options.contains(&option.id))
    };
    new.stores() == old.stores()
        && old.categories().iter().all(category)
        && old.attributes().iter().all(attribute)
}

impl Snapshot {
    /// Returns the relations whose rules read otherwise than before, or that compare with labels, which may have changed.
    fn reread(&self, old: &Self) -> Vec<RelationId> {
        let before: HashMap<RelationId, &Standing> =
            old.relations.all().iter().map(|standing| (standing.id, standing.as_ref())).collect();
        let reads = |standing: &&Arc<Standing>| {
            let (relation, rule) = (&standing.relation, standing.relation.target.rule.as_ref());
            let source = match &relation.source {
                Source::Rule(rule) => Some(rule),
                _ => None,
            };
            let same = before.get(&standing.id).is_some_and(|old| {
                old.relation.source == relation.source && old.relation.target == relation.target
            });
            !same || rule.is_some_and(answer::reads_labels) || source.is_some_and(answer::reads_labels)
        };
        self.relations.all().iter().filter(reads).map(|standing| standing.id).collect()
    }

    /// Returns the answers of the last snapshot that hold in this one.
    fn carry(&self, old: &Self, changed: &Changed<'_>) -> Answers {
        let standing: HashMap<RelationId, &Standing> =
            self.relations.all().iter().map(|standing| (standing.id, standing.as_ref())).collect();
        old.answers.carry(changed, |key, doc| {
            let relation = standing.get(&key.relation()).map(|standing| &standing.relation);
            let rule = relation.and_then(|relation| key.rule(relation));
            rule.is_some_and(|rule| is_match(self, &key.circumstances(self.at), rule, None, doc))
        })
    }

    /// Takes a new vocabulary. Labels live in it alone, so a rename touches no product; only other stores or currencies
    /// make other prices, and only options or categories that are gone leave products without a value.
    fn rename(&mut self, vocabulary: Vocabulary) {
        let shops = |vocabulary: &Vocabulary| -> Vec<_> {
            vocabulary.stores().iter().map(|store| (store.id, store.currencies.clone())).collect()
        };
        let parents = |vocabulary: &Vocabulary| -> Vec<_> {
            let mut tree: Vec<_> =
                vocabulary.categories().iter().map(|category| (category.id, category.parent)).collect();
            tree.sort_unstable();
            tree
        };
        let is_lost = self.vocabulary.has_more_than(&vocabulary);
        let is_other = is_lost || shops(&self.vocabulary) != shops(&vocabulary);
        let is_regrouped = parents(&self.vocabulary) != parents(&vocabulary);
        self.vocabulary = Arc::new(vocabulary);
        if is_other {
            self.stock_shelf();
        } else if is_regrouped {
            self.shelf.regroup(&self.vocabulary);
        }
    }

    /// Gives what changed its place in every order, and makes those anew from which too much has moved.
    fn settle(&mut self, old: &Self, changed: &[Doc]) {
        let sku = |snapshot: &Self, doc: Doc| Some(snapshot.product(doc)?.fold());
        let is_other = |doc: &&Doc| sku(old, **doc) != sku(self, **doc);
        let fresh: Vec<(u32, Option<String>)> =
            changed.iter().filter(is_other).map(|doc| (doc.0, sku(self, *doc))).collect();
        let mut shelf = std::mem::take(&mut self.shelf);
        shelf.rename(fresh, |doc| sku(self, Doc(doc)));
        shelf.settle();
        self.shelf = shelf;
        self.shelf.names = Arc::new(self.carry_names(old, changed));
    }

    fn replace(&mut self, id: ProductId, product: Option<Product>) {
        let place = self.find_id(id);
        let was = place.map(|doc| self.facts(doc)).unwrap_or_default();
        if let Some((doc, old)) = place.and_then(|doc| Some((doc, self.whole(doc)?))) {
            self.forget(doc, &old);
        }
        let doc = match (place, product) {
            (Some(doc), Some(product)) => {
                let record = pack(&product, self.products.book());
                self.products.set(doc.0, &record);
                self.point(doc, &product);
                Some(doc)
            }
            (Some(doc), None) => {
                Arc::make_mut(&mut self.all).remove(doc.0);
                self.products.set(doc.0, &[]);
                self.take_links(id);
                self.hidden.remove(&id);
                Some(doc)
            }
            (None, Some(product)) => {
                let record = pack(&product, self.products.book());
                let doc = self.products.push(&record).map(Doc);
                if let Some(doc) = doc {
                    Arc::make_mut(&mut self.all).insert(doc.0);
                    self.point(doc, &product);
                }
                doc
            }
            (None, None) => None,
        };
        if let Some(doc) = doc {
            let is = self.facts(doc);
            self.shelf.change(doc.0, was, is);
        }
    }

    fn facts(&self, doc: Doc) -> Facts {
        self.record(doc).map(|record| Facts::of(&record, &self.vocabulary)).unwrap_or_default()
    }

    fn restate(&mut self, changed: Vec<(RelationId, Option<Kept>)>, frozen: Vec<Frozen>, renamed: bool) {
        let is_changed = |id: RelationId| changed.iter().any(|(other, _)| *other == id);
        let stayed = self.relations.all().iter().filter(|standing| !is_changed(standing.id));
        let mut all: Vec<Arc<Standing>> = match renamed {
            true => {
                let stayed: Vec<&Arc<Standing>> = stayed.collect();
                let again = |standing: &&Arc<Standing>| Arc::new(standing.again(&self.vocabulary));
                each(stayed.chunks(TOGETHER).collect(), |some| some.iter().map(again).collect::<Vec<_>>())
                    .concat()
            }
            false => stayed.cloned().collect(),
        };
        let mut lists: Vec<Frozen> =
            self.relations.frozen_all().filter(|list| !is_changed(list.relation)).cloned().collect();
        lists.extend(frozen);
        let kept = changed.into_iter().filter_map(|(_, kept)| kept);
        all.extend(kept.map(|kept| Arc::new(Standing::new(kept, &self.vocabulary))));
        self.relations = Arc::new(Relations::new(all, lists));
    }
}
