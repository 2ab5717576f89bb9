//! Words: which products say what, so that a condition on a text looks through words instead of products.
//!
//! Names are kept by their pieces: a value of one piece is answered exactly, one of several by the products that carry
//! all its pieces, of which each has to be asked. Skus and texts of attributes are kept whole, and answered exactly.
//! A locale's own texts are kept only where they differ. Descriptions and addresses are not kept: their words are as
//! many as the rest of the catalogue together, and rules on them are rare; each product that has one is asked.

mod carriers;
mod dictionary;
mod heard;
mod kept;
mod lexicon;
mod piece;
mod said;

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use self::carriers::{Gather, Mark, Place};
use self::dictionary::Dictionary;
pub use self::heard::{Heard, Run, head};
use self::piece::{Piece, pieces};
pub use self::said::{Mouth, said};
use crate::domain::locale::Locale;
use crate::domain::rule::field::Field;
use crate::domain::rule::tree::TextMatch;

/// Where a text is told: a field, everywhere or in one locale in place of what holds everywhere.
pub type Layer = (Field, Option<Locale>);

/// One product's folded texts, by layer. In a locale's layer they are all it says there, be it nothing.
pub type Texts = Vec<(Layer, Vec<String>)>;

/// All words of the catalogue.
#[derive(Debug, Clone, Default)]
pub struct Words {
    layers: Arc<HashMap<Layer, Arc<Told>>>,
}

/// What is told in one layer.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The products that the layer is about.
    docs: RoaringBitmap,
    /// Those of them that say nothing here.
    silent: RoaringBitmap,
    words: Dictionary,
}

/// The products that a text condition finds.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// These pass.
    pub sure: Arc<RoaringBitmap>,
    /// These have to be asked.
    pub maybe: RoaringBitmap,
}

impl Words {
    /// Puts a product's texts in.
    pub fn put(&mut self, doc: u32, texts: &Texts) {
        for (layer, texts) in texts {
            let told = Arc::make_mut(&mut self.layers).entry(layer.clone()).or_default();
            let told = Arc::make_mut(told);
            told.docs.insert(doc);
            if texts.is_empty() {
                told.silent.insert(doc);
            }
            for (word, first, last) in distinct(layer.0, texts) {
                if let Some(mark) = Mark::new(doc, first, last) {
                    told.words.put(word, mark);
                }
            }
        }
    }

    /// Takes a product's texts out, the same as were put in.
    pub fn take(&mut self, doc: u32, texts: &Texts) {
        for (layer, texts) in texts {
            let Some(told) = Arc::make_mut(&mut self.layers).get_mut(layer) else { continue };
            let told = Arc::make_mut(told);
            told.docs.remove(doc);
            told.silent.remove(doc);
            for (word, ..) in distinct(layer.0, texts) {
                told.words.take(word, doc);
            }
        }
    }

    /// Returns the products of which a text of the field, in the locale, compares so with any of the folded values. Only
    /// for fields that are kept.
    pub fn find(&self, field: Field, locale: &Locale, how: TextMatch, values: &[String]) -> Hits {
        let base = self.layers.get(&(field, None));
        let own = self.layers.get(&(field, Some(locale.clone())));
        let hits = |told: &Arc<Told>| told.find(field, how, values);
        match (base.map(hits), own) {
            (base, None) => base.unwrap_or_default(),
            (None, Some(own)) => hits(own),
            (Some(base), Some(own)) => {
                let (here, there) = (&own.docs, hits(own));
                let sure = match (base.sure.is_empty(), there.sure.is_empty()) {
                    (true, _) => there.sure,
                    (false, true) if here.is_disjoint(&base.sure) => base.sure,
                    _ => Arc::new((base.sure.as_ref() - here) | there.sure.as_ref()),
                };
                Hits { sure, maybe: (base.maybe - here) | there.maybe }
            }
        }
    }

