//! Line: all products of a measure one after the other in its order, those that became loose at their places.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use super::sorted::Sorted;

/// So many equal numbers are counted back one by one before their beginning is looked up.
const NEAR: usize = 32;

/// The products in order.
pub struct Line<'a> {
    sorted: &'a Sorted,
    ties: Option<&'a Sorted>,
    down: bool,
    /// What lies ahead in the order as it was made; of a falling line the last group of equal numbers is cut off first.
    ahead: Range<usize>,
    group: Range<usize>,
    next: Option<u32>,
    loose: Arc<Vec<u32>>,
    at: usize,
}

impl Sorted {
    /// Returns the products that have a number, in its order, `down` from the greatest; equal ones by `ties`.
    pub fn line<'a>(&'a self, down: bool, ties: Option<&'a Self>) -> Line<'a> {
        let loose = match self.loose.is_empty() {
            true => Arc::default(),
            false => Arc::clone(self.loose_line(down, ties)),
        };
        let ahead = 0..self.base.docs.len();
        let mut line = Line { sorted: self, ties, down, ahead, group: 0..0, next: None, loose, at: 0 };
        line.next = line.known();
        line
    }

    /// Returns the products whose number is greater than one, in order; equal ones as they lie.
    pub fn line_behind(&self, border: i64) -> Line<'_> {
        let mut line = self.line(false, None);
        line.ahead.start = self.place(|number| number <= border);
        line.at = line.loose.partition_point(|doc| self.get(*doc).is_some_and(|number| number <= border));
        line.next = line.known();
        line
    }
}

impl Line<'_> {
    /// Returns the next product that is not loose.
    fn known(&mut self) -> Option<u32> {
        let docs = &self.sorted.base.docs;
        loop {
            let from = if self.down { &mut self.group } else { &mut self.ahead };
            match from.next() {
                Some(at) => {
                    let doc = docs.get(at).copied()?;
                    if !self.sorted.loose.contains(doc) {
                        return Some(doc);
                    }
                }
                None if self.down && !self.ahead.is_empty() => self.cut(),
                None => return None,
            }
        }
    }

    /// Cuts the last group of equal numbers off what lies ahead.
    fn cut(&mut self) {
        let end = self.ahead.end;
        let number = |at: usize| {
            let doc = self.sorted.base.docs.get(at)?;
            if self.sorted.loose.contains(*doc) { None } else { self.sorted.get(*doc) }
        };
        let (mut from, mut greatest) = (end, None);
        while from > 0 {
            let found = number(from - 1);
            if greatest.is_some() && found.is_some() && found != greatest {
                break;
            }
            greatest = greatest.or(found);
            from -= 1;
            if end - from > NEAR
                && let Some(greatest) = greatest
            {
                from = self.sorted.place(|number| number < greatest).min(from);
                break;
            }
        }
        self.group = from..end;
        self.ahead = 0..from;
    }
}

impl Iterator for Line<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let loose = self.loose.get(self.at).copied();
        let is_loose_first = match (self.next, loose) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(known), Some(loose)) => {
                self.sorted.compare(loose, known, self.down, self.ties) == Ordering::Less
            }
        };
        if is_loose_first {
            self.at += 1;
            return loose;
        }
        let known = self.next?;
        self.next = self.known();
        Some(known)
    }
}
