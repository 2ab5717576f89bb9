//! Kept: the words of a layer as bytes, and back. What is read is never more than there is; `None` means damage.

use std::sync::Arc;

use super::carriers::{Carriers, Mark, Sets};
use super::dictionary::{Block, Dictionary};
use super::{Layer, Told, Words};
use crate::index::packed::bytes::{Cursor, put_bytes, put_count, put_number, put_set};

/// In the place of a count: the carriers are many.
const MANY: usize = 0;
/// Every product that carries the word begins with it.
const ALL_FIRST: u8 = 1;
/// Every product that carries the word ends with it.
const ALL_LAST: u8 = 2;

impl Words {
    /// Returns what is told in each layer.
    pub fn layers(&self) -> impl Iterator<Item = (&Layer, &Told)> {
        self.layers.iter().map(|(layer, told)| (layer, told.as_ref()))
    }

    /// Returns the words of their layers.
    pub fn of_layers(layers: Vec<(Layer, Told)>) -> Self {
        let shared = layers.into_iter().map(|(layer, told)| (layer, Arc::new(told)));
        Self { layers: Arc::new(shared.collect()) }
    }
}

impl Told {
    /// Adds what is told as bytes.
    pub fn put(&self, into: &mut Vec<u8>) {
        put_set(into, &self.docs);
        put_set(into, &self.silent);
        put_count(into, self.words.blocks.len());
        self.words.blocks.iter().for_each(|block| block.put(into));
    }

    /// Reads what is told.
    pub fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let (docs, silent) = (from.set()?, from.set()?);
        let count = from.count()?;
        let blocks = (0..count).map(|_| Block::read(from).map(Arc::new)).collect::<Option<_>>()?;
        Some(Self { docs, silent, words: Dictionary { blocks } })
    }
}

impl Block {
    fn put(&self, into: &mut Vec<u8>) {
        put_bytes(into, self.text.as_bytes());
        put_count(into, self.ends.len());
        let mut before = 0;
        for end in &self.ends {
            put_number(into, u64::from(end.saturating_sub(before)));
            before = *end;
        }
        self.carriers.iter().for_each(|carriers| carriers.put_bytes(into));
    }

    fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let text = from.text()?.to_owned();
        let count = from.count()?;
        let (mut ends, mut end) = (Vec::with_capacity(count), 0_u32);
        for _ in 0..count {
            end = end.checked_add(u32::try_from(from.number()?).ok()?)?;
            ends.push(end);
        }
        let mut carriers = Vec::with_capacity(count);
        for _ in 0..count {
            carriers.push(Carriers::read(from)?);
        }
        (u32::try_from(text.len()) == Ok(end)).then_some(Self { text, ends, carriers })
    }
}

impl Carriers {
    fn put_bytes(&self, into: &mut Vec<u8>) {
        let marks = match self {
            Self::One(mark) => std::slice::from_ref(mark),
            Self::Few(marks) => marks.as_slice(),
            Self::Many(sets) => {
                put_count(into, MANY);
                return sets.put_bytes(into);
            }
        };
        put_count(into, marks.len());
        let mut before = 0;
        for mark in marks {
            put_number(into, u64::from(mark.0.wrapping_sub(before)));
            before = mark.0;
        }
    }

    fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let count = from.count()?;
        if count == MANY {
            return Some(Self::Many(Arc::new(Sets::read(from)?)));
        }
        let mut before = 0_u32;
        let mut mark = || {
            before = before.wrapping_add(u32::try_from(from.number()?).ok()?);
            Some(Mark(before))
        };
        match count {
            1 => mark().map(Self::One),
            _ => (0..count).map(|_| mark()).collect::<Option<_>>().map(|few| Self::Few(Arc::new(few))),
        }
    }
}

impl Sets {
    fn put_bytes(&self, into: &mut Vec<u8>) {
        let (first, last) = (Arc::ptr_eq(&self.first, &self.any), Arc::ptr_eq(&self.last, &self.any));
        into.push(if first { ALL_FIRST } else { 0 } | if last { ALL_LAST } else { 0 });
        put_set(into, &self.any);
        for (set, is_all) in [(&self.first, first), (&self.last, last)] {
            if !is_all {
                put_set(into, set);
            }
        }
    }

    fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let mark = from.byte()?;
        let any = Arc::new(from.set()?);
        let mut side = |all: u8| match mark & all {
            0 => from.set().map(Arc::new),
            _ => Some(Arc::clone(&any)),
        };
        Some(Self { first: side(ALL_FIRST)?, last: side(ALL_LAST)?, any: Arc::clone(&any) })
    }
}
