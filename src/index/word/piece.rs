//! Pieces: a folded text cut into runs of letters and digits and runs of everything else, less the white space.
//!
//! A character's run depends on the character alone, so where a value is found in a text, its own cuts fall on the
//! text's cuts: its first piece ends one of the text's pieces, its last one begins one, those between are whole ones.

/// One piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it says.
    pub text: &'a str,
    /// The text begins with it.
    pub first: bool,
    /// The text ends with it.
    pub last: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Space,
    Word,
    Sign,
}

/// Returns the pieces of a text, in order.
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

/// The pieces of a text.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.text.get(self.at..)?;
            let begun = run(rest.chars().next()?);
            let len = length(rest, begun);
            let first = self.at == 0;
            self.at += len;
            if begun != Run::Space {
                let last = self.at == self.text.len();
                return Some(Piece { text: rest.get(..len)?, first, last });
            }
        }
    }
}

/// Returns how many bytes of a text are of one run from its beginning.
fn length(text: &str, begun: Run) -> usize {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let (run, width) = match byte.is_ascii() {
            true => (ascii(*byte), 1),
            false => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) => (run(c), c.len_utf8()),
                None => break,
            },
        };
        if run != begun {
            break;
        }
        at += width;
    }
    at
}

fn run(c: char) -> Run {
    match c {
        c if c.is_ascii() => u8::try_from(c).map_or(Run::Sign, ascii),
        c if c.is_whitespace() => Run::Space,
        c if c.is_alphanumeric() => Run::Word,
        _ => Run::Sign,
    }
}

fn ascii(byte: u8) -> Run {
    match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z' => Run::Word,
        b'\t'..=b'\r' | b' ' => Run::Space,
        _ => Run::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words_and_signs() {
        for (text, expected) in [
            ("old leather bag", "old|leather|bag"),
            ("xt-4500  body", "xt|-|4500|body"),
            ("größe & länge", "größe|&|länge"),
            (" 1/2\u{a0}zoll…", "1|/|2|zoll|…"),
            ("", ""),
            ("  ", ""),
        ] {
            let told: Vec<&str> = pieces(text).map(|piece| piece.text).collect();
            assert_eq!(told.join("|"), expected, "{text}");
        }
        let ends: Vec<(bool, bool)> = pieces("a-b").map(|piece| (piece.first, piece.last)).collect();
        assert_eq!(ends, [(true, false), (false, false), (false, true)]);
    }
}
