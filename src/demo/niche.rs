//! Categories of the fourth level, which a shop of more than the usual size divides its leaves into.

use super::PRODUCTS;
use super::department::Leaf;
use crate::domain::text::slug;

/// One more niche in every leaf with so many products.
const PRODUCTS_PER_NICHE: u64 = 2_500;

/// What follows the name of a leaf, in English and German.
const NICHES: [[&str; 2]; 40] = [
    ["for beginners", "für Einsteiger"],
    ["for professionals", "für Profis"],
    ["for travel", "für Reisen"],
    ["for every day", "für jeden Tag"],
    ["as gifts", "als Geschenk"],
    ["for small rooms", "für kleine Räume"],
    ["for students", "für Studierende"],
    ["for children", "für Kinder"],
    ["for two", "für zwei"],
    ["for winter", "für den Winter"],
    ["for summer", "für den Sommer"],
    ["made in Europe", "aus Europa"],
    ["made by hand", "von Hand gemacht"],
    ["in sets", "im Set"],
    ["limited editions", "limitierte Auflagen"],
    ["classics", "Klassiker"],
    ["new designs", "neue Entwürfe"],
    ["light ones", "leichte"],
    ["sturdy ones", "robuste"],
    ["compact ones", "kompakte"],
    ["recycled", "aus Recyceltem"],
    ["refurbished", "generalüberholt"],
    ["last pieces", "letzte Stücke"],
    ["for the weekend", "fürs Wochenende"],
    ["for the studio", "fürs Studio"],
    ["for outdoors", "für draußen"],
    ["for rain", "für Regen"],
    ["for evenings", "für den Abend"],
    ["for collectors", "für Sammler"],
    ["for offices", "für Büros"],
    ["for hotels", "für Hotels"],
    ["for schools", "für Schulen"],
    ["for left hands", "für Linkshänder"],
    ["in muted colours", "in gedeckten Farben"],
    ["in bright colours", "in kräftigen Farben"],
    ["with long guarantees", "mit langer Garantie"],
    ["for small budgets", "für kleine Budgets"],
    ["for large families", "für große Familien"],
    ["award winners", "Preisträger"],
    ["our own choice", "unsere Wahl"],
];

/// Returns how many niches each leaf has among that many products.
pub fn count_at(products: u64) -> usize {
    let count = usize::try_from(products.saturating_sub(PRODUCTS) / PRODUCTS_PER_NICHE);
    count.unwrap_or(NICHES.len()).min(NICHES.len())
}

/// Returns the key and the English and German name of a leaf's niche; none where there are fewer.
pub fn of(leaf: &Leaf, number: usize) -> Option<(String, [String; 2])> {
    let [english, german] = NICHES.get(number)?;
    let [leaf_english, leaf_german] = leaf.name;
    let key = format!("{}-{}", leaf.key, slug(english));
    Some((key, [format!("{leaf_english} {english}"), format!("{leaf_german} {german}")]))
}
