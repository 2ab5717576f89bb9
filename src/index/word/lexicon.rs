//! Lexicon: words numbered in the order in which they were first heard.
//!
//! Most words of a catalogue stand in many products; numbered, they are put in order once instead of each time they are
//! said. Must not know who says them.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Slots of the first table; a power of two, as of every later one.
const SLOTS: usize = 64;

/// Words with their numbers.
#[derive(Debug, Default)]
pub struct Lexicon {
    text: String,
    /// Behind each word.
    ends: Vec<u32>,
    /// What a word scatters to, and the number behind its own; 0: none.
    slots: Vec<(u32, u32)>,
}

impl Lexicon {
    /// Returns the number of a word; `None` when there is no room for more.
    pub fn number(&mut self, word: &str) -> Option<u32> {
        if self.ends.len().saturating_mul(2) >= self.slots.len() {
            self.grow();
        }
        let mark = scatter(word);
        let mut at = self.slot(mark);
        while let (other, Some(number)) =
            self.slots.get(at).map(|(mark, next)| (*mark, next.checked_sub(1)))?
        {
            if other == mark && self.word(number) == word {
                return Some(number);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        let number = self.add(word)?;
        *self.slots.get_mut(at)? = (mark, number.checked_add(1)?);
        Some(number)
    }

    /// Returns a number of its own for a word that is not looked for, nor found later; `None` when there is no room.
    pub fn add(&mut self, word: &str) -> Option<u32> {
        let end = u32::try_from(self.text.len().checked_add(word.len())?).ok()?;
        let number = u32::try_from(self.ends.len()).ok()?;
        self.text.push_str(word);
        self.ends.push(end);
        Some(number)
    }

    /// Returns how many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the word of a number; an empty one for a number that was not given.
    pub fn word(&self, number: u32) -> &str {
        let Ok(at) = usize::try_from(number) else { return "" };
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let from = at.checked_sub(1).and_then(end).unwrap_or(0);
        end(at).and_then(|to| self.text.get(from..to)).unwrap_or_default()
    }

    fn slot(&self, mark: u32) -> usize {
        usize::try_from(mark).unwrap_or(0) & self.slots.len().saturating_sub(1)
    }

    fn grow(&mut self) {
        let room = self.slots.len().saturating_mul(2).max(SLOTS);
        for (mark, next) in std::mem::replace(&mut self.slots, vec![(0, 0); room]) {
            let mut at = self.slot(mark);
            while self.slots.get(at).is_some_and(|(_, next)| *next > 0) {
                at = (at + 1) & (self.slots.len() - 1);
            }
            if let Some(slot) = self.slots.get_mut(at).filter(|_| next > 0) {
                *slot = (mark, next);
            }
        }
    }
}

fn scatter(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    u32::try_from(hasher.finish() >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_however_many_there_are() {
        let mut lexicon = Lexicon::default();
        let word = |n: u32| if n == 0 { String::new() } else { format!("w{n}") };
        for turn in 0..2 {
            for n in 0..5_000 {
                assert_eq!(lexicon.number(&word(n)), Some(n), "turn {turn}");
            }
        }
        assert_eq!((lexicon.len(), lexicon.word(4_999), lexicon.word(0)), (5_000, "w4999", ""));
        assert_eq!(lexicon.word(5_000), "");
        assert_eq!(
            (lexicon.add("w7"), lexicon.number("w7"), lexicon.word(5_000)),
            (Some(5_000), Some(7), "w7")
        );
    }
}
