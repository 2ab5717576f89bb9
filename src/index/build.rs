//! Build: everything that was read, in; a snapshot, out.

use std::cmp::Reverse;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::cores::each;
use super::directory::SkuMark;
use super::packed::piece::{Piece, TOGETHER};
use super::packed::write::Packer;
use super::packed::{Book, Packed, Record};
use super::relations::Relations;
use super::snapshot::{Doc, Snapshot, Standing};
use super::word::head;
use crate::domain::change::Version;
use crate::domain::id::ProductId;
use crate::domain::link::Link;
use crate::domain::product::Product;
use crate::domain::relation::check::check;
use crate::domain::relation::{Frozen, Kept};
use crate::domain::rule::field::Window;
use crate::domain::text::fold;
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
    book: Arc<Book>,
    /// The records as they came: those packed together stay together.
    records: Vec<Vec<u8>>,
    arrived: Vec<Arrived>,
    /// What their places are told from, bundle by bundle.
    ranks: Vec<Vec<Rank>>,
}

/// Where the record of a product that was taken in is.
#[derive(Debug, Clone, Copy)]
struct Arrived {
    stretch: u32,
    from: u32,
    length: u32,
}

/// Records of fewer bytes than this are copied behind the last ones, so that a product that comes alone is not kept alone.
const STRETCH: usize = 64 * 1024;
/// Products packed at first, before anything was learnt.
const FIRST: usize = 32;
/// Parts that products are packed in at once.
const PARTS: usize = 8;

impl Builder {
    /// Returns the builder of a snapshot read at a moment, where the change feed stood at that version.
    pub fn new(version: Option<Version>, at: DateTime<Utc>, vocabulary: Vocabulary) -> Self {
        let book = Arc::new(Book::of(&vocabulary));
        let snapshot = Snapshot { version, at, vocabulary: Arc::new(vocabulary), ..Snapshot::default() };
        Self { snapshot, book, records: Vec::new(), arrived: Vec::new(), ranks: Vec::new() }
    }

    /// Takes products in; their order does not matter. What would be more than four thousand million is left out. Never
    /// more than were taken in before are packed at once, so that what they have in common is learnt early.
    pub fn products(&mut self, mut products: &[Product]) {
        while !products.is_empty() {
            let count = self.arrived.len().max(FIRST).min(products.len());
            let (now, later) = products.split_at_checked(count).unwrap_or((products, &[]));
            let parts: Vec<&[Product]> = now.chunks(count.div_ceil(PARTS)).collect();
            let bundles = each(parts, |some| Bundle::of(some, &self.book));
            bundles.into_iter().for_each(|bundle| self.take(bundle));
            products = later;
        }
    }

    /// Returns how many products were taken in.
    pub fn len(&self) -> usize {
        self.arrived.len()
    }

    /// Returns true before the first product.
    pub fn is_empty(&self) -> bool {
        self.arrived.is_empty()
    }

    /// Returns the book as it is now, for whoever packs products on a thread of their own.
    pub fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book)
    }

    /// Takes products in that were packed with the book as it is or was.
    pub fn take(&mut self, bundle: Bundle) {
        let Bundle { bytes, rows, mut ranks, skus, news } = bundle;
        let taken = self.arrived.len();
        for shown in &news {
            // A book that others pack with is copied first, so only where something can be learnt.
            if self.book.phrases.has_room(shown, taken) {
                Arc::make_mut(&mut self.book).phrases.learn(shown, taken);
            }
        }
        let Some((stretch, mut before)) = self.keep(bytes) else { return };
        let Ok(first) = u32::try_from(taken) else { return };
        for (place, Row { id, length }) in (first..).zip(rows) {
            let Ok(from) = u32::try_from(before) else { return };
            before += usize::try_from(length).unwrap_or(0);
            self.arrived.push(Arrived { stretch, from, length });
            if let Some(id) = id {
                self.snapshot.by_id.set(id.0, Some(place));
            }
        }
        ranks.iter_mut().for_each(|rank| rank.place = rank.place.saturating_add(first));
        self.ranks.push(ranks);
        for (mark, nth) in skus {
            self.snapshot.by_sku.note(mark, first.saturating_add(nth));
        }
    }

    /// Keeps records, and returns in which stretch and from where in it.
    fn keep(&mut self, records: Vec<u8>) -> Option<(u32, usize)> {
        match self.records.last_mut() {
            Some(last) if records.len() < STRETCH && last.len() < STRETCH => {
                let from = last.len();
                last.extend_from_slice(&records);
                Some((u32::try_from(self.records.len() - 1).ok()?, from))
            }
            _ => {
                self.records.push(records);
                Some((u32::try_from(self.records.len() - 1).ok()?, 0))
            }
        }
    }

    fn record(&self, place: u32) -> Option<&[u8]> {
        let arrived = self.arrived.get(usize::try_from(place).ok()?)?;
        let from = usize::try_from(arrived.from).ok()?;
        let stretch = self.records.get(usize::try_from(arrived.stretch).ok()?)?;
        stretch.get(from..from + usize::try_from(arrived.length).ok()?)
    }

    /// Returns the snapshot of all that was taken in, and of the rest.
    pub fn finish(mut self, rest: Rest) -> Snapshot {
        self.place();
        let Self { mut snapshot, .. } = self;
        snapshot.stock_shelf();
        snapshot.put_links(rest.links);
        snapshot.put_hidden(rest.hidden);
        let standing = rest.relations.into_iter();
        let standing = standing.map(|kept| Arc::new(Standing::new(kept, &snapshot.vocabulary))).collect();
        snapshot.relations = Arc::new(Relations::new(standing, rest.frozen));
        snapshot
    }

    /// Gives all products their places: best sellers first, so that the first places of a set are the best sellers of a
    /// fresh catalogue; then by sku.
    fn place(&mut self) {
        let mut book = Arc::unwrap_or_clone(std::mem::take(&mut self.book));
        book.phrases.settle();
        let order = self.order(&book);
        let pieces = each(order.chunks(TOGETHER).collect(), |places| {
            Piece::of(places.iter().filter_map(|place| self.record(*place)))
        });
        let packed = Packed::of(pieces, book);
        let mut to = vec![u32::MAX; self.arrived.len()];
        for (place, arrived) in (0_u32..).zip(order) {
            if let Some(slot) = usize::try_from(arrived).ok().and_then(|at| to.get_mut(at)) {
                *slot = place;
            }
        }
        self.records = Vec::new();
        self.arrived = Vec::new();
        let to = |place: u32| usize::try_from(place).ok().and_then(|place| to.get(place).copied());
        self.snapshot.by_sku.settle(to);
        self.snapshot.by_id.settle(to);
        self.snapshot.all = Arc::new((0..u32::try_from(packed.places()).unwrap_or(u32::MAX)).collect());
        self.snapshot.products = packed;
    }

    /// Returns the products as they arrived, in the order of their places to be.
    fn order(&mut self, book: &Book) -> Vec<u32> {
        let mut ranks: Vec<Rank> = std::mem::take(&mut self.ranks).concat();
        let sku = |place: u32| Some(fold(Record::new(self.record(place)?, book)?.sku()));
        let length = ranks.len().div_ceil(PARTS).max(1);
        each(ranks.chunks_mut(length).collect(), |part: &mut [Rank]| part.sort_unstable());
        // It finds the parts that are in order already.
        ranks.sort();
        let is_same = |left: &Rank, right: &Rank| (left.sold, left.head) == (right.sold, right.head);
        for same in ranks.chunk_by_mut(is_same).filter(|same| same.len() > 1) {
            same.sort_by_cached_key(|rank| sku(rank.place));
        }
        ranks.into_iter().map(|rank| rank.place).collect()
    }
}

