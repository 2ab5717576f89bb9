//! Apply: a snapshot and what changed in; the next snapshot out, sharing all that stayed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::answer::{Answers, Changed};
use super::cores::each;
use super::difference::Difference;
use super::fact::Facts;
use super::packed::write::pack;
use super::relations::Relations;
use super::run::is_match;
use super::snapshot::{Doc, Snapshot, Standing};
use crate::domain::change::Version;
use crate::domain::id::{ProductId, RelationId};
use crate::domain::link::Link;
use crate::domain::product::Product;
use crate::domain::relation::{Frozen, Kept};
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
    let said = news.vocabulary.as_ref().map(|vocabulary| Difference::between(&old.vocabulary, vocabulary));
    let said = said.as_ref();
    if said.is_some() || !news.products.is_empty() {
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
    let mut relations: HashSet<RelationId> = news.relations.iter().map(|(id, _)| *id).collect();
    for source in &news.sources {
        next.take_links(*source);
        next.hidden.remove(source);
    }
    next.put_links(news.links);
    next.put_hidden(news.hidden);
    if said.is_some() || !news.relations.is_empty() {
        next.restate(news.relations, news.frozen, said);
    }
    let touched = next.touched(old, said);
    relations.extend(touched.iter().map(|standing| standing.id));
    if let Some(tide) = tide {
        next.tide = Arc::new(tide.next(old, &next, &changed)).into();
    }
    let is_relabelled = said.is_none_or(Difference::is_of_labels) && changed.is_empty();
    next.plans = match said {
        _ if !is_relabelled => Arc::default(),
        Some(_) => Arc::new(old.plans.without(&relations)),
        None => Arc::clone(&old.plans),
    };
    let is_on_course = is_relabelled && news.sources.is_empty();
    let moves = touched.iter().any(|standing| said.is_some_and(|said| said.moves(standing)));
    let course = old.course.step(touched).filter(|_| is_on_course && !moves);
    next.course = course.unwrap_or_default();
    if said.is_none_or(Difference::is_of_additions) {
        next.answers = Arc::new(next.carry(old, &Changed { products: &changed, relations: &relations }));
    }
    next
}

impl Snapshot {
    /// Returns the relations that may answer otherwise than in the last snapshot, as they were and as they are: those
    /// that read otherwise, and those that compare with labels that may have changed.
    fn touched(&self, old: &Self, said: Option<&Difference>) -> Vec<Arc<Standing>> {
        if said.is_none() && Arc::ptr_eq(&self.relations, &old.relations) {
            return Vec::new();
        }
        let mut before: HashMap<RelationId, &Arc<Standing>> =
            old.relations.all().iter().map(|standing| (standing.id, standing)).collect();
        let mut touched = Vec::new();
        for is in self.relations.all() {
            let was = before.remove(&is.id);
            let is_same = was.is_some_and(|was| Arc::ptr_eq(was, is));
            if !is_same {
                touched.extend(was.map(Arc::clone));
            }
            if !is_same || said.is_some_and(|said| said.is_compared_by(is)) {
                touched.push(Arc::clone(is));
            }
        }
        touched.extend(before.into_values().map(Arc::clone));
        touched
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

    /// Takes changed relations in, and checks those anew that may read otherwise after what was said of the vocabulary.
    /// What reads as before stays the same.
    fn restate(
        &mut self,
        changed: Vec<(RelationId, Option<Kept>)>,
        frozen: Vec<Frozen>,
        said: Option<&Difference>,
    ) {
        let ids: HashSet<RelationId> = changed.iter().map(|(id, _)| *id).collect();
        let stayed = self.relations.all().iter().filter(|standing| !ids.contains(&standing.id));
        let is_open = |standing: &&Arc<Standing>| said.is_some_and(|said| said.may_change(standing));
        let (open, mut all): (Vec<Arc<Standing>>, Vec<Arc<Standing>>) =
            stayed.cloned().partition(|standing| is_open(&standing));
        let again = |standing: &Arc<Standing>| {
            let fresh = standing.again(&self.vocabulary);
            let is_same = fresh.relation == standing.relation && fresh.problems == standing.problems;
            if is_same { Arc::clone(standing) } else { Arc::new(fresh) }
        };
        let read = |some: &[Arc<Standing>]| some.iter().map(again).collect::<Vec<_>>();
        let checked = each(open.chunks(TOGETHER).collect(), read).concat();
        let is_same = open.iter().zip(&checked).all(|(was, is)| Arc::ptr_eq(was, is));
        if is_same && changed.is_empty() && frozen.is_empty() {
            return;
        }
        all.extend(checked);
        let mut lists: Vec<Frozen> =
            self.relations.frozen_all().filter(|list| !ids.contains(&list.relation)).cloned().collect();
        lists.extend(frozen);
        let kept = changed.into_iter().filter_map(|(_, kept)| kept);
        all.extend(kept.map(|kept| Arc::new(Standing::new(kept, &self.vocabulary))));
        self.relations = Arc::new(Relations::new(all, lists));
    }
}
