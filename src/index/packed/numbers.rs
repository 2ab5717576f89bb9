//! Numbers in a row, and the options of a choice by locale, read one after the other without unpacking them.

use super::book::Book;
use super::bytes::Cursor;
use crate::domain::locale::Locale;

/// Numbers in a row.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'a> {
    from: Cursor<'a>,
    left: usize,
    unit: i64,
    plus: i64,
}

impl Iterator for Numbers<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        self.from.signed()?.checked_mul(self.unit)?.checked_add(self.plus)
    }
}

/// Numbers of options, those of a locale beside those of none.
#[derive(Debug, Clone, Copy)]
pub struct OptionsByLocale<'a> {
    from: Cursor<'a>,
}

impl<'a> OptionsByLocale<'a> {
    /// Returns those that begin there.
    pub fn new(from: Cursor<'a>) -> Self {
        Self { from }
    }

    /// Returns those of no locale and those of each locale.
    pub fn lists(&self, book: &Book) -> Option<Vec<(Option<Locale>, Numbers<'a>)>> {
        let mut from = self.from;
        let mark = from.number()?;
        let mut lists = Vec::new();
        if mark & 1 == 1 {
            lists.push((None, Numbers::read(&mut from)?));
        }
        for _ in 0..mark >> 1 {
            let locale = book.locale(&mut from)?;
            lists.push((Some(locale.into_owned()), Numbers::read(&mut from)?));
        }
        Some(lists)
    }

    /// Returns those that hold in a locale.
    pub fn get(&self, book: &Book, locale: &Locale) -> Vec<i64> {
        let lists = self.lists(book).unwrap_or_default().into_iter();
        let hold = lists.filter(|(own, _)| own.as_ref().is_none_or(|own| own == locale));
        hold.flat_map(|(_, numbers)| numbers).collect()
    }

    /// Returns where what stands behind them begins.
    pub fn behind(&self) -> Option<Cursor<'a>> {
        let mut from = self.from;
        let mark = from.number()?;
        if mark & 1 == 1 {
            Numbers::read(&mut from)?;
        }
        for _ in 0..mark >> 1 {
            if from.number()? == 0 {
                from.bytes()?;
            }
            Numbers::read(&mut from)?;
        }
        Some(from)
    }
}

impl<'a> Numbers<'a> {
    /// Returns so many numbers that begin there, each times a unit and plus something.
    pub fn new(from: Cursor<'a>, left: usize, unit: i64, plus: i64) -> Self {
        Self { from, left, unit, plus }
    }

    /// Reads numbers that were written with their count.
    fn read(from: &mut Cursor<'a>) -> Option<Self> {
        let left = from.count()?;
        let numbers = Self::new(*from, left, 1, 0);
        for _ in 0..left {
            from.number()?;
        }
        Some(numbers)
    }
}
