//! The bytes of a file before they are rows: what kind of file it is, unpacked, and which format it speaks.
//!
//! What is no text is refused in words by its first bytes, whatever its name says.

use std::io::{BufRead, BufReader, Read};

use super::spryker::{File, Table};
use super::{COLUMNS_MAX, Format, Row, Trouble};
use crate::domain::text::fold;

/// How much of the beginning is looked at.
const LOOK_BYTES: usize = 64 * 1024;

/// A file that can be read row by row.
pub enum Catalogue<'a> {
    /// Kindred's own CSV.
    Own(super::own::Own<Box<dyn BufRead + Send + 'a>>),
    /// Kindred's JSON lines.
    Json(super::json::Json<Box<dyn BufRead + Send + 'a>>),
    /// Magento's product CSV.
    Magento(super::magento::Magento<Box<dyn BufRead + Send + 'a>>),
    /// One of Spryker's product files.
    Spryker(super::spryker::Spryker<Box<dyn BufRead + Send + 'a>>),
}

/// What a reader needs to know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The moment, for prices that hold for a while.
    pub now: chrono::DateTime<chrono::Utc>,
    /// The file of Spryker's that its name says it is.
    pub file: Option<File>,
}

impl<'a> Catalogue<'a> {
    /// Opens a file. The format is told from its beginning where none is given; the sentence says why it cannot be read.
    pub fn open(
        bytes: impl Read + Send + 'a,
        format: Option<Format>,
        circumstances: Circumstances,
    ) -> Result<(Format, Self), String> {
        let mut text = unpack(bytes)?;
        let start = peek(&mut text)?;
        let format = match format {
            Some(format) => format,
            None => tell(&start, circumstances.file)?,
        };
        let delimiter = delimiter(&start);
        let catalogue = match format {
            Format::Csv => Self::Own(super::own::Own::open(text, delimiter)?),
            Format::Json => Self::Json(super::json::Json::new(text)),
            Format::Magento => {
                Self::Magento(super::magento::Magento::open(text, delimiter, circumstances.now)?)
            }
            Format::Spryker => {
                Self::Spryker(super::spryker::Spryker::open(text, delimiter, circumstances.file)?)
            }
        };
        Ok((format, catalogue))
    }

    /// Returns the next row, or the sentence that says why the file cannot be read any further.
    pub fn next_row(&mut self) -> Option<Result<Row, String>> {
        match self {
            Self::Own(own) => own.next_row(),
            Self::Json(json) => json.next_row(),
            Self::Magento(magento) => magento.next_row(),
            Self::Spryker(spryker) => spryker.next_row(),
        }
    }
}

/// Tells the format of a file of that name from its beginning.
pub fn tell_format(bytes: impl Read + Send, name: &str) -> Result<Format, String> {
    let mut text = unpack(bytes)?;
    tell(&peek(&mut text)?, File::of_name(name))
}

/// Opens one of Spryker's files as a table, whatever it is about; the trouble says why it cannot be read, and which column
/// it lacks.
pub fn table<'a>(
    bytes: impl Read + Send + 'a,
    file: Option<File>,
) -> Result<Table<Box<dyn BufRead + Send + 'a>>, Trouble> {
    let whole = |sentence: String| Trouble::new("", "", sentence);
    let mut text = unpack(bytes).map_err(whole)?;
    let start = peek(&mut text).map_err(whole)?;
    Table::open(text, delimiter(&start), file)
}

/// Returns the text of a file: gzip unpacked, a byte-order mark left out, anything else that is no text refused.
fn unpack<'a>(bytes: impl Read + Send + 'a) -> Result<Box<dyn BufRead + Send + 'a>, String> {
    let mut bytes = BufReader::with_capacity(LOOK_BYTES, bytes);
    let start = bytes.fill_buf().map_err(|error| sentence(&error))?;
    if start.is_empty() {
        return Err("The file is empty.".into());
    }
    if start.starts_with(&[0x1f, 0x8b]) {
        let mut text = BufReader::with_capacity(LOOK_BYTES, flate2::bufread::MultiGzDecoder::new(bytes));
        let start = text.fill_buf().map_err(|error| sentence(&error))?;
        if start.starts_with(&[0x1f, 0x8b]) {
            return Err("The file is packed twice; unpack it once.".into());
        }
        refuse(start)?;
        skip_mark(&mut text)?;
        return Ok(Box::new(text));
    }
    refuse(start)?;
    skip_mark(&mut bytes)?;
    Ok(Box::new(bytes))
}

