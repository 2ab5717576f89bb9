//! Build: everything that was read, in; a snapshot, out.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::fact::Facts;
use super::relations::Relations;
use super::shelf::Shelf;
use super::snapshot::{Doc, Snapshot, Standing};
use crate::domain::change::Version;
use crate::domain::id::ProductId;
use crate::domain::link::Link;
use crate::domain::product::Product;
use crate::domain::relation::check::check;
use crate::domain::relation::{Frozen, Kept};
use crate::domain::rule::field::Window;
use crate::domain::vocabulary::Vocabulary;

/// Everything that a snapshot is made of.
#[derive(Debug, Default)]
pub struct Everything {
    /// Where the change feed stood.
    pub version: Option<Version>,
    /// When it was read.
    pub at: DateTime<Utc>,
    /// All that can be named.
    pub vocabulary: Vocabulary,
    /// All products.
    pub products: Vec<Product>,
    /// All links.
    pub links: Vec<Link>,
    /// All pairs of "hide here": source, target.
    pub hidden: Vec<(ProductId, ProductId)>,
    /// All relations that are not deleted.
    pub relations: Vec<Kept>,
    /// All frozen lists.
    pub frozen: Vec<Frozen>,
}

impl Standing {
    /// Returns how a kept relation stands before what can be named.
    pub fn new(kept: Kept, vocabulary: &Vocabulary) -> Self {
        let checked = check(&kept.draft, vocabulary);
        let Kept { id, key, version, draft, mut problems, created_at, updated_at, updated_by } = kept;
        problems.0.extend(checked.problems.0);
        problems.0.dedup();
        let mut relation = checked.relation;
        relation.key.clone_from(&key);
        Self { id, key, version, draft, relation, problems, created_at, updated_at, updated_by }
    }

    /// Returns the same relation checked anew. A problem of the whole is one of the stored row, which no vocabulary mends.
    pub(super) fn again(&self, vocabulary: &Vocabulary) -> Self {
        let Self { id, key, version, draft, mut problems, created_at, updated_at, updated_by, .. } =
            self.clone();
        problems.0.retain(|problem| problem.place.is_empty());
        Self::new(Kept { id, key, version, draft, problems, created_at, updated_at, updated_by }, vocabulary)
    }
}

/// What a snapshot is made of besides its products and its vocabulary.
#[derive(Debug, Default)]
pub struct Rest {
    /// All links.
    pub links: Vec<Link>,
    /// All pairs of "hide here": source, target.
    pub hidden: Vec<(ProductId, ProductId)>,
    /// All relations that are not deleted.
    pub relations: Vec<Kept>,
    /// All frozen lists.
    pub frozen: Vec<Frozen>,
}

/// Takes the products of a snapshot in, one after the other, so that nobody has to hold them all.
#[derive(Debug)]
pub struct Builder {
    snapshot: Snapshot,
    products: Vec<Product>,
}

impl Builder {
    /// Returns the builder of a snapshot read at a moment, where the change feed stood at that version.
    pub fn new(version: Option<Version>, at: DateTime<Utc>, vocabulary: Vocabulary) -> Self {
        let snapshot = Snapshot { version, at, vocabulary: Arc::new(vocabulary), ..Snapshot::default() };
        Self { snapshot, products: Vec::new() }
    }

    /// Takes a product in; their order does not matter.
    pub fn product(&mut self, product: Product) {
        self.products.push(product);
    }

    /// Returns the snapshot of all that was taken in, and of the rest.
    pub fn finish(self, rest: Rest) -> Snapshot {
        let Self { mut snapshot, mut products } = self;
        // Best sellers first, so that the first places of a set are the best sellers of a fresh catalogue.
        let sold = |product: &Product| std::cmp::Reverse(product.sold.get(Window::Month.place()).copied());
        products.sort_by(|left, right| (sold(left), &left.sku).cmp(&(sold(right), &right.sku)));
        shelve(&mut snapshot, products);
        snapshot.put_links(rest.links);
        snapshot.put_hidden(rest.hidden);
        let standing = rest.relations.into_iter();
        let standing = standing.map(|kept| Arc::new(Standing::new(kept, &snapshot.vocabulary))).collect();
        snapshot.relations = Arc::new(Relations::new(standing, rest.frozen));
        snapshot
    }
}

