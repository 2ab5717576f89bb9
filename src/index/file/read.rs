//! Read: blocks in, a snapshot out. What does not fit together is refused, never guessed.

use std::io::{Read, Result};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::stream::{In, damaged};
use super::{Drafts, shelf, vocabulary};
use crate::domain::change::Version;
use crate::domain::id::{LinkId, ProductId, RelationId, StoreId, TypeId};
use crate::domain::link::Link;
use crate::domain::locale::Locale;
use crate::domain::problem::Problems;
use crate::domain::relation::{Frozen, Kept};
use crate::domain::vocabulary::Vocabulary;
use crate::index::cores::each;
use crate::index::directory::{ById, BySku};
use crate::index::packed::book::Book;
use crate::index::packed::bytes::{Cursor, DAWN};
use crate::index::packed::piece::{Packed, Piece, TOGETHER};
use crate::index::packed::press::Phrases;
use crate::index::relations::Relations;
use crate::index::share::Shards;
use crate::index::snapshot::{Snapshot, Standing};

/// Reads a snapshot and ends the stream, so that nothing of a damaged one is used.
pub fn read<R: Read>(mut from: In<R>, drafts: &Drafts<'_>) -> Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    let head = from.block()?;
    (snapshot.version, snapshot.at) = (|| {
        let cursor = &mut Cursor::new(&head);
        let (epoch, number) = (cursor.text()?.to_owned(), cursor.number()?);
        let at = if cursor.byte()? == 1 { Some(cursor.moment(DAWN)?) } else { None };
        let version = Version { epoch, number, at };
        Some((Some(version), cursor.moment(DAWN)?))
    })()
    .ok_or_else(|| damaged("its version cannot be read"))?;
    let words = vocabulary::read(&from.block()?).ok_or_else(|| damaged("its vocabulary cannot be read"))?;
    snapshot.vocabulary = Arc::new(words);
    let unread = |what: &str| damaged(&format!("its {what} cannot be read"));
    let relations = blocks(&mut from)?;
    let shelf = blocks(&mut from)?;
    // Other threads make something of the blocks while the rest of the stream is read.
    let vocabulary = Arc::clone(&snapshot.vocabulary);
    std::thread::scope(|scope| {
        let shelf = scope.spawn(|| shelf::read(shelf));
        let standing = scope.spawn(|| standing(relations, drafts, &vocabulary));
        let frozen = rest(from, &mut snapshot)?;
        let standing = standing.join().ok().flatten().ok_or_else(|| unread("relations"))?;
        snapshot.relations = Arc::new(Relations::new(standing, frozen));
        snapshot.shelf = shelf.join().ok().flatten().ok_or_else(|| unread("sets and numbers"))?;
        Ok(snapshot)
    })
}

/// Reads as many blocks as the first one says.
fn blocks<R: Read>(from: &mut In<R>) -> Result<Vec<Vec<u8>>> {
    let count = Cursor::new(&from.block()?).number().ok_or_else(|| damaged("its parts cannot be counted"))?;
    (0..count).map(|_| from.block()).collect()
}

/// Reads what comes behind the shelf up to the end, and returns the frozen lists.
fn rest<R: Read>(mut from: In<R>, snapshot: &mut Snapshot) -> Result<Vec<Frozen>> {
    snapshot.products = products(&mut from)?;
    snapshot.by_sku = by_sku(&mut from)?;
    snapshot.by_id = by_id(&from.block()?);
    snapshot.all = Arc::new(RoaringBitmap::deserialize_from(from.block()?.as_slice())?);
    let unread = |what: &str| damaged(&format!("its {what} cannot be read"));
    snapshot.links = links(&from.block()?).ok_or_else(|| unread("links"))?;
    snapshot.links_back = links(&from.block()?).ok_or_else(|| unread("links"))?;
    snapshot.hidden = hidden(&from.block()?).ok_or_else(|| unread("hidden pairs"))?;
    let frozen = frozen(&from.block()?).ok_or_else(|| unread("frozen lists"))?;
    from.end()?;
    Ok(frozen)
}

/// Returns how the relations of some blocks stand.
fn standing(
    blocks: Vec<Vec<u8>>,
    drafts: &Drafts<'_>,
    vocabulary: &Vocabulary,
) -> Option<Vec<Arc<Standing>>> {
    let standing = each(blocks, |block| {
        let kept = relations(&block, drafts)?.into_iter();
        Some(kept.map(|kept| Arc::new(Standing::new(kept, vocabulary))).collect::<Vec<_>>())
    });
    Some(standing.into_iter().collect::<Option<Vec<_>>>()?.concat())
}

fn products<R: Read>(from: &mut In<R>) -> Result<Packed> {
    let words = from.block()?;
    let (mut book, count) = book(&words).ok_or_else(|| damaged("its book cannot be read"))?;
    book.phrases = Phrases::of(from.block()?);
    let mut packed = Packed::new(book);
    for _ in 0..count {
        let lengths = from.block()?;
        let bytes = from.block()?;
        let piece = piece(&lengths, bytes).ok_or_else(|| damaged("its products cannot be read"))?;
        packed.pieces.push(Arc::new(piece));
    }
    let full = packed.pieces.iter().rev().skip(1).all(|piece| piece.ends.len() == TOGETHER);
    if full { Ok(packed) } else { Err(damaged("its products are not in place")) }
}

