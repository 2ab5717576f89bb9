//! Tables as comma-separated text: cells quoted only where they must be, lines ended by a line feed.

/// A file that is being written, row by row.
pub struct Table {
    columns: Vec<String>,
    text: String,
}

impl Table {
    /// Returns a table with its head.
    pub fn new(columns: &[&str]) -> Self {
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let head: Vec<&str> = columns.iter().map(String::as_str).collect();
        let text = format!("{}\n", line(&head));
        Self { columns, text }
    }

    /// Adds a row; columns that are not named stay empty. Panics when a column is not there.
    pub fn row(&mut self, cells: &[(&str, &str)]) {
        let mut row = vec![""; self.columns.len()];
        for (name, value) in cells {
            let at = self.columns.iter().position(|column| column == name);
            row[at.unwrap_or_else(|| panic!("there is no column {name}"))] = value;
        }
        self.text.push_str(&line(&row));
        self.text.push('\n');
    }

    /// Returns the number of the line that the next row begins on, 1 is the head. A cell may hold line ends.
    pub fn next_line(&self) -> usize {
        self.text.matches('\n').count() + 1
    }

    /// Returns the whole file.
    pub fn text(self) -> String {
        self.text
    }
}

fn line(cells: &[&str]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",")
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}
