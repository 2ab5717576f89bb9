//! A snapshot: one immutable picture of the catalogue, its links and its relations.
//!
//! A [`Doc`] is a product's place in one snapshot and means nothing in another. Must not know the database.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::change::Version;
use crate::domain::id::{ProductId, RelationId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::money::{Currency, Money};
use crate::domain::problem::Problems;
use crate::domain::product::Product;
use crate::domain::relation::{self, Relation};
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

/// The whole catalogue at one moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    version: Option<Version>,
    vocabulary: Arc<Vocabulary>,
    products: Vec<Arc<Product>>,
    by_sku: HashMap<String, Doc>,
    by_id: HashMap<ProductId, Doc>,
    links: HashMap<(ProductId, TypeId), Vec<Link>>,
    hidden: HashMap<ProductId, Vec<ProductId>>,
    relations: Vec<Arc<Standing>>,
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

    /// Returns how many products there are, active or not.
    pub fn len(&self) -> usize {
        self.products.len()
    }

    /// Returns true when there is no product.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty()
    }

    /// Returns the product of a product's or a variant's sku, compared folded.
    pub fn find(&self, sku: &str) -> Option<Doc> {
        self.by_sku.get(&crate::domain::text::fold(sku)).copied()
    }

    /// Returns the product of that number.
    pub fn find_id(&self, id: ProductId) -> Option<Doc> {
        self.by_id.get(&id).copied()
    }

    /// Returns what is known of a product.
    pub fn product(&self, doc: Doc) -> Option<View<'_>> {
        let at = usize::try_from(doc.0).ok()?;
        self.products.get(at).map(|product| View { product, vocabulary: &self.vocabulary })
    }

    /// Returns the relations that are not deleted, by priority, then key.
    pub fn relations(&self) -> &[Arc<Standing>] {
        &self.relations
    }

    /// Returns the relation of that key, compared exactly.
    pub fn relation(&self, key: &str) -> Option<&Arc<Standing>> {
        self.relations.iter().find(|standing| standing.key == key)
    }

    /// Returns the links of a source and type, by position, then target sku.
    pub fn links(&self, source: ProductId, kind: TypeId) -> &[Link] {
        self.links.get(&(source, kind)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns on how many products a relation shows, in the first store.
    pub fn sources_of(&self, _standing: &Standing) -> usize {
        0
    }

    /// Returns the relations whose source a product is, in the first store, whether switched on or not; by priority,
    /// then key.
    pub fn relations_on(&self, _doc: Doc) -> Vec<&Arc<Standing>> {
        Vec::new()
    }

    /// Returns every product in order of its place.
    pub fn docs(&self) -> impl Iterator<Item = Doc> + '_ {
        (0_u32..).zip(&self.products).map(|(at, _)| Doc(at))
    }

    /// Returns the products hidden by hand on a source's pages.
    pub fn hidden(&self, source: ProductId) -> &[ProductId] {
        self.hidden.get(&source).map(Vec::as_slice).unwrap_or_default()
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
        self.priced(store, currency).map(|(amount, _)| amount)
    }

    /// Returns what that variant cost before, when it is on sale.
    pub fn regular_price(&self, store: StoreId, currency: Currency) -> Option<Money> {
        self.priced(store, currency).and_then(|(_, regular)| regular)
    }

    fn priced(&self, store: StoreId, currency: Currency) -> Option<(Money, Option<Money>)> {
        let active = self.product.variants.iter().filter(|variant| variant.active);
        let prices = active.filter_map(|variant| {
            let of = |wanted: Option<StoreId>| {
                variant.prices.iter().find(|price| price.store == wanted && price.amount.currency == currency)
            };
            of(Some(store)).or_else(|| of(None)).map(|price| (price.amount, price.regular))
        });
        prices.min_by_key(|(amount, _)| amount.minor)
    }

    /// Returns the pieces in stock; `None` when some active variant is not counted.
    pub fn stock(&self) -> Option<i64> {
        let active = self.product.variants.iter().filter(|variant| variant.active);
        active.map(|variant| variant.stock).try_fold(0_i64, |sum, stock| Some(sum.saturating_add(stock?)))
    }

    /// Returns true when some active variant can be bought.
    pub fn in_stock(&self) -> bool {
        self.product.variants.iter().any(|variant| variant.active && variant.stock.is_none_or(|stock| stock > 0))
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
