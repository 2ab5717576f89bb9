//! Query strings: an address's part after `?`, read into fields and written back.
//!
//! Reading is total: what is not UTF-8 is replaced, what is too long is cut, the rest is kept in its order.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::fields::Fields;

/// Most pairs that are read.
pub const PAIRS_MAX: usize = 200;
/// Most characters of one value that are read.
pub const VALUE_CHARS_MAX: usize = 500;

/// What stands for itself in a path segment and in a query value.
const CODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Returns the names and values of a query string. Control characters are dropped: no name or key holds one.
pub fn read(query: &str) -> Fields {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(PAIRS_MAX);
    Fields(
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(name), decoded(value))
            })
            .collect(),
    )
}

/// Returns an address with the pairs whose value is not empty behind it.
pub fn write(path: &str, pairs: &[(&str, Cow<'_, str>)]) -> String {
    let mut address = path.to_owned();
    let mut mark = '?';
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(mark);
        address.push_str(name);
        address.push('=');
        address.push_str(&coded(value));
        mark = '&';
    }
    address
}

/// Returns the text as it stands in a path segment or a query value.
pub fn coded(text: &str) -> String {
    utf8_percent_encode(text, CODED).to_string()
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
    decoded.chars().filter(|c| !c.is_control()).take(VALUE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_written_back() {
        let fields = read("q=a+b%26c&status=live&&q=%FFx%00&empty");
        assert_eq!(fields.get("q"), "a b&c");
        assert_eq!(fields.all("q").nth(1), Some("\u{fffd}x"));
        assert!(fields.has("empty"));
        let written =
            write("/relations", &[("q", "a b&c".into()), ("type", "".into()), ("sort", "name".into())]);
        assert_eq!(written, "/relations?q=a%20b%26c&sort=name");
        assert_eq!(write("/relations", &[]), "/relations");
    }
}
