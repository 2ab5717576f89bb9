//! Carriers: the products that carry one word, and where in their texts it stands.
//!
//! Most words of a big catalogue stand in a handful of products, a few in most of them; each kind is kept in the shape
//! that is small for it.

use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};

use super::super::ranked::set_of;

/// From so many products on, sets are smaller than a list.
const FEW: usize = 256;

/// Where in a text a word has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anywhere.
    Any,
    /// At the very beginning.
    First,
    /// At the very end.
    Last,
}

/// A product with the places at which it carries a word, in one number that sorts by product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub(super) u32);

const FIRST: u32 = 1;
const LAST: u32 = 2;

impl Mark {
    /// Returns the mark of a product; none beyond the billionth.
    pub fn new(doc: u32, first: bool, last: bool) -> Option<Self> {
        let doc = doc.checked_mul(4)?;
        Some(Self(doc + if first { FIRST } else { 0 } + if last { LAST } else { 0 }))
    }

    /// Returns the product.
    pub fn doc(self) -> u32 {
        self.0 / 4
    }

    fn stands(self, place: Place) -> bool {
        match place {
            Place::Any => true,
            Place::First => self.0 & FIRST != 0,
            Place::Last => self.0 & LAST != 0,
        }
    }

    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The products that carry a word.
#[derive(Debug, Clone)]
pub enum Carriers {
    /// One product.
    One(Mark),
    /// A handful, by product.
    Few(Arc<Vec<Mark>>),
    /// Many.
    Many(Arc<Sets>),
}

/// The products of a frequent word, by place. Where every one carries it at a place, that set is `any` itself.
#[derive(Debug, Clone)]
pub struct Sets {
    pub(super) any: Arc<RoaringBitmap>,
    pub(super) first: Arc<RoaringBitmap>,
    pub(super) last: Arc<RoaringBitmap>,
}

impl Sets {
    fn at(&self, place: Place) -> &Arc<RoaringBitmap> {
        match place {
            Place::Any => &self.any,
            Place::First => &self.first,
            Place::Last => &self.last,
        }
    }

    fn of(marks: &[Mark]) -> Self {
        let set = |place| -> RoaringBitmap {
            let docs = marks.iter().filter(|mark| mark.stands(place)).map(|mark| mark.doc());
            let mut set = RoaringBitmap::from_sorted_iter(docs).unwrap_or_default();
            set.optimize();
            set
        };
        let any = Arc::new(set(Place::Any));
        let shared = |place| {
            let set = set(place);
            if set.len() == any.len() { Arc::clone(&any) } else { Arc::new(set) }
        };
        Self { first: shared(Place::First), last: shared(Place::Last), any }
    }

    fn put(&mut self, mark: Mark) {
        let shared = |set: &Arc<RoaringBitmap>, any, place| Arc::ptr_eq(set, any) && mark.stands(place);
        let (first, last) =
            (shared(&self.first, &self.any, Place::First), shared(&self.last, &self.any, Place::Last));
        let side = |set: &mut Arc<RoaringBitmap>, shared: bool, place| match (shared, mark.stands(place)) {
            (true, _) => *set = Arc::default(),
            (false, true) => {
                Arc::make_mut(set).insert(mark.doc());
            }
            (false, false) => {}
        };
        side(&mut self.first, first, Place::First);
        side(&mut self.last, last, Place::Last);
        Arc::make_mut(&mut self.any).insert(mark.doc());
        if first {
            self.first = Arc::clone(&self.any);
        }
        if last {
            self.last = Arc::clone(&self.any);
        }
    }