    /// Returns the products that say a text in any locale; those and perhaps others. Only for fields kept by pieces.
    pub fn anywhere(&self, field: Field, how: TextMatch, value: &str) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for (_, told) in self.layers.iter().filter(|((kept, _), _)| *kept == field) {
            let hits = told.find(field, how, std::slice::from_ref(&value.to_owned()));
            found |= hits.sure.as_ref();
            found |= hits.maybe;
        }
        found
    }

    /// Returns how many bytes of memory each field takes.
    pub fn memory(&self) -> Vec<(Field, usize)> {
        let bytes =
            |told: &Told| told.words.memory() + told.docs.serialized_size() + told.silent.serialized_size();
        let mut fields: Vec<(Field, usize)> =
            self.layers.iter().map(|((field, _), told)| (*field, bytes(told))).collect();
        fields.sort_unstable();
        fields.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        fields
    }

    /// Returns the products that say something of the field in the locale. Only for fields that are kept.
    pub fn told(&self, field: Field, locale: &Locale) -> RoaringBitmap {
        let base = self.layers.get(&(field, None)).map(|told| told.docs.clone()).unwrap_or_default();
        match self.layers.get(&(field, Some(locale.clone()))) {
            Some(own) => (base | &own.docs) - &own.silent,
            None => base,
        }
    }

    /// Returns the products whose own sku compares so with a folded text.
    pub fn own_skus(&self, how: TextMatch, text: &str) -> RoaringBitmap {
        let Some(told) = self.layers.get(&(Field::Sku, None)) else { return RoaringBitmap::new() };
        let mut found = Gather::default();
        told.whole(how, text, Place::First, &mut found);
        found.finish().as_ref().clone()
    }

    /// Calls back with the products in order of their own sku, until told false.
    pub fn skus(&self, mut each: impl FnMut(u32) -> bool) {
        if let Some(told) = self.layers.get(&(Field::Sku, None)) {
            told.words.from("", |_, carriers| carriers.at(Place::First).all(&mut each));
        }
    }

    /// Calls back with every product's own folded sku in order, and the products that have it.
    pub fn each_sku(&self, mut each: impl FnMut(&str, &mut dyn Iterator<Item = u32>)) {
        if let Some(told) = self.layers.get(&(Field::Sku, None)) {
            told.words.from("", |sku, carriers| {
                each(sku, &mut carriers.at(Place::First));
                true
            });
        }
    }
}

/// Returns true for fields kept whole, not by pieces.
fn is_whole(field: Field) -> bool {
    field != Field::Name
}

/// Calls back with what texts are kept under. Of skus only the first, the product's own, counts as standing first.
fn cut<'a>(field: Field, texts: impl Iterator<Item = &'a str>, mut each: impl FnMut(Piece<'a>)) {
    for (nth, text) in texts.enumerate() {
        if is_whole(field) {
            each(Piece { text, first: nth == 0 || field != Field::Sku, last: true });
        } else {
            pieces(text).for_each(&mut each);
        }
    }
}

/// Returns the words of a product's texts, each once with the places at which it stands.
fn distinct(field: Field, texts: &[String]) -> Vec<(&str, bool, bool)> {
    let mut words = Vec::new();
    let texts = texts.iter().map(String::as_str);
    cut(field, texts, |piece| words.push((piece.text, piece.first, piece.last)));
    words.sort_unstable();
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            (kept.1, kept.2) = (kept.1 || next.1, kept.2 || next.2);
        }
        same
    });
    words
}

impl Told {
    fn find(&self, field: Field, how: TextMatch, values: &[String]) -> Hits {
        let (mut sure, mut maybe) = (Gather::default(), RoaringBitmap::new());
        for value in values {
            match is_whole(field) {
                true => self.whole(how, value, Place::Any, &mut sure),
                false => maybe |= self.by_pieces(how, value, &mut sure),
            }
        }
        let sure = sure.finish();
        if !maybe.is_empty() {
            maybe -= sure.as_ref();
        }
        Hits { sure, maybe }
    }

