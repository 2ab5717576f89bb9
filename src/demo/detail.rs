//! What a shop of more than the usual size knows of its products beside what their leaf says: sixteen things on average,
//! so that a product has about 25 attributes. Every product may lack any of them.

use super::word;
use crate::domain::attribute::AttributeKind;

/// One attribute of the large shop.
pub struct Detail {
    /// Its key.
    pub key: &'static str,
    /// Its unit; empty: none.
    pub unit: &'static str,
    /// Its English and German name.
    pub name: [&'static str; 2],
    /// How many of a hundred products have it.
    pub percent: u64,
    /// Its values.
    pub values: Values,
}

/// What values a detail takes.
pub enum Values {
    /// One of these, the first ones more often.
    One(&'static [&'static str]),
    /// Up to three of these.
    Several(&'static [&'static str]),
    /// One of so many names that `word` invents.
    Named(usize, fn(usize) -> String),
    /// A number between these two.
    Number(i64, i64),
    /// One of these numbers.
    Step(&'static [i64]),
    /// Yes in so many of a hundred.
    Flag(u64),
    /// A day within so many before the shop's.
    Day(i64),
    /// A text that no other product has.
    Code,
    /// One of these texts, English and German.
    Sentence(&'static [[&'static str; 2]]),
}

impl Detail {
    /// Returns what kind of attribute it is.
    pub fn kind(&self) -> AttributeKind {
        match self.values {
            Values::One(_) | Values::Several(_) | Values::Named(..) => AttributeKind::Choice,
            Values::Number(..) | Values::Step(_) => AttributeKind::Number,
            Values::Flag(_) => AttributeKind::YesNo,
            Values::Day(_) => AttributeKind::Date,
            Values::Code | Values::Sentence(_) => AttributeKind::Text,
        }
    }

    /// Returns the English names of its options; none unless it is a choice.
    pub fn words(&self) -> Vec<String> {
        match self.values {
            Values::One(words) | Values::Several(words) => {
                words.iter().map(|word| (*word).to_owned()).collect()
            }
            Values::Named(count, name) => (0..count).map(name).collect(),
            _ => Vec::new(),
        }
    }
}

const COUNTRIES: &[&str] = &[
    "Germany",
    "Italy",
    "China",
    "Portugal",
    "Poland",
    "Japan",
    "France",
    "Sweden",
    "Vietnam",
    "Spain",
    "Czechia",
    "Austria",
    "Denmark",
    "Taiwan",
    "Turkey",
    "India",
    "Finland",
    "Estonia",
    "Slovenia",
    "Ireland",
    "Norway",
    "South Korea",
    "Netherlands",
    "Belgium",
];
const STYLES: &[&str] = &[
    "Modern",
    "Classic",
    "Nordic",
    "Industrial",
    "Rustic",
    "Playful",
    "Sporty",
    "Elegant",
    "Vintage",
    "Technical",
    "Plain",
    "Coastal",
];
const FINISHES: &[&str] = &[
    "Matt",
    "Gloss",
    "Brushed",
    "Oiled",
    "Waxed",
    "Powder-coated",
    "Anodised",
    "Raw",
    "Lacquered",
    "Polished",
];
const PATTERNS: &[&str] =
    &["Solid", "Striped", "Checked", "Dotted", "Herringbone", "Melange", "Floral", "Camouflage"];