/// What a product's place is told from: pieces sold, and how its sku begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    sold: Reverse<i64>,
    head: u128,
    place: u32,
}

/// Records of some products, with what leads to each.
#[derive(Debug)]
pub struct Bundle {
    bytes: Vec<u8>,
    rows: Vec<Row>,
    ranks: Vec<Rank>,
    /// What each sku of a product is known by, and which of these products it is.
    skus: Vec<(SkuMark, u32)>,
    /// Texts of which little is among the book's phrases.
    news: Vec<Vec<u8>>,
}

/// What is known of one product of a bundle besides its record.
#[derive(Debug, Clone, Copy)]
struct Row {
    id: Option<ProductId>,
    length: u32,
}

impl Bundle {
    /// Returns the records of products; those of more than four thousand million bytes are left out.
    pub fn of(products: &[Product], book: &Book) -> Self {
        let mut packer = Packer::new(book);
        let (mut bytes, mut rows) = (Vec::new(), Vec::with_capacity(products.len()));
        let mut ranks = Vec::with_capacity(products.len());
        let (mut skus, mut news) = (Vec::with_capacity(products.len()), Vec::new());
        for (nth, product) in (0_u32..).zip(products) {
            if rows.len() == FIRST {
                // About as much as they will take, so that nothing is moved as they grow.
                bytes.reserve(bytes.len() / FIRST * (products.len() - FIRST) / 8 * 9);
            }
            let before = bytes.len();
            news.extend(packer.pack(product, &mut bytes).map(<[u8]>::to_vec));
            let sold = product.sold.get(Window::Month.place()).copied().unwrap_or(0);
            let Ok(length) = u32::try_from(bytes.len() - before) else { break };
            rows.push(Row { id: product.id, length });
            ranks.push(Rank { sold: Reverse(sold), head: head(product.sku.fold()), place: nth });
            skus.push((SkuMark::of(product.sku.fold()), nth));
            let others = product.variants.iter().filter(|variant| variant.sku != product.sku);
            skus.extend(others.map(|variant| (SkuMark::of(variant.sku.fold()), nth)));
        }
        Self { bytes, rows, ranks, skus, news }
    }
}

/// Returns the snapshot of everything.
pub fn build(everything: Everything) -> Snapshot {
    let Everything { version, at, vocabulary, products, links, hidden, relations, frozen } = everything;
    let mut builder = Builder::new(version, at, vocabulary);
    builder.products(&products);
    builder.finish(Rest { links, hidden, relations, frozen })
}

impl Snapshot {
    /// Makes a product's skus and number lead to its place.
    pub(super) fn point(&mut self, doc: Doc, product: &Product) {
        self.by_sku.insert(product.sku.fold(), doc.0);
        if let Some(id) = product.id {
            self.by_id.set(id.0, Some(doc.0));
        }
        for variant in product.variants.iter().filter(|variant| variant.sku != product.sku) {
            self.by_sku.insert(variant.sku.fold(), doc.0);
        }
    }

    /// Makes a product's skus and number lead nowhere.
    pub(super) fn forget(&mut self, doc: Doc, product: &Product) {
        self.by_sku.remove(product.sku.fold(), doc.0);
        for variant in &product.variants {
            self.by_sku.remove(variant.sku.fold(), doc.0);
        }
        if let Some(id) = product.id.filter(|id| self.by_id.find(id.0) == Some(doc.0)) {
            self.by_id.set(id.0, None);
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
            let product = self.find_id(other).and_then(|doc| self.product(doc));
            (link.position, product.map(|product| product.fold()), link.id)
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
