//! A dictionary: words in order, each with its carriers; in blocks, so that a change copies little.
//!
//! The words of a block stand behind each other in one text, so that looking for a part of a word is one pass over
//! memory.

use std::sync::Arc;

use memchr::memmem::Finder;

use super::carriers::{Carriers, Gather, Mark, Place};

/// Most words of one block.
const BLOCK: usize = 256;
/// Behind each word; no text holds it.
const END: char = '\0';

/// Words with their carriers.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    pub(super) blocks: Vec<Arc<Block>>,
}

/// Some words in a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// All of them, each with END behind it.
    pub(super) text: String,
    /// Behind each word's END.
    pub(super) ends: Vec<u32>,
    /// What carries each.
    pub(super) carriers: Vec<Carriers>,
}

impl Dictionary {
    /// Adds a word behind all others.
    pub fn push(&mut self, word: &str, carriers: Carriers) {
        if self.blocks.last().is_none_or(|last| last.carriers.len() >= BLOCK / 2) {
            self.fit();
            self.blocks.push(Arc::default());
        }
        if let Some(last) = self.blocks.last_mut() {
            Arc::make_mut(last).push(word, carriers);
        }
    }

    /// Lets go of the room that the last words were given for more.
    pub fn fit(&mut self) {
        if let Some(last) = self.blocks.last_mut() {
            Arc::make_mut(last).fit();
        }
    }

    /// Returns how many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        let of = |block: &Arc<Block>| {
            let lists = block.carriers.iter().map(Carriers::memory).sum::<usize>();
            let places = block.carriers.capacity() * size_of::<Carriers>();
            block.text.capacity() + block.ends.capacity() * size_of::<u32>() + places + lists
        };
        self.blocks.iter().map(of).sum()
    }

    /// Puts a product under a word that it is not under yet.
    pub fn put(&mut self, word: &str, mark: Mark) {
        if self.blocks.is_empty() {
            self.blocks.push(Arc::default());
        }
        let at = self.block(word);
        let Some(block) = self.blocks.get_mut(at).map(Arc::make_mut) else { return };
        match block.place(word) {
            Ok(place) => {
                if let Some(carriers) = block.carriers.get_mut(place) {
                    carriers.put(mark);
                }
            }
            Err(place) => block.insert(place, word, Carriers::One(mark)),
        }
        if block.carriers.len() > BLOCK {
            let upper = block.split();
            self.blocks.insert(at + 1, Arc::new(upper));
        }
    }

    /// Takes a product out from under a word.
    pub fn take(&mut self, word: &str, doc: u32) {
        let at = self.block(word);
        let Some(block) = self.blocks.get_mut(at) else { return };
        let Ok(place) = block.place(word) else { return };
        let block = Arc::make_mut(block);
        if block.carriers.get_mut(place).is_some_and(|carriers| !carriers.take(doc)) {
            block.remove(place);
        }
        if block.carriers.is_empty() {
            self.blocks.remove(at);
        }
    }

    /// Returns the place of the block where a word is or belongs: the last one that begins at or before it.
    fn block(&self, word: &str) -> usize {
        let after = self.blocks.partition_point(|block| block.word(0).is_some_and(|first| first <= word));
        after.saturating_sub(1)
    }

    /// Gathers the products under exactly that word.
    pub fn exactly(&self, word: &str, place: Place, gather: &mut Gather) {
        let Some(block) = self.blocks.get(self.block(word)) else { return };
        let found = block.place(word).ok().and_then(|at| block.carriers.get(at));
        if let Some(carriers) = found {
            gather.add(carriers, place);
        }
    }

    /// Gathers the products under words that begin with a text.
    pub fn beginning(&self, with: &str, place: Place, gather: &mut Gather) {
        self.from(with, |word, carriers| {
            let begins = word.starts_with(with);
            if begins {
                gather.add(carriers, place);
            }
            begins
        });
    }

    /// Calls back with words in order from the first one that is not before a text, until told false.
    pub fn from(&self, text: &str, mut each: impl FnMut(&str, &Carriers) -> bool) {
        let first = self.block(text);
        for (at, block) in self.blocks.iter().enumerate().skip(first) {
            let start = if at == first { block.place(text).unwrap_or_else(|place| place) } else { 0 };
            for place in start..block.carriers.len() {
                let (Some(word), Some(carriers)) = (block.word(place), block.carriers.get(place)) else {
                    return;
                };
                if !each(word, carriers) {
                    return;
                }
            }
        }
    }

    /// Gathers the products under words that hold a text.
    pub fn holding(&self, text: &str, place: Place, gather: &mut Gather) {
        let finder = Finder::new(text.as_bytes());
        for block in &self.blocks {
            block.search(&finder, |word, carriers| {
                if !text.contains(END) || word.contains(text) {
                    gather.add(carriers, place);
                }
            });
        }
    }

    /// Gathers the products under words that end with a text.
    pub fn ending(&self, with: &str, place: Place, gather: &mut Gather) {
        let closed = format!("{with}{END}");
        let finder = Finder::new(closed.as_bytes());
        for block in &self.blocks {
            block.search(&finder, |word, carriers| {
                if word.ends_with(with) {
                    gather.add(carriers, place);
                }
            });
        }
    }
}

