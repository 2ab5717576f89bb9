//! A snapshot: one immutable picture of the catalogue, its links and its relations.
//!
//! A [`Doc`] is a product's place in one snapshot and means nothing in another. Must not know the database.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::Circumstances;
use super::answer::Answers;
use super::course::Course;
use super::directory::{ById, BySku};
use super::fact::Term;
use super::packed::{Packed, Record};
use super::plans::Plans;
use super::relations::Relations;
use super::share::Shards;
use super::shelf::Shelf;
use super::tide::Tide;

pub use super::view::View;
use crate::domain::change::Version;
use crate::domain::id::{CategoryId, ProductId, RelationId, TypeId};
use crate::domain::link::Link;
use crate::domain::problem::Problems;
use crate::domain::product::Product;
use crate::domain::relation::{self, Relation, Source};
use crate::domain::vocabulary::Vocabulary;

/// A product's place in one snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Doc(pub u32);

/// A stored relation as it stands: its draft, what is wrong with it, and the checked value to evaluate.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its number.
    pub id: RelationId,
    /// Its key.
    pub key: String,
    /// Its version.
    pub version: i64,
    /// As stored.
    pub draft: relation::draft::Draft,
    /// Checked as well as it can be.
    pub relation: Relation,
    /// Why it is broken; empty: it is not.
    pub problems: Problems,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last published or switched.
    pub updated_at: DateTime<Utc>,
    /// Who did.
    pub updated_by: String,
}

/// The whole catalogue at one moment. Cloning shares everything; `apply` alters a clone.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(super) version: Option<Version>,
    pub(super) at: DateTime<Utc>,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) products: Packed,
    pub(super) all: Arc<RoaringBitmap>,
    pub(super) by_sku: BySku,
    pub(super) by_id: ById,
    pub(super) shelf: Shelf,
    pub(super) links: Shards<(ProductId, TypeId), Arc<Vec<Link>>>,
    pub(super) links_back: Shards<(ProductId, TypeId), Arc<Vec<Link>>>,
    pub(super) hidden: Shards<ProductId, Arc<Vec<ProductId>>>,
    pub(super) relations: Arc<Relations>,
    pub(super) answers: Arc<Answers>,
    pub(super) plans: Arc<Plans>,
    pub(super) catalogue: Arc<()>,
    pub(super) tide: OnceLock<Arc<Tide>>,
    pub(super) course: Course,
}

impl Snapshot {
    /// Returns where the change feed stood; `None` before the first load: nothing can be answered yet.
    pub fn version(&self) -> Option<&Version> {
        self.version.as_ref()
    }

    /// Returns all that can be named.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns what stays the same from snapshot to snapshot as long as no product and no word of the vocabulary has
    /// changed, so that figures about them can be carried over.
    pub fn catalogue(&self) -> &Arc<()> {
        &self.catalogue
    }

    /// Returns when time alone changes what is shown; worked out when first asked for.
    pub fn tide(&self) -> &Arc<Tide> {
        self.tide.get_or_init(|| Arc::new(Tide::of(self)))
    }

    /// Returns the same snapshot with nothing kept of what was asked before, for measuring.
    pub fn without_answers(&self) -> Self {
        Self { answers: Arc::default(), ..self.clone() }
    }

    /// Returns how many products there are, active or not.
    pub fn len(&self) -> usize {
        usize::try_from(self.all.len()).unwrap_or(usize::MAX)
    }

    /// Returns true when there is no product.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns the product of a product's or a variant's sku, compared folded.
    pub fn find(&self, sku: &str) -> Option<Doc> {
        let sku = crate::domain::text::fold(sku);
        self.find_own(&sku).or_else(|| self.find_variant(&sku))
    }

    /// Returns the other product that a sku is a variant of.
    pub fn parent(&self, sku: &str) -> Option<Doc> {
        self.find_variant(&crate::domain::text::fold(sku))
    }

    fn find_own(&self, folded: &str) -> Option<Doc> {
        let is = |doc: u32| self.record(Doc(doc)).is_some_and(|record| record.is_sku(folded));
        self.by_sku.find(folded, is).map(Doc)
    }

    fn find_variant(&self, folded: &str) -> Option<Doc> {
        let is = |doc: u32| self.record(Doc(doc)).is_some_and(|record| record.is_variant_sku(folded));
        self.by_sku.find(folded, is).map(Doc)
    }