const AUDIENCES: &[&str] = &["Adults", "Teenagers", "Children", "Professionals", "Clubs", "Companies"];
const PACKAGINGS: &[&str] = &["Carton", "Paper bag", "No packaging", "Gift box", "Reusable bag"];
const CERTIFICATES: &[&str] = &[
    "CE",
    "Fair wage",
    "Organic fibre",
    "FSC wood",
    "Climate neutral",
    "Tested for children",
    "Vegan",
    "Food-safe",
    "Recycled content",
    "Repairable",
    "Quiet mark",
    "Flame-retardant",
];
const ENERGY: &[&str] = &["A", "B", "C", "D", "E", "F", "G"];
const POWERED: &[&str] = &["Mains", "Rechargeable", "AA batteries", "By hand", "USB-C", "Sun"];
const CARE: &[[&str; 2]] = &[
    ["Wipe with a damp cloth.", "Feucht abwischen."],
    ["Wash at 30 °C.", "Bei 30 °C waschen."],
    ["Keep dry.", "Trocken aufbewahren."],
    ["Oil twice a year.", "Zweimal im Jahr ölen."],
    ["Do not bleach.", "Nicht bleichen."],
    ["Store flat.", "Liegend lagern."],
    ["Clean with a soft brush.", "Mit weicher Bürste reinigen."],
    ["Rinse after use.", "Nach Gebrauch abspülen."],
];

/// Every detail.
pub const DETAILS: [Detail; 26] = {
    use Values::{Code, Day, Flag, Named, Number, One, Sentence, Several, Step};
    [
        detail("country", "", ["Made in", "Hergestellt in"], 95, One(COUNTRIES)),
        detail("style", "", ["Style", "Stil"], 80, One(STYLES)),
        detail("finish", "", ["Finish", "Oberfläche"], 60, One(FINISHES)),
        detail("pattern", "", ["Pattern", "Muster"], 45, One(PATTERNS)),
        detail("audience", "", ["Made for", "Gemacht für"], 70, Several(AUDIENCES)),
        detail("packaging", "", ["Packaging", "Verpackung"], 85, One(PACKAGINGS)),
        detail("certificate", "", ["Certificates", "Siegel"], 40, Several(CERTIFICATES)),
        detail("energy_class", "", ["Energy class", "Energieklasse"], 35, One(ENERGY)),
        detail("series", "", ["Series", "Serie"], 75, Named(word::SERIES, word::series)),
        detail("supplier", "", ["Supplier", "Lieferant"], 90, Named(word::SUPPLIERS, word::supplier)),
        detail("powered_by", "", ["Powered by", "Betrieb"], 50, One(POWERED)),
        detail("warranty", "years", ["Guarantee", "Garantie"], 90, Step(&[2, 3, 5, 10, 1])),
        detail("length", "cm", ["Length", "Länge"], 80, Number(4, 240)),
        detail("height", "cm", ["Height", "Höhe"], 80, Number(2, 190)),
        detail("package_weight", "g", ["Weight packed", "Gewicht verpackt"], 90, Number(40, 28_000)),
        detail("delivery_days", "days", ["Delivery", "Lieferzeit"], 95, Step(&[2, 3, 1, 5, 8, 14, 30])),
        detail("model_year", "", ["Model year", "Modelljahr"], 85, Number(2019, 2027)),
        detail("pieces", "", ["Pieces", "Teile"], 30, Step(&[1, 2, 4, 6, 12, 3, 24])),
        detail("noise", "dB", ["Noise", "Lautstärke"], 15, Number(18, 78)),
        detail("recyclable", "", ["Recyclable", "Recycelbar"], 80, Flag(65)),
        detail("made_to_order", "", ["Made to order", "Auf Bestellung gefertigt"], 60, Flag(12)),
        detail("gift_wrap", "", ["Can be gift-wrapped", "Als Geschenk verpackbar"], 70, Flag(80)),
        detail("tested_on", "", ["Last tested", "Zuletzt geprüft"], 40, Day(700)),
        detail("article_number", "", ["Maker's number", "Herstellernummer"], 100, Code),
        detail("care", "", ["Care", "Pflege"], 30, Sentence(CARE)),
        detail("spare_parts", "years", ["Spare parts for", "Ersatzteile für"], 55, Step(&[5, 10, 2, 15])),
    ]
};

const fn detail(
    key: &'static str,
    unit: &'static str,
    name: [&'static str; 2],
    percent: u64,
    values: Values,
) -> Detail {
    Detail { key, unit, name, percent, values }
}