    fn take(&mut self, doc: u32) {
        let (first, last) = (Arc::ptr_eq(&self.first, &self.any), Arc::ptr_eq(&self.last, &self.any));
        for (set, shared) in [(&mut self.first, first), (&mut self.last, last)] {
            if shared {
                *set = Arc::default();
            } else if set.contains(doc) {
                Arc::make_mut(set).remove(doc);
            }
        }
        Arc::make_mut(&mut self.any).remove(doc);
        if first {
            self.first = Arc::clone(&self.any);
        }
        if last {
            self.last = Arc::clone(&self.any);
        }
    }
}

impl Carriers {
    /// Returns the carriers of marks in any order, those of one product joined; none: no product.
    pub fn of(marks: &mut Vec<Mark>) -> Option<Self> {
        marks.sort_unstable();
        marks.dedup_by(|next, kept| {
            let same = next.doc() == kept.doc();
            if same {
                *kept = kept.join(*next);
            }
            same
        });
        match marks.as_slice() {
            [] => None,
            [mark] => Some(Self::One(*mark)),
            list if list.len() > FEW => Some(Self::Many(Arc::new(Sets::of(list)))),
            few => Some(Self::Few(Arc::new(few.to_vec()))),
        }
    }

    /// Returns the products that carry the word at a place.
    pub fn at(&self, place: Place) -> impl Iterator<Item = u32> {
        let (list, set): (&[Mark], _) = match self {
            Self::One(mark) => (std::slice::from_ref(mark), None),
            Self::Few(list) => (list, None),
            Self::Many(sets) => (&[], Some(sets.at(place))),
        };
        let marked = list.iter().filter(move |mark| mark.stands(place)).map(|mark| mark.doc());
        marked.chain(set.into_iter().flat_map(|set| set.iter()))
    }

    /// Returns how many bytes of memory they take behind their own place.
    pub fn memory(&self) -> usize {
        match self {
            Self::One(_) => 0,
            Self::Few(list) => size_of_val(list.as_slice()) + size_of::<Vec<Mark>>() + 2 * size_of::<usize>(),
            Self::Many(sets) => {
                let own = |set: &Arc<RoaringBitmap>| !Arc::ptr_eq(set, &sets.any);
                let apart = [&sets.first, &sets.last].into_iter().filter(|set| own(set));
                let bytes = apart.chain([&sets.any]).map(|set| set.serialized_size() + 64);
                size_of::<Sets>() + bytes.sum::<usize>()
            }
        }
    }

    /// Puts a product in that is not in yet.
    pub fn put(&mut self, mark: Mark) {
        match self {
            Self::One(one) => *self = Self::of(&mut vec![*one, mark]).unwrap_or(Self::One(mark)),
            Self::Few(list) => {
                let mut marks = list.iter().copied().chain([mark]).collect();
                *self = Self::of(&mut marks).unwrap_or(Self::One(mark));
            }
            Self::Many(sets) => Arc::make_mut(sets).put(mark),
        }
    }

    /// Takes a product out; returns false when none is left.
    pub fn take(&mut self, doc: u32) -> bool {
        match self {
            Self::One(mark) => mark.doc() != doc,
            Self::Few(list) => {
                Arc::make_mut(list).retain(|mark| mark.doc() != doc);
                !list.is_empty()
            }
            Self::Many(sets) => {
                Arc::make_mut(sets).take(doc);
                !sets.any.is_empty()
            }
        }
    }
}

/// Gathers the products of many words.
#[derive(Debug, Default)]
pub struct Gather {
    docs: Vec<u32>,
    sets: Vec<Arc<RoaringBitmap>>,
}

impl Gather {
    /// Adds the products that carry a word at a place.
    pub fn add(&mut self, carriers: &Carriers, place: Place) {
        match carriers {
            Carriers::One(mark) => self.docs.extend(mark.stands(place).then_some(mark.doc())),
            Carriers::Few(list) => {
                self.docs.extend(list.iter().filter(|mark| mark.stands(place)).map(|mark| mark.doc()));
            }
            Carriers::Many(sets) => self.sets.push(Arc::clone(sets.at(place))),
        }
    }

    /// Returns all of them. A single set is shared, not copied.
    pub fn finish(self) -> Arc<RoaringBitmap> {
        if let ([set], true) = (self.sets.as_slice(), self.docs.is_empty()) {
            return Arc::clone(set);
        }
        let mut found = self.sets.iter().map(AsRef::as_ref).union();
        found |= set_of(&self.docs);
        Arc::new(found)
    }
}