fn skip_mark(text: &mut impl BufRead) -> Result<(), String> {
    let start = text.fill_buf().map_err(|error| sentence(&error))?;
    if start.starts_with(&[0xef, 0xbb, 0xbf]) {
        text.consume(3);
    }
    Ok(())
}

/// Refuses what is known not to be text by its first bytes.
fn refuse(start: &[u8]) -> Result<(), String> {
    let known: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "The file is a spreadsheet (xlsx) or a zip archive. Save it as CSV in UTF-8 first."),
        (b"\xd0\xcf\x11\xe0", "The file is an old spreadsheet (xls). Save it as CSV in UTF-8 first."),
        (b"%PDF", "The file is a PDF. Kindred reads CSV and JSON lines."),
        (b"\xff\xfe", "Line 1 is UTF-16, not UTF-8. Save the file as UTF-8 first."),
        (b"\xfe\xff", "Line 1 is UTF-16, not UTF-8. Save the file as UTF-8 first."),
        (b"\x89PNG", "The file is a picture. Kindred reads CSV and JSON lines."),
        (b"\xff\xd8\xff", "The file is a picture. Kindred reads CSV and JSON lines."),
        (b"\x28\xb5\x2f\xfd", "The file is packed with zstd. Unpack it, or pack it with gzip."),
    ];
    if let Some((_, sentence)) = known.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err((*sentence).to_owned());
    }
    let zeros = start.iter().take(1_024).filter(|byte| **byte == 0).count();
    if zeros * 4 > start.len().min(1_024) {
        return Err("Line 1 is not UTF-8 (perhaps UTF-16). Save the file as UTF-8 first.".into());
    }
    Ok(())
}

/// Returns the first line, without taking it.
fn peek(text: &mut impl BufRead) -> Result<String, String> {
    let start = text.fill_buf().map_err(|error| sentence(&error))?;
    let line = start
        .split(|byte| *byte == b'\n' || *byte == b'\r')
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    if line.len() == LOOK_BYTES {
        return Err("The first line is longer than 64 KiB; it must name the columns.".into());
    }
    String::from_utf8(line.to_vec()).map_err(|_| not_utf8(1))
}

/// Tells the format from the first line.
fn tell(start: &str, named: Option<File>) -> Result<Format, String> {
    if start.trim_start().starts_with('{') {
        return Ok(Format::Json);
    }
    let sign = char::from(delimiter(start));
    let columns: Vec<String> = start.split(sign).map(|name| fold(name.trim().trim_matches('"'))).collect();
    if columns.len() > COLUMNS_MAX {
        return Err(format!("The file has more than {COLUMNS_MAX} columns."));
    }
    let has = |name: &str| columns.iter().any(|column| column == name);
    if !has("sku") {
        // One that is called like a file of theirs is told which columns it lacks.
        if named.or_else(|| File::of_columns(&columns)).is_some() {
            return Ok(Format::Spryker);
        }
        return Err("The first line must name the columns, and one of them must be sku. \
                    Kindred reads its own CSV and JSON lines, Magento's product CSV and Spryker's import files."
            .into());
    }
    let theirs = [
        "store_view_code",
        "attribute_set_code",
        "product_websites",
        "product_online",
        "visibility",
        "url_key",
        "additional_attributes",
        "configurable_variations",
        "related_skus",
        "crosssell_skus",
        "upsell_skus",
        "special_price",
        "is_in_stock",
        "base_image",
    ];
    Ok(if theirs.into_iter().any(has) { Format::Magento } else { Format::Csv })
}

/// Tells the sign between cells from the first line: the most frequent of comma, semicolon and tab.
fn delimiter(start: &str) -> u8 {
    let count = |sign: u8| start.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(*sign), *sign == b',')).unwrap_or(b',')
}

/// Returns the sentence for a line that is not UTF-8.
pub fn not_utf8(line: u64) -> String {
    format!("Line {line} is not UTF-8 (perhaps Latin-1). Save the file as UTF-8 first.")
}

/// Returns the sentence for bytes that cannot be had.
pub fn sentence(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => {
            "The file ends in the middle: it is cut off. Send it again.".into()
        }
        std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
            "The file is packed with gzip, but damaged. Send it again.".into()
        }
        _ => format!("The file cannot be read: {error}."),
    }
}
