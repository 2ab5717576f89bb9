//! A Spryker file as a table: cells by the name of their column, texts by locale, attributes by pairs of columns.
//!
//! A column may be missing, empty or unknown; what must be there is checked once, in the first line. Keys that a file may
//! hold once are watched here.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};
use std::io::BufRead;

use super::File;
use crate::codec::catalogue::own::{header, ragged};
use crate::codec::catalogue::row::{Cells, Rows, Stop};
use crate::codec::catalogue::{Trouble, VALUES_MAX};
use crate::domain::locale::{Locale, Localised};
use crate::domain::text::{fold, folded, has_control, tidy};

/// Reads the lines of one file.
pub struct Table<R> {
    rows: Rows<R>,
    columns: Columns,
    /// Keys of earlier lines → their line.
    seen: HashMap<u64, u64>,
}

/// What the first line says.
struct Columns {
    file: File,
    places: HashMap<String, usize>,
    /// `name.en_US`: its beginning, locale and place.
    localised: Vec<(String, Locale, usize)>,
    /// Where an attribute's key and its value stand, and in which locale it holds.
    attributes: Vec<(usize, usize, Option<Locale>)>,
    count: usize,
}

/// One line.
pub struct Line<'a> {
    columns: &'a Columns,
    cells: &'a Cells,
    /// Where it begins, from 1.
    pub number: u64,
}

/// A line that cannot be read, with why.
pub type Bad = (u64, Trouble);

impl<R: BufRead> Table<R> {
    /// Reads the first line. Without `file`, which file it is is told from its columns; the trouble names the columns that
    /// are missing.
    pub fn open(text: R, delimiter: u8, file: Option<File>) -> Result<Self, Trouble> {
        let whole = |sentence: String| Trouble::new("", "", sentence);
        let mut rows = Rows::new(text, delimiter);
        let names: Vec<String> = header(&mut rows).map_err(whole)?.iter().map(|name| fold(name)).collect();
        let file = file.or_else(|| File::of_columns(&names)).ok_or_else(|| {
            whole("The columns are those of no file of a Spryker import. Give the file its Spryker name, such as product_abstract.csv.".to_owned())
        })?;
        let missing: Vec<&str> =
            file.columns().iter().copied().filter(|name| !names.iter().any(|other| other == name)).collect();
        if !missing.is_empty() {
            let (file, listed) = (file.as_str(), missing.join("”, “"));
            let message = format!("The first line names no column “{listed}”; {file}.csv needs it. Add it.");
            return Err(Trouble::new(&missing.join(", "), "", message));
        }
        Ok(Self { rows, columns: Columns::new(file, names), seen: HashMap::new() })
    }

    /// Returns which file it is.
    pub fn file(&self) -> File {
        self.columns.file
    }

    /// Hands the next line to `read` and returns what that made of it.
    pub fn next_line<T>(
        &mut self,
        read: impl FnOnce(&Line<'_>) -> T,
    ) -> Option<Result<Result<T, Bad>, String>> {
        let cells = match self.rows.next_row()? {
            Ok(cells) => cells,
            Err(Stop::File(sentence)) => return Some(Err(sentence)),
            Err(Stop::Row(line, trouble)) => return Some(Ok(Err((line, trouble)))),
        };
        if let Some(trouble) = ragged(cells.count(), self.columns.count) {
            return Some(Ok(Err((cells.line, trouble))));
        }
        let line = Line { columns: &self.columns, cells: &cells, number: cells.line };
        Some(Ok(match twice(&mut self.seen, &line) {
            Some(trouble) => Err((line.number, trouble)),
            None => Ok(read(&line)),
        }))
    }
}

/// Returns what is wrong with a line whose key an earlier line of the file has. Of keys it keeps hashes, so that a million of
/// them take little.
fn twice(seen: &mut HashMap<u64, u64>, line: &Line<'_>) -> Option<Trouble> {
    let key = line.columns.file.key();
    let first = key.first()?;
    let mut hasher = DefaultHasher::new();
    for column in key {
        folded(line.get(column)).hash(&mut hasher);
    }
    match seen.entry(hasher.finish()) {
        Entry::Vacant(free) => {
            free.insert(line.number);
            None
        }
        Entry::Occupied(taken) => {
            let shown: Vec<&str> =
                key.iter().map(|column| line.get(column)).filter(|cell| !cell.is_empty()).collect();
            let column = key.iter().find(|column| !line.get(column).is_empty()).unwrap_or(first);
            let message = format!(
                "This stands in the file twice, first on line {}; take one of the two out.",
                taken.get()
            );
            Some(Trouble::new(column, &shown.join(" "), message))
        }
    }
}

impl Columns {
    fn new(file: File, names: Vec<String>) -> Self {
        let count = names.len();
        let places: HashMap<String, usize> = names.iter().cloned().zip(0..).collect();
        let mut localised = Vec::new();
        let mut attributes = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let (base, locale) = match name.split_once('.') {
                None => (name.as_str(), None),
                Some((base, locale)) => match Locale::parse(locale) {
                    Ok(locale) => (base, Some(locale)),
                    Err(_) => continue,
                },
            };
            if let Some(number) = base.strip_prefix("value_")
                && number.bytes().all(|byte| byte.is_ascii_digit())
            {
                let suffix = name.get(base.len()..).unwrap_or_default();
                let key = places.get(&format!("attribute_key_{number}{suffix}"));
                attributes.extend(key.map(|key| (*key, at, locale)));
            } else if let Some(locale) = locale {
                localised.push((base.to_owned(), locale, at));
            }
        }
        Self { file, places, localised, attributes, count }
    }
}

