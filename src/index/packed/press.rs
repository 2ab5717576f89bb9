//! Press: texts shortened by what they have in common with the texts of other products.
//!
//! The phrases are learnt while the first products come in; from then on a text is its own letters and places in them. Each
//! record is read by itself, in the time it takes to copy it. Must not know what the texts say.

use super::bytes::{Cursor, put_bytes, put_count};

/// Shortest run of bytes that is looked for.
const SHORTEST: usize = 8;
/// So many bytes are learnt from the first products, …
const PHRASES_FIRST: usize = 64 * 1024;
/// … so many more with each further one, …
const PHRASES_EACH: usize = 2;
/// … and so many in all.
const PHRASES_MAX: usize = 1024 * 1024;
/// Longest text that is read back; more is damage.
const TEXT_MAX: usize = 64 * 1024 * 1024;
/// After so many bytes without a match, every further look steps one byte wider.
const STRIDE: usize = 16;

/// What many texts have in common.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    text: Vec<u8>,
    /// For a scattered run of bytes, the place behind one where it is in the text; 0: none.
    places: Vec<u32>,
}

impl Phrases {
    /// Returns phrases that were learnt before.
    pub fn of(text: Vec<u8>) -> Self {
        let mut phrases = Self { text, ..Self::default() };
        phrases.places = vec![0; phrases.text.len().next_power_of_two()];
        phrases.note(0);
        phrases
    }

    /// Returns the text of all phrases.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns how many bytes of memory the phrases take.
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.places.capacity() * size_of::<u32>()
    }

    /// Adds a text shortened.
    pub fn press(&self, text: &[u8], pressed: &mut Vec<u8>) {
        put_count(pressed, text.len());
        let (mut own, mut at) = (0, 0);
        while let Some(run) = run_at(text, at) {
            let Some((from, place, length)) = self.find(text, own, at, run) else {
                at += 1 + (at - own) / STRIDE;
                continue;
            };
            put_bytes(pressed, text.get(own..from).unwrap_or_default());
            put_count(pressed, length);
            put_count(pressed, place);
            at = from + length;
            own = at;
        }
        put_bytes(pressed, text.get(own..).unwrap_or_default());
    }

    /// Returns the text that was shortened; `None` for damaged bytes.
    pub fn unpress(&self, pressed: &[u8]) -> Option<Vec<u8>> {
        let mut from = Cursor::new(pressed);
        let length = usize::try_from(from.number()?).ok().filter(|length| *length <= TEXT_MAX)?;
        let mut text = Vec::with_capacity(length.min(PHRASES_FIRST));
        loop {
            text.extend_from_slice(from.bytes()?);
            if from.rest().is_empty() {
                return (text.len() == length).then_some(text);
            }
            let run = usize::try_from(from.number()?).ok()?;
            let place = usize::try_from(from.number()?).ok()?;
            let phrase = self.text.get(place..place.checked_add(run)?)?;
            if text.len() + run > length {
                return None;
            }
            text.extend_from_slice(phrase);
        }
    }

    /// Takes a product's text among the phrases when little of it is there yet and there is room; more with each product
    /// that was `taken` in before.
    pub fn learn(&mut self, text: &[u8], taken: usize) {
        if !self.has_room(text, taken) {
            return;
        }
        let mut pressed = Vec::new();
        self.press(text, &mut pressed);
        if !is_new(text, &pressed) {
            return;
        }
        let before = self.text.len();
        self.text.extend_from_slice(text);
        let wanted = self.text.len().next_power_of_two();
        if wanted > self.places.len() {
            self.places = vec![0; wanted];
            self.note(0);
        } else {
            self.note(before.saturating_sub(SHORTEST));
        }
    }

    /// Returns true when there is room for a text after so many products.
    pub fn has_room(&self, text: &[u8], taken: usize) -> bool {
        let room = PHRASES_FIRST.saturating_add(taken.saturating_mul(PHRASES_EACH)).min(PHRASES_MAX);
        self.text.len() + text.len() <= room
    }

    /// Lets go of the room that was kept for more.
    pub fn settle(&mut self) {
        self.text.shrink_to_fit();
    }

    fn note(&mut self, from: usize) {
        for at in from..self.text.len() {
            let Some(run) = run_at(&self.text, at) else { return };
            let slot = scatter(run, self.places.len());
            if let (Some(place), Ok(at)) = (self.places.get_mut(slot), u32::try_from(at + 1)) {
                *place = at;
            }
        }
    }

    /// Returns where in the text a match begins, not before `own`; where in the phrases, and how long it is.
    fn find(&self, text: &[u8], own: usize, at: usize, run: u64) -> Option<(usize, usize, usize)> {
        let place = self.places.get(scatter(run, self.places.len()))?.checked_sub(1)?;
        let place = usize::try_from(place).ok()?;
        let ahead = common(text.get(at..)?, self.text.get(place..)?);
        if ahead < SHORTEST {
            return None;
        }
        let before = text.get(own..at)?.iter().rev().zip(self.text.get(..place)?.iter().rev());
        let back = before.take_while(|(left, right)| left == right).count();
        Some((at - back, place - back, ahead + back))
    }
}

/// Returns true when shortening a text did not halve it.
pub fn is_new(text: &[u8], pressed: &[u8]) -> bool {
    pressed.len().saturating_mul(2) >= text.len()
}

fn run_at(text: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*text.get(at..)?.first_chunk()?))
}

/// Returns a slot of a table whose size is a power of two.
fn scatter(run: u64, slots: usize) -> usize {
    let scattered = run.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    usize::try_from(scattered).unwrap_or(0) & slots.saturating_sub(1)
}

/// Returns how many bytes two texts have in common from their beginning.
fn common(left: &[u8], right: &[u8]) -> usize {
    let same = |(left, right): &(&[u8], &[u8])| left == right;
    let words = left.chunks_exact(SHORTEST).zip(right.chunks_exact(SHORTEST)).take_while(same).count();
    let known = words * SHORTEST;
    let rest = left.iter().zip(right).skip(known);
    known + rest.take_while(|(left, right)| left == right).count()
}
