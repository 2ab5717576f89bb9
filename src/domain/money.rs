//! Money: whole minor units of one currency. Two currencies never compare.

/// A checked ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Returns the currency of three letters, in any case.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.trim().as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|byte| byte.is_ascii_alphabetic()) => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase(), c.to_ascii_uppercase()]))
            }
            _ => Err(format!("“{}” is not a currency; write it like EUR.", super::decimal::clip(text))),
        }
    }

    /// Returns the code in capitals: `EUR`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Returns how many decimal places the currency's minor unit has: 0, 2 or 3, after ISO 4217.
    pub fn places(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Returns how many minor units make one major unit.
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(self.places())
    }

    /// Returns the sign a shopper reads, such as `€`; the code itself for most.
    pub fn sign(&self) -> &str {
        match &self.0 {
            b"EUR" => "€",
            b"USD" => "$",
            b"GBP" => "£",
            b"JPY" => "¥",
            _ => self.as_str(),
        }
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: cents of a euro.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Returns the amount that a text in major units writes, such as `49.90`; at most as many places as the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, String> {
        let number = super::decimal::Decimal::parse(text)?;
        let millionths_per_minor = super::decimal::ONE / currency.minor_per_major();
        if number.0 % millionths_per_minor != 0 {
            return Err(format!("“{}” has more places than {currency} knows.", super::decimal::clip(text)));
        }
        Ok(Self { minor: number.0 / millionths_per_minor, currency })
    }

    /// Returns the amount in major units without sign or code: `49.90`.
    pub fn major(&self) -> String {
        let unit = self.currency.minor_per_major().unsigned_abs();
        let magnitude = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        match usize::try_from(self.currency.places()) {
            Ok(places) if places > 0 => format!("{sign}{}.{:0places$}", magnitude / unit, magnitude % unit),
            _ => format!("{sign}{magnitude}"),
        }
    }
}

impl std::fmt::Display for Money {
    /// Writes the amount as a person reads it: `€1,299.00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let major = self.major();
        let (sign, digits) = match major.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", major.as_str()),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let mark = self.currency.sign();
        let gap = if mark.len() == 3 && mark.is_ascii() { "\u{a0}" } else { "" };
        write!(f, "{sign}{mark}{gap}{}", grouped(whole))?;
        if places.is_empty() { Ok(()) } else { write!(f, ".{places}") }
    }
}

/// Returns the digits with a comma between thousands.
pub fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_and_written_in_its_own_places() {
        for (text, currency, minor, shown) in [
            ("49.9", "EUR", 4990, "€49.90"),
            ("1299", "usd", 129_900, "$1,299.00"),
            ("1200", "JPY", 1200, "¥1,200"),
            ("0.125", "KWD", 125, "KWD\u{a0}0.125"),
        ] {
            let money = Money::parse(text, Currency::parse(currency).unwrap()).unwrap();
            assert_eq!((money.minor, money.to_string().as_str()), (minor, shown));
        }
        let euro = Currency::parse("EUR").unwrap();
        for text in ["1.999", "1.5e3", "", "ten"] {
            assert!(Money::parse(text, euro).is_err(), "{text}");
        }
    }
}
