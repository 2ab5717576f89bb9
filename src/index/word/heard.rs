//! Heard: the words of some products, put in order; and the dictionaries made of many such runs.
//!
//! Putting words in order takes the place of looking each up, because most of a catalogue's words, its skus, stand in one
//! product alone.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::carriers::{Carriers, Mark};
use super::dictionary::Dictionary;
use super::{Layer, Texts, Told, Words, cuts};
use crate::index::cores::each;

/// Bytes of a word that are compared at once.
const HEAD: usize = 16;

/// Words while they come in, product after product.
#[derive(Debug, Default)]
pub struct Heard {
    layers: FxHashMap<Layer, Open>,
}

#[derive(Debug, Default)]
struct Open {
    docs: Vec<u32>,
    silent: Vec<u32>,
    text: String,
    said: Vec<Said>,
}

/// A word of a product; its text stands apart.
#[derive(Debug, Clone, Copy)]
struct Said {
    head: u128,
    from: u32,
    length: u32,
    mark: Mark,
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
    /// Takes a product's texts in; its place must come after the last one's.
    pub fn put(&mut self, doc: u32, texts: &Texts) {
        for (layer, texts) in texts {
            if !self.layers.contains_key(layer) {
                self.layers.insert(layer.clone(), Open::default());
            }
            let Some(open) = self.layers.get_mut(layer) else { continue };
            open.docs.push(doc);
            if texts.is_empty() {
                open.silent.push(doc);
            }
            for piece in cuts(layer.0, texts) {
                let (from, length) = (u32::try_from(open.text.len()), u32::try_from(piece.text.len()));
                let mark = Mark::new(doc, piece.first, piece.last);
                let (Ok(from), Ok(length), Some(mark)) = (from, length, mark) else { continue };
                open.text.push_str(piece.text);
                open.said.push(Said { head: head(piece.text), from, length, mark });
            }
        }
    }

    /// Returns all words in order, a run for each layer.
    pub fn in_order(self) -> Vec<Run> {
        self.layers.into_iter().map(|(layer, open)| open.in_order(layer)).collect()
    }
}

/// Returns the first bytes of a word as a number that compares as they do.
fn head(word: &str) -> u128 {
    let mut bytes = [0; HEAD];
    for (byte, own) in bytes.iter_mut().zip(word.as_bytes()) {
        *byte = *own;
    }
    u128::from_be_bytes(bytes)
}

impl Open {
    fn in_order(mut self, layer: Layer) -> Run {
        let whole = self.text.as_str();
        let word = |said: &Said| {
            let from = usize::try_from(said.from).unwrap_or(usize::MAX);
            let length = usize::try_from(said.length).unwrap_or(0);
            whole.get(from..from.saturating_add(length)).unwrap_or_default()
        };
        self.said.sort_unstable_by(|left, right| {
            let heads = left.head.cmp(&right.head);
            heads.then_with(|| word(left).cmp(word(right))).then(left.mark.cmp(&right.mark))
        });
        let (mut text, mut words) = (String::new(), Vec::new());
        let mut marks = Vec::with_capacity(self.said.len());
        for same in self.said.chunk_by(|left, right| left.head == right.head && word(left) == word(right)) {
            text.push_str(same.first().map(word).unwrap_or_default());
            marks.extend(same.iter().map(|said| said.mark));
            words.push(Word { text: text.len(), marks: marks.len() });
        }
        let set = |docs: Vec<u32>| RoaringBitmap::from_sorted_iter(docs).unwrap_or_default();
        Run { layer, docs: set(self.docs), silent: set(self.silent), text, words, marks }
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
