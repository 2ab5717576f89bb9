//! Spryker's import files: each a CSV of its own, joined by the skus and keys they name.
//!
//! Every line says a part of something: a product_price row touches one price of one product, a product_stock row its
//! pieces. Product files become records ([`Spryker::next_row`]); stores, categories, attributes and relations become words and
//! relations ([`word::read`], [`relation::read`]). Must not know what is in the catalogue already, nor in which order
//! the files come.

mod file;
mod product;
pub mod relation;
mod table;
pub mod word;

use std::collections::VecDeque;
use std::io::BufRead;

pub use self::file::{Family, File};
pub use self::table::{Bad, Line, Table};
use super::Row;

/// Reads the rows of one product file.
pub struct Spryker<R> {
    table: Table<R>,
    /// Rows of a line that names several products.
    waiting: VecDeque<Row>,
}

impl<R: BufRead> Spryker<R> {
    /// Reads the first line; which file it is is told from its columns where its name does not say.
    pub fn open(text: R, delimiter: u8, file: Option<File>) -> Result<Self, String> {
        let table = Table::open(text, delimiter, file).map_err(|trouble| trouble.message)?;
        Ok(Self { table, waiting: VecDeque::new() })
    }

    /// Returns which file it is.
    pub fn file(&self) -> File {
        self.table.file()
    }

    /// Returns the next row.
    pub fn next_row(&mut self) -> Option<Result<Row, String>> {
        let file = self.table.file();
        while self.waiting.is_empty() {
            match self.table.next_line(|line| product::rows(file, line))? {
                Ok(Ok(rows)) => self.waiting.extend(rows),
                Ok(Err((line, trouble))) => self.waiting.push_back(Row::Bad(line, vec![trouble])),
                Err(sentence) => return Some(Err(sentence)),
            }
        }
        self.waiting.pop_front().map(Ok)
    }
}
