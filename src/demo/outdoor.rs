//! Tents, packs and what is needed out there.

use super::department::Fact::{Flag, Number, One, Several};
use super::department::{Department, Group, Leaf};

const SEASONS: &[&str] = &["Spring", "Summer", "Autumn", "Winter"];

/// The department.
pub const OUTDOOR: Department = Department {
    key: "outdoor",
    name: ["Outdoor", "Draußen"],
    brands: ["Fjellvar", "Highfell", "Cairnhope", "Norrast", "Bramblewood"],
    models: [
        "Skarv",
        "Tarn",
        "Heather",
        "Lodge",
        "Drift",
        "Granite",
        "Osprey Hill",
        "Moss",
        "Ridge",
        "Sorrel",
        "Wren",
        "Upland",
    ],
    closing: [
        [
            "Every seam can be repaired, and we do it for you.",
            "Jede Naht lässt sich reparieren, und wir machen es.",
        ],
        ["Made without fluorocarbons.", "Ohne Fluorcarbone hergestellt."],
        ["Tried out on a wet week in the hills.", "In einer nassen Woche in den Bergen erprobt."],
    ],
    groups: &[
        Group {
            key: "camp",
            name: ["Camp", "Lager"],
            leaves: &[
                Leaf {
                    key: "tents",
                    name: ["Tents", "Zelte"],
                    sku: "TNT",
                    family: "tent",
                    noun: ["{n}-person tent", "{n}-Personen-Zelt"],
                    price: [149, 790],
                    colours: &["mustard", "forest", "rust", "sky", "olive", "sand"],
                    sizes: &[],
                    facts: &[
                        Number("persons", &[1, 2, 3, 4]),
                        Several("season", SEASONS),
                        Number("weight", &[1200, 1900, 2600, 3900]),
                        Flag("weather_sealed", 90),
                    ],
                    text: [
                        "Up in four minutes, and still up in the morning.",
                        "In vier Minuten aufgebaut und am Morgen noch da.",
                    ],
                },
                Leaf {
                    key: "sleeping-bags",
                    name: ["Sleeping bags", "Schlafsäcke"],
                    sku: "SLP",
                    family: "sleep",
                    noun: ["sleeping bag", "Schlafsack"],
                    price: [89, 490],
                    colours: &["plum", "forest", "navy", "rust", "teal"],
                    sizes: &["Regular", "Long"],
                    facts: &[
                        Several("season", SEASONS),
                        Number("comfort", &[-12, -5, 0, 6]),
                        Number("weight", &[680, 900, 1250]),
                        One("material", &["Down", "Recycled fibre"]),
                    ],
                    text: ["Warm at the feet, where it matters.", "Warm an den Füßen, wo es darauf ankommt."],
                },
                Leaf {
                    key: "camp-stoves",
                    name: ["Camp stoves", "Campingkocher"],
                    sku: "STV",
                    family: "stove",
                    noun: ["camp stove", "Campingkocher"],
                    price: [39, 189],
                    colours: &["blue", "olive", "orange", "graphite", "red"],
                    sizes: &[],
                    facts: &[
                        One("fuel", &["Gas", "Spirit", "Petrol"]),
                        Number("weight", &[85, 190, 380]),
                        Several("season", SEASONS),
                    ],
                    text: ["A litre of tea in under three minutes.", "Ein Liter Tee in unter drei Minuten."],
                },
            ],
        },
        Group {
            key: "carry",
            name: ["Carry & see", "Tragen & sehen"],
            leaves: &[
                Leaf {
                    key: "backpacks",
                    name: ["Backpacks", "Rucksäcke"],
                    sku: "BPK",
                    family: "pack",
                    noun: ["backpack {n} l", "Rucksack {n} l"],
                    price: [69, 329],
                    colours: &["navy", "forest", "mustard", "graphite", "rust", "teal"],
                    sizes: &["S/M", "L/XL"],
                    facts: &[
                        Number("capacity", &[18, 24, 32, 45, 60]),
                        Several("season", SEASONS),
                        One("material", &["Recycled nylon", "Waxed cotton"]),
                        Flag("weather_sealed", 50),
                    ],
                    text: [
                        "Sits on the hips and lets the shoulders rest.",
                        "Sitzt auf der Hüfte und lässt die Schultern in Ruhe.",
                    ],
                },
                Leaf {
                    key: "bottles",
                    name: ["Bottles", "Flaschen"],
                    sku: "BTL",
                    family: "bottle",
                    noun: ["bottle {n} ml", "Flasche {n} ml"],
                    price: [19, 49],
                    colours: &["teal", "white", "mustard", "plum", "black", "sky"],
                    sizes: &[],
                    facts: &[
                        Number("volume", &[500, 750, 1000]),
                        One("material", &["Steel", "Glass"]),
                        Flag("dishwasher_safe", 70),
                    ],
                    text: ["Cold for a day, hot for half of one.", "Einen Tag kalt, einen halben heiß."],
                },
                Leaf {
                    key: "head-torches",
                    name: ["Head torches", "Stirnlampen"],
                    sku: "HTR",
                    family: "torch",
                    noun: ["head torch {n} lm", "Stirnlampe {n} lm"],
                    price: [29, 129],
                    colours: &["orange", "graphite", "mint", "red"],
                    sizes: &[],
                    facts: &[
                        Number("brightness", &[250, 400, 600, 900]),
                        Number("battery_life", &[8, 20, 40]),
                        Several("season", SEASONS),
                        Flag("weather_sealed", 80),
                    ],
                    text: ["Finds the path, and the zip.", "Findet den Weg und den Reißverschluss."],
                },
            ],
        },
    ],
};
