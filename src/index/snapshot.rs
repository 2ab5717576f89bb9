//! A snapshot: one immutable picture of the catalogue, its links and its relations.
//!
//! A [`Doc`] is a product's place in one snapshot and means nothing in another. Must not know the database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::Circumstances;
use super::answer::Answers;
use super::fact::Term;
use super::relations::Relations;
use super::share::{Chunks, Shards};
use super::shelf::Shelf;
use super::value;

use crate::domain::change::Version;
use crate::domain::id::{CategoryId, ProductId, RelationId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::money::{Currency, Money};
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
    pub(super) products: Chunks<Option<Arc<Product>>>,
    pub(super) all: Arc<RoaringBitmap>,
    pub(super) by_sku: Shards<String, Doc>,
    pub(super) by_variant_sku: Shards<String, Doc>,
    pub(super) by_id: Shards<ProductId, Doc>,
    pub(super) shelf: Shelf,
    pub(super) links: Shards<(ProductId, TypeId), Arc<Vec<Link>>>,
    pub(super) links_back: Shards<(ProductId, TypeId), Arc<Vec<Link>>>,
    pub(super) hidden: Shards<ProductId, Arc<Vec<ProductId>>>,
    pub(super) relations: Arc<Relations>,
    pub(super) answers: Arc<Answers>,
    pub(super) catalogue: Arc<()>,
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
        self.by_sku.get(sku.as_str()).or_else(|| self.by_variant_sku.get(sku.as_str())).copied()
    }

    /// Returns the other product that a sku is a variant of.
    pub fn parent(&self, sku: &str) -> Option<Doc> {
        self.by_variant_sku.get(crate::domain::text::fold(sku).as_str()).copied()
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
        self.by_id.get(&id).copied()
    }

    /// Returns what is known of a product.
    pub fn product(&self, doc: Doc) -> Option<View<'_>> {
        self.whole(doc).map(|product| View { product, vocabulary: &self.vocabulary })
    }

    /// Returns a product whole.
    pub fn whole(&self, doc: Doc) -> Option<&Product> {
        self.products.get(doc.0)?.as_deref()
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

    /// Returns every product in order of sku.
    pub fn in_sku_order(&self) -> Arc<Vec<Doc>> {
        self.answers.by_sku(|| {
            let mut docs = Vec::with_capacity(self.len());
            self.shelf.words().skus_from("", |doc| {
                docs.push(Doc(doc));
                true
            });
            docs
        })
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

/// One product as readers see it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    product: &'a Product,
    vocabulary: &'a Vocabulary,
}

impl<'a> View<'a> {
    /// Returns the product's number.
    pub fn id(&self) -> ProductId {
        self.product.id.unwrap_or(ProductId(0))
    }

    /// Returns the sku as it was imported.
    pub fn sku(&self) -> &'a str {
        self.product.sku.as_str()
    }

    /// Returns the name in the locale, else any, else the sku.
    pub fn name(&self, locale: &Locale) -> &'a str {
        crate::domain::vocabulary::shown(&self.product.name, locale, self.product.sku.as_str())
    }

    /// Returns the whole product.
    pub fn whole(&self) -> &'a Product {
        self.product
    }

    /// Returns the address of the main picture.
    pub fn image(&self) -> Option<&'a str> {
        self.product.images.first().map(String::as_str)
    }

    /// Returns what a shopper pays in a store and currency: the lowest of the active variants.
    pub fn price(&self, store: StoreId, currency: Currency) -> Option<Money> {
        value::variants_on_sale(self.product, store, currency).map(|(minor, _)| Money { minor, currency })
    }

    /// Returns what that variant cost before, when it is on sale.
    pub fn regular_price(&self, store: StoreId, currency: Currency) -> Option<Money> {
        let (price, minor) = value::variants_on_sale(self.product, store, currency)?;
        (price < minor).then_some(Money { minor, currency })
    }

    /// Returns the pieces in stock; `None` when some active variant is not counted, or none is active.
    pub fn stock(&self) -> Option<i64> {
        value::stock(self.product)
    }

    /// Returns true when some active variant can be bought.
    pub fn in_stock(&self) -> bool {
        value::in_stock(self.product)
    }

    /// Returns true when the product may be shown in that store at that moment.
    pub fn is_shown(&self, store: StoreId, at: DateTime<Utc>) -> bool {
        let product = self.product;
        product.active
            && product.active_from.is_none_or(|from| from <= at)
            && product.active_until.is_none_or(|until| at < until)
            && product.stores.as_ref().is_none_or(|stores| stores.contains(&store))
    }

    /// Returns the vocabulary its ids are of.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.vocabulary
    }
}
