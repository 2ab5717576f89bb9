//! Cells: one number per product, kept as narrow as the numbers of its neighbours allow.
//!
//! Products next to each other share a piece; within it numbers are counted in steps from the least one, so that most
//! take a byte or four. A change copies one piece. Must not know what is counted.

use std::cell::Cell;
use std::sync::Arc;

use super::packed::bytes::{Cursor, put_count, put_number, put_row, put_signed};
use super::share::PIECE;

/// Runs of so few places are counted one by one.
const SHORT: usize = 8;
/// Numbers of fewer places are compared as they are.
const FEW: usize = 4;

/// Stands for no number; the number itself is taken for the next one.
pub const NONE: i64 = i64::MIN;

/// A number for some of the places.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    pieces: Vec<Piece>,
    filled: usize,
}

/// The numbers of [`PIECE`] places: `base + (code - 1) * step`; code 0 is no number.
#[derive(Debug, Clone)]
struct Piece {
    base: i64,
    step: u64,
    codes: Codes,
}

#[derive(Debug, Clone)]
enum Codes {
    None,
    Byte(Arc<[u8]>),
    Short(Arc<[u16]>),
    Word(Arc<[u32]>),
    /// As they are; the least of all numbers stands for none.
    Long(Arc<[i64]>),
}

impl Cells {
    /// Returns the cells of numbers in order of their places.
    pub fn build(numbers: impl Iterator<Item = Option<i64>>) -> Self {
        let mut cells = Self::default();
        let mut open: Vec<i64> = Vec::with_capacity(PIECE);
        for number in numbers {
            open.push(code(number));
            if open.len() == PIECE {
                cells.close(&mut open);
            }
        }
        if !open.is_empty() {
            cells.close(&mut open);
        }
        cells
    }

    /// Adds a whole piece of numbers or [`NONE`]; what is missing at its end has no number.
    pub fn close(&mut self, open: &mut Vec<i64>) {
        open.resize(PIECE, NONE);
        self.filled += open.iter().filter(|number| **number != NONE).count();
        self.pieces.push(Piece::of(open));
        open.clear();
    }

    /// Lays the cells of the places from `first` on behind these, where a piece begins.
    pub fn join(&mut self, first: usize, next: Self) {
        self.reach(first / PIECE);
        self.pieces.extend(next.pieces);
        self.filled += next.filled;
    }

    fn reach(&mut self, pieces: usize) {
        while self.pieces.len() < pieces {
            self.pieces.push(Piece { base: 0, step: 1, codes: Codes::None });
        }
    }

    /// Returns the number of a place.
    #[inline]
    pub fn get(&self, at: u32) -> Option<i64> {
        let at = usize::try_from(at).ok()?;
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    /// Leaves the places of a rising list whose number lies between two, both included, or, not `within`, the others.
    pub fn keep(&self, list: &mut Vec<u32>, low: i64, high: i64, within: bool) {
        let mut kept = 0;
        let open = Cell::from_mut(list.as_mut_slice()).as_slice_of_cells();
        let mut rest = open;
        while let Some(first) = rest.first() {
            let near = place(first.get()) / PIECE;
            let (run, later) = rest.split_at(run(rest, near));
            rest = later;
            let stays = Stays { run, open, kept };
            kept = match self.pieces.get(near) {
                Some(piece) => piece.keep(stays, low, high, within),
                None => stays.leave(|_| !within),
            };
        }
        list.truncate(kept);
    }

    /// Gives a place a number, or takes it away.
    pub fn set(&mut self, at: u32, number: Option<i64>) {
        let Ok(at) = usize::try_from(at) else { return };
        let number = number.map(|number| number.max(NONE + 1));
        self.reach(at / PIECE + 1);
        let Some(piece) = self.pieces.get_mut(at / PIECE) else { return };
        let old = piece.get(at % PIECE);
        if old == number {
            return;
        }
        self.filled = self.filled + usize::from(number.is_some()) - usize::from(old.is_some());
        if !piece.put(at % PIECE, number) {
            let mut all: Vec<i64> = (0..PIECE).map(|at| code(piece.get(at))).collect();
            if let Some(cell) = all.get_mut(at % PIECE) {
                *cell = code(number);
            }
            *piece = Piece::of(&all);
        }
    }

    /// Returns how many places have a number.
    pub fn filled(&self) -> usize {
        self.filled
    }

    /// Returns the least number, what all are even steps from it, and how many steps the greatest is; `None` without any.
    pub fn steps(&self) -> Option<(i64, u64, u64)> {
        let grids = || self.pieces.iter().filter_map(|piece| piece.grid());
        let least = grids().map(|(least, ..)| least).min()?;
        let most = grids().map(|(.., most)| most).max()?;
        let even = |all, (own, step, _): (i64, u64, i64)| common(common(all, step), own.abs_diff(least));
        let step = grids().fold(0, even).max(1);
        Some((least, step, most.abs_diff(least) / step))
    }

    /// Returns how many places there are.
    pub fn places(&self) -> usize {
        self.pieces.len() * PIECE
    }

    /// Adds the cells as bytes.
    pub fn put(&self, into: &mut Vec<u8>) {
        put_count(into, self.pieces.len());
        for piece in &self.pieces {
            put_signed(into, piece.base);
            put_number(into, piece.step);
            into.push(piece.codes.width());
            match &piece.codes {
                Codes::None => {}
                Codes::Byte(codes) => put_row(into, codes, u8::to_le_bytes),
                Codes::Short(codes) => put_row(into, codes, u16::to_le_bytes),
                Codes::Word(codes) => put_row(into, codes, u32::to_le_bytes),
                Codes::Long(codes) => put_row(into, codes, i64::to_le_bytes),
            }
        }
        put_count(into, self.filled);
    }

    /// Reads cells; `None` for damage.
    pub fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let mut pieces = Vec::new();
        for _ in 0..from.count()? {
            let (base, step) = (from.signed()?, from.number()?);
            let codes = match from.byte()? {
                0 => Codes::None,
                1 => Codes::Byte(from.row(u8::from_le_bytes)?.into()),
                2 => Codes::Short(from.row(u16::from_le_bytes)?.into()),
                4 => Codes::Word(from.row(u32::from_le_bytes)?.into()),
                8 => Codes::Long(from.row(i64::from_le_bytes)?.into()),
                _ => return None,
            };
            pieces.push(Piece { base, step, codes });
        }
        Some(Self { pieces, filled: usize::try_from(from.number()?).ok()? })
    }

