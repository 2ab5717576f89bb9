//! Slots: numbers for terms and measures, found without hashing where they are about something that has a number itself.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::domain::rule::field::{Field, Window};
use crate::index::fact::{Measure, Term};

/// Kinds of things with numbers of their own.
const KINDS: usize = 7;
/// Numbers from this one on are hashed, so that a single great one takes no room for all below it.
const DENSE: usize = 1 << 20;
/// No slot.
const NONE: u32 = u32::MAX;

/// What may have a number of its own.
pub trait Numbered: Copy + Eq + Hash {
    /// Returns the kind, less than seven, and the number.
    fn numbered(self) -> Option<(usize, i32)>;
}

impl Numbered for Term {
    fn numbered(self) -> Option<(usize, i32)> {
        match self {
            Self::Option(id) => Some((0, id.0)),
            Self::Category(id) => Some((1, id.0)),
            Self::Filled(id) => Some((2, id.0)),
            Self::Told(Field::Attribute(id)) => Some((3, id.0)),
            Self::YesNo(id, true) => Some((4, id.0)),
            Self::YesNo(id, false) => Some((5, id.0)),
            Self::Active => Some((6, 0)),
            Self::InStock => Some((6, 1)),
            Self::EveryStore => Some((6, 2)),
            _ => None,
        }
    }
}

impl Numbered for Measure {
    fn numbered(self) -> Option<(usize, i32)> {
        let Self::Plain(field) = self else { return None };
        Some(match field {
            Field::Attribute(id) => (0, id.0),
            Field::Sold(Window::Week) => (1, 0),
            Field::Sold(Window::Month) => (1, 1),
            Field::Sold(Window::Quarter) => (1, 2),
            Field::Viewed(Window::Week) => (1, 3),
            Field::Viewed(Window::Month) => (1, 4),
            Field::Viewed(Window::Quarter) => (1, 5),
            Field::Stock => (1, 6),
            Field::CreatedAt => (1, 7),
            Field::UpdatedAt => (1, 8),
            _ => return None,
        })
    }
}

/// Slots in the order in which they were first asked for.
#[derive(Debug)]
pub struct Slots<K, V> {
    rows: [Vec<u32>; KINDS],
    others: FxHashMap<K, u32>,
    keys: Vec<K>,
    /// Apart from the keys, so that more of them stay near the core.
    slots: Vec<V>,
}

impl<K, V> Default for Slots<K, V> {
    fn default() -> Self {
        Self { rows: Default::default(), others: FxHashMap::default(), keys: Vec::new(), slots: Vec::new() }
    }
}

impl<K: Numbered, V: Default> Slots<K, V> {
    /// Returns what is in a slot, made first where it is new; `None` when there is no room.
    pub fn get(&mut self, key: K) -> Option<&mut V> {
        let fresh = u32::try_from(self.slots.len()).ok()?;
        let place = match key.numbered().map(|(kind, id)| (kind, usize::try_from(id))) {
            Some((kind, Ok(id))) if id < DENSE => {
                let row = self.rows.get_mut(kind)?;
                if row.len() <= id {
                    row.resize(id + 1, NONE);
                }
                row.get_mut(id)?
            }
            _ => self.others.entry(key).or_insert(NONE),
        };
        if *place == NONE {
            *place = fresh;
            self.keys.push(key);
            self.slots.push(V::default());
        }
        self.slots.get_mut(usize::try_from(*place).ok()?)
    }

    /// Returns all keys with what is in their slots.
    pub fn all(self) -> impl Iterator<Item = (K, V)> {
        self.keys.into_iter().zip(self.slots)
    }
}
