//! The home office.

use super::department::Fact::{Flag, Number, One, Several};
use super::department::{Department, Group, Leaf};

/// The department.
pub const OFFICE: Department = Department {
    key: "office",
    name: ["Home office", "Arbeitszimmer"],
    brands: ["Formhaus", "Linnea Work", "Planetree", "Quillon", "Deskbury"],
    models: [
        "Atelier", "Bureau", "Clerk", "Draft", "Essay", "Folio", "Ledger", "Margin", "Plinth", "Scholar",
        "Studio", "Verso",
    ],
    closing: [
        ["Wood from forests we have visited.", "Holz aus Wäldern, in denen wir waren."],
        ["Assembles with one tool, which is in the box.", "Aufbau mit einem Werkzeug, das beiliegt."],
        ["Ten years of guarantee on every moving part.", "Zehn Jahre Garantie auf alles, was sich bewegt."],
    ],
    groups: &[
        Group {
            key: "furniture",
            name: ["Furniture", "Möbel"],
            leaves: &[
                Leaf {
                    key: "desks",
                    name: ["Desks", "Schreibtische"],
                    sku: "DSK",
                    family: "desk",
                    noun: ["desk {n} cm", "Schreibtisch {n} cm"],
                    price: [249, 1290],
                    colours: &["oak", "walnut", "white", "black"],
                    sizes: &[],
                    facts: &[
                        Number("width", &[120, 140, 160, 180]),
                        Flag("height_adjustable", 50),
                        One("material", &["Oak", "Walnut", "Linoleum"]),
                    ],
                    text: [
                        "Room for the work and for the cup beside it.",
                        "Platz für die Arbeit und die Tasse daneben.",
                    ],
                },
                Leaf {
                    key: "chairs",
                    name: ["Chairs", "Stühle"],
                    sku: "CHR",
                    family: "chair",
                    noun: ["office chair", "Bürostuhl"],
                    price: [189, 1190],
                    colours: &["graphite", "teal", "rust", "navy", "sand", "olive"],
                    sizes: &[],
                    facts: &[
                        Flag("height_adjustable", 95),
                        One("material", &["Wool", "Mesh", "Leather"]),
                        Number("load", &[110, 130, 150]),
                    ],
                    text: [
                        "Moves when you do, and otherwise keeps quiet.",
                        "Bewegt sich mit und schweigt sonst.",
                    ],
                },
                Leaf {
                    key: "shelves",
                    name: ["Shelves", "Regale"],
                    sku: "SHF",
                    family: "shelf",
                    noun: ["shelf {n} cm", "Regal {n} cm"],
                    price: [129, 690],
                    colours: &["oak", "walnut", "white", "black"],
                    sizes: &[],
                    facts: &[
                        Number("width", &[60, 80, 100]),
                        One("material", &["Oak", "Walnut", "Steel"]),
                        Number("load", &[40, 60, 80]),
                    ],
                    text: [
                        "Grows sideways and upwards as the books do.",
                        "Wächst seitwärts und nach oben, wie die Bücher.",
                    ],
                },
            ],
        },
        Group {
            key: "desktop",
            name: ["On the desk", "Auf dem Tisch"],
            leaves: &[
                Leaf {
                    key: "keyboards",
                    name: ["Keyboards", "Tastaturen"],
                    sku: "KBD",
                    family: "keyboard",
                    noun: ["keyboard", "Tastatur"],
                    price: [59, 249],
                    colours: &["graphite", "cream", "mint", "navy", "rose"],
                    sizes: &["ISO", "ANSI"],
                    facts: &[
                        Flag("wireless", 70),
                        Several("connector", &["Bluetooth", "USB-C"]),
                        One("switches", &["Linear", "Tactile", "Silent"]),
                    ],
                    text: [
                        "A soft, short sound for each thought.",
                        "Ein weicher, kurzer Ton für jeden Gedanken.",
                    ],
                },
                Leaf {
                    key: "screens",
                    name: ["Screens", "Bildschirme"],
                    sku: "SCR",
                    family: "screen",
                    noun: ["{n}-inch screen", "{n}-Zoll-Bildschirm"],
                    price: [219, 1290],
                    colours: &["black", "silver", "white"],
                    sizes: &[],
                    facts: &[
                        Number("diagonal", &[24, 27, 32]),
                        Several("connector", &["USB-C", "HDMI", "DisplayPort"]),
                        Flag("height_adjustable", 80),
                    ],
                    text: [
                        "Matt, even and easy on the eyes at six in the evening.",
                        "Matt, gleichmäßig und um sechs Uhr abends noch sanft.",
                    ],
                },
                Leaf {
                    key: "organisers",
                    name: ["Organisers", "Ordnungshelfer"],
                    sku: "ORG",
                    family: "tray",
                    noun: ["desk organiser", "Tischorganizer"],
                    price: [25, 99],
                    colours: &["oak", "walnut", "cream", "forest", "graphite"],
                    sizes: &[],
                    facts: &[One("material", &["Oak", "Walnut", "Felt"]), Number("width", &[28, 36, 44])],
                    text: [
                        "A place for the pen, so the pen is in its place.",
                        "Ein Platz für den Stift, damit er an seinem Platz ist.",
                    ],
                },
            ],
        },
    ],
};
