//! Things to listen with.

use super::department::Fact::{Flag, Number, One, Several};
use super::department::{Department, Group, Leaf};

const PORTS: &[&str] = &["Bluetooth", "USB-C", "Phono", "Optical", "Jack 3.5 mm"];

/// The department.
pub const AUDIO: Department = Department {
    key: "audio",
    name: ["Audio", "Audio"],
    brands: ["Harmund", "Sonnaire", "Kvartett", "Bellweather", "Low Orchard"],
    models: [
        "Alto", "Bourdon", "Canto", "Dulce", "Etude", "Fugue", "Lento", "Motet", "Nimbus", "Octave", "Reed",
        "Sotto",
    ],
    closing: [
        [
            "Ear pads, cables and batteries can be changed at home.",
            "Polster, Kabel und Akkus lassen sich zu Hause wechseln.",
        ],
        ["Tuned by ear, then measured.", "Nach Gehör gestimmt, dann gemessen."],
        ["Thirty days to listen, and send back for free.", "Dreißig Tage probehören, kostenlos zurück."],
    ],
    groups: &[
        Group {
            key: "listen",
            name: ["Headphones", "Kopfhörer"],
            leaves: &[
                Leaf {
                    key: "over-ear",
                    name: ["Over-ear headphones", "Bügelkopfhörer"],
                    sku: "HPH",
                    family: "headphones",
                    noun: ["over-ear headphones", "Bügelkopfhörer"],
                    price: [89, 590],
                    colours: &["black", "cream", "navy", "olive", "rust"],
                    sizes: &[],
                    facts: &[
                        Flag("wireless", 70),
                        Several("connector", PORTS),
                        Number("battery_life", &[20, 30, 45, 60]),
                        Number("impedance", &[32, 80, 150]),
                    ],
                    text: [
                        "Closed to the street, open to the music.",
                        "Zur Straße geschlossen, zur Musik hin offen.",
                    ],
                },
                Leaf {
                    key: "earbuds",
                    name: ["Earbuds", "In-Ear-Hörer"],
                    sku: "EBD",
                    family: "buds",
                    noun: ["wireless earbuds", "kabellose Ohrhörer"],
                    price: [49, 279],
                    colours: &["white", "graphite", "mint", "plum", "sand"],
                    sizes: &[],
                    facts: &[
                        Flag("wireless", 100),
                        Several("connector", &["Bluetooth", "USB-C"]),
                        Number("battery_life", &[5, 7, 9]),
                        Flag("weather_sealed", 80),
                    ],
                    text: [
                        "Stay in on a run and out of the conversation.",
                        "Bleiben beim Laufen drin und stören kein Gespräch.",
                    ],
                },
            ],
        },
        Group {
            key: "hifi",
            name: ["Hi-fi", "Hi-Fi"],
            leaves: &[
                Leaf {
                    key: "turntables",
                    name: ["Turntables", "Plattenspieler"],
                    sku: "TTB",
                    family: "turntable",
                    noun: ["turntable", "Plattenspieler"],
                    price: [199, 1290],
                    colours: &["walnut", "white", "black", "oak", "teal"],
                    sizes: &[],
                    facts: &[
                        Several("connector", PORTS),
                        One("drive", &["Belt drive", "Direct drive"]),
                        Flag("preamp", 60),
                        One("material", &["Walnut", "Oak", "Aluminium"]),
                    ],
                    text: [
                        "Put the needle down and sit down with it.",
                        "Nadel auflegen und sich dazusetzen.",
                    ],
                },
                Leaf {
                    key: "amplifiers",
                    name: ["Amplifiers", "Verstärker"],
                    sku: "AMP",
                    family: "amp",
                    noun: ["amplifier 2 × {n} W", "Verstärker 2 × {n} W"],
                    price: [249, 1890],
                    colours: &["silver", "black", "walnut", "graphite"],
                    sizes: &[],
                    facts: &[
                        Number("power", &[30, 50, 80, 120]),
                        Several("connector", PORTS),
                        Flag("preamp", 70),
                        Flag("wireless", 40),
                    ],
                    text: ["Plenty of breath at any loudness.", "Reichlich Luft bei jeder Lautstärke."],
                },
                Leaf {
                    key: "bookshelf-speakers",
                    name: ["Bookshelf speakers", "Regallautsprecher"],
                    sku: "SPK",
                    family: "speaker",
                    noun: ["bookshelf speakers, pair", "Regallautsprecher, Paar"],
                    price: [179, 1490],
                    colours: &["oak", "walnut", "black", "white"],
                    sizes: &[],
                    facts: &[
                        Number("power", &[30, 50, 80, 120]),
                        Number("impedance", &[4, 6, 8]),
                        One("material", &["Oak", "Walnut", "Lacquer"]),
                    ],
                    text: [
                        "Small boxes that forget they are small.",
                        "Kleine Boxen, die vergessen, dass sie klein sind.",
                    ],
                },
                Leaf {
                    key: "portable-speakers",
                    name: ["Portable speakers", "Mobile Lautsprecher"],
                    sku: "PSP",
                    family: "speaker",
                    noun: ["portable speaker", "mobiler Lautsprecher"],
                    price: [59, 349],
                    colours: &["teal", "mustard", "rust", "navy", "cream", "forest"],
                    sizes: &[],
                    facts: &[
                        Flag("wireless", 100),
                        Several("connector", &["Bluetooth", "USB-C", "Jack 3.5 mm"]),
                        Number("battery_life", &[10, 16, 24]),
                        Flag("weather_sealed", 75),
                    ],
                    text: [
                        "From the kitchen to the lake without a pause.",
                        "Ohne Pause von der Küche an den See.",
                    ],
                },
            ],
        },
    ],
};