    /// Returns about how many bytes the cells take.
    pub fn bytes(&self) -> usize {
        let of = |piece: &Piece| usize::from(piece.codes.width()) * PIECE;
        self.pieces.iter().map(|piece| of(piece) + 56).sum()
    }
}

impl Codes {
    /// Returns how many bytes a number takes.
    fn width(&self) -> u8 {
        match self {
            Self::None => 0,
            Self::Byte(_) => 1,
            Self::Short(_) => 2,
            Self::Word(_) => 4,
            Self::Long(_) => 8,
        }
    }
}

impl Piece {
    fn of(numbers: &[i64]) -> Self {
        let known = || numbers.iter().copied().filter(|number| *number != NONE);
        let (Some(base), Some(most)) = (known().min(), known().max()) else {
            return Self { base: 0, step: 1, codes: Codes::None };
        };
        let step = known().fold(0, |step, number| common(step, number.abs_diff(base))).max(1);
        let last = most.abs_diff(base) / step;
        // Most numbers need no division, which would take longer than all the rest.
        let steps = |off: u64| if step == 1 { off } else { off / step };
        let code = |number: &i64| if *number == NONE { 0 } else { steps(number.abs_diff(base)) + 1 };
        let codes = if last < u64::from(u8::MAX) {
            Codes::Byte(numbers.iter().map(|number| u8::try_from(code(number)).unwrap_or(0)).collect())
        } else if last < u64::from(u16::MAX) {
            Codes::Short(numbers.iter().map(|number| u16::try_from(code(number)).unwrap_or(0)).collect())
        } else if last < u64::from(u32::MAX) {
            Codes::Word(numbers.iter().map(|number| u32::try_from(code(number)).unwrap_or(0)).collect())
        } else {
            Codes::Long(numbers.into())
        };
        Self { base, step, codes }
    }

    /// Returns a number that none lies below, what all are even steps from it, and one that none lies above.
    fn grid(&self) -> Option<(i64, u64, i64)> {
        let last = match &self.codes {
            Codes::None => return None,
            Codes::Byte(codes) => codes.iter().max().map(|code| u64::from(*code)),
            Codes::Short(codes) => codes.iter().max().map(|code| u64::from(*code)),
            Codes::Word(codes) => codes.iter().max().map(|code| u64::from(*code)),
            Codes::Long(codes) => {
                let known = || codes.iter().copied().filter(|number| *number != i64::MIN);
                return Some((known().min()?, 1, known().max()?));
            }
        };
        let most = self.base.wrapping_add_unsigned(last?.checked_sub(1)?.wrapping_mul(self.step));
        Some((self.base, self.step, most))
    }

    /// Returns the first and the last code of the numbers between two, both included; none: the first is the greater.
    fn codes_between(&self, low: i64, high: i64) -> (u64, u64) {
        if high < self.base || low > high {
            return (1, 0);
        }
        let before = if low <= self.base { 0 } else { low.abs_diff(self.base).div_ceil(self.step) };
        (before.saturating_add(1), (high.abs_diff(self.base) / self.step).saturating_add(1))
    }

