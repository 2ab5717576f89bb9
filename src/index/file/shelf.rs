//! The shelf as blocks, each of which is read by itself, so that every core reads some.

use std::io::{Result, Write};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::stream::Out;
use crate::domain::id::{AttributeId, CategoryId, OptionId, StoreId};
use crate::domain::locale::{Locale, LocaleCode};
use crate::domain::money::Currency;
use crate::domain::rule::field::{Field, Window};
use crate::index::cells::Cells;
use crate::index::cores::each;
use crate::index::fact::{Measure, Term};
use crate::index::packed::book::{currency, put_currency};
use crate::index::packed::bytes::{Cursor, put_bytes, put_count, put_set, put_signed};
use crate::index::shelf::Shelf;
use crate::index::sorted::Sorted;
use crate::index::word::{Layer, Told, Words};

/// Most terms of one block.
const TERMS: usize = 2_048;
/// What a block holds; its first byte.
const OF_TERMS: u8 = 0;
const OF_NUMBERS: u8 = 1;
const OF_SKUS: u8 = 2;
const OF_DICE: u8 = 3;
const OF_WORDS: u8 = 4;
/// The fields that a term, a measure or a layer can be about, besides attributes.
const FIELDS: [Field; 18] = [
    Field::Sku,
    Field::Name,
    Field::Description,
    Field::Url,
    Field::Margin,
    Field::Stock,
    Field::Rating,
    Field::Reviews,
    Field::Sold(Window::Week),
    Field::Sold(Window::Month),
    Field::Sold(Window::Quarter),
    Field::Viewed(Window::Week),
    Field::Viewed(Window::Month),
    Field::Viewed(Window::Quarter),
    Field::CreatedAt,
    Field::UpdatedAt,
    Field::NewFrom,
    Field::NewUntil,
];

/// What one block holds.
enum Part {
    Terms(Vec<(Term, RoaringBitmap)>),
    Numbers(Measure, Sorted),
    Skus(Sorted),
    Dice(Cells),
    Words(Layer, Told),
}

/// Writes how many blocks there are, and the blocks.
pub fn write<W: Write>(shelf: &Shelf, out: &mut Out<W>) -> Result<()> {
    let terms: Vec<_> = shelf.terms.iter().collect();
    let count = terms.chunks(TERMS).len() + shelf.numbers.len() + 2 + shelf.words.layers().count();
    let mut head = Vec::new();
    put_count(&mut head, count);
    out.block(&head)?;
    for terms in terms.chunks(TERMS) {
        let mut into = vec![OF_TERMS];
        for (term, set) in terms {
            put_term(&mut into, **term);
            put_set(&mut into, set);
        }
        out.block(&into)?;
    }
    for (measure, sorted) in &shelf.numbers {
        let mut into = vec![OF_NUMBERS];
        put_measure(&mut into, *measure);
        sorted.put(&mut into);
        out.block(&into)?;
    }
    let mut into = vec![OF_SKUS];
    shelf.skus.put(&mut into);
    out.block(&into)?;
    let mut into = vec![OF_DICE];
    shelf.dice.put(&mut into);
    out.block(&into)?;
    for ((field, locale), told) in shelf.words.layers() {
        let mut into = vec![OF_WORDS];
        put_field(&mut into, *field);
        put_bytes(&mut into, locale.as_ref().map_or("", |locale| locale.as_str()).as_bytes());
        told.put(&mut into);
        out.block(&into)?;
    }
    Ok(())
}

/// Returns the shelf of its blocks; `None` for damage.
pub fn read(mut blocks: Vec<Vec<u8>>) -> Option<Shelf> {
    // What takes longest is begun first.
    blocks.sort_by_key(|block| std::cmp::Reverse(block.len()));
    let (mut shelf, mut layers) = (Shelf::default(), Vec::new());
    for part in each(blocks, |block| part(&block)) {
        match part? {
            Part::Terms(terms) => {
                terms.into_iter().for_each(|(term, set)| shelf.terms.insert(term, Arc::new(set)));
            }
            Part::Numbers(measure, sorted) => {
                shelf.numbers.insert(measure, Arc::new(sorted));
            }
            Part::Skus(sorted) => shelf.skus = Arc::new(sorted),
            Part::Dice(cells) => shelf.dice = Arc::new(cells),
            Part::Words(layer, told) => layers.push((layer, told)),
        }
    }
    shelf.words = Words::of_layers(layers);
    Some(shelf)
}

