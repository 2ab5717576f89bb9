//! Bicycles.

use super::department::Fact::{Flag, Number, One, Several};
use super::department::{Department, Group, Leaf};

const RACKS: &[&str] = &["Rail clip", "Snap-in", "Universal"];

/// The department.
pub const BIKES: Department = Department {
    key: "bikes",
    name: ["Bikes", "Fahrräder"],
    brands: ["Vellomar", "Windrow", "Stadtfalke", "Radmark", "Crankworth"],
    models: [
        "Avenue", "Birch", "Causeway", "Dune", "Ferry", "Gravelle", "Kiosk", "Lantern", "Mersey", "Parade",
        "Quay", "Towpath",
    ],
    closing: [
        ["Arrives assembled; you only turn the handlebar.", "Kommt montiert; nur den Lenker drehen."],
        ["Every part is a standard part.", "Jedes Teil ist ein Standardteil."],
        ["The first service is on us.", "Die erste Durchsicht geht auf uns."],
    ],
    groups: &[
        Group {
            key: "bicycles",
            name: ["Bicycles", "Räder"],
            leaves: &[
                Leaf {
                    key: "city-bikes",
                    name: ["City bikes", "Stadträder"],
                    sku: "BCT",
                    family: "bike",
                    noun: ["city bike", "Stadtrad"],
                    price: [590, 1890],
                    colours: &["forest", "cream", "navy", "rust", "sky", "black"],
                    sizes: &["S", "M", "L"],
                    facts: &[
                        Number("gears", &[3, 7, 8]),
                        One("rack", RACKS),
                        Flag("lights_included", 60),
                        One("material", &["Steel", "Aluminium"]),
                    ],
                    text: [
                        "Upright, unhurried and always ready at the door.",
                        "Aufrecht, gelassen und immer bereit vor der Tür.",
                    ],
                },
                Leaf {
                    key: "gravel-bikes",
                    name: ["Gravel bikes", "Gravelräder"],
                    sku: "BGR",
                    family: "bike",
                    noun: ["gravel bike", "Gravelrad"],
                    price: [1190, 3990],
                    colours: &["olive", "graphite", "orange", "teal", "sand"],
                    sizes: &["S", "M", "L", "XL"],
                    facts: &[
                        Number("gears", &[11, 12, 22]),
                        One("rack", RACKS),
                        One("material", &["Carbon", "Steel", "Aluminium"]),
                        Number("weight", &[8400, 9200, 10100]),
                    ],
                    text: [
                        "Where the asphalt ends it begins to smile.",
                        "Wo der Asphalt endet, fängt es an zu lächeln.",
                    ],
                },
            ],
        },
        Group {
            key: "bike-gear",
            name: ["Bike gear", "Fahrradzubehör"],
            leaves: &[
                Leaf {
                    key: "helmets",
                    name: ["Helmets", "Helme"],
                    sku: "HLM",
                    family: "helmet",
                    noun: ["helmet", "Helm"],
                    price: [49, 249],
                    colours: &["white", "black", "mint", "orange", "navy", "rose"],
                    sizes: &["S", "M", "L"],
                    facts: &[
                        Number("weight", &[230, 280, 330]),
                        Several("season", &["Spring", "Summer", "Autumn", "Winter"]),
                        Flag("rear_light", 30),
                    ],
                    text: [
                        "Light enough to forget, bright enough to be seen.",
                        "Leicht genug zum Vergessen, hell genug zum Gesehenwerden.",
                    ],
                },
                Leaf {
                    key: "locks",
                    name: ["Locks", "Schlösser"],
                    sku: "LCK",
                    family: "lock",
                    noun: ["lock, level {n}", "Schloss, Stufe {n}"],
                    price: [29, 149],
                    colours: &["black", "mustard", "teal", "red"],
                    sizes: &[],
                    facts: &[
                        Number("security", &[6, 8, 10, 12]),
                        Number("weight", &[780, 1200, 1700]),
                        One("material", &["Hardened steel", "Textile"]),
                    ],
                    text: [
                        "Takes longer to break than anyone has time for.",
                        "Braucht zum Knacken länger, als irgendwer Zeit hat.",
                    ],
                },
                Leaf {
                    key: "bike-lights",
                    name: ["Bike lights", "Fahrradlichter"],
                    sku: "BLT",
                    family: "lamp",
                    noun: ["bike light {n} lm", "Fahrradlicht {n} lm"],
                    price: [25, 139],
                    colours: &["black", "silver", "red", "navy"],
                    sizes: &[],
                    facts: &[
                        Number("brightness", &[60, 100, 200, 400]),
                        Number("battery_life", &[6, 12, 24]),
                        Flag("weather_sealed", 90),
                    ],
                    text: [
                        "Clips on with one hand, charges over night.",
                        "Mit einer Hand angeclippt, über Nacht geladen.",
                    ],
                },
                Leaf {
                    key: "panniers",
                    name: ["Panniers", "Packtaschen"],
                    sku: "PNR",
                    family: "pannier",
                    noun: ["pannier {n} l", "Packtasche {n} l"],
                    price: [59, 219],
                    colours: &["olive", "mustard", "graphite", "rust", "navy"],
                    sizes: &[],
                    facts: &[
                        Number("capacity", &[12, 18, 22, 28]),
                        One("rack", RACKS),
                        One("material", &["Waxed cotton", "Recycled nylon"]),
                        Flag("weather_sealed", 85),
                    ],
                    text: ["The week's shopping, dry.", "Der Wocheneinkauf, trocken."],
                },
            ],
        },
    ],
};