    /// Leaves those of a run of places in this piece whose number lies between two, or the others; returns how many of the
    /// list are left by now.
    fn keep(&self, stays: Stays<'_>, low: i64, high: i64, within: bool) -> usize {
        // For few, working the codes of both ends out takes longer than the numbers.
        if stays.run.len() < FEW || matches!(self.codes, Codes::Long(_)) {
            let lies = |number: i64| low <= number && number <= high;
            return stays.leave(|at| self.get(at).is_some_and(lies) == within);
        }
        let (first, last) = self.codes_between(low, high);
        let Some(more) = last.checked_sub(first) else { return stays.leave(|_| !within) };
        let lies = |code: u64| code.wrapping_sub(first) <= more;
        match &self.codes {
            Codes::Byte(codes) => {
                stays.leave(|at| codes.get(at).is_some_and(|code| lies((*code).into())) == within)
            }
            Codes::Short(codes) => {
                stays.leave(|at| codes.get(at).is_some_and(|code| lies((*code).into())) == within)
            }
            Codes::Word(codes) => {
                stays.leave(|at| codes.get(at).is_some_and(|code| lies((*code).into())) == within)
            }
            Codes::None | Codes::Long(_) => stays.leave(|_| !within),
        }
    }

    #[inline]
    fn get(&self, at: usize) -> Option<i64> {
        let code = match &self.codes {
            Codes::None => return None,
            Codes::Byte(codes) => u64::from(*codes.get(at)?),
            Codes::Short(codes) => u64::from(*codes.get(at)?),
            Codes::Word(codes) => u64::from(*codes.get(at)?),
            Codes::Long(codes) => return codes.get(at).copied().filter(|number| *number != i64::MIN),
        };
        Some(self.base.wrapping_add_unsigned(code.checked_sub(1)?.wrapping_mul(self.step)))
    }

    /// Puts a number in where its code fits; false where the piece has to be made anew.
    fn put(&mut self, at: usize, number: Option<i64>) -> bool {
        if let Codes::Long(codes) = &mut self.codes {
            let cell = Arc::make_mut(codes).get_mut(at);
            return cell.map(|cell| *cell = number.unwrap_or(i64::MIN)).is_some();
        }
        let code = match number {
            None => 0,
            Some(number) if number < self.base => return false,
            Some(number) => {
                let off = number.abs_diff(self.base);
                if off % self.step != 0 {
                    return false;
                }
                (off / self.step).saturating_add(1)
            }
        };
        fn fit<T: TryFrom<u64> + Clone>(codes: &mut Arc<[T]>, at: usize, code: u64) -> bool {
            let Ok(code) = T::try_from(code) else { return false };
            let Some(cell) = Arc::make_mut(codes).get_mut(at) else { return false };
            *cell = code;
            true
        }
        match &mut self.codes {
            Codes::None | Codes::Long(_) => number.is_none(),
            Codes::Byte(codes) => fit(codes, at, code),
            Codes::Short(codes) => fit(codes, at, code),
            Codes::Word(codes) => fit(codes, at, code),
        }
    }
}

/// Places of one piece in a list that grows shorter.
struct Stays<'a> {
    run: &'a [Cell<u32>],
    open: &'a [Cell<u32>],
    kept: usize,
}

impl Stays<'_> {
    /// Leaves those of which `stays` is true, asked with their place in the piece. Nothing is decided by a jump, because
    /// which ones stay is not to be foreseen.
    #[inline]
    fn leave(self, stays: impl Fn(usize) -> bool) -> usize {
        let mut kept = self.kept;
        for cell in self.run {
            let doc = cell.get();
            if let Some(slot) = self.open.get(kept) {
                slot.set(doc);
            }
            kept += usize::from(stays(place(doc) % PIECE));
        }
        kept
    }
}

/// Returns how many places at the beginning of a rising list lie in a piece.
fn run(list: &[Cell<u32>], piece: usize) -> usize {
    let lies = |cell: &Cell<u32>| place(cell.get()) / PIECE == piece;
    match list.get(SHORT).is_some_and(lies) {
        true => list.get(..PIECE).unwrap_or(list).partition_point(lies),
        false => list.iter().take(SHORT).position(|cell| !lies(cell)).unwrap_or(SHORT.min(list.len())),
    }
}

#[inline]
fn place(doc: u32) -> usize {
    usize::try_from(doc).unwrap_or(usize::MAX)
}

/// Returns what stands for a number in an open piece.
fn code(number: Option<i64>) -> i64 {
    number.map_or(NONE, |number| number.max(NONE + 1))
}

/// Returns the greatest common divisor.
fn common(mut left: u64, mut right: u64) -> u64 {
    // Mostly the first is known to divide, so that one division is enough.
    if left == 1 || left != 0 && right.is_multiple_of(left) {
        return left;
    }
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

#[cfg(test)]
mod tests;
