//! Pieces: the records of some products in a row, one after the other; a changed product copies its own piece alone.

use std::sync::Arc;

use super::book::Book;
use super::record::Record;

/// Products of one piece.
pub const TOGETHER: usize = 256;

/// All products, by place.
#[derive(Debug, Clone, Default)]
pub struct Packed {
    pub(in crate::index) pieces: Vec<Arc<Piece>>,
    pub(in crate::index) book: Arc<Book>,
}

/// Some products in a row.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Their records.
    pub bytes: Vec<u8>,
    /// Where each ends; one without bytes is that of a deleted product.
    pub ends: Vec<u32>,
}

impl Packed {
    /// Returns the place for products that are packed with a book.
    pub fn new(book: Book) -> Self {
        Self { pieces: Vec::new(), book: Arc::new(book) }
    }

    /// Returns the products of whole pieces, of which only the last may have fewer records than the others.
    pub fn of(pieces: Vec<Piece>, book: Book) -> Self {
        Self { pieces: pieces.into_iter().map(Arc::new).collect(), book: Arc::new(book) }
    }

    /// Returns the book that records are packed with.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Returns how many places there are, those of deleted products too.
    pub fn places(&self) -> usize {
        let Some(last) = self.pieces.last() else { return 0 };
        (self.pieces.len() - 1) * TOGETHER + last.ends.len()
    }

    /// Returns the record of a place; none of a deleted product.
    pub fn get(&self, place: u32) -> Option<Record<'_>> {
        let (piece, at) = split(place)?;
        let bytes = self.pieces.get(piece)?.get(at).filter(|bytes| !bytes.is_empty())?;
        Record::new(bytes, &self.book)
    }

    /// Adds a record at the end and returns its place; `None` when there is no number left.
    pub fn push(&mut self, record: &[u8]) -> Option<u32> {
        let place = u32::try_from(self.places()).ok()?;
        if self.pieces.last().is_none_or(|piece| piece.ends.len() >= TOGETHER) {
            if let Some(full) = self.pieces.last_mut().and_then(Arc::get_mut) {
                full.bytes.shrink_to_fit();
            }
            let ends = Vec::with_capacity(TOGETHER);
            self.pieces.push(Arc::new(Piece { bytes: Vec::new(), ends }));
        }
        let piece = Arc::make_mut(self.pieces.last_mut()?);
        piece.bytes.extend_from_slice(record);
        piece.ends.push(short(piece.bytes.len()));
        Some(place)
    }

    /// Puts another record in a place; an empty one for a deleted product.
    pub fn set(&mut self, place: u32, record: &[u8]) {
        let Some((piece, at)) = split(place) else { return };
        if let Some(piece) = self.pieces.get_mut(piece) {
            Arc::make_mut(piece).set(at, record);
        }
    }

    /// Returns how many bytes of memory the records and the book take.
    pub fn memory(&self) -> usize {
        let of = |piece: &Arc<Piece>| {
            piece.bytes.capacity() + piece.ends.capacity() * size_of::<u32>() + size_of::<Piece>()
        };
        self.pieces.iter().map(of).sum::<usize>() + self.book.phrases.memory()
    }
}

impl Piece {
    /// Returns the piece of at most [`TOGETHER`] records.
    pub fn of<'a>(records: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let mut bytes = Vec::with_capacity(records.clone().map(<[u8]>::len).sum());
        let mut ends = Vec::with_capacity(TOGETHER);
        for record in records {
            bytes.extend_from_slice(record);
            ends.push(short(bytes.len()));
        }
        Self { bytes, ends }
    }

    fn get(&self, at: usize) -> Option<&[u8]> {
        let from = at.checked_sub(1).map_or(Some(0), |before| self.end(before))?;
        self.bytes.get(from..self.end(at)?)
    }

    fn end(&self, at: usize) -> Option<usize> {
        usize::try_from(*self.ends.get(at)?).ok()
    }

    fn set(&mut self, at: usize, record: &[u8]) {
        let Some(old) = self.get(at).map(<[u8]>::len) else { return };
        let Some(end) = self.end(at) else { return };
        self.bytes.splice(end - old..end, record.iter().copied());
        for end in self.ends.iter_mut().skip(at) {
            *end = end.saturating_sub(short(old)).saturating_add(short(record.len()));
        }
    }
}

/// Returns a place in a piece, whose few records are far from four thousand million bytes.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn split(place: u32) -> Option<(usize, usize)> {
    let place = usize::try_from(place).ok()?;
    Some((place / TOGETHER, place % TOGETHER))
}