/// Returns the snapshot of everything.
pub fn build(everything: Everything) -> Snapshot {
    let Everything { version, at, vocabulary, products, links, hidden, relations, frozen } = everything;
    let mut builder = Builder::new(version, at, vocabulary);
    for product in products {
        builder.product(product);
    }
    builder.finish(Rest { links, hidden, relations, frozen })
}

fn shelve(snapshot: &mut Snapshot, products: Vec<Product>) {
    let mut facts: Vec<Facts> = Vec::with_capacity(products.len());
    for product in products {
        facts.push(Facts::of(&product, &snapshot.vocabulary));
        snapshot.name(product);
    }
    snapshot.shelf = Shelf::build((0_u32..).zip(&facts));
}

impl Snapshot {
    /// Gives a new product its place and its names; its facts are for the caller to shelve.
    pub(super) fn name(&mut self, product: Product) -> Option<Doc> {
        let product = Arc::new(product);
        let doc = Doc(self.products.push(Some(Arc::clone(&product)))?);
        Arc::make_mut(&mut self.all).insert(doc.0);
        self.point(doc, &product);
        Some(doc)
    }

    /// Makes a product's skus and number lead to its place.
    pub(super) fn point(&mut self, doc: Doc, product: &Product) {
        self.by_sku.insert(product.sku.fold().to_owned(), doc);
        if let Some(id) = product.id {
            self.by_id.insert(id, doc);
        }
        for variant in &product.variants {
            if variant.sku != product.sku {
                self.by_variant_sku.insert(variant.sku.fold().to_owned(), doc);
            }
        }
    }

    /// Makes a product's skus and number lead nowhere.
    pub(super) fn forget(&mut self, doc: Doc, product: &Product) {
        if self.by_sku.get(product.sku.fold()) == Some(&doc) {
            self.by_sku.remove(product.sku.fold());
        }
        for variant in &product.variants {
            if self.by_variant_sku.get(variant.sku.fold()) == Some(&doc) {
                self.by_variant_sku.remove(variant.sku.fold());
            }
        }
        if let Some(id) = product.id.filter(|id| self.by_id.get(id) == Some(&doc)) {
            self.by_id.remove(&id);
        }
    }

    /// Adds links of sources that have none yet.
    pub(super) fn put_links(&mut self, links: Vec<Link>) {
        let mut touched = Vec::new();
        for link in links {
            let (there, back) = ((link.source, link.kind), (link.target, link.kind));
            if link.two_way {
                push(self.links_back.entry(back, Arc::default), link.clone());
                touched.push((true, back));
            }
            push(self.links.entry(there, Arc::default), link);
            touched.push((false, there));
        }
        touched.sort_unstable();
        touched.dedup();
        for (is_back, key) in touched {
            self.order_links(is_back, key);
        }
    }

    /// Takes a source's links out, and what they show on their targets' pages.
    pub(super) fn take_links(&mut self, source: ProductId) {
        let kinds: Vec<_> = self.vocabulary.types().iter().map(|kind| kind.id).collect();
        for kind in kinds {
            let Some(links) = self.links.get(&(source, kind)).cloned() else { continue };
            for link in links.iter().filter(|link| link.two_way) {
                if let Some(back) = self.links_back.entry((link.target, kind), Arc::default) {
                    Arc::make_mut(back).retain(|other| other.source != source);
                }
            }
            self.links.remove(&(source, kind));
        }
    }

    fn order_links(&mut self, is_back: bool, key: (ProductId, crate::domain::id::TypeId)) {
        let list = if is_back { self.links_back.get(&key) } else { self.links.get(&key) };
        let Some(mut list) = list.map(|list| list.as_ref().clone()) else { return };
        list.sort_by_cached_key(|link| {
            let other = if is_back { link.source } else { link.target };
            let product = self.find_id(other).and_then(|doc| self.whole(doc));
            (link.position, product.map(|product| product.sku.clone()), link.id)
        });
        let list = Arc::new(list);
        if is_back { self.links_back.insert(key, list) } else { self.links.insert(key, list) }
    }

    /// Adds pairs of "hide here" of sources that have none yet.
    pub(super) fn put_hidden(&mut self, pairs: Vec<(ProductId, ProductId)>) {
        for (source, target) in pairs {
            push(self.hidden.entry(source, Arc::default), target);
        }
    }
}

fn push<T: Clone>(list: Option<&mut Arc<Vec<T>>>, entry: T) {
    if let Some(list) = list {
        Arc::make_mut(list).push(entry);
    }
}
