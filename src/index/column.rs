//! Columns: the folded texts of one field in one locale, one product after the other.
//!
//! Asking each of a hundred thousand products for its text means folding it anew and looking all over the memory; a
//! column is folded once and read from front to back. It is made when first asked for, in pieces, so that a changed
//! product costs its own piece alone.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use super::share::PIECE;
use super::snapshot::{Doc, Snapshot};
use super::value::{Asked, Reader};
use crate::domain::locale::Locale;
use crate::domain::rule::field::Field;

/// All columns of a snapshot that somebody has asked for.
#[derive(Debug, Default)]
pub struct Columns {
    kept: RwLock<HashMap<(Field, Locale), Column>>,
}

/// One column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    pieces: Arc<Vec<Arc<OnceLock<Piece>>>>,
}

/// The texts of some products in a row.
#[derive(Debug, Default)]
struct Piece {
    text: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// For each product how many texts there are up to its last one.
    counts: Vec<usize>,
}

impl Columns {
    /// Returns the columns of the next snapshot: those of changed products are read anew there.
    pub fn carry(&self, changed: &[Doc], places: usize) -> Self {
        let Ok(kept) = self.kept.read() else { return Self::default() };
        let mut next = HashMap::with_capacity(kept.len());
        for (key, column) in kept.iter() {
            let mut pieces = column.pieces.as_ref().clone();
            for doc in changed {
                let piece = usize::try_from(doc.0).ok().and_then(|doc| pieces.get_mut(doc / PIECE));
                if let Some(piece) = piece {
                    *piece = Arc::default();
                }
            }
            pieces.resize_with(places.div_ceil(PIECE), Arc::default);
            next.insert(key.clone(), Column { pieces: Arc::new(pieces) });
        }
        Self { kept: RwLock::new(next) }
    }

    fn column(&self, key: (Field, Locale), places: usize) -> Column {
        if let Some(column) = self.kept.read().ok().and_then(|kept| kept.get(&key).cloned()) {
            return column;
        }
        let mut pieces = Vec::new();
        pieces.resize_with(places.div_ceil(PIECE), Arc::default);
        let column = Column { pieces: Arc::new(pieces) };
        match self.kept.write() {
            Ok(mut kept) => kept.entry(key).or_insert(column).clone(),
            Err(_) => column,
        }
    }
}

impl Column {
    /// Returns the texts of a product, folded.
    fn texts(
        &self,
        snapshot: &Snapshot,
        asked: &Asked<'_>,
        field: Field,
        doc: Doc,
    ) -> Option<(&Piece, usize)> {
        let doc = usize::try_from(doc.0).ok()?;
        let piece = self.pieces.get(doc / PIECE)?;
        let piece = piece.get_or_init(|| Piece::read(snapshot, asked, field, doc / PIECE * PIECE));
        Some((piece, doc % PIECE))
    }
}

impl Piece {
    fn read(snapshot: &Snapshot, asked: &Asked<'_>, field: Field, first: usize) -> Self {
        let mut piece = Self::default();
        for place in first..first.saturating_add(PIECE) {
            let product = u32::try_from(place).ok().and_then(|place| snapshot.whole(Doc(place)));
            for text in
                product.map(|product| Reader::product(asked, product).texts(field)).unwrap_or_default()
            {
                piece.text.push_str(&text);
                piece.ends.push(piece.text.len());
            }
            piece.counts.push(piece.ends.len());
        }
        piece.text.shrink_to_fit();
        piece
    }

    fn of(&self, at: usize) -> impl Iterator<Item = &str> {
        let before =
            |list: &[usize], at: usize| at.checked_sub(1).and_then(|at| list.get(at).copied()).unwrap_or(0);
        let texts = before(&self.counts, at)..self.counts.get(at).copied().unwrap_or(0);
        texts.filter_map(move |at| self.text.get(before(&self.ends, at)..*self.ends.get(at)?))
    }
}

impl Snapshot {
    /// Returns the column of a field in the asked locale, to be read in any order; from front to back is quickest.
    pub fn texts<'a>(&'a self, asked: &'a Asked<'a>, field: Field) -> Texts<'a> {
        let key = (field, asked.circumstances.locale.clone());
        Texts { column: self.columns.column(key, self.places()), snapshot: self, asked, field }
    }
}

/// A column with what it takes to read on in it.
pub struct Texts<'a> {
    column: Column,
    snapshot: &'a Snapshot,
    asked: &'a Asked<'a>,
    field: Field,
}

impl Texts<'_> {
    /// Returns true when some text of a product holds.
    pub fn any(&self, doc: Doc, holds: impl FnMut(&str) -> bool) -> bool {
        let found = self.column.texts(self.snapshot, self.asked, self.field, doc);
        found.is_some_and(|(piece, at)| piece.of(at).any(holds))
    }

    /// Returns the first text of a product.
    pub fn first(&self, doc: Doc) -> Option<&str> {
        let (piece, at) = self.column.texts(self.snapshot, self.asked, self.field, doc)?;
        piece.of(at).next()
    }
}

#[cfg(test)]
mod tests {
    use super::super::apply::{News, apply};
    use super::super::sample::{here, product, shop, vocabulary};
    use super::*;

    #[test]
    fn a_column_tells_what_the_products_say_before_and_after_a_change() {
        let old = shop("a1 name=Old_Bag / a1-s / a1-m\n b1 name=Strap");
        let circumstances = here();
        let told = |snapshot: &Snapshot, field, doc, wanted: &str| {
            let asked = Asked::new(&circumstances, snapshot.vocabulary());
            snapshot.texts(&asked, field).any(Doc(doc), |text| text == wanted)
        };
        let find = |sku: &str| old.find(sku).unwrap().0;
        assert!(told(&old, Field::Name, find("a1"), "old bag") && told(&old, Field::Sku, find("a1"), "a1-m"));
        assert!(
            told(&old, Field::Name, find("b1"), "strap") && !told(&old, Field::Name, find("b1"), "old bag")
        );
        let (id, other) = (old.product(Doc(find("a1"))).unwrap().id(), crate::domain::id::ProductId(9));
        let changed = product(id.0, "a1 name=New_Bag", &vocabulary());
        let added = product(9, "c1 name=Third", &vocabulary());
        let news = News { products: vec![(id, Some(changed)), (other, Some(added))], ..News::default() };
        let new = apply(&old, news);
        assert!(
            told(&new, Field::Name, find("a1"), "new bag") && told(&old, Field::Name, find("a1"), "old bag")
        );
        assert!(!told(&new, Field::Sku, find("a1"), "a1-m") && told(&new, Field::Name, find("b1"), "strap"));
        assert!(told(&new, Field::Name, new.find("c1").unwrap().0, "third"));
    }
}