    fn whole(&self, how: TextMatch, value: &str, place: Place, into: &mut Gather) {
        let words = &self.words;
        match how {
            TextMatch::Is => words.exactly(value, place, into),
            TextMatch::Contains => words.holding(value, place, into),
            TextMatch::Begins => words.beginning(value, place, into),
            TextMatch::Ends => words.ending(value, place, into),
            TextMatch::Less | TextMatch::LessOrEqual => words.from("", |word, carriers| {
                let passes = word < value || how == TextMatch::LessOrEqual && word == value;
                if passes {
                    into.add(carriers, place);
                }
                passes
            }),
            TextMatch::Greater | TextMatch::GreaterOrEqual => words.from(value, |word, carriers| {
                if how == TextMatch::GreaterOrEqual || word != value {
                    into.add(carriers, place);
                }
                true
            }),
        }
    }

    /// Adds the products that pass for sure and returns those that have to be asked.
    fn by_pieces(&self, how: TextMatch, value: &str, sure: &mut Gather) -> RoaringBitmap {
        let parts: Vec<Piece<'_>> = pieces(value).collect();
        let (Some(begin), Some(end)) = (parts.first(), parts.last()) else { return self.docs.clone() };
        // White space around a value, which folding takes away, would need its place in the text.
        if !begin.first || !end.last {
            return self.docs.clone();
        }
        match (how, parts.as_slice()) {
            (TextMatch::Contains, [one]) => self.words.holding(one.text, Place::Any, sure),
            (TextMatch::Begins, [one]) => self.words.beginning(one.text, Place::First, sure),
            (TextMatch::Ends, [one]) => self.words.ending(one.text, Place::Last, sure),
            (TextMatch::Is | TextMatch::Contains | TextMatch::Begins | TextMatch::Ends, parts) => {
                return self.together(how, parts);
            }
            _ => return self.ordered(how, begin.text, sure),
        }
        RoaringBitmap::new()
    }

    /// Returns the products that carry every piece of a value, as far as its ends go.
    fn together(&self, how: TextMatch, parts: &[Piece<'_>]) -> RoaringBitmap {
        let (opens, closes) = (
            matches!(how, TextMatch::Is | TextMatch::Begins),
            matches!(how, TextMatch::Is | TextMatch::Ends),
        );
        let one = |part: &Piece<'_>| {
            let mut found = Gather::default();
            match (part.first, part.last) {
                (true, _) if opens => self.words.exactly(part.text, Place::First, &mut found),
                (true, _) => self.words.ending(part.text, Place::Any, &mut found),
                (_, true) if closes => self.words.exactly(part.text, Place::Last, &mut found),
                (_, true) => self.words.beginning(part.text, Place::Any, &mut found),
                _ => self.words.exactly(part.text, Place::Any, &mut found),
            }
            found.finish()
        };
        let mut sets: Vec<Arc<RoaringBitmap>> = parts.iter().map(one).collect();
        if let (true, true, [only]) = (opens, closes, parts) {
            let mut last = Gather::default();
            self.words.exactly(only.text, Place::Last, &mut last);
            sets.push(last.finish());
        }
        sets.sort_by_key(|set| set.len());
        let mut sets = sets.into_iter();
        let mut found = sets.next().map(|set| set.as_ref().clone()).unwrap_or_default();
        for set in sets {
            found &= set.as_ref();
        }
        found
    }

    /// Texts compare as their first pieces do, unless one piece begins with the other.
    fn ordered(&self, how: TextMatch, begin: &str, sure: &mut Gather) -> RoaringBitmap {
        let less = matches!(how, TextMatch::Less | TextMatch::LessOrEqual);
        let mut maybe = Gather::default();
        self.words.from("", |word, carriers| {
            if word.starts_with(begin) || begin.starts_with(word) {
                maybe.add(carriers, Place::First);
            } else if (word < begin) == less {
                sure.add(carriers, Place::First);
            }
            true
        });
        maybe.finish().as_ref().clone()
    }
}

#[cfg(test)]
mod tests;