    /// Returns the products that lie directly in any of the categories.
    pub fn in_categories(&self, categories: &[CategoryId]) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for id in categories {
            if let Some(set) = self.shelf.set(Term::Category(*id)) {
                found |= set.as_ref();
            }
        }
        found
    }

    /// Returns the product of that number.
    pub fn find_id(&self, id: ProductId) -> Option<Doc> {
        self.by_id.find(id.0).map(Doc)
    }

    /// Returns what is known of a product.
    pub fn product(&self, doc: Doc) -> Option<View<'_>> {
        self.record(doc).map(|record| View::new(record, &self.vocabulary))
    }

    /// Returns a product's record, from which single fields are read.
    pub fn record(&self, doc: Doc) -> Option<Record<'_>> {
        self.products.get(doc.0)
    }

    /// Returns a product whole, unpacked; for what shows all of it.
    pub fn whole(&self, doc: Doc) -> Option<Product> {
        self.record(doc)?.whole()
    }

    /// Returns the set of all products.
    pub fn all(&self) -> &RoaringBitmap {
        &self.all
    }

    /// Returns the sets and sorted numbers.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Returns every product in order of its place.
    pub fn docs(&self) -> impl Iterator<Item = Doc> + '_ {
        self.all.iter().map(Doc)
    }

    /// Returns the compiled rules that are kept.
    pub fn plans(&self) -> &Plans {
        &self.plans
    }

    /// Returns every product whose folded sku comes after one, in order of sku.
    pub fn behind_sku(&self, sku: &str) -> impl Iterator<Item = Doc> + '_ {
        let text = |doc| self.product(Doc(doc)).map(|view| view.fold());
        let skus = self.shelf().skus();
        skus.line_behind(skus.label_up_to(sku, text)).map(Doc)
    }

    /// Returns the relations that are not deleted, by priority, then key.
    pub fn relations(&self) -> &[Arc<Standing>] {
        self.relations.all()
    }

    /// Returns the relation of that key, compared exactly.
    pub fn relation(&self, key: &str) -> Option<&Arc<Standing>> {
        self.relations.find(key)
    }

    /// Returns the relations with what finds them by their source.
    pub fn standing(&self) -> &Relations {
        &self.relations
    }

    /// Returns the links of a source and type, by position, then target sku.
    pub fn links(&self, source: ProductId, kind: TypeId) -> &[Link] {
        self.links.get(&(source, kind)).map(|links| links.as_slice()).unwrap_or_default()
    }

    /// Returns the two-way links of other products that show on this one too, by position, then the other's sku.
    pub fn links_back(&self, target: ProductId, kind: TypeId) -> &[Link] {
        self.links_back.get(&(target, kind)).map(|links| links.as_slice()).unwrap_or_default()
    }

    /// Returns how many links are set by hand, and how many products are hidden on others' pages.
    pub fn by_hand(&self) -> (usize, usize) {
        let links = self.links.iter().map(|(_, links)| links.len()).sum();
        (links, self.hidden.iter().map(|(_, hidden)| hidden.len()).sum())
    }

    /// Returns the circumstances that figures without a store of their own are told in: the first store's.
    pub fn home(&self) -> Option<Circumstances> {
        let store = self.vocabulary.stores().first()?;
        let (locale, currency) = (store.locales.first()?.clone(), *store.currencies.first()?);
        Some(Circumstances { store: store.id, locale, currency, at: self.at })
    }

    /// Returns on how many products a relation shows, in the first store.
    pub fn sources_of(&self, standing: &Standing) -> usize {
        let sources = match &standing.relation.source {
            Source::One(sku) => u64::from(self.find(sku.fold()).is_some()),
            Source::List(skus) => skus
                .iter()
                .filter_map(|sku| self.find(sku.fold()))
                .map(|doc| doc.0)
                .collect::<RoaringBitmap>()
                .len(),
            Source::All => self.all.len(),
            Source::Rule(_) => self.home().map_or(0, |home| self.source_set(standing, &home).len()),
        };
        usize::try_from(sources).unwrap_or(usize::MAX)
    }

    /// Returns the relations whose source a product is, in the first store, whether switched on or not; by priority,
    /// then key.
    pub fn relations_on(&self, doc: Doc) -> Vec<&Arc<Standing>> {
        self.home().map(|home| self.relations_of(doc, &home)).unwrap_or_default()
    }

    /// Returns the products hidden by hand on a source's pages.
    pub fn hidden(&self, source: ProductId) -> &[ProductId] {
        self.hidden.get(&source).map(|hidden| hidden.as_slice()).unwrap_or_default()
    }
}
