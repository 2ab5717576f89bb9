//! The words of an invented shop for tools, garden and paint: categories, families of products, brands, colours.

/// A category: key, key of its parent, English name, German name. Two are called alike; two have commas in their names.
pub const CATEGORIES: [[&str; 4]; 18] = [
    ["werkhof", "", "Werkhof", "Werkhof"],
    ["tools", "werkhof", "Hand Tools", "Handwerkzeug"],
    ["hammers", "tools", "Hammers", "Hämmer"],
    ["saws", "tools", "Saws", "Sägen"],
    ["pliers", "tools", "Pliers & Cutters", "Zangen & Scheren"],
    ["measuring", "tools", "Measuring Tools", "Messwerkzeug"],
    ["power", "werkhof", "Power Tools", "Elektrowerkzeug"],
    ["drills", "power", "Drills", "Bohrmaschinen"],
    ["sanders", "power", "Sanders", "Schleifer"],
    ["power-accessories", "power", "Accessories", "Zubehör"],
    ["garden", "werkhof", "Garden", "Garten"],
    ["mowers", "garden", "Lawn Mowers", "Rasenmäher"],
    ["watering", "garden", "Watering", "Bewässerung"],
    ["planters", "garden", "Pots, Planters & Boxes", "Töpfe, Kübel & Kästen"],
    ["garden-accessories", "garden", "Accessories", "Zubehör"],
    ["paint", "werkhof", "Wall Paints", "Wandfarben"],
    ["painters", "werkhof", "Painter's Tools", "Malerwerkzeug"],
    ["sale", "werkhof", "Sale %", "Angebote %"],
];

/// What products of one category are: its key, English noun, German noun, lowest price in cents, what its variants differ in.
pub struct Family {
    pub category: &'static str,
    pub en: &'static str,
    pub de: &'static str,
    pub cents: u64,
    pub differ: &'static str,
}

const fn family(
    category: &'static str,
    en: &'static str,
    de: &'static str,
    cents: u64,
    differ: &'static str,
) -> Family {
    Family { category, en, de, cents, differ }
}

/// The families; as many products are made of each.
pub const FAMILIES: [Family; 13] = [
    family("hammers", "claw hammer", "Klauenhammer", 1490, "size"),
    family("saws", "hand saw", "Fuchsschwanz", 1890, "size"),
    family("pliers", "combination pliers", "Kombizange", 1290, "colour"),
    family("measuring", "tape measure", "Bandmaß", 590, "colour"),
    family("drills", "cordless drill", "Akku-Bohrschrauber", 7990, "voltage"),
    family("sanders", "orbital sander", "Schwingschleifer", 5490, "voltage"),
    family("power-accessories", "bit set", "Bit-Satz", 990, "colour"),
    family("mowers", "lawn mower", "Rasenmäher", 15990, "voltage"),
    family("watering", "garden hose", "Gartenschlauch", 1990, "colour"),
    family("planters", "flower pot", "Blumentopf", 790, "size"),
    family("garden-accessories", "garden glove", "Gartenhandschuh", 490, "size"),
    family("paint", "wall paint", "Wandfarbe", 2490, "colour"),
    family("painters", "paint roller", "Farbroller", 690, "size"),
];

/// The brands; the first makes every fourth product. Some carry what breaks careless readers: `'`, `&`, `+`, umlauts.
pub const BRANDS: [&str; 10] = [
    "Ironbark",
    "Grünwald",
    "O'Malley",
    "Kestrel & Sons",
    "Nordhammer",
    "Tellus",
    "Bluewater",
    "Marlow 1862",
    "Vireo",
    "Hask+Co",
];

/// Names of series, before the noun.
pub const SERIES: [&str; 20] = [
    "Alder", "Birch", "Cedar", "Drift", "Ember", "Fjord", "Gale", "Heath", "Iris", "Juno", "Karst", "Loam",
    "Mica", "Nimbus", "Opal", "Pike", "Quarry", "Ridge", "Slate", "Tarn",
];

/// Colours in English and German.
pub const COLOURS: [[&str; 2]; 6] = [
    ["red", "rot"],
    ["green", "grün"],
    ["blue", "blau"],
    ["black", "schwarz"],
    ["white", "weiß"],
    ["silver", "silber"],
];

/// Materials in English and German; the last is one value with a comma in it.
pub const MATERIALS: [[&str; 2]; 5] = [
    ["steel", "Stahl"],
    ["beech wood", "Buchenholz"],
    ["aluminium", "Aluminium"],
    ["recycled plastic", "Recyclingkunststoff"],
    ["black-grey, RAL 7021", "schwarzgrau, RAL 7021"],
];

/// What a product is suited for; products have several of them.
pub const SUITED: [&str; 4] = ["wood", "metal", "stone", "wall"];
