//! Percentages as people type them (`110`) and factors as rules keep them (`1.1`). What is no number stays as it is.

use crate::domain::decimal::Decimal;

/// Returns the factor that a typed percentage means; empty for an empty one.
pub fn to_factor(typed: &str) -> String {
    let bare = typed.trim().trim_end_matches('%').trim_end();
    match Decimal::parse(bare) {
        Ok(number) if number.0 % 100 == 0 => Decimal(number.0 / 100).to_string(),
        _ => typed.trim().to_owned(),
    }
}

/// Returns the percentage that a factor reads as.
pub fn of_factor(factor: &str) -> String {
    let number = Decimal::parse(factor).ok().and_then(|number| number.0.checked_mul(100));
    number.map_or_else(|| factor.to_owned(), |hundredfold| Decimal(hundredfold).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_a_factor_and_comes_back() {
        for (typed, factor) in
            [("110", "1.1"), ("160 %", "1.6"), ("", ""), ("33.3333", "0.333333"), ("ten", "ten")]
        {
            assert_eq!(to_factor(typed), factor);
            assert_eq!(of_factor(factor), typed.trim_end_matches(" %"));
        }
    }
}
