//! Exact decimal numbers with six places, for number attributes, percentages and ratings.
//!
//! Six places are what shops write ("0.125 kg", "33.333 %"); a number with more is refused rather than rounded, so that
//! two numbers are equal exactly when they read the same.

/// How many millionths make one.
pub const ONE: i64 = 1_000_000;

/// An exact number in millionths, between ± 9,223,372,036,854.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Returns the whole number; `None` beyond the range.
    pub fn whole(number: i64) -> Option<Self> {
        number.checked_mul(ONE).map(Self)
    }

    /// Returns the number that the text writes: digits, one point, an optional sign, at most six places. Anything else
    /// (exponents, NaN, thousands separators, a comma) gives the sentence that says so.
    pub fn parse(text: &str) -> Result<Self, String> {
        let refuse = || format!("“{}” is not a number; write it like 12.5.", clip(text));
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && places.is_empty()) || !all_digits(whole) || !all_digits(places) {
            return Err(refuse());
        }
        let places = places.trim_end_matches('0');
        if places.len() > 6 {
            return Err(format!("“{}” has more than six places after the point.", clip(text)));
        }
        let too_big = || format!("“{}” is out of range.", clip(text));
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_big())? };
        let digit = |at: usize| places.as_bytes().get(at).map_or(0, |byte| i64::from(byte - b'0'));
        let millionths = (0..6).fold(0_i64, |number, at| number * 10 + digit(at));
        let value = whole.checked_mul(ONE).and_then(|n| n.checked_add(millionths)).ok_or_else(too_big)?;
        Ok(Self(if negative { -value } else { value }))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let unit = ONE.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let places = format!("{:06}", magnitude % unit);
        match places.trim_end_matches('0') {
            "" => write!(f, "{sign}{}", magnitude / unit),
            places => write!(f, "{sign}{}.{places}", magnitude / unit),
        }
    }
}

/// Returns the beginning of a text for an error sentence, at most 40 characters.
pub fn clip(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_and_written_back() {
        for (text, written) in [
            ("9", "9"),
            ("10.50", "10.5"),
            ("-0.000001", "-0.000001"),
            (" +7 ", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0.00", "0"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), written, "{text}");
        }
        for text in
            ["", "-", ".", "1,5", "1e3", "NaN", "Infinity", "0x10", "٤٢", "1.0000001", "99999999999999999999"]
        {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
    }
}
