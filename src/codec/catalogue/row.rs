//! Rows of a delimited file, streamed: cells in quotes, line numbers, and bounds that a broken file cannot pass.
//!
//! Its own reader rather than a crate's, because a cell here is never longer than [`CELL_BYTES_MAX`]: an unclosed quote
//! costs its own row and reading goes on behind the line it began on, instead of swallowing the rest of the file.

use std::io::BufRead;

use super::{CELL_BYTES_MAX, COLUMNS_MAX, Trouble};

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// The line it begins on, from 1.
    pub line: u64,
    /// All cells in one text, …
    text: String,
    /// … and where each ends.
    ends: Vec<usize>,
}

impl Cells {
    /// Returns how many cells there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// Returns a cell.
    pub fn get(&self, at: usize) -> Option<&str> {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..*self.ends.get(at)?)
    }

    /// Returns all cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }

    fn push(&mut self, part: &str) {
        self.text.push_str(part);
    }

    fn end(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Why there is no row here.
#[derive(Debug)]
pub enum Stop {
    /// This row cannot be read; reading goes on behind it.
    Row(u64, Trouble),
    /// The file cannot be read any further.
    File(String),
}

/// So much of a cell that cannot be read is shown.
const VALUE_BYTES: usize = 400;

/// Reads rows.
pub struct Rows<R> {
    bytes: R,
    delimiter: u8,
    line: u64,
    /// The columns' names, once the first line is read.
    names: Vec<String>,
    /// What follows a broken row on lines that were read already.
    back: Vec<u8>,
    at: usize,
}

/// What a row is while it is read.
#[derive(Default)]
struct Making {
    cells: Vec<Vec<u8>>,
    cell: Vec<u8>,
    quoted: bool,
    in_quotes: bool,
    /// The bytes since the row's first line ended, kept to go on there.
    behind: Vec<u8>,
    first_line_over: bool,
}

impl<R: BufRead> Rows<R> {
    /// Returns a reader of rows with that sign between cells.
    pub fn new(bytes: R, delimiter: u8) -> Self {
        Self { bytes, delimiter, line: 1, names: Vec::new(), back: Vec::new(), at: 0 }
    }

    /// Keeps the columns' names, to say in which one a cell cannot be read.
    pub fn name(&mut self, names: &[String]) {
        self.names = names.to_vec();
    }

    /// Returns the next row; lines without anything are passed over.
    pub fn next_row(&mut self) -> Option<Result<Cells, Stop>> {
        loop {
            let line = self.line;
            match self.read_row(line)? {
                Ok(cells) if cells.text.is_empty() && cells.count() == 1 => {}
                other => return Some(other),
            }
        }
    }

    fn read_row(&mut self, line: u64) -> Option<Result<Cells, Stop>> {
        if self.back.is_empty()
            && let Ok(buffer) = self.bytes.fill_buf()
            && let Some(plain) = plain_row(buffer, self.delimiter)
        {
            let Plain { mut cells, bytes, lines } = plain;
            self.bytes.consume(bytes);
            self.line += lines;
            cells.line = line;
            return Some(check(cells));
        }
        let mut making = Making::default();
        let mut any = false;
        loop {
            let byte = match self.byte() {
                Ok(Some(byte)) => byte,
                Ok(None) if !any => return None,
                Ok(None) if making.in_quotes => {
                    return Some(Err(self.give_up(line, making, "is never closed")));
                }
                Ok(None) => return Some(finish(line, making)),
                Err(sentence) => return Some(Err(Stop::File(sentence))),
            };
            any = true;
            if making.first_line_over {
                making.behind.push(byte);
            }
            if byte == b'\n' {
                self.line += 1;
                making.first_line_over = true;
            }
            if self.take(&mut making, byte) {
                return Some(finish(line, making));
            }
            if making.cell.len() > CELL_BYTES_MAX {
                return Some(Err(self.give_up(
                    line,
                    making,
                    "is longer than 64 KiB; perhaps a quote is not closed",
                )));
            }
            if making.cells.len() > COLUMNS_MAX {
                return Some(Err(Stop::File(format!("Line {line} has more than {COLUMNS_MAX} columns."))));
            }
        }
    }

    /// Puts a byte where it belongs; returns true when it ends the row.
    fn take(&mut self, making: &mut Making, byte: u8) -> bool {
        match byte {
            b'"' if making.in_quotes => match self.peek() {
                Some(b'"') => {
                    let _second = self.byte();
                    if making.first_line_over {
                        making.behind.push(b'"');
                    }
                    making.cell.push(b'"');
                }
                _ => making.in_quotes = false,
            },
            byte if making.in_quotes => making.cell.push(byte),
            b'"' if making.cell.is_empty() && !making.quoted => {
                making.in_quotes = true;
                making.quoted = true;
            }
            byte if byte == self.delimiter => {
                making.cells.push(std::mem::take(&mut making.cell));
                making.quoted = false;
            }
            b'\n' => return true,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    let _newline = self.byte();
                }
                self.line += 1;
                return true;
            }
            byte => making.cell.push(byte),
        }
        false
    }

    /// Gives a row up and goes on behind its first line.
    fn give_up(&mut self, line: u64, making: Making, why: &str) -> Stop {
        let column = self.names.get(making.cells.len()).cloned().unwrap_or_default();
        let begins = making.cell.get(..VALUE_BYTES).unwrap_or(&making.cell);
        let sentence = format!("A cell of the row that begins on line {line} {why}.");
        let trouble = Trouble::new(&column, &String::from_utf8_lossy(begins), sentence);
        if making.first_line_over {
            let rest = self.back.get(self.at..).unwrap_or_default().to_vec();
            self.back = [making.behind, rest].concat();
            self.at = 0;
            self.line = line + 1;
        } else {
            self.skip_line();
        }
        Stop::Row(line, trouble)
    }

    fn skip_line(&mut self) {
        while let Ok(Some(byte)) = self.byte() {
            if byte == b'\n' {
                self.line += 1;
                return;
            }
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, String> {
        if let Some(byte) = self.back.get(self.at).copied() {
            self.at += 1;
            if self.at == self.back.len() {
                self.back.clear();
                self.at = 0;
            }
            return Ok(Some(byte));
        }
        let buffer = self.bytes.fill_buf().map_err(|error| super::source::sentence(&error))?;
        let Some(byte) = buffer.first().copied() else { return Ok(None) };
        self.bytes.consume(1);
        Ok(Some(byte))
    }

    fn peek(&mut self) -> Option<u8> {
        match self.back.get(self.at) {
            Some(byte) => Some(*byte),
            None => self.bytes.fill_buf().ok()?.first().copied(),
        }
    }
}

/// A row that lies whole in what was read ahead.
struct Plain {
    cells: Cells,
    /// How long it is, its end included.
    bytes: usize,
    /// How many lines it takes.
    lines: u64,
}

/// Reads a row that lies whole in the buffer and has nothing unusual about it; what is cut off, badly quoted, too long or
/// no UTF-8 is left to the reader that goes byte by byte and knows what to say.
fn plain_row(buffer: &[u8], delimiter: u8) -> Option<Plain> {
    let mut cells = Cells::default();
    let (mut at, mut lines) = (0, 1);
    loop {
        let rest = buffer.get(at..)?;
        let len = match rest.first()? {
            b'"' => quoted(rest.get(1..)?, &mut cells, &mut lines)?,
            _ => {
                let len = memchr::memchr3(delimiter, b'\n', b'\r', rest)?;
                cells.push(std::str::from_utf8(rest.get(..len)?).ok()?);
                len
            }
        };
        if len > CELL_BYTES_MAX || cells.count() >= COLUMNS_MAX {
            return None;
        }
        cells.end();
        at += len + 1;
        match (rest.get(len)?, rest.get(len + 1)) {
            (b'\n', _) => return Some(Plain { cells, bytes: at, lines }),
            (b'\r', Some(b'\n')) => return Some(Plain { cells, bytes: at + 1, lines }),
            (b'\r', Some(_)) => return Some(Plain { cells, bytes: at, lines }),
            (sign, Some(_)) if *sign == delimiter => {}
            _ => return None,
        }
    }
}

/// Adds the text of a cell behind its opening quote, and returns the bytes of the cell with both quotes.
fn quoted(rest: &[u8], cells: &mut Cells, lines: &mut u64) -> Option<usize> {
    let mut at = 0;
    loop {
        let part = rest.get(at..)?;
        let end = memchr::memchr(b'"', part)?;
        let text = std::str::from_utf8(part.get(..end)?).ok()?;
        *lines += u64::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(0);
        cells.push(text);
        at += end + 1;
        if rest.get(at) != Some(&b'"') {
            return Some(at + 1);
        }
        cells.push("\"");
        at += 1;
    }
}

fn finish(line: u64, mut making: Making) -> Result<Cells, Stop> {
    making.cells.push(making.cell);
    let mut cells = Cells { line, ..Cells::default() };
    for cell in &making.cells {
        match std::str::from_utf8(cell) {
            Ok(cell) => cells.push(cell),
            Err(_) => return Err(Stop::File(super::source::not_utf8(line))),
        }
        cells.end();
    }
    check(cells)
}

fn check(cells: Cells) -> Result<Cells, Stop> {
    let line = cells.line;
    match memchr::memchr(0, cells.text.as_bytes()) {
        Some(_) => {
            let sentence = format!("Line {line} holds a zero byte; take it out.");
            Err(Stop::Row(line, Trouble::new("", "", sentence)))
        }
        None => Ok(cells),
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Reads all rows, with so much read ahead at once.
    fn read(text: &str, ahead: usize) -> Vec<String> {
        let mut rows = Rows::new(BufReader::with_capacity(ahead, text.as_bytes()), b',');
        let mut told = Vec::new();
        while let Some(row) = rows.next_row() {
            told.push(match row {
                Ok(cells) => format!("{} {:?}", cells.line, cells.iter().collect::<Vec<_>>()),
                Err(stop) => format!("{stop:?}"),
            });
        }
        told
    }

    #[test]
    fn rows_read_whole_are_those_read_byte_by_byte() {
        let pieces = [
            "a",
            "B c",
            "\"",
            "\"\"",
            ",",
            ",",
            "\n",
            "\r\n",
            "\r",
            "ü",
            "\"x,y\"",
            "\"two\nlines\"",
            "\0",
            "",
        ];
        // A fixed walk through the pieces; every text is read as one that lies whole in the buffer, and as one that never does.
        let mut state: usize = 7;
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) % pieces.len()]);
            }
            assert_eq!(read(&text, 4_096), read(&text, 1), "{text:?}");
        }
    }
}
