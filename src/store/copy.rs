//! Lines for Postgres' COPY, its fastest way in: values as text, tab between, everything special escaped.
//!
//! Must not know which table it fills; the caller adds the values in the order of the columns it names.

use std::fmt::{Display, Write as _};

use chrono::{DateTime, Datelike, Timelike, Utc};

/// So many bytes are handed over at once, so that Postgres works on them while the next ones are written.
const PART_BYTES: usize = 64 * 1024;

/// Lines under construction.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    begun: bool,
}

impl Lines {
    /// Adds a number, a yes or no, or anything else whose text needs no escape.
    pub fn plain(&mut self, value: impl Display) -> &mut Self {
        self.gap();
        // Writing into a text cannot fail.
        let _done = write!(self.text, "{value}");
        self
    }

    /// Adds a value that may be missing.
    pub fn maybe(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(value),
            None => self.none(),
        }
    }

    /// Adds a missing value.
    pub fn none(&mut self) -> &mut Self {
        self.plain("\\N")
    }

    /// Adds a text. The zero byte, which Postgres cannot keep, is left out.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.gap();
        escape(&mut self.text, value);
        self
    }

    /// Adds a moment that may be missing.
    pub fn moment(&mut self, value: Option<DateTime<Utc>>) -> &mut Self {
        let Some(at) = value else { return self.none() };
        let (day, time) = (at.date_naive(), at.time());
        // Written out by hand, since there are millions of them; the zone is UTC.
        self.plain(format_args!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}Z",
            day.year(),
            day.month(),
            day.day(),
            time.hour(),
            time.minute(),
            time.second(),
            time.nanosecond() % 1_000_000_000 / 1_000
        ))
    }

    /// Adds an array of numbers.
    pub fn numbers(&mut self, values: impl IntoIterator<Item = impl Display>) -> &mut Self {
        self.gap();
        self.text.push('{');
        for (at, value) in values.into_iter().enumerate() {
            // Writing into a text cannot fail.
            let _done = write!(self.text, "{}{value}", if at == 0 { "" } else { "," });
        }
        self.text.push('}');
        self
    }

    /// Adds an array of texts.
    pub fn texts<'a>(&mut self, values: impl IntoIterator<Item = &'a String>) -> &mut Self {
        let quoted = |value: &String| format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        let list: Vec<String> = values.into_iter().map(quoted).collect();
        self.text(&format!("{{{}}}", list.join(",")))
    }

    /// Ends the line.
    pub fn end(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    /// Hands the lines so far over when they have become many.
    pub fn hand_over(&mut self, copy: &mut dyn std::io::Write) -> Result<(), diesel::result::Error> {
        if self.text.len() < PART_BYTES { Ok(()) } else { self.finish(copy) }
    }

    /// Hands all lines over.
    pub fn finish(&mut self, copy: &mut dyn std::io::Write) -> Result<(), diesel::result::Error> {
        let done = copy.write_all(self.as_bytes()).map_err(broken);
        self.text.clear();
        done
    }

    /// Returns all lines that were not handed over.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    fn gap(&mut self) {
        if self.begun {
            self.text.push('\t');
        }
        self.begun = true;
    }
}

fn escape(out: &mut String, value: &str) {
    let mut from = 0;
    let special = |(_, byte): &(usize, u8)| matches!(byte, b'\\' | b'\n' | b'\r' | b'\t' | 0);
    for (at, byte) in value.bytes().enumerate().filter(special) {
        // All these are one byte long, so both ends lie between characters.
        out.push_str(value.get(from..at).unwrap_or_default());
        from = at + 1;
        out.push_str(match byte {
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => "",
        });
    }
    out.push_str(value.get(from..).unwrap_or_default());
}

/// Wraps what went wrong while lines were handed over, for diesel's COPY.
pub fn broken(error: std::io::Error) -> diesel::result::Error {
    diesel::result::Error::SerializationError(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_as_copy_wants_them() {
        let mut lines = Lines::default();
        lines.text("a\tb\\\n\0").plain(true).maybe(None::<i32>).numbers([1, 2]);
        lines.texts(&["x\"y\\".to_owned()]).text("{\"k\":\"\\n\"}").end();
        let wanted = "a\\tb\\\\\\n\ttrue\t\\N\t{1,2}\t{\"x\\\\\"y\\\\\\\\\"}\t{\"k\":\"\\\\n\"}\n";
        let mut told = Vec::new();
        lines.hand_over(&mut told).unwrap();
        assert!(told.is_empty());
        lines.finish(&mut told).unwrap();
        assert_eq!(String::from_utf8(told).unwrap(), wanted);
    }
}
