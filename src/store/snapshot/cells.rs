//! Cells: a row as Postgres sent it, in one piece, and what its columns say. The connection's thread keeps the bytes alone;
//! whoever wants the row reads them on a thread of their own. Must not know which table a row is of.
//!
//! The bytes are those of Postgres' binary format, each column behind its length in four bytes, as in a row of COPY.
//! Bytes that are no value of the type asked for are a fault, whatever they are.

use chrono::{DateTime, Utc};
use diesel::deserialize;
use diesel::pg::Pg;
use diesel::row::{Field, Row};

use crate::store::door::Refusal;

/// Moments are sent in microseconds since the beginning of the year 2000, in seconds of Unix.
const EPOCH: i64 = 946_684_800;
/// The length of a column that is null.
const NULL: i32 = -1;

/// One row.
#[derive(Debug)]
pub(super) struct Cells(Vec<u8>);

fn put(bytes: &mut Vec<u8>, cell: Option<&[u8]>) -> deserialize::Result<()> {
    let length = cell.map_or(Ok(NULL), |cell| i32::try_from(cell.len()))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(cell.unwrap_or_default());
    Ok(())
}

impl Cells {
    /// Keeps a row.
    pub(super) fn of<'a>(row: &impl Row<'a, Pg>) -> deserialize::Result<Self> {
        let columns = || (0..row.field_count()).filter_map(|at| row.get(at));
        let room = columns().map(|column| 4 + column.value().map_or(0, |value| value.as_bytes().len())).sum();
        let mut bytes = Vec::with_capacity(room);
        for column in columns() {
            put(&mut bytes, column.value().as_ref().map(|value| value.as_bytes()))?;
        }
        Ok(Self(bytes))
    }

    /// Returns the row from its first column on.
    pub(super) fn read(&self) -> Reader<'_> {
        Reader(&self.0)
    }
}

/// The columns of a row that were not read yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads the next column, which is not null.
    pub(super) fn get<T: Cell<'a>>(&mut self) -> Result<T, Refusal> {
        self.cell().flatten().and_then(T::of).ok_or_else(broken::<T>)
    }

    /// Reads the next column; `None` is null.
    pub(super) fn maybe<T: Cell<'a>>(&mut self) -> Result<Option<T>, Refusal> {
        match self.cell().ok_or_else(broken::<T>)? {
            Some(cell) => T::of(cell).map(Some).ok_or_else(broken::<T>),
            None => Ok(None),
        }
    }

    fn number(&mut self) -> Option<i32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(i32::from_be_bytes(*number))
    }

    fn cell(&mut self) -> Option<Option<&'a [u8]>> {
        match self.number()? {
            NULL => Some(None),
            length => {
                let (cell, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
                self.0 = rest;
                Some(Some(cell))
            }
        }
    }
}

fn broken<T>() -> Refusal {
    Refusal::Fault(format!("a column cannot be read as {}", std::any::type_name::<T>()))
}

/// What a column may hold.
pub(super) trait Cell<'a>: Sized {
    /// Returns what the bytes of a column say; `None` where they are no such value.
    fn of(bytes: &'a [u8]) -> Option<Self>;
}

impl Cell<'_> for bool {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }
}

impl Cell<'_> for i32 {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_be_bytes)
    }
}

impl Cell<'_> for i64 {
    fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_be_bytes)
    }
}

impl<'a> Cell<'a> for &'a str {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok()
    }
}

impl Cell<'_> for String {
    fn of(bytes: &[u8]) -> Option<Self> {
        <&str>::of(bytes).map(str::to_owned)
    }
}

impl Cell<'_> for DateTime<Utc> {
    fn of(bytes: &[u8]) -> Option<Self> {
        DateTime::from_timestamp_micros(i64::of(bytes)?.checked_add(EPOCH * 1_000_000)?)
    }
}

/// An array; nulls in it are left out.
impl<'a, T: Cell<'a>> Cell<'a> for Vec<T> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut list = Self::new();
        entries(bytes, |_, entry| {
            if let Some(entry) = entry {
                list.push(T::of(entry)?);
            }
            Some(())
        })?;
        Some(list)
    }
}

/// The first entries of an array; 0 where one is null or missing.
impl<const COUNT: usize> Cell<'_> for [i64; COUNT] {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut list = [0; COUNT];
        entries(bytes, |at, entry| {
            if let (Some(slot), Some(entry)) = (list.get_mut(at), entry) {
                *slot = i64::of(entry)?;
            }
            Some(())
        })?;
        Some(list)
    }
}

/// Hands on the entries of an array of one dimension, each with its place.
fn entries<'a>(bytes: &'a [u8], mut each: impl FnMut(usize, Option<&'a [u8]>) -> Option<()>) -> Option<()> {
    let mut rest = Reader(bytes);
    let dimensions = rest.number()?;
    let (_has_nulls, _kind) = (rest.number()?, rest.number()?);
    let count = match dimensions {
        0 => 0,
        1 => {
            let (count, _first) = (rest.number()?, rest.number()?);
            usize::try_from(count).ok()?
        }
        _ => return None,
    };
    (0..count).try_for_each(|at| each(at, rest.cell()?))
}

#[cfg(test)]
mod tests;
