//! Lamps.

use super::department::Fact::{Flag, Number, One};
use super::department::{Department, Group, Leaf};

const SOCKETS: &[&str] = &["E27", "E14", "GU10"];

/// The department.
pub const LIGHTING: Department = Department {
    key: "lighting",
    name: ["Lighting", "Leuchten"],
    brands: ["Candlemere", "Nachtfalter", "Papyra", "Glimwick", "Halo & Hay"],
    models: [
        "Amber", "Bower", "Cirrus", "Dusk", "Fireside", "Gloaming", "Husk", "Lull", "Mistral", "Nook",
        "Solstice", "Taper",
    ],
    closing: [
        ["The cable is linen and three metres long.", "Das Kabel ist aus Leinen und drei Meter lang."],
        [
            "Blown, bent or sewn by hand in small numbers.",
            "In kleiner Zahl von Hand geblasen, gebogen oder genäht.",
        ],
        ["Dims without a flicker.", "Lässt sich flimmerfrei dimmen."],
    ],
    groups: &[
        Group {
            key: "lamps",
            name: ["Lamps", "Lampen"],
            leaves: &[
                Leaf {
                    key: "table-lamps",
                    name: ["Table lamps", "Tischleuchten"],
                    sku: "LTB",
                    family: "table",
                    noun: ["table lamp", "Tischleuchte"],
                    price: [59, 390],
                    colours: &["teal", "rust", "mustard", "cream", "forest", "rose"],
                    sizes: &[],
                    facts: &[
                        One("socket", SOCKETS),
                        Flag("dimmable", 70),
                        One("material", &["Ceramic", "Brass", "Glass"]),
                    ],
                    text: ["A small circle of evening.", "Ein kleiner Kreis Abend."],
                },
                Leaf {
                    key: "floor-lamps",
                    name: ["Floor lamps", "Stehleuchten"],
                    sku: "LFL",
                    family: "floor",
                    noun: ["floor lamp", "Stehleuchte"],
                    price: [119, 690],
                    colours: &["black", "mustard", "cream", "plum", "olive"],
                    sizes: &[],
                    facts: &[
                        One("socket", SOCKETS),
                        Flag("dimmable", 80),
                        One("material", &["Brass", "Steel", "Linen"]),
                    ],
                    text: [
                        "Leans over your shoulder and reads along.",
                        "Beugt sich über die Schulter und liest mit.",
                    ],
                },
                Leaf {
                    key: "pendants",
                    name: ["Pendants", "Pendelleuchten"],
                    sku: "LPD",
                    family: "pendant",
                    noun: ["pendant lamp {n} cm", "Pendelleuchte {n} cm"],
                    price: [89, 590],
                    colours: &["oak", "white", "blue", "rust", "forest", "brass"],
                    sizes: &[],
                    facts: &[
                        Number("diameter", &[24, 32, 40, 50]),
                        One("socket", SOCKETS),
                        Flag("dimmable", 75),
                        One("material", &["Brass", "Glass", "Paper"]),
                    ],
                    text: ["Holds the table together.", "Hält den Tisch zusammen."],
                },
                Leaf {
                    key: "wall-lights",
                    name: ["Wall lights", "Wandleuchten"],
                    sku: "LWL",
                    family: "wall",
                    noun: ["wall light", "Wandleuchte"],
                    price: [69, 329],
                    colours: &["cream", "brass", "graphite", "rose", "mint"],
                    sizes: &[],
                    facts: &[
                        One("socket", SOCKETS),
                        Flag("dimmable", 60),
                        One("material", &["Brass", "Glass", "Ceramic"]),
                    ],
                    text: ["Takes no room and gives one back.", "Braucht keinen Raum und gibt einen zurück."],
                },
            ],
        },
        Group {
            key: "light-sources",
            name: ["Light sources", "Leuchtmittel"],
            leaves: &[Leaf {
                key: "bulbs",
                name: ["Bulbs", "Glühbirnen"],
                sku: "BLB",
                family: "bulb",
                noun: ["bulb {n} lm", "Leuchtmittel {n} lm"],
                price: [7, 35],
                colours: &["brass", "black", "silver"],
                sizes: &[],
                facts: &[
                    Number("brightness", &[250, 470, 806, 1055]),
                    One("socket", SOCKETS),
                    Flag("dimmable", 80),
                    Number("colour_temperature", &[2200, 2700, 3000]),
                ],
                text: [
                    "Warm as a filament, frugal as a diode.",
                    "Warm wie ein Glühfaden, sparsam wie eine Diode.",
                ],
            }],
        },
    ],
};