fn part(block: &[u8]) -> Option<Part> {
    let from = &mut Cursor::new(block);
    let part = match from.byte()? {
        OF_TERMS => {
            let mut terms = Vec::with_capacity(TERMS);
            while !from.rest().is_empty() {
                terms.push((term(from)?, from.set()?));
            }
            Part::Terms(terms)
        }
        OF_NUMBERS => Part::Numbers(measure(from)?, Sorted::read(from)?),
        OF_SKUS => Part::Skus(Sorted::read(from)?),
        OF_DICE => Part::Dice(Cells::read(from)?),
        OF_WORDS => {
            let (field, locale) = (field(from)?, from.text()?);
            let locale = if locale.is_empty() { None } else { Some(Locale::parse(locale).ok()?) };
            Part::Words((field, locale), Told::read(from)?)
        }
        _ => return None,
    };
    from.rest().is_empty().then_some(part)
}

fn put_term(into: &mut Vec<u8>, term: Term) {
    let mut tag = |tag: u8, id: i32| {
        into.push(tag);
        put_signed(into, id.into());
    };
    match term {
        Term::Option(id) => tag(0, id.0),
        Term::OptionIn(id, LocaleCode(code)) => {
            tag(17, id.0);
            into.extend_from_slice(&code);
        }
        Term::Category(id) => tag(1, id.0),
        Term::Below(id) => tag(2, id.0),
        Term::Store(id) => tag(3, id.0),
        Term::Filled(id) => tag(4, id.0),
        Term::YesNo(id, is) => tag(if is { 5 } else { 6 }, id.0),
        Term::EveryStore => into.push(7),
        Term::Active => into.push(8),
        Term::InStock => into.push(9),
        Term::AnyCategory => into.push(10),
        Term::Dated => into.push(11),
        Term::Told(field) => put_tagged(into, 12, field),
        Term::ToldSomewhere(field) => put_tagged(into, 13, field),
        Term::OnSale(store, currency) => put_market(into, 14, store, currency),
        Term::Priced(store, currency) => put_market(into, 15, store, currency),
        Term::OwnRegular(store, currency) => put_market(into, 16, store, currency),
    }
}

fn term(from: &mut Cursor<'_>) -> Option<Term> {
    Some(match from.byte()? {
        0 => Term::Option(OptionId(from.small()?)),
        1 => Term::Category(CategoryId(from.small()?)),
        2 => Term::Below(CategoryId(from.small()?)),
        3 => Term::Store(StoreId(from.small()?)),
        4 => Term::Filled(AttributeId(from.small()?)),
        5 => Term::YesNo(AttributeId(from.small()?), true),
        6 => Term::YesNo(AttributeId(from.small()?), false),
        7 => Term::EveryStore,
        8 => Term::Active,
        9 => Term::InStock,
        10 => Term::AnyCategory,
        11 => Term::Dated,
        12 => Term::Told(field(from)?),
        13 => Term::ToldSomewhere(field(from)?),
        14 => Term::OnSale(StoreId(from.small()?), currency(from)?),
        15 => Term::Priced(StoreId(from.small()?), currency(from)?),
        16 => Term::OwnRegular(StoreId(from.small()?), currency(from)?),
        17 => Term::OptionIn(OptionId(from.small()?), LocaleCode(*from.take(6)?.as_array()?)),
        _ => return None,
    })
}

fn put_measure(into: &mut Vec<u8>, measure: Measure) {
    match measure {
        Measure::Plain(field) => put_tagged(into, 0, field),
        Measure::Price(store, currency) => put_market(into, 1, store, currency),
        Measure::RegularPrice(store, currency) => put_market(into, 2, store, currency),
        Measure::Discount(store, currency) => put_market(into, 3, store, currency),
    }
}

fn measure(from: &mut Cursor<'_>) -> Option<Measure> {
    Some(match from.byte()? {
        0 => Measure::Plain(field(from)?),
        1 => Measure::Price(StoreId(from.small()?), currency(from)?),
        2 => Measure::RegularPrice(StoreId(from.small()?), currency(from)?),
        3 => Measure::Discount(StoreId(from.small()?), currency(from)?),
        _ => return None,
    })
}

fn put_tagged(into: &mut Vec<u8>, tag: u8, field: Field) {
    into.push(tag);
    put_field(into, field);
}

fn put_market(into: &mut Vec<u8>, tag: u8, store: StoreId, currency: Currency) {
    into.push(tag);
    put_signed(into, store.0.into());
    put_currency(into, currency);
}

/// A field without a place in the list reads back as damage, so that the file is made anew.
fn put_field(into: &mut Vec<u8>, field: Field) {
    match field {
        Field::Attribute(id) => {
            put_count(into, 0);
            put_signed(into, id.0.into());
        }
        _ => put_count(into, 1 + FIELDS.iter().position(|known| *known == field).unwrap_or(FIELDS.len())),
    }
}

fn field(from: &mut Cursor<'_>) -> Option<Field> {
    match usize::try_from(from.number()?).ok()?.checked_sub(1) {
        None => Some(Field::Attribute(AttributeId(from.small()?))),
        Some(place) => FIELDS.get(place).copied(),
    }
}
