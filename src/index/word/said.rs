//! Said: the folded texts of one product that are kept by word.
//!
//! Told layer by layer, in room that is used again for the next product, so that whoever takes in a whole catalogue copies
//! no text twice.

use std::collections::BTreeSet;

use super::Texts;
use crate::domain::id::AttributeId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::rule::field::Field;
use crate::domain::text::fold_onto;
use crate::index::packed::field::{self, Value};
use crate::index::packed::{Book, Laid};

/// The values of an attribute that a product and its variants have.
type Holder<'a> = (AttributeId, field::Texts<'a>);

/// Folded texts, one behind the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    text: String,
    ends: Vec<usize>,
}

impl Line {
    /// Returns the texts in their order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        self.ends.iter().filter_map(move |end| self.text.get(std::mem::replace(&mut from, *end)..*end))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn fill<'a>(&mut self, texts: impl Iterator<Item = &'a str>) {
        self.clear();
        texts.for_each(|text| self.add(text));
    }

    /// Adds a text folded, unless nothing is left of it.
    fn add(&mut self, text: &str) {
        let before = self.text.len();
        fold_onto(text, &mut self.text);
        if self.text.len() > before {
            self.ends.push(self.text.len());
        }
    }
}

/// The room in which a product says its texts.
#[derive(Debug, Default)]
pub struct Mouth<'a> {
    layers: Layers,
    holders: Vec<Holder<'a>>,
}

/// Returns a product's skus, its own first, its name and its texts of attributes, by layer.
pub fn said(laid: &Laid<'_>) -> Texts {
    let mut texts = Texts::new();
    Mouth::default().say(laid, |field, locale, line| {
        texts.push(((field, locale.cloned()), line.texts().map(str::to_owned).collect()));
    });
    texts
}

impl<'a> Mouth<'a> {
    /// Tells what a product says, layer by layer; each layer once.
    pub fn say(&mut self, laid: &Laid<'a>, mut tell: impl FnMut(Field, Option<&Locale>, &Line)) {
        let Some(product) = laid.record() else { return };
        let Self { layers, holders } = self;
        let own = product.sku();
        let skus = &mut layers.here;
        skus.clear();
        skus.add(own);
        let others = product.offers().filter(|offer| offer.sku != (own, ""));
        others.for_each(|offer| skus.add(&offer.sku()));
        tell(Field::Sku, None, skus);
        layers.begin();
        let read = product.each_name(|locale, text| {
            layers.take(Field::Name, locale.as_deref(), std::iter::once(text), &mut tell);
        });
        if read.is_some() {
            layers.finish(Field::Name, &mut tell);
        }
        holders.clear();
        holders.extend(laid.values().iter().filter_map(|(id, value)| match value {
            Value::Texts(told) => Some((*id, *told)),
            _ => None,
        }));
        holders.sort_by_key(|(id, _)| *id);
        for same in holders.chunk_by(|left, right| left.0 == right.0) {
            match same {
                [(id, told)] => {
                    let field = Field::Attribute(*id);
                    layers.begin();
                    let read = told.each(product.book(), |locale, list| {
                        layers.take(field, locale.as_deref(), list, &mut tell);
                        Some(())
                    });
                    if read.is_some() {
                        layers.finish(field, &mut tell);
                    }
                }
                several => layers.tell_several(several, product.book(), &mut tell),
            }
        }
    }
}

/// What is told everywhere, kept until each locale's own texts were compared with it.
#[derive(Debug, Default)]
struct Layers {
    everywhere: Line,
    here: Line,
}

impl Layers {
    fn begin(&mut self) {
        self.everywhere.clear();
    }

    /// Takes the texts of a locale, or those of none, which come first.
    fn take<'a>(
        &mut self,
        field: Field,
        locale: Option<&Locale>,
        texts: impl Iterator<Item = &'a str>,
        tell: &mut impl FnMut(Field, Option<&Locale>, &Line),
    ) {
        if locale.is_none() {
            self.everywhere.fill(texts);
            return;
        }
        self.here.fill(texts);
        if self.here != self.everywhere {
            tell(field, locale, &self.here);
        }
    }

    fn finish(&mut self, field: Field, tell: &mut impl FnMut(Field, Option<&Locale>, &Line)) {
        if !self.everywhere.ends.is_empty() {
            tell(field, None, &self.everywhere);
        }
    }

    /// Tells what a product and its variants say together of one attribute.
    fn tell_several(
        &mut self,
        several: &[Holder<'_>],
        book: &Book,
        tell: &mut impl FnMut(Field, Option<&Locale>, &Line),
    ) {
        let Some((id, _)) = several.first() else { return };
        let field = Field::Attribute(*id);
        let holders: Vec<Localised<Vec<String>>> =
            several.iter().filter_map(|(_, told)| told.whole(book)).collect();
        self.take(field, None, texts_of(&holders, None), tell);
        for locale in holders.iter().flat_map(|holder| holder.own.keys()).collect::<BTreeSet<_>>() {
            self.take(field, Some(locale), texts_of(&holders, Some(locale)), tell);
        }
        self.finish(field, tell);
    }
}

fn texts_of<'a>(
    holders: &'a [Localised<Vec<String>>],
    locale: Option<&'a Locale>,
) -> impl Iterator<Item = &'a str> {
    let lists = holders.iter().filter_map(move |holder| match locale {
        Some(locale) => holder.get(locale),
        None => holder.default.as_ref(),
    });
    lists.flatten().map(String::as_str)
}
