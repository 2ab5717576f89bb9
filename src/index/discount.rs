//! Discounts: how much cheaper than before, exact to the fine scale of `value`.
//!
//! Must not know products; `value` asks for what a product costs, `fact` for what it is sorted by.

use super::value::FINE;
use crate::domain::decimal::{Decimal, ONE};

/// Returns how much cheaper than before, in percent on the fine scale; what lies between two steps takes the odd one.
pub fn discount(price: i64, regular: i64) -> i128 {
    if regular <= price || regular <= 0 {
        return 0;
    }
    let part = i128::from(regular) - i128::from(price);
    between_steps(part * 100 * (FINE / 2), regular.into())
}

/// Returns a discount × a factor likewise: of a third of a percent, half is exactly a sixth. None beyond the scale.
pub fn discount_times(price: i64, regular: i64, mul: Decimal) -> Option<i128> {
    if regular <= price || regular <= 0 {
        return Some(0);
    }
    let part = i128::from(regular) - i128::from(price);
    let scaled = part.checked_mul(100 * (FINE / 2))?.checked_mul(mul.0.into())?;
    Some(between_steps(scaled, i128::from(regular) * i128::from(ONE)))
}

fn between_steps(scaled: i128, whole: i128) -> i128 {
    scaled.div_euclid(whole) * 2 + i128::from(scaled.rem_euclid(whole) != 0)
}
