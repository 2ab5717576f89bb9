//! Walk: JSON from its first byte to its last, each sign where it is expected. Must not know what the JSON is about.

use std::borrow::Cow;

/// Bytes of a text looked through at once.
const STRIDE: usize = 16;

/// A place in a JSON text. Every function reads what stands there and goes on behind it; `None` where anything else stands.
/// Blanks may stand before every sign, text, member and entry.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Returns the beginning of a text.
    pub(super) fn new(json: &'a str) -> Self {
        Self { json, at: 0 }
    }

    /// Reads the end.
    pub(super) fn end(&mut self) -> Option<()> {
        self.blanks();
        (self.at == self.json.len()).then_some(())
    }

    /// Reads this sign.
    pub(super) fn sign(&mut self, sign: u8) -> Option<()> {
        self.has(sign).then_some(())
    }

    /// Reads an object, each member by a function that begins at its name.
    pub(super) fn members(&mut self, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.sign(b'{')?;
        if self.has(b'}') {
            return Some(());
        }
        loop {
            self.blanks();
            member(self)?;
            if !self.has(b',') {
                return self.sign(b'}');
            }
        }
    }

    /// Reads a list, each entry by a function.
    pub(super) fn list<T>(&mut self, entry: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.sign(b'[')?;
        if self.has(b']') {
            return Some(Vec::new());
        }
        // Most lists hold one.
        let mut list = vec![entry(self)?];
        while self.has(b',') {
            self.blanks();
            list.push(entry(self)?);
        }
        self.sign(b']')?;
        Some(list)
    }

    /// Reads the name of a member and the colon behind it.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        let name = self.text()?;
        self.sign(b':')?;
        self.blanks();
        Some(name)
    }

    /// Reads the name of a member, one letter of ASCII, and the colon behind it.
    pub(super) fn letter(&mut self) -> Option<u8> {
        let letter = self.quoted(|walk| {
            let letter = walk.json.as_bytes().get(walk.at).copied().filter(u8::is_ascii_alphabetic)?;
            walk.at += 1;
            Some(letter)
        })?;
        self.sign(b':')?;
        self.blanks();
        Some(letter)
    }

    /// Reads what a function reads, in quotes; no blanks beside it.
    pub(super) fn quoted<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<T> {
        self.sign(b'"')?;
        let inner = read(self)?;
        self.next(b'"').then_some(inner)
    }

    /// Reads `true` or `false`.
    pub(super) fn truth(&mut self) -> Option<bool> {
        let rest = self.json.get(self.at..)?;
        let (truth, length) = match (rest.starts_with("true"), rest.starts_with("false")) {
            (true, _) => (true, 4),
            (_, true) => (false, 5),
            _ => return None,
        };
        self.at += length;
        Some(truth)
    }

    /// Reads a whole number of 32 bits.
    pub(super) fn small(&mut self) -> Option<i32> {
        self.number().and_then(|number| i32::try_from(number).ok())
    }

    /// Reads a whole number as JSON writes it: no sign but a minus, no zero before other digits.
    pub(super) fn number(&mut self) -> Option<i64> {
        let is_negative = self.next(b'-');
        let first = self.at;
        let mut number = 0_i64;
        while let Some(digit) = self.digit() {
            number = number.checked_mul(10)?.checked_sub(i64::from(digit))?;
        }
        let has_zero = self.json.as_bytes().get(first) == Some(&b'0');
        match (self.at - first, is_negative) {
            (0, _) => None,
            (1, true) if has_zero => None,
            (2.., _) if has_zero => None,
            (_, true) => Some(number),
            (_, false) => number.checked_neg(),
        }
    }

    /// Reads so many digits, nine at most.
    pub(super) fn digits(&mut self, count: u8) -> Option<u32> {
        (0..count).try_fold(0, |number, _| Some(number * 10 + u32::from(self.digit()?)))
    }

    /// Reads a text in quotes; it is not copied where it holds no escape.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
        self.sign(b'"')?;
        let plain = self.plain()?;
        if self.json.as_bytes().get(self.at) == Some(&b'"') {
            self.at += 1;
            return Some(Cow::Borrowed(plain));
        }
        let mut text = plain.to_owned();
        loop {
            let sign = *self.json.as_bytes().get(self.at)?;
            self.at += 1;
            match sign {
                b'"' => return Some(Cow::Owned(text)),
                b'\\' => text.push(self.escaped()?),
                _ => return None,
            }
            text.push_str(self.plain()?);
        }
    }

    /// Reads up to the next quote, backslash or control character. All these are one byte long and begin a character.
    fn plain(&mut self) -> Option<&'a str> {
        let ends = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        let rest = self.json.as_bytes().get(self.at..)?;
        let is_clear = |stride: &&[u8; STRIDE]| !stride.iter().fold(false, |any, byte| any | ends(byte));
        let clear = rest.as_chunks().0.iter().take_while(is_clear).count() * STRIDE;
        let length = clear + rest.get(clear..)?.iter().position(ends)?;
        let plain = self.json.get(self.at..self.at + length)?;
        self.at += length;
        Some(plain)
    }

    /// Reads the character that an escape stands for, behind its backslash.
    fn escaped(&mut self) -> Option<char> {
        let sign = *self.json.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.coded(),
            _ => return None,
        })
    }

    /// Reads a character written in hexadecimal digits: one unit of UTF-16, or a pair.
    fn coded(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        let second = self.json.get(self.at..)?.starts_with("\\u").then_some(2)?;
        self.at += second;
        let second = self.unit()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second)
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.json.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |unit, digit| Some(unit * 16 + digit.to_digit(16)?))
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.json.as_bytes().get(self.at)?.checked_sub(b'0').filter(|digit| *digit < 10)?;
        self.at += 1;
        Some(digit)
    }

    /// Goes over blanks and this sign; false where it does not stand.
    fn has(&mut self, sign: u8) -> bool {
        self.blanks();
        self.next(sign)
    }

    /// Goes over this sign, without blanks before it; false where it does not stand.
    pub(super) fn next(&mut self, sign: u8) -> bool {
        let stands = self.json.as_bytes().get(self.at) == Some(&sign);
        self.at += usize::from(stands);
        stands
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.json.as_bytes().get(self.at) {
            self.at += 1;
        }
    }
}