impl Line<'_> {
    /// Returns the cell of a column, trimmed; nothing where there is no such column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.columns.places.get(column).and_then(|at| self.cells.get(*at)).map(str::trim)
    }

    /// Returns the cell of a column; empty where there is no such column.
    pub fn get(&self, column: &str) -> &str {
        self.cell(column).unwrap_or_default()
    }

    /// Returns yes or no; `absent` where there is no such column or the cell is empty.
    pub fn flag(&self, column: &str, absent: bool) -> Result<bool, Trouble> {
        match self.get(column) {
            "" => Ok(absent),
            cell => crate::codec::catalogue::yes_no(cell)
                .ok_or_else(|| Trouble::new(column, cell, "Write 1 or 0.")),
        }
    }

    /// Returns the cells of `base.en_US`, `base.de_DE`, …, empty ones too.
    pub fn localised<'l>(&'l self, base: &'l str) -> impl Iterator<Item = (&'l Locale, &'l str)> {
        let cell = |at: usize| self.cells.get(at).map(str::trim).unwrap_or_default();
        self.columns
            .localised
            .iter()
            .filter(move |(name, ..)| name == base)
            .map(move |(_, locale, at)| (locale, cell(*at)))
    }

    /// Returns the texts of `base.en_US`, …, tidied, without empty ones; `base` itself is the default.
    pub fn texts(&self, base: &str) -> Localised<String> {
        let filled = |cell: &str| Some(tidy(cell)).filter(|cell| !cell.is_empty());
        Localised {
            default: self.cell(base).and_then(filled),
            own: self
                .localised(base)
                .filter_map(|(locale, cell)| Some((locale.clone(), filled(cell)?)))
                .collect(),
        }
    }

    /// Returns true when the file has columns of attributes, so that its lines say all the attributes there are.
    pub fn has_attributes(&self) -> bool {
        !self.columns.attributes.is_empty()
    }

    /// Returns the attributes that the line says, each with its value for all and by locale, in order; or what is wrong.
    /// One that is named without any value has none.
    pub fn attributes(&self) -> Result<Vec<(String, Localised<String>)>, Trouble> {
        let mut found: Vec<(String, Localised<String>)> = Vec::new();
        for (key, value, locale) in &self.columns.attributes {
            let cell = |at: usize| self.cells.get(at).map(str::trim).unwrap_or_default();
            let (key, value) = (cell(*key), cell(*value));
            if key.is_empty() {
                continue;
            }
            if has_control(value) || has_control(key) {
                return Err(Trouble::new(key, value, "The value holds a control character; take it out."));
            }
            let at = found.iter().position(|(other, _)| folded(other) == folded(key)).unwrap_or(found.len());
            if at == found.len() {
                found.push((key.to_owned(), Localised::default()));
            }
            if let Some((_, texts)) = found.get_mut(at)
                && !value.is_empty()
            {
                match locale {
                    None => texts.default = Some(tidy(value)),
                    Some(locale) => {
                        texts.own.insert(locale.clone(), tidy(value));
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Returns the parts of a cell parted by commas, tidied, without empty ones, each once.
pub fn parts(column: &str, cell: &str) -> Result<Vec<String>, Trouble> {
    let mut parts: Vec<String> = Vec::new();
    for part in cell.split(',').map(tidy).filter(|part| !part.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
        if parts.len() > VALUES_MAX {
            return Err(Trouble::new(
                column,
                cell,
                format!("There are more than {VALUES_MAX} values; split the row."),
            ));
        }
    }
    Ok(parts)
}
