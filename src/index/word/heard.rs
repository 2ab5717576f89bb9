//! Heard: the words of some products, put in order; and the dictionaries made of many such runs.
//!
//! Words are numbered as they are heard and put in order once for all that say them. The runs of many products are merged,
//! so that every core makes some.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::carriers::{Carriers, Mark};
use super::dictionary::Dictionary;
use super::lexicon::Lexicon;
use super::{Layer, Told, Words, cut};
use crate::domain::locale::Locale;
use crate::domain::rule::field::Field;
use crate::index::cores::each;

/// Bytes of a word that are compared at once.
const HEAD: usize = 16;

/// Words while they come in, product after product.
#[derive(Debug, Default)]
pub struct Heard {
    fields: FxHashMap<Field, Vec<(Option<Locale>, Open)>>,
}

#[derive(Debug, Default)]
struct Open {
    docs: Vec<u32>,
    silent: Vec<u32>,
    lexicon: Lexicon,
    /// The number of each word that was said, and by whom.
    said: Vec<(u32, Mark)>,
}

/// The words of one layer of some products, in order.
#[derive(Debug)]
pub struct Run {
    layer: Layer,
    docs: RoaringBitmap,
    silent: RoaringBitmap,
    text: String,
    words: Vec<Word>,
    marks: Vec<Mark>,
}

/// Where the text and the marks of a word end.
#[derive(Debug, Clone, Copy)]
struct Word {
    text: usize,
    marks: usize,
}

impl Heard {
    /// Takes a product's texts of one layer in; its place must come after the last one's.
    pub fn put<'a>(
        &mut self,
        doc: u32,
        field: Field,
        locale: Option<&Locale>,
        texts: impl Iterator<Item = &'a str>,
    ) {
        let layers = self.fields.entry(field).or_default();
        let known = layers.iter().position(|(own, _)| own.as_ref() == locale);
        let at = known.unwrap_or(layers.len());
        if known.is_none() {
            layers.push((locale.cloned(), Open::default()));
        }
        if let Some((_, open)) = layers.get_mut(at) {
            open.put(doc, field, texts);
        }
    }

    /// Returns all words in order, a run for each layer.
    pub fn in_order(self) -> Vec<Run> {
        let layers = self.fields.into_iter();
        let layers = layers.flat_map(|(field, open)| open.into_iter().map(move |open| (field, open)));
        layers.map(|(field, (locale, open))| open.in_order((field, locale))).collect()
    }
}

/// Returns the first bytes of a word as a number that compares as they do.
pub fn head(word: &str) -> u128 {
    let mut bytes = [0; HEAD];
    for (byte, own) in bytes.iter_mut().zip(word.as_bytes()) {
        *byte = *own;
    }
    u128::from_be_bytes(bytes)
}

