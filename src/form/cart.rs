//! The cart of the shop preview, as its cookie keeps it: skus and pieces, the last-added first.
//!
//! Whatever arrives is read: what is no line is left out, what is too much is cut. Must not know whether a sku exists.

use super::query::coded;
use crate::domain::sku::Sku;

/// Name of the cookie.
pub const COOKIE: &str = "kindred_cart";
/// Most lines.
pub const LINES_MAX: usize = 50;
/// Most pieces of one line.
pub const PIECES_MAX: u32 = 99;
/// Longest cookie in bytes; browsers drop those over 4,096, name and all.
const COOKIE_BYTES_MAX: usize = 3_800;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// A product's or variant's sku.
    pub sku: Sku,
    /// How many.
    pub pieces: u32,
}

/// Reads a cookie's value.
pub fn read(cookie: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for part in cookie.split('!').take(LINES_MAX) {
        let (sku, pieces) = part.split_once('*').unwrap_or((part, "1"));
        let sku = percent_encoding::percent_decode_str(sku)
            .decode_utf8()
            .ok()
            .and_then(|sku| Sku::parse(&sku).ok());
        let pieces = pieces.parse().ok().filter(|pieces| (1..=PIECES_MAX).contains(pieces));
        if let (Some(sku), Some(pieces)) = (sku, pieces)
            && !lines.iter().any(|line| line.sku == sku)
        {
            lines.push(Line { sku, pieces });
        }
    }
    lines
}

/// Writes a cookie's value; lines that do not fit are dropped, the first-added ones first.
pub fn write(lines: &[Line]) -> String {
    let mut cookie = String::new();
    for line in lines.iter().take(LINES_MAX) {
        let part = format!("{}*{}", coded(line.sku.as_str()), line.pieces);
        if cookie.len() + part.len() + 1 > COOKIE_BYTES_MAX {
            break;
        }
        if !cookie.is_empty() {
            cookie.push('!');
        }
        cookie.push_str(&part);
    }
    cookie
}

/// Adds one piece and makes its line the first.
pub fn add(lines: &mut Vec<Line>, sku: Sku) {
    let held = lines.iter().position(|line| line.sku == sku).map(|at| lines.remove(at).pieces).unwrap_or(0);
    lines.insert(0, Line { sku, pieces: (held + 1).min(PIECES_MAX) });
    lines.truncate(LINES_MAX);
}

/// Sets how many pieces a line has; none removes it.
pub fn set(lines: &mut Vec<Line>, sku: &Sku, pieces: u32) {
    if pieces == 0 {
        lines.retain(|line| line.sku != *sku);
    }
    for line in lines.iter_mut().filter(|line| line.sku == *sku) {
        line.pieces = pieces.min(PIECES_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cart_comes_back_as_it_was_kept_with_the_last_added_first() {
        let mut lines = Vec::new();
        for sku in ["A 1", "b*2", "Ü!3", "a 1"] {
            add(&mut lines, Sku::parse(sku).unwrap());
        }
        let cookie = write(&lines);
        assert!(cookie.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)), "{cookie}");
        let read = read(&cookie);
        assert_eq!(read, lines);
        assert_eq!((read[0].sku.as_str(), read[0].pieces), ("a 1", 2));
        set(&mut lines, &Sku::parse("B*2").unwrap(), 0);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_hostile_cookie_is_read_as_far_as_it_makes_sense() {
        for (cookie, count) in
            [("", 0), ("!!*!", 0), ("a*0!b*-1!c*100!d*x", 0), ("%00*1!%ff*1!ok*3", 1), ("a!a!A", 1)]
        {
            assert_eq!(read(cookie).len(), count, "{cookie}");
        }
        assert_eq!(read(&"a*1!".repeat(5_000)).len(), 1);
        let many: Vec<String> = (0..900).map(|n| format!("sku{n}*1")).collect();
        assert_eq!(read(&many.join("!")).len(), LINES_MAX);
        let long: Vec<Line> = (0..50)
            .map(|n| Line { sku: Sku::parse(&format!("{n}{}", "ü".repeat(200))).unwrap(), pieces: 9 })
            .collect();
        assert!(write(&long).len() <= COOKIE_BYTES_MAX);
    }
}
