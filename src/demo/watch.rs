//! Watches.

use super::department::Fact::{Flag, Number, One};
use super::department::{Department, Group, Leaf};

const LUGS: &[i64] = &[18, 20, 22];

/// The department.
pub const WATCHES: Department = Department {
    key: "watches",
    name: ["Watches", "Uhren"],
    brands: ["Aldermoor", "Sablon", "Hagenau", "Vintry", "Tidewell"],
    models: [
        "Regent", "Marlow", "Albion", "Cadence", "Pilgrim", "Sextant", "Harbour", "Lindgren", "Orchard",
        "Quarry", "Steppe", "Vesper",
    ],
    closing: [
        [
            "Every watch is set by hand before it leaves us.",
            "Jede Uhr wird von Hand gestellt, bevor sie uns verlässt.",
        ],
        [
            "The case is brushed steel; the glass is sapphire.",
            "Das Gehäuse ist gebürsteter Stahl, das Glas Saphir.",
        ],
        ["Two years of free adjustment included.", "Zwei Jahre kostenlose Regulierung inklusive."],
    ],
    groups: &[
        Group {
            key: "wrist-watches",
            name: ["Wrist watches", "Armbanduhren"],
            leaves: &[
                Leaf {
                    key: "dress-watches",
                    name: ["Dress watches", "Elegante Uhren"],
                    sku: "WDR",
                    family: "watch",
                    noun: ["dress watch", "Armbanduhr"],
                    price: [190, 1490],
                    colours: &["silver", "white"],
                    sizes: &[],
                    facts: &[
                        Number("lug_width", LUGS),
                        One("movement", &["Automatic", "Hand-wound", "Quartz"]),
                        Number("water_resistance", &[30, 50]),
                        One("strap_material", &["Leather", "Steel"]),
                    ],
                    text: [
                        "Thin enough for a cuff, clear enough for a glance.",
                        "Flach genug für die Manschette, klar genug für einen Blick.",
                    ],
                },
                Leaf {
                    key: "field-watches",
                    name: ["Field watches", "Felduhren"],
                    sku: "WFD",
                    family: "watch",
                    noun: ["field watch", "Felduhr"],
                    price: [129, 790],
                    colours: &["olive", "sand", "rust", "graphite", "forest"],
                    sizes: &[],
                    facts: &[
                        Number("lug_width", LUGS),
                        One("movement", &["Automatic", "Solar", "Quartz"]),
                        Number("water_resistance", &[100, 200]),
                        One("strap_material", &["Textile", "Leather"]),
                    ],
                    text: [
                        "Reads in the dark, shrugs off rain, never asks for a charger.",
                        "Im Dunkeln lesbar, regenfest und ganz ohne Ladegerät.",
                    ],
                },
                Leaf {
                    key: "sport-watches",
                    name: ["Sport watches", "Sportuhren"],
                    sku: "WSP",
                    family: "tracker",
                    noun: ["sport watch", "Sportuhr"],
                    price: [149, 690],
                    colours: &["black", "teal", "orange", "plum", "sky"],
                    sizes: &["41 mm", "45 mm"],
                    facts: &[
                        Number("lug_width", &[20, 22]),
                        Number("battery_life", &[48, 120, 240]),
                        Number("water_resistance", &[50, 100]),
                        Flag("heart_rate", 80),
                        One("strap_material", &["Silicone", "Textile"]),
                    ],
                    text: [
                        "Counts the hills as well as the hours.",
                        "Zählt die Hügel ebenso wie die Stunden.",
                    ],
                },
            ],
        },
        Group {
            key: "watch-gear",
            name: ["Straps & cases", "Bänder & Etuis"],
            leaves: &[
                Leaf {
                    key: "leather-straps",
                    name: ["Leather straps", "Lederbänder"],
                    sku: "SLE",
                    family: "strap",
                    noun: ["{n} mm leather strap", "{n}-mm-Lederband"],
                    price: [29, 119],
                    colours: &["walnut", "black", "rust", "sand", "navy"],
                    sizes: &[],
                    facts: &[Number("lug_width", LUGS), One("strap_material", &["Leather"])],
                    text: [
                        "Vegetable-tanned, and better after a year than on the first day.",
                        "Pflanzlich gegerbt und nach einem Jahr schöner als am ersten Tag.",
                    ],
                },
                Leaf {
                    key: "textile-straps",
                    name: ["Textile straps", "Textilbänder"],
                    sku: "STX",
                    family: "strap",
                    noun: ["{n} mm textile strap", "{n}-mm-Textilband"],
                    price: [19, 49],
                    colours: &["olive", "sky", "red", "graphite", "mustard"],
                    sizes: &[],
                    facts: &[Number("lug_width", LUGS), One("strap_material", &["Textile"])],
                    text: [
                        "Changes in ten seconds, dries in ten minutes.",
                        "In zehn Sekunden gewechselt, in zehn Minuten trocken.",
                    ],
                },
                Leaf {
                    key: "watch-boxes",
                    name: ["Watch boxes", "Uhrenboxen"],
                    sku: "WBX",
                    family: "case",
                    noun: ["watch box for {n}", "Uhrenbox für {n}"],
                    price: [39, 249],
                    colours: &["walnut", "oak", "forest", "black"],
                    sizes: &[],
                    facts: &[Number("places", &[1, 2, 4, 6]), One("material", &["Oak", "Walnut", "Leather"])],
                    text: ["A soft place for the night.", "Ein weicher Platz für die Nacht."],
                },
            ],
        },
    ],
};
