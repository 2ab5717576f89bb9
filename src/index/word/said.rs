//! Said: the folded texts of one product that are kept by word.
//!
//! Told layer by layer, so that whoever takes in a whole catalogue copies no text that is folded already.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Texts;
use crate::domain::id::AttributeId;
use crate::domain::locale::{Locale, Localised};
use crate::domain::rule::field::Field;
use crate::domain::text::{fold, folded};
use crate::index::fact::attribute_values;
use crate::index::packed::field::{self, Value};
use crate::index::packed::{Book, Record};

/// Folded texts.
type Line<'a> = Vec<Cow<'a, str>>;
/// The values of an attribute that a product and its variants have.
type Holder<'a> = (AttributeId, field::Texts<'a>);

/// Returns a product's skus, its own first, its name and its texts of attributes, by layer.
pub fn said(product: &Record<'_>) -> Texts {
    let mut texts = Texts::new();
    say(product, |field, locale, line| {
        let line = line.iter().map(|text| text.clone().into_owned()).collect();
        texts.push(((field, locale.cloned()), line));
    });
    texts
}

/// Tells what a product says, layer by layer; each layer once.
pub fn say<'a>(product: &Record<'a>, mut tell: impl FnMut(Field, Option<&Locale>, &[Cow<'a, str>])) {
    let mut skus: Line<'a> = vec![folded(product.sku())];
    skus.extend(product.offers().map(|offer| fold_own(offer.sku())));
    tell(Field::Sku, None, &skus);
    let mut name = Layers::new(Field::Name);
    let read = product.each_name(|locale, text| name.take(locale, std::iter::once(text), &mut tell));
    if read.is_some() {
        name.finish(&mut tell);
    }
    let mut holders: Vec<Holder<'a>> = Vec::new();
    for (id, value) in attribute_values(product) {
        if let Value::Texts(told) = value {
            holders.push((id, told));
        }
    }
    holders.sort_by_key(|(id, _)| *id);
    for same in holders.chunk_by(|left, right| left.0 == right.0) {
        match same {
            [(id, told)] => {
                let mut layers = Layers::new(Field::Attribute(*id));
                let book = product.book();
                let read = told.each(book, |locale, list| {
                    layers.take(locale, list, &mut tell);
                    Some(())
                });
                if read.is_some() {
                    layers.finish(&mut tell);
                }
            }
            several => tell_several(several, product.book(), &mut tell),
        }
    }
}

/// What is told everywhere, kept until each locale's own texts were compared with it.
struct Layers<'a> {
    field: Field,
    everywhere: Line<'a>,
}

impl<'a> Layers<'a> {
    fn new(field: Field) -> Self {
        Self { field, everywhere: Vec::new() }
    }

    /// Takes the texts of a locale, or those of none, which come first.
    fn take(
        &mut self,
        locale: Option<Cow<'_, Locale>>,
        texts: impl Iterator<Item = &'a str>,
        tell: &mut impl FnMut(Field, Option<&Locale>, &[Cow<'a, str>]),
    ) {
        let line: Line<'a> = texts.map(folded).filter(|text| !text.is_empty()).collect();
        match locale {
            None => self.everywhere = line,
            Some(locale) if line != self.everywhere => tell(self.field, Some(&locale), &line),
            Some(_) => {}
        }
    }

    fn finish(self, tell: &mut impl FnMut(Field, Option<&Locale>, &[Cow<'a, str>])) {
        if !self.everywhere.is_empty() {
            tell(self.field, None, &self.everywhere);
        }
    }
}

/// Tells what a product and its variants say together of one attribute.
fn tell_several<'a>(
    several: &[Holder<'a>],
    book: &Book,
    tell: &mut impl FnMut(Field, Option<&Locale>, &[Cow<'a, str>]),
) {
    let Some((id, _)) = several.first() else { return };
    let holders: Vec<Localised<Vec<String>>> =
        several.iter().filter_map(|(_, told)| told.whole(book)).collect();
    let line = |locale: Option<&Locale>| -> Line<'a> {
        let lists = holders.iter().filter_map(|holder| match locale {
            Some(locale) => holder.get(locale),
            None => holder.default.as_ref(),
        });
        lists.flatten().map(|text| fold(text)).filter(|text| !text.is_empty()).map(Cow::Owned).collect()
    };
    let everywhere = line(None);
    for locale in holders.iter().flat_map(|holder| holder.own.keys()).collect::<BTreeSet<_>>() {
        let here = line(Some(locale));
        if here != everywhere {
            tell(Field::Attribute(*id), Some(locale), &here);
        }
    }
    if !everywhere.is_empty() {
        tell(Field::Attribute(*id), None, &everywhere);
    }
}

/// Returns a text folded, in its own place where that is possible.
fn fold_own(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => folded(text),
        Cow::Owned(text) => Cow::Owned(fold(&text)),
    }
}
