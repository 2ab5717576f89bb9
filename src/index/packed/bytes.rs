//! Bytes: numbers and texts one after the other, as short as they are small.
//!
//! What is written in one order is read in the same; reading what was never written gives `None`, never more than there
//! is. Must not know what is written.

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

/// Moments are counted from the beginning of 2020, in seconds, which keeps those of a shop short.
pub const DAWN: i64 = 1_577_836_800;
/// Days are counted from the same day, 1 January 2020, which is this one of the common era.
pub const DAWN_DAY: i32 = 737_425;

/// Adds a number, seven bits a byte.
pub fn put_number(into: &mut Vec<u8>, mut number: u64) {
    while let Some(rest) = number.checked_shr(7).filter(|rest| *rest > 0) {
        into.push(low(number) | 0x80);
        number = rest;
    }
    into.push(low(number));
}

fn low(number: u64) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or(0)
}

/// Adds a number of either sign; small ones of both are short.
pub fn put_signed(into: &mut Vec<u8>, number: i64) {
    put_number(into, (number << 1 ^ number >> 63).cast_unsigned());
}

/// Adds a count.
pub fn put_count(into: &mut Vec<u8>, count: usize) {
    put_number(into, u64::try_from(count).unwrap_or(u64::MAX));
}

/// Adds bytes with their count before them.
pub fn put_bytes(into: &mut Vec<u8>, bytes: &[u8]) {
    put_count(into, bytes.len());
    into.extend_from_slice(bytes);
}

/// Adds a text.
pub fn put_text(into: &mut Vec<u8>, text: &str) {
    put_bytes(into, text.as_bytes());
}

/// Adds a moment, counted in seconds from another.
pub fn put_moment(into: &mut Vec<u8>, from: i64, at: DateTime<Utc>) {
    let nanos = at.timestamp_subsec_nanos();
    let seconds = at.timestamp().wrapping_sub(from);
    put_signed(into, seconds << 1 | i64::from(nanos > 0));
    if nanos > 0 {
        put_number(into, u64::from(nanos));
    }
}

/// Adds a set with its length before it.
pub fn put_set(into: &mut Vec<u8>, set: &RoaringBitmap) {
    put_count(into, set.serialized_size());
    // Writing into memory cannot fail.
    let _done = set.serialize_into(into);
}

/// Adds numbers as they lie in memory, with their count before them.
pub fn put_row<T: Copy, const N: usize>(into: &mut Vec<u8>, row: &[T], bytes: impl Fn(T) -> [u8; N]) {
    put_count(into, row.len());
    into.reserve(row.len().saturating_mul(N));
    row.iter().for_each(|number| into.extend_from_slice(&bytes(*number)));
}

/// Reads on in what was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Returns the reader of bytes from their beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Returns what has not been read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Reads one byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Reads so many bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        if first < 0x80 {
            return Some(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        for shift in [7, 14, 21, 28, 35, 42, 49, 56, 63] {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Reads a number of either sign.
    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Reads a number of either sign that is small.
    pub fn small(&mut self) -> Option<i32> {
        i32::try_from(self.signed()?).ok()
    }

    /// Reads a count of things of which each takes a byte at least, so that damaged bytes make nobody reserve room for
    /// more than there can be.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    /// Reads bytes that were written with their count.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    /// Reads a set.
    pub fn set(&mut self) -> Option<RoaringBitmap> {
        RoaringBitmap::deserialize_from(self.bytes()?).ok()
    }

    /// Reads numbers that were written as they lay in memory.
    pub fn row<T, const N: usize>(&mut self, number: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let count = self.count()?;
        let (bytes, _) = self.take(count.checked_mul(N)?)?.as_chunks::<N>();
        Some(bytes.iter().map(|bytes| number(*bytes)).collect())
    }

    /// Reads a text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Reads a moment, counted in seconds from another.
    pub fn moment(&mut self, from: i64) -> Option<DateTime<Utc>> {
        let seconds = self.signed()?;
        let nanos = if seconds & 1 == 1 { u32::try_from(self.number()?).ok()? } else { 0 };
        DateTime::from_timestamp((seconds >> 1).wrapping_add(from), nanos)
    }
}
