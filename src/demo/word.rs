//! Invented names, as many as a large shop needs: brands, series and suppliers.

use super::PRODUCTS;
use super::department::Department;

const FIRST: [&str; 24] = [
    "Bel", "Cor", "Dan", "Fen", "Gar", "Hal", "Jor", "Kel", "Lor", "Mar", "Nor", "Oster", "Pel", "Quin",
    "Ros", "Sel", "Tor", "Ul", "Var", "Wen", "Yar", "Zel", "Bran", "Thal",
];
const MIDDLE: [&str; 20] = [
    "a", "e", "i", "o", "an", "en", "in", "or", "ar", "el", "il", "am", "em", "is", "as", "ov", "ev", "ur",
    "un", "it",
];
const LAST: [&str; 24] = [
    "da", "dell", "fors", "gard", "holm", "ka", "lund", "mere", "na", "quist", "ra", "sen", "stad", "ta",
    "vik", "wick", "zo", "by", "mont", "bury", "ley", "ton", "nes", "val",
];
/// Shares no factor with the number of words, so that steps of it meet each word once.
const STRIDE: usize = 7_919;

/// Brands of one department at most.
pub const BRANDS_MAX: usize = 630;
/// Names of series.
pub const SERIES: usize = 1_000;
/// Names of suppliers.
pub const SUPPLIERS: usize = 200;
/// A department gets one more brand with so many products.
const PRODUCTS_PER_BRAND: u64 = 1_600;
/// Where the words of series begin; before them come those of brands.
const SERIES_FROM: usize = 6_000;
/// Where the words of suppliers begin.
const SUPPLIERS_FROM: usize = 8_000;

/// Returns an invented word; no two numbers below 11,520 have the same.
pub fn word(number: usize) -> String {
    let all = FIRST.len() * MIDDLE.len() * LAST.len();
    let at = number * STRIDE % all;
    let part = |list: &[&'static str], at: usize| list.get(at % list.len()).copied().unwrap_or_default();
    let first = part(&FIRST, at);
    let middle = part(&MIDDLE, at / FIRST.len());
    format!("{first}{middle}{}", part(&LAST, at / (FIRST.len() * MIDDLE.len())))
}

/// Returns how many brands a department has among that many products.
pub fn brands_at(products: u64) -> usize {
    let more = usize::try_from(products.saturating_sub(PRODUCTS) / PRODUCTS_PER_BRAND).unwrap_or(BRANDS_MAX);
    BRANDS_MAX.min(5 + more)
}

/// Returns a department's brand: its own five first, then invented ones.
pub fn brand(department: &Department, place: usize, rank: usize) -> String {
    match department.brands.get(rank) {
        Some(known) => (*known).to_owned(),
        None => word(place + (rank - department.brands.len()) * super::department::DEPARTMENTS.len()),
    }
}

/// Returns the name of a series.
pub fn series(number: usize) -> String {
    word(SERIES_FROM + number)
}

/// Returns the name of a supplier.
pub fn supplier(number: usize) -> String {
    format!("{} Trading", word(SUPPLIERS_FROM + number))
}