impl Block {
    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|at| self.end(at)).unwrap_or(0)
    }

    fn end(&self, at: usize) -> Option<usize> {
        self.ends.get(at).and_then(|end| usize::try_from(*end).ok())
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.text.get(self.start(at)..self.end(at)?.checked_sub(END.len_utf8())?)
    }

    /// Returns where a word is, or else where it belongs.
    fn place(&self, word: &str) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.carriers.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.word(middle).map(|found| found.cmp(word)) {
                Some(std::cmp::Ordering::Equal) => return Ok(middle),
                Some(std::cmp::Ordering::Less) => low = middle + 1,
                _ => high = middle,
            }
        }
        Err(low)
    }

    fn push(&mut self, word: &str, carriers: Carriers) {
        self.text.push_str(word);
        self.text.push(END);
        self.ends.push(short(self.text.len()));
        self.carriers.push(carriers);
    }

    fn insert(&mut self, at: usize, word: &str, carriers: Carriers) {
        let (start, grown) = (self.start(at), word.len() + END.len_utf8());
        self.text.insert_str(start, word);
        self.text.insert(start + word.len(), END);
        self.ends.iter_mut().skip(at).for_each(|end| *end = end.saturating_add(short(grown)));
        self.ends.insert(at, short(start + grown));
        self.carriers.insert(at, carriers);
    }

    fn remove(&mut self, at: usize) {
        let (start, end) = (self.start(at), self.end(at).unwrap_or(0));
        self.text.replace_range(start..end, "");
        self.ends.remove(at);
        self.ends.iter_mut().skip(at).for_each(|later| *later = later.saturating_sub(short(end - start)));
        self.carriers.remove(at);
    }

    /// Cuts the upper half off.
    fn split(&mut self) -> Self {
        let half = self.carriers.len() / 2;
        let start = self.start(half);
        let text = self.text.split_off(start);
        let ends = self.ends.split_off(half).into_iter();
        let ends = ends.map(|end| end.saturating_sub(short(start))).collect();
        Self { text, ends, carriers: self.carriers.split_off(half) }
    }

    fn fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.carriers.shrink_to_fit();
    }

    /// Calls back with every word in which something is found; a word's END counts as part of it.
    fn search(&self, finder: &Finder<'_>, mut each: impl FnMut(&str, &Carriers)) {
        let mut from = 0;
        while let Some(found) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let hit = from + found;
            let at = self.ends.partition_point(|end| *end <= short(hit));
            let (Some(end), Some(word)) = (self.end(at), self.word(at)) else { return };
            // A text that holds an END itself could reach over into the next word.
            if hit + finder.needle().len() > end {
                from = hit + 1;
                continue;
            }
            if let Some(carriers) = self.carriers.get(at) {
                each(word, carriers);
            }
            from = end;
        }
    }
}

/// Returns a place in a block's text, which is no longer than its few words.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