impl Open {
    fn put<'a>(&mut self, doc: u32, field: Field, texts: impl Iterator<Item = &'a str>) {
        let Self { docs, silent, lexicon, said } = self;
        docs.push(doc);
        let mut count = 0_usize;
        cut(field, texts.inspect(|_| count += 1), |piece| {
            // Hardly two products have one sku, so that looking for it would find nothing.
            let number = match field {
                Field::Sku => lexicon.add(piece.text),
                _ => lexicon.number(piece.text),
            };
            if let (Some(mark), Some(number)) = (Mark::new(doc, piece.first, piece.last), number) {
                said.push((number, mark));
            }
        });
        if count == 0 {
            silent.push(doc);
        }
    }

    fn in_order(self, layer: Layer) -> Run {
        let Self { docs, silent, lexicon, said } = self;
        let count = u32::try_from(lexicon.len()).unwrap_or(u32::MAX);
        let mut order: Vec<(u128, u32)> =
            (0..count).map(|number| (head(lexicon.word(number)), number)).collect();
        order.sort_unstable_by(|left, right| {
            left.0.cmp(&right.0).then_with(|| lexicon.word(left.1).cmp(lexicon.word(right.1)))
        });
        let mut ends = vec![0_usize; lexicon.len()];
        for (number, _) in &said {
            if let Some(end) = usize::try_from(*number).ok().and_then(|at| ends.get_mut(at)) {
                *end += 1;
            }
        }
        let (mut text, mut words, mut next) = (String::new(), Vec::<Word>::with_capacity(order.len()), 0);
        let mut last = None;
        for (_, number) in &order {
            let Some(end) = usize::try_from(*number).ok().and_then(|at| ends.get_mut(at)) else { continue };
            let word = lexicon.word(*number);
            let marks = next + *end;
            let is_same = last.replace(word) == Some(word);
            match words.last_mut().filter(|_| is_same) {
                Some(same) => same.marks = marks,
                None => {
                    text.push_str(word);
                    words.push(Word { text: text.len(), marks });
                }
            }
            // From here on it tells where the next mark of the word goes.
            next += std::mem::replace(end, next);
        }
        let mut marks = vec![Mark(0); said.len()];
        for (number, mark) in said {
            let Some(end) = usize::try_from(number).ok().and_then(|at| ends.get_mut(at)) else { continue };
            if let Some(place) = marks.get_mut(*end) {
                *place = mark;
            }
            *end += 1;
        }
        let set = |docs: Vec<u32>| RoaringBitmap::from_sorted_iter(docs).unwrap_or_default();
        Run { layer, docs: set(docs), silent: set(silent), text, words, marks }
    }
}

impl Run {
    fn word(&self, at: usize) -> Option<(&str, &[Mark])> {
        let end = self.words.get(at)?;
        let from = at.checked_sub(1).and_then(|before| self.words.get(before));
        let from = from.copied().unwrap_or(Word { text: 0, marks: 0 });
        Some((self.text.get(from.text..end.text)?, self.marks.get(from.marks..end.marks)?))
    }
}

impl Words {
    /// Returns the words of all products from the runs of some after the other.
    pub fn of(parts: Vec<Vec<Run>>) -> Self {
        let mut layers: HashMap<Layer, Vec<Run>> = HashMap::new();
        for run in parts.into_iter().flatten() {
            layers.entry(run.layer.clone()).or_default().push(run);
        }
        let mut layers: Vec<(Layer, Vec<Run>)> = layers.into_iter().collect();
        // What takes longest is begun first.
        let size = |runs: &[Run]| runs.iter().map(|run| run.marks.len()).sum::<usize>();
        layers.sort_by_cached_key(|(_, runs)| Reverse(size(runs)));
        let told = each(layers, |(layer, runs)| (layer, Arc::new(Told::of(&runs))));
        Self { layers: Arc::new(told.into_iter().collect()) }
    }
}

impl Told {
    fn of(runs: &[Run]) -> Self {
        let mut told = Self::default();
        for run in runs {
            told.docs |= &run.docs;
            told.silent |= &run.silent;
        }
        told.words = merge(runs);
        told
    }
}

/// Returns the dictionary of the words of all runs.
fn merge(runs: &[Run]) -> Dictionary {
    let mut dictionary = Dictionary::default();
    let mut next = vec![0_usize; runs.len()];
    let word = |run: usize, at: usize| runs.get(run)?.word(at);
    let first = |run: usize| Some(Reverse((word(run, 0)?.0, run)));
    let mut heads: BinaryHeap<Reverse<(&str, usize)>> = (0..runs.len()).filter_map(first).collect();
    let (mut marks, mut now) = (Vec::new(), "");
    while let Some(Reverse((text, run))) = heads.pop() {
        if text != now {
            if let Some(carriers) = Carriers::of(&mut marks) {
                dictionary.push(now, carriers);
            }
            marks.clear();
            now = text;
        }
        let Some(at) = next.get_mut(run) else { continue };
        marks.extend_from_slice(word(run, *at).map(|(_, marks)| marks).unwrap_or_default());
        *at += 1;
        heads.extend(word(run, *at).map(|(text, _)| Reverse((text, run))));
    }
    if let Some(carriers) = Carriers::of(&mut marks) {
        dictionary.push(now, carriers);
    }
    dictionary.fit();
    dictionary
}