fn book(words: &[u8]) -> Option<(Book, usize)> {
    let mut from = Cursor::new(words);
    let mut book = Book::default();
    for _ in 0..from.count()? {
        book.locales.push(Locale::parse(from.text()?).ok()?);
    }
    for _ in 0..from.count()? {
        let market = book.market(&mut from, 0)?;
        book.markets.push(market);
    }
    let count = usize::try_from(from.number()?).ok()?;
    Some((book, count))
}

fn piece(lengths: &[u8], bytes: Vec<u8>) -> Option<Piece> {
    let mut from = Cursor::new(lengths);
    let mut ends = Vec::with_capacity(TOGETHER);
    let mut end = 0_u32;
    while !from.rest().is_empty() {
        end = end.checked_add(u32::try_from(from.number()?).ok()?)?;
        ends.push(end);
    }
    (u32::try_from(bytes.len()) == Ok(end)).then_some(Piece { bytes, ends })
}

fn by_sku<R: Read>(from: &mut In<R>) -> Result<BySku> {
    let mut directory = BySku::default();
    for shard in &mut directory.shards {
        let bytes = from.block()?;
        let (pairs, _) = bytes.as_chunks::<8>();
        let pair = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]))
        };
        *shard = Arc::new(pairs.iter().map(pair).collect());
    }
    Ok(directory)
}

fn by_id(bytes: &[u8]) -> ById {
    const PAGE: usize = 256;
    let page = |bytes: &[u8]| {
        let (number, places) = bytes.split_first_chunk::<8>()?;
        let (places, _) = places.as_chunks::<4>();
        let places = places.iter().map(|place| u32::from_le_bytes(*place)).collect();
        Some((i64::from_le_bytes(*number), Arc::new(places)))
    };
    ById { pages: bytes.chunks_exact(8 + PAGE * 4).filter_map(page).collect() }
}

/// The links of each product and type.
type Links = Shards<(ProductId, TypeId), Arc<Vec<Link>>>;

fn links(bytes: &[u8]) -> Option<Links> {
    let mut from = Cursor::new(bytes);
    let mut lists = Shards::default();
    while !from.rest().is_empty() {
        let (product, kind) = (ProductId(from.signed()?), TypeId(from.small()?));
        let list = (0..from.count()?).map(|_| link(&mut from, kind)).collect::<Option<Vec<_>>>()?;
        lists.insert((product, kind), Arc::new(list));
    }
    Some(lists)
}

fn link(from: &mut Cursor<'_>, kind: TypeId) -> Option<Link> {
    Some(Link {
        id: LinkId(from.signed()?),
        kind,
        source: ProductId(from.signed()?),
        target: ProductId(from.signed()?),
        position: from.small()?,
        two_way: from.byte()? == 1,
        store: match from.byte()? {
            0 => None,
            _ => Some(StoreId(from.small()?)),
        },
        valid_from: if from.byte()? == 1 { Some(from.moment(DAWN)?) } else { None },
        valid_until: if from.byte()? == 1 { Some(from.moment(DAWN)?) } else { None },
    })
}

fn hidden(bytes: &[u8]) -> Option<Shards<ProductId, Arc<Vec<ProductId>>>> {
    let mut from = Cursor::new(bytes);
    let mut lists = Shards::default();
    while !from.rest().is_empty() {
        let source = ProductId(from.signed()?);
        lists.insert(source, Arc::new(ids(&mut from)?));
    }
    Some(lists)
}

fn ids(from: &mut Cursor<'_>) -> Option<Vec<ProductId>> {
    (0..from.count()?).map(|_| from.signed().map(ProductId)).collect()
}

fn frozen(bytes: &[u8]) -> Option<Vec<Frozen>> {
    let mut from = Cursor::new(bytes);
    let mut lists = Vec::new();
    while !from.rest().is_empty() {
        lists.push(Frozen {
            relation: RelationId(from.signed()?),
            source: if from.byte()? == 1 { Some(ProductId(from.signed()?)) } else { None },
            locale: Locale::parse(from.text()?).ok()?,
            targets: ids(&mut from)?,
        });
    }
    Some(lists)
}

fn relations(bytes: &[u8], drafts: &Drafts<'_>) -> Option<Vec<Kept>> {
    let mut from = Cursor::new(bytes);
    let mut kept = Vec::new();
    while !from.rest().is_empty() {
        let (id, key, version) = (RelationId(from.signed()?), from.text()?.to_owned(), from.signed()?);
        let draft = (drafts.read)(from.text()?)?;
        let mut problems = Problems::default();
        for _ in 0..from.count()? {
            problems.add("", from.text()?);
        }
        kept.push(Kept {
            id,
            key,
            version,
            draft,
            problems,
            created_at: from.moment(DAWN)?,
            updated_at: from.moment(DAWN)?,
            updated_by: from.text()?.to_owned(),
        });
    }
    Some(kept)
}
